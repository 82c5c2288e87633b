"""Who goes between two states: thirds that meet both within a few days, more often than chance has it.

A third that meets one on so many days and the other on so many meets both in some weeks by accident, and
more so where it meets many, and when much is written. So chance is made of its own days: within each year
those with one of the two are moved round the year together, so that runs of days stay runs, by the clock of
the third's other meetings and of everybody's (time runs faster when there are more of them; a time change
as in Daley and Vere-Jones, "An Introduction to the Theory of Point Processes", 2003, 7.4; moving round as
in Lotwick and Silverman, "Methods for analysing spatial processes of several types of points", Journal of
the Royal Statistical Society B 44, 1982).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.measuring.points import Floats
from detente.measuring.tally import Ints

ORDINARY = 50.0
"""How many meetings of its own a third must have in a year for its clock to go by them as much as by
everybody's."""
STEADY = 0.1
"""The share of a year's clock that goes evenly, so that no day stands still."""


@dataclass(frozen=True, slots=True)
class Between:
    """On how many days a third met one of two states within some days of the other, and what chance
    gives."""

    near: int
    expected: float
    p_value: float


def going_between(
    first: Ints,
    second: Ints,
    clock: Floats,
    years: Ints,
    *,
    within: int,
    draws: int,
    rng: np.random.Generator,
) -> Between:
    """Hold the days of a third with one state (places of days, rising) against those with the other.

    `clock` says how fast time runs on each day, `years` which year it lies in.
    """
    fewer, more = sorted((first, second), key=len)
    reached = _reached(more, len(clock), within)
    near = int(reached[fewer].sum())
    found = np.zeros(draws, dtype=np.int64)
    for year in np.unique(years[fewer]):
        days = np.flatnonzero(years == year)
        found += reached[_moved(fewer[years[fewer] == year], days, clock, draws, rng)].sum(axis=1)
    p_value = float((1 + np.sum(found >= near)) / (1 + draws))
    return Between(near, round(float(found.mean()), 6), p_value)


def clock_of(own: Floats, everyone: Floats, years: Ints, within: int) -> Floats:
    """How fast time runs on each day: by a third's other meetings, smoothed over some days, as far as it
    has many, and by everybody's."""
    width = 2 * within + 1
    smooth = np.convolve(own, np.full(width, 1.0 / width), mode="same")
    found = np.empty(len(own))
    for year in np.unique(years):
        days = years == year
        even = 1.0 / days.sum()
        total = everyone[days].sum()
        usual = everyone[days] / total if total else np.full(int(days.sum()), even)
        speed = smooth[days] + ORDINARY * usual
        found[days] = (1 - STEADY) * speed / speed.sum() + STEADY * even
    return found


def _reached(days: Ints, length: int, within: int) -> npt.NDArray[np.bool_]:
    """Which days lie within some days of one of those."""
    edges = np.zeros(length + 1, dtype=np.int64)
    np.add.at(edges, np.maximum(days - within, 0), 1)
    np.add.at(edges, np.minimum(days + within + 1, length), -1)
    return np.asarray(edges.cumsum()[:length] > 0)


def _moved(own: Ints, days: Ints, clock: Floats, draws: int, rng: np.random.Generator) -> Ints:
    """The days of a year moved round it together: a row for each draw."""
    ends = np.cumsum(clock[days])
    at = (ends - clock[days] / 2)[own - days[0]] / ends[-1]
    later = (at + rng.random((draws, 1))) % 1.0
    place = np.searchsorted(ends / ends[-1], later)
    return np.asarray(days[np.minimum(place, len(days) - 1)], dtype=np.int64)
