"""Does a series merely wander? Then no date parts one level from another, and steps are not told.

Two models without any turn are held against the levels found. In one the level follows an autoregression
with a coefficient of .8 to 1 (a random walk) and is seen through noise, as in the local level model
(Harvey, "Forecasting, Structural Time Series Models and the Kalman Filter", 1989). The other is fractional
noise, whose memory fades as a power of time (Granger and Joyeux, Journal of Time Series Analysis 1, 1980;
Hosking, Biometrika 68, 1981). Each is easily taken for turns (Diebold and Inoue, "Long memory and regime
switching", Journal of Econometrics 105, 2001). All are compared by minus twice their log likelihood, and
the first pays for the parameter that it has more (Schwarz, Annals of Statistics 6, 1978).
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import solve_triangular

from detente.measuring.noise import SeenValues, fitted
from detente.measuring.points import Floats

MEMORIES = np.array([0.8, 0.9, 0.95, 1.0])
NOISES = np.array([0.0, 0.25, 1.0, 4.0, 16.0, 64.0])
"""Variance of the noise about the wandering level, in units of the variance of its steps."""
ORDERS = (0.1, 0.2, 0.3, 0.4, 0.45, 0.49)
"""Orders of fractional integration; from .5 on it has no level."""
LONG = 1000
"""Values beyond which fractional noise is not tried: its covariances would fill the memory."""


def criterion_of_drift(seen: SeenValues) -> float:
    """The least penalised deviance of a model without turns whose level wanders."""
    share = fitted(seen, ())[0].share
    weights = seen.weights(share)
    wandering = _wandering(seen, weights) + float(np.log(len(seen)))
    return min(wandering, _fractional(seen)) if len(seen) <= LONG else wandering


def _wandering(seen: SeenValues, weights: Floats) -> float:
    """Deviance by the Kalman filter, for all settings at once; the mean by generalised least squares."""
    memory, noise = (each.ravel() for each in np.meshgrid(MEMORIES, NOISES, indexing="ij"))
    fading = memory < 1
    spread = 1 / np.where(fading, 1 - memory**2, 1.0)  # a random walk starts one step from the mean
    variance, level, unit = spread, np.zeros_like(memory), np.zeros_like(memory)
    squares, logs = np.zeros((3, len(memory))), np.zeros_like(memory)
    gaps = np.diff(seen.places, prepend=seen.places[0])
    for value, weight, gap in zip(seen.values, weights, gaps, strict=True):
        kept = memory**gap
        level, unit = kept * level, kept * unit
        variance = kept**2 * variance + np.where(fading, (1 - kept**2) * spread, gap)
        total = variance + noise / weight
        off, lean = value - level, 1.0 - unit
        squares += np.array([off * off, off * lean, lean * lean]) / total
        logs += np.log(total)
        gain = variance / total
        level, unit = level + gain * off, unit + gain * lean
        variance = variance * (1 - gain)
    return float(_deviance(squares, logs, len(seen)).min())


def _fractional(seen: SeenValues) -> float:
    """Deviance of fractional noise, which is the level's own: it does not shrink as counts grow."""
    apart = np.abs(np.subtract.outer(seen.places, seen.places))
    return min(_of_order(order, apart, seen.values) for order in ORDERS)


def _of_order(
    order: float,
    apart: np.ndarray[tuple[int, int], np.dtype[np.int64]],
    values: Floats,
) -> float:
    lags = np.arange(1, apart.max() + 1)
    alike = np.cumprod(np.concatenate([[1.0], (lags - 1 + order) / (lags - order)]))
    root = np.linalg.cholesky(alike[apart])
    target, unit = solve_triangular(root, np.array([values, np.ones(len(values))]).T, lower=True).T
    squares = np.array([target @ target, target @ unit, unit @ unit])
    return float(_deviance(squares, 2 * np.log(np.diag(root)).sum(), len(values)))


def _deviance(squares: Floats, logs: Floats | float, size: int) -> Floats:
    """Minus twice the log likelihood, with the likeliest mean and variance."""
    of_values, cross, of_ones = squares
    rest = np.maximum(of_values - cross**2 / of_ones, np.finfo(float).tiny)
    return np.asarray(size * np.log(rest / size) + logs)
