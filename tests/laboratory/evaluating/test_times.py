"""Scores on dated passages, and the floors below which dates and statuses may not fall."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from detente.coding.coder import Coder
from detente.laboratory.commands.score_results import DatedResult
from detente.laboratory.commands.scoring import scores
from detente.laboratory.evaluating.dated import is_dated, read_dated
from detente.laboratory.evaluating.times import score_dated

CORPUS = Path(__file__).parents[3] / "corpus" / "time"
PASSAGES = """
2024-05-15 wire: Chad expelled a Libyan envoy on Monday. It will close its embassy there tomorrow.
  expelled | 2024-05-13 day | done
  close | 2024-05-16 day | planned

2024-05-15 wire: Chad expelled a Libyan envoy on Monday.
  expelled | 2024-05-12 day | denied, recalled
"""


def test_days_status_and_background_are_compared(tmp_path: Path) -> None:
    file = tmp_path / "some.txt"
    file.write_text(PASSAGES, encoding="utf-8")
    assert is_dated(file)
    score = score_dated(read_dated([file]), Coder())
    assert score.acts == 3
    assert (score.date, score.status, score.recalled) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert score.by_status == pytest.approx({"denied": 0, "done": 2 / 3, "planned": 1})
    assert score.macro_status == pytest.approx(5 / 9)
    assert score.raw.met >= 2
    assert 0 < score.raw.date < 1
    assert [each.act.trigger.text for each in score.wrong] == ["expelled"]


@cache
def _held_out() -> DatedResult:
    (result,) = scores([CORPUS], between=None, articles=None, model="shipped")
    assert isinstance(result, DatedResult)
    return result


@pytest.mark.parametrize(
    ("field", "floor"),
    [("date", 0.80), ("status", 0.85), ("recalled", 0.90), ("macro_status", 0.72)],
)
def test_no_field_falls_below_its_floor_at_given_words(field: str, floor: float) -> None:
    assert getattr(_held_out().score, field) >= floor


@pytest.mark.parametrize(("field", "floor"), [("met", 95), ("date", 0.82), ("status", 0.87)])
def test_no_field_falls_below_its_floor_in_events(field: str, floor: float) -> None:
    assert getattr(_held_out().score.raw, field) >= floor
