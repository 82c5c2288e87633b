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
from detente.records import Article, Event, Occurrence, Statement

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    Cells = Iterable[RenderableType]

NARROW = 100
LINES = 3
"""Lines that a cell of evidence takes at most, about."""
STATEMENT_COLOURS = {
    "demand": "yellow", "appeal": "yellow", "accusation": "red", "warning": "red",
    "red-line": "red", "condition": "yellow", "denial": "yellow",
}  # fmt: skip


def show_events(events: Sequence[Event], articles: Mapping[str, Article]) -> None:
    """Date, who, type, whom, the trigger in its sentence, and the outlet."""
    room = _room(taken=56)
    heads = ("date", "who", "type", "whom", "sentence", "outlet")
    rows = [_event(event, articles[event.article_id], room) for event in events]
    _show(heads, rows, many(len(events), "event"), events)


def _event(event: Event, article: Article, room: int) -> Cells:
    actor, recipient = who(event)
    return (
        day(event) or _published(article),
        actor,
        _styled(act(event), colour(event.quad_class)),
        recipient,
        _evidence(event, event.trigger.start, event.trigger.end, article, room,
                  colour(event.quad_class)),
        one_line(article.outlet or ""),
    )  # fmt: skip


def show_statements(statements: Sequence[Statement], articles: Mapping[str, Article]) -> None:
    """Date, speaker, kind, addressees, the position in its sentence, and the outlet."""
    room = _room(taken=58)
    heads = ("date", "speaker", "kind", "to", "sentence", "outlet")
    rows = [_statement(said, articles[said.article_id], room) for said in statements]
    _show(heads, rows, many(len(statements), "statement"), ())


def _statement(said: Statement, article: Article, room: int) -> Cells:
    style = STATEMENT_COLOURS.get(said.kind, COOPERATION)
    return (
        str(said.date or ""),
        ", ".join(codes([said.speaker])),
        _styled(said.kind, style),
        ", ".join(codes(said.addressees)),
        _evidence(said, said.about.start, said.about.end, article, room, style),
        one_line(article.outlet or ""),
    )


def show_occurrences(occurrences: Sequence[Occurrence]) -> None:
    """Date, who, type, whom, score, track, how many events tell it, and which outlets."""
    heads = ("date", "who", "type", "whom", "score", "track", "told", "outlets")
    rows = [_occurrence(found) for found in occurrences]
    _show(heads, rows, many(len(occurrences), "occurrence"), ())


def _occurrence(found: Occurrence) -> Cells:
    joint = f" {BOTH} " if found.reciprocal else ", "
    return (
        str(found.date or ""),
        joint.join(found.actors),
        _styled(found.event_type, colour(found.quad_class)),
        ", ".join(found.recipients),
        f"{found.score:+.1f}",
        found.tracks[0] if found.tracks else "",
        str(len(found.members)),
        one_line(", ".join(found.outlets)),
    )


def _show(heads: Sequence[str], rows: Iterable[Cells], count: str, dated: Iterable[Event]) -> None:
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


def plain_table(*heads: str, right: Iterable[str] = ("score", "told")) -> Table:
    """An empty table without frames, whose first column stays whole."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False)
    for place, head in enumerate(heads):
        justify = "right" if head in right else "left"
        table.add_column(head, justify=justify, no_wrap=place == 0)  # type: ignore[arg-type]
    return table


def _room(*, taken: int) -> int:
    """Characters of evidence that fit into `LINES` lines beside the other columns."""
    return max(20, console().width - taken) * LINES


def _evidence(
    item: Event | Statement, start: int, end: int, article: Article, room: int, style: str
) -> RenderableType:
    if not article.text:
        return ""
    text = article.text[item.start : item.end]
    return around(text, start - item.start, end - item.start, room, style)


def _styled(words: str, style: str) -> RenderableType:
    from rich.text import Text

    return Text(words, style=style)


def _published(article: Article) -> str:
    return f"({article.published})" if article.published else ""
