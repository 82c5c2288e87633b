"""The level on a grid says what enumeration says, and holds a crisis that a coder blurs."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.laboratory.datasets.worlds import LOWEST, world
from detente.measuring import Level
from detente.measuring.grid_level import JUMPS, GridLevel
from detente.measuring.local_level import LocalLevel, Spreads, Values

POINTS = np.linspace(-6, 6, 90)


def normal(values: list[float], sd: float = 1.0, points: np.ndarray = POINTS) -> np.ndarray:
    """Log likelihoods of values with a normal error; flat where a value is missing."""
    logs = -0.5 * ((np.array(values)[:, None] - points) / sd) ** 2
    return np.nan_to_num(logs, nan=0.0)


@settings(max_examples=20)
@given(st.lists(st.floats(-5, 5), min_size=3, max_size=3), st.floats(0.3, 3.0))
def test_the_filter_adds_up_every_path(values: list[float], sd: float) -> None:
    points = np.linspace(-6, 6, 5)
    logs = normal(values, sd, points)
    grid = GridLevel(points, 2.0, logs)
    steps, blur = grid.spreads(grid.usual)
    seen = np.exp(logs) @ blur
    whole, at_first = 0.0, np.zeros(5)
    for path in itertools.product(range(5), repeat=3):
        chance = seen[0, path[0]] / 5
        for place in (1, 2):
            chance *= steps[path[place - 1], path[place]] * seen[place, path[place]]
        whole += chance
        at_first[path[0]] += chance
    filtered = grid.filtered(logs, grid.usual, np.random.default_rng(0))
    assert filtered.beliefs.sum(axis=1) == pytest.approx(1.0)
    assert grid.middle(logs)[0] == pytest.approx(float(at_first @ points / whole), abs=1e-9)


def test_chances_of_steps_add_up_and_a_jump_goes_anywhere() -> None:
    grid = GridLevel(POINTS, 0.01, normal([0.0] * 4))
    steps, _ = grid.spreads(0)
    assert steps.sum(axis=1) == pytest.approx(1.0)
    assert steps[0, -1] == pytest.approx(JUMPS / len(POINTS))
    assert steps[0, 0] > 1 - JUMPS


def test_where_nothing_jumps_it_is_the_local_level() -> None:
    rng = np.random.default_rng(3)
    values = 1 + np.cumsum(rng.normal(0, 0.2, 60)) + rng.normal(0, 1, 60)
    grid = GridLevel(POINTS, float(np.std(values)), normal(values.tolist()))
    seen = Values(values, np.ones(60))
    model = LocalLevel(seen)
    plain = model.level(seen, Spreads(0.2, 0.0))
    assert np.abs(grid.middle(normal(values.tolist())) - plain).max() < 0.6


def test_drawn_levels_lie_about_the_middle() -> None:
    values = [1.0] * 10 + [np.nan] * 3 + [-3.0] * 10
    logs = normal(values, 0.7)
    grid, rng = GridLevel(POINTS, 2.0, logs), np.random.default_rng(1)
    drawn = np.array([grid.filtered(logs, grid.usual, rng).drawn(rng).level for _ in range(300)])
    middle = grid.middle(logs)
    assert np.abs(drawn.mean(axis=0) - middle).max() < 0.35
    assert middle[5] == pytest.approx(1.0, abs=0.3)
    assert middle[-5] == pytest.approx(-3.0, abs=0.3)
    assert drawn[:, 11].std() > 2 * drawn[:, 5].std()  # nobody knows on which day it fell


def test_what_is_shifted_is_seen_at_its_level() -> None:
    logs = normal([2.0] * 12, 0.3)
    grid, rng = GridLevel(POINTS, 1.0, logs), np.random.default_rng(2)
    found = grid.filtered(logs, grid.usual, rng, np.full(12, 1.5)).drawn(rng)
    assert found.level.mean() == pytest.approx(0.5, abs=0.3)
    assert found.means.mean() == pytest.approx(2.0, abs=0.3)


def test_the_band_holds_a_crisis_that_a_coder_blurs() -> None:
    """The short form of `benchmarks/worlds.py`: in draws taken in turn with types it held .5."""
    held = []
    for seed in range(6):
        made = world(seed, shape="crisis", acts=12.0, periods=60)
        rows = Level(confusion=made.confusion, draws=100).fit(made.acts, made.question()).rows
        truth = np.array(made.level)
        low, high = (np.array([getattr(row, end) for row in rows]) for end in ("low", "high"))
        held.append(np.mean(((low <= truth) & (truth <= high))[truth == LOWEST]))
    assert np.mean(held) >= 0.75
