"""Series of which it is known how far their future can be told from their past.

Everything comes from a seed; what a world is made of (level, strength, dispersion) is drawn from it too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from detente.laboratory.datasets.pairs import autoregression
from detente.measuring.points import Floats, Points

PERIODS, YEAR, BURNT = 180, 12, 200


def white_noise(rng: np.random.Generator) -> Floats:
    """Mean scores that know nothing of each other, with tails of some weight."""
    return np.asarray(rng.standard_t(rng.uniform(4, 30), size=PERIODS) - 1.0)


def white_sums(rng: np.random.Generator) -> Floats:
    """Over-dispersed sums of one level, of acts that weigh four each."""
    return _counts(rng, np.full(PERIODS, rng.uniform(2, 20)), rng.uniform(0.6, 3.0))


def first_order(rng: np.random.Generator) -> Floats:
    """Mean scores that keep seven tenths of what is out of the usual for another period."""
    return autoregression(rng.normal(size=PERIODS + BURNT), 0.7)[BURNT:]


def random_walk(rng: np.random.Generator) -> Floats:
    """A score that changes without any rule: nobody foretells it better than by its last value."""
    return np.asarray(np.cumsum(rng.normal(size=PERIODS)))


def noisy_walk(rng: np.random.Generator) -> Floats:
    """A level that wanders a little, seen with much noise."""
    return np.asarray(np.cumsum(rng.normal(scale=0.3, size=PERIODS)) + rng.normal(size=PERIODS))


def seasonal(rng: np.random.Generator) -> Floats:
    """Scores with a calendar, and noise as large."""
    month = np.arange(PERIODS)
    season = rng.uniform(0.8, 1.6) * np.sin(2 * np.pi * (month / YEAR + rng.random()))
    return np.asarray(season + rng.normal(size=PERIODS))


def self_exciting(rng: np.random.Generator) -> Floats:
    """Sums in which what happens makes more of it likely, so that it comes in crises (Hawkes 1971)."""
    base, taken, kept = rng.uniform(0.6, 1.2), 0.45, 0.5
    counts, stirred = np.zeros(PERIODS + BURNT), 0.0
    for place in range(len(counts)):
        counts[place] = rng.poisson(base + stirred)
        stirred = kept * stirred + taken * counts[place]
    return np.asarray(4.0 * counts[BURNT:])


def _counts(rng: np.random.Generator, mean: Floats, size: float) -> Floats:
    return np.asarray(4.0 * rng.poisson(rng.gamma(size, mean / size)))


NOTHING: Mapping[str, Callable[[np.random.Generator], Floats]] = {
    "white noise": white_noise,
    "white sums": white_sums,
    "random walk": random_walk,
}
"""Nothing is to be forecast better than by all past values, or by the last."""
SOMETHING: Mapping[str, Callable[[np.random.Generator], Floats]] = {
    "AR .7": first_order,
    "level in noise": noisy_walk,
    "seasonal": seasonal,
    "self-exciting": self_exciting,
}
"""A model can do better than any baseline."""
SUMS = ("white sums", "self-exciting")


def future(name: str, seed: int) -> Points:
    """The world of that name and seed, by month from 2000 on."""
    makers = {**NOTHING, **SOMETHING}
    values = makers[name](np.random.default_rng([seed, list(makers).index(name), 18]))
    names = [f"{2000 + place // YEAR}-{place % YEAR + 1:02d}" for place in range(len(values))]
    what = "hostility" if name in SUMS else "mean score"
    return Points.plain(values, names=names, what=what, every="month")
