"""Where the level changes: which number of breaks, and roughly where.

Candidates are the optimal partitions under squared error for a range of penalties, found by PELT
(Killick, Fearnhead and Eckley, "Optimal detection of changepoints with a linear computational
cost", Journal of the American Statistical Association 107, 2012) as `ruptures` has it (Truong,
Oudre and Vayatis, Signal Processing 167, 2020). Among them the one with the least modified BIC is
chosen (Zhang and Siegmund, "A modified Bayes information criterion with applications to the
analysis of comparative genomic hybridization data", Biometrics 63, 2007), with the likelihood of
autocorrelated noise, so that a series which only wanders slowly is not cut (compare Lu, Lund and Lee,
"An MDL approach to the climate segmentation problem", Annals of Applied Statistics 4, 2010).

With a least length of stretches PELT's pruning is not exact, so one penalty alone may miss the best
partition; the series uncut is always a candidate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from ruptures import KernelCPD, Pelt
from ruptures.base import BaseCost

from detente.measuring.noise import Noise, SeenValues, fitted
from detente.measuring.points import Floats

PENALTIES = np.geomspace(2.0, 90.0, 12)
"""In units of the noise's variance times the log of the length; the modified BIC asks for 3 where the
noise is white, and for more the slower it is."""
LONG = 800
"""Values beyond which candidates come from equal weights alone: with others PELT takes minutes."""
MAD = 0.6745
"""Median absolute deviation of a standard normal variable."""


class WeightedSquares(BaseCost):  # type: ignore[misc]  # ruptures has no types
    """Cost of a stretch: weighted squares about its weighted mean."""

    model = "weighted-l2"
    min_size = 1

    def __init__(self, weights: Floats) -> None:
        self.weights = weights

    def fit(self, signal: Floats) -> WeightedSquares:
        """Take the values and sum them once."""
        self.signal = signal.reshape(-1, 1)
        moments = (self.weights, self.weights * signal, self.weights * signal**2)
        self.sums = [np.concatenate([[0.0], np.cumsum(each)]).tolist() for each in moments]
        return self

    def error(self, start: int, end: int) -> float:
        """The cost of the values from `start` up to but without `end`."""
        weight, mean, square = (each[end] - each[start] for each in self.sums)
        return float(square - mean * mean / weight)


def segment(seen: SeenValues, shortest: int) -> tuple[list[int], Noise]:
    """The places at which a new level sets in, and the noise about the levels."""
    best = min(_candidates(seen, shortest), key=lambda breaks: (criterion(seen, breaks), breaks))
    return list(best), fitted(seen, best)[0]


def _candidates(seen: SeenValues, shortest: int) -> set[tuple[int, ...]]:
    found: set[tuple[int, ...]] = {()}
    if len(seen) < 2 * shortest:
        return found
    shares = (0.0,) if seen.counts is None or len(seen) > LONG else (0.0, 1.0)
    for share in shares:
        weights = seen.weights(share)
        unit = _variance_of_steps(seen.values * np.sqrt(weights)) * np.log(len(seen))
        pelt = search(seen.values - seen.values.mean(), weights, shortest)
        found |= {tuple(pelt.predict(pen=each * unit)[:-1]) for each in PENALTIES}
    return found


def search(values: Floats, weights: Floats, shortest: int) -> Any:
    """PELT; for equal weights the one that `ruptures` has in C, with a linear kernel: the same."""
    if np.ptp(weights) == 0:
        return KernelCPD(kernel="linear", min_size=shortest).fit(values)
    cost = WeightedSquares(weights)
    return Pelt(custom_cost=cost, min_size=shortest, jump=1).fit(values)


def _variance_of_steps(values: Floats) -> float:
    """Variance of white noise whose steps would be as large, by the median, which breaks leave alone."""
    steps = np.abs(np.diff(values))
    middle = float(np.median(steps)) or float(np.mean(steps))
    return max((middle / MAD) ** 2 / 2, float(np.finfo(float).tiny))


def criterion(seen: SeenValues, breaks: Sequence[int]) -> float:
    """The modified BIC of levels with these breaks between them: the less, the better."""
    size = len(seen)
    parts = np.diff([0, *breaks, size]) / size
    _, deviance = fitted(seen, breaks)
    return float(deviance + 3 * len(breaks) * np.log(size) + np.log(parts).sum())
