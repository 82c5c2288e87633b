from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from detente.laboratory.datasets.pairs import ACTS, Flow, acts_of, autoregression, exchange, steps

PAIR = ("CHL", "KEN")


@pytest.mark.parametrize("level", [-6.0, -1.0, 0.0, 3.0, 8.0])
def test_the_mean_score_is_the_level(level: float) -> None:
    acts = acts_of([Flow("CHL", "KEN", np.full(50, level), 100.0)], between=PAIR)
    assert acts["score"].to_numpy().mean() == pytest.approx(level, abs=0.2)


def test_acts_fall_in_their_months_in_order() -> None:
    acts = acts_of(
        [Flow("KEN", "CHL", np.zeros(14), 30.0, "military")],
        between=PAIR,
        start=dt.date(2020, 2, 1),
    )
    days = acts["day"].to_pylist()
    assert acts.schema == ACTS
    assert days == sorted(days)
    assert (min(days) >= dt.date(2020, 2, 1), max(days) <= dt.date(2021, 3, 31)) == (True, True)
    assert len({(day.year, day.month) for day in days}) == 14
    assert set(acts["backward"].to_pylist()) == {True}
    assert acts["act_id"].to_pylist()[0].startswith("KEN-CHL")
    assert acts["tracks"].to_pylist()[0] == ["military"]


def test_a_seed_makes_one_world() -> None:
    one, same, other = (exchange(months=24, seed=seed) for seed in (3, 3, 4))
    assert one.acts[PAIR].equals(same.acts[PAIR])
    assert not one.acts[PAIR].equals(other.acts[PAIR])
    assert (
        steps((5,), periods=9, seed=1).points.values.tolist()
        == steps((5,), periods=9, seed=1).points.values.tolist()
    )


def test_answers_come_at_their_lag() -> None:
    world = exchange(
        answers={("CHL>KEN", "KEN>CHL"): 0.6}, months=2000, lag=2, memory=0.0, rate=1.0
    )
    cause, effect = world.levels["CHL>KEN"], world.levels["KEN>CHL"]
    lags = [np.corrcoef(cause[: -lag or None], effect[lag:])[0, 1] for lag in range(4)]
    assert int(np.argmax(lags)) == 2
    assert lags[2] == pytest.approx(0.6 / np.sqrt(1.36), abs=0.06)
    assert abs(lags[1]) < 0.1


def test_three_states_have_six_directions() -> None:
    world = exchange(("CHL", "KEN", "PER"), months=12)
    assert sorted(world.acts) == [("CHL", "KEN"), ("CHL", "PER"), ("KEN", "PER")]
    assert len(world.levels) == 6


def test_steps_are_in_standard_deviations_of_the_noise() -> None:
    world = steps((2000,), size=2.0, periods=4000, memory=0.5)
    noise = world.points.values - world.levels
    assert noise.std() == pytest.approx(1.0, abs=0.1)
    assert np.corrcoef(noise[1:], noise[:-1])[0, 1] == pytest.approx(0.5, abs=0.1)
    assert (world.levels[1999], world.levels[2000]) == (0.0, 2.0)
    assert steps((2, 4), periods=6).levels.tolist() == [0, 0, 2, 2, 0, 0]


def test_autoregression_keeps_the_variance() -> None:
    shocks = np.random.default_rng(0).normal(size=5000)
    assert autoregression(shocks, 0.7).std() == pytest.approx(1.0, abs=0.1)
    assert autoregression(shocks, 0.0).tolist() == shocks.tolist()
