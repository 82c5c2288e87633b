from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from detente.errors import QueryError
from detente.laboratory.datasets.pairs import steps
from detente.laboratory.datasets.shapes import STILL, WANDERING, shape
from detente.measuring import Points, Turns
from detente.measuring.coverage import Coverage
from detente.measuring.drift import _wandering, criterion_of_drift
from detente.measuring.noise import SeenValues
from detente.measuring.segments import criterion, segment


@pytest.mark.parametrize("name", [*STILL, *WANDERING])
def test_where_nothing_turns_hardly_any_turn_is_told(name: str) -> None:
    """The short form of benchmarks/shapes.py."""
    told = [
        bool(Turns(draws=99).fit(Points.plain(shape(name, seed).values)).turns)
        for seed in range(30)
    ]
    assert np.mean(told) <= 0.2


def test_a_random_walk_drifts_and_the_text_says_so() -> None:
    found = Turns(draws=99).fit(Points.plain(np.cumsum(np.random.default_rng(1).normal(size=200))))
    assert (found.turns, found.drifts) == ((), True)
    assert "It drifts" in str(found)
    assert "throughout" not in str(found)


def test_a_step_is_better_than_drift() -> None:
    seen = SeenValues.of(steps((60,), size=3, seed=1).points)
    assert criterion(seen, segment(seen, 3)[0]) < criterion_of_drift(seen)


@pytest.mark.parametrize("seed", range(4))
def test_a_step_is_a_turn_also_where_a_mean_falls_as_acts_grow(seed: int) -> None:
    """Of friendly acts as many as ever, of hostile ones three times as many: a level that were taken to
    shrink as counts grow, as noise does, would be one with the counts."""
    hostile = np.random.default_rng(seed).poisson(np.repeat([4.0, 12.0], 24))
    counts = hostile + 18.0
    values = (18 * 4.5 - 5 * hostile) / counts
    found = Turns(draws=49).fit(Points.plain(values, counts))
    (turn,) = found.turns
    assert abs(int(turn.period) - 24) <= 1


def test_the_filter_gives_the_likelihood_of_the_normal_distribution() -> None:
    """A random walk without noise has independent normal steps."""
    values = np.cumsum(np.random.default_rng(2).normal(size=30))
    seen = SeenValues.of(Points.plain(values))
    moves = np.diff(values, prepend=values[0])
    exact = -2 * multivariate_normal.logpdf(moves, cov=np.mean(moves**2) * np.eye(30))
    assert _wandering(seen, np.ones(30)) <= exact - 30 * (1 + np.log(2 * np.pi)) + 1e-6


def test_an_outage_and_more_coverage_are_no_turn_where_coverage_is_known() -> None:
    for name in ("outage", "1.6 times the coverage"):
        world = shape(name, 3)
        assert world.volume is not None
        points = Points.plain(world.values, what="hostility")
        coverage = Coverage(points.names, world.volume, world.volume, world.volume == 0)
        found = Turns(draws=99).fit(points, coverage=coverage)
        assert (found.turns, found.adjusted) == ((), True)
        assert found.unadjusted
        assert "As they stand they turn in" in str(found)


def test_coverage_of_other_periods_is_refused() -> None:
    lost = np.zeros(20, dtype=bool)
    coverage = Coverage(tuple(map(str, range(1, 21))), np.full(20, 100.0), np.full(20, 100.0), lost)
    with pytest.raises(QueryError, match="other periods"):
        Turns().fit(Points.plain(np.arange(20.0)), coverage=coverage)


def test_two_breaks_as_close_as_may_be() -> None:
    """Six values between the neighbours of a break leave one place for it."""
    values = np.r_[np.zeros(40), np.full(3, 9.0), np.full(3, -9.0), np.zeros(40)]
    noise = np.random.default_rng(5).normal(scale=0.1, size=len(values))
    Turns(draws=49).fit(Points.plain(values + noise))
