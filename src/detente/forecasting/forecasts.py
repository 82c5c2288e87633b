"""What may come next in a series, and has that been right before?

Forecasts of the next periods as distributions, each beside its record on the past: rolling origin
(`rolling`), proper scores and the test of Diebold and Mariano (`scoring`), against what anybody could have
said (`baselines`). Where no model beat the best of these, one of these gives the forecast, and the first
sentence says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.errors import TooLittleDataError
from detente.forecasting.baselines import baselines
from detente.forecasting.known import History, history_of
from detente.forecasting.models import AVERAGE, averaged, models
from detente.forecasting.past import Foresight, Model, Past
from detente.forecasting.rolling import Verdict, check_settings, judged, origins, refitted
from detente.forecasting.scoring import Scored, classes, quantile, scored
from detente.measuring.coverage import Coverage
from detente.measuring.exporting import Exports
from detente.measuring.figures import many
from detente.measuring.points import Floats, Points
from detente.records import column

FEWEST = 20
"""Values that must be known before the first forecast."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What may come in one period to come, and how such forecasts did before."""

    ahead: int = column("periods after the last that is known")
    by: str = column("the model or baseline that gives the forecast")
    mean: float = column("mean of the distribution")
    median: float = column("its median")
    low_50: float = column("lower end of the interval that is to hold half")
    high_50: float = column("its upper end")
    low_90: float = column("lower end of the interval that is to hold nine of ten")
    high_90: float = column("its upper end")
    beats: bool = column("whether the chosen model beat the best baseline, clearly")
    baseline: str = column("the best baseline on the last third of the record")
    skill: float = column("share of its CRPS that the chosen model saves, over all periods ahead")
    p_value: float = column("chance of so large a difference where there is none")
    crps: float = column("CRPS of forecasts by the same so far ahead, on the last third")
    baseline_crps: float = column("that of the baseline")
    held_50: float = column("share of what came that lay inside such intervals of one half")
    held_90: float = column("the same of nine tenths")
    n: int = column("forecasts on the last third")


@dataclass(frozen=True, slots=True)
class Score:
    """How one model or baseline did, so far ahead, on the last third of the record."""

    by: str = column("the model or baseline")
    ahead: int = column("periods ahead")
    n: int = column("forecasts that were held against what came")
    crps: float = column("continuous ranked probability score, in the unit of the series")
    log: float = column("logarithmic score of the class in which the value fell")
    held_50: float = column("share inside the interval of one half")
    held_90: float = column("share inside the interval of nine tenths")
    pit_low: float = column("share of what came in the lowest tenth of its distribution")
    pit_high: float = column("share of what came in the highest tenth")
    chosen: float = column("CRPS on the first two thirds, by which the model was chosen")


@dataclass(frozen=True, slots=True, eq=False)
class ForecastsResult(Exports):
    """Forecasts of the next periods, with their record."""

    record = Forecast
    worded_by = "detente.forecasting.wording"
    drawn_by = "detente.forecasting.drawing"

    points: Points
    """What is known today, at the usual coverage where sums are given so."""
    forecasts: tuple[Forecast, ...]
    scores: tuple[Score, ...]
    verdict: Verdict
    unadjusted: Verdict | None
    """The verdict on sums as they stand, where these here are those of a usual coverage; else None."""
    origins: tuple[str, ...]
    """The periods that forecasts were made from."""
    options: Forecasts

    @property
    def adjusted(self) -> bool:
        """Whether sums are those of a usual coverage."""
        return self.unadjusted is not None

    def records(self) -> Sequence[Forecast]:
        """The forecasts, the next period first."""
        return self.forecasts

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return {
            "measure": "forecasts",
            "what": self.points.what,
            "every": self.points.every,
            "first": self.points.names[0],
            "last": self.points.names[-1],
            "ahead": self.options.ahead,
            "clear": self.options.clear,
            "origins": len(self.origins),
            "told": self.verdict.n,
            "chosen": self.verdict.model,
            "adjusted": self.adjusted,
        }

    def scoreboard(self) -> Scoreboard:
        """How every model and baseline did, as a table that can be exported."""
        return Scoreboard(self)


@dataclass(frozen=True, slots=True, eq=False)
class Scoreboard(Exports):
    """The scores behind forecasts."""

    record = Score
    worded_by = "detente.forecasting.wording"
    drawn_by = "detente.forecasting.drawing"

    found: ForecastsResult

    def records(self) -> Sequence[Score]:
        """Scores by model and periods ahead."""
        return self.found.scores

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return self.found.asked() | {"measure": "scores of forecasts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts:
    """Forecasts a series, and judges that.

    `ahead` is how many periods are foreseen; `clear` the largest p-value by which a model beats the
    baseline; `refit` after how many periods models learn again on the past, about 24 times in all else.
    """

    ahead: int = 3
    clear: float = 0.05
    refit: int | None = None

    def __post_init__(self) -> None:
        check_settings(self.ahead, self.refit)

    def fit(self, given: Points | History, *, coverage: Coverage | None = None) -> ForecastsResult:
        """Forecasts after the last period of a series, and how such forecasts did.

        A `History` (`detente.forecasting.history`) knows which acts were published when; of points every
        period counts as known at its end. With `coverage` of the same points sums are at the usual one.
        Raises `TooLittleDataError` where there are too few periods to judge a forecast.
        """
        history = history_of(given, coverage=coverage)
        trials, places = self._tried(history)
        verdict = self._judged(trials)
        whole = history.whole
        scores = tuple(trials.scores(verdict.first))
        adjusted = whole.usual is not None
        return ForecastsResult(
            points=whole.points,
            forecasts=tuple(_forecasts(trials.foreseen(whole.points), verdict, scores)),
            scores=scores,
            verdict=verdict,
            unadjusted=self._judged(self._tried(history.as_it_stands())[0]) if adjusted else None,
            origins=tuple(history.names[place] for place in places),
            options=self,
        )

    def _tried(self, history: History) -> tuple[_Trials, range]:
        """Forecasts from all origins, and the places of these."""
        places = origins(len(history.names), self.ahead, history.every)
        trials = _Trials(self.ahead, _first_past(history, places[0], self.ahead))
        for place, learnt in zip(places, refitted(len(places), self.refit), strict=True):
            trials.add(history, place, learn=places[learnt] == place)
        return trials, places

    def _judged(self, trials: _Trials) -> Verdict:
        return judged(trials.matrix("crps"), trials.baselines, self.ahead, self.clear)


class _Trials:
    """Forecasts made from one period after the other, and how each did."""

    def __init__(self, ahead: int, first: Past) -> None:
        self.ahead = ahead
        self.baselines = tuple(baselines(first))
        self._makers: Mapping[str, Model] = {**baselines(first), **models(first)}
        self._learnt: dict[str, Foresight] = {}
        self._scored: dict[str, list[list[Scored | None]]] = {
            name: [] for name in (*self._makers, AVERAGE)
        }

    def add(self, history: History, place: int, *, learn: bool) -> None:
        """Foresee the periods after a place, and hold them against what came."""
        vintage = history.at(place)
        past = Past.of(vintage.points, self.ahead)
        if learn:
            self._learn(past)
        came = [history.outcome(vintage, step) for step in range(1, self.ahead + 1)]
        edges = classes(past.raw[np.isfinite(past.raw)])
        for name, told in self._told(past).items():
            self._scored[name].append(
                [
                    scored(members, value, edges) if np.isfinite(value) else None
                    for members, value in zip(told, came, strict=True)
                ]
            )

    def foreseen(self, points: Points) -> dict[str, Floats]:
        """What each tells of the periods to come, having learnt from all that is known."""
        past = Past.of(points, self.ahead)
        self._learn(past)
        return self._told(past)

    def matrix(self, what: str) -> dict[str, Floats]:
        """A score of each, by origin and periods ahead; nan where nothing is known of what came."""
        return {
            name: np.array(
                [[np.nan if one is None else getattr(one, what) for one in row] for row in rows]
            )
            for name, rows in self._scored.items()
        }

    def scores(self, first: int) -> list[Score]:
        """How each did from an origin on."""
        matrices = {name: self.matrix(name) for name in ("crps", "log", "pit", "in_50", "in_90")}
        return [
            _score(
                name, step, first, {what: held[name][:, step] for what, held in matrices.items()}
            )
            for name in self._scored
            for step in range(self.ahead)
        ]

    def _learn(self, past: Past) -> None:
        self._learnt = {name: maker(past) for name, maker in self._makers.items()}

    def _told(self, past: Past) -> dict[str, Floats]:
        told = {name: foresee(past) for name, foresee in self._learnt.items()}
        given = [each for name, each in told.items() if name not in self.baselines]
        return told | {AVERAGE: averaged(given)}


def _first_past(history: History, place: int, ahead: int) -> Past:
    past = Past.of(history.at(place).points, ahead)
    until = f"until {history.names[place]}"
    if len(past.seen) < FEWEST:
        raise TooLittleDataError(
            f"only {many(len(past.seen), 'value')} {until}; forecasts need {FEWEST}",
            advice="Take longer periods, a longer time, or a sum instead of a mean.",
        )
    if np.ptp(past.seen) == 0:
        raise TooLittleDataError(
            f"all values {until} are the same, so they tell nothing of what comes",
            advice="Take longer periods, a longer time, or less narrow a track.",
        )
    return past


def _score(name: str, step: int, first: int, held: Mapping[str, Floats]) -> Score:
    crps = held["crps"]
    known = {what: each[first:][np.isfinite(each[first:])] for what, each in held.items()}
    return Score(
        by=name,
        ahead=step + 1,
        n=len(known["crps"]),
        crps=float(known["crps"].mean()),
        log=float(known["log"].mean()),
        held_50=float(known["in_50"].mean()),
        held_90=float(known["in_90"].mean()),
        pit_low=float(np.mean(known["pit"] < 0.1)),
        pit_high=float(np.mean(known["pit"] > 0.9)),
        chosen=float(np.nanmean(crps[:first])),
    )


def _forecasts(
    told: Mapping[str, Floats], verdict: Verdict, scores: Sequence[Score]
) -> list[Forecast]:
    of = {(each.by, each.ahead): each for each in scores}
    found = []
    for step, members in enumerate(told[verdict.gives], start=1):
        own, against = of[verdict.gives, step], of[verdict.baseline, step]
        found.append(
            Forecast(
                ahead=step,
                by=verdict.gives,
                mean=float(members.mean()),
                median=quantile(members, 0.5),
                low_50=quantile(members, 0.25),
                high_50=quantile(members, 0.75),
                low_90=quantile(members, 0.05),
                high_90=quantile(members, 0.95),
                beats=verdict.beats,
                baseline=verdict.baseline,
                skill=verdict.skill,
                p_value=verdict.p_value,
                crps=own.crps,
                baseline_crps=against.crps,
                held_50=own.held_50,
                held_90=own.held_90,
                n=own.n,
            )
        )
    return found
