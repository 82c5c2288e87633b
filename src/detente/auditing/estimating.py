"""A ratio in a population, from what a coder says of all of it and what was found in the part checked.

The population lies in strata, of each of which a random part was checked. A total is estimated by
λ · (the coder's total) + Σ weight · (found - λ · coded) over the units checked, the weight being the size
of a stratum over how many of it were checked. Whatever λ is and however the coder errs, that is right on
average: it is the difference estimator of survey sampling (Cochran 1977; Särndal, Swensson and Wretman
1992), and, for labels of a coder, prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan and
Zrnic 2023) and design-based supervised learning (Egami, Hinck, Stewart and Wei 2023). λ is the one with
the least variance (power tuning: Angelopoulos, Duchi and Zrnic 2023, PPI++), so that a coder that is of no
use does no harm; with λ = 0 only the units checked tell.

Of a stratum in which a single unit was checked, of many, no spread is known: it takes that of its group,
which holds what strata differ by and is rather too large.

Acts and passages are two populations of which samples are drawn independently; totals add up, and so do
variances. The variance of a ratio is that of its residuals, found - ratio · counted (linearisation), each
stratum by itself, with the correction for a finite population. Intervals are those of Student's t with
Satterthwaite's degrees of freedom, counting only units that depart from the ratio; of shares those of
Wilson, with the number of units that a simple sample would need for the same variance (Korn and Graubard
1998; Franco and others 2019).

A stratum in which no error was found has no variance to show, and yet may have errors that were not
drawn. There, the variance is at least that of an error rate of 0.5 in n + 1 (the mean of Jeffreys'
posterior), each error as grave as the loss of a unit, or as units differ from each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.errors import TooLittleDataError
from detente.measuring.tally import Floats, Ints

TINY = 1e-9
"""Variance of a share that is 0 or 1 but for rounding."""
FEWEST = 2
"""Units checked of a stratum, without which it has no spread of its own and takes that of others, too."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval. `coded` is what the coder alone tells, None where it tells nothing."""

    value: float
    low: float
    high: float
    coded: float | None
    tuning: float
    """How far the coder's own figures were used: λ, 0 to 1."""
    error: float
    """Standard error."""


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """Units in strata, and which were checked."""

    place: Ints
    """The stratum of each unit, from 0."""
    checked: Ints
    """The units checked, by index."""
    sizes: Floats
    """Units of each stratum in the population."""
    group: Ints
    """The group of strata by which the spread within each stratum is told."""

    @classmethod
    def of(cls, names: Sequence[str], checked: Sequence[int], *, grown: float = 1.0) -> Strata:
        """Strata from the name of each unit's; one of which nothing was checked is joined to the next. One
        with a single unit checked keeps its weight, and takes its spread from the next, too; one that was
        checked whole has nothing left to doubt.

        `grown` says how many times larger the population is than the units given. Raises
        `TooLittleDataError` where fewer than two units were checked at all.
        """
        if len(checked) < FEWEST:
            raise TooLittleDataError(
                f"{len(checked)} checked; {FEWEST} or more are needed",
                advice="Check more of the sample.",
            )
        known = sorted(set(names))
        place = np.array([known.index(name) for name in names], dtype=np.int64)
        seen = np.asarray(checked, dtype=np.int64)
        place = _joined(np.bincount(place[seen], minlength=len(known)), 1)[place]
        sizes = np.asarray(np.bincount(place) * grown, dtype=np.float64)
        counts = np.bincount(place[seen], minlength=len(sizes))
        return cls(place, seen, sizes, _groups(counts, counts >= sizes))

    @property
    def counts(self) -> Floats:
        """Units checked of each stratum."""
        found = np.bincount(self.place[self.checked], minlength=len(self.sizes))
        return np.asarray(found, dtype=np.float64)

    @property
    def weights(self) -> Floats:
        """How many units of the population each unit checked stands for."""
        return np.asarray((self.sizes / self.counts)[self.place[self.checked]])

    def covariances(self, one: Floats, other: Floats) -> Floats:
        """The covariance of two values of the units checked in each stratum, or in its group."""
        own = self.group[self.place[self.checked]]
        counts = np.bincount(own)
        first, second = (each - (np.bincount(own, each) / counts)[own] for each in (one, other))
        found = np.bincount(own, first * second) / np.maximum(counts - 1, 1)
        return np.asarray(found[self.group])

    @property
    def factors(self) -> Floats:
        """What a stratum's variance is multiplied with to be that of its total."""
        unseen = np.clip(1 - self.counts / self.sizes, 0.0, 1.0)
        return np.asarray(self.sizes**2 * unseen / self.counts)


def _joined(seen: Ints, fewest: int) -> Ints:
    """To which of some groups each stratum goes, such that in each at least `fewest` units were checked."""
    target, held, group = np.zeros(len(seen), dtype=np.int64), 0, 0
    for stratum, count in enumerate(seen):
        target[stratum] = group
        held += count
        if held >= fewest:
            group, held = group + 1, 0
    target[target == group] = max(0, group - 1)
    return target


def _groups(counts: Ints, whole: npt.NDArray[np.bool_]) -> Ints:
    """The groups of strata: those checked whole by themselves, the others with `FEWEST` checked or more."""
    found = np.zeros(len(counts), dtype=np.int64)
    left = np.flatnonzero(~whole)
    if len(left):
        found[left] = _joined(counts[left], FEWEST)
    found[whole] = found.max() + 1 + np.arange(whole.sum())
    return np.unique(found, return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One population: the numerator and denominator of each unit as coded, and as found where checked."""

    strata: Strata
    coded: Floats
    """Of all units: two columns."""
    found: Floats
    """Of the units checked, in their order: two columns."""

    def total(self, tuning: float) -> Floats:
        """Numerator and denominator of the population."""
        strata = self.strata
        wrong = self.found - tuning * self.coded[strata.checked]
        return np.asarray(tuning * self.as_coded() + strata.weights @ wrong)

    def as_coded(self) -> Floats:
        """The same as the coder alone tells it."""
        grown = self.strata.sizes / np.bincount(self.strata.place)
        return np.asarray(grown[self.strata.place] @ self.coded)

    def residuals(self, ratio: float) -> tuple[Floats, Floats]:
        """How each unit checked departs from a ratio, as found and as coded."""
        line = np.array([1.0, -ratio])
        return self.found @ line, self.coded[self.strata.checked] @ line

    def losses(self, ratio: float, grave: float) -> Floats:
        """The mean square by which an error in one unit of each stratum would matter: that it is lost, or
        that it is as far from what it should be as units are from each other (`grave`)."""
        squares = (self.coded @ np.array([1.0, -ratio])) ** 2
        squares = np.maximum(squares, grave * self.coded[:, 1] ** 2)
        counts = np.bincount(self.strata.place)
        return np.asarray(np.bincount(self.strata.place, squares) / counts)


def ratio(
    parts: Sequence[Part],
    *,
    width: float = 0.9,
    tuning: float | None = None,
    share: bool = False,
    grave: float | None = None,
) -> Estimate | None:
    """The ratio of two totals over all parts, with its interval; None where there is nothing to count.

    The first part is that of acts; how grave a missed act is in the others is told by it. `tuning` is λ,
    the best where it is None. `share` says that the ratio lies between 0 and 1. `grave` is the square by
    which an error that was not drawn may be off, the variance of what was coded where it is None.
    """
    first = _quotient(parts, 1.0 if tuning is None else tuning)
    if first is None:
        return None
    chosen = _best_tuning(parts, first) if tuning is None else tuning
    value = _quotient(parts, chosen)
    if value is None:
        return None
    whole = float(sum(part.total(chosen)[1] for part in parts))
    variance, freedom = _variance(
        parts, value, chosen, _spread(parts[0]) if grave is None else grave
    )
    error, quantile = math.sqrt(variance) / whole, _student(width, freedom)
    low, high = (
        _wilson(value, error, quantile, width, parts)
        if share
        else (value - quantile * error, value + quantile * error)
    )
    above, below = np.sum([part.as_coded() for part in parts], axis=0)
    return Estimate(value, low, high, float(above / below) if below else None, chosen, error)


def _quotient(parts: Sequence[Part], tuning: float) -> float | None:
    above, below = np.sum([part.total(tuning) for part in parts], axis=0)
    return float(above / below) if below > 0 else None


def _best_tuning(parts: Sequence[Part], value: float) -> float:
    """The λ of least variance, from 0 to 1; 1 where the coder says the same of every unit."""
    shared = own = 0.0
    for part in parts:
        found, coded = part.residuals(value)
        shared += float(part.strata.factors @ part.strata.covariances(found, coded))
        own += float(part.strata.factors @ part.strata.covariances(coded, coded))
    return min(1.0, max(0.0, shared / own)) if own > 0 else 1.0


def _spread(acts: Part) -> float:
    """The variance of what was coded, act by act."""
    counted = acts.coded[acts.coded[:, 1] > 0]
    return float(np.var(counted[:, 0] / counted[:, 1])) if len(counted) else 0.0


def _variance(
    parts: Sequence[Part], value: float, tuning: float, grave: float
) -> tuple[float, float]:
    """The variance of the residuals' total, and its degrees of freedom: units that are as expected tell
    nothing of how large a departure may be, and do not count."""
    losses = parts[0].losses(value, grave)
    counts = np.bincount(parts[0].strata.place)
    usual = float(losses @ counts / counts.sum())
    variances, freedoms = [], []
    for number, part in enumerate(parts):
        found, coded = part.residuals(value)
        left = found - tuning * coded
        seen = part.strata.covariances(left, left)
        rate = 0.5 / (part.strata.counts + 1)
        least = rate * (1 - rate) * (losses if number == 0 else usual)
        variances.append(part.strata.factors * np.maximum(seen, least))
        group = part.strata.group
        own = group[part.strata.place[part.strata.checked]]
        free = np.where(
            seen > least,  # else nothing was estimated: the least was set
            np.bincount(own, left != 0)[group] - 1,
            np.bincount(own)[group] - 1,
        )
        freedoms.append(np.maximum(free, 1))
    each, free = np.concatenate(variances), np.concatenate(freedoms)
    whole = float(each.sum())
    return whole, float(whole**2 / np.sum(each**2 / free)) if whole > 0 else math.inf


def _student(width: float, freedom: float) -> float:
    from scipy import stats

    return float(stats.t.ppf((1 + width) / 2, min(freedom, 1e6)))


def _wilson(
    value: float, error: float, quantile: float, width: float, parts: Sequence[Part]
) -> tuple[float, float]:
    """Wilson's interval for as many units as would have this error in a simple sample; where all units
    are alike, for as many as their weights are worth (Kish 1965)."""
    if error == 0:
        return value, value
    inside = value * (1 - value)
    if inside > TINY:
        return _around(value, inside / error**2, quantile)
    weights = np.concatenate([part.strata.weights for part in parts])
    alike = float(weights.sum() ** 2 / (weights**2).sum())
    return wilson(min(max(value, 0.0), 1.0), alike, width)


def wilson(share: float, count: float, width: float = 0.95) -> tuple[float, float]:
    """The interval of a share of `count` units of a simple sample (Wilson 1927)."""
    return _around(share, count, _student(width, math.inf))


def _around(share: float, count: float, quantile: float) -> tuple[float, float]:
    square = quantile**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = math.sqrt(square * (share * (1 - share) / count + square / (4 * count**2)))
    half /= 1 + square / count
    return max(0.0, middle - half), min(1.0, middle + half)
