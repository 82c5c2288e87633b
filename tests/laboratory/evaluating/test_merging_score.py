"""Occurrences scored against happenings, on made clusters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from detente.errors import InputError
from detente.laboratory.evaluating.occurrences import (
    labels_as_read,
    labels_of_record,
    score_merging,
)
from detente.laboratory.evaluating.record import RecordedAct, reading_key
from detente.records import Actor, Event, Evidence

DAY = dt.date(2024, 1, 10)


def occurrences(text: str) -> list[Any]:
    """`ab c` as two occurrences."""
    return [SimpleNamespace(occurrence_id=m, members=tuple(m)) for m in text.split()]


def score(wanted: str, given: str) -> Any:
    return score_merging(
        {name: group for group in wanted.split() for name in group}, occurrences(given)
    )


def test_b_cubed_by_hand() -> None:
    found = score("abc de", "ab cde")
    # a, b: all of theirs is right; c: 1 of 3; d, e: 2 of 3. Recall: a, b 2 of 3; c 1 of 3; d, e 1.
    assert found.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert (found.pair_precision, found.pair_recall) == (2 / 4, 2 / 4)
    assert (found.events, found.happenings, found.occurrences) == (5, 2, 2)


@pytest.mark.parametrize(
    ("given", "precision", "recall"),
    [("abc de", 1, 1), ("", 1, 2 / 5), ("abcde", 13 / 25, 1), ("abcx dey z", 1, 1)],
)
def test_what_has_no_happening_does_not_count(given: str, precision: float, recall: float) -> None:
    found = score("abc de", given)
    assert (found.precision, found.recall) == (pytest.approx(precision), pytest.approx(recall))


def event(name: str, event_type: Any = "ACCUSE", **changes: Any) -> Event:
    made: dict[str, Any] = {
        "event_id": name, "article_id": "a", "sentence": 0, "start": 0, "end": 9,
        "actors": (Actor("x", 0, 1, None, "CHL", None),),
        "recipients": (Actor("y", 2, 3, None, "KEN", None),),
        "reciprocal": False, "event_type": event_type, "mode": None, "cameo": None,
        "quad_class": "verbal conflict", "score": -3.0, "goldstein": None, "contexts": (),
        "tracks": ("military",), "issues": (), "trigger": Evidence(name, 0, 1), "status": "done",
        "date_start": DAY, "date_end": DAY, "date_precision": "day", "date_basis": "explicit",
        "recalled": False, "place": None, "reported_by": None, "confidence": 0.5, "coder": "c",
    }  # fmt: skip
    return Event(**made | changes)


def row(
    name: str, event_type: str = "ACCUSE", track: str = "military", day: int = 10
) -> RecordedAct:
    when = dt.date(2024, 1, day)
    sides = frozenset({"CHL"}), frozenset({"KEN"})
    return RecordedAct(name, when, when, *sides, False, event_type, track, "")


@pytest.mark.parametrize(
    ("rows", "exact", "label"),
    [
        ([row("r")], True, "r"),
        ([row("r", "REJECT")], True, None),
        ([row("r", "REJECT")], False, "r"),
        ([row("r", "REJECT"), row("s")], False, "s"),  # its type
        ([row("r", track="legal"), row("s")], False, "s"),  # then its track
        ([row("r", day=11), row("s")], False, "s"),  # then the nearest
        ([row("r"), row("s")], False, None),  # neither
        ([row("r", day=20)], False, None),
    ],
)
def test_the_row_that_an_event_tells(
    rows: list[RecordedAct], exact: bool, label: str | None
) -> None:
    assert labels_of_record(rows, [event("e")], exact=exact).get("e") == label


def test_a_readers_judgement(tmp_path: Path) -> None:
    events = [event("e"), event("f"), event("g")]
    path = tmp_path / "occurrences.csv"
    lines = [f"{reading_key(each)},{name}" for each, name in zip(events, "xx", strict=False)]
    path.write_text("\n".join(["key,occurrence", *lines]) + "\n")
    assert labels_as_read(events, path) == {"e": "x", "f": "x"}
    path.write_text("key,row\n")
    with pytest.raises(InputError, match="occurrence"):
        labels_as_read(events, path)
