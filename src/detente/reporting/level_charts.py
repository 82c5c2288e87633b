"""What does the level look like? The index with band and turning points, and tracks on one time axis."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import altair as alt

from detente.measuring import Series, TurnsResult
from detente.measuring.drawing import band_marks, level_marks, stretch_marks, turn_marks
from detente.reporting import wording
from detente.reporting.charts import Spec, finished, hover, measure_axis, periods_axis, point, zero
from detente.reporting.standing import Standing
from detente.reporting.turning import turned

PLAIN = "#8b949e"
HEIGHT = {"net": 240, "track": 96}
ENDS = ("net", "low", "high", "own_low", "own_high")
"""What the axis of the index has room for."""
FEWEST = 12
"""Periods from which turning points are looked for: charts of fewer would show no level."""


def index_chart(series: Series, standing: Standing) -> Spec:
    """The plain mean, the level with its band, and each turning point with the interval of its date."""
    points = [
        point(row, series.every)
        | _rounded(level=told.level, low=told.low, high=told.high)
        | _rounded(own_low=told.value_low, own_high=told.value_high)
        for row, told in zip(series.rows, standing.level.rows, strict=True)
    ]
    reach = _reach(each[name] for each in points for name in ENDS)
    base = alt.Chart(alt.NamedData("periods")).encode(x=periods_axis(series))
    score = _scores(reach)
    band, level = level_marks(base, score, "currentColor")
    layers = [*_turns(series), zero(_axis(reach)), band, _whiskers(base, score)]
    layers += [*_plain(base, score, size=45), level]
    return finished(
        alt.layer(*layers, hover(base, series, level="Level", band="90% band")),
        HEIGHT["net"],
        {"periods": points, "turns": turn_rows(standing.turns, series)},
    )


def standing_charts(by_track: dict[str, Series], standing: Standing) -> dict[str, Spec]:
    """A chart for each track, all over the same time and scores; none where the time is short."""
    if not by_track or len(next(iter(by_track.values())).rows) < FEWEST:
        return {}
    reach = _reach(
        value
        for track, series in by_track.items()
        for row, told in zip(series.rows, standing.bands[track].rows, strict=True)
        for value in (row.net, told.low, told.high)
    )
    names = list(by_track)
    return {
        f"standing-{name}": _track(by_track[name], standing, reach, name, names) for name in names
    }


def captions(by_track: dict[str, Series], standing: Standing) -> dict[str, str]:
    """By track, its turning points in one sentence; the intervals of their dates are drawn."""
    return {
        track: turned(standing.tracks[track], series, brief=True)
        for track, series in by_track.items()
    }


def turn_rows(found: TurnsResult | str, series: Series) -> list[dict[str, Any]]:
    """A row for each turn: the ticks of its date and of the ends of the interval of that."""
    if isinstance(found, str):
        return []
    ticks = {row.period: wording.tick(row.start, series.every) for row in series.rows}
    return [
        {"turn": ticks[each.period], "low": ticks[each.low], "high": ticks[each.high]}
        for each in found.turns
    ]


def _track(series: Series, standing: Standing, reach: int, name: str, names: list[str]) -> Spec:
    """Periods are named over the first track and under the last."""
    found = standing.tracks[name]
    orient = "top" if name == names[0] else "bottom"
    labels = name in (names[0], names[-1])
    x = periods_axis(series, orient=orient, labels=labels)
    base = alt.Chart(alt.NamedData("periods")).encode(x=x)
    score = _scores(reach)
    stretches = alt.Chart(alt.NamedData("levels")).encode(x=x)
    levels = stretch_marks(stretches, score, "currentColor")
    layers = [*_turns(series, orient=orient, labels=labels), zero(_axis(reach))]
    layers += [band_marks(base, score, "currentColor")]
    layers += [*_plain(base, score, size=28), levels, hover(base, series)]
    data = {
        "periods": [
            point(row, series.every) | _rounded(low=told.low, high=told.high)
            for row, told in zip(series.rows, standing.bands[name].rows, strict=True)
        ],
        "turns": turn_rows(found, series),
        "levels": _level_rows(found, series),
    }
    return finished(alt.layer(*layers), HEIGHT["track"], data)


def _level_rows(found: TurnsResult | str, series: Series) -> list[dict[str, Any]]:
    if isinstance(found, str):
        return []
    places = {row.period: place for place, row in enumerate(series.rows)}
    return [
        {
            "tick": wording.tick(row.start, series.every),
            "stretch": stretch,
            **_rounded(level=each.level),
        }
        for stretch, each in enumerate(found.levels)
        for row in series.rows[places[each.first] : places[each.last] + 1]
    ]


def _plain(base: Any, scores: Callable[[str], alt.Y], *, size: int) -> list[Any]:
    line = base.mark_line(strokeWidth=1, color=PLAIN).encode(y=scores("net"))
    points = base.mark_point(size=size, opacity=1, strokeWidth=1.5).encode(
        y=scores("net"),
        stroke=alt.Stroke("stroke:N", scale=None, legend=None),
        fill=alt.Fill("fill:N", scale=None, legend=None),
    )
    return [line, points]


def _whiskers(base: Any, scores: Callable[[str], alt.Y]) -> Any:
    """The band of each period's own mean, thin."""
    line = base.mark_rule(strokeWidth=1, opacity=0.45, color=PLAIN)
    return line.encode(y=scores("own_low"), y2="own_high:Q")


def _turns(series: Series, **axis: Any) -> list[Any]:
    base = alt.Chart(alt.NamedData("turns"))
    return turn_marks(base, lambda field: periods_axis(series, field, **axis))


def _scores(reach: int) -> Callable[[str], alt.Y]:
    """The axis of scores, alike on both sides of zero, for a field."""
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    return lambda field: alt.Y(f"{field}:Q", scale=scale, axis=_axis(reach))


def _axis(reach: int) -> alt.Axis:
    return measure_axis(step=_step(reach), reach=reach)


def _reach(values: Iterable[float | None]) -> int:
    """The least whole score, 2 or more, that nothing drawn goes beyond."""
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    return max(2, math.ceil(largest))


def _step(reach: int) -> int:
    return 1 if reach <= 3 else 2 if reach <= 6 else 5 if reach <= 15 else 10


def _rounded(**values: float | None) -> dict[str, float | None]:
    """Digits enough to draw, and too few for two machines to differ in."""
    return {
        name: None if value is None else round(value, 3) + 0.0 for name, value in values.items()
    }
