"""Words graded by how sure they are to have happened: read back as text, and scored by status."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from detente.coding.coder import Coder
from detente.errors import InputError
from detente.laboratory.evaluating.graded import (
    GradeAgreement,
    is_graded,
    read_graded,
    score_graded,
)

GRADED = """\
0\tPeru\t_\tNNP\t1\tnsubj\tperu
1\tcondemned\t3.0\tVBD\t1\tROOT\tcondemn
2\tChile\t_\tNNP\t4\tposs\tchile
3\t's\t_\tPOS\t2\tcase\t's
4\traid\t2.8\tNN\t1\tdobj\traid
5\t.\t_\t.\t1\tpunct\t.

0\tKenya\t_\tNNP\t3\tnsubj\tkenya
1\tdid\t_\tVBD\t3\taux\tdo
2\tnot\t_\tRB\t3\tneg\tnot
3\tinvade\t-3.0\tVB\t3\tROOT\tinvade
4\tUganda\t_\tNNP\t3\tdobj\tuganda
5\tlast\t_\tJJ\t8\tamod\tlast
6\tmid\t_\tNN\t8\tcompound\tmid
7\t-\t_\tHYPH\t8\tpunct\t-
8\tMay\t1.0\tNNP\t3\tnpadvmod\tmay
9\t.\t_\t.\t3\tpunct\t.

0\tNorway\t_\tNNP\t2\tnsubj\tnorway
1\twill\t_\tMD\t2\taux\twill
2\tsail\t3.0\tVB\t2\tROOT\tsail
3\tand\t_\tCC\t2\tcc\tand
4\tasked\t2.0\tVBD\t2\tconj\task
5\tFiji\t_\tNNP\t7\tnsubj\tfiji
6\tto\t_\tTO\t7\taux\tto
7\tcome\t-2.0\tVB\t4\txcomp\tcome
8\t.\t_\t.\t2\tpunct\t.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "graded.conll.gz"
    path.write_bytes(gzip.compress(GRADED.encode()))
    return path


def test_words_become_a_text_with_their_grades(path: Path) -> None:
    first, second, third = read_graded(path)
    assert first.text == "Peru condemned Chile's raid."
    assert second.text == "Kenya did not invade Uganda last mid-May."
    assert [(third.text[slice(*each.span)], each.grade) for each in third.words] == [
        ("sail", 3.0), ("asked", 2.0), ("come", -2.0)
    ]  # fmt: skip


def test_what_happened_is_compared_with_what_is_told(path: Path) -> None:
    score = score_graded(read_graded(path), Coder())
    assert score.sentences == 3
    assert score.words.told["denied"] == (0, 1)
    assert sum(map(sum, score.words.told.values())) == 6
    assert ("sail", "planned") in [(each.word, each.status) for each in score.disagreements]


def test_shares() -> None:
    told = {"done": (6, 1), "ongoing": (1, 0), "planned": (2, 0), "denied": (1, 3)}
    agreement = GradeAgreement(told)
    assert (agreement.happened, agreement.not_happened) == ((10, 7), (4, 3))
    assert agreement.share == 10 / 14
    assert agreement.share_but_planned == 10 / 12
    assert GradeAgreement({"planned": (0, 0)}).share is None


def test_the_kind_is_told_from_the_first_line(path: Path, tmp_path: Path) -> None:
    assert is_graded(path)
    plain = tmp_path / "plain.conll"
    plain.write_text(GRADED, encoding="utf-8")
    assert is_graded(plain)
    for text in ("Kenya\tB-S\n", "1\tKenya\tNNP\tB-S\n", "", "\0\xff\t\t"):
        plain.write_text(text, encoding="latin-1")
        assert not is_graded(plain)
    plain.with_suffix(".gz").write_bytes(b"not packed")
    assert not is_graded(plain.with_suffix(".gz"))


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "graded.conll"
    path.write_text(GRADED + "9\tlast\t7.0\tNN\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"graded\.conll:28"):
        read_graded(path)
