"""Series without a turn of other kinds than those of `shapes`: no search was shaped on them.

Everything comes from a seed. Counts that come in clumps, fractional noise of three orders, variance that
follows what was (Bollerslev, Journal of Econometrics 31, 1986) or the season, and sums mostly zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from detente.measuring.points import Floats

PERIODS, BURNT = 120, 200


def clumps(rng: np.random.Generator) -> Floats:
    """Negative binomial counts, each a clump of acts that are told together."""
    size = rng.uniform(1.0, 3.0)
    chains = rng.poisson(rng.gamma(size, rng.uniform(3.0, 10.0) / size, PERIODS))
    return np.array([rng.geometric(0.3, each).sum() for each in chains], dtype=float)


def fractional(order: float) -> Callable[[np.random.Generator], Floats]:
    """Fractional noise of that order."""

    def made(rng: np.random.Generator) -> Floats:
        lags = np.arange(1, PERIODS + BURNT)
        weights = np.cumprod(np.concatenate([[1.0], (lags - 1 + order) / lags]))
        shocks = rng.normal(size=2 * (PERIODS + BURNT))
        return np.asarray(np.convolve(shocks, weights, mode="valid")[-PERIODS:], dtype=float)

    return made


def garch(rng: np.random.Generator) -> Floats:
    """Values of one level whose variance follows the last square and the last variance."""
    shocks, variance = rng.normal(size=PERIODS + BURNT), 1.0
    for place, shock in enumerate(shocks):
        shocks[place] = np.sqrt(variance) * shock
        variance = 0.05 + 0.15 * shocks[place] ** 2 + 0.8 * variance
    return shocks[BURNT:]


def inflated(zeros: float) -> Callable[[np.random.Generator], Floats]:
    """Gamma sums of which that share is zero instead."""
    return lambda rng: np.where(rng.random(PERIODS) < zeros, 0.0, rng.gamma(1.0, 20.0, PERIODS))


def seasonal(rng: np.random.Generator) -> Floats:
    """Values of one level whose variance comes and goes with the year."""
    spread = np.exp(rng.uniform(0.3, 0.8) * np.sin(2 * np.pi * np.arange(PERIODS) / 12))
    return np.asarray(spread * rng.normal(size=PERIODS), dtype=float)


UNTURNED: Mapping[str, Callable[[np.random.Generator], Floats]] = {
    "counts in clumps": clumps,
    "fractional noise .2": fractional(0.2),
    "fractional noise .3": fractional(0.3),
    "fractional noise .4": fractional(0.4),
    "GARCH": garch,
    "half zero": inflated(0.5),
    "seven in ten zero": inflated(0.7),
    "nine in ten zero": inflated(0.9),
    "seasonal variance": seasonal,
}


def unturned(name: str, seed: int) -> Floats:
    """The world of that name and seed."""
    return UNTURNED[name](np.random.default_rng([seed, list(UNTURNED).index(name), 2]))
