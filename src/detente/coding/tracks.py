"""Which fields of a relation an act or a position belongs to.

What the reader sees in its words and in its sentence is weighed together with the words of the list
`tracks`: a logistic regression for each track, fitted on acts and positions whose tracks annotators told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.coding.topics import SPEAKING, TRACKS

Floats = NDArray[np.float32]
FILE = "tracks.npy"
"""The weights, in a reader's folder."""
BESIDE = 0.4
"""Probability from which a track is told beside the likeliest."""
MOST = 3
"""Tracks at most."""


@dataclass(frozen=True, slots=True)
class TrackWeights:
    """Weights of what the reader sees (its states' width, twice), of what words speak for, and a constant:
    one row each, with a column for each of `TRACKS`."""

    rows: Floats

    @classmethod
    def load(cls, folder: Path) -> TrackWeights:
        """The weights in a reader's folder. Raises `OSError` and `ValueError`."""
        rows = np.load(folder / FILE, allow_pickle=False)
        if rows.ndim != 2 or rows.shape[1] != len(TRACKS) or len(rows) <= SPEAKING:
            raise ValueError(f"{FILE} holds {rows.shape} weights, not {len(TRACKS)} in a row")
        return cls(rows)

    def probabilities(self, meaning: Floats, spoken: Floats) -> Floats:
        """How likely an act or position belongs to each track. `meaning` is what the reader sees, `spoken`
        what words speak for (`detente.coding.topics.spoken_for`)."""
        scores = np.concatenate([meaning, spoken, np.ones(1, np.float32)]) @ self.rows
        return ((1 + np.tanh(scores / 2)) / 2).astype(np.float32)

    def tracks(self, meaning: Floats, spoken: Floats) -> tuple[str, ...]:
        """The likeliest track, and those beside it that are likely; ties go by the tracks' order."""
        shares = self.probabilities(meaning, spoken)
        first, *others = np.argsort(-shares, kind="stable")[:MOST]
        return (TRACKS[first], *(TRACKS[i] for i in others if shares[i] >= BESIDE))


def meaning_of(states: Floats, stretch: slice, sentence: NDArray[np.bool_]) -> Floats:
    """What the reader sees in a stretch of pieces, and in its sentence: the means of their states."""
    return np.concatenate([states[stretch].mean(0), states[sentence].mean(0)])
