"""Forecasts and their record in series whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from detente.errors import QueryError, TooLittleDataError
from detente.forecasting import Forecasts, ForecastsResult
from detente.forecasting.forecasts import _Trials
from detente.forecasting.known import history_of
from detente.forecasting.past import Past
from detente.laboratory.datasets.futures import future
from detente.measuring import Points
from detente.measuring.points import Floats


def points(values: Floats, every: str = "month", what: str = "value") -> Points:
    return Points.plain(values, every=every, what=what)


@pytest.fixture(scope="module")
def level() -> ForecastsResult:
    """A level that wanders, in much noise."""
    return Forecasts(ahead=2).fit(future("level in noise", 2))


@pytest.fixture(scope="module")
def noise() -> ForecastsResult:
    return Forecasts(ahead=2).fit(future("white noise", 5))


def test_a_level_in_noise_is_forecast_better_than_by_any_baseline(level: ForecastsResult) -> None:
    assert level.verdict.beats
    assert level.verdict.skill > 0.05
    assert {each.by for each in level.forecasts} == {level.verdict.model}
    assert " better than " in str(level).splitlines()[0]


def test_of_noise_it_is_said_that_nothing_is_better(noise: ForecastsResult) -> None:
    assert not noise.verdict.beats
    assert {each.by for each in noise.forecasts} == {"all past values"}
    assert str(noise).startswith(
        "No model forecasts the mean score clearly better than all past values"
    )


def test_every_forecast_has_its_record_beside_it(noise: ForecastsResult) -> None:
    rows = noise.to_table().to_pylist()
    assert [row["ahead"] for row in rows] == [1, 2]
    for row in rows:
        assert row["low_90"] <= row["low_50"] <= row["median"] <= row["high_50"] <= row["high_90"]
        assert row["n"] >= noise.verdict.n
        assert row["crps"] > 0
        assert 0.3 < row["held_50"] < 0.8 < row["held_90"]


def test_the_scoreboard_has_all_of_them(noise: ForecastsResult) -> None:
    rows = noise.scoreboard().to_table().to_pylist()
    assert {row["by"] for row in rows} >= {
        "all past values", "last value", "same period a season before", "local level", "autoregression",
    }  # fmt: skip
    assert len(rows) == 2 * len({row["by"] for row in rows})


def test_the_same_series_gives_the_same_bytes() -> None:
    series = points(np.random.default_rng(1).normal(size=70))
    assert Forecasts(ahead=1).fit(series).to_csv() == Forecasts(ahead=1).fit(series).to_csv()


def test_sums_are_never_forecast_below_zero_and_periods_without_a_value_are_passed_over() -> None:
    values = np.random.default_rng(3).poisson(2.0, 80).astype(float)
    values[[5, 33, 50, 79]] = np.nan
    found = Forecasts(ahead=2).fit(points(values, what="hostility"))
    assert all(each.low_90 >= 0 for each in found.forecasts)
    assert all(np.isfinite(each.mean) for each in found.forecasts)
    assert found.forecasts[0].n < len(found.origins)


def test_no_forecast_of_the_record_knows_what_came_after_it() -> None:
    """Whatever comes after an origin, all that was foreseen from it stays the same."""
    values = np.random.default_rng(6).normal(size=60)
    foreseen = []
    for end in (60, 46):
        history = history_of(points(np.concatenate([values[:end], 9 + values[end:]])))
        trials = _Trials(2, Past.of(history.at(40).points, 2))
        trials.add(history, 40, learn=True)
        foreseen.append(trials._told(Past.of(history.at(45).points, 2)))
    assert foreseen[0].keys() == foreseen[1].keys()
    for name, members in foreseen[0].items():
        np.testing.assert_array_equal(members, foreseen[1][name])


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (np.arange(40.0), "too few to know whether forecasts"),
        (np.ones(80), "are the same"),
        (np.where(np.arange(80) % 3, np.nan, 1.0 + np.arange(80)), "forecasts need 20"),
    ],
)
def test_what_cannot_be_judged_is_refused(values: Floats, told: str) -> None:
    with pytest.raises(TooLittleDataError, match=told):
        Forecasts(ahead=3).fit(points(values))


@pytest.mark.parametrize("options", [{"ahead": 0}, {"refit": 0}])
def test_settings_that_mean_nothing(options: dict[str, int]) -> None:
    with pytest.raises(QueryError):
        Forecasts(**options)


def test_a_chart(level: ForecastsResult) -> None:
    datasets = level.chart().to_dict()["datasets"].values()
    (told,) = [rows for rows in datasets if "median" in rows[0]]
    assert [row["period"] for row in told] == ["+1", "+2"]
    assert told[0]["median"] == level.forecasts[0].median
