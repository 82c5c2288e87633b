"""The page as a reader meets it: numbers, sentences, anchors."""

from __future__ import annotations

import json

import pytest
from lxml import html
from reporting_world import MET, SANCTIONED, words


def rows(page: html.HtmlElement, path: str) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in page.xpath(f"{path}//tbody/tr")]


def test_title_and_language(page: html.HtmlElement) -> None:
    assert page.get("lang") == "en"
    assert words(page.find(".//h1")) == "China and the United States"
    assert "10 Jan 2024 – 8 Mar 2024" not in words(page.find("body/header"))
    assert "10 Jan 2024 – 7 Mar 2024, by month" in words(page.find("body/header"))


def test_summary_tells_the_counted(page: html.HtmlElement) -> None:
    lead = words(page.xpath("//p[@class='lead']")[0])
    assert lead.startswith("2 events between China and the United States were counted, told in 3")
    assert "by 2 outlets. 50% were cooperative; the mean score was −1.8" in lead
    assert "lowest in March 2024 (−6.0, 1 event) and highest in January 2024 (+2.5" in lead
    assert "1 act went from China to the United States, 1 from the United States" in lead


def test_index_table_has_every_period(page: html.HtmlElement) -> None:
    assert rows(page, "//section[@id='index']") == [
        ["Jan 2024", "+2.50", "1", "1", "0", "0", "0", "2"],
        ["Feb 2024", "–", "0", "0", "0", "0", "0", "0"],
        ["Mar 2024", "−6.00", "1", "0", "0", "0", "1", "1"],
    ]


def test_charts_carry_the_same_numbers(page: html.HtmlElement) -> None:
    specs = json.loads(page.get_element_by_id("specs").text)
    charts = [place.get("data-chart") for place in page.xpath("//*[@data-chart]")]
    assert (
        sorted(charts) == sorted(specs) == ["counts", "net", "track-economic", "track-technology"]
    )
    points = specs["net"]["datasets"]["periods"]
    assert [(point["net"], point["n"]) for point in points] == [(2.5, 1), (None, 0), (-6.0, 1)]
    bars = specs["counts"]["datasets"]["bars"]
    assert [(bar["quad"], bar["count"]) for bar in bars] == [
        ("verbal cooperation", 1),
        ("material conflict", -1),
    ]


def test_every_point_leads_to_its_events(page: html.HtmlElement) -> None:
    specs = json.loads(page.get_element_by_id("specs").text)
    anchors = [point["anchor"] for point in specs["net"]["datasets"]["periods"]]
    assert anchors == ["period-2024-01", None, "period-2024-03"]
    lists = [page.get_element_by_id(anchor) for anchor in anchors if anchor]
    assert [len(found.xpath("./ol/li")) for found in lists] == [1, 1]


def test_links_within_the_page_arrive(page: html.HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= set(ids)


@pytest.mark.parametrize(
    ("period", "sentence", "trigger", "told"),
    [("2024-01", MET, "met", 2), ("2024-03", SANCTIONED, "sanctioned", 1)],
)
def test_events_show_their_sentence(
    page: html.HtmlElement, period: str, sentence: str, trigger: str, told: int
) -> None:
    quotes = page.get_element_by_id(f"period-{period}").xpath(".//blockquote")
    assert [quote.text_content() for quote in quotes] == [sentence] * told
    assert [mark.text for mark in quotes[0].xpath("./mark[@class='trigger']")] == [trigger]
    assert {bold.text for bold in quotes[0].xpath("./b")} == {"China", "America"}


def test_best_report_comes_first_and_only_web_addresses_are_links(page: html.HtmlElement) -> None:
    sources = page.get_element_by_id("period-2024-01").xpath(".//p[@class='source']")
    assert words(sources[0]) == "Herald, 10 Jan 2024: A title · confidence 80%"
    assert sources[0].xpath(".//a/@href") == ["https://herald.example/a1"]
    assert words(sources[1]) == "Wire, 10 Jan 2024: A title a2.txt · confidence 60%"
    assert not sources[1].xpath(".//a")


def test_types_by_direction(page: html.HtmlElement) -> None:
    assert rows(page, "//table[contains(@class, 'types')]") == [
        ["meets or talks CONSULT", "1", "0", "0"],
        ["cuts ties or penalises SANCTION", "0", "1", "0"],
    ]


def test_statements_stand_by_side_and_kind(page: html.HtmlElement) -> None:
    assert rows(page, "//table[contains(@class, 'kinds')]") == [
        ["Demands", "0", "0", "1"],
        ["Warnings", "1", "0", "0"],
        ["Conditions", "1", "0", "0"],
    ]
    said = page.get_element_by_id("statement-a6-condition")
    assert words(said.xpath("./p[@class='act']/span[@class='who']")[0]) == "China → America"
    assert [mark.text for mark in said.xpath(".//mark")] == [
        "that it would answer",
        "if the ships came",
    ]
    assert "(statement)" in words(said)


def test_outlets(page: html.HtmlElement) -> None:
    herald, wire = rows(page, "//section[@id='outlets']")
    assert herald == ["Herald", "6", "2", "50%", "3", "10 Jan 2024", "8 Mar 2024"]
    assert wire == ["Wire", "1", "1", "100%", "0", "10 Jan 2024", "10 Jan 2024"]


def test_what_was_left_out_says_why(page: html.HtmlElement) -> None:
    section = page.get_element_by_id("leftovers")
    groups = [words(summary) for summary in section.xpath("./details[@class='kind']/summary")]
    assert groups == ["Denied 1", "Without any date 1"]
    rejected = words(section.xpath("./p[@class='note']")[-1])
    assert rejected.startswith("2 rows of the whole workspace, whatever the states")
    assert "detente status WORKSPACE" in rejected


def test_how_it_was_made(page: html.HtmlElement) -> None:
    made = words(page.get_element_by_id("making"))
    assert "made-1" in made
    assert "detente report WORKSPACE --between CHN USA --every month --out report.html" in made
