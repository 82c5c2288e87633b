from __future__ import annotations

import numpy as np
import pytest

from detente.laboratory.datasets.hostile_days import (
    DAYS,
    JUDGED,
    LENGTHS,
    MONTH,
    SHAPED,
    hostile_days,
)

WORLDS = (*SHAPED, *JUDGED)


def test_no_kind_is_both_shaped_on_and_judged_by() -> None:
    assert not set(SHAPED) & set(JUDGED)


@pytest.mark.parametrize("name", WORLDS)
def test_a_seed_gives_one_world(name: str) -> None:
    one, same, other = (hostile_days(name, seed).values for seed in (1, 1, 2))
    assert len(one) == DAYS and one.min() >= 0
    assert np.array_equal(one, same) and not np.array_equal(one, other)


@pytest.mark.parametrize("name", WORLDS)
def test_a_crisis_adds_acts_to_its_days_alone(name: str) -> None:
    calm, world = hostile_days(name, 3), hostile_days(name, 3, crises=True)
    added = world.values - calm.values
    inside = np.zeros(DAYS, dtype=bool)
    for first, last in world.happened:
        inside[first : last + 1] = True
        assert 5 <= last - first + 1 <= 60
        assert added[first : last + 1].sum() >= 2 * calm.values.mean() * MONTH
    assert len(world.happened) == 4 and added[~inside].max() == 0


@pytest.mark.parametrize("every", LENGTHS)
def test_weeks_and_months_have_the_same_acts(every: str) -> None:
    world = hostile_days("answered", 1)
    points = world.points(every)
    length = LENGTHS[every]
    assert points.values.sum() == world.values[: DAYS // length * length].sum()
    assert points.every == every
