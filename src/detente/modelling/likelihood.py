"""Negative binomial counts whose log mean is not known exactly.

A count has mean μ = exp(η) and variance μ + μ² / size, and η is normal with a known mean and variance. What
is expected of its log-likelihood and of the derivatives is found by Gauss-Hermite quadrature.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, expit, gammaln

from detente.measuring.points import Floats

_PLACES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(5)
PLACES = np.asarray(_PLACES, dtype=np.float64)
WEIGHTS = np.asarray(_WEIGHTS / _WEIGHTS.sum(), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Counts of items (rows) by period (columns), and which of them are known."""

    counts: Floats
    there: Floats
    """1 where a count is known, 0 where not; there the count is 0."""


def slopes(seen: Seen, mean: Floats, variance: Floats, log_size: Floats) -> tuple[Floats, Floats]:
    """The expected first derivative by η, and the expected second without its sign."""
    size = np.exp(log_size)
    above = mean - log_size
    spread = np.sqrt(variance)
    first = np.zeros_like(mean)
    second = np.zeros_like(mean)
    for place, weight in zip(PLACES, WEIGHTS, strict=True):
        share = expit(above + place * spread)
        first += weight * share
        second += weight * share * (1 - share)
    whole = seen.counts + size
    return seen.there * (seen.counts - whole * first), seen.there * whole * second


def log_likelihood(
    seen: Seen, mean: Floats, variance: Floats, log_size: Floats
) -> tuple[float, Floats]:
    """The expected log-likelihood of all counts, and its derivative by the log size of each item."""
    size, counts = np.exp(log_size), seen.counts
    above, spread = mean - log_size, np.sqrt(variance)
    share = np.zeros_like(mean)
    logs = np.zeros_like(mean)
    for place, weight in zip(PLACES, WEIGHTS, strict=True):
        eta = above + place * spread
        share += weight * expit(eta)
        logs += weight * np.logaddexp(0.0, eta)
    whole = counts + size
    terms = gammaln(whole) - gammaln(size) - gammaln(counts + 1) + counts * above - whole * logs
    rise = size * (digamma(whole) - digamma(size)) - counts - size * logs + whole * share
    return float((seen.there * terms).sum()), (seen.there * rise).sum(axis=1)
