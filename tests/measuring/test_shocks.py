from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from detente.errors import QueryError
from detente.laboratory.datasets.pairs import Flow, acts_of
from detente.measuring import Shocks, ShocksResult

PAIR = ("CHL", "KEN")
DAY = dt.date(2018, 1, 1)


def world(fall: float, *, months: int = 60, rate: float = 20.0, seed: int = 1) -> pa.Table:
    """Levels of 1, and for three months from 2018 on so much less."""
    levels = np.ones(months)
    levels[48:51] -= fall
    return acts_of([Flow("CHL", "KEN", levels, rate)], between=PAIR, seed=seed)


@pytest.fixture(scope="module")
def found() -> ShocksResult:
    return Shocks().fit(world(4.0), DAY)


def test_a_fall_is_seen(found: ShocksResult) -> None:
    assert found.p_value <= 0.05
    assert found.mean == pytest.approx(-4.0, abs=1.0)
    assert "below what was expected (p = 0.0" in str(found)
    assert sum(step.outside for step in found.steps) >= 4


def test_nothing_is_seen_where_nothing_happened() -> None:
    results = [Shocks().fit(world(0.0, seed=seed), DAY) for seed in range(20)]
    assert np.mean([each.p_value <= 0.05 for each in results]) <= 0.2
    calm = next(each for each in results if each.p_value > 0.05)
    assert "No clear response" in str(calm)


def test_steps_are_counted_from_the_day(found: ShocksResult) -> None:
    assert [step.start for step in found.steps] == [
        DAY + dt.timedelta(days=7 * k) for k in range(8)
    ]
    assert all((step.end - step.start).days == 6 for step in found.steps)
    assert (found.before[-1][0] - DAY).days == -7
    acts = world(4.0)
    days = acts["day"].to_numpy()
    first = (days >= np.datetime64(DAY)) & (days < np.datetime64(DAY + dt.timedelta(days=7)))
    assert found.steps[0].observed == pytest.approx(acts["score"].to_numpy()[first].mean())


def test_differences_are_from_the_last_level_before(found: ShocksResult) -> None:
    assert {step.expected for step in found.steps} == {found.expected}
    told = [step.difference for step in found.steps if step.difference is not None]
    assert found.mean == pytest.approx(np.mean(told))


def test_what_comes_after_changes_no_forecast() -> None:
    long, short = world(4.0), world(4.0).slice(0, len(world(4.0)) - 100)
    assert Shocks().fit(long, DAY).expected == Shocks().fit(short, DAY).expected


def test_only_whole_steps_are_followed() -> None:
    found = Shocks().fit(world(4.0), DAY, until=dt.date(2018, 1, 20))
    assert len(found.steps) == 2


def test_steps_without_acts_have_no_mean() -> None:
    found = Shocks(width=2).fit(world(4.0, rate=8.0), DAY)
    assert any(step.observed is None for step in found.steps)
    assert Shocks(width=2, of="total").fit(world(4.0, rate=8.0), DAY).steps[0].observed is not None


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (dt.date(2014, 5, 1), "17 steps of 7 days lie before"),
        (dt.date(2019, 2, 1), "2014-01-.* to 2018-12-"),
        (dt.date(2013, 2, 1), "nothing is told around 2013-02-01"),
        (dt.date(2014, 7, 15), "other dates|earlier dates"),
    ],
)
def test_too_little_record_is_refused(day: dt.date, why: str) -> None:
    with pytest.raises(QueryError, match=why):
        Shocks().fit(world(1.0), day)


def test_forms(found: ShocksResult) -> None:
    assert found.to_table().num_rows == 8
    assert found.asked()["placebos"] == found.placebos
    assert found.chart().to_dict()["layer"][0]["mark"]["type"] == "area"
