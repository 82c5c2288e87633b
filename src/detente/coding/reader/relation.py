"""Which type of act joins two given stretches of a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.coding import ontology
from detente.coding.reader.decoding import OUTLET, Seen
from detente.coding.reader.heads import Floats
from detente.coding.reader.labels import MODES, ROLES, TYPES
from detente.coding.reader.window import Span
from detente.records import EventType, QuadClass

DOUBT = 0.02
"""Added to the probability of each part, since a trigger may be right where a part is not seen."""
CERTAIN = 0.99
"""Probability of None above which two spans that were asked about are told to have nothing between them."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What joins two spans. `probabilities` runs over all types and None and sums to 1."""

    event_type: EventType | None
    mode: str | None
    quad_class: QuadClass | None
    probabilities: dict[EventType | None, float]


def relation_of(seen: Seen, actor: Span | None, recipient: Span | None) -> Relation:
    """The relation of two stretches of a window; None stands for a party that is not told.

    Every piece is asked as the word that may tell the act. The type is that of the likeliest: how surely
    the piece tells it, by how surely the two take part in what it tells. It is told unless next to
    certainly nothing joins the two.
    """
    window = seen.window
    anchors = np.array([(i, i) for i in range(window.opening, len(window) - 1)], dtype=np.int64)
    if not len(anchors):
        return Relation(None, None, None, {**dict.fromkeys(TYPES, 0.0), None: 1.0})
    asked = [window.at(span) if span else None for span in (actor, recipient)]
    places = np.array([OUTLET, *(place or OUTLET for place in asked)], dtype=np.int64)
    sentences = np.array(window.sentences)
    told = seen.network.anchors(seen.told.states, anchors, places, sentences)
    acts, acted_upon = (told.roles[..., ROLES.index(role)] for role in ("actor", "recipient"))
    both_act = told.joint * acts
    sure = np.ones(len(anchors), dtype=np.float32)
    if asked[0]:
        sure = sure * _doubted(acts[:, 1])
    if asked[1]:
        sure = sure * _doubted(np.maximum(acted_upon, both_act)[:, 2])
    shares = seen.told.types[window.opening : len(window) - 1] * sure[:, None]
    best, words = shares.max(0), shares.argmax(0)
    probabilities = _probabilities(best)
    kind = TYPES[int(best.argmax())]
    if probabilities[None] > CERTAIN:
        return Relation(None, None, None, probabilities)
    mode = _mode(kind, told.mode[words[int(best.argmax())]])
    return Relation(kind, mode, ontology.quad_class(kind), probabilities)


def _doubted(shares: Floats) -> Floats:
    doubted: Floats = (shares + DOUBT) / (1 + DOUBT)
    return doubted


def _probabilities(best: Floats) -> dict[EventType | None, float]:
    """Shares of the types, and of None, which is as likely as the likeliest type is not."""
    shares = np.append(best, 1 - best.max())
    return dict(zip((*TYPES, None), map(float, shares / shares.sum()), strict=True))


def _mode(kind: EventType, shares: Floats) -> str | None:
    """The likeliest mode, if it is one of the type."""
    mode = MODES[int(shares.argmax())]
    return mode if mode in ontology.modes(kind) else None
