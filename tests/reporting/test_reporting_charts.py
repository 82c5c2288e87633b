"""Axes of charts: round marks, evenly apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reporting.charts import round_step


@pytest.mark.parametrize(
    ("reach", "step"),
    [(1, 1), (3, 1), (7, 2), (12, 5), (30, 10), (48, 20), (112, 50), (226, 100), (452, 200)],
)
def test_marks_of_counts_are_round(reach: int, step: int) -> None:
    assert round_step(reach) == step


@given(st.integers(1, 10**9))
def test_one_to_three_marks_on_a_side(reach: int) -> None:
    assert 1 <= reach // round_step(reach) <= 3
