"""Shares and means of an outlet, and how they differ from those of the others on the same days.

What is told on one day is of one story, and told alike. So the variance of a share is that of a ratio of
sums over days (Cochran, *Sampling Techniques*, 1977, 6.3), and an outlet is held against all others by the
difference of Mantel and Haenszel ("Statistical aspects of the analysis of data from retrospective studies",
JNCI 22, 1959; for differences Greenland and Robins, *Biometrics* 41, 1985) with days as strata, its
variance told by how much days differ, which holds whatever an outlet makes of a day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from scipy.stats import t as student

FEWEST_DAYS = 5
"""Below which neither a band nor a difference is told."""
Day = dt.date | None
Sums = dict[Day, tuple[float, float]]
"""By day: the sum of what is counted or measured, and of how many."""


def summed(parts: Iterable[tuple[str, Day, float, float]]) -> dict[str, Sums]:
    """Sums by outlet and day of what is given as outlet, day, value and how many."""
    found: dict[str, Sums] = defaultdict(dict)
    for outlet, day, n, of in parts:
        before = found[outlet].get(day, (0.0, 0.0))
        found[outlet][day] = (before[0] + n, before[1] + of)
    return found


def others(sums: Mapping[str, Sums], without: str) -> Sums:
    """Sums by day of all outlets but one."""
    found: Sums = {}
    for outlet, held in sums.items():
        if outlet != without:
            for day, (n, of) in held.items():
                before = found.get(day, (0.0, 0.0))
                found[day] = (before[0] + n, before[1] + of)
    return found


def reach(width: float, days: int) -> float:
    """Standard errors from the middle of a band of some width (0 to 1) to its end."""
    return float(student.ppf((1 + width) / 2, days - 1))


class Ratio(NamedTuple):
    """A share or mean, its standard error by how much days differ, and the days that it rests on."""

    n: float
    of: float
    value: float
    error: float
    days: int

    @classmethod
    def from_sums(cls, sums: Sums) -> Ratio:
        """From sums by day; all zero where there is nothing."""
        held = [sums[day] for day in sorted(sums, key=_order) if sums[day][1]]
        if not held:
            return cls(0.0, 0.0, 0.0, 0.0, 0)
        values, bases = np.array(held, dtype=np.float64).T
        days, total, base = len(held), float(values.sum()), float(bases.sum())
        off = values - total / base * bases
        spread = days / max(1, days - 1) * float((off**2).sum())
        return cls(total, base, total / base, spread**0.5 / base, days)


class Difference(NamedTuple):
    """A share or mean less another, on the days that have both, with its standard error, how many days,
    and of how many each of the two is on these."""

    value: float
    error: float
    days: int
    of: float
    of_others: float
    usual: float
    """The share or mean of both together on these days."""

    @classmethod
    def between(cls, own: Sums, other: Sums) -> Difference | None:
        """None where too few days have both, or nothing differs anywhere."""
        both = [
            (*own[day], *other[day])
            for day in sorted(own, key=_order)
            if own[day][1] and other.get(day, (0.0, 0.0))[1]
        ]
        if len(both) < FEWEST_DAYS:
            return None
        n, of, n_others, of_others = np.array(both, dtype=np.float64).T
        weights = of * of_others / (of + of_others)
        apart = n / of - n_others / of_others
        value = float(weights @ apart / weights.sum())
        off = float((weights**2 @ (apart - value) ** 2) ** 0.5 / weights.sum())
        error = off * (len(both) / (len(both) - 1)) ** 0.5
        usual = float((n.sum() + n_others.sum()) / (of.sum() + of_others.sum()))
        if not error:
            return None
        return cls(value, error, len(both), float(of.sum()), float(of_others.sum()), usual)

    @property
    def p_value(self) -> float:
        """Two-sided."""
        return float(2 * student.sf(abs(self.value) / self.error, self.days - 1))


def _order(day: Day) -> dt.date:
    return day or dt.date.max
