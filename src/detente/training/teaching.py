"""What a larger model says of each pair, for a smaller one to learn from beside the answers
(distillation; Hinton et al., 2015)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.coding.relations.encoding import TYPES
from detente.coding.relations.model import RelationModel
from detente.training.examples import Lesson

TAUGHT = 0.5
"""Weight of what a teacher tells of a pair, beside its answer."""


def taught(lessons: Iterable[Lesson], teacher: RelationModel) -> list[Lesson]:
    """The lessons with the teacher's shares of the types beside each answer."""
    return [_taught(lesson, teacher) for lesson in lessons]


def _taught(lesson: Lesson, teacher: RelationModel) -> Lesson:
    asked = [example.pair for example in lesson.examples]
    told = teacher.judge(lesson.text, lesson.names, asked)
    pairs = zip(lesson.examples, told, strict=True)
    return replace(lesson, examples=tuple(replace(e, shares=t.shares) for e, t in pairs))


def shares_to_learn(kind: int, told: Sequence[float] | None) -> list[float]:
    """What the types of a pair are to be: the answer, mixed with what a teacher told, if one did."""
    answer = [float(number == kind) for number in range(len(TYPES))]
    if told is None:
        return answer
    return [(1 - TAUGHT) * own + TAUGHT * other for own, other in zip(answer, told, strict=True)]
