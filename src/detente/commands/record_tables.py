"""Tables of records for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.commands.fitted import Column, Quote, Row, show_fitted
from detente.commands.shown import (
    BOTH,
    COOPERATION,
    act,
    codes,
    colour,
    console,
    day,
    many,
    one_line,
    parties,
    who,
)
from detente.records import Article, Channel, ChannelReport, Event, Occurrence, Round, Statement

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

SHORT = 8
"""Characters of an id that tell it from all others of a workspace, but for a rare chance."""
STATEMENT_COLOURS = {
    "demand": "yellow", "appeal": "yellow", "accusation": "red", "warning": "red",
    "red-line": "red", "condition": "yellow", "denial": "yellow",
}  # fmt: skip

DATE = Column(head="date", worth=9, least=13, most=24)
WHO = Column(head="who", worth=8, least=13, most=24)
TYPE = Column(head="type", worth=7, least=11, most=18)
SENTENCE = Column(head="sentence", worth=6, least=20, most=48, grows=True)
OUTLET = Column(head="outlet", worth=5, least=13, most=16)
EVENTS = (DATE, WHO, TYPE, OUTLET, SENTENCE)
STATEMENTS = (DATE, WHO, replace(TYPE, head="kind"), OUTLET, SENTENCE)
OCCURRENCES = (
    DATE, WHO, TYPE,
    Column(head="score", worth=6, right=True),
    Column(head="track", worth=2),
    Column(head="told", worth=4, right=True),
    Column(head="id", worth=3),
    Column(head="outlets", worth=5, least=13, most=24, grows=True),
)  # fmt: skip
CHANNELS = (
    Column(head="last held", worth=7),
    WHO,
    Column(head="channel", worth=9, least=16, most=32),
    Column(head="rounds", worth=4, least=18, most=24),
    Column(head="gap", worth=2, right=True),
    Column(head="told", worth=3, right=True),
    Column(head="state", worth=6, least=16, most=32, grows=True),
)
MENTIONS = (
    DATE, WHO, replace(TYPE, head="what"), Column(head="round", worth=4), OUTLET, SENTENCE,
)  # fmt: skip


def show_events(events: Sequence[Event], articles: Mapping[str, Article]) -> None:
    """Date, who did it to whom, type, outlet, and the trigger in its sentence."""
    _show_told(
        EVENTS, [(each, _event(each, articles[each.article_id])) for each in events], "event"
    )


def _event(event: Event, article: Article) -> Row:
    style = colour(event.quad_class)
    return (
        day(event) or _published(article),
        parties(event),
        styled(act(event), style),
        one_line(article.outlet or ""),
        evidence(event, event.trigger.start, event.trigger.end, article, style),
    )


def show_statements(statements: Sequence[Statement], articles: Mapping[str, Article]) -> None:
    """Date, who says it to whom, kind, outlet, and the position in its sentence."""
    rows = [(said, _statement(said, articles[said.article_id])) for said in statements]
    _show_told(STATEMENTS, rows, "statement")


def _statement(said: Statement, article: Article) -> Row:
    style = STATEMENT_COLOURS.get(said.kind, COOPERATION)
    return (
        str(said.date or ""),
        who(codes([said.speaker]), codes(said.addressees)),
        styled(said.kind, style),
        one_line(article.outlet or ""),
        evidence(said, said.about.start, said.about.end, article, style),
    )


def show_occurrences(occurrences: Sequence[Occurrence]) -> None:
    """Date, who did it to whom, type, score, track, how many events tell it, its id, and which outlets.

    Those that no index counts have the reason instead of a date. Of the id stand the first characters, as
    `--open` takes them.
    """
    counted = all(found.left_out is None for found in occurrences)
    first = DATE if counted else Column(head="left out", worth=9)
    rows = [_occurrence(found) for found in occurrences]
    if rows:
        show_fitted((first, *OCCURRENCES[1:]), rows, note=many(len(rows), "occurrence"))


def _occurrence(found: Occurrence) -> Row:
    return (
        found.left_out or str(found.date or ""),
        who(found.actors, found.recipients, mutual=found.reciprocal),
        styled(found.event_type, colour(found.quad_class)),
        f"{found.score:+.1f}",
        found.tracks[0] if found.tracks else "",
        str(len(found.members)),
        found.occurrence_id[:SHORT],
        one_line(", ".join(found.outlets)),
    )


def show_members(
    found: Occurrence, events: Sequence[Event], articles: Mapping[str, Article]
) -> None:
    """The events that tell an occurrence, its id, and what of it was taken from which of them."""
    screen = console()
    screen.print()
    show_events(events, articles)
    screen.print(f"{many(found.texts, 'independent text')}; id {found.occurrence_id}", style="dim")
    for member in found.members:
        fields = [taken.field for taken in found.taken_from if taken.event_id == member]
        if fields:
            screen.print(one_line(f"from {member}: {', '.join(fields)}"), style="dim")


def show_channels(channels: Sequence[Channel]) -> None:
    """When last held, whose, its name, rounds, the longest gap, how many mentions, how it stands."""
    rows = [_channel(found) for found in channels]
    if rows:
        show_fitted(CHANNELS, rows, note=many(len(rows), "channel"))


def _channel(found: Channel) -> Row:
    since = f" {found.state_start}" if found.state_start else ""
    if found.state_end != found.state_start:
        since += f" to {found.state_end}"
    ahead = f"; planned {found.planned_start or ''}".rstrip() if found.planned_report else ""
    return (
        str(found.last_held or ""),
        f" {BOTH} ".join(found.parties),
        one_line(found.channel),
        ", ".join(map(_round, found.rounds)),
        f"{found.longest_gap} d" if found.longest_gap is not None else "",
        str(len(found.members)),
        f"{_stopped(found)}{found.state}{since}{ahead if found.state != 'planned' else ''}",
    )


def _stopped(found: Channel) -> str:
    """That it had been stopped before it went on as it stands."""
    from detente.merging import since_stopped

    told = since_stopped(found)
    return f"{told[0].state} {told[0].date_start}, then " if told else ""


def _round(held: Round) -> str:
    number = f"no. {held.ordinal}" if held.ordinal is not None else ""
    return ", ".join(filter(None, [number, str(held.date_start or "")]))


def show_channel_reports(reports: Sequence[ChannelReport], articles: Mapping[str, Article]) -> None:
    """Date, parties, what is told, number of the round, the outlet, and the name in its sentence."""
    rows = [(told, _channel_report(told, articles[told.article_id])) for told in reports]
    _show_told(MENTIONS, rows, "mention")


def _channel_report(told: ChannelReport, article: Article) -> Row:
    put = f", {told.status}" if told.status not in (None, "done", told.told) else ""
    return (
        day(told) or _published(article),
        f" {BOTH} ".join(told.parties),
        f"{told.told}{put}",
        str(told.ordinal or ""),
        one_line(article.outlet or ""),
        evidence(told, told.named.start, told.named.end, article, COOPERATION),
    )


def _show_told(
    columns: Sequence[Column],
    told: Sequence[tuple[Event | Statement | ChannelReport, Row]],
    one: str,
) -> None:
    """What articles tell, once where an article repeats it word for word."""
    if not told:
        return
    rows = {(each.article_id, *map(_bare, row)): row for each, row in reversed(told)}
    notes = [many(len(told), one)]
    if repeats := len(told) - len(rows):
        notes.append(f"{repeats} of them, repeated in the same article, not shown")
    if any(isinstance(each, Event | ChannelReport) and not each.date_start for each, _ in told):
        notes.append("a date in brackets is that of publication")
    show_fitted(columns, list(rows.values())[::-1], note="; ".join(notes))


def _bare(cell: str | Text | Quote) -> str:
    """A cell without what sets a title apart from a sentence: case, spaces, the full stop."""
    bare = " ".join(str(cell).split()).rstrip(".").casefold()
    return f"{bare} {cell.start}-{cell.end}" if isinstance(cell, Quote) else bare


def plain_table(*heads: str, right: Iterable[str] = (), words: str | None = None) -> Table:
    """An empty table without frames, whose first column stays whole; or all but that of `words`."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False)
    for place, head in enumerate(heads):
        whole = place == 0 if words is None else head != words
        table.add_column(head, justify="right" if head in right else "left", no_wrap=whole)
    return table


def evidence(
    item: Event | Statement | ChannelReport, start: int, end: int, article: Article, style: str
) -> str | Quote:
    """Some characters of an article, to be shown in style in their sentence."""
    if not article.text:
        return ""
    text = article.text[item.start : item.end]
    return Quote(text, start - item.start, end - item.start, style)


def styled(words: str, style: str) -> Text:
    """Words in one style."""
    from rich.text import Text

    return Text(words, style=style)


def _published(article: Article) -> str:
    return f"({article.published})" if article.published else ""
