"""Charts of what was found of three and more states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import altair as alt

from detente.measuring.drawing import BAND, COLOUR, POINT, WIDTH

if TYPE_CHECKING:
    from detente.networks.balance import BalanceResult
    from detente.networks.blocs import BlocsResult, CohesionResult
    from detente.networks.network import NetworkResult
    from detente.networks.thirds import ThirdsResult


def balance_chart(found: BalanceResult) -> Any:
    """The share of balanced triads with its band, and what chance gives as a dashed line."""
    rows = [
        {
            "period": row.period, "balanced": row.balanced, "low": row.low, "high": row.high,
            "by chance": row.expected, "triads": row.triads,
        }
        for row in found.rows
        if row.triads
    ]  # fmt: skip
    base = _of(rows).encode(x=alt.X("period:O", title=None, axis=alt.Axis(labelOverlap="parity")))
    share = alt.Scale(domain=[0, 1])
    y = alt.Y("balanced:Q", title="share of triads that are balanced", scale=share)
    band = base.mark_area(color=COLOUR, opacity=0.2).encode(
        y=alt.Y("low:Q", scale=share), y2="high:Q"
    )
    line = base.mark_line(color=COLOUR, point=True).encode(y=y, tooltip=["period:O", "triads:Q"])
    chance = base.mark_line(color=BAND, strokeDash=[5, 3]).encode(
        y=alt.Y("by chance:Q", scale=share)
    )
    return alt.layer(band, chance, line).properties(width=WIDTH)


def network_chart(found: NetworkResult) -> Any:
    """The pairs of each period by sign."""
    rows = [
        {
            "period": period,
            "sign": sign,
            "pairs": sum(each.period == period and each.sign == sign for each in found.edges),
        }
        for period in found.periods()
        for sign in SIGNS
    ]
    colours = alt.Scale(domain=list(SIGNS), range=list(SIGNS.values()))
    return (
        _of(rows)
        .mark_bar()
        .encode(
            x=alt.X("period:O", title=None, axis=alt.Axis(labelOverlap="parity")),
            y=alt.Y("pairs:Q"),
            color=alt.Color("sign:N", title=None, scale=colours),
        )
        .properties(width=WIDTH)
    )


SIGNS = {"friendly": COLOUR, "hostile": BAND, "unknown": POINT}
"""The colour of each sign."""


def blocs_chart(found: BlocsResult) -> Any:
    """For each state the bloc that it is in, period by period."""
    rows = [{"period": row.period, "state": row.state, "bloc": row.bloc} for row in found.rows]
    return (
        _of(rows)
        .mark_rect()
        .encode(
            x=alt.X("period:O", title=None),
            y=alt.Y("state:N", title=None),
            color=alt.Color("bloc:N"),
        )
        .properties(width=WIDTH)
    )


def cohesion_chart(found: CohesionResult) -> Any:
    """The mean score within each bloc and between them, period by period."""
    rows = [
        {
            "period": row.period,
            "mean": row.mean,
            "of": f"within {row.first}"
            if row.first == row.second
            else f"{row.first} and {row.second}",
        }
        for row in found.rows
    ]
    return (
        _of(rows)
        .mark_line(point=True)
        .encode(
            x=alt.X("period:O", title=None, axis=alt.Axis(labelOverlap="parity")),
            y=alt.Y("mean:Q", title="mean score of pairs"),
            color=alt.Color("of:N", title=None),
        )
        .properties(width=WIDTH)
    )


def thirds_chart(found: ThirdsResult, most: int = 25) -> Any:
    """For the thirds that are told of most, the days between the two beside those by chance."""
    rows = [
        {"third": row.third, "days": value, "which": which}
        for row in [each for each in found.rows if each.near is not None][:most]
        for which, value in (("found", row.near), ("by chance", row.expected))
    ]
    return (
        _of(rows)
        .mark_point(filled=True, size=60)
        .encode(
            x=alt.X("days:Q", title=f"days with one within {found.options.within} of the other"),
            y=alt.Y("third:N", title=None, sort=None),
            color=alt.Color(
                "which:N",
                title=None,
                scale=alt.Scale(domain=["found", "by chance"], range=[COLOUR, POINT]),
            ),
        )
        .properties(width=WIDTH)
    )


def _of(rows: list[dict[str, Any]]) -> Any:
    return alt.Chart(alt.InlineData(values=rows))


CHARTS: Mapping[str, Callable[..., Any]] = {
    "BalanceResult": balance_chart,
    "BlocsResult": blocs_chart,
    "CohesionResult": cohesion_chart,
    "NetworkResult": network_chart,
    "ThirdsResult": thirds_chart,
}
"""By the name of the type, so that no measure is loaded that nobody asked for."""
