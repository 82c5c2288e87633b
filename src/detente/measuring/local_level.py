"""A level that wanders, seen through means of unequal precision.

    value_t = level_t + irregular_t + error_t        irregular_t ~ N(0, i²), error_t ~ N(0, v_t)
    level_t = level_{t-1} + step_t                   step_t ~ N(0, s² w_t), sqrt(w_t) ~ half-Cauchy(0, 1)

The local level model (Harvey, Forecasting, Structural Time Series Models and the Kalman Filter, 1989)
with known sampling variances v_t, as for repeated surveys (Bell and Hillmer, "The time series
approach to estimation for repeated surveys", Survey Methodology 16, 1990) and polls (Jackman,
"Pooling the polls over an election campaign", Australian Journal of Political Science 40, 2005). A
period without a value is missing; the level passes through it.

Most steps are small and a few are large: a crisis begins within a month. Under normal steps of one variance
a band smooths it away; so each step has a stretch w_t of its own, whose prior has most of its mass near
zero and a heavy tail (the horseshoe: Carvalho, Polson and Scott, Biometrika 97, 2010; of the steps of a
level: Faulkner and Minin, "Locally adaptive smoothing with Markov random fields and shrinkage priors",
Bayesian Analysis 13, 2018). Level, spreads and stretches are drawn in turn, each given the others (Carter
and Kohn, Biometrika 81, 1994), stretches as Makalic and Schmidt have it ("A simple sampler for the
horseshoe estimator", IEEE Signal Processing Letters 23, 2016).

s and i are not fixed at one estimate, which would make bands too narrow, but drawn from their
posterior on a grid, under half-Cauchy priors (Gelman, "Prior distributions for variance parameters
in hierarchical models", Bayesian Analysis 1, 2006). Level and likelihood come from the model's
tridiagonal precision matrix (Chan and Jeliazkov, "Efficient simulation and integrated likelihood
estimation in state space models", International Journal of Mathematical Modelling and Numerical
Optimisation 1, 2009), for the whole grid in one call of LAPACK. They equal those of the Kalman
filter and smoother of statsmodels, as a test shows, and are many times faster to draw.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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
STRETCHES = (1e-8, 1e8)
"""Between which all stretches lie."""
SETTLE, KEPT = 50, 150
"""Turns before the middle of the spreads is taken, and turns that it is the middle of."""
VAGUE = 10.0
"""Standard deviation of the first level about the values' mean, in the same unit."""


@dataclass(frozen=True, slots=True, eq=False)
class Spreads:
    """Standard deviations of steps and of irregulars, in the unit of the values; by how much the variance
    of each step is stretched, in order (None: all alike)."""

    step: float
    irregular: float
    stretches: Floats | None = None


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
        likely = logs > logs.max() - HOPELESS
        # With stretches steps may be the smaller, and so all smaller ones are kept.
        kept = (step <= step[likely].max()) & np.isin(irregular, irregular[likely])
        self._step, self._irregular = step[kept] * self.unit, irregular[kept] * self.unit
        self._prior = prior[kept]

    def weights(self, seen: Values, stretches: Floats | None = None) -> Floats:
        """Posterior probabilities of the grid's spreads, given how steps are stretched."""
        logs = self._prior + self.log_likelihoods(seen, self._step, self._irregular, stretches)
        weights = np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum(), dtype=np.float64)

    def draw_spreads(
        self, seen: Values, rng: np.random.Generator, stretches: Floats | None = None
    ) -> Spreads:
        """One draw from their posterior, given how steps are stretched."""
        at = int(np.searchsorted(np.cumsum(self.weights(seen, stretches)), rng.random()))
        at = min(at, len(self._step) - 1)
        return Spreads(float(self._step[at]), float(self._irregular[at]), stretches)

    def redrawn(
        self, seen: Values, spreads: Spreads, rng: np.random.Generator
    ) -> tuple[Floats, Spreads]:
        """One turn from spreads drawn before: new ones, the level under them, and its steps' stretches."""
        drawn = self.draw_spreads(seen, rng, spreads.stretches)
        level = self.level(seen, drawn, rng.standard_normal(len(seen.values)))
        steps = np.diff(level) / drawn.step
        before = np.ones(len(steps)) if drawn.stretches is None else drawn.stretches
        return level, replace(drawn, stretches=_stretched(steps, before, rng))

    def mean_spreads(self, seen: Values) -> Spreads:
        """Spreads in the middle of their posterior: steps as large, each at its place, as drawn levels have
        them on the mean. The same for the same values."""
        rng = np.random.default_rng(0)
        spreads = Spreads(self.unit, 0.0)
        squares, irregulars = [], []
        for _ in range(SETTLE + KEPT):
            level, spreads = self.redrawn(seen, spreads, rng)
            squares.append(np.diff(level) ** 2)
            irregulars.append(spreads.irregular)
        square = np.mean(squares[SETTLE:], axis=0)
        step = float(np.sqrt(square.mean()))
        stretches = np.clip(square / step**2, *STRETCHES)
        return Spreads(step, float(np.mean(irregulars[SETTLE:])), stretches)

    def log_likelihoods(
        self, seen: Values, step: Floats, irregular: Floats, stretches: Floats | None = None
    ) -> Floats:
        """Of each pair of spreads, the level integrated out."""
        precision, values, noise = self._observed(seen, irregular)
        wide = np.ones(len(values) - 1) if stretches is None else stretches
        diagonal, beside = self._prior_precision(step, wide)
        diagonal += precision
        mean, pivots = _solved(diagonal, beside, precision * values)
        rest = np.where(precision > 0, (values - mean) ** 2 * precision, 0.0).sum(axis=1)
        rest += (mean[:, 0] / (VAGUE * self.unit)) ** 2
        rest += (np.diff(mean, axis=1) ** 2 / wide).sum(axis=1) / step**2
        steps = 2 * np.log(step) * len(wide) + np.log(wide).sum() + 2 * np.log(VAGUE * self.unit)
        held = int(seen.seen.sum()) * np.log(2 * np.pi)
        return np.asarray(-0.5 * (rest + noise + steps + held + np.log(pivots).sum(axis=1)))

    def level(self, seen: Values, spreads: Spreads, noise: Floats | None = None) -> Floats:
        """The posterior mean of the level; with standard normal `noise` a draw from the posterior."""
        step, irregular = np.array([spreads.step]), np.array([spreads.irregular])
        precision, values, _ = self._observed(seen, irregular)
        wide = np.ones(len(values) - 1) if spreads.stretches is None else spreads.stretches
        diagonal, beside = self._prior_precision(step, wide)
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

    def _prior_precision(self, step: Floats, stretches: Floats) -> tuple[Floats, Floats]:
        """Of each step size, a row: what steps add to the diagonal, and what stands beside it."""
        inverse = 1.0 / (step[:, None] ** 2 * stretches)
        nothing = np.zeros((len(step), 1))
        diagonal = np.hstack([inverse, nothing]) + np.hstack([nothing, inverse])
        diagonal[:, 0] += (VAGUE * self.unit) ** -2
        return diagonal, np.hstack([-inverse, nothing])


def _stretched(steps: Floats, before: Floats, rng: np.random.Generator) -> Floats:
    """How steps, in units of their spread, are stretched, given how they were a turn before."""
    beside = (1 + 1 / before) / rng.standard_exponential(len(steps))
    found = (1 / beside + steps**2 / 2) / rng.standard_exponential(len(steps))
    return np.asarray(np.clip(found, *STRETCHES), dtype=np.float64)


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
