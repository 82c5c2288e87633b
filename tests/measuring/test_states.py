"""Low ebb, improving, deteriorating, steady, stabilizing, rebounding."""

import json
from typing import Any

import numpy as np
import pytest

from detente.errors import QueryError
from detente.laboratory.datasets.worlds import world
from detente.measuring import Level, LevelResult, States
from detente.measuring.level import LevelResult as Result
from detente.measuring.measure import measure
from detente.measuring.states import verdict


def drawn(*levels: list[float], noise: float = 0.01) -> LevelResult:
    """A result whose draws are one path, almost."""
    path = np.concatenate([np.asarray(part, dtype=float) for part in levels])
    made = world(0, periods=len(path), acts=1.0, misreads=False)
    series = measure(made.acts, made.question())
    paths = path + np.random.default_rng(1).normal(0, noise, (200, len(path)))
    return Result(series, (), 0.9, ("sampling",), {}, 0, None, paths)


def ramp(first: float, last: float, count: int = 12) -> list[float]:
    return list(np.linspace(first, last, count))


def test_the_chart_holds_every_state_and_where_it_is_found() -> None:
    chart = States().fit(drawn(ramp(0, 0), ramp(0, 3))).chart().to_dict()
    (rows,) = chart["datasets"].values()
    assert len(rows) == 7 * 24
    assert {row["state"] for row in rows} == set(chart["facet"]["sort"])
    (rise,) = (row for row in rows[-7:] if row["state"] == "improving")
    assert rise["probability"] > 0.95
    assert chart["spec"]["layer"][1]["encoding"]["y"]["datum"] == 0.95


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ([ramp(0, 0), ramp(0, 0)], {"steady"}),
        ([ramp(3, 3), ramp(3, 0)], {"deteriorating", "low_ebb"}),
        ([ramp(3, 0, 18), [0.0] * 6], {"steady", "stabilizing"}),
        ([ramp(3, 0, 12), [0.0] * 24], {"steady"}),
        ([ramp(0, 0), ramp(0, 3)], {"improving", "recovered", "stabilizing", "rebounding"}),
        ([ramp(3, 0, 18), ramp(0, 2, 6)], {"improving", "recovered", "stabilizing", "rebounding"}),
        ([ramp(3, 0), ramp(0, 3), [3.0] * 7], {"steady", "recovered", "stabilizing", "rebounding"}),
        ([ramp(3, 0), ramp(0, 3), ramp(3, 1, 6)], {"deteriorating", "recovered"}),
        ([ramp(0, 3), [3.0] * 26], {"steady"}),
    ],
)
def test_shapes(levels: list[list[float]], found: set[str]) -> None:
    row = States().fit(drawn(*levels)).rows[-1]
    assert {
        name for name in row.__slots__ if name != "period" and getattr(row, name) > 0.95
    } == found


def test_doubt_makes_a_state_open() -> None:
    row = States().fit(drawn(ramp(0, 0), ramp(0, 1, 12), noise=1.0)).rows[-1]
    assert 0.2 < row.improving < 0.8  # type: ignore[operator]


def test_improving_deteriorating_and_steady_are_all_there_is() -> None:
    rows = States(margin=1.0, horizon=3).fit(drawn(ramp(0, 5), ramp(5, 1), noise=1.0)).rows
    for row in rows[3:]:
        assert row.improving + row.deteriorating + row.steady == pytest.approx(1)  # type: ignore[operator]


def test_before_the_horizon_nothing_is_told() -> None:
    rows = States(horizon=4).fit(drawn(ramp(0, 3))).rows
    assert [row.improving is None for row in rows] == [True] * 4 + [False] * 8
    assert [row.stabilizing is None for row in rows] == [True] * 4 + [False] * 8
    assert all(row.low_ebb is not None for row in rows)


def test_spells() -> None:
    result = States(horizon=6).fit(drawn(ramp(3, 3, 8), [0.0] * 4, ramp(3, 3, 28)))
    assert result.spells("low_ebb", 0.5) == [("2010-09", "2010-12")]
    with pytest.raises(QueryError):
        result.spells("gloomy")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chance", "word"),
    [(0.95, "found"), (0.8, "likely"), (0.5, "open"), (0.2, "unlikely"), (0.05, "ruled out")],
)
def test_verdicts(chance: float, word: str) -> None:
    assert verdict(chance) == word


@pytest.mark.parametrize("asked", [{"margin": 0.0}, {"horizon": 0}])
def test_impossible_questions(asked: dict[str, Any]) -> None:
    with pytest.raises(QueryError):
        States(**asked)


def test_it_prints_and_exports() -> None:
    result = States().fit(drawn(ramp(0, 0), ramp(0, 3)))
    assert "improving      1.00  found" in str(result)
    assert result.to_polars()["improving"].to_list()[-1] == 1.0
    assert json.loads(result.to_json())["horizon"] == 6


def test_without_a_level_no_state_is_told() -> None:
    made = world(0, periods=2, misreads=False)
    result = States().fit(Level(draws=10).fit(made.acts, made.question()))
    assert all(row.low_ebb is None for row in result.rows)
    assert "too short" in str(result)


def test_in_worlds_that_do_not_change_hardly_any_change_is_found() -> None:
    found = {"improving": 0, "deteriorating": 0, "rebounding": 0, "stabilizing": 0}
    for seed in range(8):
        made = world(seed, shape="flat", periods=48)
        level = Level(draws=100, confusion=made.confusion).fit(made.acts, made.question())
        row = States().fit(level).rows[-1]
        for name in found:
            found[name] += getattr(row, name) >= 0.95
    assert sum(found.values()) <= 1


def test_a_strong_recovery_is_found() -> None:
    found = 0
    for seed in range(4):
        made = world(seed, shape="recovery", periods=24, size=6.0, acts=40.0)
        level = Level(draws=100, confusion=made.confusion).fit(made.acts, made.question())
        found += States().fit(level).rows[18].rebounding >= 0.8  # type: ignore[operator]
    assert found >= 3
