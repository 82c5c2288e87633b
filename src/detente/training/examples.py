"""From annotated sentences to pairs of spans with the type that joins them."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

from detente.records import EventType
from detente.training.corpus import Annotated, MarkedAct

Span = tuple[int, int]
Part = Literal["train", "dev", "test"]
MOST_PAIRS = 4
"""Pairs taken from one act with many parties."""


@dataclass(frozen=True, slots=True)
class Example:
    """Two spans of a sentence, either of which may be None, and what joins them (None: nothing)."""

    text: str
    actor: Span | None
    recipient: Span | None
    event_type: EventType | None
    mode: str | None


def part_of(text: str) -> Part:
    """Where a sentence belongs: a tenth each is held out for choosing and for testing.

    Told from the text alone, so that a corpus that grows keeps its held-out sentences.
    """
    digit = int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10
    return "test" if digit == 0 else "dev" if digit == 1 else "train"


def examples(
    sentences: Iterable[Annotated], *, seed: int = 0, unjoined: int = 1
) -> dict[Part, list[Example]]:
    """Examples of each part; `unjoined` pairs that no act joins are drawn from each sentence."""
    found: dict[Part, list[Example]] = {"train": [], "dev": [], "test": []}
    for sentence in sentences:
        draw = random.Random(f"{seed}/{sentence.text}")
        own = _joined(sentence)
        found[part_of(sentence.text)] += [*own, *_unjoined(sentence, own, draw, unjoined)]
    return found


def _joined(sentence: Annotated) -> list[Example]:
    by_pair: dict[tuple[Span | None, Span | None], Example] = {}
    for act in sentence.acts:
        for pair in _pairs(act)[:MOST_PAIRS]:
            example = Example(sentence.text, *pair, act.event_type, act.mode)
            by_pair.setdefault(pair, example)
    return list(by_pair.values())


def _pairs(act: MarkedAct) -> list[tuple[Span | None, Span | None]]:
    acting = [(party.start, party.end) for party in act.actors]
    undergoing = [(party.start, party.end) for party in act.recipients]
    if undergoing and not acting:
        return [(None, r) for r in undergoing]
    if undergoing:
        return [(a, r) for a in acting for r in undergoing]
    if len(acting) > 1:
        return list(permutations(acting, 2))
    return [(a, None) for a in acting]


def _unjoined(
    sentence: Annotated, joined: Sequence[Example], draw: random.Random, most: int
) -> list[Example]:
    taken = {(example.actor, example.recipient) for example in joined}
    named = dict.fromkeys(
        (party.start, party.end)
        for group in (*((*a.actors, *a.recipients) for a in sentence.acts), sentence.others)
        for party in group
    )
    free = [
        (a, r)
        for a, r in permutations(named, 2)
        if (a, r) not in taken and (a[1] <= r[0] or r[1] <= a[0])
    ]
    return [
        Example(sentence.text, a, r, None, None) for a, r in draw.sample(free, min(most, len(free)))
    ]
