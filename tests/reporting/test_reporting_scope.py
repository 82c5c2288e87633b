"""Which events and statements a report covers, and what it says where there are none."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reporting_world import MET, SANCTIONED, article, event, parsed, stored, words

from detente.errors import QueryError, TooLittleDataError
from detente.reporting import render, report
from detente.store import Batch, Workspace
from examples import some

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
    told = "1 event dated before the month of the first article (1 Jan 1979) is not counted"
    assert f"{told}: --since 1979-01-01 takes it in." in words(page)
    asked = parsed(render(workspace, ("CHN", "USA"), since=dt.date(1979, 1, 1), every="year"))
    assert asked.xpath("//details[contains(@class, 'period')]/@id") == [
        "period-1979",
        "period-2024",
    ]
    assert "is not counted" not in words(asked)


@pytest.mark.parametrize(
    ("between", "asked", "message"),
    [
        (
            ("CHN", "NOR"),
            {},
            "no event or statement between China and Norway in the 7 articles of this workspace",
        ),
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


def test_a_workspace_without_articles_says_what_to_do(tmp_path: Path) -> None:
    empty = Workspace.create(tmp_path / "ws")
    with pytest.raises(
        TooLittleDataError, match="as no article was read into this workspace"
    ) as why:
        report(empty, ("CHN", "NOR"), out=tmp_path / "r.html")
    assert why.value.advice == (
        "Read articles about these into it: detente read PATH --into WORKSPACE."
    )
    assert not (tmp_path / "r.html").exists()


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """One to five articles, each with a meeting or a sanction, of days that may be far apart or missing."""
    told, events = [], []
    for place in range(draw(st.integers(1, 5))):
        met = draw(st.booleans())
        day = draw(
            st.sampled_from([None, JANUARY, MARCH, dt.date(2024, 3, 2), dt.date(2031, 5, 6)])
        )
        made = article(f"a{place}", MET if met else SANCTIONED, day)
        told.append(made)
        words = ("CONSULT", "met", "China", "America")
        if not met:
            words = ("SANCTION", "sanctioned", "America", "China")
        events.append(event(made, *words, confidence=draw(st.sampled_from([0.0, 0.5, 1.0]))))
    return Batch(articles=tuple(told), events=tuple(events))


@settings(max_examples=some(3, deep=6))
@given(batches(), st.sampled_from(["week", "month", "year"]))
def test_a_report_is_always_written(batch: Batch, every: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = stored(Path(folder) / "ws", batch)
        out = report(workspace, ("CHN", "USA"), every=every, out=Path(folder) / "r.html")
        assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_what_is_done_is_told_before_it_is(workspace: Workspace, tmp_path: Path) -> None:
    told: list[str] = []
    report(workspace, ("CHN", "USA"), out=tmp_path / "r.html", doing=told.append)
    assert told == [
        "reading the record, and merging what tells the same",
        "measuring the level",
        "looking for turning points",
        "asking who answers whom",
        "measuring the economic track",
        "measuring the technology track",
        "drawing the record again",
        "estimating a hidden relation",
        "forecasting, and holding forecasts against what came",
        "comparing outlets",
        "reading how 7 articles tell deeds",
        "asking what others say of the two",
        "putting the page together",
    ]
