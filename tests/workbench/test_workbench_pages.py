"""Each page, as HTML, JSON and CSV; what is refused, and how."""

from __future__ import annotations

import csv
import io
from itertools import pairwise
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from workbench_world import MARKUP, OUTLET

from detente.workbench import twins
from detente.workbench.addresses import OutletAsked, twin

PAGES = {
    "/": "Pairs of states",
    "/?sort=-change": "Pairs of states",
    "/pair/CHL/NOR": "Chile and Norway",
    "/pair/chile/norway?since=2024-07-01&every=quarter": "Chile and Norway",
    "/pair/KEN/CHL": "Kenya and Chile",
    "/pair/CHL/NOR/turns": "Level and turning points",
    "/pair/CHL/NOR/tracks": "Tracks of the relation",
    "/pair/CHL/NOR/words": "What each side said",
    "/pair/CHL/NOR/ledgers": "Ruled out, promised, demanded",
    "/pair/CHL/NOR/channels": "Channels",
    "/pair/CHL/NOR/outlets": "Who tells what",
    "/pair/KEN/CHL/turns": "Level and turning points",
    "/framing/CHL/NOR": "How it is told",
    "/framing/CHL/NOR?words=ban": "How it is told",
    "/voices/CHL/NOR": "Third parties",
    "/voices/CHL/NOR?until=2024-06-30": "Third parties",
    "/event/e5": "Chile → Norway",
    "/statement/s5": "Chile",
    "/occurrence/e5": "Chile → Norway",
    "/article/a5": "Chile and Norway",
    "/article/plain": "Without a title",
    OutletAsked(OUTLET).address: OUTLET,
    "/watch": "What is watched",
    "/search": "11 events",
    "/search?what=statements&kind=demand": "11 statements",
    "/search?of=KEN": "1 event",
    "/search?words=ban": "1 event",
    "/search?words=whales": "0 events",
}


@pytest.mark.parametrize(("address", "heading"), PAGES.items())
def test_a_page_has_one_heading_and_what_it_is_about(
    browser: TestClient, address: str, heading: str
) -> None:
    answer = browser.get(address)
    page = html.fromstring(answer.text)
    assert answer.status_code == 200
    assert [each.text_content() for each in page.iter("h1")] == [heading]
    levels = [int(each.tag[1]) for each in page.iter("h1", "h2", "h3", "h4")]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_safe_and_whole(browser: TestClient, address: str) -> None:
    answer = browser.get(address)
    page = html.fromstring(answer.text)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
    assert not page.xpath(
        "//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]"
    )
    assert MARKUP not in answer.text and "<b>oil" not in answer.text
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for field in page.xpath("//input[not(@type='hidden')] | //select"):
        assert field.xpath("ancestor::label") or page.xpath(f"//label[@for='{field.get('id')}']")
    for table in page.iter("table"):
        assert table.find("caption") is not None and not table.xpath(".//th[not(@scope)]")


@pytest.mark.parametrize("address", PAGES)
def test_whatever_a_page_leads_to_is_there(browser: TestClient, address: str) -> None:
    page = html.fromstring(browser.get(address).text)
    inside = {each for each in page.xpath("//main//a/@href") if each.startswith("/")}
    for each in sorted(inside - set(PAGES)):
        if not each.endswith("/why"):  # that codes, which takes seconds
            assert browser.get(each).status_code == 200, each


@pytest.mark.parametrize("address", PAGES)
def test_twins_tell_the_same(browser: TestClient, address: str) -> None:
    told = browser.get(twin(address, "json"))
    table = browser.get(twin(address, "csv"))
    assert (told.status_code, table.status_code) == (200, 200)
    rows = list(csv.DictReader(io.StringIO(table.text)))
    held = told.json()
    found = held.get("rows") or held.get("told", {}).get("rows")
    assert found is None or len(found) == len(rows)


@pytest.mark.parametrize("address", PAGES)
def test_a_table_without_rows_has_the_header_of_one_with_some(
    browser: TestClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = browser.get(twin(address, "csv")).text
    to_csv = twins.to_csv
    monkeypatch.setattr(twins, "to_csv", lambda rows, header: to_csv((), header))
    header = browser.get(twin(address, "csv")).text
    assert header.count("\n") == 1 and whole.startswith(header)


def test_a_search_is_a_table_for_programs(browser: TestClient) -> None:
    answer = browser.get("/search.csv?type=SANCTION")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["id"], row["date_start"], row["acting"], row["towards"]) == (
        "e7", "2024-08-17", "CHL", "NOR",
    )  # fmt: skip
    assert row["sentence"] == "Chile banned Norway over fish & <b>oil</b>."


PARTS = {
    "turns": {"period": "2024-01", "start": "2024-01-01", "end": "2024-01-31", "n": "1"},
    "tracks": {"track": "economic", "period": "2024-01", "start": "2024-01-01", "n": "1"},
    "words": {"kind": "statement", "what": "demand", "acting": "CHL", "day": "2024-01-10",
              "id": "s0", "address": "/statement/s0", "confidence": "0.6", "article_address": "/article/a0",
              "sentence": "Chile wants peace."},
    "ledgers": {"family": "demand", "state": "CHL", "first": "2024-01-10", "last": "2024-09-19",
                "times": "6", "days": "6", "outlets": "2", "sentence": "Chile wants peace.",
                "address": "/statement/s0"},
    "outlets": {"outlet": "Gazette", "articles": "5", "cooperative": "0.6", "first": "2024-01-10",
                "last": "2024-08-18", "outlet_address": "/outlet/Gazette", "could": "8", "told": "4", "alone": "3", "shared": "1", "lag": "0.0", "usual": ""},
}  # fmt: skip


@pytest.mark.parametrize(("part", "told"), PARTS.items())
def test_the_csv_of_a_part_holds_data(browser: TestClient, part: str, told: dict[str, str]) -> None:
    answer = browser.get(f"/pair/CHL/NOR/{part}.csv")
    row = next(csv.DictReader(io.StringIO(answer.text)))
    assert {name: row.get(name) for name in told} == told


def test_thirds_as_data_and_with_their_sentences(browser: TestClient) -> None:
    (row,) = csv.DictReader(io.StringIO(browser.get("/voices/NOR/CHL.csv").text))
    told = {
        name: row[name]
        for name in ("code", "sentences", "kinds", "to_first", "to_second", "siding")
    }
    assert told == {"code": "KEN", "sentences": "1", "kinds": "contact 1", "to_first": "1",
                    "to_second": "0", "siding": ""}  # fmt: skip
    page = html.fromstring(browser.get("/voices/NOR/CHL").text)
    (link,) = page.xpath("//main//td/a/@href")
    assert page.xpath(f"//*[@id='{link[1:]}']//a[@href='/event/e10']")
    assert browser.get("/voices/NOR/CHL?until=2024-03-01").text.count("Nobody else is told") == 1


def test_an_outlet_leads_to_the_acts_behind_its_index(browser: TestClient) -> None:
    page = html.fromstring(browser.get("/pair/CHL/NOR/outlets").text)
    for link in page.xpath("//table[contains(string(caption), 'intervals by weeks')]//td/a/@href"):
        (acts,) = page.xpath(f"//*[@id='{link[1:]}']")
        assert acts.xpath(".//li//blockquote") and acts.xpath(
            ".//a[starts-with(@href, '/search?')]"
        )
    assert len(page.xpath("//details//ol[@class='records']")) == 2


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/event/none", 404, "No event none is in this workspace"),
        ("/statement/none", 404, "No statement none"),
        ("/occurrence/none", 404, "No event none"),
        ("/article/none", 404, "No article none"),
        ("/outlet/None", 404, "No outlet is called"),
        ("/nowhere", 404, "Nothing is at /nowhere"),
        ("/pair/Atlantis/NOR", 400, "No state is called"),
        ("/pair/NOR/NOR", 400, "the same state"),
        ("/pair/CHL/NOR/gossip", 400, "No part is called"),
        ("/voices/CHL/Atlantis", 400, "No state is called"),
        ("/voices/CHL/NOR?words=ban", 400, "There are: since, until"),
        ("/pair/CHL/NOR?since=2024-09-01&until=2024-01-01", 400, "is after until"),
        ("/pair/CHL/NOR?every=fortnight", 400, "No unit is called"),
        ("/pair/CHL/NOR?untill=2024-09-01", 400, "Did you mean 'until'?"),
        ("/search?reviewed=true", 400, "There is no parameter 'reviewed' here"),
        ("/?page=2", 400, "There is no parameter 'page' here"),
        ("/event/e5?sort=date", 400, "There are: none"),
        ("/review?ordr=audit", 400, "Did you mean 'order'?"),
        ("/search?page=abc", 400, "There is no page 'abc'"),
        ("/search?page=-1", 400, "There is no page '-1'"),
        ("/search?page=0", 400, "Pages are counted from 1"),
        ("/search?type=SHOUT", 400, "No type is called"),
        ("/search?what=gossip", 400, "No table is called"),
        ("/search?kind=demand", 400, "does not narrow events"),
        ("/search?confidence=high", 400, "is no number"),
        ("/?sort=size", 400, "No order is called"),
    ],
)
def test_what_is_not_there_is_said_with_what_to_do(
    browser: TestClient, address: str, status: int, told: str
) -> None:
    answer = browser.get(address)
    page = html.fromstring(answer.text)
    assert answer.status_code == status
    assert told in page.xpath("string(//main)")
    assert page.xpath("//main//a[@href='/']")
    assert "content-security-policy" in answer.headers


def test_a_twin_that_is_not_there_says_so_in_its_own_form(browser: TestClient) -> None:
    answer = browser.get("/event/none.json")
    assert answer.status_code == 404
    assert answer.json()["problem"] == "no event none is in this workspace"


def test_who_asks_by_another_name_is_told_nothing(browser: TestClient) -> None:
    answer = browser.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400 and "Chile" not in answer.text
    assert browser.get("/", headers={"host": "localhost:8765"}).status_code == 200


def test_only_reading_is_answered(browser: TestClient) -> None:
    assert browser.put("/").status_code in (405, 415)
    assert browser.post("/").status_code in (405, 415)
    assert browser.head("/").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/?utm_source=letter&fbclid=x", "/event/e5?said=none&seen=none", "/search?token=none"],
)
def test_what_links_add_is_passed_over(browser: TestClient, address: str) -> None:
    assert browser.get(address).status_code == 200


def test_a_page_far_behind_leads_back_to_the_last_there_is(browser: TestClient) -> None:
    page = html.fromstring(browser.get("/search?page=99999").text)
    assert page.xpath("//nav[@class='pages']/a/@href") == ["/search"]


def test_a_chart_is_heard_period_by_period(browser: TestClient) -> None:
    drawn = html.fromstring(browser.get("/pair/CHL/NOR.svg").content)
    heard = drawn.xpath("//path[@aria-label and not(ancestor::*[@aria-hidden='true'])]/@aria-label")
    assert len(heard) == 9  # January to September, each once
    assert heard[2:4] == ["March 2024: none", "April 2024: none"]
    assert heard[1].startswith(
        "February 2024: 1 verbal cooperation, 2 material cooperation; net score +"
    )


def test_from_a_time_and_from_a_record_a_link_leads_back(browser: TestClient) -> None:
    def found(address: str, words: str) -> list[str]:
        page = html.fromstring(browser.get(address).text)
        return [str(each) for each in page.xpath(f"//main//a[text()='{words}']/@href")]

    asked = "/pair/CHL/NOR?since=2024-07-01&every=week"
    assert found(asked, "All the time") == ["/pair/CHL/NOR?every=week"]
    assert found("/pair/CHL/NOR", "All the time") == []
    assert found("/event/e5", "Chile and Norway")[0] == "/pair/CHL/NOR"
    assert found("/event/e10", "Kenya and Norway")[0] == "/pair/KEN/NOR"


def test_a_time_after_all_that_was_read_is_empty_and_no_mistake(browser: TestClient) -> None:
    answer = browser.get("/pair/CHL/NOR?since=2030-01-01")
    assert answer.status_code == 200
    assert "Nothing between the two is told in this time" in answer.text


SEARCHED = ("what", "words", "of", "by", "between", "type", "since", "until", "confidence", "page",
            "sort", "recalled", "outlet")  # fmt: skip
OF_PAIR = ("since", "until", "every")
NAMES = {
    "/": ("sort",), "/search": SEARCHED, "/search.json": SEARCHED, "/pair/CHL/NOR": OF_PAIR,
    "/pair/CHL/NOR.csv": OF_PAIR, "/voices/CHL/NOR": OF_PAIR[:2],
}  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=12), st.sampled_from(("", "CHL", "NaN", "1e400", "-1", "0001-01-01", "'"))
)


@given(
    question=st.sampled_from(sorted(NAMES)).flatmap(
        lambda path: st.tuples(
            st.just(path),
            st.lists(st.tuples(st.sampled_from((*NAMES[path], "x")), VALUES), max_size=4),
        )
    )
)
def test_no_question_breaks_a_page(
    browser: TestClient, question: tuple[str, list[tuple[str, str]]]
) -> None:
    path, asked = question
    assert browser.get(path, params=asked).status_code in (200, 400)


@given(name=st.text(min_size=1, max_size=12))
def test_no_name_breaks_a_page(browser: TestClient, name: str) -> None:
    for kind in ("event", "article", "outlet", "occurrence"):
        assert browser.get(f"/{kind}/{quote(name, safe='')}").status_code in (200, 400, 404)
