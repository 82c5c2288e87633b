"""How likely is a crisis soon, and were such chances right before?

A crisis is a spell (`detente.measuring.spells`), or any period at or above a threshold of one's own.
Told is the chance that one is on, or begins, within the next periods. Each chance stands beside its record:
rolling origin, the scores of Brier ("Verification of forecasts expressed in terms of probability", Monthly
Weather Review 78, 1950) and of the logarithm, whether things came as often as was said (reliability; Murphy
and Winkler, Applied Statistics 26, 1977), and the test of Diebold and Mariano against base rate and present
state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.errors import TooLittleDataError
from detente.forecasting.chances import (
    CHANCE_BASELINES,
    CHANCE_MODELS,
    Chancer,
    Course,
    Telling,
)
from detente.forecasting.known import History, history_of
from detente.forecasting.rolling import Verdict, check_settings, judged, origins, refitted
from detente.forecasting.scoring import brier, log_of
from detente.measuring.coverage import Coverage
from detente.measuring.exporting import Exports
from detente.measuring.figures import many
from detente.measuring.points import Floats, Points
from detente.measuring.spells import Spells
from detente.records import column

FEWEST_SPELLS = 3
"""Times that what is feared was on, without which nothing can be learnt of it."""
LATEST = 300
"""Periods before each origin that chances are learnt from, at the most."""
OFTEN = 0.1
"""The share of periods of which a refusal says where a threshold would lie."""
CLASSES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 1.0)
"""Edges of the classes in which chances are held against what came."""


@dataclass(frozen=True, slots=True)
class Risk:
    """The chance within so many periods, and how such chances did before."""

    ahead: int = column("within how many periods after the last that is known")
    by: str = column("the model or baseline that gives the chance")
    chance: float = column("chance that a spell is on, or begins, within them")
    beats: bool = column("whether the chosen model beat the best baseline, clearly")
    baseline: str = column("the best baseline on the last third of the record")
    baseline_chance: float = column("the chance that it gives now")
    skill: float = column(
        "share of its Brier score that the chosen model saves, over all periods ahead"
    )
    p_value: float = column("chance of so large a difference where there is none")
    brier: float = column("Brier score of chances by the same so far ahead, on the last third")
    baseline_brier: float = column("that of the baseline")
    log: float = column("logarithmic score")
    came: float = column("share of the times that it came, on the last third")
    n: int = column("chances on the last third")


@dataclass(frozen=True, slots=True)
class Reliability:
    """Chances of one class, and how often what they told of came; all origins, all periods ahead."""

    low: float = column("the least chance of the class")
    high: float = column("its largest")
    said: float = column("mean of the chances")
    came: float = column("share of them after which it came")
    n: int = column("how many there are")


@dataclass(frozen=True, slots=True, eq=False)
class RisksResult(Exports):
    """Chances within the next periods, with their record."""

    record = Risk
    worded_by = "detente.forecasting.wording"
    drawn_by = "detente.forecasting.drawing"

    points: Points
    on: Floats
    """Whether what is feared was on in each period, as is known today; nan where nothing is known."""
    risks: tuple[Risk, ...]
    reliability: tuple[Reliability, ...]
    verdict: Verdict
    origins: tuple[str, ...]
    adjusted: bool
    options: Risks

    def records(self) -> Sequence[Risk]:
        """The chances, the shortest time first."""
        return self.risks

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return {
            "measure": "risks",
            "what": self.points.what,
            "every": self.points.every,
            "first": self.points.names[0],
            "last": self.points.names[-1],
            "ahead": self.options.ahead,
            "begins": self.options.begins,
            "threshold": self.options.threshold,
            "clear": self.options.clear,
            "origins": len(self.origins),
            "told": self.verdict.n,
            "chosen": self.verdict.model,
            "adjusted": self.adjusted,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Risks:
    """Tells the chance of spells, and judges that.

    `ahead` is within how many periods; `begins` asks for the beginning of one, where none is on.
    `threshold` takes for a spell any period with that value or more. `spells` has the settings by which
    spells are found; `clear` the largest p-value by which a model beats the baseline; `refit` after how
    many periods models learn again, about 24 times in all else.
    """

    ahead: int = 3
    begins: bool = False
    threshold: float | None = None
    spells: Spells = Spells()  # noqa: RUF009 - frozen settings
    clear: float = 0.05
    refit: int | None = None

    def __post_init__(self) -> None:
        check_settings(self.ahead, self.refit)

    def fit(self, given: Points | History, *, coverage: Coverage | None = None) -> RisksResult:
        """The chances after the last period of a series of sums, and how such chances did.

        Takes what `Forecasts` takes. Raises `QueryError` for what has no spells, such as means, where no
        threshold is given; `TooLittleDataError` where there are too few periods, or too few spells.
        """
        history = history_of(given, coverage=coverage)
        places = origins(len(history.names), self.ahead, history.every)
        whole = history.whole
        now = self._course(whole.points)
        _check(now, history.every)
        trials = _Trials(now)
        for place, learnt in zip(places, refitted(len(places), self.refit), strict=True):
            course = self._course(_latest(history.at(place).points))
            trials.add(course, place, learn=places[learnt] == place)
        verdict = judged(trials.briers(), tuple(CHANCE_BASELINES), self.ahead, self.clear)
        return RisksResult(
            points=whole.points,
            on=now.on,
            risks=tuple(trials.risks(verdict)),
            reliability=tuple(trials.reliability(verdict.gives)),
            verdict=verdict,
            origins=tuple(history.names[place] for place in places),
            adjusted=whole.usual is not None,
            options=self,
        )  # fmt: skip

    def _course(self, points: Points) -> Course:
        """The values that were known, and when a spell was on by them."""
        known = np.isfinite(points.values)
        if self.threshold is not None:
            on = np.where(known, points.values >= self.threshold, np.nan)
            return Course(points.values, on, self.ahead, self.begins, self.threshold)
        on = np.where(known, 0.0, np.nan)
        place = {name: number for number, name in enumerate(points.names)}
        for spell in self.spells.fit(points).spells:
            inside = slice(place[spell.start], place[spell.end] + 1)
            on[inside] = np.where(known[inside], 1.0, np.nan)
        return Course(points.values, on, self.ahead, self.begins, self.threshold)


class _Trials:
    """Chances told from one period after the other, and what came, as is known today."""

    def __init__(self, now: Course) -> None:
        self._now = now
        self._makers: Mapping[str, Chancer] = {**CHANCE_BASELINES, **CHANCE_MODELS}
        self._learnt: dict[str, Telling] = {}
        self._told: dict[str, list[Floats]] = {name: [] for name in self._makers}
        self._came: list[list[float]] = []

    def add(self, course: Course, place: int, *, learn: bool) -> None:
        """Tell the chances after a place."""
        if learn:
            self._learn(course)
        for name, tell in self._learnt.items():
            self._told[name].append(tell(course))
        self._came.append(
            [float(self._now.came(ahead)[place]) for ahead in range(1, self._now.ahead + 1)]
        )

    def briers(self) -> dict[str, Floats]:
        """The Brier score of each, by origin and periods ahead; nan where nothing was asked."""
        came = np.array(self._came)
        return {name: (np.array(told) - came) ** 2 for name, told in self._told.items()}

    def risks(self, verdict: Verdict) -> list[Risk]:
        """The chances now, learnt from all that is known, with the record of who gives them."""
        self._learn(self._now)
        chance, against = (
            self._learnt[name](self._now) for name in (verdict.gives, verdict.baseline)
        )
        return [
            self._risk(verdict, step, float(chance[step]), float(against[step]))
            for step in range(self._now.ahead)
        ]

    def reliability(self, name: str) -> list[Reliability]:
        """How often things came after chances of each class."""
        said, came = np.array(self._told[name]).ravel(), np.array(self._came).ravel()
        said, came = said[np.isfinite(came)], came[np.isfinite(came)]
        place = np.clip(np.searchsorted(CLASSES, said, side="right") - 1, 0, len(CLASSES) - 2)
        return [
            Reliability(
                low=CLASSES[each],
                high=CLASSES[each + 1],
                said=float(said[place == each].mean()),
                came=float(came[place == each].mean()),
                n=int((place == each).sum()),
            )
            for each in np.unique(place)
        ]

    def _learn(self, course: Course) -> None:
        self._learnt = {name: maker(course) for name, maker in self._makers.items()}

    def _risk(self, verdict: Verdict, step: int, chance: float, against: float) -> Risk:
        came = np.array(self._came)[verdict.first :, step]
        held = np.isfinite(came)
        own, other = (
            np.array(self._told[name])[verdict.first :, step][held]
            for name in (verdict.gives, verdict.baseline)
        )
        outcomes = came[held] == 1
        return Risk(
            ahead=step + 1,
            by=verdict.gives,
            chance=chance,
            beats=verdict.beats,
            baseline=verdict.baseline,
            baseline_chance=against,
            skill=verdict.skill,
            p_value=verdict.p_value,
            brier=float(np.mean([brier(*each) for each in zip(own, outcomes, strict=True)])),
            baseline_brier=float(
                np.mean([brier(*each) for each in zip(other, outcomes, strict=True)])
            ),
            log=float(np.mean([log_of(*each) for each in zip(own, outcomes, strict=True)])),
            came=float(outcomes.mean()),
            n=int(held.sum()),
        )


def _latest(points: Points) -> Points:
    """The periods that are learnt from, where the record is long."""
    counts = None if points.counts is None else points.counts[-LATEST:]
    return replace(
        points, names=points.names[-LATEST:], values=points.values[-LATEST:], counts=counts
    )


def _check(now: Course, every: str) -> None:
    on = now.on == 1
    begun = int(on[0]) + int(np.sum(on[1:] & ~on[:-1]))
    if begun < FEWEST_SPELLS or not np.any(now.on == 0):
        told = f"what is asked about was on {many(begun, 'time')} in {many(len(on), every)}"
        tenth = float(np.nanquantile(now.values, 1 - OFTEN))
        raise TooLittleDataError(
            f"{told}: too little to learn a chance from",
            advice="Take shorter periods, a longer time, or a threshold; "
            f"a tenth of the {every}s have {tenth:.3g} or more.",
        )
