"""Signs by chance on the edges of a network that stays as it is.

Two ways. Of the *network*: each edge keeps its place, and the signs are dealt anew, so that the share of
friendly ones stays. Of the *states*: each state keeps, on the mean, its own number of friendly edges. An
edge is friendly with odds that are the product of one number for each of its two states (the signed
configuration model on a fixed topology of Gallo, Garlaschelli, Lambiotte, Saracco and Squartini, "Testing
structural balance theories in heterogeneous signed networks", Communications Physics 7, 2024). The second
is the one to hold balance against: one state that is at odds with all makes many triads of one friendly and
two hostile edges, and takes no side.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from detente.measuring.points import Floats
from detente.measuring.tally import Ints

Signs = npt.NDArray[np.bool_]
"""For each edge whether it is friendly; in more dimensions, one draw in each row."""
RIDGE = 0.5
"""By how much the numbers of states are drawn towards none: a state of few edges tells little of itself.
With less, what is drawn is nearly what was found, and no balance is ever seen; with four times as much,
worlds of states that differ and take no sides are told to be balanced in one of seven."""
STEPS, LONGEST, CLOSE = 100, 4.0, 1e-8
"""Of Newton's method: how many steps at the most, how long one may be, and what is none any more."""


def of_network(friendly: Signs, draws: int, rng: np.random.Generator) -> Signs:
    """The signs dealt anew."""
    return rng.permuted(np.tile(friendly, (draws, 1)), axis=1)


def of_states(
    ends: Ints, friendly: Signs, states: int, draws: int, rng: np.random.Generator
) -> Signs:
    """Signs drawn so that each state has as many friendly edges as it has, on the mean.

    `ends` has the two states of each edge, by number.
    """
    likely = chances(ends, friendly, states)
    return rng.random((draws, len(likely))) < likely


def chances(ends: Ints, friendly: Signs, states: int) -> Floats:
    """How likely each edge is friendly, by what its two states are towards all: a logistic regression on
    the two, by Newton's method."""
    if friendly.all() or not friendly.any():
        return np.asarray(friendly, dtype=np.float64)
    both = np.zeros((len(ends), states + 1))
    both[:, states] = 1.0
    for side in ends.T:
        both[np.arange(len(ends)), side] = 1.0
    penalty = np.full(states + 1, RIDGE)
    penalty[states] = 0.0
    odds = np.zeros(states + 1)
    for _ in range(STEPS):
        likely = expit(both @ odds)
        slope = both.T @ (friendly - likely) - penalty * odds
        curve = (both.T * (likely * (1 - likely))) @ both + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        odds += step * min(1.0, LONGEST / float(np.abs(step).max()))
        if float(np.abs(step).max()) < CLOSE:
            break
    return np.asarray(expit(both @ odds), dtype=np.float64)
