"""Did a level change at once or gradually, and from when to when?

A change that is gradual leaves the old level in one period, goes on evenly, and reaches the new level in
another (a broken line of three pieces: Muggeo, "Estimating regression models with unknown break-points",
Statistics in Medicine 22, 2003). All pairs of first and last period are weighed by their posterior
probability under flat priors (compare Smith, Biometrika 62, 1975), a step, of one period, having a prior
chance of one half. Where a step, or one with a single period halfway, keeps more than `SUDDEN` the
change is told as sudden. The intervals are of the posterior of all pairs, so that a change of which it is
hardly known whether it took time has wide ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.measuring.noise import Noise, SeenValues, Whitener, stretches
from detente.measuring.points import Floats

SUDDEN = 0.2
"""Probability of a step above which a change is told as one (`benchmarks/ramps.py`)."""
LONGEST = 60
"""Periods with a value that a gradual change lasts at the most."""
REACH = 240
"""Values on either side that are looked at."""
FEWEST = 5
"""Values that a line of three pieces needs."""

Whole = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Gradual:
    """The first period off the old level and the first of the new one, by place among the values seen, each
    with its interval; and the probability that the change was sudden."""

    began: int
    began_low: int
    began_high: int
    ended: int
    ended_low: int
    ended_high: int
    sudden: float


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """First and last period of changes, and of each the score and the squares that it leaves."""

    first: Whole
    last: Whole
    score: Floats
    squares: Floats

    def probability(self) -> Floats:
        """The posterior of each, steps together having a prior of one half."""
        chance = np.exp(self.score - self.score.max())
        step = self.first == self.last
        for kind in (step, ~step):
            chance[kind] /= max(1, np.count_nonzero(kind))
        return np.asarray(chance / chance.sum(), dtype=np.float64)


def gradual(
    seen: SeenValues, bounds: tuple[int, int, int], noise: Noise, *, shortest: int, level: float
) -> Gradual | None:
    """The gradual change at a turn, given the start, place and end of the stretches beside it; None where
    it was sudden, or that cannot be told."""
    pairs = _pairs(seen, bounds, noise, shortest)
    if pairs is None:
        return None
    chance = pairs.probability()
    sudden = float(chance[pairs.last - pairs.first <= 1].sum())
    if sudden > SUDDEN:
        return None
    tail = (1 - level) / 2
    began_low, began, began_high = _quantiles(pairs.first, chance, tail)
    ended_low, ended, ended_high = _quantiles(pairs.last, chance, tail)
    return Gradual(began, began_low, began_high, ended, ended_low, ended_high, sudden)


def merged(seen: SeenValues, breaks: list[int], noise: Noise, shortest: int) -> list[int]:
    """The breaks, where two that follow each other in one direction are no better than one gradual change
    made one, halfway through it (Schwarz, Annals of Statistics 6, 1978, for the parameter that they have
    more)."""
    bounds = [0, *breaks, len(seen)]
    for index in range(len(breaks) - 1):
        start, one, other, end = bounds[index : index + 4]
        means = [
            seen.values[first:last].mean()
            for first, last in ((start, one), (one, other), (other, end))
        ]
        if (means[1] - means[0]) * (means[2] - means[1]) <= 0:
            continue
        pairs = _pairs(seen, (start, (one + other) // 2, end), noise, shortest)
        if pairs is None:
            continue
        part = Whitener.of(seen, noise.rho, noise.share).part(start, end)
        least = float(pairs.squares.min())
        steps = _squares(seen.values[start:end], [one - start, other - start], part)
        size = end - start
        if size * np.log(least) <= size * np.log(max(steps, np.finfo(float).tiny)) + np.log(size):
            best = int(np.argmin(pairs.squares))
            middle = int(pairs.first[best] + pairs.last[best] + 1) // 2
            return merged(seen, [*breaks[:index], middle, *breaks[index + 2 :]], noise, shortest)
    return breaks


def _pairs(
    seen: SeenValues, bounds: tuple[int, int, int], noise: Noise, shortest: int
) -> Pairs | None:
    start, place, end = bounds
    start, end = max(start, place - REACH), min(end, place + REACH)
    size = end - start
    if size < max(FEWEST, 2 * shortest):
        return None
    near = range(
        max(shortest, place - start - LONGEST), min(size - shortest, place - start + LONGEST) + 1
    )
    first, last = (each.ravel() for each in np.meshgrid(near, near, indexing="ij"))
    kept = (last >= first) & (last - first < LONGEST)
    first, last = first[kept], last[kept]
    time = np.asarray(seen.places[start:end], dtype=float)
    lasts = time[last] - time[first] + 1
    rises = np.clip((time - time[first][:, None] + 1) / lasts[:, None], 0.0, 1.0)
    whiten = Whitener.of(seen, noise.rho, noise.share).part(start, end)
    level, values, shapes = whiten(np.ones(size)), whiten(seen.values[start:end]), whiten(rises)
    values = values - level * (values @ level) / (level @ level)
    shapes = shapes - np.outer(shapes @ level / (level @ level), level)
    spread = np.maximum((shapes**2).sum(axis=1), np.finfo(float).tiny)
    whole = float(values @ values)
    left = np.maximum(whole - (shapes @ values) ** 2 / spread, 1e-12 * whole + np.finfo(float).tiny)
    score = -0.5 * np.log(spread) - (size - 2) / 2 * np.log(left)
    return Pairs(first + start, last + start, score, left)


def _squares(values: Floats, breaks: list[int], whiten: Whitener) -> float:
    design, target = whiten(stretches(len(values), breaks)).T, whiten(values)
    found = np.linalg.lstsq(design, target, rcond=None)[0]
    return float(np.sum((target - design @ found) ** 2))


def _quantiles(places: Whole, chance: Floats, tail: float) -> tuple[int, int, int]:
    order = np.argsort(places, kind="stable")
    below = np.cumsum(chance[order])
    found = np.searchsorted(below, (tail, 0.5, 1 - tail)).clip(max=len(places) - 1)
    low, middle, high = places[order][found].tolist()
    return low, middle, high
