"""How far apart two stretches of a window stand, as the reader's heads are told."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
EDGES = np.array([-64, -32, -16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16, 32, 64])
DISTANCES = len(EDGES) + 1
SENTENCES = 6
"""The same sentence, the one before, an earlier one, the one after, a later one, before the text."""
BY_SENTENCES_APART = np.array([2, 1, 0, 3, 4])
"""Which of these it is, by the sentences from one to the other, from two or more before it on."""
BEFORE_THE_TEXT = 5


def places_between(one: Ints, other: Ints, sentences: Ints) -> dict[str, Ints]:
    """How each of some stretches lies to each of others, (ones, others): all that the heads are told."""
    return {
        "distances": distances(one, other),
        "relations": sentence_relations(one, other, sentences),
        "inside": inside(one, other),
    }


def distances(anchors: Ints, parties: Ints) -> Ints:
    """Class of the distance from each anchor's first piece to each party's, (anchors, parties)."""
    apart = parties[None, :, 0] - anchors[:, None, 0]
    return np.searchsorted(EDGES, apart, side="right")


def sentence_relations(anchors: Ints, parties: Ints, sentences: Ints) -> Ints:
    """How the sentence of each party stands to that of each anchor, (anchors, parties)."""
    of_party = sentences[parties[:, 0]]
    apart = of_party[None, :] - sentences[anchors[:, 0]][:, None]
    told = BY_SENTENCES_APART[apart.clip(-2, 2) + 2]
    return np.where(of_party[None, :] < 0, BEFORE_THE_TEXT, told)


def inside(anchors: Ints, parties: Ints) -> Ints:
    """1 where a party stands inside an anchor, (anchors, parties)."""
    within = (parties[None, :, 0] >= anchors[:, None, 0]) & (
        parties[None, :, 1] <= anchors[:, None, 1]
    )
    return within.astype(np.int64)
