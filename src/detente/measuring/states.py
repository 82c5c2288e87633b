"""Is a relation at a low ebb, deteriorating, stabilizing, rebounding? Each as a probability.

With a level drawn many times (`LevelResult.paths`), the probability of a statement about the level
is the share of draws in which it is true (Gelman et al., Bayesian Data Analysis, 2013). For one-sided
statements under vague priors it agrees with one minus the one-sided p-value (Casella and Berger,
"Reconciling Bayesian and frequentist evidence in the one-sided testing problem", JASA 82, 1987). That a
level is steady is a statement of equivalence within a margin, not the lack of a significant change
(Schuirmann 1987; Lakens, "Equivalence tests", Social Psychological and Personality Science 8, 2017).

Let `since` be the change of the level over the last `horizon` periods, `before` that over as many
periods before these, and `margin` the least change that matters. The relation is, at a period,

    at a low ebb     its level is among the lowest tenth of all levels of the series
    improving        since >= margin
    deteriorating    since <= -margin
    steady           -margin < since < margin
    recovered        its level is the margin or more above the lowest of the last four horizons
    rebounding       recovered, and since > -margin: it has come back from a low, and is not falling again
    stabilizing      since > -margin, and it has recovered, or had in the three horizons before fallen by
                     the margin or more over a horizon: the fall has ended

Of the last two a reader expects no more: who writes that a relation stabilizes says that it no longer gets
worse, whether or not it gets better; who writes that it rebounds looks back at its low.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from detente.errors import QueryError
from detente.measuring.exporting import Exports
from detente.measuring.level import LevelResult
from detente.measuring.tally import Floats
from detente.records import column
from detente.store.query import check_choice

State = Literal[
    "low_ebb", "improving", "deteriorating", "steady", "recovered", "stabilizing", "rebounding"
]
STATES: tuple[State, ...] = get_args(State)
HORIZONS = {"day": 30, "week": 13, "month": 6, "quarter": 4, "year": 2}
LOWEST = 0.1
LOOKED_BACK = 4
"""Horizons in which the low lies from which a relation has recovered."""
FOUND, LIKELY, UNLIKELY, RULED_OUT = 0.95, 0.8, 0.2, 0.05
"""Probabilities from which a state counts as found or as likely, and up to which as unlikely or ruled
out."""


@dataclass(frozen=True, slots=True)
class StateRow:
    """Probabilities of the states at one period; null where the series does not reach far back enough."""

    period: str = column("name of the period")
    low_ebb: float | None = column("the level is among the lowest tenth of the series")
    improving: float | None = column("it rose by the margin or more over the horizon")
    deteriorating: float | None = column("it fell by the margin or more over the horizon")
    steady: float | None = column("it changed by less than the margin over the horizon")
    recovered: float | None = column(
        "the margin or more above the lowest of the last four horizons"
    )
    stabilizing: float | None = column("not falling, after it had fallen or from a low")
    rebounding: float | None = column("recovered, and not falling")


@dataclass(frozen=True, slots=True)
class StatesResult(Exports):
    """The probabilities of the states, period by period."""

    record = StateRow

    level: LevelResult
    horizon: int
    margin: float
    rows: tuple[StateRow, ...]

    def records(self) -> tuple[StateRow, ...]:
        """The periods, in order."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was measured, with horizon and margin."""
        return self.level.asked() | {"horizon": self.horizon, "margin": self.margin}

    def spells(self, state: State, least: float = FOUND) -> list[tuple[str, str]]:
        """First and last period of each unbroken time in which a state has a probability of `least`."""
        check_choice("state", state, STATES)
        found: list[tuple[str, str]] = []
        held = False
        for row in self.rows:
            here = (getattr(row, state) or 0.0) >= least
            if here:
                found.append((found.pop()[0] if held else row.period, row.period))
            held = here
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """What counts as a change: `margin` in points of the index, over `horizon` periods.

    Without a horizon: 30 days, 13 weeks, 6 months, 4 quarters or 2 years. Half a point of the mean
    score is about what one visit more among five acts adds.
    """

    margin: float = 0.5
    horizon: int | None = None

    def __post_init__(self) -> None:
        if self.margin <= 0 or (self.horizon is not None and self.horizon < 1):
            raise QueryError(
                f"margin {self.margin} and horizon {self.horizon} must be above 0",
                advice="Give a margin such as 0.5 and a horizon of 1 or more periods.",
            )

    def fit(self, level: LevelResult) -> StatesResult:
        """The states of a level, from its draws."""
        series = level.series
        horizon = self.horizon or HORIZONS[series.every]
        chances = _chances(level.paths, horizon, self.margin)
        rows = tuple(
            StateRow(row.period, **{name: _known(chances[name][place]) for name in STATES})
            for place, row in enumerate(series.rows)
        )
        return StatesResult(level, horizon, self.margin, rows)


def _chances(paths: Floats, horizon: int, margin: float) -> dict[str, Floats]:
    """By state the probability at each period; NaN where it cannot be told."""
    draws, count = paths.shape
    if not draws:
        return {name: np.full(count, np.nan) for name in STATES}
    low = paths <= np.quantile(paths, LOWEST, axis=1, keepdims=True)
    since = _change(paths, horizon)
    fell = _shifted((since <= -margin).astype(np.float64), horizon)
    recovered = paths - _lowest(paths, LOOKED_BACK * horizon) >= margin
    falling = since <= -margin
    found = {
        "low_ebb": low,
        "improving": since >= margin,
        "deteriorating": falling,
        "steady": np.abs(since) < margin,
        "recovered": recovered,
        "stabilizing": ~falling & (recovered | (_highest(fell, 2 * horizon) > 0)),
        "rebounding": ~falling & recovered,
    }
    chances = {name: held.mean(axis=0) for name, held in found.items()}
    for name in STATES[1:]:
        chances[name][: min(horizon, count)] = np.nan
    return chances


def _lowest(paths: Floats, back: int) -> Floats:
    """By period, the lowest of it and of the `back` periods before."""
    return -_highest(-paths, back)


def _highest(values: Floats, back: int) -> Floats:
    """By period, the highest of it and of the `back` periods before; what is NaN does not count."""
    padded = np.pad(values, ((0, 0), (back, 0)), constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(
        np.nan_to_num(padded, nan=-np.inf, neginf=-np.inf), back + 1, axis=1
    )
    return np.asarray(windows.max(axis=-1), dtype=np.float64)


def _change(paths: Floats, horizon: int) -> Floats:
    return np.asarray(paths - _shifted(paths, horizon), dtype=np.float64)


def _shifted(paths: Floats, horizon: int) -> Floats:
    """Each column moved to where it is `horizon` periods ago; NaN before the first."""
    moved = np.full(paths.shape, np.nan)
    if horizon < paths.shape[1]:
        moved[:, horizon:] = paths[:, :-horizon]
    return moved


def _known(chance: float) -> float | None:
    return None if np.isnan(chance) else float(chance)


def verdict(chance: float) -> str:
    """A probability as a word: found, likely, open, unlikely or ruled out."""
    if chance >= FOUND:
        return "found"
    if chance >= LIKELY:
        return "likely"
    if chance <= RULED_OUT:
        return "ruled out"
    return "unlikely" if chance <= UNLIKELY else "open"
