"""What corrections taught: the reader's scores are shifted near places that a reviewer set right.

The network stays as it is. Words seen much like those that were corrected (by the angle between states)
have their scores shifted by a linear map of what the network sees; all others are told as before, to the
last digit. So what is learnt of one idiom is not paid for elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.coding.reader.heads import FACTS, TAGS, Floats, Network, OfAnchors, OfPieces
from detente.coding.reader.labels import ROLES
from detente.coding.reader.places import DISTANCES, SENTENCES, Ints, distances, sentence_relations

FILE = "learnt.npz"
"""What was learnt, in a reader's folder; not there where nothing was."""
FORM = 2
"""Of the file; one of another form is refused."""
CONSTANT = 0.3
"""What a shift is given beside what is seen, so that it may be the same everywhere."""
ONE_OF = frozenset({"party", "mode", "status"})
"""Answers of which just one is right."""
OF_ROLES = {"roles": len(ROLES)}
TINY = 1e-6
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gate:
    """How far a correction reaches, by the cosine between a place and the corrected one most like it:
    scores are shifted from `start` on, and wholly from `whole`."""

    start: float
    whole: float

    def opened(self, cosines: Doubles) -> Doubles:
        """How much of a shift is let through at some cosines, 0 to 1."""
        if self.start == self.whole:
            return np.asarray((cosines >= self.whole).astype(np.float64))
        part = np.clip((cosines - self.start) / (self.whole - self.start), 0.0, 1.0)
        return np.asarray(part * part * (3 - 2 * part))


GATE = Gate(0.6, 0.75)
"""The gate of what is learnt from now on, chosen by `benchmarks/gates.py`; what was learnt keeps the one
that it was fitted with."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Shifts of scores. `near` are the directions of corrected places from `middle`; what is seen is scaled
    by `centre` and `spread`; `weights` has a row for each number seen and one for `CONSTANT`."""

    gate: Gate
    near: Doubles
    middle: Doubles
    centre: Doubles
    spread: Doubles
    weights: Doubles

    def nearness(self, places: Floats | Doubles) -> Doubles:
        """How near each place is to a corrected one: 0 where nothing is shifted, 1 where wholly."""
        if not len(self.near):
            return np.zeros(len(places))
        best = (directions(places, self.middle) @ self.near.T).max(axis=1, initial=-1.0)
        return self.gate.opened(best)

    def given(self, seen: Floats | Doubles, nearness: Doubles) -> Doubles:
        """What is seen as the weights are given it."""
        scaled = (seen - self.centre) / self.spread / np.sqrt(len(self.centre))
        whole = np.hstack([scaled, np.full((len(seen), 1), CONSTANT)])
        return np.asarray(whole * nearness[:, None])

    def scores(self, seen: Floats | Doubles, nearness: Doubles) -> Doubles:
        """By how much each score is shifted."""
        return np.asarray(self.given(seen, nearness) @ self.weights)

    def check(self, answers: int) -> None:
        """Raises `ValueError` where the parts do not fit one another or so many answers."""
        if self.weights.shape != (len(self.centre) + 1, answers):
            raise ValueError(f"{FILE} holds {self.weights.shape} weights, for other answers")
        if (self.near.shape[1:], self.spread.shape) != (self.middle.shape, self.centre.shape):
            raise ValueError(f"{FILE} holds parts that do not fit one another")
        if not all(np.isfinite(getattr(self, name)).all() for name in SAVED):
            raise ValueError(f"{FILE} holds what is no number")


SAVED = tuple(each.name for each in fields(Shift) if each.name != "gate")
"""What is kept of each shift; they have one gate."""


def directions(places: Floats | Doubles, middle: Doubles) -> Doubles:
    """Where each place lies as seen from a middle, as a vector of length 1."""
    away = places - middle
    return np.asarray(away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), TINY))


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is shifted: answers of pieces, facts of acts, roles of parties."""

    pieces: Shift
    facts: Shift
    roles: Shift

    @classmethod
    def load(cls, folder: Path) -> Learnt:
        """What lies in a reader's folder. Raises `ValueError` for what another version learnt, and what
        `numpy` raises for a damaged file."""
        with np.load(folder / FILE, allow_pickle=False) as held:
            if "form" not in held or held["form"] != FORM:
                raise ValueError(f"{FILE} is of another version; learn anew from the corrections")
            gate = Gate(*held["gate"].tolist())
            parts = [
                Shift(gate, *(held[f"{part.name}_{name}"] for name in SAVED))
                for part in fields(cls)
            ]
        for part, widths in zip(parts, (TAGS, FACTS, OF_ROLES), strict=True):
            part.check(sum(widths.values()))
        return cls(*parts)

    def save(self, folder: Path) -> None:
        """Write it to a reader's folder."""
        held = {
            f"{part.name}_{name}": getattr(getattr(self, part.name), name)
            for part in fields(self)
            for name in SAVED
        }
        gate = self.pieces.gate
        np.savez(folder / FILE, form=FORM, gate=[gate.start, gate.whole], **held)


class LearntNetwork(Network):
    """A network whose answers are shifted by what corrections taught."""

    def __init__(self, plain: Network, learnt: Learnt) -> None:
        self._plain, self._learnt = plain, learnt

    @property
    def plain(self) -> Network:
        """The network beneath."""
        return self._plain

    def links(
        self, states: Floats, parties: Ints, names: Ints, sentences: Ints, owners: NDArray[np.bool_]
    ) -> Floats:
        """As `Network.links`, of which nothing is learnt."""
        return self._plain.links(states, parties, names, sentences, owners)

    def pieces(self, ids: Sequence[int]) -> OfPieces:
        """As `Network.pieces`."""
        return self.retold(self._plain.pieces(ids))

    def retold(self, told: OfPieces) -> OfPieces:
        """What the network beneath tells of pieces, after the shifts."""
        nearness = self._learnt.pieces.nearness(told.states)
        rows = np.flatnonzero(nearness)
        if not len(rows):
            return told
        scores = self._learnt.pieces.scores(told.states[rows], nearness[rows])
        before = {name: getattr(told, name)[rows] for name in TAGS}
        return replace(told, **_put(told, rows, shifted(before, TAGS, scores)))

    def anchors(self, states: Floats, anchors: Ints, parties: Ints, sentences: Ints) -> OfAnchors:
        """As `Network.anchors`. Roles of the outlet itself are told as before."""
        told = self._plain.anchors(states, anchors, parties, sentences)
        seen = spans(states, anchors)
        nearness = self._learnt.facts.nearness(seen)
        if len(rows := np.flatnonzero(nearness)):
            scores = self._learnt.facts.scores(seen[rows], nearness[rows])
            before = {name: getattr(told, name)[rows] for name in FACTS}
            told = replace(told, **_put(told, rows, shifted(before, FACTS, scores)))
        nearness = self._learnt.roles.nearness(seen)
        named = np.flatnonzero(parties.any(axis=1))
        roles = told.roles.copy()
        for row in np.flatnonzero(nearness):
            pairs = pairs_seen(states, anchors[[row]], parties[named], sentences)
            scores = self._learnt.roles.scores(pairs, np.repeat(nearness[row], len(named)))
            roles[row, named] = shifted({"roles": roles[row, named]}, OF_ROLES, scores)["roles"]
        return replace(told, roles=roles)


def network_in(folder: Path) -> Network:
    """The network in a folder, with what was learnt onto it, if anything was."""
    plain = Network(folder)
    return LearntNetwork(plain, Learnt.load(folder)) if (folder / FILE).exists() else plain


def spans(states: Floats, places: Ints) -> Doubles:
    """Stretches of pieces: the first one's state, and the mean."""
    sums = np.vstack([np.zeros_like(states[:1]), states.cumsum(axis=0)]).astype(np.float64)
    first, after = places[:, 0], places[:, 1] + 1
    return np.hstack([states[first], (sums[after] - sums[first]) / (after - first)[:, None]])


def pairs_seen(states: Floats, anchors: Ints, parties: Ints, sentences: Ints) -> Doubles:
    """What tells of each party whether it takes part in each act or position: both stretches, how far apart
    they stand and how their sentences lie. All parties of the first, then of the second."""
    acts, named = spans(states, anchors), spans(states, parties)
    apart = np.eye(DISTANCES)[distances(anchors, parties)]
    lying = np.eye(SENTENCES)[sentence_relations(anchors, parties, sentences)]
    pairs = len(anchors) * len(parties)
    return np.hstack(
        [
            np.repeat(acts, len(parties), axis=0),
            np.tile(named, (len(anchors), 1)),
            apart.reshape(pairs, DISTANCES),
            lying.reshape(pairs, SENTENCES),
        ]
    )


def scores_of(told: Mapping[str, Floats], widths: Mapping[str, int]) -> Doubles:
    """Probabilities as the scores that give them: logarithms where one of several is right, else
    log-odds."""
    parts = []
    for name in widths:
        share = np.clip(told[name].astype(np.float64), TINY, 1 - TINY)
        parts.append(np.log(share) - (0 if name in ONE_OF else np.log1p(-share)))
    return np.hstack(parts)


def shares_of(scores: Doubles, widths: Mapping[str, int]) -> dict[str, Doubles]:
    """Scores as probabilities, by name."""
    found, first = {}, 0
    for name, width in widths.items():
        part = scores[:, first : first + width]
        if name in ONE_OF:
            power = np.exp(part - part.max(axis=1, keepdims=True))
            found[name] = power / power.sum(axis=1, keepdims=True)
        else:
            found[name] = (1 + np.tanh(part / 2)) / 2
        first += width
    return found


def shifted(
    told: Mapping[str, Floats], widths: Mapping[str, int], by: Doubles
) -> dict[str, Doubles]:
    """Probabilities after their scores are shifted."""
    return shares_of(scores_of(told, widths) + by, widths)


def _put(
    told: OfPieces | OfAnchors, rows: NDArray[np.intp], after: Mapping[str, Doubles]
) -> dict[str, Floats]:
    """Answers with some rows replaced."""
    found = {}
    for name, shares in after.items():
        whole = getattr(told, name).copy()
        whole[rows] = shares
        found[name] = whole
    return found
