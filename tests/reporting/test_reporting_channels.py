"""Channels on the page: the table, and the sentences it opens to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from reporting_world import MET, article, event, evidence, parsed, stored, words

from detente.records import Article, ChannelReport
from detente.reporting import render
from detente.store import Batch

HELD = "China and America held the 3rd Ice Dialogue on Monday."
STOPPED = "China suspended the Ice Dialogue with America."
PLANNED = "China and America plan to resume the Ice Dialogue."


def told(within: Article, what: str, trigger: str, **changes: Any) -> ChannelReport:
    made = {
        "parties": ("CHN", "USA"), "ordinal": None, "status": "done", "date_start": None,
        "date_end": None, "date_precision": "day", "date_basis": "explicit", **changes,
    }  # fmt: skip
    return ChannelReport(
        channel_report_id=f"{within.article_id}-{what}",
        article_id=within.article_id,
        sentence=0,
        start=0,
        end=len(within.text),
        channel="ice dialogue",
        key="dialogue ice",
        kind="dialogue",
        named=evidence(within, "Ice Dialogue"),
        parties_from="sentence",
        told=what,  # type: ignore[arg-type]
        trigger=evidence(within, trigger),
        reported_by=None,
        coder="made-1",
        **made,
    )


@pytest.fixture(scope="module")
def section(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    met = article("a1", MET, dt.date(2024, 1, 10))
    held = article("a2", HELD, dt.date(2023, 3, 1))
    stopped = article("a3", STOPPED, dt.date(2023, 8, 9))
    planned = article("a4", PLANNED, dt.date(2024, 1, 5))
    august = {"date_start": dt.date(2023, 8, 1), "date_end": dt.date(2023, 8, 31)}
    days = {"date_start": dt.date(2023, 2, 27), "date_end": dt.date(2023, 2, 28)}
    batch = Batch(
        articles=(met, held, stopped, planned),
        events=(event(met, "CONSULT", "met", "China", "America"),),
        channels=(
            told(held, "held", "held", ordinal=3, **days),
            told(stopped, "suspended", "suspended", **august),
            told(planned, "resumed", "resume", status="planned"),
        ),
    )
    workspace = stored(tmp_path_factory.mktemp("channels") / "ws", batch)
    return parsed(render(workspace, ("CHN", "USA"))).get_element_by_id("channels")


def test_the_table(section: html.HtmlElement) -> None:
    (row,) = section.xpath(".//tbody/tr")
    assert [words(cell) for cell in row] == [
        "Ice dialogue",
        "no. 3, 27 Feb 2023 – 28 Feb 2023",
        "28 Feb 2023, 316 days ago",
        "–",
        "suspended since August 2023; more planned (told 5 Jan 2024)",
    ]
    assert "counted to 10 Jan 2024" in words(section)


def test_it_opens_to_its_sentences(section: html.HtmlElement) -> None:
    (link,) = section.xpath(".//tbody//a")
    opened = section.get_element_by_id(link.get("href").removeprefix("#"))
    mentions = opened.xpath(".//li")
    assert [words(each.xpath(".//*[@class='who']")[0]) for each in mentions] == [
        "Held",
        "Suspended",
        "Resumed (announced)",
    ]
    assert [words(each.find("blockquote")) for each in mentions] == [HELD, STOPPED, PLANNED]
    assert [mark.text for mark in mentions[0].xpath(".//mark")] == ["held", "Ice Dialogue"]


def test_a_page_without_channels_says_so(page: html.HtmlElement) -> None:
    assert "No article names a standing dialogue" in words(page.get_element_by_id("channels"))


def test_channels_outside_the_time_asked_for_are_left_out(tmp_path: Path) -> None:
    met = article("a1", MET, dt.date(2024, 1, 10))
    held = article("a2", HELD, dt.date(2023, 3, 1))
    batch = Batch(
        articles=(met, held),
        events=(event(met, "CONSULT", "met", "China", "America"),),
        channels=(told(held, "held", "held"),),
    )
    workspace = stored(tmp_path / "ws", batch)
    shown = parsed(render(workspace, ("CHN", "USA"), since=dt.date(2024, 1, 1)))
    assert "No article names" in words(shown.get_element_by_id("channels"))


def test_a_channel_that_was_stopped_and_held_again(tmp_path: Path) -> None:
    stopped = article("a1", STOPPED, dt.date(2022, 8, 6))
    held = article("a2", HELD, dt.date(2024, 1, 11))
    met = article("a3", MET, dt.date(2024, 1, 12))
    first, again = dt.date(2022, 8, 5), dt.date(2024, 1, 10)
    batch = Batch(
        articles=(met, held, stopped),
        events=(event(met, "CONSULT", "met", "China", "America"),),
        channels=(
            told(stopped, "suspended", "suspended", date_start=first, date_end=first),
            told(held, "held", "held", date_start=again, date_end=again),
        ),
    )
    page = parsed(render(stored(tmp_path / "ws", batch), ("CHN", "USA")))
    (row,) = page.get_element_by_id("channels").xpath(".//tbody/tr")
    assert words(row[-1]) == "suspended 5 Aug 2022, held again 10 Jan 2024"


@pytest.mark.parametrize(
    ("what", "first", "last", "state"),
    [
        ("suspended", (2022, 8, 5), (2022, 8, 6), "suspended since 5 Aug 2022"),
        ("suspended", (2022, 8, 5), (2022, 8, 5), "suspended since 5 Aug 2022"),
        ("suspended", (2022, 8, 1), (2022, 8, 31), "suspended since August 2022"),
        ("resumed", (2022, 8, 5), (2022, 8, 6), "resumed, 5 Aug 2022"),
        ("held", (2022, 8, 5), (2022, 8, 6), "active, held 5 Aug 2022 – 6 Aug 2022"),
    ],
)
def test_a_state_sets_in_on_a_day(
    tmp_path: Path, what: str, first: tuple[int, int, int], last: tuple[int, int, int], state: str
) -> None:
    met = article("a1", MET, dt.date(2024, 1, 10))
    stopped = article("a2", STOPPED, dt.date(2022, 8, 9))
    days = {"date_start": dt.date(*first), "date_end": dt.date(*last)}
    batch = Batch(
        articles=(met, stopped),
        events=(event(met, "CONSULT", "met", "China", "America"),),
        channels=(told(stopped, what, "suspended", **days),),
    )
    page = parsed(render(stored(tmp_path / "ws", batch), ("CHN", "USA")))
    (row,) = page.get_element_by_id("channels").xpath(".//tbody/tr")
    assert words(row[-1]) == state
