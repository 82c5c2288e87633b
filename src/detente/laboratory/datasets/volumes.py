"""Two directions of acts, told as much as the press has room: does a measure take the volume for answers?

Everything comes from a seed. In each period the volume of reporting says how many acts are to be expected,
of the two and of all others alike; the levels say what an act's score is. Nobody answers anybody, unless
asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.laboratory.datasets.pairs import autoregression
from detente.measuring.coverage import Coverage
from detente.measuring.points import Floats, Points

Volume = Literal["even", "wandering", "outage", "thin", "growing", "more"]
"""How much is written: the same; a first-order autoregression of .8; nothing for a year; a sixth for a
year; from a third to three times; 1.6 times from the middle on."""
Levels = Literal["even", "moving", "trend", "drifting"]
"""Mean scores: one level; autoregressions of .3; the same with a shared trend; random walks."""
NAMES = ("CHL>KEN", "KEN>CHL")
LEVEL, SPREAD = -2.0, 4.0
"""The usual mean score, and how far single acts lie about it (one standard deviation)."""
YEAR, BURNT = 12, 60


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The sums of two directions, and what the data set tells of others."""

    series: dict[str, Points]
    coverage: Coverage


def told(
    volume: Volume = "even",
    levels: Levels = "even",
    *,
    answer: float = 0.0,
    rate: float = 20.0,
    others: float = 300.0,
    dispersion: float = 0.0,
    untouched: bool = False,
    periods: int = 120,
    seed: int = 0,
) -> Told:
    """Sums of scores over months.

    `answer` is how much of the first level the second takes over a month later; `rate` and `others` the
    acts a month to be expected of each direction and of other states, `dispersion` by how much the variance
    of their numbers exceeds that of a Poisson (as in a negative binomial). `untouched` keeps the two from
    moving with the volume.
    """
    rng = np.random.default_rng([seed, 18])
    room = _volume(volume, periods, rng)
    scores = _levels(levels, periods, rng)
    scores[1, 1:] += answer * (scores[0, :-1] - LEVEL)
    own = np.ones(periods) if untouched else room
    counts = _counts(np.tile(rate * own, (2, 1)), dispersion, rng)
    sums = counts * scores + np.sqrt(counts) * rng.normal(scale=SPREAD, size=counts.shape)
    names = tuple(f"{2010 + month // YEAR}-{month % YEAR + 1:02d}" for month in range(periods))
    number = _counts(others * room, 0.0, rng)
    return Told(
        {
            name: Points(names, values, None, "total score", "month")
            for name, values in zip(NAMES, sums, strict=True)
        },
        Coverage(names, number + counts.sum(axis=0), number, room == 0),
    )


def _volume(kind: Volume, periods: int, rng: np.random.Generator) -> Floats:
    room = np.ones(periods)
    if kind == "wandering":
        return np.exp(0.6 * autoregression(rng.normal(size=periods + BURNT), 0.8)[BURNT:])
    if kind == "growing":
        return np.asarray(np.geomspace(1 / 3, 3, periods))
    if kind == "more":
        room[periods // 2 :] = 1.6
    elif kind in ("outage", "thin"):
        start = int(rng.integers(YEAR, periods - 2 * YEAR))
        room[start : start + YEAR] = 0.0 if kind == "outage" else 1 / 6
    return room


def _levels(kind: Levels, periods: int, rng: np.random.Generator) -> Floats:
    found = np.full((2, periods), LEVEL)
    if kind == "drifting":
        return found + 0.4 * np.cumsum(rng.normal(size=found.shape), axis=1)
    if kind != "even":
        moving = [autoregression(rng.normal(size=periods + BURNT), 0.3)[BURNT:] for _ in found]
        found += 1.5 * np.array(moving)
    return found + np.linspace(-3, 3, periods) if kind == "trend" else found


def _counts(expected: Floats, dispersion: float, rng: np.random.Generator) -> Floats:
    if dispersion:
        expected = expected * rng.gamma(1 / dispersion, dispersion, size=expected.shape)
    return rng.poisson(expected).astype(np.float64)
