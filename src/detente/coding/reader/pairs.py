"""What joins two given stretches of a text: the reader's acts, asked for these two alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.coding import ontology
from detente.coding.reader.heads import Floats, Heads
from detente.coding.reader.labels import MODES, ROLES, TYPES
from detente.coding.reader.window import Span, Window
from detente.records import EventType, QuadClass

MOST_ANCHORS = 24
NOBODY = 0.05
"""Probability of any act below which two stretches are told to have nothing between them."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What joins two spans. `probabilities` runs over all types and None and sums to 1."""

    event_type: EventType | None
    mode: str | None
    quad_class: QuadClass | None
    probabilities: dict[EventType | None, float]


def relation_in(
    window: Window, states: Floats, heads: Heads, actor: Span | None, recipient: Span | None
) -> Relation:
    """The relation of two stretches of a window's text, either of which may be None.

    Each piece may tell an act; how likely it tells one of a type and that the two are its parties is
    multiplied, and the surest piece decides for each type.
    """
    told = heads.pieces(states).types[window.opening : -1]
    order = np.argsort(-told.max(-1), kind="stable")[:MOST_ANCHORS]
    pieces = np.sort(order) + window.opening
    anchors = np.stack([pieces, pieces], axis=-1)
    taking = _taking(window, states, heads, anchors, actor, recipient)
    shares = (heads.pieces(states).types[pieces] * taking[:, None]).max(0)
    nothing = float(np.prod(1 - shares))
    whole = float(shares.sum()) or 1.0
    probabilities: dict[EventType | None, float] = {
        kind: float(share) / whole * (1 - nothing)
        for kind, share in zip(TYPES, shares, strict=True)
    }
    probabilities[None] = nothing
    best = int(shares.argmax())
    if 1 - nothing < NOBODY:
        return Relation(None, None, None, probabilities)
    kind = TYPES[best]
    where = int((heads.pieces(states).types[pieces, best] * taking).argmax())
    mode = _mode(heads.acts(states, anchors[where : where + 1]).mode[0], kind)
    return Relation(kind, mode, ontology.quad_class(kind), probabilities)


def _taking(
    window: Window,
    states: Floats,
    heads: Heads,
    anchors: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    actor: Span | None,
    recipient: Span | None,
) -> Floats:
    """How likely the two are the parties of the act that each anchor tells, were it one."""
    given = [window.at(span) if span else None for span in (actor, recipient)]
    places = np.array([place or (0, 0) for place in given], dtype=np.int64)
    roles = heads.roles(states, anchors, places, np.array(window.sentences))
    joint = heads.acts(states, anchors).joint
    acting, towards = roles[..., ROLES.index("actor")], roles[..., ROLES.index("recipient")]
    first = acting[:, 0] if given[0] else np.ones(len(anchors), dtype=np.float32)
    second = np.maximum(towards[:, 1], joint * acting[:, 1]) if given[1] else np.ones_like(first)
    found: Floats = np.sqrt(first * second)
    return found


def _mode(shares: Floats, kind: EventType) -> str | None:
    own = {mode: float(shares[MODES.index(mode)]) for mode in (None, *ontology.modes(kind))}
    return max(own, key=lambda mode: own[mode])
