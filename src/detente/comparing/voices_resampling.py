"""The interval of a share, and its chance, where what is of one stretch of days hangs together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

Floats = npt.NDArray[np.float64]

EXACT = 12
"""So many stretches at most have all their signs flipped; of more some are drawn."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean of values between -1 and 1, and the ends of its 95 % interval."""

    mean: float
    low: float
    high: float


def interval(totals: Floats, counts: Floats, *, draws: int, seed: int) -> Interval:
    """The mean of values of -1 and 1, of which `totals` are the sums by stretch and `counts` how many.

    Stretches are drawn with replacement; by how much the mean differs between draws tells how many values
    by themselves would be as sure, and Wilson's interval of so many is given (Korn and Graubard,
    "Confidence intervals for proportions with small expected number of positive counts estimated from
    survey data", Survey Methodology 24, 1998; Wilson, JASA 22, 1927). Unlike the draws' own quantiles it is
    wide where few stretches all say the same.
    """
    n, stretches = float(counts.sum()), len(counts)
    mean = float(totals.sum() / n)
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(stretches, np.full(stretches, 1 / stretches), size=draws)
    spread = float(np.var((drawn @ totals) / np.maximum(drawn @ counts, 1e-9)))
    spread *= stretches / max(stretches - 1, 1)
    sure = min(n, (1 - mean**2) / spread) if spread > 1e-12 else float(min(stretches, n))
    reach = float(student.ppf(0.975, max(stretches - 1, 1)))
    share = (1 + mean) / 2
    middle = (share + reach**2 / (2 * sure)) / (1 + reach**2 / sure)
    half = (reach / (1 + reach**2 / sure)) * np.sqrt(
        share * (1 - share) / sure + reach**2 / (4 * sure**2)
    )
    return Interval(mean, float(2 * (middle - half) - 1), float(2 * (middle + half) - 1))


def chance(totals: Floats, *, draws: int, seed: int) -> float:
    """How often sums by stretch, each with its sign flipped or not, add up to as much (Hemerik, Goeman and
    Finos, "Robust testing in generalized linear models by sign flipping score contributions", JRSS B 82,
    2020); exact for few."""
    moved = totals[totals != 0]
    if not len(moved):
        return 1.0
    least = abs(float(moved.sum())) * (1 - 1e-9)
    if len(moved) <= EXACT:
        bits = np.arange(2 ** len(moved))[:, None] >> np.arange(len(moved)) & 1
        return float(np.mean(np.abs((2.0 * bits - 1) @ moved) >= least))
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], (draws, len(moved)))
    return float((1 + np.sum(np.abs(signs @ moved) >= least)) / (1 + draws))
