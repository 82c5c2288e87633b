"""A relation period by period, and its forms for other programs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from detente.measuring.exporting import Exports
from detente.measuring.tally import mean
from detente.records import column

NORMALISED = {
    "none": "mean score",
    "coverage": "score for each thousand acts of all states",
    "outlets": "mean score with outlets held constant",
}
"""What the value of a series is, by how it was normalised."""


def later_column(meaning: str) -> Any:
    """A field that is null unless it is asked for."""
    return dataclasses.field(default=None, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Row:
    """One period."""

    period: str = column("name of the period, such as `2024-01`")
    start: dt.date = column("first day counted")  # noqa: RUF009 (a field, not a value)
    end: dt.date = column("last day counted")  # noqa: RUF009
    n: int = column("occurrences")
    verbal_cooperation: int = column("occurrences of that quad class")
    material_cooperation: int = column("occurrences of that quad class")
    verbal_conflict: int = column("occurrences of that quad class")
    material_conflict: int = column("occurrences of that quad class")
    net: float | None = column(
        "mean score, -10 (conflict) to 10, each occurrence weighed by its confidence; null without any"
    )
    total: float = column("sum of the scores, each weighed by the confidence of its occurrence")
    cooperation: float | None = column(
        "share of occurrences that are cooperative, 0 to 1; null without occurrences"
    )
    outlets: int = column("different outlets that told them")
    forward: int = column("occurrences only of the first state towards the second")
    backward: int = column("occurrences only of the second state towards the first")
    mutual: int = column("occurrences in both directions")
    weight: float = column("sum of the confidences: what `net` is `total` divided by")
    value: float | None = later_column(
        "the index as asked for: `net`; with outlets held constant; or `total` for each thousand "
        "occurrences of all states. Null where there is none"
    )
    everything: int | None = later_column(
        "occurrences of all states; null unless normalised for coverage"
    )


def mean_of(rows: Iterable[Row]) -> float | None:
    """The mean score of several periods together; None where they have no occurrences."""
    held = list(rows)
    return mean(math.fsum(row.total for row in held), math.fsum(row.weight for row in held))


@dataclass(frozen=True, slots=True)
class Series(Exports):
    """How two states dealt with each other, period by period, empty periods included."""

    record = Row

    between: tuple[str, str]
    every: str
    directed: bool
    track: str | None
    rows: tuple[Row, ...]
    scores: str = "plover"
    normalise: str = "none"
    unscored: int = 0
    """Acts left out since they have no score of the kind asked for."""

    def records(self) -> tuple[Row, ...]:
        """The periods, in order."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was measured."""
        names = (field.name for field in dataclasses.fields(self) if field.name != "rows")
        return {name: getattr(self, name) for name in names}
