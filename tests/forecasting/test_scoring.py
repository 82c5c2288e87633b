"""Scores held against figures worked out by hand or by another formula."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.stats import norm
from scipy.stats import t as student

from detente.forecasting.scoring import LEVELS, brier, classes, crps, log_of, no_difference, scored


@pytest.mark.parametrize(
    ("members", "value", "expected"),
    [
        ([3.0], 3.0, 0.0),
        ([3.0], 5.0, 2.0),  # of one member it is the absolute error
        ([0.0, 2.0], 1.0, 0.5),  # mean |x - y| is 1, half of mean |x - x'| is .5
        ([0.0, 2.0], 0.0, 0.5),
    ],
)
def test_crps(members: list[float], value: float, expected: float) -> None:
    assert crps(np.array(members), value) == pytest.approx(expected)


def test_crps_of_a_normal_distribution() -> None:
    """The closed form of Gneiting and Raftery (2007), which a hundred members nearly meet."""
    for value in (-1.5, 0.0, 0.7):
        closed = value * (2 * norm.cdf(value) - 1) + 2 * norm.pdf(value) - 1 / np.sqrt(np.pi)
        assert crps(norm.ppf(LEVELS), value) == pytest.approx(closed, abs=0.01)


@given(some.lists(some.floats(-50, 50), min_size=2, max_size=20), some.floats(-50, 50))
def test_crps_is_the_area_between_the_distributions(members: list[float], value: float) -> None:
    points = np.sort([*members, value])
    below = np.searchsorted(np.sort(members), points[:-1], side="right") / len(members)
    area = np.sum((below - (points[:-1] >= value)) ** 2 * np.diff(points))
    assert crps(np.array(members), value) == pytest.approx(area, abs=1e-9)


def test_what_came_in_the_middle_is_inside_and_in_the_tail_is_not() -> None:
    members, edges = norm.ppf(LEVELS), classes(np.linspace(-3, 3, 61))
    middle, tail = scored(members, 0.0, edges), scored(members, 2.5, edges)
    assert (middle.pit, middle.in_50, middle.in_90) == (0.5, True, True)
    assert (tail.in_50, tail.in_90, tail.pit) == (False, False, 0.99)
    assert middle.log < tail.log


def test_scores_of_chances() -> None:
    assert brier(0.8, True) == pytest.approx(0.04)
    assert brier(0.8, False) == pytest.approx(0.64)
    assert log_of(0.25, True) == pytest.approx(np.log(4))


def test_the_test_of_one_step_is_a_t_test_but_for_its_lags() -> None:
    """Of three losses one lag is taken in: worked out by hand."""
    losses = np.array([1.0, 2.0, 4.0])
    off = losses - losses.mean()
    long_run = (off @ off + 2 * 0.5 * (off[:-1] @ off[1:])) / 3
    statistic = losses.mean() / np.sqrt(long_run / 3) * np.sqrt((3 + 1 - 2) / 3)
    assert no_difference(losses, 1) == pytest.approx(2 * student.sf(statistic, 2))


def test_forecasts_that_are_the_same_do_not_differ() -> None:
    assert no_difference(np.zeros(30), 3) == 1.0
