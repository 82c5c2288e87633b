"""Thirds beside two states, in worlds whose truth is known and by hand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from networks_world import acts

from detente.errors import TooLittleDataError
from detente.laboratory.datasets.triads import company
from detente.networks import Thirds, about
from detente.networks.between import clock_of, going_between


def between(first: list[int], second: list[int], *, within: int = 1) -> tuple[int, float, float]:
    even, years = np.full(365, 1.0), np.zeros(365, dtype=np.int64)
    found = going_between(
        np.array(first), np.array(second), even, years,
        within=within, draws=499, rng=np.random.default_rng(0),
    )  # fmt: skip
    return found.near, found.expected, found.p_value


def test_meetings_of_both_within_days_are_counted() -> None:
    often = list(range(10, 360, 30))
    near, expected, p_value = between(often, [day + 1 for day in often])
    assert (near, p_value < 0.1) == (len(often), True)
    assert expected < len(often) / 2
    assert between(often, [day + 15 for day in often])[0] == 0


def test_a_clock_runs_where_much_is_met() -> None:
    years = np.zeros(100, dtype=np.int64)
    everyone = np.r_[np.full(50, 1.0), np.full(50, 3.0)]
    clock = clock_of(np.zeros(100), everyone, years, 3)
    assert clock.sum() == pytest.approx(1.0)
    assert clock[75] > 2 * clock[25] > 0


@pytest.mark.parametrize(
    ("plan", "moving", "going"),
    [
        ({}, set(), set()),
        ({"moving": 3.0}, {"CHL"}, set()),
        ({"visits": 0.5, "travelling": True}, set(), {"CHL"}),
    ],
)
def test_what_is_planted_is_found(
    plan: dict[str, float], moving: set[str], going: set[str]
) -> None:
    world = company(**plan, seed=11)  # type: ignore[arg-type]
    found = Thirds(draws=999).fit(about(world.acts, world.between))
    assert {row.third for row in found.moving()} == moving
    assert {row.third for row in found.going_between()} == going
    assert len(found.rows) == 8
    assert found.chart().to_dict()["config"]
    told = str(found)
    assert ("No third's relation" in told) is (not moving)
    assert ("Going between" in told) is bool(going)


def test_a_third_in_acts_of_the_two_is_counted() -> None:
    rows = [("CHL", "NOR"), ("CHL", "KEN"), ("NOR", "KEN")]
    days = [f"2020-{month:02}-05" for month in range(1, 13)]
    told = [
        acts(*((one, other, day, 2.0) for one, other in rows), act=day, parties=3) for day in days
    ]
    found = about(pa.concat_tables(told), ("NOR", "CHL"))
    assert found.together.to_pylist() == [{"third": "KEN", "n": 12}]
    (row,) = Thirds(fewest=10).fit(found).rows
    assert (row.third, row.together, row.met_first, row.met_second) == ("KEN", 12, 12, 12)
    assert row.near == 12 and row.p_first is None  # a year is too short for moves


def test_too_little_is_refused() -> None:
    told = acts(("CHL", "NOR", "2020-01-06", 2.0), ("CHL", "KEN", "2020-01-06", 2.0))
    with pytest.raises(TooLittleDataError, match="no third has 20 acts"):
        Thirds().fit(about(told, ("CHL", "NOR")))
    with pytest.raises(TooLittleDataError, match="no dated acts"):
        Thirds().fit(about(acts(), ("CHL", "NOR")))
