"""The index on a terminal: a bar for each period, or a line of ticks for each track."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.commands.record_tables import plain_table
from detente.commands.shown import COOPERATION, colour, console, many
from detente.measuring.series import NORMALISED
from detente.measuring.wording import PART_WORDS, absences, standing, title

if TYPE_CHECKING:
    from rich.text import Text

    from detente.measuring import LevelResult, LevelRow, Row, Series

HALF = 12
"""Cells of a bar on either side of zero."""
NARROW = 9
"""Cells of a band on either side of zero."""
TICKS = "▁▂▃▄▅▆▇█"
KINDS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
NOTE = (
    "n: occurrences; coop, conf: cooperative, conflictual, as verbal+material\n"
    "net: mean score, -10 (conflict) to 10 (cooperation)"
)
TICK_NOTE = "n: occurrences; net: mean score, -10 to 10; ticks from {} to {:+}, · for none"


def show(found: Mapping[Any, LevelResult], *, by_track: bool) -> None:
    """Print one series with its level, or one line for each track."""
    if not any(level.series.rows for level in found.values()):
        return
    if by_track:
        series = [(track, level.series) for track, level in found.items()]
        _show_tracks(dict(sorted(series, key=lambda held: -_count(held[1].rows))))
        return
    (level,) = found.values()
    if len(level.paths):
        _show_level(level)
    else:
        _show_series(level.series)
        _show_absent(level)


def _show_series(series: Series) -> None:
    screen = console()
    most = scale([row.value for row in series.rows])
    table = plain_table(
        "period", "n", "coop", "conf", _heading(series), _axis(most, HALF),
        right=("n", _heading(series)),
    )  # fmt: skip
    for row in series.rows:
        shown = bar(row.value, most)
        table.add_row(row.period, str(row.n), *_kinds(row), _signed(row.value, most), shown)
    screen.print(title(series), style="bold")
    screen.print(table)
    screen.print(_note(series), style="dim")


def _show_level(result: LevelResult) -> None:
    screen = console()
    most = reach(result)
    name = _heading(result.series)
    table = plain_table(
        "period", "n", "coop", "conf", name, "level", "low", "high", _axis(most, NARROW),
        right=("n", name, "level", "low", "high"),
    )  # fmt: skip
    for row, level in zip(result.series.rows, result.rows, strict=True):
        numbers = (_signed(each, most) for each in (row.value, level.level, level.low, level.high))
        shown = strip(row.value, level, most)
        table.add_row(row.period, str(row.n), *_kinds(row), *numbers, shown)
    screen.print(title(result.series), style="bold")
    screen.print(table)
    screen.print(_note(result.series), style="dim")
    screen.print(_band_note(result), style="dim")
    _show_absent(result)


def reach(result: LevelResult) -> float:
    """The scale that no plain value and no end of a band goes beyond."""
    return scale(
        [
            value
            for row, level in zip(result.series.rows, result.rows, strict=True)
            for value in (row.value, level.low, level.high)
        ]
    )


def _band_note(result: LevelResult) -> str:
    holds = ", ".join(PART_WORDS[part] for part in result.holds)
    lines = [f"level ●, {result.width:.0%} band ─ of {holds}; plain value ○, its own band ·"]
    alone = [
        f"{PART_WORDS[part]} {width:.2f}"
        for part in result.holds
        if (width := _mean_width(result, f"{part}_")) is not None
    ]
    if alone:
        lines.append(f"half the band, mean: {', '.join(alone)}; all {_mean_width(result, ''):.2f}")
    return "\n".join([*lines, *standing(result), *_states(result)])


def _mean_width(result: LevelResult, part: str) -> float | None:
    ends = [(getattr(row, f"{part}low"), getattr(row, f"{part}high")) for row in result.rows]
    if any(low is None for low, _ in ends):
        return None
    return math.fsum(high - low for low, high in ends) / len(ends) / 2


def _states(result: LevelResult) -> list[str]:
    """What the relation is likely to be now; the margin is one of mean scores."""
    from detente.measuring.states import LIKELY, STATES, States

    if result.series.normalise == "coverage":
        return []
    found = States().fit(result)
    last = found.rows[-1]
    told = [
        f"{state.replace('_', ' ')} {chance:.2f}"
        for state in STATES
        if (chance := getattr(last, state)) is not None and chance >= LIKELY
    ]
    span = many(found.horizon, result.series.every)
    asked = f"{last.period}, by a change of {found.margin:g} or more over {span}"
    early = last.steady is None
    none = "the series begins too late to say" if early else "open whether it rose, fell or held"
    return [f"{asked}: {', '.join(told) or none}"]


def _show_absent(result: LevelResult) -> None:
    for line in absences(result):
        console().print(line, style="dim")


def _heading(series: Series) -> str:
    return {"none": "net", "outlets": "held", "coverage": "/1000"}[series.normalise]


def _note(series: Series) -> str:
    lines = [NOTE]
    if series.normalise != "none":
        lines.append(f"{_heading(series)}: {NORMALISED[series.normalise]}")
    if series.unscored:
        lines.append(f"{series.unscored} occurrences are left out, as they have no such score")
    return "\n".join(lines)


def _axis(most: float, half: int) -> str:
    return f"{-most:+g}".ljust(half) + "0" + f"{most:+g}".rjust(half)


def _show_tracks(found: Mapping[str, Series]) -> None:
    from detente.measuring.series import mean_of

    screen = console()
    table = plain_table("track", "n", "net", "", right=("n", "net"))
    room = max(8, screen.width - 28)
    most = scale([row.net for series in found.values() for row in series.rows[-room:]])
    for track, series in found.items():
        rows = series.rows[-room:]
        table.add_row(track, str(_count(rows)), _signed(mean_of(rows), most), ticks(rows, most))
    first = next(iter(found.values()))
    shown = first.rows[-room:]
    periods = f", {shown[0].period} to {shown[-1].period} by {first.every}"
    screen.print(title(replace(first, track=None)) + periods, style="bold")
    screen.print(table)
    screen.print(TICK_NOTE.format(-most, most), style="dim")


def _kinds(row: Row) -> tuple[str, str]:
    verbal_coop, material_coop, verbal_conf, material_conf = (getattr(row, name) for name in KINDS)
    pairs = ((verbal_coop, material_coop), (verbal_conf, material_conf))
    cooperation, conflict = (f"{a}+{b}" if a or b else "" for a, b in pairs)
    return cooperation, conflict


def scale(values: Sequence[float | None]) -> float:
    """The least whole score, 2 or more, that no value goes beyond; for small values, as those for
    each thousand acts may be, the least round tenth."""
    most = max((abs(value) for value in values if value is not None), default=0.0)
    return max(2.0, math.ceil(most)) if most >= 1 or most == 0 else math.ceil(most * 10) / 10


def bar(net: float | None, most: float) -> Text:
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


def strip(value: float | None, level: LevelRow, most: float) -> Text:
    """The band as a line, the level on it, and the plain value where there is one, with its own band."""
    from rich.text import Text

    cells = [" "] * (2 * NARROW + 1)
    if level.value_low is not None and level.value_high is not None:
        first, last = _cell(level.value_low, most), _cell(level.value_high, most)
        cells[first : last + 1] = "·" * (last + 1 - first)
    cells[NARROW] = "│"
    if level.level is not None and level.low is not None and level.high is not None:
        first, last = _cell(level.low, most), _cell(level.high, most)
        cells[first : last + 1] = "─" * (last + 1 - first)
    if value is not None:
        cells[_cell(value, most)] = "○"
    if level.level is not None:
        cells[_cell(level.level, most)] = "●"
    side = colour("conflict") if (level.level or 0.0) < 0 else COOPERATION
    return Text("".join(cells), style=side)


def _cell(value: float, most: float) -> int:
    """Where on a strip a value stands; at its end where it goes beyond."""
    place = round((value + most) / (2 * most) * 2 * NARROW)
    return min(max(place, 0), 2 * NARROW)


def ticks(rows: Sequence[Row], most: float) -> Text:
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


def _count(rows: Sequence[Row]) -> int:
    return sum(row.n for row in rows)


def _signed(value: float | None, most: float) -> str:
    return "" if value is None else f"{value:+.1f}" if most >= 2 else f"{value:+.2f}"
