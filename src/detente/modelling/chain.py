"""A hidden value that wanders about zero, and what is known of it once something is seen in each period.

    x_t = φ x_{t-1} + step_t        x_t ~ N(0, sd²) of itself

What is seen tells of each x_t alone, so what is known afterwards has a tridiagonal precision matrix. Its
inverse is wanted on and beside the diagonal, and is had from the pivots of the matrix and of the matrix
upside down (Rue and Held, Gaussian Markov Random Fields, 2005, 2.4): the same as a Kalman filter and
smoother give (Durbin and Koopman, Time Series Analysis by State Space Methods, 2012), as a test shows, in
three calls of LAPACK. `detente.measuring.local_level` goes the same way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack, solveh_banded

from detente.measuring.points import Floats


@dataclass(frozen=True, slots=True)
class Chain:
    """How a hidden value wanders: by how much of the last it keeps, and how far it strays of itself."""

    keeps: float
    sd: float

    @property
    def step(self) -> float:
        """The variance of a step."""
        return self.sd**2 * (1 - self.keeps**2)

    def precision(self, count: int) -> tuple[Floats, Floats]:
        """The diagonal of the precision matrix of so many values, and what stands beside it."""
        diagonal = np.full(count, (1 + self.keeps**2) / self.step)
        diagonal[[0, -1]] = 1 / self.step
        if count == 1:
            diagonal[:] = 1 / self.sd**2
        return diagonal, np.full(count - 1, -self.keeps / self.step)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of the hidden values: mean and variance of each, covariance with the next, and the
    precision matrix that these come from."""

    mean: Floats
    variance: Floats
    beside: Floats
    banded: Floats
    log_volume: float
    """Half the logarithm of the determinant of the covariance matrix."""

    def solved(self, right: Floats) -> Floats:
        """The covariance matrix times some columns."""
        return np.asarray(solveh_banded(self.banded, right, lower=True), dtype=np.float64)


def known(chain: Chain, told: Floats, pull: Floats) -> Known:
    """What is known of a chain of which the periods tell `told` (a precision) and pull by `pull` (precision
    times value)."""
    diagonal, beside = chain.precision(len(told))
    diagonal = diagonal + told
    down, up = _pivots(diagonal, beside), _pivots(diagonal[::-1], beside[::-1])[::-1]
    banded = np.vstack([diagonal, np.append(beside, 0.0)])
    both = down[:-1] * up[1:] - beside**2
    return Known(
        mean=np.asarray(solveh_banded(banded, pull, lower=True)),
        variance=1 / (down + up - diagonal),
        beside=-beside / both,
        banded=banded,
        log_volume=float(-0.5 * np.log(down).sum()),
    )


def _pivots(diagonal: Floats, beside: Floats) -> Floats:
    """What is left of each place of the diagonal once those before it are eliminated."""
    found, _, _ = lapack.dpttrf(diagonal, beside)
    return np.asarray(found, dtype=np.float64)
