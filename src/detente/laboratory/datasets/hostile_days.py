"""Days on which two states do hostile acts: worlds in which nothing happens, and the same with crises.

Everything comes from a seed, which also draws what a world is made of (how much is told, how it clumps),
so that no estimator can be shaped on one setting. As worlds are of days, weeks and months of one world are
of the same acts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from detente.measuring.points import Floats, Points

YEARS = 20
MONTH = 30
DAYS = 12 * MONTH * YEARS
"""Years of 360 days, so that months are alike."""
LENGTHS = {"month": MONTH, "week": 7}
SCORES = np.array([2.0, 3.0, 5.0, 7.0, 9.0])
CLUMP = 3.0
"""Days over which a clump of acts is told, on the mean."""
APART = 1800
"""Days from one crisis to the next."""


@dataclass(frozen=True, slots=True, eq=False)
class HostileDays:
    """The hostility of each day, and the first and last day of each crisis."""

    values: Floats
    happened: tuple[tuple[int, int], ...] = ()

    def points(self, every: str) -> Points:
        """Its months or weeks, counted from 0; days that fill none at the end are left out."""
        length = LENGTHS[every]
        count = len(self.values) // length
        sums = self.values[: count * length].reshape(count, length).sum(axis=1)
        return Points.plain(sums, what="hostility", every=every)


Maker = Callable[[np.random.Generator], Floats]


def steady(rng: np.random.Generator) -> Floats:
    """Acts that come anyhow, at one rate."""
    return _scored(rng, rng.poisson(_rate(rng), DAYS))


def over_dispersed(rng: np.random.Generator) -> Floats:
    """Months busier and quieter than each other, by a gamma distribution."""
    shape = rng.uniform(0.6, 3.0)
    return _monthly(rng, rng.gamma(shape, 1 / shape, DAYS // MONTH))


def lognormal(rng: np.random.Generator) -> Floats:
    """Months busier and quieter than each other, with a heavier tail."""
    spread = rng.uniform(0.5, 1.0)
    return _monthly(rng, rng.lognormal(-(spread**2) / 2, spread, DAYS // MONTH))


def slow(rng: np.random.Generator) -> Floats:
    """Months of which each is like the one before (autoregression of .9 in the logarithm)."""
    spread = rng.uniform(0.3, 0.7)
    steps = spread * np.sqrt(1 - 0.9**2) * rng.normal(size=DAYS // MONTH + 60)
    return _monthly(rng, np.exp(lfilter([1.0], [1.0, -0.9], steps)[60:]))


def seldom(rng: np.random.Generator) -> Floats:
    """An act in some months, and none in most."""
    return _scored(rng, rng.poisson(rng.uniform(0.003, 0.015), DAYS))


def clumps(rng: np.random.Generator) -> Floats:
    """What happens is told by several acts within days, mostly few and now and then many (Neyman and
    Scott's clusters, with sizes by a logarithmic distribution)."""
    return _clumped(rng, _rate(rng), rng.uniform(0.6, 0.9))


def seldom_clumps(rng: np.random.Generator) -> Floats:
    """The same of two states that hardly ever meet."""
    return _clumped(rng, rng.uniform(0.003, 0.02), rng.uniform(0.6, 0.9))


def answered(rng: np.random.Generator) -> Floats:
    """Each act is answered by others with a chance of .5 to .8 (Hawkes, Biometrika 58, 1971)."""
    branching, rate = rng.uniform(0.5, 0.8), _rate(rng)
    born = rng.integers(0, DAYS, rng.poisson(rate * (1 - branching) * DAYS))
    days = [born]
    while len(born):
        born = np.repeat(born, rng.poisson(branching, len(born)))
        born = born + np.floor(rng.exponential(CLUMP, len(born))).astype(np.int64)
        days.append(born[born < DAYS])
        born = days[-1]
    return _scored(rng, np.bincount(np.concatenate(days), minlength=DAYS))


def seasonal(rng: np.random.Generator) -> Floats:
    """Acts whose rate goes up and down with the year."""
    height, place = rng.uniform(0.3, 0.8), rng.uniform(0, 12)
    month = np.arange(DAYS // MONTH)
    return _monthly(rng, 1 + height * np.sin(2 * np.pi * (month + place) / 12))


def growing(rng: np.random.Generator) -> Floats:
    """Acts of which ever more are told, three to six times as many in the end."""
    return _monthly(rng, np.geomspace(1.0, rng.uniform(3.0, 6.0), DAYS // MONTH))


SHAPED: Mapping[str, Maker] = {
    "steady": steady,
    "over-dispersed": over_dispersed,
    "lognormal": lognormal,
    "AR .9": slow,
    "seldom": seldom,
}
"""Worlds in which nothing happens, on which settings may be chosen."""
JUDGED: Mapping[str, Maker] = {
    "clumps": clumps,
    "seldom, clumps": seldom_clumps,
    "answered": answered,
    "seasonal": seasonal,
    "growing": growing,
}
"""Others, on which they are judged."""


def hostile_days(name: str, seed: int, *, crises: bool = False, times: float = 6.0) -> HostileDays:
    """The world of that name and seed; with crises of 5 to 60 days, one in five years.

    A crisis adds `times` as much as a month, on the mean, has without it, spread over its days as clumps.
    """
    makers = {**SHAPED, **JUDGED}
    rng = np.random.default_rng([seed, list(makers).index(name)])
    values = makers[name](rng)
    if not crises:
        return HostileDays(values)
    usual = max(values.mean() * MONTH, SCORES.mean())
    happened = []
    for first in range(APART // 2, DAYS, APART):
        start = first + int(rng.integers(-APART // 4, APART // 4))
        length = int(rng.integers(5, 61))
        acts = rng.poisson(times * usual * max(1.0, length / MONTH) / SCORES.mean())
        days = start + rng.integers(0, length, acts)
        values = values + np.bincount(days, rng.choice(SCORES, acts), minlength=DAYS)[:DAYS]
        happened.append((start, start + length - 1))
    return HostileDays(values, tuple(happened))


def _rate(rng: np.random.Generator) -> float:
    """Acts a day, of pairs that are told of now and then and of such that are told of daily."""
    return float(np.exp(rng.uniform(np.log(0.03), np.log(1.0))))


def _monthly(rng: np.random.Generator, levels: Floats) -> Floats:
    return _scored(rng, rng.poisson(_rate(rng) * np.repeat(levels, MONTH)))


def _clumped(rng: np.random.Generator, rate: float, share: float) -> Floats:
    sizes = rng.logseries(share, rng.poisson(rate * DAYS * (1 - share)))
    starts = rng.integers(0, DAYS, len(sizes))
    days = np.repeat(starts, sizes) + np.floor(rng.exponential(CLUMP, sizes.sum())).astype(np.int64)
    return _scored(rng, np.bincount(days[days < DAYS], minlength=DAYS))


def _scored(rng: np.random.Generator, counts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Floats:
    """The sum of the scores of so many acts a day."""
    days = np.repeat(np.arange(DAYS), counts)
    return np.bincount(days, rng.choice(SCORES, len(days)), minlength=DAYS)
