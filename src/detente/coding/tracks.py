"""Which fields of a relation an act or a position belongs to.

What the reader sees in its words and in its sentence is weighed together with the words of the list
`tracks`: a logistic regression for each track, fitted on acts and positions whose tracks annotators told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.coding.topics import SPEAKING, TRACKS, Floats

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

    @classmethod
    def blank(cls, width: int) -> TrackWeights:
        """Weights by which every track is as likely as any other, for a reader whose states are so wide."""
        return cls(np.zeros((2 * width + SPEAKING + 1, len(TRACKS)), np.float32))

    def save(self, folder: Path) -> None:
        """Write the weights to a reader's folder."""
        np.save(folder / FILE, self.rows, allow_pickle=False)

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


def meaning_of(states: Floats, sentences: np.ndarray, first: int, last: int) -> Floats:
    """What the reader sees in the pieces from `first` to `last`, and in the sentence of the first: the
    means of their states. `sentences` tells of each piece in which sentence it stands."""
    inside = sentences == sentences[first]
    return np.concatenate([states[first : last + 1].mean(0), states[inside].mean(0)])
