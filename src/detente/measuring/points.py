"""One number a period: what turning points, reciprocity and shocks are found in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente.errors import QueryError
from detente.measuring.series import NORMALISED, Series

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
        """The mean score of each period of a series, or the sum of the scores; of a normalised one the
        value that it was made for.

        Raises `QueryError` for the sum of a series that is normalised.
        """
        rows = series.rows
        if total and series.normalise != "none":
            raise QueryError(
                "a normalised series has no total score: its total is of what was told",
                advice="Leave `total` out, or measure without `normalise`.",
            )
        if total:
            sums = np.array([row.total for row in rows], dtype=float)
            return cls(tuple(row.period for row in rows), sums, None, "total score", series.every)
        names = tuple(row.period for row in rows)
        plain = series.normalise == "none"
        given = [row.net if plain else row.value for row in rows]
        values = np.array([np.nan if each is None else each for each in given], dtype=float)
        counts = np.array([row.weight for row in rows], dtype=float)
        # A score for each thousand acts is a sum that was divided, and no mean of so many.
        weights = None if series.normalise == "coverage" else counts
        return cls(names, values, weights, NORMALISED[series.normalise], series.every)

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

    def at(self, coverage: Coverage | None) -> Points:
        """Sums as they would be at the usual volume of the data set, without the periods that it lacks.

        Means do not depend on the volume, and stay as they are: the very same points. So do sums where
        nothing is known of the volume, or others' acts are too few to tell how much was written: there,
        silence of the two would pass for an outage.
        """
        if coverage is None or self.counts is not None or not coverage.usable:
            return self
        if coverage.names != self.names:
            raise QueryError(
                "the coverage is of other periods than the values",
                advice="Make it with `coverage_of` for these points.",
            )
        return replace(self, values=np.where(coverage.missing, np.nan, coverage.per(self.values)))

    def seen(self) -> npt.NDArray[np.intp]:
        """Places of the periods that have a value."""
        return np.flatnonzero(np.isfinite(self.values))

    def _counts(self) -> Floats:
        return self.values if self.counts is None else self.counts


def points_of(given: Series | Points) -> Points:
    """Points as they are, or the values of a series (`Points.of`)."""
    return given if isinstance(given, Points) else Points.of(given)
