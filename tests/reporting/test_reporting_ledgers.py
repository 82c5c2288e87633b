"""Red lines, commitments and demands on the page: rows, their sentences, what came of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from lxml import html
from reporting_world import article, event, evidence, parsed, party, statement, stored, words

from detente.reporting import render
from detente.store import Batch

URGED = "China urged America to lift the shipping ban at once."
MUST = "America must lift its shipping ban, China said."
REFUSED = "America refused China: the shipping ban would stay, nobody will lift it."
DENIED = "America lifted the shipping ban for China, it was said."


@pytest.fixture(scope="module")
def ledger_page(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    first = article("l1", URGED, dt.date(2024, 1, 10))
    second = article("l2", MUST, dt.date(2024, 1, 20), outlet="Wire")
    answer = article("l3", REFUSED, dt.date(2024, 1, 25))
    rumour = article("l4", DENIED, dt.date(2024, 1, 28))
    batch = Batch(
        articles=(first, second, answer, rumour),
        events=(
            event(answer, "REJECT", "refused", "America", "China"),
            event(rumour, "RETREAT", "lifted", "America", "China", status="denied"),
        ),
        statements=(
            statement(first, party(first, "China"), "appeal", "urged America to lift the shipping ban",
                      addressees=(party(first, "America"),)),
            statement(second, party(second, "China"), "demand", "America must lift its shipping ban",
                      addressees=(party(second, "America"),), quoted=True,
                      condition=evidence(second, "China said")),
        ),
        rejected=(),
    )  # fmt: skip
    folder: Path = tmp_path_factory.mktemp("ledgers") / "ws"
    return parsed(render(stored(folder, batch), ("CHN", "USA")))


def test_both_sides_have_every_ledger(ledger_page: html.HtmlElement) -> None:
    ledgers = ledger_page.xpath("//details[contains(@class, 'ledger')]")
    assert [(each.get("id"), words(each.find("summary"))) for each in ledgers] == [
        ("red-line-chn", "China 0 rows"),
        ("red-line-usa", "United States 0 rows"),
        ("commitment-chn", "China 0 rows"),
        ("commitment-usa", "United States 0 rows"),
        ("demand-chn", "China 1 row"),
        ("demand-usa", "United States 0 rows"),
    ]


def test_a_row_tells_when_how_often_and_what_came_of_it(ledger_page: html.HtmlElement) -> None:
    (row,) = ledger_page.xpath("//details[@class='row']")
    summary = words(row.find("summary"))
    assert summary.startswith("America must lift its shipping ban refused China → United States")
    assert "10 Jan 2024 – 20 Jan 2024 · 2 times on 2 days, in 2 outlets" in summary
    assert "Sharpened. First: urged America to lift the shipping ban (strength 2 of 5)" in words(
        row
    )


def test_a_row_leads_to_its_statements_and_events(ledger_page: html.HtmlElement) -> None:
    (row,) = ledger_page.xpath("//details[@class='row']")
    wordings, came = row.xpath("./ol")
    assert wordings.xpath(".//a/@href") == ["#statement-l1-appeal", "#statement-l2-demand"]
    assert "China said · in quotation marks · strength 4 of 5" in words(wordings)
    refused, rumour = came.xpath("./li")
    assert words(refused) == (
        "refused 25 Jan 2024: United States → China refuses or rejects (“refused”), says Herald"
    )
    (link,) = refused.xpath("./a/@href")
    assert "refused" in words(ledger_page.get_element_by_id(link[1:]))
    assert not rumour.xpath("./a"), "an event that is not counted stands nowhere on the page"
    assert "(“lifted”, denied)" in words(rumour)
