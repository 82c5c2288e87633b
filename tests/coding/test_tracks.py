"""How tracks are told from what the reader sees and what words speak for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.coding.topics import SPEAKING, TRACKS
from detente.coding.tracks import BESIDE, FILE, MOST, TrackWeights, meaning_of

WIDTH = 4
NOTHING = np.zeros(SPEAKING, dtype=np.float32)


def weights(**constants: float) -> TrackWeights:
    """Weights by which the first part of the meaning speaks for `military`."""
    rows = np.zeros((WIDTH + SPEAKING + 1, len(TRACKS)), dtype=np.float32)
    rows[-1] = [constants.get(track, -5.0) for track in TRACKS]
    rows[0, TRACKS.index("military")] = 10.0
    return TrackWeights(rows)


def seen(first: float) -> np.ndarray:
    return np.array([first, 0, 0, 0], dtype=np.float32)


@pytest.mark.parametrize(
    ("first", "constants", "told"),
    [
        (1.0, {}, ("military",)),
        (0.0, {}, ("leaders",)),
        (0.0, {"people": 2.0}, ("people",)),
        (0.6, {"people": 2.0}, ("people", "military")),
        (0.8, {"people": 2.0, "legal": 1.0}, ("military", "people", "legal")),
        (0.8, {"people": 2.0, "legal": 1.0, "economic": 0.5}, ("military", "people", "legal")),
    ],
)
def test_the_likeliest_and_those_likely_beside_it(
    first: float, constants: dict[str, float], told: tuple[str, ...]
) -> None:
    assert weights(**constants).tracks(seen(first), NOTHING) == told


@given(
    arrays(np.float32, WIDTH, elements=st.floats(-50, 50, width=32)),
    arrays(np.float32, SPEAKING, elements=st.sampled_from([0.0, 1.0, 2.0])),
)
def test_one_to_three_tracks_each_once(meaning: np.ndarray, spoken: np.ndarray) -> None:
    found = weights(people=2.0)
    told = found.tracks(meaning, spoken)
    shares = found.probabilities(meaning, spoken)
    assert 1 <= len(told) <= MOST and len(set(told)) == len(told) and set(told) <= set(TRACKS)
    assert all(shares[TRACKS.index(track)] >= BESIDE for track in told[1:])


def test_the_meaning_is_of_the_stretch_and_of_its_sentence() -> None:
    states = np.arange(8, dtype=np.float32).reshape(4, 2)
    sentences = np.array([-1, 0, 0, 0])
    assert meaning_of(states, sentences, 1, 1).tolist() == [2, 3, 4, 5]


def test_other_weights_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / FILE, np.zeros((5, len(TRACKS)), dtype=np.float32))
    with pytest.raises(ValueError, match="not 9 in a row"):
        TrackWeights.load(tmp_path)
