"""A report on imported data alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from lxml import html
from reporting_world import parsed, words

from detente.errors import QueryError
from detente.importing import import_files
from detente.reporting import render
from detente.store import Workspace

TURN = 20
ASKED: dict[str, Any] = {"between": ("KEN", "PER"), "dataset": "icews"}


def rows() -> list[str]:
    """Forty months of four acts, hostile until the turn, friendly from it on."""
    lines = ["date\tsource\trelation\ttarget"]
    for month in range(40):
        for place in range(4):
            day = dt.date(2016 + month // 12, month % 12 + 1, 2 + 7 * place)
            hostile = ("Threaten", "Criticize or denounce")
            friendly = ("Consult", "Praise or endorse")
            word = (hostile if month < TURN else friendly)[(month + place) % 3 == 0]
            names = ("Kenya", "Peru") if place % 2 else ("Peru", "Kenya")
            lines.append(f"{day}\t{names[0]}\t{word}\t{names[1]}")
    return lines


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("imported")
    (folder / "names.tsv").write_text("\n".join(rows()) + "\n", encoding="utf-8")
    made = Workspace.open_or_create(folder / "ws")
    import_files(made, [folder / "names.tsv"], "icews")
    return made


@pytest.fixture(scope="module")
def page(workspace: Workspace) -> html.HtmlElement:
    return parsed(render(workspace, **ASKED))


def test_it_has_findings_and_says_of_which_data(page: html.HtmlElement) -> None:
    assert "until it turned up in September 2017" in words(page.get_element_by_id("finding"))
    assert "160 events between Kenya and Peru were counted, of the data set icews." in words(
        page.get_element_by_id("finding")
    )
    assert words(page.xpath("//p[@class='kicker']")[0]).endswith("from the event data set icews")


def test_a_driver_opens_to_its_row(page: html.HtmlElement) -> None:
    driver = page.xpath("//div[@class='drivers']/details")[0]
    assert words(driver.find("blockquote")).startswith(("Kenya · ", "Peru · "))
    source = words(driver.xpath("./p[@class='source']")[0])
    assert "names.tsv, line " in source
    assert "confidence" not in source


def test_only_parts_that_it_can_fill_are_there(page: html.HtmlElement) -> None:
    sections = [section.get("id") for section in page.xpath("//section")]
    assert sections == [
        "brief",
        "finding",
        "index",
        "standing",
        "foresight",
        "tracks",
        "deeds",
        "making",
    ]
    links = {link.get("href") for link in page.xpath("//a[starts-with(@href, '#')]")}
    assert all(page.xpath(f"//*[@id='{link[1:]}']") for link in links)
    text = words(page.find(".//main"))
    assert "article" not in text
    assert "outlet" not in text.replace("the mix of outlets, as 0 outlets tell it", "")
    assert "Outlets" not in page.get_element_by_id("specs").text


def test_the_tracks_say_what_they_are_made_of(page: html.HtmlElement) -> None:
    assert "an event has a track only if its kind tells one" in words(
        page.get_element_by_id("tracks")
    )


def test_the_command_makes_it_again(page: html.HtmlElement) -> None:
    made = words(page.get_element_by_id("making"))
    assert "detente report WORKSPACE --between KEN PER --from icews --every month" in made


def test_kinds_are_counted_from_the_rows(page: html.HtmlElement) -> None:
    total = [words(cell) for cell in page.xpath("//table[contains(@class, 'types')]/tfoot/tr/*")]
    assert total == ["All", "80", "80", "0"]


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"between": ("KEN", "PER")}, "no event or statement between Kenya and Peru"),
        ({**ASKED, "dataset": "gdelt"}, "no data set 'gdelt' was imported"),
        ({**ASKED, "between": ("KEN", "CHL")}, "no act of icews between Kenya and Chile"),
        ({**ASKED, "since": dt.date(2022, 1, 1)}, "in the time asked for"),
    ],
)
def test_what_is_not_there_is_refused(workspace: Workspace, asked: Any, what: str) -> None:
    with pytest.raises(QueryError, match=what):
        render(workspace, **asked)


def test_without_a_data_set_the_advice_names_it(workspace: Workspace) -> None:
    with pytest.raises(QueryError) as refusal:
        render(workspace, ("KEN", "PER"))
    assert "--from icews" in (refusal.value.advice or "")
