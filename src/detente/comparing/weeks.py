"""What weeks say of a figure: how sure it is, and how likely by chance.

Acts of one story are told, or left out, together. So neither acts nor reports are drawn or turned, but
whole weeks: drawn with repetition for intervals (the cluster bootstrap: Davison and Hinkley, Bootstrap
Methods and their Application, 1997, section 3.8), turned in sign for chances (Hemerik, Goeman and Finos,
"Robust testing in generalized linear models by sign flipping score contributions", JRSS B 82, 2020).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SIGNS = np.array([-1.0, 1.0])
WIDTH = 0.95
DRAWS = 999
FLIPS = 9_999
FEWEST = 6
"""Weeks below which no interval is given: of five, no sign test reaches .05."""


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """The weeks of some acts, drawn again and turned in sign; with one seed always the same."""

    place: Ints
    """Of each act: its week, by number."""
    count: int
    drawn: Floats
    """How often each week is drawn: a row for each drawing."""
    signs: Floats
    """The sign of each week: a row for each flip."""

    @classmethod
    def of(
        cls,
        days: npt.NDArray[np.datetime64],
        *,
        draws: int = DRAWS,
        flips: int = FLIPS,
        seed: int = 1,
    ) -> Weeks:
        """The calendar weeks of days, one for each act. Weeks begin on Thursday, as those of 1970 did."""
        names, place = np.unique(days.astype("datetime64[W]"), return_inverse=True)
        count = len(names)
        rng = np.random.default_rng(seed)
        return cls(
            place=place.astype(np.int64),
            count=count,
            drawn=rng.multinomial(count, np.full(count, 1 / count), draws).astype(np.float64),
            signs=rng.choice(SIGNS, (flips, count)),
        )

    def sums(self, values: Floats) -> Floats:
        """The sum of a value in each week."""
        return np.bincount(self.place, values, minlength=self.count)

    def chance(self, values: Floats) -> float:
        """How likely so large a sum is, where each week's part is as likely to be its opposite."""
        scores = self.sums(values)
        least = abs(scores.sum()) * (1 - 1e-9)
        return float((1 + np.sum(np.abs(self.signs @ scores) >= least)) / (1 + len(self.signs)))


def reach(drawn: Floats, weeks: int) -> float:
    """How far the ends of an interval lie from a figure that was drawn again, of so many weeks.

    The spread of the drawings times Student's quantile: percentiles of drawings of few weeks are too near.
    """
    held = drawn[np.isfinite(drawn)]
    if weeks < FEWEST or len(held) < len(drawn) / 2:
        return float("nan")
    return float(student.ppf((1 + WIDTH) / 2, weeks - 1) * held.std())
