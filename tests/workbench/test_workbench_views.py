"""What views tell: numbers made by hand, and addresses that are read as they were made."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from workbench_world import stored

from detente.correcting import Reviewer
from detente.measuring import relationship
from detente.measuring.periods import Every
from detente.store import Query, Workspace
from detente.store.query import NARROWS
from detente.workbench import addresses, parameters
from detente.workbench.addresses import (
    ArticleAsked,
    OccurrenceAsked,
    OverviewAsked,
    PairAsked,
    RecordAsked,
    SearchAsked,
)
from detente.workbench.views.article import article
from detente.workbench.views.occurrence import happened
from detente.workbench.views.overview import Overview, PairRow, overview
from detente.workbench.views.pair import pair
from detente.workbench.views.record import record
from detente.workbench.views.search import search

DAYS = st.none() | st.dates()


def row_of(shown: Overview, pair: str) -> PairRow:
    (found,) = [each for each in shown.rows if each.pair == pair]
    return found


def test_the_overview_tells_where_a_pair_stands(workspace: Workspace) -> None:
    row = row_of(overview(workspace, OverviewAsked()), "Chile – Norway")
    assert (row.events, row.articles, row.recent) == (10, 10, 5)
    assert row.level is not None and row.low is not None and row.high is not None
    assert row.low < row.level < row.high < 0
    assert (row.way, row.side, row.since) == ("down", "conflict", dt.date(2024, 7, 1))
    assert (row.last, row.last_address) == (dt.date(2024, 9, 19), "/event/e9")


def test_the_level_is_the_mean_weighed_by_confidence(workspace: Workspace) -> None:
    row = row_of(overview(workspace, OverviewAsked()), "Chile – Norway")
    told = [workspace.catalogue().record("events", f"e{number}") for number in range(5, 10)]
    weights = [each.confidence for each in told if each]
    scores = [each.score for each in told if hasattr(each, "score")]
    mean = sum(w * s for w, s in zip(weights, scores, strict=True)) / sum(weights)
    assert row.level == pytest.approx(mean, abs=0.01)


def test_matrix_list_and_pair_tell_the_same_level(workspace: Workspace) -> None:
    shown = overview(workspace, OverviewAsked())
    row = row_of(shown, "Chile – Norway")
    place = [each.code for each in shown.matrix].index("NOR")
    (chile,) = [each for each in shown.matrix if each.code == "CHL"]
    cell = chile.cells[place]
    stands = pair(workspace, PairAsked(between=("NOR", "CHL"), until=dt.date(2024, 3, 1))).standing
    assert cell is not None and stands is not None
    assert (cell.level, cell.recent) == (row.level, row.recent)
    assert (stands.level, stands.low, stands.high, stands.reports) == (
        row.level, row.low, row.high, row.recent,
    )  # fmt: skip


def test_the_mean_of_a_time_is_weighed_by_confidence(workspace: Workspace) -> None:
    asked = PairAsked(between=("CHL", "NOR"), since=dt.date(2024, 4, 1))
    shown = pair(workspace, asked)
    assert shown.counted == 5 and shown.standing is not None
    assert shown.score == pytest.approx(shown.standing.level, abs=0.01)


def test_too_few_events_have_neither_band_nor_change(workspace: Workspace) -> None:
    row = row_of(overview(workspace, OverviewAsked()), "Kenya – Norway")
    assert (row.low, row.high, row.change, row.way) == (None, None, None, "")


@pytest.mark.parametrize(
    ("sort", "down", "first"),
    [("events", True, "Chile – Norway"), ("events", False, "Kenya – Norway"),
     ("level", True, "Kenya – Norway"), ("pair", False, "Chile – Norway"),
     ("change", False, "Chile – Norway")],
)  # fmt: skip
def test_pairs_are_sorted(
    workspace: Workspace, sort: addresses.Sort, down: bool, first: str
) -> None:
    assert overview(workspace, OverviewAsked(sort=sort, down=down)).rows[0].pair == first


def test_a_pair_counts_reports_by_period(workspace: Workspace) -> None:
    shown = pair(workspace, PairAsked(between=("CHL", "NOR"), every="quarter"))
    assert [row.n for row in shown.rows] == [5, 0, 5]
    assert (shown.events, shown.statements) == (10, 0)
    assert shown.latest[0].address == "/event/e9"
    assert shown.conflict[0].type == "COERCE"
    later = pair(workspace, PairAsked(between=("CHL", "NOR"), since=dt.date(2024, 8, 1)))
    assert (later.events, [row.n for row in later.rows]) == (3, [2, 1])


@pytest.mark.parametrize("between", [("KEN", "NOR"), ("CHL", "NOR")])
def test_a_pair_counts_the_periods_that_an_index_counts(
    tmp_path: Path, between: tuple[str, str]
) -> None:
    made = stored(tmp_path / "ws")  # the first article on Kenya is of September
    Reviewer(made, "Ana").change("events", "e10", {"date": "2024-08-20"})
    index = relationship(made, between)
    shown = pair(made, PairAsked(between=between))
    assert [row.start for row in shown.rows[:1]] == [index.start][: len(index.acts)]
    reports = sum(len(each.members) for each in index.occurrences)
    assert shown.counted == reports == {"KEN": 0, "CHL": 10}[between[0]]


def test_a_pair_leaves_recollections_out_and_says_so(tmp_path: Path) -> None:
    made = stored(tmp_path / "ws")
    Reviewer(made, "Ana").change("events", "e9", {"recalled": "yes"})
    Reviewer(made, "Ana").change("events", "e8", {"date": "2018-01-01 to 2018-12-31"})
    shown = pair(made, PairAsked(between=("CHL", "NOR")))
    named = {each.id for each in (*shown.latest, *shown.cooperation, *shown.conflict)}
    assert shown.recalled == 1 and "e9" not in named and len(shown.latest) == 9
    assert search(made, read_search_at(shown.everything["recalled"])).rows[0].id == "e9"
    (old,) = [each for each in shown.latest if each.id == "e8"]
    assert (old.when, old.published) == ("2018", dt.date(2024, 8, 18))


def read_search_at(address: str) -> SearchAsked:
    return parameters.read_search(parse_qs(urlsplit(address).query))


@pytest.mark.parametrize(
    ("date", "when"),
    [
        ("2018-01-01 to 2018-12-31", "2018"),
        ("2023-06-01 to 2023-06-30", "June 2023"),
        ("2023-07-01 to 2023-09-30", "third quarter of 2023"),
        ("2023-06-01 to 2023-07-02", "1 Jun 2023 – 2 Jul 2023"),
        ("2024-07-14", "14 Jul 2024"),
        ("2024-07-15", ""),
        ("", "no date told"),
    ],
)
def test_an_act_is_dated_no_more_exactly_than_it_is_told(
    tmp_path: Path, date: str, when: str
) -> None:
    made = stored(tmp_path / "ws")
    Reviewer(made, "Ana").change("events", "e5", {"date": date})
    (found,) = search(made, SearchAsked(query=Query(ids=["e5"]))).rows
    assert (found.when, found.published) == (when, dt.date(2024, 7, 15))


def test_a_list_has_codes_and_whole_sentences_for_programs(workspace: Workspace) -> None:
    (found,) = search(workspace, SearchAsked(query=Query(ids=["e7"]))).rows
    assert (found.acting, found.towards, found.type) == ("CHL", "NOR", "SANCTION")
    assert found.sentence == "Chile banned Norway over fish & <b>oil</b>."
    said = search(workspace, SearchAsked(what="statements", query=Query(ids=["s7"]))).rows[0]
    assert (said.acting, said.towards, said.sentence) == ("CHL", "", "Chile wants peace.")


def test_a_record_is_marked_in_its_text(workspace: Workspace) -> None:
    shown = record(workspace, RecordAsked("event", "e5"))
    marked = {piece.mark: piece.text for piece in shown.text if piece.mark != "sentence"}
    assert (marked["actor"], marked["trigger"], marked["recipient"]) == (
        "Chile",
        "warned",
        "Norway",
    )
    assert "".join(piece.text for piece in shown.text).startswith("Chile warned Norway over fish")


def test_an_article_keeps_every_character(workspace: Workspace) -> None:
    shown = article(workspace, ArticleAsked("a5"))
    text = workspace.article("a5")
    told = "\n\n".join("".join(piece.text for piece in each) for each in shown.paragraphs)
    assert text is not None and told == text.text
    assert [each.record_id for each in shown.rows] == ["e5", "s5"]


def test_reports_of_one_act_are_shown_together(workspace: Workspace) -> None:
    shown = happened(workspace, OccurrenceAsked("e0"))
    alike = next(each for each in workspace.occurrences() if "e0" in each.members)
    assert {each.address for each in shown.rows} == {f"/event/{each}" for each in alike.members}


def test_facets_count_what_is_found(workspace: Workspace) -> None:
    shown = search(workspace, SearchAsked(query=Query(of="NOR", sort="-date")))
    facets = {each.field: {v.value: v.n for v in each.values} for each in shown.facets}
    assert shown.total == 11
    assert facets["state"] == {"NOR": 11, "CHL": 10, "KEN": 1}
    assert facets["year"] == {"2024": 11}
    assert facets["type"]["CONSULT"] == 3
    for facet in shown.facets:
        for value in facet.values:
            asked = _read(value.address)
            least = search(workspace, asked).total
            assert least >= value.n if value.chosen else least == value.n


def test_what_a_reviewer_says_is_shown_at_once(tmp_path: Path) -> None:
    workspace = stored(tmp_path / "ws")
    assert overview(workspace, OverviewAsked()).rows[0].events == 10
    ana = Reviewer(workspace, "Ana")
    ana.change("events", "e5", {"type": "PROTEST"}, why="misread")
    ana.delete("events", "e6")
    ana.add(
        "events",
        "a10",
        {"trigger": "wants", "type": "REQUEST", "actors": "Kenya", "recipients": "Chile"},
    )
    shown = record(workspace, RecordAsked("event", "e5"))
    assert [(each.reviewer, each.judgement, each.why) for each in shown.history] == [
        ("Ana", "change", "misread")
    ]
    assert next((each.field, each.before, each.after) for each in shown.history[0].changes) == (
        "type", "THREATEN", "PROTEST",
    )  # fmt: skip
    assert record(workspace, RecordAsked("event", "e6")).deleted
    assert overview(workspace, OverviewAsked()).rows[0].events == 9
    found = search(workspace, SearchAsked(query=Query(type="PROTEST", sort="-date")))
    assert [each.address for each in found.rows] == ["/event/e5"]
    assert row_of(overview(workspace, OverviewAsked()), "Chile – Kenya").events == 1


def test_two_reviewers_who_differ_are_told(tmp_path: Path) -> None:
    workspace = stored(tmp_path / "ws")
    Reviewer(workspace, "Ana").change("events", "e5", {"type": "PROTEST"})
    Reviewer(workspace, "Ben").delete("events", "e5")
    (told,) = record(workspace, RecordAsked("event", "e5")).disagreements
    assert (told.first, told.second) == ("Ana: change", "Ben: delete")


def test_all_that_can_be_asked_can_be_read() -> None:
    read = {*addresses.FLAGS, *parameters.SEVERAL, *parameters.ONE, "between", "confidence"}
    assert read == NARROWS.keys() - {"ids"}
    assert get_args(Every) == addresses.EVERY


def _read(address: str) -> SearchAsked:
    return parameters.read_search(parse_qs(urlsplit(address).query))


@given(
    pair=st.sampled_from([("CHL", "NOR"), ("IGO:EU", "FJI")]),
    days=st.tuples(DAYS, DAYS).filter(lambda d: None in d or d[0] <= d[1]),  # type: ignore[operator]
    every=st.sampled_from(["week", "month", "year"]),
)
def test_a_pair_is_read_as_it_was_made(
    pair: tuple[str, str], days: tuple[dt.date | None, dt.date | None], every: Every
) -> None:
    made = PairAsked(between=pair, since=days[0], until=days[1], every=every)
    asked = parse_qs(urlsplit(made.address).query)
    assert parameters.read_pair(*pair, asked) == made


@given(
    words=st.none() | st.sampled_from(["fish", '"oil price"', "a&b=c +%"]),
    kinds=st.none() | st.sets(st.sampled_from(["AID", "AGREE"]), min_size=1),
    between=st.none() | st.sampled_from([("CHL", "NOR"), ("EU", "FJI")]),
    outlets=st.none() | st.sets(st.sampled_from(["The Post/Herald", "A & B"]), min_size=1),
    confidence=st.none() | st.sampled_from([0.0, 0.5]),
    recalled=st.none() | st.booleans(),
    sort=st.sampled_from(["-date", "date", "score"]),
    page=st.integers(1, 99),
)
def test_a_search_is_read_as_it_was_made(
    words: str | None,
    kinds: set[str] | None,
    between: tuple[str, str] | None,
    outlets: set[str] | None,
    confidence: float | None,
    recalled: bool | None,
    sort: str,
    page: int,
) -> None:
    query = Query(
        words=words, type=kinds, between=between, outlet=outlets, confidence=confidence,
        recalled=recalled, sort=sort,
    )  # fmt: skip
    made = SearchAsked(query=query, page=page)
    assert _read(made.address) == made
    assert _read(made.where(words=None)) == replace(made, query=query.without("words"), page=1)


def test_the_chart_of_a_pair_lies_by_itself_as_it_stands_in_a_page(browser: TestClient) -> None:
    address = "/pair/CHL/NOR?since=2024-07-01&every=quarter"
    (picture,) = html.fromstring(browser.get(address).text).iter("picture")
    (source,), (image,) = picture.iter("source"), picture.iter("img")
    assert image.get("alt").startswith("Number of reports of each quarter")
    for found, width in ((source.get("srcset"), 350), (image.get("src"), 760)):
        answer = browser.get(found)
        assert answer.headers["content-type"] == "image/svg+xml"
        assert f'viewBox="0 0 {width} 170"' in answer.text and "prefers-color-scheme" in answer.text
        assert "Q3" in answer.text and "Q1" not in answer.text
    assert "style-src 'unsafe-inline'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/pair/FJI/KEN.svg", 404), ("/pair/CHL/CHL.svg", 400), ("/pair/CHL/nowhere.svg", 400),
        ("/pair/CHL/NOR.svg?size=huge", 400), ("/pair/CHL/NOR.svg?until=1999-12-31", 404),
    ],
)  # fmt: skip
def test_a_chart_that_cannot_be_drawn_is_refused(
    browser: TestClient, address: str, status: int
) -> None:
    assert browser.get(address).status_code == status
