from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.api import VAR

from detente.errors import QueryError
from detente.laboratory.datasets.pairs import autoregression, exchange
from detente.measuring import Points, Reciprocity, directed
from detente.measuring.reciprocity import ReciprocityResult

ANSWER = ("CHL>KEN", "KEN>CHL")
WORLDS = range(60)


def flows(
    months: int = 120, seed: int = 0, lag: int = 1, strength: float = 0.5
) -> dict[str, Points]:
    """Two directions; the second answers the first."""
    rng = np.random.default_rng(seed)
    values = autoregression(rng.normal(size=(months + 50, 2)), 0.3)
    values[lag:, 1] += strength * values[:-lag, 0]
    names = tuple(f"{2010 + month // 12}-{month % 12 + 1:02d}" for month in range(months))
    return {
        name: Points(names, values[50:, place], None, "hostility", "month")
        for place, name in enumerate(ANSWER)
    }


@pytest.fixture(scope="module")
def found() -> ReciprocityResult:
    return Reciprocity().fit(flows())


@pytest.mark.parametrize("lags", [1, 3])
def test_it_is_statsmodels_by_hand(lags: int) -> None:
    series = flows(seed=7)
    result = Reciprocity(lags=lags, ahead=5).fit(series)
    model = VAR(pd.DataFrame({name: each.values for name, each in series.items()})).fit(lags)
    for each in result.answers:
        test = model.test_causality(each.effect, each.cause, kind="f")
        told = (each.f, each.p_value, each.df_num, each.df_den)
        assert told == pytest.approx((test.test_statistic, test.pvalue, *test.df), abs=1e-8)
    analysis = model.irf(5)
    usual = np.sqrt(np.diag(model.sigma_u))
    for response in result.responses:
        cause, effect = ANSWER.index(response.cause), ANSWER.index(response.effect)
        by_hand = analysis.irfs[response.ahead, effect, cause] * usual[cause]
        assert response.value == pytest.approx(by_hand, abs=1e-8)
        error = analysis.stderr(orth=False)[response.ahead, effect, cause] * usual[cause]
        assert response.high - response.low == pytest.approx(2 * 1.6448536269514722 * error)


def test_f_is_that_of_the_restricted_and_the_full_regression() -> None:
    """Granger's F from two least-squares fits, without any package for time series."""
    series = flows(seed=3)
    one, other = (each.values for each in series.values())
    target, own, cause = other[2:], [other[1:-1], other[:-2]], [one[1:-1], one[:-2]]

    def squares(columns: list[Any]) -> float:
        design = np.column_stack([np.ones(len(target)), *columns])
        return float(np.linalg.lstsq(design, target, rcond=None)[1][0])

    full = squares(own + cause)
    by_hand = (squares(own) - full) / 2 / (full / (len(target) - 5))
    (answer, _) = Reciprocity(lags=2).fit(series).answers
    assert answer.f == pytest.approx(by_hand, abs=1e-8)


def test_an_answer_is_told_and_none_where_there_is_none(found: ReciprocityResult) -> None:
    told = str(found)
    assert "Hostility from Chile is answered by Kenya within 1 month (F(1, 232) = " in told
    assert "No answer of Chile to hostility from Kenya is seen" in told
    assert "The model is stable" in told
    assert "CHL>KEN keeps to a level" in told


def test_softening_is_not_called_an_answer() -> None:
    told = str(Reciprocity().fit(flows(strength=-0.6)))
    assert "Hostility from Chile is followed by less of it from Kenya within 1 month" in told


def test_a_late_answer_is_dated() -> None:
    (answer, _) = Reciprocity().fit(flows(months=240, lag=2, strength=0.7)).answers
    assert (answer.within, answer.lags >= 2) == (2, True)


def test_answers_are_seen_where_there_are_none_about_as_often_as_said() -> None:
    """The short form of benchmarks/turns.py: 5 % of 120 tests, and some room for chance."""
    results = [Reciprocity(ahead=1).fit(flows(strength=0.0, seed=seed)) for seed in WORLDS]
    seen = [each.p_value <= 0.05 for result in results for each in result.answers]
    assert 0.01 <= np.mean(seen) <= 0.10


def test_three_states() -> None:
    world = exchange(
        ("CHL", "KEN", "PER"), answers={ANSWER: 0.7, ("CHL>KEN", "PER>CHL"): 0.7}, seed=1
    )
    result = Reciprocity().fit(directed(world.acts))
    assert len(result.answers) == 30
    told = str(result)
    assert "What Chile does is answered in kind by Kenya" in told
    assert "Of 24 other influences" in told
    assert "CHL>KEN before PER>CHL (p < 0.001)" in told


@pytest.mark.parametrize(
    ("series", "why"),
    [
        (flows(months=29), "29 months are too few for 2 series: the least is 30"),
        ({"A>B": Points.plain([1.0, 2.0] * 20)}, "two or more series"),
        (
            {"A>B": Points.plain([1.0] * 40), "B>A": Points.plain([1.0, 2.0] * 20)},
            "A>B never varies",
        ),
        (
            {"A>B": Points.plain([1.0, np.nan] * 20), "B>A": Points.plain([1.0, 2.0] * 20)},
            "A>B has no value in 20 of 40 periods, first in 1",
        ),
        ({"A>B": Points.plain([1.0] * 40), "B>A": Points.plain([1.0] * 41)}, "same periods"),
    ],
)
def test_refusals_say_why(series: dict[str, Points], why: str) -> None:
    with pytest.raises(QueryError, match=why):
        Reciprocity().fit(series)


def test_more_lags_than_fit_are_refused() -> None:
    with pytest.raises(QueryError, match="Choose 1 to 5"):
        Reciprocity(lags=6).fit(flows(months=60))


def test_checks_name_what_is_wrong() -> None:
    rng = np.random.default_rng(1)
    walk = np.cumsum(rng.normal(size=120))
    sparse = np.where(np.arange(120) % 5 == 0, rng.normal(size=120), 0.0)
    told = Reciprocity(lags=1).fit({"A>B": Points.plain(walk), "B>A": Points.plain(sparse)}).checks
    assert {check.name: check.holds for check in told if "A>B" in check.words} == {
        "stationarity": False
    }
    assert any("zero in 80% of the periods" in check.words for check in told)
    slow = np.convolve(rng.normal(size=125), np.ones(6), "valid")
    told = (
        Reciprocity(lags=1)
        .fit({"A>B": Points.plain(slow), "B>A": Points.plain(rng.normal(size=120))})
        .checks
    )
    assert next(check for check in told if check.name == "residuals").holds is False


def test_forms(found: ReciprocityResult) -> None:
    asked = json.loads(found.to_table().schema.metadata[b"detente"])
    assert (asked["what"], asked["first"], asked["last"]) == ("hostility", "2010-01", "2019-12")
    assert [row["cause"] for row in json.loads(found.to_json())["rows"]] == list(ANSWER)
    assert found.chart().to_dict()["facet"]["field"] == "which"
    assert len(found.responses) == 2 * 12
