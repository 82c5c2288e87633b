"""Chances of crises, and whether such chances came true."""

from __future__ import annotations

import numpy as np
import pytest

from detente.errors import QueryError, TooLittleDataError
from detente.forecasting import Risks
from detente.forecasting.chances import Course, as_now, base_rate, logistic
from detente.laboratory.datasets.futures import future
from detente.measuring import Points
from detente.measuring.points import Floats


def course(on: list[float], *, ahead: int = 2, begins: bool = False) -> Course:
    return Course(np.array(on) * 9.0, np.array(on), ahead, begins, None)


def test_what_came_within_so_many_periods() -> None:
    given = course([0, 1, 0, 0, 1])
    np.testing.assert_array_equal(given.came(1), [1, 0, 0, 1, np.nan])
    np.testing.assert_array_equal(given.came(2), [1, 0, 1, np.nan, np.nan])


def test_a_beginning_is_asked_for_only_where_none_is_on() -> None:
    np.testing.assert_array_equal(
        course([0, 1, 0, 0, 1], begins=True).came(1), [1, np.nan, 0, 1, np.nan]
    )


def test_baselines_count() -> None:
    given = course([0, 1, 1, 0, 0, 1, 1, 0, 0], ahead=1)  # 4 of 8 were followed by one
    assert base_rate(given)(given)[0] == pytest.approx(4.5 / 9)
    assert as_now(given)(given)[0] == pytest.approx(2.5 / 5)  # off: 2 of 4


def test_what_never_came_has_a_chance_all_the_same() -> None:
    given = course([0] * 30, ahead=1)
    for chancer in (base_rate, as_now, logistic(3)):
        assert 0 < chancer(given)(given)[0] < 0.1


def walking(length: int = 150) -> Points:
    """Sums in which what is high stays high for a while."""
    rng = np.random.default_rng(3)
    level = np.exp(np.convolve(rng.normal(size=length + 5), np.ones(6), mode="valid") * 0.6)
    return Points.plain(rng.poisson(4 * level).astype(float), what="hostility", every="month")


def test_the_chance_of_a_threshold_has_its_record_beside_it() -> None:
    found = Risks(ahead=2, threshold=12.0).fit(walking())
    rows = found.to_table().to_pylist()
    assert [row["ahead"] for row in rows] == [1, 2]
    assert all(0 < row["chance"] < 1 for row in rows)
    assert rows[0]["chance"] <= rows[1]["chance"]
    assert sum(each.n for each in found.reliability) == 2 * len(found.origins)
    assert "the risk of a month of 12 or more" in str(found).splitlines()[0]
    assert found.chart() is not None


def test_spells_are_found_by_what_was_known() -> None:
    values: Floats = np.random.default_rng(5).poisson(20.0, 200).astype(float)
    for start in (50, 100, 150):
        values[start : start + 2] = 300.0
    found = Risks(ahead=1).fit(Points.plain(values, what="hostility", every="month"))
    assert np.flatnonzero(found.on).tolist() == [50, 51, 100, 101, 150, 151]
    assert found.risks[0].chance < 0.1
    assert not found.verdict.beats


def test_what_is_not_to_be_told_is_refused() -> None:
    with pytest.raises(TooLittleDataError, match="too little to learn a chance from"):
        Risks(threshold=1e6).fit(walking())
    with pytest.raises(QueryError, match="spells are of sums"):
        Risks().fit(future("random walk", 1))
    with pytest.raises(QueryError):
        Risks(ahead=0)
