"""Passages annotated with dates and with voices: what is read, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from detente.laboratory.evaluating.dated import When, read_dated
from detente.laboratory.evaluating.marking import AnnotationError
from detente.laboratory.evaluating.voiced import read_voiced

TIME, VOICE = (Path(__file__).parents[3] / "corpus" / name for name in ("time", "voice"))
DATED = """
1994-03-16 wire: Australia on Tuesday recalled its envoy, a week after aid had ended; talks may follow.
  recalled | 1994-03-15 day | done
  ended | 1994-03-08 day | done, recalled
  follow | none: vague | hypothetical
"""
VOICED = """
2018-07-12 news: Kenya must release the ships, said Peru and Chile. "Never," both ministers replied.
  act: release | Peru (PER) + Chile (CHL)
  demand | Peru (PER) + Chile (CHL) | Kenya (KEN) | Kenya must release the ships | -
  denial | both ministers (KEN + UGA) | - | Never | -
"""


def _written(folder: Path, text: str) -> list[Path]:
    file = folder / "some.txt"
    file.write_text(text, encoding="utf-8")
    return [file]


def test_dates_and_statuses_are_read(tmp_path: Path) -> None:
    (passage,) = read_dated(_written(tmp_path, DATED))
    first, second, third = passage.acts
    assert passage.published == dt.date(1994, 3, 16)
    assert first.when == When(dt.date(1994, 3, 15), dt.date(1994, 3, 15), "day")
    assert (second.status, second.recalled) == ("done", True)
    assert (third.when, third.untold) == (None, "vague")
    assert passage.text[first.trigger.start : first.trigger.end] == "recalled"


def test_voices_and_statements_are_read(tmp_path: Path) -> None:
    (passage,) = read_voiced(_written(tmp_path, VOICED))
    demand, denial = passage.statements
    assert [each.code for each in demand.speaker if not isinstance(each, str)] == ["PER", "CHL"]
    assert [each.code for each in denial.speaker if not isinstance(each, str)] == ["KEN", "UGA"]
    assert demand.clause.text == "Kenya must release the ships"
    assert passage.acts[0].vouched_by == demand.speaker


@pytest.mark.parametrize(
    "right,wrong",
    [
        ("1994-03-15 day", "1994-03-15 fortnight"),
        ("1994-03-15 day", "1994-02-30 day"),
        ("1994-03-15 day", "1994-03-15..1994-03-01 day"),
        ("none: vague", "none: nobody knows"),
        ("hypothetical", "imagined"),
        ("follow", "followed"),
        ("1994-03-16 wire", "1994-03-16 rumour"),
    ],
)
def test_a_bad_line_of_dates_is_refused(tmp_path: Path, right: str, wrong: str) -> None:
    assert right in DATED
    with pytest.raises(AnnotationError, match=r"some\.txt"):
        read_dated(_written(tmp_path, DATED.replace(right, wrong, 1)))


@pytest.mark.parametrize(
    "right,wrong",
    [
        ("demand |", "wish |"),
        ("Kenya must release the ships | -", "Kenya must free the ships | -"),
        ("2018-07-12 news", "2018-07-12 gossip"),
        ("both ministers (KEN + UGA)", "both ministers"),
    ],
)
def test_a_bad_line_of_voices_is_refused(tmp_path: Path, right: str, wrong: str) -> None:
    assert right in VOICED
    with pytest.raises(AnnotationError, match=r"some\.txt"):
        read_voiced(_written(tmp_path, VOICED.replace(right, wrong, 1)))


def test_the_sets_are_whole_and_large() -> None:
    assert len(read_dated(sorted(TIME.glob("*.txt")))) >= 800
    assert len(read_voiced(sorted(VOICE.glob("*.txt")))) >= 1000
