"""How often a series lies as far out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measuring.tail import Tail

EVEN = -np.log((np.arange(200) + 0.5) / 200)
"""Values that lie as an exponential distribution has them."""


def test_below_the_threshold_it_is_the_share() -> None:
    median = float(np.sort(EVEN)[100])
    assert np.exp(-Tail.of(EVEN).surprise(np.array([median]))[0]) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("far", [3.0, 5.0])
def test_of_exponential_values_it_is_about_the_exponential_chance(far: float) -> None:
    assert Tail.of(EVEN).surprise(np.array([far]))[0] == pytest.approx(far, rel=0.2)


def test_a_heavy_tail_makes_the_same_value_less_surprising() -> None:
    light, heavy = (Tail.of(each).surprise(np.array([40.0]))[0] for each in (EVEN, EVEN**2))
    assert heavy < light - 2


def test_how_large_the_largest_are_does_not_matter() -> None:
    """Crises do not make crises usual."""
    crises = np.where(np.argsort(np.argsort(EVEN)) >= 190, 50.0, EVEN)
    least = float(np.sort(EVEN)[189])
    tails = [Tail.of(each).surprise(np.array([least + 5.0]))[0] for each in (EVEN, crises)]
    assert tails[0] == pytest.approx(tails[1], rel=0.01)


@given(st.lists(st.floats(0, 400), min_size=6, max_size=60), st.floats(0, 400), st.floats(0, 400))
def test_a_larger_value_is_never_less_surprising(
    values: list[float], one: float, other: float
) -> None:
    low, high = Tail.of(np.array(values)).surprise(np.array([min(one, other), max(one, other)]))
    assert 0 <= low <= high + 1e-9
