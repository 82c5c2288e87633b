"""Who answers whom: a vector autoregression of what states do to one another, and its tests.

The way of J. Goldstein and J. Freeman ("Three-Way Street: Strategic Reciprocity in World Politics",
1990) and Goldstein and Pevehouse ("Reciprocity, Bullying, and International Cooperation: Time-series
Analysis of the Bosnia Conflict", American Political Science Review 91, 1997): one series for each
direction; tests of Granger ("Investigating Causal Relations by Econometric Models and Cross-spectral
Methods", Econometrica 37, 1969) in their F form; responses to an act of usual size with asymptotic
bands (Lütkepohl, "New Introduction to Multiple Time Series Analysis", 2005, 3.7). Lags are chosen by
the criterion of Hannan and Quinn (Journal of the Royal Statistical Society B 41, 1979), since lags
chosen by Akaike's let the tests err too often. All figures are those of `statsmodels`.

Beside each test stands the same with coverage, trend and unequal variance taken in (`holding`); that one
decides whether an answer is told as seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.tsa.api import VAR

from detente.errors import QueryError, TooLittleDataError
from detente.measuring.checks import Check, checks
from detente.measuring.coverage import Coverage
from detente.measuring.exporting import Exports
from detente.measuring.figures import many
from detente.measuring.holding import Held, held_test, varies
from detente.measuring.points import Points
from detente.measuring.refusing import finite, refusing
from detente.records import column

FEWEST = 30
"""Periods that a regression needs at the least."""
EACH, EACH_CHOSEN = 5, 10
"""Periods that it needs for each coefficient of an equation, and where lags are not given but chosen."""
MODEL = "the vector autoregression"
MOST_LAGS = {"day": 14, "week": 8, "month": 12, "quarter": 4, "year": 2}
"""The most lags that are tried where they are chosen."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether what is done in one series is answered in another."""

    cause: str = column("the series that comes before, such as `CHN>USA`")
    effect: str = column("the series that may answer it")
    f: float = column("F statistic of Granger's test")
    df_num: int = column("its degrees of freedom")
    df_den: int = column("those of its denominator")
    p_value: float = column("how often a series without influence would show as much")
    within: int | None = column("periods to the first clear response; null where none is clear")
    response: float | None = column("that response to an act of usual size, in units of the series")
    lags: int = column("periods that the model looks back")
    n: int = column("periods that it was fitted to")
    p_held: float | None = column(
        "the p-value with coverage, trend and unequal variance taken in; null where periods are too few"
    )
    total_held: float | None = column(
        "sum of the coefficients of that test: above zero where like follows like"
    )
    within_held: int | None = column("periods to the first that is clear in that test")
    n_held: int | None = column("periods that it was made on")

    @property
    def decides(self) -> float:
        """The p-value by which an answer is told as seen: the one held, where there is one."""
        return self.p_value if self.p_held is None else self.p_held

    @property
    def when(self) -> int:
        """Periods until the answer."""
        return self.within_held or self.within or self.lags

    @property
    def opposite(self) -> bool:
        """Whether more is followed by less."""
        sign = self.response if self.total_held is None else self.total_held
        return (sign or 0.0) < 0


@dataclass(frozen=True, slots=True)
class Response:
    """How one series moves after another did what is usual for it (one standard deviation)."""

    cause: str
    effect: str
    ahead: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class ReciprocityResult(Exports):
    """The tests in all directions, the responses, and whether the model may be believed."""

    record = Answer

    what: str
    every: str
    first: str
    last: str
    answers: tuple[Answer, ...]
    responses: tuple[Response, ...]
    checks: tuple[Check, ...]
    coverage: Coverage | None
    options: Reciprocity
    model: Any
    """The fitted model of statsmodels, for whoever wants more of it."""

    def records(self) -> Sequence[Answer]:
        """The tests, by cause and effect."""
        return self.answers

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return {
            "measure": "reciprocity",
            "what": self.what,
            "every": self.every,
            "first": self.first,
            "last": self.last,
            "level": self.options.level,
            "clear": self.options.clear,
            "volume_held": varies(self.coverage),
            "missing": 0 if self.coverage is None else int(self.coverage.missing.sum()),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reciprocity:
    """Fits the model and its tests.

    `lags` fixes how many periods it looks back, chosen by criterion else; `ahead` is how many
    periods responses are followed; `level` what a band holds; `clear` the largest p-value of an answer
    that is told as seen.
    """

    lags: int | None = None
    ahead: int = 12
    level: float = 0.9
    clear: float = 0.05

    def fit(
        self, series: Mapping[str, Points], *, coverage: Coverage | None = None
    ) -> ReciprocityResult:
        """Test each series against each other, as `directed` of `flows` gives them.

        `coverage` of the same periods (`coverage_of`) lets what is written be held constant. Raises
        `QueryError` where the series are too short: fewer than 30 periods, or fewer than 5 for each
        coefficient of an equation; where a period has no value; where a series never varies; where the
        acts are so few that the model cannot be computed; and where coverage is of other periods.
        """
        frame, example = _frame(series)
        _check_coverage(coverage, example)
        most = _longest(frame, self.lags, example.every)
        with refusing(MODEL):
            model = _fitted(frame, self.lags, most)
            responses = self._responses(model)
            answers = [
                _answer(
                    model, cause, effect, responses,
                    held_test(frame, cause, effect, model.k_ar, self.clear, coverage),
                )
                for cause, effect in permutations(model.names, 2)
            ]  # fmt: skip
            held = checks(model, frame)
        finite(MODEL, (each.p_value for each in answers))
        finite(MODEL, (end for each in responses for end in (each.low, each.value, each.high)))
        return ReciprocityResult(
            what=example.what,
            every=example.every,
            first=example.names[0],
            last=example.names[-1],
            answers=tuple(answers),
            responses=tuple(responses),
            checks=tuple(held),
            coverage=coverage,
            options=self,
            model=model,
        )

    def _responses(self, model: Any) -> list[Response]:
        analysis = model.irf(self.ahead)
        values, errors = analysis.irfs, analysis.stderr(orth=False)
        usual = np.sqrt(np.diag(np.asarray(model.sigma_u)))
        wide = norm.ppf((1 + self.level) / 2)
        return [
            Response(
                model.names[cause],
                model.names[effect],
                ahead,
                float(values[ahead, effect, cause] * usual[cause]),
                float((values[ahead] - wide * errors[ahead])[effect, cause] * usual[cause]),
                float((values[ahead] + wide * errors[ahead])[effect, cause] * usual[cause]),
            )
            for cause, effect in permutations(range(model.neqs), 2)
            for ahead in range(1, self.ahead + 1)
        ]


def _answer(
    model: Any, cause: str, effect: str, responses: Sequence[Response], held: Held | None
) -> Answer:
    test = model.test_causality(effect, cause, kind="f")
    own = (each for each in responses if (each.cause, each.effect) == (cause, effect))
    first = next((each for each in own if each.low > 0 or each.high < 0), None)
    return Answer(
        cause=cause,
        effect=effect,
        f=float(test.test_statistic),
        df_num=int(test.df[0]),
        df_den=int(test.df[1]),
        p_value=float(test.pvalue),
        within=first.ahead if first else None,
        response=first.value if first else None,
        lags=int(model.k_ar),
        n=int(model.nobs),
        p_held=held.p_value if held else None,
        total_held=held.total if held else None,
        within_held=held.within if held else None,
        n_held=held.n if held else None,
    )


def _frame(series: Mapping[str, Points]) -> tuple[pd.DataFrame, Points]:
    held = list(series.values())
    if len(held) < 2 or any(each.names != held[0].names for each in held):
        raise QueryError(
            "reciprocity needs two or more series over the same periods",
            advice="Make them with `detente.measuring.directed`.",
        )
    for name, each in series.items():
        _check(name, each)
    return pd.DataFrame({name: each.values for name, each in series.items()}), held[0]


def _check_coverage(coverage: Coverage | None, example: Points) -> None:
    if coverage is not None and coverage.names != example.names:
        raise QueryError(
            "the coverage is not of the periods of the series",
            advice="Make it with `coverage_of(counted, points)` of one of the series.",
        )


def _check(name: str, given: Points) -> None:
    missing = [
        period for period, value in zip(given.names, given.values, strict=True) if value != value
    ]
    if missing:
        raise TooLittleDataError(
            f"{name} has no value in {len(missing)} of {len(given.names)} periods, first in {missing[0]}",
            advice="Measure a sum, which is zero without acts, or take longer periods.",
        )
    if np.ptp(given.values) == 0:
        raise TooLittleDataError(
            f"{name} never varies, so nothing can be answered in it",
            advice="Take longer periods, a longer time, or less narrow a track.",
        )


def _longest(frame: pd.DataFrame, lags: int | None, every: str) -> int:
    """The most lags where they are chosen; raises `QueryError` where there are too few periods."""
    size = frame.shape
    most = _most_lags(*size, EACH, len(frame))
    if most < 1 or len(frame) < FEWEST:
        least = max(FEWEST, EACH * (size[1] + 1) + 1)
        raise TooLittleDataError(
            f"{len(frame)} {every}s are too few for {size[1]} series: the least is {least}, "
            f"{EACH} for each coefficient of an equation",
            advice="Take a longer time, shorter periods, or fewer states.",
        )
    if lags is not None and not 1 <= lags <= most:
        raise QueryError(
            f"{many(lags, 'lag')} {'does' if lags == 1 else 'do'} not fit {len(frame)} periods",
            advice=f"Choose 1 to {most}.",
        )
    return _most_lags(*size, EACH_CHOSEN, MOST_LAGS.get(every, 12))


def _fitted(frame: pd.DataFrame, lags: int | None, most: int) -> Any:
    model = VAR(frame)
    return model.fit(lags or _chosen_lags(model, most), trend="c")


def _chosen_lags(model: Any, most: int) -> int:
    return max(1, int(model.select_order(most).selected_orders["hqic"])) if most > 1 else 1


def _most_lags(periods: int, series: int, each: int, cap: int) -> int:
    """The most lags, up to `cap`, that leave so many periods for each coefficient; 0 for none."""
    fits = [lags for lags in range(1, cap + 1) if periods - lags >= each * (series * lags + 1)]
    return max(fits, default=0)
