"""Charts of what the measures found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.measuring.telling import title

if TYPE_CHECKING:
    from detente.measuring.leadlag import LeadLagFound
    from detente.measuring.level import LevelResult
    from detente.measuring.reciprocity import ReciprocityFound
    from detente.measuring.shocks import ShockFound
    from detente.measuring.turns import TurnsFound

COLOUR, BAND, POINT = "#2f7fc1", "#c8620c", "#777f88"
LEVEL_BAND = "#86bce8"
WIDTH = 640


def turns_chart(found: TurnsFound) -> Any:
    """The values as points, the levels as lines, the interval of each date as a band."""
    import altair as alt

    names = list(found.points.names)
    x = alt.X("period:O", sort=names, axis=alt.Axis(title=None, labelOverlap="greedy"))
    y = alt.Y("value:Q", title=found.points.what)
    values = [
        {"period": name, "value": float(value)}
        for name, value in zip(names, found.points.values, strict=True)
        if value == value
    ]
    levels = [
        {"period": name, "value": each.level, "stretch": each.first}
        for each in found.levels
        for name in names[names.index(each.first) : names.index(each.last) + 1]
    ]
    dates = [{"period": turn.low, "until": turn.high, "turn": turn.period} for turn in found.turns]
    points = (
        alt.Chart(alt.InlineData(values=values)).mark_point(color=POINT, size=20).encode(x=x, y=y)
    )
    lines = alt.Chart(alt.InlineData(values=levels)).mark_line(color=COLOUR, strokeWidth=2)
    bands = alt.Chart(alt.InlineData(values=dates)).mark_rect(color=BAND, opacity=0.25)
    return alt.layer(
        bands.encode(x=x, x2="until:O", tooltip="turn:N"),
        points,
        lines.encode(x=x, y=y, detail="stretch:N"),
    ).properties(width=WIDTH)


def responses_chart(found: ReciprocityFound) -> Any:
    """The response of each series to each other, period by period, with its band."""
    import altair as alt

    rows = [
        {
            "which": f"{each.effect} after {each.cause}",
            "ahead": each.ahead,
            "value": each.value,
            "low": each.low,
            "high": each.high,
        }
        for each in found.responses
    ]
    base = alt.Chart().encode(x=alt.X("ahead:Q", title=f"{found.every}s after"))
    band = base.mark_area(color=COLOUR, opacity=0.2).encode(
        y=alt.Y("low:Q", title=found.what), y2="high:Q"
    )
    line = base.mark_line(color=COLOUR).encode(y="value:Q")
    zero = alt.Chart().mark_rule(color=POINT).encode(y=alt.datum(0))
    return alt.layer(band, line, zero, data=alt.InlineData(values=rows)).facet("which:N", columns=2)


def lags_chart(found: LeadLagFound) -> Any:
    """The correlation at each lag, with the limit that the largest by chance would keep to."""
    import altair as alt

    rows = [{"lag": each.lag, "r": each.r} for each in found.lags]
    limits = [{"limit": found.limit}, {"limit": -found.limit}]
    first, second = found.names
    bars = alt.Chart(alt.InlineData(values=rows)).mark_bar(color=COLOUR).encode(
        x=alt.X("lag:O", title=f"{found.every}s by which {second} follows {first}"),
        y=alt.Y("r:Q", title="correlation"),
    )  # fmt: skip
    rule = alt.Chart(alt.InlineData(values=limits)).mark_rule(color=BAND, strokeDash=[4, 4])
    return alt.layer(bars, rule.encode(y="limit:Q")).properties(width=WIDTH)


def shock_chart(found: ShockFound) -> Any:
    """What was observed, and the band in which it was expected."""
    import altair as alt

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
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=alt.X("start:T", title=None))
    band = base.mark_area(color=BAND, opacity=0.25).encode(
        y=alt.Y("low:Q", title=found.what), y2="high:Q"
    )
    line = base.mark_line(color=COLOUR, point=True).encode(y="observed:Q")
    return alt.layer(band, line).properties(width=WIDTH)


def level_chart(result: LevelResult) -> Any:
    """An area for the band, a thick line for the level, a thin one with points for the values."""
    import altair as alt

    base = alt.Chart(alt.InlineData(values=_points(result))).encode(
        x=alt.X("start:T", title=None),
        tooltip=[alt.Tooltip(f"{name}:N") for name in ("period", "n", "value", "level", "band")],
    )
    number = alt.Y("low:Q", title=f"level, {result.width:.0%} band")
    plain = alt.Y("value:Q")
    layers = [
        base.mark_area(color=LEVEL_BAND, opacity=0.4).encode(y=number, y2="high:Q"),
        base.mark_line(color=POINT, strokeWidth=1, point={"size": 18, "color": POINT})
        .encode(y=plain),
        base.mark_line(color=COLOUR, strokeWidth=2.5).encode(y=alt.Y("level:Q")),
    ]  # fmt: skip
    return alt.layer(*layers).properties(title=title(result.series), width=WIDTH, height=260)


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
