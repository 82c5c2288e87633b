"""How likely an outlet is to tell an act, by what is known of it: a logistic regression held by a ridge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import expit

Floats = npt.NDArray[np.float64]

WAVES = 4
"""Cosines by which an outlet's interest in the states may move slowly with time."""
HELD = 1.0
"""Penalty that draws what is not asked towards zero (ridge), on a scale of standard deviations."""
STEPS = 30


def waves(days: npt.NDArray[np.datetime64]) -> list[Floats]:
    """Slow cosines over the days, from the first to the last."""
    gone = (days - days.min()).astype(float)
    part = gone / max(gone.max(), 1.0)
    return [np.cos(np.pi * (wave + 1) * part) for wave in range(WAVES)]


def standardised(columns: Sequence[Floats], length: int) -> Floats:
    """The columns that vary, each of mean 0 and deviation 1, after a column of ones."""
    kept = [(each - each.mean()) / each.std() for each in columns if each.std() > 1e-9]
    return np.column_stack([np.ones(length), *kept])


def penalty(known: Floats) -> Floats:
    """Of each column; none of the ones."""
    return np.append(1e-8, np.full(known.shape[1] - 1, HELD))


def logistic(known: Floats, told: Floats, held: Floats) -> Floats:
    """Coefficients of a logistic regression with a ridge, by Newton's steps."""
    found = np.zeros(known.shape[1])
    for _ in range(STEPS):
        expected = expit(known @ found)
        weight = np.maximum(expected * (1 - expected), 1e-6)
        step = np.linalg.solve(
            known.T @ (known * weight[:, None]) + np.diag(held),
            known.T @ (told - expected) - held * found,
        )
        found = found + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-8:
            break
    return np.asarray(found)


def weighted(known: Floats, weight: Floats, values: Floats, held: Floats) -> Floats:
    """Weighted least squares with the same ridge."""
    inner = known.T @ (known * weight[:, None]) + np.diag(held)
    return np.asarray(np.linalg.solve(inner, known.T @ (weight * values)))
