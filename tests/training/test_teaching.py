"""What a teacher tells stands beside each answer."""

from __future__ import annotations

from pathlib import Path

from detente.coding.coder import Coder
from detente.coding.relations.encoding import TYPES
from detente.coding.relations.model import shipped
from detente.evaluating.corpus import read_corpus
from detente.training.examples import lessons
from detente.training.teaching import taught

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
