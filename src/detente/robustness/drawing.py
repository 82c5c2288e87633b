"""The specification curve of a finding, under the shares of all (Simonsohn, Simmons and Nelson 2020)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from detente.errors import QueryError
from detente.measuring.drawing import BAND, COLOUR, POINT, WIDTH
from detente.robustness.specifications import DIMENSIONS

if TYPE_CHECKING:
    from detente.robustness.rows import Curve
    from detente.robustness.run import RobustnessResult

FOUND, LOST = "found", "not found"
WORDS = 400
"""Pixels that the name of a finding may take."""


def curve_chart(result: RobustnessResult, *, finding: str | None = None) -> Any:
    """The share of each finding, random dates beside it; and the curve of one, the first unless named.

    Raises `QueryError` for a finding that there is not, and where there is none.
    """
    names = [each.finding for each in result.standings]
    chosen = finding if finding is not None else next(iter(names), None)
    if chosen not in names:
        raise QueryError(
            "there is no finding to draw" if chosen is None else f"no finding is called '{chosen}'",
            advice=f"There are: {'; '.join(names)}." if names else "Take a longer time.",
        )
    rows = [each for each in result.curve.rows if each.finding == chosen]
    return alt.vconcat(_shares(result), *_curve(chosen, rows))


def _shares(result: RobustnessResult) -> Any:
    rows = [
        {"finding": each.finding, "share": each.share, "random": each.random_dates}
        for each in result.standings
    ]
    names = alt.Y("finding:N", title=None, sort=None, axis=alt.Axis(labelLimit=WORDS))
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=names)
    scale = alt.Scale(domain=[0, 1])
    share = alt.X("share:Q", scale=scale, title="share of specifications (line: random dates)")
    bars = base.mark_bar(color=COLOUR).encode(x=share)
    chance = base.mark_tick(color=BAND, thickness=3).encode(x=alt.X("random:Q", scale=scale))
    return alt.layer(bars, chance).properties(width=WIDTH)


def _curve(name: str, rows: list[Curve]) -> list[Any]:
    """The effects in order, and under each the choices that it comes of."""
    ordered = sorted(
        rows, key=lambda each: (each.effect is None, each.effect or 0.0, each.specification)
    )
    effects = [
        {"place": place, "effect": each.effect, "is": FOUND if each.found else LOST}
        for place, each in enumerate(ordered)
    ]
    place = alt.X("place:O", axis=None)
    colour = alt.Color(
        "is:N", title=None, scale=alt.Scale(domain=[FOUND, LOST], range=[COLOUR, POINT])
    )
    top = alt.Chart(alt.InlineData(values=effects), title=name).mark_point(filled=True, size=24)
    dots = alt.Chart(alt.InlineData(values=_choices(ordered))).mark_tick(
        orient="vertical", thickness=3
    )
    label = alt.Y("choice:N", title=None, sort=None)
    return [
        top.encode(x=place, y=alt.Y("effect:Q", title="effect"), color=colour).properties(
            width=WIDTH
        ),
        dots.encode(x=place, y=label, color=colour).properties(width=WIDTH),
    ]


def _choices(ordered: list[Curve]) -> list[dict[str, Any]]:
    """The choices of each specification, of the dimensions in which they differ."""
    differ = [name for name in DIMENSIONS if len({getattr(each, name) for each in ordered}) > 1]
    rows = [
        {
            "place": place,
            "choice": f"{name} {getattr(each, name)}",
            "is": FOUND if each.found else LOST,
        }
        for place, each in enumerate(ordered)
        for name in differ
    ]
    return sorted(rows, key=lambda row: (differ.index(row["choice"].split(" ")[0]), row["choice"]))


CHARTS = {"RobustnessResult": curve_chart}
