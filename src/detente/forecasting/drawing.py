"""Charts of forecasts and risks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from detente.measuring.drawing import BAND, COLOUR, POINT, WIDTH

if TYPE_CHECKING:
    from detente.forecasting.forecasts import ForecastsResult
    from detente.forecasting.risks import RisksResult

SHOWN = 60
"""The latest periods that stand before a forecast."""


def forecasts_chart(found: ForecastsResult) -> Any:
    """The latest values, and after them the medians with the intervals of one half and of nine tenths."""
    names = list(found.points.names[-SHOWN:])
    values = [
        {"period": name, "value": float(value)}
        for name, value in zip(names, found.points.values[-SHOWN:], strict=True)
        if value == value
    ]
    told = [
        {
            "period": f"+{each.ahead}", "median": each.median, "low50": each.low_50,
            "high50": each.high_50, "low90": each.low_90, "high90": each.high_90,
        }
        for each in found.forecasts
    ]  # fmt: skip
    sort = [*names, *(f"+{each.ahead}" for each in found.forecasts)]
    base = _of(told).encode(x=alt.X("period:O", sort=sort, title=None))
    past = _of(values).encode(x=alt.X("period:O", sort=sort, title=None))
    bars = [
        base.mark_bar(color=BAND, opacity=opacity, size=6).encode(
            y=alt.Y(f"low{share}:Q", title=found.points.what), y2=f"high{share}:Q"
        )
        for share, opacity in ((90, 0.25), (50, 0.5))
    ]
    return alt.layer(
        past.mark_point(color=POINT, size=20).encode(y=alt.Y("value:Q", title=found.points.what)),
        *bars,
        base.mark_point(color=BAND, filled=True).encode(y=alt.Y("median:Q")),
    ).properties(width=WIDTH)


def risks_chart(found: RisksResult) -> Any:
    """How often things came after chances of each class, beside the line on which they would agree."""
    rows = [{"said": each.said, "came": each.came, "n": each.n} for each in found.reliability]
    ends = _of([{"at": 0}, {"at": 1}])
    points = _of(rows).mark_point(color=COLOUR, filled=True)
    return alt.layer(
        ends.mark_line(color=POINT, strokeDash=[5, 3]).encode(x="at:Q", y="at:Q"),
        points.encode(
            x=alt.X("said:Q", title="chance told"),
            y=alt.Y("came:Q", title="share that came"),
            size=alt.Size("n:Q", title="forecasts"),
        ),
    ).properties(width=WIDTH // 2)


def _of(rows: Sequence[Mapping[str, Any]]) -> Any:
    return alt.Chart(alt.InlineData(values=list(rows)))


CHARTS: Mapping[str, Callable[[Any], Any]] = {
    "ForecastsResult": forecasts_chart,
    "RisksResult": risks_chart,
    "Scoreboard": lambda found: forecasts_chart(found.found),
}
"""By the name of the type."""
