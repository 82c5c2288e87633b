"""How far are two outlets apart, by what they tell and by how they score it?

*By what they tell*: of the acts that a third outlet tells while both were read, how far they tell the
same ones beyond what their volumes make usual and how much others tell of each. That is the correlation
of what is left of two items when the common trait is taken off (Q3 of Yen, "Effects of local item
dependence on the fit and equating performance of the three-parameter logistic model", Applied
Psychological Measurement 8, 1984). The expectation of each leaves the other outlet out.

*By how they score*: of the acts that both tell, the mean of how far their scores lie apart, in points. It
is never nothing, since the coder reads the same act now so, now so.

Intervals are by resampling weeks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from detente.comparing.logistic import logistic, penalty, standardised, waves
from detente.comparing.scoring import Scored
from detente.comparing.weeks import DRAWS, Weeks, reach
from detente.errors import TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.figures import many
from detente.records import column

Floats = npt.NDArray[np.float64]

FEWEST = 3
"""Outlets below which no third can tell an act."""
FEWEST_ACTS = 20
"""Acts told by a third, or by both, below which two outlets have no distance."""
MOST = 40
"""Outlets that are compared, those that tell most."""


@dataclass(frozen=True, slots=True)
class Distance:
    """Two outlets, and how far they are apart."""

    first: str = column("an outlet")
    second: str = column("another")
    acts: int = column("acts that a third tells while both were read")
    either: int = column("of these, how many one of them tells")
    both: int = column("of these, how many both tell")
    alike: float | None = column(
        "how far they tell the same acts, beyond what is usual: a correlation, -1 to 1"
    )
    alike_low: float | None = column("lower end of its 95 % interval, by weeks")
    alike_high: float | None = column("upper end")
    shared: int = column("acts that both tell, whoever else does")
    apart: float | None = column("mean distance of their scores of these, in points")
    apart_low: float | None = column("lower end of its 95 % interval, by weeks")
    apart_high: float | None = column("upper end")


@dataclass(frozen=True, slots=True, eq=False)
class DistancesResult(Exports):
    """The distances of outlets, two by two."""

    record = Distance
    worded_by = "detente.comparing.wording"

    outlets: tuple[str, ...]
    rows: tuple[Distance, ...]
    options: Distances

    def records(self) -> Sequence[Distance]:
        """By the names of both."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was measured, and how."""
        given = {"draws": self.options.draws, "seed": self.options.seed}
        return {"measure": "distances of outlets", "outlets": self.outlets, **given}


@dataclass(frozen=True, slots=True, kw_only=True)
class Distances:
    """Measures how far outlets are apart. `draws` of weeks give intervals, from `seed`."""

    draws: int = DRAWS
    seed: int = 1

    def fit(self, scored: Scored) -> DistancesResult:
        """Each two of the outlets that tell enough.

        Raises `TooLittleDataError` where fewer than `FEWEST` do.
        """
        outlets = those_that_tell(scored)
        weeks = Weeks.of(scored.telling.days, draws=self.draws, flips=0, seed=self.seed)
        rows = [
            _row(scored, pair, weeks)
            for pair in combinations(sorted(outlets, key=lambda at: scored.telling.outlets[at]), 2)
        ]
        names = tuple(sorted(scored.telling.outlets[at] for at in outlets))
        return DistancesResult(names, tuple(rows), self)


def those_that_tell(scored: Scored) -> list[int]:
    """The outlets that tell `FEWEST_ACTS` acts or more, `MOST` at most, those that tell most first.

    Raises `TooLittleDataError` where there are fewer than `FEWEST`.
    """
    count = scored.told.sum(axis=0)
    outlets = [int(at) for at in np.argsort(-count, kind="stable") if count[at] >= FEWEST_ACTS]
    if len(outlets) < FEWEST:
        raise TooLittleDataError(
            f"{many(len(outlets), 'outlet')} told {FEWEST_ACTS} of these acts or more, and how far outlets "
            f"are apart is asked of {FEWEST} or more",
            advice="Ask for a longer time, or read more outlets.",
        )
    return outlets[:MOST]


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What is left of the telling of two outlets when what is usual is taken off: a value for each week."""

    product: Floats
    first: Floats
    second: Floats

    @classmethod
    def of(cls, scored: Scored, one: int, other: int, weeks: Weeks) -> Left | None:
        """Of two outlets; None where too few acts are told by a third."""
        asked = by_a_third(scored, one, other)
        if asked.sum() < FEWEST_ACTS:
            return None
        first, second = _left(scored, one, other, asked), _left(scored, other, one, asked)
        return cls(weeks.sums(first * second), weeks.sums(first**2), weeks.sums(second**2))

    def alike(self, drawn: Floats) -> Floats:
        """The correlation, for each drawing of weeks."""
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = np.sqrt((drawn @ self.first) * (drawn @ self.second))
            return np.asarray((drawn @ self.product) / spread)


def by_a_third(scored: Scored, one: int, other: int) -> npt.NDArray[np.bool_]:
    """The acts that a third outlet tells, while both were read."""
    read = scored.telling.read
    return np.asarray(read[:, one] & read[:, other] & (_thirds(scored, one, other) > 0))


def _thirds(scored: Scored, one: int, other: int) -> npt.NDArray[np.int64]:
    told = scored.told
    return np.asarray(told.sum(axis=1) - told[:, one] - told[:, other])


def _left(scored: Scored, one: int, other: int, asked: npt.NDArray[np.bool_]) -> Floats:
    """What is told of each act beyond what is usual; nothing of what is not asked."""
    telling = scored.telling
    read = telling.read.sum(axis=1) - telling.read[:, one] - telling.read[:, other]
    columns = [
        np.log1p(telling.articles[asked, one]),
        np.log1p(_thirds(scored, one, other)[asked]),
        np.log1p(read[asked]),
        *waves(telling.days[asked]),
    ]
    known = standardised(columns, int(asked.sum()))
    told = scored.told[asked, one].astype(np.float64)
    left = np.zeros(len(asked))
    left[asked] = told - expit(known @ logistic(known, told, penalty(known)))
    return left


def scores_apart(scores: Floats, one: int, other: int) -> Floats:
    """How far the scores of two outlets lie apart, of each act; NaN where not both tell it."""
    return np.asarray(np.abs(scores[:, one] - scores[:, other]))


def _row(scored: Scored, pair: tuple[int, int], weeks: Weeks) -> Distance:
    one, other = pair
    asked = by_a_third(scored, one, other)
    first, second = scored.told[asked, one], scored.told[asked, other]
    apart = scores_apart(scored.scores, one, other)
    return Distance(
        first=scored.telling.outlets[one],
        second=scored.telling.outlets[other],
        acts=int(asked.sum()),
        either=int((first | second).sum()),
        both=int((first & second).sum()),
        shared=int(np.isfinite(apart).sum()),
        **_alike(scored, pair, weeks, asked),
        **_apart(apart, weeks),
    )


def _alike(
    scored: Scored, pair: tuple[int, int], weeks: Weeks, asked: npt.NDArray[np.bool_]
) -> dict[str, float | None]:
    left = Left.of(scored, *pair, weeks)
    found = np.nan if left is None else float(left.alike(np.ones((1, weeks.count)))[0])
    if left is None or not np.isfinite(found):
        return dict.fromkeys(("alike", "alike_low", "alike_high"))
    far = reach(left.alike(weeks.drawn), len(np.unique(weeks.place[asked])))
    known = np.isfinite(far)
    return {
        "alike": found,
        "alike_low": max(found - far, -1.0) if known else None,
        "alike_high": min(found + far, 1.0) if known else None,
    }


def _apart(apart: Floats, weeks: Weeks) -> dict[str, float | None]:
    held = np.isfinite(apart)
    if held.sum() < FEWEST_ACTS:
        return dict.fromkeys(("apart", "apart_low", "apart_high"))
    total, count = weeks.sums(np.where(held, apart, 0.0)), weeks.sums(held.astype(np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = (weeks.drawn @ total) / (weeks.drawn @ count)
    found, far = float(total.sum() / count.sum()), reach(drawn, int((count > 0).sum()))
    known = np.isfinite(far)
    return {
        "apart": found,
        "apart_low": max(found - far, 0.0) if known else None,
        "apart_high": found + far if known else None,
    }
