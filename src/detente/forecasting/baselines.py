"""Forecasts that anybody can make, and that a model has to beat.

Each is a distribution: what was seen to follow before is laid about what is known now.
"""

from __future__ import annotations

import numpy as np

from detente.forecasting.past import Foresight, Model, Past
from detente.measuring.points import Floats

LATELY = 60
"""The latest changes that tell by how much values may change: wars begin, and all varies more."""
CLIMATOLOGY, LAST, SEASONAL = "all past values", "last value", "same period a season before"


def baselines(past: Past) -> dict[str, Model]:
    """The baselines for a series, by name; that of seasons only where there have been some."""
    found: dict[str, Model] = {CLIMATOLOGY: climatology, LAST: last_value}
    return found | {SEASONAL: seasonal_naive} if past.season else found


def climatology(_: Past) -> Foresight:
    """The future is like any time in the past."""

    def foresee(past: Past) -> Floats:
        return np.tile(past.about(0.0, past.seen), (past.ahead, 1))

    return foresee


def last_value(_: Past) -> Foresight:
    """Values stay as they are, give or take the changes of late over as many periods."""

    def foresee(past: Past) -> Floats:
        now = float(past.seen[-1])
        return np.vstack([past.about(now, _changes(past, h)) for h in range(1, past.ahead + 1)])

    return foresee


def seasonal_naive(_: Past) -> Foresight:
    """Values are those of the same period a season before, give or take what seasons differed by."""

    def foresee(past: Past) -> Floats:
        season = past.season or 1
        middle = float(np.median(past.seen))
        rows = []
        for step in range(past.ahead):
            same = past.values[len(past.values) - season + step % season :: -season]
            known = same[np.isfinite(same)]
            rows.append(
                past.about(float(known[0]) if len(known) else middle, _changes(past, season))
            )
        return np.vstack(rows)

    return foresee


def _changes(past: Past, periods: int) -> Floats:
    """How much values changed of late over so many periods; nothing where none is known."""
    changes = past.values[periods:] - past.values[:-periods]
    known = changes[np.isfinite(changes)]
    return known[-LATELY:] if len(known) else np.zeros(1)
