"""Which outlet told which act, and how much of each outlet was read at the time?

An outlet can leave out only what it could have told: it was read in the days in which it would have told
it. So beside what was told stands, for each act and outlet, how many articles of that outlet were read
from the day before the act to `AFTER` days later, of whatever they told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.errors import TooLittleDataError

BEFORE, AFTER = 1, 6
"""Days before and after an act within which an outlet could have told it: news is a week old at most, and a
day too early stands for other time zones."""

Truths = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]
Names = npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Act:
    """An act, the group that it is looked at with, its kind, and who told it; `copied` are those who printed
    it in copies of others' texts alone, where these are told apart."""

    act_id: str
    day: np.datetime64
    group: str
    kind: str
    outlets: frozenset[str]
    copied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Printed:
    """How many articles of an outlet were read that are of one day."""

    outlet: str
    day: np.datetime64
    articles: int


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """Acts by day and id against outlets by name: `told` says who told which; `articles` how many articles
    of the outlet were read that could have told it."""

    acts: tuple[Act, ...]
    outlets: tuple[str, ...]
    told: Truths
    copied: Truths
    """Who printed which in copies of others' texts alone, which is neither told nor left out."""
    articles: Counts
    days: Days
    """The day of each act."""
    group: Names
    """The group of each act."""
    kind: Names
    """Its kind."""

    @classmethod
    def of(cls, acts: Iterable[Act], printed: Iterable[Printed]) -> Telling:
        """Who told which act, given what was read of each outlet.

        Raises `TooLittleDataError` where no outlet that is known tells any of the acts.
        """
        held = tuple(sorted(acts, key=lambda act: (act.day, act.act_id)))
        outlets = tuple(sorted({outlet for act in held for outlet in act.outlets | act.copied}))
        if not outlets:
            raise TooLittleDataError(
                "no outlet that is known tells such an act",
                advice="Ask for more, or give articles their outlet: `detente read --outlet`.",
            )
        days = np.array([act.day for act in held], dtype="datetime64[D]")
        return cls(
            acts=held,
            outlets=outlets,
            told=np.array([[outlet in act.outlets for outlet in outlets] for act in held]),
            copied=np.array([[outlet in act.copied for outlet in outlets] for act in held]),
            articles=_articles(days, outlets, printed),
            days=days,
            group=np.array([act.group for act in held]),
            kind=np.array([act.kind for act in held]),
        )

    @property
    def read(self) -> Truths:
        """Whether the outlet was read when the act could have been told, and did not just copy it."""
        return np.asarray(((self.articles > 0) | self.told) & ~self.copied)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, by name."""
        return tuple(np.unique(self.group).tolist())


def _articles(days: Days, outlets: Sequence[str], printed: Iterable[Printed]) -> Counts:
    """Articles of each outlet from `BEFORE` days before each of some days, in order, to `AFTER` after."""
    counted = np.zeros((len(days), len(outlets)), dtype=np.int64)
    place = {outlet: at for at, outlet in enumerate(outlets)}
    for each in printed:
        if (column := place.get(each.outlet)) is not None:
            first = np.searchsorted(days, each.day - np.timedelta64(AFTER, "D"))
            last = np.searchsorted(days, each.day + np.timedelta64(BEFORE, "D"), side="right")
            counted[first:last, column] += each.articles
    return counted
