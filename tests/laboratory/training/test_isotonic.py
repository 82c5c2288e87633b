"""Rising lines, on answers made by hand."""

from __future__ import annotations

import random

from detente.coding.confidence import STRAIGHT
from detente.laboratory.training.isotonic import FEWEST, rising


def test_a_line_through_answers_as_likely_as_told_is_straight() -> None:
    draw = random.Random(4)
    told = [draw.random() for _ in range(20_000)]
    line = rising([(share, draw.random() < share) for share in told])
    assert all(abs(share - right) < 0.06 for share, right in line)


def test_what_is_told_alike_has_one_answer() -> None:
    assert rising([(0.8, turn % 2 == 0) for turn in range(400)]) == ((0.8, 0.5),)


def test_a_line_never_falls() -> None:
    draw = random.Random(5)
    line = rising([(draw.random(), draw.random() < 0.5) for _ in range(900)])
    rights = [right for _, right in line]
    assert rights == sorted(rights)


def test_too_few_answers_leave_it_straight() -> None:
    assert rising([(0.9, False)] * (FEWEST - 1)) == STRAIGHT
