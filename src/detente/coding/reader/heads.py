"""The reader's heads, run on the states of one window.

Small matrices over at most a few hundred pieces: plain NumPy in 32-bit floats, window by window, so that
an answer never depends on what else is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, logsumexp

from detente.coding.reader.labels import KINDS, MODES, STATUSES, TYPES
from detente.coding.reader.places import Ints, distances, inside, sentence_relations

Floats = NDArray[np.float32]
TAGS = {"party": 3, "types": len(TYPES), "begins": 1, "kinds": len(KINDS), "openings": len(KINDS)}
"""What is told of every piece: outside, beginning or inside of a party; which act it tells; whether a
trigger begins; which positions it stands in, and whether one begins."""
FACTS = {"mode": len(MODES), "status": len(STATUSES), "recalled": 1, "joint": 1}


@dataclass(frozen=True, slots=True)
class OfPieces:
    """Probabilities for each piece: `party` (pieces, 3) outside, first, inside; `types`, `begins`, `kinds`,
    `openings` (pieces, labels)."""

    party: Floats
    types: Floats
    begins: Floats
    kinds: Floats
    openings: Floats


@dataclass(frozen=True, slots=True)
class OfActs:
    """Probabilities for each act."""

    mode: Floats
    status: Floats
    recalled: Floats
    joint: Floats


class Heads:
    """The heads of a trained reader, from its weights by name."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._w = {name: np.asarray(value, dtype=np.float32) for name, value in weights.items()}

    def _linear(self, name: str, given: Floats) -> Floats:
        told: Floats = given @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]
        return told

    def pieces(self, states: Floats) -> OfPieces:
        """What is told of every piece."""
        scores = self._linear("tags", _gelu(self._linear("tagging", states)))
        parts = dict(
            zip(TAGS, np.split(scores, np.cumsum(list(TAGS.values()))[:-1], -1), strict=True)
        )
        return OfPieces(
            _softmax(parts["party"]),
            *(_sigmoid(parts[name]) for name in ("types", "begins", "kinds", "openings")),
        )

    def acts(self, states: Floats, anchors: Ints) -> OfActs:
        """What is told of each act at its trigger."""
        spans = _spans(states, anchors)
        scores = self._linear("facts", _gelu(self._linear("facts_hidden", spans)))
        mode, status, recalled, joint = np.split(scores, np.cumsum(list(FACTS.values()))[:-1], -1)
        return OfActs(
            _softmax(mode), _softmax(status), _sigmoid(recalled[:, 0]), _sigmoid(joint[:, 0])
        )

    def roles(self, states: Floats, anchors: Ints, parties: Ints, sentences: Ints) -> Floats:
        """Probability of each role of each party, (anchors, parties, roles)."""
        a, p = _spans(states, anchors), _spans(states, parties)
        seen = self._linear("anchor", a)[:, None] + self._linear("party", p)[None]
        seen = seen + self._linear("anchor_gate", a)[:, None] * self._linear("party_gate", p)[None]
        seen = seen + self._w["distance.weight"][distances(anchors, parties)]
        seen = seen + self._w["sentence.weight"][sentence_relations(anchors, parties, sentences)]
        seen = seen + self._w["inside.weight"][inside(anchors, parties)]
        return _sigmoid(self._linear("roles", _gelu(seen)))

    def times(self, states: Floats, anchors: Ints) -> Floats:
        """Probability of each piece standing in the words that date each act, (acts, pieces)."""
        asked, told = (
            self._linear("asks_when", _spans(states, anchors)),
            self._linear("tells_when", states),
        )
        return _sigmoid(asked @ told.T / np.float32(asked.shape[1] ** 0.5) - 2)

    def links(
        self, states: Floats, parties: Ints, names: Ints, sentences: Ints, owners: NDArray[np.bool_]
    ) -> Floats:
        """Probability of each party standing for each state, (parties, states); `names` are first and last
        pieces of the names of states, `owners` (states, names) tells whose each is."""
        p, n = _spans(states, parties), states[names[:, 0]]
        seen = self._linear("referring", p)[:, None] + self._linear("naming", n)[None]
        seen = seen + (
            self._linear("referring_gate", p)[:, None] * self._linear("naming_gate", n)[None]
        )
        seen = seen + self._w["name_distance.weight"][distances(parties, names)]
        seen = seen + self._w["name_sentence.weight"][sentence_relations(parties, names, sentences)]
        seen = seen + self._w["name_inside.weight"][inside(parties, names)]
        scores = self._linear("link", _gelu(seen))[..., 0]
        spread = scores[:, None] + np.where(owners, 0, -1e4)[None]
        return _sigmoid(logsumexp(spread, axis=-1)).astype(np.float32)


def _spans(states: Floats, spans: Ints) -> Floats:
    sums = np.concatenate([np.zeros_like(states[:1]), states.cumsum(0, dtype=np.float32)])
    first, after = spans[:, 0], spans[:, 1] + 1
    mean = (sums[after] - sums[first]) / (after - first)[:, None].astype(np.float32)
    return np.concatenate([states[first], mean], axis=-1).astype(np.float32)


def _gelu(given: Floats) -> Floats:
    raised: Floats = (given * 0.5 * (1 + erf(given / np.float32(2**0.5)))).astype(np.float32)
    return raised


def _sigmoid(given: Floats) -> Floats:
    return (1 / (1 + np.exp(-np.clip(given, -30, 30)))).astype(np.float32)


def _softmax(given: Floats) -> Floats:
    raised = np.exp(given - given.max(-1, keepdims=True))
    return (raised / raised.sum(-1, keepdims=True)).astype(np.float32)
