"""Tables that fit the screen: what matters least gives way, and a line says so."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.commands.shown import around, console, one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

LINES, ENOUGH = 3, 100
"""Lines that a quote takes, about, or else the characters that it has at least."""
ENDLESS = 1_000_000
"""Characters of a line that no screen bounds."""
LEFT_OUT = "left out: {}; a wider window shows more, --as csv or --out FILE all"


@dataclass(frozen=True, slots=True)
class Quote:
    """Some characters of a sentence, shown in a style with as much around them as there is room for."""

    sentence: str
    start: int
    end: int
    style: str

    def __str__(self) -> str:
        return one_line(self.sentence)

    def within(self, width: int | None) -> Text:
        """As much as a few lines of a width hold; all of it where there is no width."""
        most = len(self.sentence) if width is None else max(ENOUGH, width * LINES)
        return around(self.sentence, self.start, self.end, most, self.style)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column, and how it gives way.

    It takes up to `most` characters where there is room, else up to `least`; what is longer goes on in the
    next line. Those of least `worth` are left out first. One that `grows` takes what the others leave.
    """

    head: str
    worth: int
    least: int = ENDLESS
    most: int = ENDLESS
    right: bool = False
    grows: bool = False


Row = Sequence["str | Text | Quote"]


def show_fitted(columns: Sequence[Column], rows: Sequence[Row], *, note: str = "") -> None:
    """Print a table and a note under it, and which columns there was no room for.

    Where no terminal shows it, nothing gives way, and each row is one line.
    """
    width = screen_width()
    widths = fit(columns, rows, width)
    screen = console(width=None if width else ENDLESS)
    table = _table(columns, widths)
    for row in rows:
        table.add_row(*(_drawn(row[place], room) for place, room in widths.items()))
    _print(screen, table)
    if note:
        screen.print(note, style="dim")
    left = [column.head for place, column in enumerate(columns) if place not in widths]
    if left:
        screen.print(LEFT_OUT.format(", ".join(left)), style="dim")


def screen_width() -> int | None:
    """Characters of a line on the terminal, or as COLUMNS tells; None where the output goes elsewhere."""
    screen = console()
    return screen.width if screen.file.isatty() or os.environ.get("COLUMNS") else None


def fit(columns: Sequence[Column], rows: Sequence[Row], width: int | None) -> dict[int, int | None]:
    """The places of the columns that are shown, with the characters that each takes at most."""
    if width is None:
        return dict.fromkeys(range(len(columns)))
    needs = [_need(column, place, rows) for place, column in enumerate(columns)]
    kept = list(range(len(columns)))
    while True:
        for roomy in (True, False):
            sizes = {place: _size(columns[place], needs[place], roomy) for place in kept}
            spare = width - sum(sizes.values()) - (len(sizes) - 1)
            if spare >= 0:
                return _grown(columns, needs, sizes, spare)
        if len(kept) <= 2:
            return dict(sizes)
        kept.remove(min(kept, key=lambda place: columns[place].worth))


def _need(column: Column, place: int, rows: Sequence[Row]) -> int:
    """Characters of the longest line in a column."""
    lines = (line for row in rows for line in str(row[place]).split("\n"))
    return max(len(column.head), max(map(len, lines), default=0))


def _size(column: Column, need: int, roomy: bool) -> int:
    return min(need, max(len(column.head), column.most if roomy else column.least))


def _grown(
    columns: Sequence[Column], needs: Sequence[int], sizes: dict[int, int], spare: int
) -> dict[int, int | None]:
    """What is spare goes to the column that grows."""
    return {
        place: min(needs[place], size + spare) if columns[place].grows else size
        for place, size in sizes.items()
    }


def _table(columns: Sequence[Column], widths: dict[int, int | None]) -> Table:
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False)
    for place, width in widths.items():
        column = columns[place]
        table.add_column(
            column.head,
            justify="right" if column.right else "left",
            width=width,
            overflow="fold",
        )
    return table


def _drawn(cell: str | Text | Quote, width: int | None) -> str | Text:
    return cell.within(width) if isinstance(cell, Quote) else cell


def _print(screen: Console, table: Table) -> None:
    """Without the spaces that fill up the last column."""
    with screen.capture() as drawn:
        screen.print(table)
    for line in drawn.get().splitlines():
        screen.file.write(f"{line.rstrip()}\n")
