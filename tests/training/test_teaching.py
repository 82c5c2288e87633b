"""What a teacher tells stands beside each answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.coding.coder import Coder
from detente.coding.relations.encoding import TYPES
from detente.coding.relations.model import shipped
from detente.evaluating.corpus import read_corpus
from detente.training.examples import lessons
from detente.training.teaching import TAUGHT, shares_to_learn, taught

TEXT = """
wire: Kenya expelled two Ugandan diplomats.
  Kenya (KEN) | expelled | two Ugandan diplomats (UGA) | SANCTION expel | done | diplomatic
"""


def test_every_pair_has_what_the_teacher_tells(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text(TEXT, encoding="utf-8")
    parts = lessons(read_corpus([file]), Coder(model=None))
    own = [lesson for part in parts.values() for lesson in part]
    (lesson,) = taught(own, shipped())
    assert [e.pair for e in lesson.examples] == [e.pair for e in own[0].examples]
    for example in lesson.examples:
        assert example.shares is not None
        assert abs(sum(example.shares) - 1) < 0.01
        if example.answer:
            assert example.shares[TYPES.index("SANCTION")] > 0.5


def test_without_a_teacher_the_answer_alone_is_learnt() -> None:
    shares = shares_to_learn(TYPES.index("SANCTION"), None)
    assert shares == [float(name == "SANCTION") for name in TYPES]


def test_what_a_teacher_tells_is_mixed_with_the_answer() -> None:
    told = [0.7 if name == "COERCE" else 0.3 if name == "SANCTION" else 0.0 for name in TYPES]
    mixed = dict(zip(TYPES, shares_to_learn(TYPES.index("SANCTION"), told), strict=True))
    assert mixed["COERCE"] == pytest.approx(0.7 * TAUGHT)
    assert mixed["SANCTION"] == pytest.approx(1 - TAUGHT + 0.3 * TAUGHT)
    assert sum(mixed.values()) == pytest.approx(1)
