"""Clauses that somebody speaks, with the kinds of the positions marked in them."""

from __future__ import annotations

import numpy as np
import pytest

from detente.coding.encoder import FOLDER, load_tokenizer
from detente.coding.voice.judging import KINDS, TOLD
from detente.evaluating.voiced import read_voiced

pytest.importorskip("torch", reason="PyTorch comes with the extra `train`")

from detente.training.clauses import (
    ClauseLesson,
    passage_lessons,
    thresholds,
)

TEXT = """
2024-03-05 news: "Peru must release the boats and Chile will not pay," the Chilean minister said. Rain fell.
  demand | the Chilean minister (CHL) | Peru (PER) | Peru must release the boats | -
  red-line | the Chilean minister (CHL) | Peru (PER) | Chile will not pay | -
"""


@pytest.fixture(scope="module")
def passages(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """The passage of `TEXT`."""
    path = tmp_path_factory.mktemp("corpus") / "some.txt"
    path.write_text(TEXT, encoding="utf-8")
    return list(read_voiced([path]))


def _kinds(lesson: ClauseLesson) -> list[set[str]]:
    return [{k for k, a in zip(KINDS, answer, strict=True) if a} for answer in lesson.answers]


def test_each_clause_has_the_kinds_marked_in_it(passages: list[object]) -> None:
    (lesson,) = passage_lessons(passages, load_tokenizer(FOLDER))  # type: ignore[arg-type]
    assert _kinds(lesson) == [{"demand"}, {"red-line"}]
    assert all(len(clause.told) == TOLD for clause in lesson.clauses)
    assert all(0 < clause.head < len(lesson.pieces) for clause in lesson.clauses)


def test_each_kind_is_told_from_the_share_that_serves_it_best() -> None:
    answers = np.zeros((40, len(KINDS)), dtype=np.float32)
    shares = np.zeros_like(answers)
    answers[:20, 0] = 1
    shares[:20, 0], shares[20:, 0] = 0.7, 0.38
    enough, _ = thresholds(shares, answers)
    assert 0.38 < enough[KINDS[0]] <= 0.7
