"""Charts of results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.measuring.telling import title

if TYPE_CHECKING:
    from detente.measuring.level import LevelResult

INK, BAND = "#2f7fc1", "#86bce8"


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
        base.mark_area(color=BAND, opacity=0.4).encode(y=number, y2="high:Q"),
        base.mark_line(color="#777f88", strokeWidth=1, point={"size": 18, "color": "#777f88"})
        .encode(y=plain),
        base.mark_line(color=INK, strokeWidth=2.5).encode(y=alt.Y("level:Q")),
    ]  # fmt: skip
    return alt.layer(*layers).properties(title=title(result.series), width=640, height=260)


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
