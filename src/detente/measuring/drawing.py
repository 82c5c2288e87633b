"""Charts of what the measures found, and the marks that a level and a turn have wherever they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import altair as alt

from detente.measuring.states import FOUND, STATES
from detente.measuring.wording import title

if TYPE_CHECKING:
    from detente.measuring.agreement import AgreementResult
    from detente.measuring.drivers import DriversResult
    from detente.measuring.leadlag import LeadLagResult
    from detente.measuring.level import LevelResult
    from detente.measuring.reciprocity import ReciprocityResult
    from detente.measuring.shocks import ShocksResult
    from detente.measuring.spells import SpellsResult
    from detente.measuring.states import StatesResult
    from detente.measuring.turn_order import TurnOrderResult
    from detente.measuring.turns import TurnsResult

    Channel = Callable[[str], Any]
    """The axis to place a field on, given its name."""

COLOUR, BAND, POINT = "#2f7fc1", "#c8620c", "#777f88"
TURN = "#8a5fb0"
"""Of turns; neither of the colours for cooperation and conflict."""
WIDTH = 640


def level_marks(base: Any, score: Channel, colour: str = COLOUR) -> list[Any]:
    """The band as an area from `low` to `high`, and `level` as a thick line."""
    line = base.mark_line(color=colour, strokeWidth=3).encode(y=score("level"))
    return [band_marks(base, score, colour), line]


def band_marks(base: Any, score: Channel, colour: str = COLOUR) -> Any:
    """An area from `low` to `high`."""
    area = base.mark_area(color=colour, opacity=0.2)
    return area.encode(y=score("low"), y2="high:Q")


def turn_marks(base: Any, period: Channel) -> list[Any]:
    """The interval of each date, `low` to `high`, as a band over its periods, both whole; and the date as a
    dashed line where its period begins."""
    interval = base.mark_rect(color=TURN, opacity=0.22).encode(
        x=period("low").bandPosition(0), x2=alt.X2("high:O", bandPosition=1)
    )
    date = base.mark_rule(color=TURN, strokeWidth=2, strokeDash=[5, 3]).encode(
        x=period("turn").bandPosition(0)
    )
    return [interval, date]


def stretch_marks(base: Any, score: Channel, colour: str = COLOUR) -> Any:
    """The `level` of each `stretch` between turns as a line that starts anew."""
    line = base.mark_line(strokeWidth=3, color=colour)
    return line.encode(y=score("level"), detail=alt.Detail("stretch:N"))


def turns_chart(found: TurnsResult) -> Any:
    """The values as points, the levels as lines, each turn with the interval of its date."""
    names = list(found.points.names)
    values = [
        {"period": name, "value": float(value)}
        for name, value in zip(names, found.points.values, strict=True)
        if value == value
    ]
    levels = [
        {"period": name, "level": each.level, "stretch": each.first}
        for each in found.levels
        for name in names[names.index(each.first) : names.index(each.last) + 1]
    ]
    dates = [{"low": turn.low, "high": turn.high, "turn": turn.period} for turn in found.turns]
    period = _periods(names)
    points, stretches = (_of(rows).encode(x=period("period")) for rows in (values, levels))
    return alt.layer(
        *turn_marks(_of(dates), period),
        points.mark_point(color=POINT, size=20).encode(y=_number("value", found.points.what)),
        stretch_marks(stretches, lambda field: _number(field, found.points.what)),
    ).properties(width=WIDTH)


def spells_chart(found: SpellsResult) -> Any:
    """The values as bars, what was usual as a line, each spell as a field behind them."""
    period = _periods(list(found.points.names))
    rows = [
        {"period": name, "value": _known(value), "usual": _known(usual)}
        for name, value, usual in zip(
            found.points.names, found.points.values, found.usual, strict=True
        )
    ]
    spans = [{"start": each.start, "end": each.end} for each in found.spells]
    fields = _of(spans).mark_rect(color=TURN, opacity=0.22)
    base = _of(rows).encode(x=period("period"))
    return alt.layer(
        fields.encode(x=period("start").bandPosition(0), x2=alt.X2("end", bandPosition=1)),
        base.mark_bar(color=POINT).encode(y=_number("value", found.points.what)),
        base.mark_line(color=TURN).encode(y=_number("usual", found.points.what)),
    ).properties(width=WIDTH)


def _known(value: float) -> float | None:
    return float(value) if value == value else None


def agreement_chart(found: AgreementResult, measure: str = "net") -> Any:
    """The two series of a measure, one line for each data set."""
    rows = [row for row in found.series.to_pylist() if row["measure"] == measure]
    lines = _of([{**row, "start": row["start"].isoformat()} for row in rows])
    return lines.mark_line(point=True).encode(
        x=alt.X("start:T", title=None),
        y=alt.Y("value:Q", title=measure),
        color=alt.Color("dataset:N", title=None),
    )


def turn_order_chart(found: TurnOrderResult) -> Any:
    """A row for each series, on it each turn with the interval of its date."""
    rows = [
        {"series": name, "turn": turn.period, "low": turn.low, "high": turn.high}
        for name, turns in found.turns.items()
        for turn in turns
    ]
    series = alt.Y("series:N", title=None, scale=alt.Scale(domain=list(found.turns)))
    interval, date = turn_marks(_of(rows), _periods(list(found.names)))
    return alt.layer(
        interval.encode(y=series),
        date.encode(y=series.bandPosition(0), y2=alt.Y2("series:N", bandPosition=1)),
    ).properties(width=WIDTH)


def drivers_chart(found: DriversResult) -> Any:
    """For each turn a bar for each driver: by how much the turn would be smaller without it."""
    rows = [
        {
            "turn": f"{told.turn.period}: a change of {told.turn.size:+.2f}",
            "act": f"{each.rank}. {each.date} {each.who} {each.event_type}",
            "pull": abs(each.pull),
            "score": f"{each.score:+.1f}",
        }
        for told in found.explained
        for each in told.drivers
    ]
    bars = _of(rows).mark_bar(color=COLOUR)
    drawn = bars.encode(
        x=alt.X("pull:Q", title="points by which the turn is smaller without it"),
        y=alt.Y("act:N", title=None, sort=None, axis=alt.Axis(labelLimit=400)),
        tooltip=[alt.Tooltip(f"{name}:N") for name in ("act", "score", "pull")],
    )
    return drawn.facet(alt.Facet("turn:N", title=None, sort=None), columns=1).resolve_scale(
        y="independent"
    )


def states_chart(found: StatesResult) -> Any:
    """The probability of each state, period by period, and from where on it counts as found."""
    names = [state.replace("_", " ") for state in STATES]
    rows = [
        {
            "period": row.period,
            "start": told.start.isoformat(),
            "state": name,
            "probability": getattr(row, state),
        }
        for told, row in zip(found.level.series.rows, found.rows, strict=True)
        for state, name in zip(STATES, names, strict=True)
    ]
    area = alt.Chart().mark_area(color=COLOUR, opacity=0.5, line={"color": COLOUR})
    drawn = area.encode(
        x=alt.X("start:T", title=None),
        y=alt.Y("probability:Q", title=None, scale=alt.Scale(domain=[0, 1])),
    )
    rule = alt.Chart().mark_rule(color=POINT, strokeDash=[4, 4]).encode(y=alt.datum(FOUND))
    chart = alt.layer(drawn, rule, data=alt.InlineData(values=rows)).properties(height=90)
    return chart.facet(alt.Facet("state:N", title=None, sort=names), columns=2)


def responses_chart(found: ReciprocityResult) -> Any:
    """The response of each series to each other, period by period, with its band."""
    rows = [
        {
            "which": f"{each.effect} after {each.cause}",
            "ahead": each.ahead,
            "level": each.value,
            "low": each.low,
            "high": each.high,
        }
        for each in found.responses
    ]
    base = alt.Chart().encode(x=alt.X("ahead:Q", title=f"{found.every}s after"))
    marks = level_marks(base, lambda field: _number(field, found.what))
    zero = alt.Chart().mark_rule(color=POINT).encode(y=alt.datum(0))
    return alt.layer(*marks, zero, data=alt.InlineData(values=rows)).facet(
        alt.Facet("which:N", title=None), columns=2
    )


def lags_chart(found: LeadLagResult) -> Any:
    """The correlation at each lag, with the limit that the largest by chance would keep to."""
    limits = [{"limit": found.limit}, {"limit": -found.limit}]
    first, second = found.names
    bars = _of([{"lag": each.lag, "r": each.r} for each in found.lags]).mark_bar(color=COLOUR)
    rule = _of(limits).mark_rule(color=BAND, strokeDash=[4, 4])
    drawn = bars.encode(
        x=alt.X("lag:O", title=f"{found.every}s by which {second} follows {first}"),
        y=_number("r", "correlation"),
    )
    return alt.layer(drawn, rule.encode(y="limit:Q")).properties(width=WIDTH)


def shock_chart(found: ShocksResult) -> Any:
    """What was observed, and the band in which it was expected."""
    rows = [
        {
            "start": str(step.start),
            "observed": step.observed,
            "low": step.expected + step.low,
            "high": step.expected + step.high,
        }
        for step in found.steps
    ]
    rows = [{"start": str(start), "observed": value} for start, value in found.before] + rows
    base = _of(rows).encode(x=alt.X("start:T", title=None))
    band = base.mark_area(color=BAND, opacity=0.25).encode(
        y=_number("low", found.what), y2="high:Q"
    )
    line = base.mark_line(color=COLOUR, point=True).encode(y="observed:Q")
    return alt.layer(band, line).properties(width=WIDTH)


def level_chart(result: LevelResult) -> Any:
    """An area for the band, a thick line for the level, a thin one with points for the values."""
    base = _of(_points(result)).encode(
        x=alt.X("start:T", title=None),
        tooltip=[alt.Tooltip(f"{name}:N") for name in ("period", "n", "value", "level", "band")],
    )
    plain = base.mark_line(color=POINT, strokeWidth=1, point={"size": 18, "color": POINT})
    band, level = level_marks(base, lambda field: _number(field, f"level, {result.width:.0%} band"))
    return alt.layer(band, plain.encode(y="value:Q"), level).properties(
        title=title(result.series), width=WIDTH, height=260
    )


def _points(result: LevelResult) -> list[dict[str, Any]]:
    return [
        {
            "period": row.period, "start": row.start.isoformat(), "n": row.n,
            "value": None if row.value is None else round(row.value, 4), "level": level.level,
            "low": level.low, "high": level.high,
            "band": "" if level.low is None else f"{level.low:+.1f} to {level.high:+.1f}",
        }
        for row, level in zip(result.series.rows, result.rows, strict=True)
    ]  # fmt: skip


def _of(rows: list[dict[str, Any]]) -> Any:
    return alt.Chart(alt.InlineData(values=rows))


def _number(field: str, name: str) -> alt.Y:
    return alt.Y(f"{field}:Q", title=name)


def _periods(names: list[str]) -> Channel:
    """Periods in their order, each as wide as the others, those without a value too."""
    axis = alt.Axis(title=None, labelOverlap="parity")
    scale = alt.Scale(type="band", domain=names)
    return lambda field: alt.X(f"{field}:O", sort=None, scale=scale, axis=axis)


CHARTS: Mapping[str, Callable[..., Any]] = {
    "AgreementResult": agreement_chart,
    "DriversResult": drivers_chart,
    "LeadLagResult": lags_chart,
    "LevelResult": level_chart,
    "ReciprocityResult": responses_chart,
    "ShocksResult": shock_chart,
    "SpellsResult": spells_chart,
    "StatesResult": states_chart,
    "TurnOrderResult": turn_order_chart,
    "TurnsResult": turns_chart,
}
"""By the name of the type, so that no measure is loaded that nobody asked for."""
