"""How good were forecasts? Scores of distributions and chances, and a test of their difference.

A forecast is a distribution, given by `MEMBERS` equally likely values. Scores are proper: nobody gains by
telling another distribution than the one believed in (Gneiting and Raftery, "Strictly Proper Scoring Rules,
Prediction, and Estimation", Journal of the American Statistical Association 102, 2007). The smaller, the
better, all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from scipy.stats import t as student

from detente.measuring.points import Floats

MEMBERS = 100
LEVELS = (np.arange(MEMBERS) + 0.5) / MEMBERS
"""The shares of the distribution that lie below its members."""
CLASSES = 10
"""Classes of which the log score is: tenths of the values known when the forecast was made."""
HALF = 0.5
"""What is added to each class, so that none is impossible (Krichevsky and Trofimov 1981)."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One forecast of one period, and what came."""

    crps: float
    log: float
    pit: float
    in_50: bool
    in_90: bool


def classes(known: Floats) -> Floats:
    """The edges of the classes of which the log score is, by the values known when a forecast was made."""
    return np.unique(np.quantile(known, np.arange(1, CLASSES) / CLASSES))


def scored(members: Floats, value: float, edges: Floats) -> Scored:
    """The scores of a distribution by what came; `edges` are those of `classes`."""
    pit = float(np.mean(members < value) + np.mean(members == value) / 2)
    return Scored(
        crps=crps(members, value),
        log=log_score(members, value, edges),
        pit=pit,
        in_50=0.25 <= pit <= 0.75,
        in_90=0.05 <= pit <= 0.95,
    )


def crps(members: Floats, value: float) -> float:
    """The continuous ranked probability score, in the unit of the value."""
    ordered = np.sort(members)
    count = len(ordered)
    weights = 2 * np.arange(1, count + 1) - count - 1
    apart = 2 * float(weights @ ordered) / count**2
    return float(np.mean(np.abs(ordered - value)) - apart / 2)


def log_score(members: Floats, value: float, edges: Floats) -> float:
    """Minus the logarithm of the chance given to the class in which the value fell.

    Sums are zero with a chance of their own, so that they have no density; so the chance of a class is
    taken, of the tenths of what was known before.
    """
    place = np.searchsorted(edges, members, side="left")
    count = np.bincount(place, minlength=len(edges) + 1) + HALF
    own = int(np.searchsorted(edges, value, side="left"))
    return float(-np.log(count[own] / count.sum()))


def brier(chance: float, came: bool) -> float:
    """The square of what a chance is off (Brier 1950)."""
    return (chance - came) ** 2


def log_of(chance: float, came: bool) -> float:
    """Minus the logarithm of the chance given to what came."""
    return float(-np.log(chance if came else 1 - chance))


def quantile(members: Floats, share: float) -> float:
    """The value below which a share of a distribution lies."""
    return float(np.quantile(members, share))


def no_difference(losses: Floats, ahead: int) -> float:
    """The p-value of two forecasts being equally good, by how much more the one lost than the other.

    The test of Diebold and Mariano ("Comparing predictive accuracy", Journal of Business and Economic
    Statistics 13, 1995) with the variance of Newey and West (Econometrica 55, 1987) over at least the
    periods by which forecasts overlap, and the correction for few forecasts and Student distribution of
    Harvey, Leybourne and Newbold ("Testing the equality of prediction mean squared errors", International
    Journal of Forecasting 13, 1997). 1 where they do not differ.
    """
    count = len(losses)
    if count < 3 or np.ptp(losses) == 0:
        return 1.0
    lags = min(max(ahead - 1, int(count ** (1 / 3))), count - 2)
    fit = sm.OLS(losses, np.ones(count)).fit(cov_type="HAC", cov_kwds={"maxlags": lags})
    small = max(1 + (1 - 2 * ahead + ahead * (ahead - 1) / count) / count, 1 / count)
    statistic = float(fit.params[0] / fit.bse[0]) * np.sqrt(small)
    return float(2 * student.sf(abs(statistic), count - 1))
