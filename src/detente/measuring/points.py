"""One number a period: what turning points, reciprocity and shocks are found in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente.errors import QueryError
from detente.measuring.series import Series

if TYPE_CHECKING:
    from detente.measuring.coverage import Coverage

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Values over periods that follow each other without a gap.

    `names` are the periods' names, `values` what was measured in each (nan where nothing was), `counts`
    the acts that each value is a mean of, each by its confidence (None where it is no mean, or nobody
    knows), `what` says in
    words what was measured, `every` the length of a period.
    """

    names: tuple[str, ...]
    values: Floats
    counts: Floats | None = None
    what: str = "value"
    every: str = "period"

    def __post_init__(self) -> None:
        if not len(self.names) == len(self.values) == len(self._counts()):
            raise QueryError(
                "names, values and counts differ in length",
                advice="Give one of each for every period.",
            )

    @classmethod
    def of(cls, series: Series, *, total: bool = False) -> Points:
        """The mean score of each period of a series, or the sum of the scores."""
        rows = series.rows
        if total:
            sums = np.array([row.total for row in rows], dtype=float)
            return cls(tuple(row.period for row in rows), sums, None, "total score", series.every)
        means = np.array([np.nan if row.net is None else row.net for row in rows], dtype=float)
        counts = np.array([row.weight for row in rows], dtype=float)
        names = tuple(row.period for row in rows)
        return cls(names, means, counts, "mean score", series.every)

    @classmethod
    def plain(
        cls,
        values: Sequence[float] | Floats,
        counts: Sequence[float] | Floats | None = None,
        *,
        names: Sequence[str] | None = None,
        what: str = "value",
        every: str = "period",
    ) -> Points:
        """Any numbers; without names the periods are counted from 0."""
        held = np.asarray(values, dtype=float)
        counted = None if counts is None else np.asarray(counts, dtype=float)
        given = map(str, range(len(held))) if names is None else names
        return cls(tuple(given), held, counted, what, every)

    def at(self, coverage: Coverage) -> Points:
        """Sums without the periods that the data set lacks, and as they would be at its usual volume where
        that is known. Means do not depend on the volume, and stay."""
        if self.counts is not None:
            return self
        if coverage.names != self.names:
            raise QueryError(
                "the coverage is of other periods than the values",
                advice="Make it with `coverage_of` for these points.",
            )
        values = coverage.per(self.values) if coverage.usable else self.values
        return replace(self, values=np.where(coverage.missing, np.nan, values))

    def seen(self) -> npt.NDArray[np.intp]:
        """Places of the periods that have a value."""
        return np.flatnonzero(np.isfinite(self.values))

    def _counts(self) -> Floats:
        return self.values if self.counts is None else self.counts


def points_of(given: Series | Points) -> Points:
    """Points as they are, or the mean scores of a series."""
    return given if isinstance(given, Points) else Points.of(given)
