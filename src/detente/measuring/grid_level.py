"""A level that wanders and at times jumps, seen through likelihoods of any shape.

    mean_t = level_t + shift_t + irregular_t        irregular_t ~ N(0, i²)
    level_t = level_{t-1} + step_t                  step_t ~ N(0, s²), but for one period in twenty, in
                                                    which the level may come to lie anywhere

What is known of a period is here no value with a normal error but how likely what was told in it is under
each mean (`detente.measuring.told_likelihood`). So the level is filtered and drawn on a grid of points
(Kitagawa, "Non-Gaussian state-space modeling of nonstationary time series", JASA 82, 1987). Shifts at a
known rate are those of McCulloch and Tsay ("Bayesian inference and prediction for mean and variance shifts
in autoregressive time series", JASA 88, 1993); on a grid, whether there is one is summed over at every
period, where a sampler that draws level and types in turn would hold on to what it drew first.

Both spreads are drawn, from half-Cauchy priors as in `detente.measuring.local_level`, by an independence
sampler (Tierney, "Markov chains for exploring posterior distributions", Annals of Statistics 22, 1994):
from the posterior under the likelihoods given first, set right for those that come.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from detente.measuring.local_level import IRREGULAR_SCALE, STEP_SCALE
from detente.measuring.tally import Floats, Ints

POINTS = 90
"""Of a grid."""
STEPS = np.geomspace(0.003, 1.5, 14)
IRREGULARS = np.array([0.0, 0.1, 0.2, 0.4, 0.8])
"""In units of the values' own standard deviation over time."""
JUMPS = 0.05
"""How often the level jumps, in a period. The rarer jumps are held to be, the more is needed to tell that
six months were a crisis: two of them, down and back."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnLevel:
    """A level, and the means of the periods about it."""

    level: Floats
    means: Floats


class GridLevel:
    """Levels on `points`, which are evenly spaced; `unit` is that of the spreads. `first` are log
    likelihoods, a row for each period and a column for each point, by which spreads are proposed."""

    def __init__(self, points: Floats, unit: float, first: Floats) -> None:
        self.points = points
        self.width = float(points[1] - points[0])
        steps, irregulars = np.indices((len(STEPS), len(IRREGULARS))).reshape(2, -1)
        self._step, self._irregular = steps, irregulars
        self._steps = np.array([self._blur(each * unit) for each in STEPS])
        self._blurs = np.array([self._blur(each * unit) for each in IRREGULARS])
        self._prior = _log_prior(STEPS[steps], IRREGULARS[irregulars])
        logs = self._prior + self._filtered(first, np.arange(len(steps)))[0]
        self.usual = int(np.argmax(logs))
        """The likeliest spreads under the first likelihoods."""
        self._proposed, self._sums = logs, np.cumsum(np.exp(logs - logs.max()))

    def filtered(
        self, logs: Floats, before: int, rng: np.random.Generator, shift: Floats | float = 0.0
    ) -> Filtered:
        """What is known under these likelihoods, and under spreads drawn given those drawn before."""
        moved = _moved(logs, np.asarray(shift / self.width)) if np.any(shift) else logs
        pairs = np.array([before, int(self._sums.searchsorted(rng.random() * self._sums[-1]))])
        found, beliefs = self._filtered(moved, pairs)
        surplus = found + self._prior[pairs] - self._proposed[pairs]
        taken = int(np.log(rng.random()) < surplus[1] - surplus[0])
        return Filtered(self, moved, beliefs[:, taken], int(pairs[taken]), shift)

    def middle(self, logs: Floats) -> Floats:
        """The mean of the level under these likelihoods and the usual spreads."""
        steps, blur = self.spreads(self.usual)
        beliefs = self._filtered(logs, np.array([self.usual]))[1][:, 0]
        seen = _likely(logs) @ blur
        found, later = np.empty(len(logs)), np.ones(len(self.points))
        for place in range(len(logs) - 1, -1, -1):
            weights = beliefs[place] * later
            found[place] = weights @ self.points / weights.sum()
            later = steps @ (seen[place] * later)
            later /= later.max()
        return found

    def spreads(self, at: int) -> tuple[Floats, Floats]:
        """Chances that the level goes from each point to each, and that a period's mean lies there."""
        jumps = JUMPS / len(self.points)
        steps = (1 - JUMPS) * self._steps[self._step[at]] + jumps
        return np.asarray(steps), np.asarray(self._blurs[self._irregular[at]])

    def _filtered(self, logs: Floats, pairs: Ints) -> tuple[Floats, Floats]:
        """Of each pair of spreads the log likelihood; by period, pair and point what is known till then."""
        likely, steps = _likely(logs), self._steps[self._step[pairs]]
        wide, which = np.unique(self._irregular[pairs], return_inverse=True)
        seen = np.stack([likely @ self._blurs[each] for each in wide], axis=1)[:, which]
        beliefs = np.empty((len(logs), len(pairs), len(self.points)))
        totals = np.empty((len(logs), len(pairs)))
        belief = np.full((len(pairs), len(self.points)), 1 / len(self.points))
        for place in range(len(logs)):
            if place:
                belief = np.matmul(belief[:, None], steps)[:, 0]
                belief *= 1 - JUMPS
                belief += JUMPS / len(self.points)
            belief = belief * seen[place]
            totals[place] = belief.sum(axis=1)
            belief /= totals[place][:, None]
            beliefs[place] = belief
        return np.log(totals).sum(axis=0) + logs.max(axis=1).sum(), beliefs

    def _blur(self, sd: float) -> Floats:
        """A row for each point: chances of a normal step from it to each, within the grid."""
        count = len(self.points)
        if sd == 0:
            return np.eye(count)
        apart = np.diff(ndtr((np.arange(count + 1) - 0.5) * self.width / sd))
        places = np.arange(count)
        found = apart[np.abs(places[:, None] - places)]
        return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Filtered:
    """What is known of the level at each period from it and those before."""

    grid: GridLevel
    logs: Floats
    beliefs: Floats
    spreads: int
    shift: Floats | float

    def drawn(self, rng: np.random.Generator) -> DrawnLevel:
        """A level, from the last period back to the first, and the means about it."""
        steps, blur = self.grid.spreads(self.spreads)
        points, count = self.grid.points, len(self.beliefs)
        back, chances = np.ascontiguousarray(steps.T), rng.random(count)
        at, weights = np.empty(count, dtype=np.int64), self.beliefs[-1]
        for place in range(count - 1, -1, -1):
            sums = weights.cumsum()
            at[place] = min(sums.searchsorted(chances[place] * sums[-1]), len(points) - 1)
            if place:
                weights = self.beliefs[place - 1] * back[at[place]]
        jitter = self.grid.width * (rng.random(count) - 0.5)
        return DrawnLevel(points[at] + jitter, points[self._about(at, blur, rng)] + self.shift)

    def _about(self, at: Ints, blur: Floats, rng: np.random.Generator) -> Ints:
        """The point of each period's mean about its level."""
        sums = (blur[at] * _likely(self.logs)).cumsum(axis=1)
        found = (rng.random((len(at), 1)) * sums[:, -1:] > sums).sum(axis=1)
        return np.asarray(np.minimum(found, len(self.grid.points) - 1), dtype=np.int64)


def _likely(logs: Floats) -> Floats:
    """Likelihoods, the highest of each row 1."""
    return np.asarray(np.exp(logs - logs.max(axis=1, keepdims=True)), dtype=np.float64)


def _moved(logs: Floats, by: Floats) -> Floats:
    """Each row as it is so many points further on, its ends drawn out."""
    last = logs.shape[1] - 1
    at = np.clip(np.arange(last + 1) + by[:, None], 0, last)
    low = np.minimum(at.astype(np.int64), last - 1)
    rows, part = np.arange(len(logs))[:, None], at - low
    return np.asarray(logs[rows, low] * (1 - part) + logs[rows, low + 1] * part, dtype=np.float64)


def _log_prior(step: Floats, irregular: Floats) -> Floats:
    """Half-Cauchy densities, each by how much of its axis it stands for."""
    steps = np.log(step) - np.log1p((step / STEP_SCALE) ** 2)
    wide = np.interp(irregular, IRREGULARS, np.gradient(IRREGULARS))
    found = steps + np.log(wide) - np.log1p((irregular / IRREGULAR_SCALE) ** 2)
    return np.asarray(found, dtype=np.float64)
