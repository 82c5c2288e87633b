"""Models held against what is known of a world, and baselines by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from detente.forecasting.baselines import climatology, last_value, seasonal_naive
from detente.forecasting.models import (
    autoregression,
    averaged,
    counts,
    level_and_season,
    local_level,
)
from detente.forecasting.past import Past
from detente.laboratory.datasets.pairs import autoregression as wandering
from detente.measuring import Points
from detente.measuring.points import Floats


def past(values: Floats, ahead: int = 2, every: str = "month") -> Past:
    return Past.of(Points.plain(values, every=every), ahead)


def test_climatology_is_the_past() -> None:
    given = past(np.array([1.0, -2.0, 3.0, np.nan]))
    told = climatology(given)(given)
    assert told.shape == (2, 100)
    assert np.median(told) == pytest.approx(1.0, abs=0.1)
    assert told.min() >= -2
    assert told.max() <= 3


def test_the_last_value_goes_on_with_the_changes_seen_before() -> None:
    given = past(np.array([0.0, -1.0, 0.0, -1.0, 0.0]))
    one, two = last_value(given)(given)
    assert (one.min(), one.max()) == (-1.0, 1.0)  # changes of one
    np.testing.assert_allclose(two, 0.0)  # none over two


def test_the_season_before_comes_again() -> None:
    values = np.tile(np.arange(12.0) - 6, 4)
    given = past(values, ahead=13)
    told = seasonal_naive(given)(given)
    np.testing.assert_allclose(told[:, 50], [*(np.arange(12.0) - 6), -6.0])


def test_an_autoregression_comes_back_to_the_mean_at_its_pace() -> None:
    values = wandering(np.random.default_rng(1).normal(size=800), 0.7)
    values[-1] = 3.0
    given = past(values, ahead=2, every="period")
    one, two = autoregression(given)(given).mean(axis=1)
    assert one == pytest.approx(2.1, abs=0.3)
    assert two == pytest.approx(1.47, abs=0.35)


def test_a_level_is_smoothed_and_its_doubt_grows() -> None:
    rng = np.random.default_rng(2)
    values = np.cumsum(rng.normal(scale=0.3, size=300)) + rng.normal(size=300)
    given = past(values, ahead=6, every="period")
    told = local_level(given)(given)
    assert told.mean(axis=1) == pytest.approx(np.full(6, told[0].mean()), abs=0.1)
    assert np.all(np.diff(told.std(axis=1)) > 0)
    assert abs(told[0].mean() - values[-10:].mean()) < 1


def test_a_season_is_found_again() -> None:
    month = np.arange(120)
    season = 3 * np.sin(2 * np.pi * month / 12)
    given = past(season + np.random.default_rng(3).normal(scale=0.3, size=120), ahead=12)
    told = level_and_season(given)(given).mean(axis=1)
    np.testing.assert_allclose(told, season[:12], atol=0.5)


def test_counts_follow_a_negative_binomial() -> None:
    rng = np.random.default_rng(4)
    values = rng.poisson(rng.gamma(2.0, 3.0, 600)).astype(float)
    given = past(values, ahead=1, every="period")
    (told,) = counts(given)(given)
    true = nbinom.ppf([0.1, 0.5, 0.9], 2.0, 2.0 / 8.0)
    np.testing.assert_allclose(np.quantile(told, [0.1, 0.5, 0.9]), true, atol=1.5)


def test_the_average_is_taken_quantile_by_quantile() -> None:
    told = averaged([np.array([[2.0, 0.0]]), np.array([[4.0, 6.0]])])
    np.testing.assert_array_equal(told, [[2.0, 4.0]])
