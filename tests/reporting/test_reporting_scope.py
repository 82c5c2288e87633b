"""Which events and statements a report covers, and what it says where there are none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from reporting_world import MET, article, event, parsed, stored, words

from detente.errors import QueryError
from detente.reporting import render
from detente.store import Batch, Workspace

JANUARY, MARCH = dt.date(2024, 1, 31), dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("asked", "periods"),
    [
        ({}, ["period-2024-01", "period-2024-03"]),
        ({"since": MARCH}, ["period-2024-03"]),
        ({"until": JANUARY}, ["period-2024-01"]),
        ({"every": "year"}, ["period-2024"]),
        ({"every": "quarter"}, ["period-2024-Q1"]),
        ({"every": "week"}, ["period-2024-01-08", "period-2024-03-04"]),
        ({"every": "day"}, ["period-2024-01-10", "period-2024-03-05"]),
    ],
)
def test_time_and_unit(workspace: Workspace, asked: dict[str, Any], periods: list[str]) -> None:
    page = parsed(render(workspace, ("CHN", "USA"), **asked))
    assert page.xpath("//details[contains(@class, 'period')]/@id") == periods


def test_options_are_told(workspace: Workspace) -> None:
    page = parsed(render(workspace, ("CHN", "USA"), since=MARCH, every="week"))
    made = words(page.get_element_by_id("making"))
    assert "--between CHN USA --since 2024-03-01 --every week --out" in made


def test_nothing_counted_is_a_page_that_helps(workspace: Workspace) -> None:
    page = parsed(render(workspace, ("CHN", "USA"), since=dt.date(2024, 3, 6)))
    assert "there is no index" in words(page.xpath("//p[@class='lead']")[0])
    assert not page.xpath("//*[@data-chart]")
    assert "Denied 1" in words(page.get_element_by_id("leftovers"))


def test_background_of_long_ago_does_not_stretch_the_index(tmp_path: Path) -> None:
    told = article("a1", MET, dt.date(2024, 1, 10))
    old = article("a2", MET, dt.date(2024, 1, 11))
    then: dict[str, Any] = {"recalled": True, "date_start": dt.date(1979, 1, 1)}
    events = (
        event(told, "CONSULT", "met", "China", "America"),
        event(old, "CONSULT", "met", "China", "America", date_precision="day", **then),
    )
    workspace = stored(tmp_path / "ws", Batch(articles=(told, old), events=events))
    page = parsed(render(workspace, ("CHN", "USA")))
    assert page.xpath("//details[contains(@class, 'period')]/@id") == ["period-2024-01"]
    assert "Earlier than the first article" in words(page.get_element_by_id("leftovers"))
    asked = parsed(render(workspace, ("CHN", "USA"), since=dt.date(1979, 1, 1), every="year"))
    assert asked.xpath("//details[contains(@class, 'period')]/@id") == [
        "period-1979",
        "period-2024",
    ]


@pytest.mark.parametrize(
    ("between", "asked", "message"),
    [
        (("CHN", "NOR"), {}, "no event or statement between China and Norway in this workspace"),
        (
            ("CHN", "USA"),
            {"since": dt.date(2030, 1, 1)},
            "Outside it there are 2 events, from 2024",
        ),
        (("CHN", "CHN"), {}, "same state"),
        (("CHN", "Atlantis"), {}, "no state is called 'Atlantis'"),
        (("CHN", "USA"), {"every": "fortnight"}, "Choose day, week, month"),
        (("CHN", "USA"), {"since": MARCH, "until": JANUARY}, "Swap the two dates"),
    ],
)
def test_questions_without_an_answer(
    workspace: Workspace, between: tuple[str, str], asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        render(workspace, between, **asked)
