"""What must hold of every page: nothing loads, nothing runs that is not ours, same bytes."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from pathlib import Path

import pytest
from lxml import html
from reporting_world import SANCTIONED, article, event, parsed, party, statement, stored, world

from detente.errors import InputError
from detente.records import Rejected
from detente.reporting import render, report
from detente.store import Batch, Workspace

ATTACK = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7 * 7 }}"
LOADING = ("//@src", "//link", "//iframe", "//object", "//embed", "//style[contains(., '@import')]")


def test_nothing_is_loaded(page: html.HtmlElement) -> None:
    assert [page.xpath(path) for path in LOADING] == [[]] * len(LOADING)
    (style,) = page.xpath("//style")
    assert "url(" not in style.text
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")


def test_the_policy_names_exactly_our_scripts(page: html.HtmlElement) -> None:
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    scripts = [script.text for script in page.xpath("//script[not(@type)]")]
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    assert policy == (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:"
    )
    assert len(scripts) == 2


def attacked() -> Batch:
    text = f"China met America {ATTACK}"
    told = article(
        "x1", text, dt.date(2024, 1, 1), title=ATTACK, outlet=ATTACK, address="javascript:alert(3)"
    )
    said = statement(told, party(told, "China"), "demand", ATTACK, issues=(ATTACK,))
    happened = event(told, "CONSULT", "met", "China", "America", tracks=(ATTACK,))
    return Batch(
        articles=(told,),
        events=(happened,),
        statements=(said,),
        rejected=(Rejected(ATTACK, ATTACK, "reading", ATTACK, ATTACK, None),),
    )


def test_text_of_articles_is_harmless(tmp_path: Path) -> None:
    text = render(stored(tmp_path / "ws", attacked()), ("CHN", "USA"))
    page = parsed(text)
    assert "<script>alert" not in text
    assert len(page.xpath("//script")) == 3
    assert not page.xpath("//img") and not page.xpath("//@onerror")
    assert not [link for link in page.xpath("//a/@href") if link.startswith("javascript")]
    quotes = {quote.text_content() for quote in page.xpath("//blockquote")}
    assert quotes == {f"China met America {ATTACK}"}


def test_same_workspace_same_bytes(workspace: Workspace, text: str, tmp_path: Path) -> None:
    batch = world()
    turned = Batch(
        articles=batch.articles[::-1],
        events=batch.events[::-1],
        statements=batch.statements[::-1],
        rejected=batch.rejected[::-1],
    )
    assert render(workspace, ("China", "United States")) == text
    assert render(stored(tmp_path / "elsewhere", turned), ("CHN", "USA")) == text


def test_report_writes_the_page(workspace: Workspace, text: str, tmp_path: Path) -> None:
    out = report(workspace, ("CHN", "USA"), out=tmp_path / "r.html")
    assert out == tmp_path / "r.html"
    assert out.read_bytes() == text.encode()


def test_a_file_that_cannot_be_written(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Choose a file in a folder that exists"):
        report(workspace, ("CHN", "USA"), out=tmp_path / "none" / "r.html")


def test_states_stand_in_the_order_given(workspace: Workspace) -> None:
    page = parsed(render(workspace, ("USA", "CHN")))
    assert page.find(".//h1").text == "The United States and China"
    heads = [head.text for head in page.xpath("//table[contains(@class, 'types')]/thead//th")]
    assert heads[1:3] == ["United States → China", "China → United States"]


def test_a_text_that_was_not_kept(tmp_path: Path) -> None:
    told = article("a1", SANCTIONED, dt.date(2024, 1, 1))
    happened = event(told, "SANCTION", "sanctioned", "America", "China")
    bare = article("a1", "", dt.date(2024, 1, 1))
    workspace = stored(tmp_path / "ws", Batch(articles=(bare,), events=(happened,)))
    assert "No text is kept for this record." in render(workspace, ("CHN", "USA"))
