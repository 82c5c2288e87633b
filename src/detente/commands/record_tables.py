"""Tables of records for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from detente.commands.shown import (
    BOTH,
    COOPERATION,
    act,
    around,
    codes,
    colour,
    console,
    day,
    many,
    one_line,
    who,
)
from detente.records import Article, Channel, ChannelReport, Event, Occurrence, Round, Statement

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    Cells = Iterable[RenderableType]

LINES = 3
"""Lines that a cell of evidence takes, about."""
SHORT = 8
"""Characters of an id that tell it from all others of a workspace, but for a rare chance."""
WIDE = 120
MOST = {"type": (11, 18), "what": (11, 18), "kind": (11, 11), "outlet": (9, 16), "who": (11, 13)}
"""Characters that a column takes at most, on a narrow and on a wide terminal."""
BESIDE = (54, 68)
"""Characters that all columns beside the evidence take at most."""
STATEMENT_COLOURS = {
    "demand": "yellow", "appeal": "yellow", "accusation": "red", "warning": "red",
    "red-line": "red", "condition": "yellow", "denial": "yellow",
}  # fmt: skip


def show_events(events: Sequence[Event], articles: Mapping[str, Article]) -> None:
    """Date, who, type, whom, the trigger in its sentence, and the outlet."""
    heads = ("date", "who", "type", "whom", "sentence", "outlet")
    rows = [_event(event, articles[event.article_id]) for event in events]
    _show(heads, rows, many(len(events), "event"), events)


def _event(event: Event, article: Article) -> Cells:
    actor, recipient = who(event)
    return (
        (day(event) or _published(article)).replace(" to ", "\nto "),
        actor,
        styled(act(event), colour(event.quad_class)),
        recipient,
        evidence(event, event.trigger.start, event.trigger.end, article, colour(event.quad_class)),
        one_line(article.outlet or ""),
    )  # fmt: skip


def show_statements(statements: Sequence[Statement], articles: Mapping[str, Article]) -> None:
    """Date, speaker, kind, addressees, the position in its sentence, and the outlet."""
    heads = ("date", "speaker", "kind", "to", "sentence", "outlet")
    rows = [_statement(said, articles[said.article_id]) for said in statements]
    _show(heads, rows, many(len(statements), "statement"), ())


def _statement(said: Statement, article: Article) -> Cells:
    style = STATEMENT_COLOURS.get(said.kind, COOPERATION)
    return (
        str(said.date or ""),
        ", ".join(codes([said.speaker])),
        styled(said.kind, style),
        ", ".join(codes(said.addressees)),
        evidence(said, said.about.start, said.about.end, article, style),
        one_line(article.outlet or ""),
    )


def show_occurrences(occurrences: Sequence[Occurrence]) -> None:
    """Date, who, type, whom, score, track, how many events tell it, and which outlets.

    Those that no index counts have the reason instead of a date. On a wide terminal the first characters
    of the id stand last, as `--open` takes them.
    """
    counted = all(found.left_out is None for found in occurrences)
    heads: tuple[str, ...] = ("date", "who", "type", "whom", "score", "track", "told", "outlets")
    rows = [_occurrence(found) for found in occurrences]
    if _is_wide():
        heads = (*heads, "id")
        rows = [
            (*row, found.occurrence_id[:SHORT])
            for row, found in zip(rows, occurrences, strict=True)
        ]
    _show(
        heads if counted else ("left out", *heads[1:]),
        rows,
        many(len(occurrences), "occurrence"),
        (),
    )


def _occurrence(found: Occurrence) -> Cells:
    joint = f" {BOTH} " if found.reciprocal else ", "
    return (
        found.left_out or str(found.date or ""),
        joint.join(found.actors),
        styled(found.event_type, colour(found.quad_class)),
        ", ".join(found.recipients),
        f"{found.score:+.1f}",
        found.tracks[0] if found.tracks else "",
        str(len(found.members)),
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
    """When last held, whose, its name, rounds, the longest gap, how it stands, how many mentions."""
    heads = ("last held", "who", "channel", "rounds", "gap", "state", "told")
    rows = [_channel(found) for found in channels]
    _show(heads, rows, many(len(channels), "channel"), ())


def _channel(found: Channel) -> Cells:
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
        f"{_stopped(found)}{found.state}{since}{ahead if found.state != 'planned' else ''}",
        str(len(found.members)),
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
    """Date, parties, what is told, number of the round, the name in its sentence, and the outlet."""
    heads = ("date", "who", "what", "round", "sentence", "outlet")
    rows = [_channel_report(told, articles[told.article_id]) for told in reports]
    _show(heads, rows, many(len(reports), "mention"), reports)


def _channel_report(told: ChannelReport, article: Article) -> Cells:
    put = f", {told.status}" if told.status not in (None, "done", told.told) else ""
    return (
        (day(told) or _published(article)).replace(" to ", "\nto "),
        f" {BOTH} ".join(told.parties),
        f"{told.told}{put}",
        str(told.ordinal or ""),
        evidence(told, told.named.start, told.named.end, article, COOPERATION),
        one_line(article.outlet or ""),
    )


def _show(
    heads: Sequence[str],
    rows: Iterable[Cells],
    count: str,
    dated: Iterable[Event | ChannelReport],
) -> None:
    screen = console()
    table = plain_table(*heads)
    for row in rows:
        table.add_row(*row)
    if not table.rows:
        return
    screen.print(table)
    undated = any(event.date_start is None for event in dated)
    note = "; a date in brackets is that of publication" if undated else ""
    screen.print(count + note, style="dim")


def plain_table(*heads: str, right: Iterable[str] = ("score", "told", "gap")) -> Table:
    """An empty table without frames, whose first column stays whole."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(
            head,
            justify="right" if head in right else "left",
            no_wrap=place == 0,
            min_width=_width() if head == "sentence" else None,
            max_width=MOST[head][_is_wide()] if head in MOST and "sentence" in heads else None,
        )
    return table


def evidence(
    item: Event | Statement | ChannelReport, start: int, end: int, article: Article, style: str
) -> RenderableType:
    """Some characters of an article in style, with what stands around them in their sentence."""
    if not article.text:
        return ""
    text = article.text[item.start : item.end]
    return around(text, start - item.start, end - item.start, _width() * LINES, style)


def _width() -> int:
    """Characters of evidence on a line."""
    return max(20, console().width - BESIDE[_is_wide()])


def _is_wide() -> bool:
    return console().width >= WIDE


def styled(words: str, style: str) -> RenderableType:
    """Words in one style."""
    from rich.text import Text

    return Text(words, style=style)


def _published(article: Article) -> str:
    return f"({article.published})" if article.published else ""
