"""The page at the head, its charts without a script, and the files in which it is handed on."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from lxml import html
from reporting_world import MET, SANCTIONED, article, event, parsed

from detente.errors import InputError
from detente.reporting import render, report
from detente.reporting.quoting import in_words, shortened
from detente.store import Workspace

PAIR = ("CHN", "USA")


def words(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


@pytest.fixture(scope="module")
def brief(page: html.HtmlElement) -> html.HtmlElement:
    return page.get_element_by_id("brief")


def test_the_brief_stands_before_all_else(page: html.HtmlElement) -> None:
    (main,) = page.xpath("//main")
    assert [part.get("id") or part.tag for part in main][:3] == ["brief", "h2", "p"]
    annexes = page.xpath("//main/details[@class='annex']")
    assert all(annex.get("open") is None for annex in annexes)
    assert len(annexes) == len(main) - 3


def test_events_stand_in_the_words_of_their_sentence(brief: html.HtmlElement) -> None:
    links = brief.xpath(".//ol[@class='notable']//a")
    assert [words(link) for link in links] == [MET, SANCTIONED]
    assert all(link.get("href").startswith("#event-") for link in links)


def test_an_event_that_is_hardly_sure_stands_apart(page: html.HtmlElement) -> None:
    for found in page.xpath("//ol[@class='events unsure']/li"):
        (told,) = re.findall(r"confidence (\d+)%", words(found))[:1]
        assert int(told) < 50


def test_the_chart_is_there_without_a_script(brief: html.HtmlElement) -> None:
    wide, narrow = brief.xpath(".//div[@class='chart']/*[local-name()='svg']")
    assert (wide.get("class"), narrow.get("class")) == ("marks wide", "marks narrow")
    assert wide.get("aria-label").startswith("Mean score of the events of each month")
    ids = [node.get("id") for node in brief.iter() if node.get("id")]
    assert len(ids) == len(set(ids))


def test_a_point_of_the_chart_leads_to_its_events(page: html.HtmlElement) -> None:
    links = page.xpath("//div[@data-chart='net']//*[local-name()='a']/@href")
    assert set(links) == {"#period-2024-01", "#period-2024-03"}
    assert all(page.get_element_by_id(link[1:]) is not None for link in links)


def test_it_is_written_as_a_page_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    written = report(workspace, PAIR, brief=True, out=tmp_path / "brief.html").read_text("utf-8")
    page = parsed(written)
    assert not page.xpath("//script | //a | //details")
    assert MET in words(page) and "--brief" in words(page)
    assert len(written) < 200_000


def test_it_is_written_as_pdf(workspace: Workspace, tmp_path: Path) -> None:
    written = report(workspace, PAIR, brief=True, out=tmp_path / "brief.pdf")
    pages = pypdfium2.PdfDocument(written)
    text = " ".join(pages[0].get_textpage().get_text_range().split())
    assert len(pages) == 1
    assert "China and the United States" in text and MET in text
    again = report(workspace, PAIR, brief=True, out=tmp_path / "again.pdf")
    assert written.read_bytes() == again.read_bytes()


def test_it_is_written_as_a_word_document(workspace: Workspace, tmp_path: Path) -> None:
    written = report(workspace, PAIR, brief=True, out=tmp_path / "brief.docx").read_bytes()
    document = Document(io.BytesIO(written))
    told = [each.text for each in document.paragraphs]
    assert told[0] == "China and the United States"
    assert any(line.startswith(MET) for line in told)
    assert len(document.inline_shapes) == 1
    again = report(workspace, PAIR, brief=True, out=tmp_path / "again.docx").read_bytes()
    assert written == again
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}


@pytest.mark.parametrize(
    ("name", "brief", "told"),
    [
        ("report.pdf", False, "Ask for the brief"),
        ("report.txt", False, "End its name in .html, .pdf, .docx"),
        ("brief", True, "End its name in .html, .pdf, .docx"),
        ("missing/brief.pdf", True, "Choose a file in a folder that exists"),
    ],
)
def test_a_file_that_cannot_be_written(
    workspace: Workspace, tmp_path: Path, name: str, brief: bool, told: str
) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        report(workspace, PAIR, brief=brief, out=tmp_path / name)


def test_text_of_an_article_is_never_code(workspace: Workspace, tmp_path: Path) -> None:
    """Typst and HTML take what stands in a text as text."""
    from detente.reporting import handing_on
    from detente.reporting.brief import Brief, Notable

    hostile = '#read("/etc/passwd") $x$ *b* <b>&amp; \\ "'
    event_ = Notable("event-1", "1 Jan 2024", "A → B", hostile, "Herald", "90%")
    told = Brief("A", "2024", None, (hostile,), "none", (), (event_,), "why", (), (), "basis")
    written = handing_on.as_pdf(told, None, every="month", made="made")
    text = pypdfium2.PdfDocument(written)[0].get_textpage().get_text_range()
    assert '#read("/etc/passwd") $x$ *b* <b>&amp;' in " ".join(text.split())


LONG = (
    "After a week in which little was said, and in spite of warnings from all sides, China met America on "
    "trade, which neither side had expected of a month that had begun with so much noise at sea."
)


@pytest.mark.parametrize(
    ("text", "most", "begins"),
    [
        (MET, 160, MET),
        (LONG, 120, "After a week in which little was said, and in spite of warnings"),
        (LONG, 90, "… China met America on trade, which neither side had expected of a month"),
        (LONG, 40, "… China met America on trade, which"),
    ],
)
def test_a_long_sentence_is_cut_around_its_act(text: str, most: int, begins: str) -> None:
    told = article("a", text, dt.date(2024, 1, 1))
    found = in_words(event(told, "CONSULT", "met", "China", "America"), told, most)
    assert found.startswith(begins)
    assert len(found) <= most + 4 and "met" in found


def test_nothing_is_cut_within_a_word() -> None:
    assert shortened("one two three", 9) == "one two …"
    assert shortened("one two", 9) == "one two"


def test_the_same_report_twice(workspace: Workspace) -> None:
    assert render(workspace, PAIR) == render(workspace, PAIR)


def test_a_control_character_spoils_no_file() -> None:
    from detente.reporting import handing_on
    from detente.reporting.brief import Brief, Line

    told = Brief(
        "A", "2024", None, ("one\x02 two",), "none", (), (), "", (Line("a\x0bb", "x"),), (), "basis"
    )
    document = Document(io.BytesIO(handing_on.as_docx(told, None, made="made\x00")))
    assert "one two" in [each.text for each in document.paragraphs]
    assert handing_on.as_pdf(told, None, every="month", made="made").startswith(b"%PDF")
