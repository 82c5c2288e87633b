"""From lessons to examples: what the reader tells of each piece, act and pair, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.coding.reader.decoding import Seen
from detente.coding.reader.heads import FACTS, TAGS, OfAnchors
from detente.coding.reader.labels import MODES, ROLES, STATUSES
from detente.coding.reader.learnt import OF_ROLES, Doubles, pairs_seen, scores_of, spans
from detente.coding.reader.places import Ints
from detente.laboratory.training.reader.lessons import ActLesson, Lesson, Position
from detente.laboratory.training.reader.shifts import Examples

OF_ACTS = (0, 1, 2)
OF_POSITIONS = (3, 4)
"""Roles that parties have in acts, and in positions."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson, what the plain network sees in its window, and the text that it is from."""

    lesson: Lesson
    seen: Seen
    text: str


@dataclass(slots=True)
class _Rows:
    """Examples as they are gathered, a block from each lesson."""

    widths: dict[str, int]
    blocks: list[tuple[Doubles, ...]]
    text: list[str]

    def add(self, text: str, *block: Doubles) -> None:
        self.blocks.append(block)
        self.text += [text] * len(block[0])

    def examples(self) -> Examples:
        places, seen, scores, right, weight = map(np.concatenate, zip(*self.blocks, strict=True))
        return Examples(self.widths, places, seen, scores, right, weight, self.text)


def of_pieces(taught: Iterable[Taught]) -> Examples:
    """An example for each piece of the part of a window that is annotated."""
    rows = _Rows(TAGS, [], [])
    for each in taught:
        lesson, told = each.lesson, each.seen.told
        part = slice(lesson.first, len(lesson.window) - 1)
        right, weight = _right_of_pieces(lesson)
        scores = scores_of({name: getattr(told, name)[part] for name in TAGS}, TAGS)
        states = told.states[part].astype(np.float64)
        rows.add(each.text, states, states, scores, right[part], weight[part])
    return rows.examples()


def _right_of_pieces(lesson: Lesson) -> tuple[Doubles, Doubles]:
    """What is right of every piece, and how much it counts."""
    length = len(lesson.window)
    right = {name: np.zeros((length, width)) for name, width in TAGS.items()}
    weight = {name: np.ones((length, width)) for name, width in TAGS.items()}
    spans = [span for span, told in zip(lesson.parties, lesson.annotated, strict=True) if told]
    right["party"][:, 0], weight["party"][:] = 1.0, lesson.asks["parties"]
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        right["party"][first : last + 1] = (0.0, 0.0, 1.0)
        right["party"][first] = (0.0, 1.0, 0.0)
        weight["party"][first : last + 1] = 1.0
    for act in lesson.acts:
        first, last = act.trigger
        for number, share in act.types.items():
            kind = right["types"][first : last + 1, number]
            np.maximum(kind, share, out=kind)
        right["begins"][first] = 1.0
        _at_most(weight["types"][first : last + 1], act.weight)
    for position in lesson.positions:
        first, last = position.clause
        right["kinds"][first : last + 1, position.kind] = 1.0
        right["openings"][first, position.kind] = 1.0
        _at_most(weight["kinds"][first : last + 1], position.weight)
    return np.hstack(list(right.values())), np.hstack(list(weight.values()))


def _at_most(weights: Doubles, most: float) -> None:
    np.minimum(weights, most, out=weights)


def of_facts(taught: Iterable[Taught]) -> Examples:
    """An example for each act."""
    rows = _Rows(FACTS, [], [])
    for each in taught:
        acts = each.lesson.acts
        if not acts:
            continue
        places, told = _told(each, [act.trigger for act in acts])
        seen = spans(each.seen.told.states, places)
        scores = scores_of({name: getattr(told, name) for name in FACTS}, FACTS)
        right, weight = zip(*map(_right_of_act, acts), strict=True)
        rows.add(each.text, seen, seen, scores, np.array(right), np.array(weight))
    return rows.examples() if rows.blocks else _none(FACTS)


def _right_of_act(act: ActLesson) -> tuple[Doubles, Doubles]:
    right = np.concatenate(
        [
            np.eye(len(MODES))[act.mode],
            np.eye(len(STATUSES))[act.status],
            [max(act.recalled, 0), act.joint],
        ]
    )
    weight = np.full(len(right), act.weight)
    if act.recalled < 0:
        weight[-2] = 0.0
    return right, weight


def of_roles(taught: Iterable[Taught]) -> Examples:
    """An example for each act or position, and each party but the outlet."""
    rows = _Rows(OF_ROLES, [], [])
    for each in taught:
        lesson, states = each.lesson, each.seen.told.states
        anchors: list[ActLesson | Position] = [*lesson.acts, *lesson.positions]
        parties = np.array(lesson.parties[1:], dtype=np.int64)
        if not anchors or not len(parties):
            continue
        places, told = _told(
            each, [a.trigger if isinstance(a, ActLesson) else a.clause for a in anchors]
        )
        sentences = np.array(lesson.window.sentences)
        seen = pairs_seen(states, places, parties, sentences)
        right, weight = zip(*(_right_of_roles(lesson, a) for a in anchors), strict=True)
        rows.add(
            each.text,
            np.repeat(spans(states, places), len(parties), axis=0),
            seen,
            scores_of({"roles": told.roles[:, 1:].reshape(-1, len(ROLES))}, OF_ROLES),
            np.concatenate(right),
            np.concatenate(weight),
        )
    return rows.examples() if rows.blocks else _none(OF_ROLES)


def _right_of_roles(lesson: Lesson, told: ActLesson | Position) -> tuple[Doubles, Doubles]:
    """Which roles the parties have in an act or position. Another mention of a state that has one, and one
    of a state that is only understood, are neither right nor wrong."""
    count = len(lesson.parties)
    right, weight = np.zeros((count, len(ROLES))), np.zeros((count, len(ROLES)))
    weight[:, list(OF_ACTS if isinstance(told, ActLesson) else OF_POSITIONS)] = told.weight
    for party, role in told.roles:
        weight[_naming(lesson, lesson.linked[party] or frozenset()), role] = 0.0
    for state, role in told.understood:
        weight[_naming(lesson, frozenset({state})), role] = 0.0
    for party, role in told.roles:
        right[party, role], weight[party, role] = 1.0, told.weight
    return right[1:], weight[1:]


def _naming(lesson: Lesson, states: frozenset[int]) -> list[int]:
    """The parties that stand for any of some states."""
    return [number for number, linked in enumerate(lesson.linked) if linked and linked & states]


def _told(each: Taught, places: Sequence[tuple[int, int]]) -> tuple[Ints, OfAnchors]:
    """What the reader tells of stretches of pieces."""
    anchors = np.array(places, dtype=np.int64)
    parties = np.array(each.lesson.parties, dtype=np.int64)
    sentences = np.array(each.lesson.window.sentences)
    return anchors, each.seen.network.anchors(each.seen.told.states, anchors, parties, sentences)


def _none(widths: dict[str, int]) -> Examples:
    answers = np.zeros((0, sum(widths.values())))
    return Examples(widths, np.zeros((0, 1)), np.zeros((0, 1)), answers, answers, answers, [])
