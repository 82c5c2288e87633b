"""The index of a pair as each outlet tells it, and why it differs: by what it tells, or by how.

The index of an outlet is the mean score of the acts that it tells, each by its own reports. It differs
from what it would be, did the outlet choose and score acts as others do, by two parts, as rates and wages
differ by who is counted and by what each gets (Kitagawa, "Components of a difference between two rates",
JASA 50, 1955; Oaxaca, "Male-female wage differentials in urban labor markets", International Economic
Review 14, 1973; Blinder, "Wage discrimination", Journal of Human Resources 8, 1973):

- *presentation*: of the acts that others tell too, its own score less the mean of theirs;
- *selection*: the acts that it tells and another does not, less those that the other tells and it does
  not, as far as they make up what it tells; over all others (`detente.comparing.apart`).

The others' score of an act leaves the outlet itself out. With it, one that scores all lower would draw
down just those acts that it tells, and would seem to choose hostile ones. What an outlet alone tells has
no score of others; it is taken to be presented as the rest is, so that what is left counts for selection.

Selection is not the mean over what it tells less that over all it could have told. Great acts are told by
most outlets, and small ones by one; so each outlet would seem to choose great ones.

A part must also stand without any one of the other outlets, where there are two or more: one that differs
makes all others differ from it. Over outlets and parts the false discovery rate is given (Benjamini and
Hochberg, "Controlling the false discovery rate", JRSS B 57, 1995).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import false_discovery_control

from detente.comparing.compared import Compared
from detente.comparing.scoring import Scored
from detente.comparing.weeks import DRAWS, FEWEST, FLIPS, Weeks, reach
from detente.errors import TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.figures import many
from detente.measuring.periods import Every, label, period_of
from detente.records import column

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

NAMED = 12
"""Of so many of the other outlets, those that tell most, each is left out once."""
PARTS = ("difference", "selection", "presentation")


@dataclass(frozen=True, slots=True)
class OutletIndex:
    """The index of an outlet, and why it differs from what others told while it was read."""

    outlet: str = column("who tells it")
    period: str | None = column("name of the period; null for the whole time")
    acts: int = column("acts that it tells")
    shared: int = column("of these, how many others tell too")
    score: float = column("mean of its own scores of the acts that it tells, -10 to 10")
    score_low: float | None = column("lower end of the 95 % interval of `score`, by weeks")
    score_high: float | None = column("upper end")
    others: float | None = column(
        "what `score` would be, did it choose and score acts as others do"
    )
    difference: float | None = column(
        "`score` less `others`: the sum of `selection` and `presentation`"
    )
    difference_low: float | None = column("lower end of its 95 % interval, by weeks")
    difference_high: float | None = column("upper end")
    selection: float | None = column("part that comes of which acts it tells")
    selection_low: float | None = column("lower end of its interval")
    selection_high: float | None = column("upper end")
    selection_p: float | None = column(
        "chance of a selection so large, the largest without any one other outlet"
    )
    selection_q: float | None = column("false discovery rate at which it would be told")
    presentation: float | None = column(
        "part that comes of how it scores acts that others tell too"
    )
    presentation_low: float | None = column("lower end of its interval")
    presentation_high: float | None = column("upper end")
    presentation_p: float | None = column(
        "chance of a presentation so large, the largest without any one other outlet"
    )
    presentation_q: float | None = column("false discovery rate at which it would be told")


@dataclass(frozen=True, slots=True, eq=False)
class OutletIndexesResult(Exports):
    """The index by outlet."""

    record = OutletIndex
    worded_by = "detente.comparing.wording"

    outlets: tuple[str, ...]
    score: float
    """Mean over all that outlets told: one score for each outlet and act."""
    rows: tuple[OutletIndex, ...]
    options: OutletIndexes

    def records(self) -> Sequence[OutletIndex]:
        """By period, those that tell most first."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was measured, and how."""
        return {
            "measure": "index by outlet",
            "outlets": self.outlets,
            "every": self.options.every,
            "draws": self.options.draws,
            "flips": self.options.flips,
            "seed": self.options.seed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletIndexes:
    """Takes the index apart by outlet, over the whole time or `every` so long.

    `draws` of weeks give intervals, `flips` of their signs chances; both are drawn from `seed`.
    """

    every: Every | None = None
    draws: int = DRAWS
    flips: int = FLIPS
    seed: int = 1

    def fit(self, scored: Scored) -> OutletIndexesResult:
        """A row for each outlet, and period in which it tells an act.

        Raises `TooLittleDataError` where fewer than two outlets tell the acts.
        """
        outlets = scored.telling.outlets
        telling = int(scored.told.any(axis=0).sum())
        if telling < 2:
            raise TooLittleDataError(
                f"these acts are told by {many(telling, 'outlet')}, and how outlets differ is asked "
                "of two or more",
                advice="Ask for a longer time, or read more outlets.",
            )
        weeks = Weeks.of(scored.telling.days, draws=self.draws, flips=self.flips, seed=self.seed)
        rows = [
            _row(scored, weeks, outlet, period, within)
            for period, within in _periods(scored, self.every)
            for outlet in np.argsort(-scored.told[within].sum(axis=0), kind="stable")
            if scored.told[within, outlet].any()
        ]
        score = float(scored.scores[scored.told].mean())
        return OutletIndexesResult(outlets, score, tuple(_with_rates(rows)), self)


def _periods(scored: Scored, every: Every | None) -> Iterator[tuple[str | None, Truths]]:
    """The name of each period in order, and which acts are in it."""
    days = scored.telling.days
    if every is None:
        yield None, np.ones(len(days), dtype=bool)
        return
    held = np.array([label(period_of(day, every), every) for day in days.astype(dt.date)])
    for name in dict.fromkeys(held.tolist()):  # days are in order
        yield name, held == name


def _row(
    scored: Scored, weeks: Weeks, outlet: int, period: str | None, within: Truths
) -> OutletIndex:
    whole = Compared.of(scored, outlet, within)
    told_in = whole.weeks(weeks)
    drawn = whole.figures(weeks, weeks.drawn)
    at_hand = whole.figures(weeks, np.ones((1, weeks.count)))
    enough = whole.is_enough
    found: dict[str, float] = {}
    for name in ("score", *PARTS) if enough else ("score",):
        value = float(getattr(at_hand, name)[0])
        far = reach(getattr(drawn, name), told_in)
        found[name] = value
        if np.isfinite(far):
            found |= {f"{name}_low": value - far, f"{name}_high": value + far}
    if enough:
        found["others"] = found["score"] - found["difference"]
    if enough and told_in >= FEWEST:
        found |= _chances(scored, weeks, outlet, within)
    row: dict[str, Any] = dict.fromkeys(each.name for each in fields(OutletIndex))
    row |= {"outlet": scored.telling.outlets[outlet], "period": period}
    row |= {"acts": int(whole.told.sum()), "shared": int(whole.shared.sum())}
    return OutletIndex(**(row | found))


def _chances(scored: Scored, weeks: Weeks, outlet: int, within: Truths) -> dict[str, float]:
    """The chances of both parts, each the largest with all others and without any one of them."""
    found = [Compared.of(scored, outlet, within).chances(weeks)]
    for other in _others(scored, outlet):
        without = Compared.of(scored, outlet, within, without=other)
        found.append(without.chances(weeks) if without.is_enough else (1.0, 1.0))
    selection, presentation = (max(each) for each in zip(*found, strict=True))
    return {"selection_p": selection, "presentation_p": presentation}


def _others(scored: Scored, outlet: int) -> list[int]:
    """The other outlets that tell most; none where there is but one."""
    order = np.argsort(-scored.told.sum(axis=0), kind="stable")
    others = [int(each) for each in order if each != outlet]
    return others[:NAMED] if len(others) > 1 else []


def _with_rates(rows: Sequence[OutletIndex]) -> list[OutletIndex]:
    """The rows with false discovery rates, over all parts that have a chance."""
    names = ("selection", "presentation")
    chances = [
        chance
        for row in rows
        for name in names
        if (chance := getattr(row, f"{name}_p")) is not None
    ]
    rates = iter(false_discovery_control(chances).tolist() if chances else ())
    return [
        replace(row, selection_q=next(rates), presentation_q=next(rates))
        if row.selection_p is not None
        else row
        for row in rows
    ]
