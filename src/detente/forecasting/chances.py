"""The chance that something is on within the next periods: baselines, and a logistic regression.

- *base rate*: as often as ever before.
- *rate in such a state*: as often as before after periods in which it was on, or was not, as now.
- *logistic regression* on the *present value*, or on *recent values*: on whether it is on, on the value of
  the last period, and for the latter on the mean of the last three; for spells, on how far these lie above
  those of the two years before. With so few spells coefficients run wild, so each has a log-F(1, 1) prior
  about zero, given as data (Greenland and Mansournia, "Penalization, bias reduction, and default priors in
  logistic and related categorical and survival regressions", Statistics in Medicine 34, 2015).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
import statsmodels.api as sm

from detente.forecasting.scales import Scale
from detente.measuring.points import Floats
from detente.measuring.refusing import refusing

BASE, AS_NOW = "base rate", "rate in such a state"
BEFORE = 24
"""Periods that tell what was usual before each."""
RECENT = 3
HALF = 0.5
"""What is added on both sides to each count of what came and did not (Jeffreys 1946)."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What is known now: the value of each period, and whether what is feared was on in it.

    `begins` says that its beginning is asked for, and only where it is not on already. `threshold` is the
    value from which on it counts as on; None where that depends on what was usual before.
    """

    values: Floats
    on: Floats
    ahead: int
    begins: bool
    threshold: float | None

    def came(self, ahead: int) -> Floats:
        """For each period whether it was on within so many after it: 1, 0, or nan where that is not known
        yet, or not asked since it was on."""
        length = len(self.on)
        later = [
            np.concatenate([self.on[step:], np.full(min(step, length), np.nan)])
            for step in range(1, ahead + 1)
        ]
        found = np.max(np.vstack(later), axis=0)
        return np.asarray(np.where(self.on == 1, np.nan, found) if self.begins else found)

    @property
    def features(self) -> Floats:
        """For each period a row: whether it was on; its value; the mean of the last ones."""
        held = pd.Series(self._scale.to(self.values)).ffill()
        recent = held.rolling(RECENT, min_periods=1).mean()
        if self.threshold is None:
            usual = held.shift(RECENT).rolling(BEFORE, min_periods=1).mean().fillna(held.mean())
            held, recent = held - usual, recent - usual
        return np.nan_to_num(np.column_stack([self.on, held, recent]))

    @property
    def _scale(self) -> Scale:
        """A logarithm for sums, in units of the threshold where there is one."""
        known = self.values[np.isfinite(self.values)]
        sums = bool(len(known)) and float(known.min()) >= 0
        return Scale(self.threshold) if sums and self.threshold else Scale.of(known, sums=sums)


Telling: TypeAlias = Callable[[Course], Floats]
"""From what is known, the chance within one period, two periods …"""
Chancer: TypeAlias = Callable[[Course], Telling]
"""From what is known, what was learnt of it."""


def base_rate(course: Course) -> Telling:
    """As often as ever before."""
    rates = np.array([_share(course.came(ahead)) for ahead in _steps(course)])
    return lambda _: rates


def as_now(course: Course) -> Telling:
    """As often as before in the same state."""
    rates = {
        state: np.array(
            [_share(course.came(ahead)[course.on == state]) for ahead in _steps(course)]
        )
        for state in (0.0, 1.0)
    }
    return lambda now: rates[_state(now)]


def logistic(features: int) -> Chancer:
    """A logistic regression on the first so many features."""

    def learn(course: Course) -> Telling:
        held = course.features[:, :features]
        spread = np.where(held.std(axis=0) > 0, held.std(axis=0), 1.0)
        fits = [_regressed(held / spread, course.came(ahead)) for ahead in _steps(course)]

        def tell(now: Course) -> Floats:
            row = np.concatenate([[1.0], now.features[-1, :features] / spread])
            return np.array([1 / (1 + np.exp(-float(row @ betas))) for betas in fits])

        return tell

    return learn


CHANCE_BASELINES: dict[str, Chancer] = {BASE: base_rate, AS_NOW: as_now}
CHANCE_MODELS: dict[str, Chancer] = {
    "logistic regression on the present value": logistic(2),
    "logistic regression on recent values": logistic(3),
}


def _steps(course: Course) -> range:
    return range(1, course.ahead + 1)


def _state(now: Course) -> float:
    known = now.on[np.isfinite(now.on)]
    return float(known[-1]) if len(known) else 0.0


def _share(came: Floats) -> float:
    known = came[np.isfinite(came)]
    return float((known.sum() + HALF) / (len(known) + 2 * HALF))


def _regressed(features: Floats, came: Floats) -> Floats:
    """Coefficients, that of the intercept first; half a success and half a failure weigh against others."""
    known = np.isfinite(came)
    x = np.column_stack([np.ones(int(known.sum())), features[known]])
    added = np.hstack([np.zeros((features.shape[1], 1)), np.eye(features.shape[1])])
    # Half of each, so that a class that never came gives no coefficient without an end.
    both = np.vstack([x.mean(axis=0), x.mean(axis=0)])
    rows = np.vstack([x, added, both])
    outcomes = np.concatenate([came[known], np.full(len(added), HALF), [0.0, 1.0]])
    weights = np.concatenate([np.ones(len(x) + len(added)), [HALF, HALF]])
    with refusing("the logistic regression"):
        fit = sm.GLM(outcomes, rows, family=sm.families.Binomial(), var_weights=weights).fit()
    return np.asarray(fit.params, dtype=np.float64)
