"""The table of what is taken for what, and redrawing by it."""

from pathlib import Path

import numpy as np
import pytest

from detente.coding.ontology import event_types
from detente.errors import LexiconError
from detente.measuring import read_confusion
from detente.measuring.confusion import shipped
from detente.measuring.redrawing import tilted

ACCUSE, REQUEST = (event_types().index(name) for name in ("ACCUSE", "REQUEST"))
TABLE = """told\tmarked\tn
ACCUSE\tACCUSE\t80
ACCUSE\tREQUEST\t15
ACCUSE\tnone\t5
REQUEST\tREQUEST\t40
none\tAID\t7
"""


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    path = tmp_path / "confusion.tsv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_table_is_read(path: Path) -> None:
    found = read_confusion(path)
    assert (found.told, found.right) == (140, 120 / 140)
    assert found.invented == 5 / 140
    assert found.counts[ACCUSE][REQUEST] == 15


def test_the_shipped_table_knows_every_type() -> None:
    found = shipped()
    assert all(row[place] > 20 for place, row in enumerate(found.counts))
    assert 0.4 < found.right < 1.0
    assert 0.0 < found.invented < 0.5


@pytest.mark.parametrize("row", ["ACUSE\tACCUSE\t1", "ACCUSE\tACCUSE\tmany", "none\tAID\t3"])
def test_bad_tables_are_refused(tmp_path: Path, row: str) -> None:
    (tmp_path / "bad.tsv").write_text(f"told\tmarked\tn\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"bad\.tsv"):
        read_confusion(tmp_path / "bad.tsv")


def test_what_is_likely_right_follows_confidence_and_the_table(path: Path) -> None:
    confusion = read_confusion(path)
    rng = np.random.default_rng(1)
    kinds, told = np.array([ACCUSE] * 3), np.array([0.9, 0.5, np.nan])
    mean = np.mean([confusion.draw(rng).probabilities(kinds, told) for _ in range(400)], axis=0)
    np.testing.assert_allclose(mean.sum(axis=1), 1.0)
    np.testing.assert_allclose(mean[:, ACCUSE], [0.9, 0.5, 0.8], atol=0.02)
    wrong = mean[1] / (1 - mean[1, ACCUSE])
    assert wrong[REQUEST] == pytest.approx(0.75, abs=0.1)
    assert wrong[-1] == pytest.approx(0.25, abs=0.1)


def test_tilting_gives_a_mix_the_mean_asked_for() -> None:
    scores = np.array([-9.0, -3.0, 2.5, 10.0])
    mix = np.array([0.1, 0.4, 0.4, 0.1])
    means = np.array([-5.0, 0.0, 4.0])
    found = tilted(mix, scores, means)
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    np.testing.assert_allclose(found @ scores, means, atol=0.01)
    np.testing.assert_allclose(tilted(mix, scores, np.array([mix @ scores]))[0], mix, atol=1e-3)
