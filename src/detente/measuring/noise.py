"""How a period's value strays from its level: by how few acts it is a mean of, and by what was before.

The value of period t is its level plus noise of variance s²(1 - c + c h/nₜ), h the harmonic mean of
the counts: a part that all periods share and a part that a mean over n acts has. Measured in its
own standard deviation, the noise follows a first-order autoregression with coefficient rho, starting
afresh after a period without value. Both rho and c are found by maximum likelihood over a grid, with
levels by generalised least squares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.measuring.points import Floats, Points

RHOS = np.arange(0.0, 0.91, 0.1)
SHARES = np.arange(0.0, 1.01, 0.25)

ROUNDING = 1e-12
"""Of a value, what is taken to come from rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class SeenValues:
    """The periods with a value: their places, values, counts, and whether one lies just before."""

    places: tuple[int, ...]
    values: Floats
    counts: Floats | None
    fresh: Floats

    @classmethod
    def of(cls, points: Points) -> SeenValues:
        """What of the points has a value; counts that are all alike tell nothing and are dropped."""
        places = points.seen()
        counts = None if points.counts is None else points.counts[places]
        if counts is not None and (len(np.unique(counts)) < 2 or counts.min() <= 0):
            counts = None
        fresh = np.diff(places, prepend=-2) > 1
        return cls(tuple(places.tolist()), points.values[places], counts, fresh.astype(float))

    def __len__(self) -> int:
        return len(self.values)

    def weights(self, share: float) -> Floats:
        """One over the variance of each value, as far as its count decides; 1 on the whole."""
        if self.counts is None:
            return np.ones(len(self))
        return weights_of(self.counts, share, self.usual())

    def usual(self) -> float:
        """The harmonic mean of the counts, 1 where they are not known."""
        return 1.0 if self.counts is None else float(len(self) / np.sum(1.0 / self.counts))


def weights_of(counts: Floats, share: float, usual: float) -> Floats:
    """One over the variance of a mean over each count, 1 at the usual count."""
    return np.asarray(1.0 / (1.0 - share + share * usual / counts))


@dataclass(frozen=True, slots=True)
class Noise:
    """`rho`: autocorrelation from period to period, 0 to 0.9. `share`: part of the variance that is due
    to counts, 0 to 1. `variance`: that of a value of usual count about its level."""

    rho: float
    share: float
    variance: float


@dataclass(frozen=True, slots=True, eq=False)
class Whitener:
    """Turns values into uncorrelated ones of equal variance."""

    root: Floats
    fresh: Floats
    rho: float

    @classmethod
    def of(cls, seen: SeenValues, rho: float, share: float) -> Whitener:
        return cls(np.sqrt(seen.weights(share)), seen.fresh, rho)

    def part(self, start: int, end: int) -> Whitener:
        """The same for a stretch, which starts afresh."""
        fresh = self.fresh[start:end].copy()
        fresh[:1] = 1.0
        return Whitener(self.root[start:end], fresh, self.rho)

    def __call__(self, values: Floats) -> Floats:
        """Values along the last axis, whitened."""
        scaled = values * self.root
        before = np.concatenate([np.zeros_like(scaled[..., :1]), scaled[..., :-1]], axis=-1)
        return np.asarray(self.entry() * values - (1.0 - self.fresh) * self.rho * before)

    def back(self, whitened: Floats) -> Floats:
        """The values that became these, along the last axis."""
        found = np.empty_like(whitened)
        scaled = np.zeros_like(whitened[..., 0])
        start = np.sqrt(1 - self.rho**2)
        for place, fresh in enumerate(self.fresh):
            shock = whitened[..., place]
            scaled = shock / start if fresh else shock + self.rho * scaled
            found[..., place] = scaled / self.root[place]
        return found

    def entry(self) -> Floats:
        """What a step that sets in at a period adds to that period."""
        return np.asarray(self.root * np.where(self.fresh > 0, np.sqrt(1 - self.rho**2), 1.0))


def levels(seen: SeenValues, breaks: Sequence[int], noise: Noise) -> Floats:
    """The level of each value's stretch: the mean of its values, weighted for their counts."""
    steps, weights = stretches(len(seen), breaks), seen.weights(noise.share)
    return np.asarray((steps @ (weights * seen.values) / (steps @ weights)) @ steps)


def stretches(length: int, breaks: Sequence[int]) -> Floats:
    """A row for each stretch between breaks, 1 within it and 0 outside."""
    place = np.searchsorted(np.asarray(breaks, dtype=int), np.arange(length), side="right")
    return np.asarray(place == np.arange(len(breaks) + 1)[:, None], dtype=float)


def fitted(seen: SeenValues, breaks: Sequence[int]) -> tuple[Noise, float]:
    """The likeliest noise around the levels between breaks, and minus twice its log likelihood."""
    steps = stretches(len(seen), breaks)
    shares = (0.0,) if seen.counts is None else tuple(SHARES.tolist())
    # Where no value follows another, nothing tells how much of one stays in the next.
    rhos = RHOS[:1] if seen.fresh.all() else RHOS
    tried = [(*_deviance(seen, steps, rho, share), rho, share) for share in shares for rho in rhos]
    deviance, squares, rho, share = min(tried)
    spare = max(1, len(seen) - len(steps))
    slow = _unbiased(float(rho), len(seen), len(steps))
    return Noise(slow, share, squares / spare / (1 - slow**2)), deviance


def _unbiased(rho: float, size: int, levels: int) -> float:
    """Kendall's correction (Biometrika 41, 1954), for as many means as there are levels."""
    if rho <= 0 or size <= levels + 2:
        return rho
    return min(float(RHOS[-1]), (size * rho + levels) / (size - levels - 2))


def _deviance(seen: SeenValues, steps: Floats, rho: float, share: float) -> tuple[float, float]:
    whiten = Whitener.of(seen, rho, share)
    _, squares = _solved(seen, steps, whiten)
    size = len(seen)
    # What rounding leaves of values that lie on their levels has no order in time.
    tiny = max(float(np.finfo(float).tiny), ROUNDING**2 * float(np.sum(seen.values**2)))
    shape = np.log(whiten.root).sum() * 2 + seen.fresh.sum() * np.log(1 - rho**2)
    return float(size * np.log(max(squares, tiny) / size) - shape), squares


def _solved(seen: SeenValues, steps: Floats, whiten: Whitener) -> tuple[Floats, float]:
    design, target = whiten(steps).T, whiten(seen.values)
    found = np.linalg.lstsq(design, target, rcond=None)[0]
    return found, float(np.sum((target - design @ found) ** 2))
