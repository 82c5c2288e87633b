from __future__ import annotations

import json

import numpy as np
import pytest

from detente.laboratory.datasets.pairs import steps
from detente.measuring import Points, Turns, TurnsResult
from detente.measuring.gradual import merged
from detente.measuring.noise import Noise, SeenValues


def slow(seed: int, length: int = 24) -> TurnsResult:
    """A level that leaves zero in period 40 and is at 5 from `40 + length - 1` on."""
    rise = np.clip((np.arange(120) - 39) / length, 0.0, 1.0)
    noise = np.random.default_rng(seed).normal(size=120)
    return Turns(draws=49).fit(Points.plain(5 * rise + noise))


def test_a_ramp_is_one_gradual_turn_whose_ends_lie_in_their_intervals() -> None:
    """The short form of benchmarks/ramps.py."""
    turns = [turn for seed in range(10) for turn in slow(seed).turns if turn.began]
    assert len(turns) >= 8
    began = [int(turn.began_low or -1) <= 40 <= int(turn.began_high or -1) for turn in turns]
    ended = [int(turn.ended_low or -1) <= 63 <= int(turn.ended_high or -1) for turn in turns]
    assert min(np.mean(began), np.mean(ended)) >= 0.7


def test_steps_are_sudden() -> None:
    found = [
        Turns(draws=49).fit(steps((60,), size=3, seed=seed).points).turns for seed in range(15)
    ]
    assert np.mean([turn.began is not None for turns in found for turn in turns]) <= 0.15


def test_text_and_rows_tell_from_when_to_when() -> None:
    found = slow(1)
    (turn,) = found.turns
    told = f"Gradual, from {turn.began} ({turn.began_low} to {turn.began_high}) to {turn.ended} ("
    assert told in str(found)
    (row,) = json.loads(found.to_json())["rows"]
    assert (row["began"], row["ended"]) == (turn.began, turn.ended)
    assert "Gradual" not in str(Turns(draws=49).fit(steps((60,), size=4, seed=1).points))


@pytest.mark.parametrize(("levels", "kept"), [((0.0, 5.0, 10.0), 2), ((0.0, 5.0, 0.0), 2)])
def test_two_steps_that_are_steps_are_not_made_one(levels: tuple[float, ...], kept: int) -> None:
    values = np.repeat(levels, 20) + np.random.default_rng(1).normal(scale=0.5, size=60)
    seen = SeenValues.of(Points.plain(values))
    assert len(merged(seen, [20, 40], Noise(0.0, 0.0, 0.25), 3)) == kept
