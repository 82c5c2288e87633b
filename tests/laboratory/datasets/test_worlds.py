"""Worlds are what they say."""

import datetime as dt

import numpy as np
import pytest

from detente.errors import QueryError
from detente.laboratory.datasets.worlds import EDGES, Plan, world
from detente.measuring import ACTS, measure


def test_same_seed_same_world() -> None:
    one, other = world(3), world(3)
    assert one.acts.equals(other.acts)
    assert (one.level, one.confusion) == (other.level, other.confusion)
    assert not one.acts.equals(world(4).acts)
    assert one.acts.schema == ACTS


@pytest.mark.parametrize("shape", ["flat", "walk", "break", "recovery"])
def test_what_happens_has_the_true_level(shape: str) -> None:
    made = world(1, shape=shape, acts=400.0, periods=24)
    nets = [row.net for row in measure(made.truth, made.question()).rows]
    np.testing.assert_allclose(nets, made.level, atol=1.2)
    assert np.mean(np.subtract(nets, made.level)) == pytest.approx(0, abs=0.15)


def test_a_break_is_where_it_says() -> None:
    made = world(5, shape="break", size=2.0)
    assert made.breaks == (dt.date(2014, 1, 1),)
    assert abs(made.level[48] - made.level[47]) == pytest.approx(2.0)


def test_a_walk_stays_where_types_can_take_it() -> None:
    made = world(6, shape="walk", step=3.0, periods=300)
    assert EDGES[0] <= min(made.level) < max(made.level) <= EDGES[1]


def test_a_coder_errs_as_its_confidence_says() -> None:
    """Truth is not in the table, but the share that is right is what confidence promises, as far
    as the pair's mix is like the one it was measured on."""
    made = world(7, shape="flat", acts=100.0)
    assert made.confusion is not None
    told = np.mean(made.acts["confidence"].to_pylist())
    assert told == pytest.approx(made.confusion.right, abs=0.08)
    assert len(made.acts) == pytest.approx(len(made.truth), rel=0.15)


def test_without_misreading_what_is_told_is_what_happened() -> None:
    made = world(8, misreads=False)
    assert made.acts.equals(made.truth)
    assert made.confusion is None


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(QueryError):
        world(0, Plan(shape="zigzag"))  # type: ignore[arg-type]
