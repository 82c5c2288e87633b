"""A chart of a hidden relation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from detente.measuring.drawing import COLOUR, WIDTH, level_marks

if TYPE_CHECKING:
    from detente.modelling.latent import LatentResult

CONFLICT, COOPERATION = "#b5443a", "#3c8d53"
LABELS = 12
"""About so many periods are named on the axis."""


def latent_chart(found: LatentResult) -> Any:
    """The level with its band; below it conflict and cooperation with theirs."""
    names = [row.period for row in found.rows]
    stride = max(1, len(names) // LABELS)
    axis = alt.Axis(title=None, values=names[::stride], labelAngle=0)

    def panel(column: str, colour: str, title: str) -> Any:
        ends = ("low", "high") if column == "level" else (f"{column}_low", f"{column}_high")
        rows = [
            {"period": row.period, "level": getattr(row, column), "low": getattr(row, ends[0]),
             "high": getattr(row, ends[1])}
            for row in found.rows
        ]  # fmt: skip
        base = alt.Chart(alt.InlineData(values=rows)).encode(
            x=alt.X("period:O", sort=None, axis=axis)
        )
        marks = level_marks(base, lambda field: alt.Y(f"{field}:Q", title=title), colour)
        return alt.layer(*marks).properties(width=WIDTH, height=180)

    return alt.vconcat(
        panel("level", COLOUR, "hidden level"),
        panel("cooperation", COOPERATION, "cooperation"),
        panel("conflict", CONFLICT, "conflict"),
    )


CHARTS = {"LatentResult": latent_chart}
