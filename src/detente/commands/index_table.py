"""The index on a terminal: a bar for each period, or a line of ticks for each track."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente.commands.record_tables import plain_table
from detente.commands.shown import COOPERATION, colour, console

if TYPE_CHECKING:
    from rich.text import Text

    from detente.measuring import Row, Series

HALF = 10
"""Cells of a bar on either side of zero: one for each point of the score."""
TICKS = "▁▂▃▄▅▆▇█"
MOST = 10.0
KINDS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
NOTE = (
    "n: occurrences; coop, conf: cooperative and conflictual, verbal+material; "
    "net: mean score, -10 (conflict) to 10 (cooperation)"
)
TICK_NOTE = "n: occurrences; net: mean score, -10 (conflict) to 10; a tick a period, · for none"


def show(found: Mapping[Any, Series], *, by_track: bool) -> None:
    """Print one series, or one line for each track."""
    if not any(series.rows for series in found.values()):
        return
    if by_track:
        _show_tracks({str(track): series for track, series in found.items()})
    else:
        (series,) = found.values()
        _show_series(series)


def _show_series(series: Series) -> None:
    screen = console()
    table = plain_table("period", "n", "coop", "conf", "net", "", right=("n", "net"))
    for row in series.rows:
        cooperation, conflict = _kinds(row)
        table.add_row(row.period, str(row.n), cooperation, conflict, _signed(row.net), bar(row.net))
    screen.print(_title(series), style="bold")
    screen.print(table)
    screen.print(NOTE, style="dim")


def _show_tracks(found: Mapping[str, Series]) -> None:
    screen = console()
    table = plain_table("track", "n", "net", "", right=("n", "net"))
    room = max(8, screen.width - 28)
    for track, series in found.items():
        rows = series.rows[-room:]
        table.add_row(track, str(sum(row.n for row in rows)), _signed(_mean(rows)), ticks(rows))
    first = next(iter(found.values()))
    shown = first.rows[-room:]
    periods = f", {shown[0].period} to {shown[-1].period} by {first.every}"
    screen.print(_title(first, track=False) + periods, style="bold")
    screen.print(table)
    screen.print(TICK_NOTE, style="dim")


def _title(series: Series, *, track: bool = True) -> str:
    joint = " > " if series.directed else " - "
    what = f", {series.track}" if track and series.track else ""
    return joint.join(series.between) + what


def _kinds(row: Row) -> tuple[str, str]:
    verbal_coop, material_coop, verbal_conf, material_conf = (getattr(row, name) for name in KINDS)
    pairs = ((verbal_coop, material_coop), (verbal_conf, material_conf))
    cooperation, conflict = (f"{a}+{b}" if a or b else "" for a, b in pairs)
    return cooperation, conflict


def bar(net: float | None) -> Text:
    """A bar from zero to the left (conflict) or to the right (cooperation)."""
    from rich.text import Text

    if net is None:
        return Text(" " * HALF + "·", style="dim")
    length = min(HALF, round(abs(net) / MOST * HALF))
    if net < 0:
        left = " " * (HALF - length) + "█" * length
        return Text(left, style=colour("conflict")) + Text("│", style="dim")
    return Text(" " * HALF + "│", style="dim") + Text("█" * length, style=COOPERATION)


def ticks(rows: tuple[Row, ...]) -> Text:
    """One tick a period, higher for more cooperation."""
    from rich.text import Text

    shown = Text()
    for row in rows:
        if row.net is None:
            shown.append("·", style="dim")
            continue
        level = math.floor((row.net + MOST) / (2 * MOST) * len(TICKS))
        style = colour("conflict") if row.net < 0 else COOPERATION
        shown.append(TICKS[max(0, min(len(TICKS) - 1, level))], style=style)
    return shown


def _mean(rows: tuple[Row, ...]) -> float | None:
    count = sum(row.n for row in rows)
    return math.fsum(row.total for row in rows) / count if count else None


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}"
