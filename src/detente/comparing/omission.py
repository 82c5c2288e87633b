"""What does an outlet leave out that it would be expected to tell?

An act of which an outlet says nothing is no omission by itself: most outlets leave out most acts. Asked is
whether it tells the acts of one *group* (what A does to B in material conflict) less than acts that were as
much told by others, while it was read as much, and less than other acts of their kind.

This is the question of differential item functioning (Holland and Thayer, "Differential item performance
and the Mantel-Haenszel procedure", in Wainer and Braun, Test Validity, 1988): outlets are the items, acts
those who answer, and acts are matched by what the other items say of them. For each outlet the chance of
telling an act is a logistic regression on how many of the other outlets told it, which of them, how much of
the outlet was read in its days, its kind, and slow time. Only acts count that another outlet told, and only
while the outlet was read.

Acts of one story are told or left out together. So the test flips the signs of the group's score by whole
weeks (Hemerik, Goeman and Finos, "Robust testing in generalized linear models by sign flipping score
contributions", JRSS B 82, 2020), which holds whatever the variance is. One outlet that tells more of a
group than all others would make all others seem to leave it out; so what is told must stand without any
one of the others. Over all outlets and groups the share of false findings is held (Benjamini and Hochberg,
"Controlling the false discovery rate", JRSS B 57, 1995).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from scipy.stats import false_discovery_control
from scipy.stats import t as student

from detente.comparing.logistic import logistic, penalty, standardised, waves, weighted
from detente.comparing.telling import Telling, Truths
from detente.errors import TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.figures import many
from detente.records import column

Floats = npt.NDArray[np.float64]

FEWEST = 3
"""Outlets below which what others tell is what one other tells."""
FEWEST_ACTS = 10
"""Acts of a group, and beside it, that others told while the outlet was read; with fewer none is asked."""
NAMED = 12
"""Of so many of the other outlets, those that tell most, it counts which they are."""
ASKED = 0.1
"""The same of the group, so that odds are finite where it tells none of its acts, or all."""
FLIPS = 9_999


@dataclass(frozen=True, slots=True)
class Omission:
    """What an outlet told of one group of acts, beside what is usual of it."""

    outlet: str = column("who could have told them")
    group: str = column("the acts: who acts towards whom, and how")
    acts: int = column("acts of the group that another outlet told while this one was read")
    told: int = column("of these, how many it told")
    usual: float = column("how many it would tell of other acts as much told by others")
    odds: float = column("odds that it tells an act of the group, to those of such other acts")
    low: float = column("lower end of the 95 % interval of `odds`")
    high: float = column("upper end")
    p_value: float = column(
        "chance of a difference so large, the largest without any one other outlet"
    )
    q_value: float = column("false discovery rate at which it would be told")
    alike: bool = column(
        "whether it is held against other acts of its kind, else against all others"
    )


@dataclass(frozen=True, slots=True, eq=False)
class OmissionsResult(Exports):
    """What each outlet told of each group of acts."""

    record = Omission
    worded_by = "detente.comparing.wording"

    groups: tuple[str, ...]
    rows: tuple[Omission, ...]
    options: Omissions

    def records(self) -> Sequence[Omission]:
        """By how clear the difference is."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was asked, and how."""
        return {
            "measure": "omissions",
            "groups": self.groups,
            "flips": self.options.flips,
            "seed": self.options.seed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Omissions:
    """Finds what outlets leave out. `seed` draws the signs that are flipped, `flips` of them."""

    seed: int = 1
    flips: int = FLIPS

    def fit(self, telling: Telling) -> OmissionsResult:
        """All outlets and groups that have enough acts, the clearest first.

        Raises `TooLittleDataError` where fewer than `FEWEST` outlets tell the acts.
        """
        if (tellers := int(telling.told.any(axis=0).sum())) < FEWEST:
            raise TooLittleDataError(
                f"these acts are told by {many(tellers, 'outlet')}, and what one leaves out "
                f"is asked of {FEWEST} or more",
                advice="Ask for a longer time, or read more outlets.",
            )
        asked = [
            self._asked(telling, outlet, group)
            for group in telling.groups
            for outlet in range(len(telling.outlets))
        ]
        found = [each for each in asked if each is not None]
        rates = _rates([each["p_value"] for each in found])
        rows = [Omission(**each, q_value=rate) for each, rate in zip(found, rates, strict=True)]
        rows.sort(key=lambda row: (row.q_value, row.p_value, row.outlet, row.group))
        return OmissionsResult(telling.groups, tuple(rows), self)

    def _asked(self, telling: Telling, outlet: int, group: str) -> dict[str, Any] | None:
        inside = telling.group == group
        whole = _Matched.of(telling, outlet, inside)
        if whole is None:
            return None
        chances = [whole.chance(self.flips, self.seed)]
        for other in _others(telling, outlet):
            without = _Matched.of(telling, outlet, inside, without=other)
            chances.append(1.0 if without is None else without.chance(self.flips, self.seed))
        return {
            "outlet": telling.outlets[outlet],
            "group": group,
            "acts": int(whole.inside.sum()),
            "told": int(whole.told[whole.inside].sum()),
            **whole.effect(),
            "p_value": max(chances),
            "alike": whole.alike,
        }


def _rates(chances: Sequence[float]) -> Sequence[float]:
    return false_discovery_control(chances, method="bh").tolist() if chances else []


def _others(telling: Telling, outlet: int) -> Iterator[int]:
    """The other outlets that tell most, by how much they tell."""
    order = np.argsort(-telling.told.sum(axis=0), kind="stable")
    return (int(each) for each in order[: NAMED + 1] if each != outlet)


@dataclass(frozen=True, slots=True, eq=False)
class _Matched:
    """The acts that an outlet could have told, and what tells how likely it was to."""

    told: Floats
    inside: Truths
    known: Floats
    """What is known of each act, standardised; the first column is 1."""
    week: npt.NDArray[np.int64]
    alike: bool

    @classmethod
    def of(
        cls, telling: Telling, outlet: int, inside: Truths, *, without: int | None = None
    ) -> _Matched | None:
        """None where too few acts are of the group, or beside it, or where it tells all of them or none."""
        others = [at for at in range(len(telling.outlets)) if at not in (outlet, without)]
        by_others = telling.told[:, others].sum(axis=1)
        could = telling.read[:, outlet] & (by_others > 0)
        kinds = telling.kind
        of_kind = np.isin(kinds, np.unique(kinds[could & inside])) & ~inside
        alike = int((could & of_kind).sum()) >= FEWEST_ACTS
        told, group = telling.told[could, outlet].astype(float), inside[could]
        if min(int(group.sum()), int((~group).sum())) < FEWEST_ACTS or told.min() == told.max():
            return None
        named = [at for at in _others(telling, outlet) if at != without]
        columns = [
            np.log1p(telling.articles[could, outlet]),
            np.log1p(by_others[could]),
            np.log1p(telling.read[np.ix_(could, others)].sum(axis=1)),
            *telling.told[np.ix_(could, named)].T.astype(float),
            *waves(telling.days[could]),
            *(_each(kinds[could]) if alike else ()),
        ]
        week = telling.days[could].astype("datetime64[W]").astype(np.int64)
        return cls(told, group, standardised(columns, int(could.sum())), week, alike)

    def chance(self, flips: int, seed: int) -> float:
        """The chance of so large a score of the group where signs of weeks are flipped."""
        held = penalty(self.known)
        expected = expit(self.known @ logistic(self.known, self.told, held))
        weight = expected * (1 - expected)
        group = self.inside.astype(float)
        rest = group - self.known @ weighted(self.known, weight, group, held)
        _, at = np.unique(self.week, return_inverse=True)
        scores = np.bincount(at, rest * (self.told - expected))
        signs = np.random.default_rng(seed).choice([-1.0, 1.0], (flips, len(scores)))
        least = abs(scores.sum()) * (1 - 1e-9)
        return float((1 + np.sum(np.abs(signs @ scores) >= least)) / (1 + flips))

    def effect(self) -> dict[str, float]:
        """How many it would tell, were they as other acts; the ratio of odds, and its 95 % interval."""
        known = np.column_stack([self.known, self.inside.astype(float)])
        held = np.append(penalty(self.known), ASKED)
        found = logistic(known, self.told, held)
        expected = expit(known @ found)
        weight = expected * (1 - expected)
        inverse = np.linalg.inv(known.T @ (known * weight[:, None]) + np.diag(held))
        _, at = np.unique(self.week, return_inverse=True)
        scores = np.zeros((at.max() + 1, known.shape[1]))
        np.add.at(scores, at, known * (self.told - expected)[:, None])
        by_weeks = (inverse @ (scores.T @ scores) @ inverse)[-1, -1]
        spread = float(np.sqrt(max(by_weeks, inverse[-1, -1])))
        weeks = len(np.unique(self.week[self.inside]))
        reach = float(student.ppf(0.975, max(weeks - 1, 1))) * spread
        usual = expit(self.known[self.inside] @ found[:-1])
        return {
            "usual": float(usual.sum()),
            "odds": float(np.exp(found[-1])),
            "low": float(np.exp(found[-1] - reach)),
            "high": float(np.exp(min(found[-1] + reach, 700.0))),
        }


def _each(kinds: npt.NDArray[np.str_]) -> list[Floats]:
    """One column for each kind but the first."""
    return [(kinds == kind).astype(float) for kind in np.unique(kinds)[1:]]
