from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import QueryError
from detente.measuring import by_period, chosen, directed
from detente.measuring.acts import ACTS
from detente.measuring.points import Points, points_of
from detente.measuring.series import Row, Series
from detente.measuring.tally import sums


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(-10, 10)), max_size=40), st.randoms())
def test_sums_are_the_same_in_any_order(acts: list[tuple[int, float]], order: Any) -> None:
    def summed(told: list[tuple[int, float]]) -> list[float]:
        place = np.array([place for place, _ in told], dtype=np.int64)
        return sums(place, np.array([amount for _, amount in told], dtype=np.float64), 4)

    found = summed(acts)
    assert found == summed(order.sample(acts, len(acts)))
    told = [math.fsum(amount for place, amount in acts if place == each) for each in range(4)]
    assert found == pytest.approx(told, abs=1e-12)


def acts(*rows: tuple[str, str, float, str]) -> pa.Table:
    """Day, `>`, `<` or `-`, score and track."""
    columns = {
        "act_id": [f"a{place}" for place in range(len(rows))],
        "day": [dt.date.fromisoformat(day) for day, *_ in rows],
        "forward": [way in ">-" for _, way, _, _ in rows],
        "backward": [way in "<-" for _, way, _, _ in rows],
        "event_type": ["CONSULT"] * len(rows),
        "quad_class": ["verbal cooperation"] * len(rows),
        "score": [score for _, _, score, _ in rows],
        "goldstein": pa.nulls(len(rows), pa.float64()),
        "confidence": pa.nulls(len(rows), pa.float64()),
        "tracks": [[track] for *_, track in rows],
        "outlets": [["A"]] * len(rows),
    }
    return pa.table(columns, schema=ACTS)


WORLD = acts(
    ("2024-01-03", ">", -3.0, "military"),
    ("2024-01-31", "<", 10.0, "economic"),
    ("2024-03-01", "-", 2.5, "economic"),
    ("2024-03-09", "<", -9.0, "military"),
)
NAN = float("nan")


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ({}, [3.5, NAN, -3.25]),
        ({"of": "total"}, [7.0, 0.0, -6.5]),
        ({"of": "hostility"}, [3.0, 0.0, 9.0]),
        ({"of": "cooperation"}, [10.0, 0.0, 2.5]),
        ({"of": "acts"}, [2.0, 0.0, 2.0]),
        ({"of": "total", "every": "quarter"}, [0.5]),
        ({"of": "acts", "since": dt.date(2023, 12, 31)}, [0.0, 2.0, 0.0, 2.0]),
        ({"of": "acts", "until": dt.date(2024, 4, 1)}, [2.0, 0.0, 2.0, 0.0]),
    ],
)
def test_by_period(asked: dict[str, Any], values: list[float]) -> None:
    np.testing.assert_array_equal(by_period(WORLD, **asked).values, values)


def test_only_means_have_counts() -> None:
    np.testing.assert_array_equal(by_period(WORLD).counts, [2, 0, 2])
    assert by_period(WORLD, of="total").counts is None
    assert by_period(WORLD).names == ("2024-01", "2024-02", "2024-03")


@pytest.mark.parametrize(
    ("asked", "scores"),
    [
        ({}, [-3.0, 10.0, 2.5, -9.0]),
        ({"direction": "forward"}, [-3.0, 2.5]),
        ({"direction": "backward"}, [10.0, 2.5, -9.0]),
        ({"direction": "backward", "mutual": False}, [10.0, -9.0]),
        ({"track": "military"}, [-3.0, -9.0]),
        ({"since": dt.date(2024, 1, 4), "until": dt.date(2024, 3, 1)}, [10.0, 2.5]),
    ],
)
def test_chosen(asked: dict[str, Any], scores: list[float]) -> None:
    assert chosen(WORLD, **asked)["score"].to_pylist() == scores


def test_order_changes_nothing() -> None:
    turned = chosen(WORLD.take([3, 1, 0, 2]))
    assert turned.equals(chosen(WORLD))


def test_directed_series_share_their_periods_and_have_no_mutual_acts() -> None:
    series = directed(
        {("CHL", "KEN"): WORLD, ("CHL", "PER"): acts(("2024-05-02", ">", 1.0, "legal"))}
    )
    assert {name: each.values.tolist() for name, each in series.items()} == {
        "CHL>KEN": [-3.0, 0.0, 0.0, 0.0, 0.0],
        "KEN>CHL": [10.0, 0.0, -9.0, 0.0, 0.0],
        "CHL>PER": [0.0, 0.0, 0.0, 0.0, 1.0],
        "PER>CHL": [0.0] * 5,
    }
    with_mutual = directed({("CHL", "KEN"): WORLD}, mutual=True)
    assert with_mutual["CHL>KEN"].values.tolist() == [-3.0, 0.0, 2.5]


@pytest.mark.parametrize("asked", [{"of": "love"}, {"every": "fortnight"}])
def test_impossible_questions(asked: dict[str, Any]) -> None:
    with pytest.raises(QueryError):
        by_period(WORLD, **asked)


def test_nothing_to_measure() -> None:
    with pytest.raises(QueryError, match="no acts"):
        by_period(WORLD.slice(0, 0))
    with pytest.raises(QueryError, match="no acts"):
        directed({("CHL", "KEN"): WORLD.slice(0, 0)})


def row(period: str, n: int, net: float | None) -> Row:
    day = dt.date(2024, 1, 1)
    return Row(period, day, day, n, 0, 0, 0, 0, net, (net or 0.0) * n, None, 0, 0, 0, 0, n)


def test_points_of_a_series() -> None:
    series = Series(
        ("CHL", "KEN"), "month", False, None, (row("2024-01", 2, 1.5), row("2024-02", 0, None))
    )
    found = points_of(series)
    np.testing.assert_array_equal(found.values, [1.5, NAN])
    np.testing.assert_array_equal(found.counts, [2, 0])
    assert (found.every, found.what, found.seen().tolist()) == ("month", "mean score", [0])
    assert Points.of(series, total=True).values.tolist() == [3.0, 0.0]
