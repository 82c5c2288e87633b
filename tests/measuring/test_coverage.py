from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measuring_world import act, table

from detente.errors import QueryError, TooLittleDataError
from detente.measuring import Points
from detente.measuring.coverage import Coverage, coverage_of
from detente.measuring.tally import COVERAGE

FIRST = dt.date(2014, 1, 1)


def counted(monthly: list[int], first: dt.date = FIRST) -> pa.Table:
    """So many acts of all states on the first and the last day of each month, half on each."""
    rows = []
    for place, n in enumerate(monthly):
        start = _month(first, place)
        rows += [(start, n // 2), (_month(first, place + 1) - dt.timedelta(days=1), n - n // 2)]
    days, numbers = zip(*rows, strict=True)
    return pa.table({"day": list(days), "n": list(numbers)}, COVERAGE)


def _month(first: dt.date, place: int) -> dt.date:
    count = first.year * 12 + first.month - 1 + place
    return dt.date(count // 12, count % 12 + 1, 1)


def months(size: int, first: dt.date = FIRST) -> Points:
    names = [f"{_month(first, place):%Y-%m}" for place in range(size)]
    return Points.plain(np.zeros(size), names=names, every="month")


def missing(monthly: list[int]) -> list[int]:
    found = coverage_of(counted(monthly), months(len(monthly)))
    return np.flatnonzero(found.missing).tolist()


@pytest.mark.parametrize(
    ("why", "monthly", "places"),
    [
        ("steady", [100] * 48, []),
        ("a year without anything", [100] * 30 + [0] * 12 + [100] * 30, list(range(30, 42))),
        ("a year of next to nothing", [100] * 30 + [5] * 12 + [100] * 30, list(range(30, 42))),
        ("half as much is volume", [100] * 30 + [50] * 12 + [100] * 30, []),
        ("a growing set has its own time", [10 + 3 * month for month in range(72)], []),
        ("few acts have zeros by chance", [2, 1, 0, 2, 3, 2] * 12, []),
        ("but not twenty in a row", [2] * 40 + [0] * 20 + [2] * 40, list(range(40, 60))),
        ("longer than the time around", [50] * 60 + [0] * 50 + [50] * 60, list(range(60, 110))),
    ],
)
def test_what_is_missing(why: str, monthly: list[int], places: list[int]) -> None:
    assert missing(monthly) == places, why


def test_periods_outside_the_data_set_are_missing() -> None:
    found = coverage_of(counted([100] * 12), months(16, dt.date(2013, 11, 1)))
    assert np.flatnonzero(found.missing).tolist() == [0, 1, 14, 15]
    assert found.everything[~found.missing].tolist() == [100.0] * 12


def test_a_period_that_is_half_inside_counts() -> None:
    days = [dt.date(2014, 1, 20) + dt.timedelta(days=day) for day in range(400)]
    table = pa.table({"day": days, "n": [5] * 400}, COVERAGE)
    found = coverage_of(table, months(14))
    assert np.flatnonzero(found.missing).tolist() == [0]
    assert found.names[13] == "2015-02" and found.everything[13] == 5 * 23


def test_own_acts_are_no_volume_and_count_once() -> None:
    own = table(act("2014-01-05"), act("2014-01-06"), act("2014-03-01"))
    found = coverage_of(counted([40, 40, 40]), months(3), apart=[own, own])
    assert found.volume.tolist() == [38, 40, 39]
    assert found.everything.tolist() == [40, 40, 40]


@pytest.mark.parametrize(("each", "usable"), [(10, False), (40, True)])
def test_a_few_acts_of_others_do_not_tell_how_much_was_written(each: int, usable: bool) -> None:
    assert coverage_of(counted([each] * 24), months(24)).usable is usable


def test_sums_at_the_usual_volume() -> None:
    held = Coverage(
        names=("a", "b", "c", "d"),
        everything=np.array([50.0, 100, 150, 0]),
        volume=np.array([50.0, 100, 150, 0]),
        missing=np.array([False, False, False, True]),
    )
    assert held.share[:3].tolist() == [0.5, 1.0, 1.5]
    per = held.per(np.array([-1.0, -2, -3, 0]))
    assert per[:3].tolist() == [-2.0, -2, -2] and np.isnan(per[3])


@given(st.lists(st.integers(0, 500), min_size=3, max_size=40).filter(any), st.integers(2, 9))
def test_more_of_everything_alike_leaves_the_shares(monthly: list[int], times: int) -> None:
    size = len(monthly)
    one = coverage_of(counted(monthly), months(size))
    other = coverage_of(counted([times * n for n in monthly]), months(size))
    both = ~one.missing & ~other.missing
    if (one.missing == other.missing).all():
        assert np.allclose(one.share[both], other.share[both], equal_nan=True)
    assert not (one.missing & ~other.missing).any()  # what chance rules out, more acts rule out too


def test_weeks_start_as_asked() -> None:
    days = pa.table({"day": [dt.date(2014, 1, 5), dt.date(2014, 1, 6)], "n": [3, 4]}, COVERAGE)
    sunday = Points.plain([0.0], names=["2014-01-05"], every="week")
    assert coverage_of(days, sunday, week_starts="sunday").everything.tolist() == [7.0]


def test_refusals_say_why() -> None:
    with pytest.raises(TooLittleDataError, match="no dated acts"):
        coverage_of(COVERAGE.empty_table(), months(3))
    with pytest.raises(QueryError, match="period"):
        coverage_of(counted([1]), Points.plain([1.0]))
    with pytest.raises(QueryError, match="differ in length"):
        Coverage(("a",), np.zeros(1), np.zeros(2), np.zeros(1, dtype=bool))
