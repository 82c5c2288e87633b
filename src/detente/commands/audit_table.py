"""What an audit tells, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.commands.record_tables import plain_table
from detente.commands.shown import console

if TYPE_CHECKING:
    from detente.auditing import Accuracy, AccuracyRow, AuditedSeries

NOTE = "parties, direction, type and date: of what is told at all; intervals of 95%"


def show(found: Accuracy) -> None:
    """Print the figures of an audit, then those of its strata."""
    from detente.auditing.telling import in_words
    from detente.measuring.wording import title_of

    screen = console()
    table = plain_table("", "share", "low", "high", "checked", "of", right=_RIGHT, words="")
    for row in found.rows:
        table.add_row(row.figure, *_numbers(row), str(row.checked), str(row.units))
    first, second = found.between
    screen.print(title_of((first, second)), style="bold")
    screen.print(table)
    screen.print(NOTE, style="dim")
    screen.print(in_words(found))


_RIGHT = ("share", "low", "high", "checked", "of")


def _numbers(row: AccuracyRow) -> list[str]:
    return ["" if each is None else f"{each:.2f}" for each in (row.value, row.low, row.high)]


def show_series(found: AuditedSeries) -> None:
    """Print a series beside what an audit makes of it."""
    from detente.auditing.indexing import ENOUGH
    from detente.auditing.telling import series_in_words
    from detente.measuring.wording import title

    screen = console()
    table = plain_table(
        "period", "n", "net", "audited", "low", "high", "checked",
        right=("n", "net", "audited", "low", "high", "checked"),
    )  # fmt: skip
    for row, each in zip(found.series.rows, found.rows, strict=True):
        told = (row.net, each.audited, each.audited_low, each.audited_high)
        numbers = ["" if value is None else f"{value + 0.0:+.1f}" for value in told]
        table.add_row(row.period, str(row.n), *numbers, str(each.checked))
    screen.print(title(found.series), style="bold")
    screen.print(table)
    screen.print(
        f"audited: mean score with the coder's errors taken off, {found.width:.0%} interval; empty where"
        f" fewer than {ENOUGH} units of a period are checked",
        style="dim",
    )
    screen.print(series_in_words(found))
