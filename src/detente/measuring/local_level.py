"""A level that wanders, seen through means of unequal precision.

    value_t = level_t + irregular_t + error_t        irregular_t ~ N(0, i²), error_t ~ N(0, v_t)
    level_t = level_{t-1} + step_t                   step_t ~ N(0, s²)

The local level model (Harvey, Forecasting, Structural Time Series Models and the Kalman Filter, 1989)
with known sampling variances v_t, as for repeated surveys (Bell and Hillmer, "The time series
approach to estimation for repeated surveys", Survey Methodology 16, 1990) and polls (Jackman,
"Pooling the polls over an election campaign", Australian Journal of Political Science 40, 2005). A
period without a value is missing; the level passes through it.

s and i are not fixed at one estimate, which would make bands too narrow, but drawn from their
posterior on a grid, under half-Cauchy priors (Gelman, "Prior distributions for variance parameters
in hierarchical models", Bayesian Analysis 1, 2006). Level and likelihood come from the model's
tridiagonal precision matrix (Chan and Jeliazkov, "Efficient simulation and integrated likelihood
estimation in state space models", International Journal of Mathematical Modelling and Numerical
Optimisation 1, 2009), for the whole grid in one call of LAPACK. They equal those of the Kalman
filter and smoother of statsmodels, as a test shows, and are many times faster to draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import lapack

from detente.measuring.tally import Floats

STEPS = np.geomspace(0.003, 1.5, 20)
IRREGULARS = np.concatenate([[0.0], np.geomspace(0.1, 1.5, 7)])
STEP_SCALE, IRREGULAR_SCALE = 0.5, 0.15
"""Of the priors. All are in units of the values' own standard deviation over time."""
HOPELESS = 15.0
"""How much lower the log posterior of spreads is that are left out."""
VAGUE = 10.0
"""Standard deviation of the first level about the values' mean, in the same unit."""


@dataclass(frozen=True, slots=True, eq=False)
class Spreads:
    """Standard deviations of steps and of irregulars, in the unit of the values."""

    step: float
    irregular: float


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """A value for each period, NaN where there is none, with its sampling variance."""

    values: Floats
    variances: Floats

    @property
    def seen(self) -> npt.NDArray[np.bool_]:
        """Where there is a value."""
        return np.isfinite(self.values)


class LocalLevel:
    """The model for series like the given one, in the unit of its departures from its mean.

    Spreads that are out of the question for it (`HOPELESS`) leave the grid.
    """

    def __init__(self, seen: Values) -> None:
        least = float(np.sqrt(np.nanmin(seen.variances))) / 10
        self.unit = max(float(np.nanstd(seen.values)), least)
        self.centre = float(np.nanmean(seen.values))
        step, irregular = (each.ravel() for each in np.meshgrid(STEPS, IRREGULARS, indexing="ij"))
        prior = _log_prior(step, irregular)
        logs = prior + self.log_likelihoods(seen, step * self.unit, irregular * self.unit)
        kept = logs > logs.max() - HOPELESS
        self._step, self._irregular = step[kept] * self.unit, irregular[kept] * self.unit
        self._prior = prior[kept]

    def weights(self, seen: Values) -> Floats:
        """Posterior probabilities of the grid's spreads."""
        logs = self._prior + self.log_likelihoods(seen, self._step, self._irregular)
        weights = np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum(), dtype=np.float64)

    def draw_spreads(self, seen: Values, rng: np.random.Generator) -> Spreads:
        """One draw from their posterior."""
        at = int(np.searchsorted(np.cumsum(self.weights(seen)), rng.random()))
        at = min(at, len(self._step) - 1)
        return Spreads(float(self._step[at]), float(self._irregular[at]))

    def mean_spreads(self, seen: Values) -> Spreads:
        """Their posterior means."""
        weights = self.weights(seen)
        return Spreads(float(weights @ self._step), float(weights @ self._irregular))

    def log_likelihoods(self, seen: Values, step: Floats, irregular: Floats) -> Floats:
        """Of each pair of spreads, the level integrated out."""
        precision, values, noise = self._observed(seen, irregular)
        diagonal, beside = self._prior_precision(step, len(values))
        diagonal += precision
        mean, pivots = _solved(diagonal, beside, precision * values)
        rest = np.where(precision > 0, (values - mean) ** 2 * precision, 0.0).sum(axis=1)
        rest += (mean[:, 0] / (VAGUE * self.unit)) ** 2
        rest += (np.diff(mean, axis=1) ** 2).sum(axis=1) / step**2
        steps = 2 * np.log(step) * (len(values) - 1) + 2 * np.log(VAGUE * self.unit)
        held = int(seen.seen.sum()) * np.log(2 * np.pi)
        return np.asarray(-0.5 * (rest + noise + steps + held + np.log(pivots).sum(axis=1)))

    def level(self, seen: Values, spreads: Spreads, noise: Floats | None = None) -> Floats:
        """The posterior mean of the level; with standard normal `noise` a draw from the posterior."""
        step, irregular = np.array([spreads.step]), np.array([spreads.irregular])
        precision, values, _ = self._observed(seen, irregular)
        diagonal, beside = self._prior_precision(step, len(values))
        diagonal += precision
        pivots, below, mean, _ = _factored(diagonal, beside, precision * values)
        found = mean + self.centre
        if noise is None:
            return np.asarray(found, dtype=np.float64)
        bands = np.vstack([np.concatenate([[0.0], below[: len(pivots) - 1]]), np.ones(len(pivots))])
        away, _ = lapack.dtbtrs(bands, (noise / np.sqrt(pivots))[:, None], diag="U")
        return np.asarray(found + away[:, 0], dtype=np.float64)

    def _observed(self, seen: Values, irregular: Floats) -> tuple[Floats, Floats, Floats]:
        """Precision of each value, the values about the centre, and the log variances' sum."""
        here = seen.seen
        values = np.where(here, seen.values - self.centre, 0.0)
        variance = np.where(here, seen.variances, 1.0) + irregular[:, None] ** 2
        precision = np.where(here, 1.0 / variance, 0.0)
        return precision, values, np.where(here, np.log(variance), 0.0).sum(axis=1)

    def _prior_precision(self, step: Floats, count: int) -> tuple[Floats, Floats]:
        inverse = 1.0 / step[:, None] ** 2
        diagonal = np.repeat(2 * inverse, count, axis=1)
        diagonal[:, 0] -= inverse[:, 0]
        diagonal[:, -1] -= inverse[:, 0]
        diagonal[:, 0] += (VAGUE * self.unit) ** -2
        beside = np.repeat(-inverse, count, axis=1)
        beside[:, -1] = 0.0
        return diagonal, beside


def _log_prior(step: Floats, irregular: Floats) -> Floats:
    """Half-Cauchy densities; steps lie evenly in their logarithm, irregulars but for zero too."""
    steps = np.log(step) - np.log1p((step / STEP_SCALE) ** 2)
    ratio = np.log(IRREGULARS[2] / IRREGULARS[1])
    width = np.where(irregular > 0, irregular * ratio, IRREGULARS[1])
    return np.asarray(steps + np.log(width) - np.log1p((irregular / IRREGULAR_SCALE) ** 2))


def _solved(diagonal: Floats, beside: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Solutions of many tridiagonal systems, one a row, and the pivots of their factors."""
    pivots, _, solution, _ = _factored(diagonal, beside, right)
    return solution.reshape(diagonal.shape), pivots.reshape(diagonal.shape)


def _factored(
    diagonal: Floats, beside: Floats, right: Floats
) -> tuple[Floats, Floats, Floats, int]:
    """Factors L D L' of systems laid end to end, whose zeros beside keep them apart."""
    pivots, below, info = lapack.dpttrf(diagonal.ravel(), beside.ravel()[:-1])
    solution, _ = lapack.dpttrs(pivots, below, right.reshape(-1, 1))
    return pivots, below, solution.ravel(), int(info)
