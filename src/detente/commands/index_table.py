"""The index on a terminal: a bar for each period, or a line of ticks for each track."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from detente.commands.record_tables import plain_table
from detente.commands.shown import COOPERATION, colour, console

if TYPE_CHECKING:
    from rich.text import Text

    from detente.measuring import Row, Series

HALF = 12
"""Cells of a bar on either side of zero."""
TICKS = "▁▂▃▄▅▆▇█"
KINDS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
NOTE = (
    "n: occurrences; coop, conf: cooperative, conflictual, as verbal+material\n"
    "net: mean score, -10 (conflict) to 10 (cooperation)"
)
TICK_NOTE = "n: occurrences; net: mean score, -10 to 10; ticks from {} to {:+}, · for none"


def show(found: Mapping[Any, Series], *, by_track: bool) -> None:
    """Print one series, or one line for each track."""
    if not any(series.rows for series in found.values()):
        return
    if by_track:
        _show_tracks(dict(sorted(found.items(), key=lambda held: -_count(held[1].rows))))
    else:
        (series,) = found.values()
        _show_series(series)


def _show_series(series: Series) -> None:
    screen = console()
    most = scale(series.rows)
    axis = f"{-most:+}".ljust(HALF) + "0" + f"{most:+}".rjust(HALF)
    table = plain_table("period", "n", "coop", "conf", "net", axis, right=("n", "net"))
    for row in series.rows:
        cooperation, conflict = _kinds(row)
        shown = bar(row.net, most)
        table.add_row(row.period, str(row.n), cooperation, conflict, _signed(row.net), shown)
    screen.print(_title(series), style="bold")
    screen.print(table)
    screen.print(NOTE, style="dim")


def _show_tracks(found: Mapping[str, Series]) -> None:
    screen = console()
    table = plain_table("track", "n", "net", "", right=("n", "net"))
    room = max(8, screen.width - 28)
    most = scale([row for series in found.values() for row in series.rows[-room:]])
    for track, series in found.items():
        rows = series.rows[-room:]
        table.add_row(track, str(_count(rows)), _signed(_mean(rows)), ticks(rows, most))
    first = next(iter(found.values()))
    shown = first.rows[-room:]
    periods = f", {shown[0].period} to {shown[-1].period} by {first.every}"
    screen.print(_title(first, track=False) + periods, style="bold")
    screen.print(table)
    screen.print(TICK_NOTE.format(-most, most), style="dim")


def _title(series: Series, *, track: bool = True) -> str:
    joint = " > " if series.directed else " - "
    what = f", {series.track}" if track and series.track else ""
    return joint.join(series.between) + what


def _kinds(row: Row) -> tuple[str, str]:
    verbal_coop, material_coop, verbal_conf, material_conf = (getattr(row, name) for name in KINDS)
    pairs = ((verbal_coop, material_coop), (verbal_conf, material_conf))
    cooperation, conflict = (f"{a}+{b}" if a or b else "" for a, b in pairs)
    return cooperation, conflict


def scale(rows: Sequence[Row]) -> int:
    """The least whole score, 2 or more, that no period's mean goes beyond."""
    return max(2, *(math.ceil(abs(row.net)) for row in rows if row.net is not None), 0)


def bar(net: float | None, most: int) -> Text:
    """A bar from zero to the left (conflict) or to the right (cooperation), by half cells."""
    from rich.text import Text

    if net is None:
        return Text(" " * HALF + "·", style="dim")
    halves = round(abs(net) / most * HALF * 2)
    whole, half = "█" * (halves // 2), halves % 2
    if net < 0:
        left = (half * "▐" + whole).rjust(HALF)
        return Text(left, style=colour("conflict")) + Text("│", style="dim")
    return Text(" " * HALF + "│", style="dim") + Text(whole + half * "▌", style=COOPERATION)


def ticks(rows: Sequence[Row], most: int) -> Text:
    """One tick a period, higher for more cooperation."""
    from rich.text import Text

    shown = Text()
    for row in rows:
        if row.net is None:
            shown.append("·", style="dim")
            continue
        level = min(len(TICKS) - 1, math.floor((row.net + most) / (2 * most) * len(TICKS)))
        shown.append(TICKS[level], style=colour("conflict") if row.net < 0 else COOPERATION)
    return shown


def _mean(rows: Sequence[Row]) -> float | None:
    count = _count(rows)
    return math.fsum(row.total for row in rows) / count if count else None


def _count(rows: Sequence[Row]) -> int:
    return sum(row.n for row in rows)


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}"
