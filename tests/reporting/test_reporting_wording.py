"""Codes, numbers and dates in plain words."""

from __future__ import annotations

import datetime as dt
import typing

import pytest

from detente.coding.ontology import event_types
from detente.records import StatementKind, Status
from detente.reporting import wording
from detente.reporting.making import inputs_digest

DAY = dt.date(2023, 8, 4)


@pytest.mark.parametrize(
    ("value", "shown"), [(1.25, "+1.2"), (-3.0, "−3.0"), (-0.04, "0.0"), (0.0, "0.0"), (None, "–")]
)
def test_signed(value: float | None, shown: str) -> None:
    assert wording.signed(value) == shown


@pytest.mark.parametrize(
    ("every", "name", "tick"),
    [
        ("day", "4 Aug 2023", "4 Aug\n2023"),
        ("week", "week of 4 Aug 2023", "4 Aug\n2023"),
        ("month", "August 2023", "Aug\n2023"),
        ("quarter", "third quarter of 2023", "Q3\n2023"),
        ("year", "2023", "2023"),
    ],
)
def test_periods(every: str, name: str, tick: str) -> None:
    assert (wording.period(DAY, every), wording.tick(DAY, every)) == (name, tick)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("USA", "the United States"),
        ("CHN", "China"),
        ("PHL", "the Philippines"),
        ("CZE", "the Czech Republic"),
        ("IGO:UN", "the United Nations"),
        ("XXX", "XXX"),
    ],
)
def test_names_in_a_sentence(code: str, name: str) -> None:
    assert wording.in_sentence(wording.country_name(code)) == name


def test_every_code_has_words() -> None:
    assert list(wording.TYPES) == list(event_types())
    assert set(wording.KINDS) == set(typing.get_args(StatementKind))
    assert set(wording.STATUSES) == set(typing.get_args(Status))


def test_parties_asked_for_come_first() -> None:
    asked = ("USA", "CHN")
    said = wording.parties(("CHE", "CHN"), ("USA",), reciprocal=False, first=asked)
    assert said == "China, Switzerland → United States"
    both = wording.parties(("CHN", "USA"), (), reciprocal=True, first=asked)
    assert both == "United States ↔ China"


def test_digest_does_not_depend_on_order() -> None:
    assert inputs_digest(["b", "a"]) == inputs_digest(["a", "b"]) != inputs_digest(["ab"])
