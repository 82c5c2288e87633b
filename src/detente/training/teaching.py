"""What a larger model says of each pair, for a smaller one to learn from beside the answers
(distillation; Hinton et al., 2015)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from detente.coding.relations.model import RelationModel
from detente.training.examples import Lesson


def taught(lessons: Iterable[Lesson], teacher: RelationModel) -> list[Lesson]:
    """The lessons with the teacher's shares of the types beside each answer."""
    return [_taught(lesson, teacher) for lesson in lessons]


def _taught(lesson: Lesson, teacher: RelationModel) -> Lesson:
    asked = [example.pair for example in lesson.examples]
    told = teacher.judge(lesson.text, lesson.names, asked)
    pairs = zip(lesson.examples, told, strict=True)
    return replace(lesson, examples=tuple(replace(e, shares=t.shares) for e, t in pairs))
