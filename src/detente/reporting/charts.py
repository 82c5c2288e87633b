"""What does it look like? Vega-Lite charts that carry their data and load nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import altair as alt

from detente.measuring import Row, Series
from detente.reporting import wording
from detente.reporting.events import period_anchor
from detente.reporting.summary import ENOUGH

Spec = dict[str, Any]
COLOURS = {
    "verbal cooperation": "#86bce8",
    "material cooperation": "#2f7fc1",
    "verbal conflict": "#f3b061",
    "material conflict": "#c8620c",
}
"""Blue and orange, told apart by all common kinds of colour vision; material acts are darker."""
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
AXIS_WIDTH = 34
FEW = 8
"""Fewer periods than this do not fill the width, so that their bars stay bars."""
HEIGHT = {"net": 200, "counts": 170, "track": 110}


def index_charts(series: Series) -> dict[str, Spec]:
    """The net score, and under it the counts by quad class over the same periods."""
    rows = series.rows
    reach = _reach(max(abs(row.net or 0.0) for row in rows), ceiling=10)
    return {
        "net": _finished(_net(series, reach), series, HEIGHT["net"]),
        "counts": _finished(_counts(series, tallest(rows)), series, HEIGHT["counts"]),
    }


def track_charts(by_track: dict[str, Series]) -> dict[str, Spec]:
    """Counts by quad class of each track, all with the same axes."""
    reach = max((tallest(series.rows) for series in by_track.values()), default=1)
    return {
        f"track-{track}": _finished(_counts(series, reach), series, HEIGHT["track"])
        for track, series in by_track.items()
    }


def tallest(rows: Iterable[Row]) -> int:
    """The most events of a period on either side of the zero line, at least 1."""
    sides = (
        (row.verbal_cooperation + row.material_cooperation)
        if up
        else (row.verbal_conflict + row.material_conflict)
        for row in rows
        for up in (True, False)
    )
    return max(sides, default=1) or 1


def _reach(value: float, *, ceiling: int) -> int:
    return min(max(2, math.ceil(value)), ceiling)


def _net(series: Series, reach: int) -> Any:
    base = alt.Chart(alt.NamedData("periods")).encode(x=_periods(series))
    axis = _measure_axis(step=1 if reach <= 3 else 2 if reach <= 6 else 5, reach=reach)
    score = alt.Y("net:Q", scale=alt.Scale(domain=[-reach, reach], nice=False), axis=axis)
    line = base.mark_line(strokeWidth=2, color="#777f88").encode(y=score)
    points = base.mark_point(size=55, opacity=1, strokeWidth=2).encode(
        y=score,
        stroke=alt.Stroke("stroke:N", scale=None, legend=None),
        fill=alt.Fill("fill:N", scale=None, legend=None),
    )
    return alt.layer(_zero(axis), line, points, _hover(base))


def _counts(series: Series, reach: int) -> Any:
    base = alt.Chart(alt.NamedData("periods")).encode(x=_periods(series))
    bars = alt.Chart(alt.NamedData("bars")).mark_bar()
    axis = _measure_axis(step=max(1, math.ceil(reach / 2)), reach=reach, counts=True)
    count = alt.Y(
        "count:Q",
        stack="zero",
        scale=alt.Scale(domain=[-reach, reach], nice=False),
        axis=axis,
    )
    colour = alt.Color(
        "quad:N",
        legend=None,
        scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
    )
    stacked = bars.encode(x=_periods(series), y=count, color=colour, order=alt.Order("order:O"))
    return alt.layer(stacked, _zero(axis), _hover(base))


def _periods(series: Series) -> alt.X:
    ticks = [wording.tick(row.start, series.every) for row in series.rows]
    axis = alt.Axis(
        title=None,
        labelExpr="split(datum.label, '\\n')",
        labelAngle=0,
        labelOverlap="greedy",
        labelSeparation=8,
        ticks=False,
        domain=False,
        labelPadding=6,
    )
    few = len(ticks) < FEW
    scale = alt.Scale(
        type="band",
        paddingInner=1 - 0.75 * len(ticks) / FEW if few else 0.25,
        paddingOuter=1 if few else 0.2,
        domain=ticks,
    )
    return alt.X("tick:O", sort=None, scale=scale, axis=axis)


def _measure_axis(*, step: int, reach: int, counts: bool = False) -> alt.Axis:
    """Round values on both sides of zero; counts have no sign, as they only lie on two sides."""
    number = "abs(datum.value)" if counts else "format(datum.value, '+')"
    return alt.Axis(
        title=None,
        values=[value for value in range(-reach, reach + 1) if value % step == 0],
        labelExpr=f"datum.value == 0 ? '0' : {number}",
        labelOverlap=False,
        minExtent=AXIS_WIDTH,
        maxExtent=AXIS_WIDTH,
        ticks=False,
        domain=False,
    )


def _zero(axis: alt.Axis) -> Any:
    rule = alt.Chart(alt.NamedData("zero")).mark_rule(color="currentColor", opacity=0.6)
    return rule.encode(y=alt.Y("zero:Q", axis=axis))


def _hover(base: Any) -> Any:
    """An unseen band over each period: what is under the pointer says its numbers."""
    fields = {
        "name": "Period",
        "score": "Net score",
        "n": "Events",
        **{quad.replace(" ", "_"): quad.capitalize() for quad in COLOURS},
        "outlets": "Outlets",
    }
    tooltip = [alt.Tooltip(f"{field}:N", title=title) for field, title in fields.items()]
    return base.mark_rect(opacity=0, cursor="pointer", color="#808080").encode(tooltip=tooltip)


def _point(row: Row, every: str) -> dict[str, Any]:
    side = "conflict" if (row.net or 0.0) < 0 else "cooperation"
    colour = COLOURS[f"material {side}"]
    return {
        "tick": wording.tick(row.start, every),
        "name": wording.period(row.start, every),
        "anchor": period_anchor(row) if row.n else None,
        "net": row.net,
        "score": wording.signed(row.net),
        "stroke": colour,
        "fill": colour if row.n >= ENOUGH else "transparent",
        "n": row.n,
        "outlets": row.outlets,
        **{name: getattr(row, name) for name in (quad.replace(" ", "_") for quad in COLOURS)},
    }


def _bars(row: Row, every: str) -> list[dict[str, Any]]:
    tick = wording.tick(row.start, every)
    counts = {quad: getattr(row, quad.replace(" ", "_")) for quad in COLOURS}
    return [
        {
            "tick": tick,
            "quad": quad,
            "order": order,
            "count": -counts[quad] if quad.endswith("conflict") else counts[quad],
        }
        for order, quad in enumerate(COLOURS)
        if counts[quad]
    ]


def _finished(chart: Any, series: Series, height: int) -> Spec:
    """The chart with its size and its data; data comes last, as altair checks it slowly."""
    styled = chart.properties(
        width="container", height=height, autosize=alt.AutoSizeParams(type="fit-x")
    ).configure(background="transparent", font=FONT)
    styled = styled.configure_view(stroke=None).configure_axis(
        labelColor="currentColor", labelFontSize=12, gridColor="currentColor", gridOpacity=0.12
    )
    spec: Spec = styled.to_dict()
    return spec | {
        "datasets": {
            "periods": [_point(row, series.every) for row in series.rows],
            "bars": [bar for row in series.rows for bar in _bars(row, series.every)],
            "zero": [{"zero": 0}],
        }
    }
