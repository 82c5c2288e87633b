"""What an expert would say of the sample's January 2024, and what the brief says of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import detente
from detente.measuring.states import verdict
from detente.reading import read
from detente.reporting.brief import brief
from detente.reporting.gathering import Asked, Material, gather
from detente.reporting.ledgers import held

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "china-us" / "articles"


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    workspace = detente.Workspace.create(tmp_path_factory.mktemp("sample") / "ws")
    detente.read_into(workspace, read([SAMPLE]), detente.Coder)
    asked = Asked(
        between=("CHN", "USA"), since=dt.date(2022, 8, 1), until=dt.date(2024, 1, 31), every="month"
    )
    return gather(workspace, asked)


@pytest.mark.parametrize(
    ("state", "verdicts"),
    [
        ("low_ebb", {"ruled out"}),  # that was early 2023, at the time of the balloon
        ("recovered", {"likely", "found"}),  # the meetings of June to November
        # The draws put it at about .2, where `unlikely` ends.
        ("deteriorating", {"open", "unlikely", "ruled out"}),
        ("stabilizing", {"open", "likely", "found"}),
        ("rebounding", {"open", "likely", "found"}),
    ],
)
def test_the_words_that_an_expert_would_use_or_not(
    material: Material, state: str, verdicts: set[str]
) -> None:
    assert material.standing is not None
    chance = getattr(material.standing.states.rows[-1], state)
    assert verdict(chance) in verdicts
    if state in ("stabilizing", "rebounding"):
        assert chance > 0.5, "more likely than not, though the record leaves it open"


def test_the_brief_says_where_when_and_why_with_date_and_outlet(material: Material) -> None:
    told = brief(material, held(material))
    where, turned, drove = told.sentences
    assert (
        where.startswith("In January 2024 the relation stood at") and "likely rebounding" in where
    )
    assert turned.startswith("It turned up in") and "2023" in turned
    assert drove.count("“") == 2
    assert any(outlet in drove for outlet in ("Wire", "Herald", "Ledger", "Lantern"))
    assert len(told.events) == 5
    assert all(int(each.sure.rstrip("%")) >= 50 for each in told.events)
    assert any("kept" in line.text for line in told.due)
    assert any("suspended since" in line.text for line in told.watch)
