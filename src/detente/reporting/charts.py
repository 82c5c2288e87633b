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
PERIODS = "every period"
"""Stands for the ticks of all periods until altair has checked a chart, which of many it does slowly."""
FEW = 8
"""Fewer periods than this do not fill the width, so that their bars stay bars."""
HEIGHT = {"counts": 170, "track": 110}


def counts_chart(series: Series) -> Spec:
    """The counts by quad class of each period."""
    return _counted(series, tallest(series.rows), HEIGHT["counts"])


def track_charts(by_track: dict[str, Series]) -> dict[str, Spec]:
    """Counts by quad class of each track, all with the same axes."""
    reach = max((tallest(series.rows) for series in by_track.values()), default=1)
    return {
        f"track-{track}": _counted(series, reach, HEIGHT["track"])
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


def _counts(series: Series, reach: int) -> Any:
    base = alt.Chart(alt.NamedData("periods")).encode(x=periods_axis(series))
    bars = alt.Chart(alt.NamedData("bars")).mark_bar()
    axis = measure_axis(step=round_step(reach), reach=reach, counts=True)
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
    stacked = bars.encode(x=periods_axis(series), y=count, color=colour, order=alt.Order("order:O"))
    return alt.layer(stacked, zero(axis), hover(base, series))


def round_step(reach: int) -> int:
    """The distance of the marks on an axis of counts: 1, 2 or 5 times a power of ten, so that
    one to three marks stand on either side of zero."""
    least = max(1.0, reach / 3.5)
    power = 10.0 ** math.floor(math.log10(least))
    return next(round(power * step) for step in (1, 2, 5, 10) if power * step >= least)


def periods_axis(
    series: Series, field: str = "tick", *, orient: Any = "bottom", labels: bool = True
) -> alt.X:
    """The time axis, the same for every chart of a series; `field` holds ticks."""
    ticks = [wording.tick(row.start, series.every) for row in series.rows]
    axis = alt.Axis(
        title=None,
        orient=orient,
        offset=18 if orient == "top" else 0,
        labels=labels,
        labelExpr="split(datum.label, '\\n')",
        labelAngle=0,
        labelOverlap="parity",
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
        domain=[PERIODS],
    )
    return alt.X(f"{field}:O", sort=None, scale=scale, axis=axis)


def measure_axis(*, step: int, reach: int, counts: bool = False) -> alt.Axis:
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


def zero(axis: alt.Axis) -> Any:
    """The line that parts cooperation from conflict."""
    rule = alt.Chart(alt.NamedData("zero")).mark_rule(color="currentColor", opacity=0.6)
    return rule.encode(y=alt.Y("zero:Q", axis=axis))


def hover(base: Any, series: Series, **more: str) -> Any:
    """An unseen band over each period: what is under the pointer says its numbers.

    `more` are fields to say besides, with their titles. Outlets are left out where none is known.
    """
    fields = {
        "name": "Period",
        "score": "Net score",
        **more,
        "n": "Events",
        **{quad.replace(" ", "_"): quad.capitalize() for quad in COLOURS},
        **({"outlets": "Outlets"} if any(row.outlets for row in series.rows) else {}),
    }
    tooltip = [alt.Tooltip(f"{field}:N", title=title) for field, title in fields.items()]
    return base.mark_rect(opacity=0, cursor="pointer", color="#808080").encode(tooltip=tooltip)


def point(row: Row, every: str) -> dict[str, Any]:
    """What a chart has to know of a period."""
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


def in_words(point: dict[str, Any]) -> str:
    """A period as it is read out: `January 2023: 2 verbal conflict; net score −3.0`."""
    counts = [
        f"{number} {quad}" for quad in COLOURS if (number := point.get(quad.replace(" ", "_")))
    ]
    if not counts:
        return f"{point['name']}: none"
    return f"{point['name']}: {', '.join(counts)}; net score {point['score']}"


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


def _counted(series: Series, reach: int, height: int) -> Spec:
    data = {
        "periods": [point(row, series.every) for row in series.rows],
        "bars": [bar for row in series.rows for bar in _bars(row, series.every)],
    }
    return finished(_counts(series, reach), height, data)


def finished(chart: Any, height: int, data: Spec) -> Spec:
    """The chart with its size and its data; data and ticks come last, as altair checks them slowly."""
    styled = chart.properties(
        width="container",
        height=height,
        autosize=alt.AutoSizeParams(type="fit-x"),
        padding={"left": 5, "top": 5, "right": 16, "bottom": 5},
    ).configure(background="transparent", font=FONT)
    styled = styled.configure_view(stroke=None).configure_axis(
        labelColor="currentColor", labelFontSize=12, gridColor="currentColor", gridOpacity=0.12
    )
    ticks = [row["tick"] for row in data["periods"]]
    spec: Spec = _with_ticks(styled.to_dict(), ticks)
    return spec | {"datasets": {**data, "zero": [{"zero": 0}]}}


def _with_ticks(part: Any, ticks: list[str]) -> Any:
    """The part of a chart with all ticks wherever they are stood for."""
    if isinstance(part, dict):
        return {name: _with_ticks(each, ticks) for name, each in part.items()}
    if isinstance(part, list):
        return ticks if part == [PERIODS] else [_with_ticks(each, ticks) for each in part]
    return part
