"""From annotated sentences to pairs of spans with what joins them, as the relation model learns them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

from detente.coding.coder import Coder
from detente.coding.parsing import parse_sentences
from detente.coding.pieces import Span, StateName
from detente.coding.relations.encoding import PairFeatures
from detente.coding.relations.pairs import features_of, names_in
from detente.evaluating.corpus import Annotated, MarkedAct
from detente.evaluating.labelled import spans_meet
from detente.evaluating.marking import Part, part_of
from detente.records import EventType, Status

MOST_PAIRS = 12
"""Marked pairs taken from one sentence."""
UNJOINED = 2
"""Annotated parties, taken two by two from each sentence, that no act joins."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What joins a pair, and the word that tells it."""

    event_type: EventType
    mode: str | None
    status: Status
    trigger: Span


@dataclass(frozen=True, slots=True)
class Example:
    """A pair and its answer (None: nothing joins it). `marked` pairs have the spans as annotated,
    the others are parties as the coder finds them. `shares` of `TYPES` are what a teacher tells of
    the pair, where there is one."""

    pair: PairFeatures
    answer: Answer | None
    marked: bool
    shares: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """One sentence with its pairs; `empty` where it is annotated as holding no act."""

    text: str
    names: tuple[StateName, ...]
    examples: tuple[Example, ...]
    empty: bool


def lessons(sentences: Sequence[Annotated], coder: Coder) -> dict[Part, list[Lesson]]:
    """Lessons of each part, in order."""
    found: dict[Part, list[Lesson]] = {"train": [], "dev": [], "test": []}
    parses = parse_sentences([(sentence.text, 0) for sentence in sentences])
    met = coder.pairs_in([sentence.text for sentence in sentences])
    for sentence, parse, pairs in zip(sentences, parses, met, strict=True):
        answers = _answers(sentence.acts)
        examples = list(_found(pairs, answers))
        unjoined = _unjoined(sentence, answers)
        marked = list(answers.items())[:MOST_PAIRS]
        for (actor, recipient), answer in [*marked, *((pair, None) for pair in unjoined)]:
            features = features_of(parse, sentence.text, actor, recipient)
            examples.append(Example(features, answer, marked=True))
        names = names_in(sentence.text)
        lesson = Lesson(sentence.text, names, tuple(examples), empty=not sentence.acts)
        found[part_of(sentence.text)].append(lesson)
    return found


SpanPair = tuple[Span | None, Span | None]


def _answers(acts: Iterable[MarkedAct]) -> dict[SpanPair, Answer]:
    found: dict[SpanPair, Answer] = {}
    for act in acts:
        trigger = (act.trigger.start, act.trigger.end)
        answer = Answer(act.event_type, act.mode, act.status, trigger)
        for pair in _pairs(act):
            found.setdefault(pair, answer)
    return found


def _pairs(act: MarkedAct) -> list[SpanPair]:
    acting = [(party.start, party.end) for party in act.actors]
    undergoing = [(party.start, party.end) for party in act.recipients]
    if undergoing and not acting:
        return [(None, r) for r in undergoing]
    if undergoing:
        return [(a, r) for a in acting for r in undergoing]
    if len(acting) > 1:
        return list(permutations(acting, 2))
    return [(a, None) for a in acting]


def _found(pairs: Sequence[PairFeatures], answers: dict[SpanPair, Answer]) -> Iterable[Example]:
    """Pairs as the coder finds them. Of several that cover an annotated pair the closest has its
    answer, and the others teach nothing: neither answer would be wrong."""
    closest: dict[SpanPair, tuple[float, int]] = {}
    covering: set[int] = set()
    for number, pair in enumerate(pairs):
        for spans in answers:
            share = _likeness(pair.actor, spans[0]) + _likeness(pair.recipient, spans[1])
            if not (_meet(pair.actor, spans[0]) and _meet(pair.recipient, spans[1])):
                continue
            covering.add(number)
            if share > closest.get(spans, (0.0, 0))[0]:
                closest[spans] = (share, number)
    told = {number: answers[spans] for spans, (_, number) in closest.items()}
    for number, pair in enumerate(pairs):
        if number in told:
            yield Example(pair, told[number], marked=False)
        elif number not in covering:
            yield Example(pair, None, marked=False)


def _meet(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and spans_meet(one, other)


def _likeness(one: Span | None, other: Span | None) -> float:
    """Shared characters as a share of all that either span covers."""
    if one is None or other is None or not _meet(one, other):
        return 0.0
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def _unjoined(sentence: Annotated, answers: dict[SpanPair, Answer]) -> list[SpanPair]:
    named = dict.fromkeys(
        (party.start, party.end)
        for group in (*((*a.actors, *a.recipients) for a in sentence.acts), sentence.others)
        for party in group
    )
    free: list[SpanPair] = [
        (a, r) for a, r in permutations(named, 2) if (a, r) not in answers and not _meet(a, r)
    ]
    return random.Random(sentence.text).sample(free, min(UNJOINED, len(free)))
