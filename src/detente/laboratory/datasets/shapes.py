"""Series without a turn that look as if they had one, and crises and ramps whose truth is known.

Everything comes from a seed. What a world is made of (dispersion, size, place) is drawn from the seed too,
so that no estimator can be shaped on one setting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from detente.laboratory.datasets.pairs import autoregression
from detente.measuring.points import Floats

PERIODS = 120
BURNT = 200
"""Periods that a wandering series runs before it is looked at."""
OUTAGE = 12
MORE_COVERAGE = 1.6


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The values of a series, how much was written in each period (None: alike), and the first and last
    period of what truly happened in it (None where nothing did)."""

    values: Floats
    volume: Floats | None = None
    happened: tuple[int, int] | None = None


def over_dispersed(rng: np.random.Generator) -> Shape:
    """Negative binomial sums of one level."""
    return Shape(_counts(rng, rng.uniform(5, 40), rng.uniform(0.6, 2.0)))


def lognormal(rng: np.random.Generator) -> Shape:
    """Sums of one level whose logarithms are normal."""
    return Shape(rng.lognormal(3.0, rng.uniform(0.7, 1.2), PERIODS))


def spikes(rng: np.random.Generator) -> Shape:
    """Poisson sums of one level, of which one in twenty is many times as large."""
    usual = rng.poisson(20.0, PERIODS).astype(float)
    large = rng.random(PERIODS) < rng.uniform(0.03, 0.08)
    return Shape(np.where(large, usual * rng.uniform(4, 20, PERIODS), usual))


def many_zeros(rng: np.random.Generator) -> Shape:
    """Sums that are zero in most periods and gamma in the others."""
    busy = rng.random(PERIODS) < rng.uniform(0.2, 0.4)
    return Shape(np.where(busy, rng.gamma(0.8, 20.0, PERIODS), 0.0))


def volatile(rng: np.random.Generator) -> Shape:
    """Total scores of one level whose variance wanders (Taylor's stochastic volatility)."""
    spread = rng.uniform(0.7, 1.2) * autoregression(rng.normal(size=PERIODS + BURNT), 0.95)[BURNT:]
    return Shape(10.0 * np.exp(spread / 2) * rng.normal(size=PERIODS))


def random_walk(rng: np.random.Generator) -> Shape:
    """A level that moves a little in every period, and noise about it."""
    return _about(rng, np.cumsum(rng.normal(size=_length(rng))), rng.uniform(0.0, 3.0))


def slow(rng: np.random.Generator) -> Shape:
    """An autoregression with coefficient .9, and noise about it."""
    level = autoregression(rng.normal(size=_length(rng) + BURNT), 0.9)[BURNT:]
    return _about(rng, level, rng.uniform(0.0, 0.7))


def long_memory(rng: np.random.Generator) -> Shape:
    """Fractional noise with d = .4 (Granger and Joyeux 1980; Hosking 1981)."""
    length = _length(rng)
    lags = np.arange(1, length + BURNT)
    weights = np.cumprod(np.concatenate([[1.0], (lags - 1 + 0.4) / lags]))
    shocks = rng.normal(size=2 * (length + BURNT))
    values = np.convolve(shocks, weights, mode="valid")[-length:]
    return Shape(np.asarray(values, dtype=float))


def outage(rng: np.random.Generator) -> Shape:
    """Sums of one level in a data set that holds nothing for twelve periods."""
    volume = np.full(PERIODS, 400.0)
    start = int(rng.integers(24, PERIODS - 24 - OUTAGE))
    volume[start : start + OUTAGE] = 0.0
    return _covered(rng, volume)


def more_coverage(rng: np.random.Generator) -> Shape:
    """Sums of one level in a data set that has 1.6 times as much from some period on."""
    volume = np.full(PERIODS, 400.0)
    volume[int(rng.integers(30, PERIODS - 30)) :] *= MORE_COVERAGE
    return _covered(rng, volume)


def crisis(rng: np.random.Generator) -> Shape:
    """Sums with a crisis of six periods, five to ten times what went before, and then back."""
    usual, start = rng.uniform(2, 12), int(rng.integers(30, PERIODS - 30))
    levels = np.full(PERIODS, usual)
    levels[start : start + 6] *= rng.uniform(5, 10)
    return Shape(_counts(rng, levels, rng.uniform(2, 5)), happened=(start, start + 5))


def outbreak(rng: np.random.Generator) -> Shape:
    """Weeks in which hardly anything is told, and then four of 70, 100, 46 and 25."""
    values = 4.0 * rng.poisson(rng.uniform(0.02, 0.3), PERIODS)
    start = int(rng.integers(30, PERIODS - 10))
    values[start - 3 : start + 4] = (0, 0, 0, 70, 100, 46, 25)
    return Shape(np.asarray(values, dtype=np.float64), happened=(start, start + 3))


def ramp(rng: np.random.Generator) -> Shape:
    """Means that move by three standard deviations over twelve to thirty periods, and stay there."""
    length = int(rng.integers(12, 31))
    start = int(rng.integers(24, PERIODS - 24 - length))
    rise = np.clip((np.arange(PERIODS) - start) / length, 0.0, 1.0)
    sign = 1.0 if rng.random() < 0.5 else -1.0
    return Shape(3.0 * sign * rise + rng.normal(size=PERIODS), happened=(start, start + length))


STILL: Mapping[str, Callable[[np.random.Generator], Shape]] = {
    "over-dispersed": over_dispersed,
    "lognormal": lognormal,
    "spikes": spikes,
    "many zeros": many_zeros,
    "volatile": volatile,
}
"""Sums in which nothing happens."""
WANDERING: Mapping[str, Callable[[np.random.Generator], Shape]] = {
    "random walk": random_walk,
    "AR .9": slow,
    "long memory": long_memory,
}
"""Series that drift and do not turn."""
COVERED: Mapping[str, Callable[[np.random.Generator], Shape]] = {
    "outage": outage,
    "1.6 times the coverage": more_coverage,
}
"""Sums in which the data set changes and the relation does not."""
HAPPENED: Mapping[str, Callable[[np.random.Generator], Shape]] = {
    "crisis of six": crisis,
    "outbreak": outbreak,
    "ramp": ramp,
}
"""Series in which one thing happens."""


def shape(name: str, seed: int) -> Shape:
    """The world of that name and seed."""
    makers = {**STILL, **WANDERING, **COVERED, **HAPPENED}
    return makers[name](np.random.default_rng([seed, list(makers).index(name)]))


def _length(rng: np.random.Generator) -> int:
    return int(rng.choice([PERIODS, 2 * PERIODS]))


def _about(rng: np.random.Generator, level: Floats, spread: float) -> Shape:
    return Shape(level + rng.normal(scale=spread, size=len(level)))


def _counts(rng: np.random.Generator, mean: Floats | float, size: float) -> Floats:
    """Negative binomial counts about a mean, with variance mean + mean² / size."""
    expected = np.broadcast_to(np.asarray(mean, dtype=float), PERIODS)
    return rng.poisson(rng.gamma(size, expected / size)).astype(float)


def _covered(rng: np.random.Generator, volume: Floats) -> Shape:
    share = rng.uniform(0.05, 0.15)
    return Shape(
        _counts(rng, share * volume, rng.uniform(4, 12)), rng.poisson(volume).astype(float)
    )
