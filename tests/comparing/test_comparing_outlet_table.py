"""What is known of outlets, and outlets that count together."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from merging_world import DAY, on, report
from test_comparing_told import gathered

from detente.comparing import coverage_by_outlet, grouped, outlet_table, unplaced
from detente.errors import InputError, LexiconError, QueryError
from detente.store.countries import resolve_country

OWN = "outlet,country,owner,bloc\n"


def table(tmp_path: Path, text: str, name: str = "mine.csv") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


@pytest.mark.parametrize(
    ("outlet", "country"),
    [
        ("bbc.co.uk", "GBR"), ("BBC News", "GBR"), ("www.Reuters.com", "GBR"), ("edition.cnn.com", "USA"),
        ("ukrinform.net", "UKR"), ("censor.net", "UKR"), ("rt.com", "RUS"), ("tass.com", "RUS"),
        ("aljazeera.com", "QAT"), ("msnbc.com", "USA"), ("China Daily", "CHN"), ("clarin", "ARG"),
        ("en.news-front.info", None), ("smart.com", None), ("Harbour Post", None), ("com", None),
    ],
)  # fmt: skip
def test_where_an_outlet_is_seated(outlet: str, country: str | None) -> None:
    assert outlet_table().fact(outlet, "country") == country


def test_the_shipped_table_says_where_and_nothing_else() -> None:
    facts = outlet_table().known.values()
    assert {each.owner for each in facts} == {each.bloc for each in facts} == {None}
    codes = {each.country for each in facts if each.country}
    assert {resolve_country(code) for code in codes} == codes
    assert len(codes) > 80


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_of_ones_own_goes_first(tmp_path: Path, mark: str) -> None:
    text = "outlet,country,bloc\nHarbour Post,Norway,north\nBBC,,isles\n".replace(",", mark)
    known = outlet_table(table(tmp_path, text))
    assert (known.fact("harbour post", "country"), known.fact("Harbour Post", "bloc")) == (
        "NOR",
        "north",
    )
    # an empty cell says that nothing is known; a column that is not there says nothing
    assert (known.fact("bbc.co.uk", "country"), known.fact("bbc.com", "bloc")) == (None, "isles")
    assert known.fact("rt.com", "country") == "RUS"


def test_a_column_that_is_not_there_leaves_what_is_shipped(tmp_path: Path) -> None:
    known = outlet_table(
        table(tmp_path, "outlet,owner\nwww.bbc.co.uk,its own\nwww.harbour.example,x\n")
    )
    assert known.fact("harbour.example", "owner") == "x"
    assert (known.fact("bbc.co.uk", "owner"), known.fact("bbc.co.uk", "country")) == (
        "its own",
        "GBR",
    )


def test_names_with_commas_are_quoted(tmp_path: Path) -> None:
    known = outlet_table(table(tmp_path, 'outlet,country\n"Post, The",CHL\n'))
    assert known.fact("Post, The", "country") == "CHL"


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("# mine\n", "is empty", "mine.csv"),
        ("name,country\nA,CHL\n", "no column outlet", "mine.csv:1"),
        (OWN + "A,Atlantis,,\n", "no state is called 'Atlantis'", "mine.csv:2"),
        (OWN + "A,CHL,,\na,NOR,,\n", "'a' stands here twice", "mine.csv:3"),
        (OWN + "A,CHL,x,y,z\n", "5 cells where the header has 4", "mine.csv:2"),
        (OWN + ",CHL,,\n", "no outlet is named", "mine.csv:2"),
    ],
)
def test_what_does_not_parse_is_told_with_its_line(
    tmp_path: Path, text: str, what: str, where: str
) -> None:
    with pytest.raises(LexiconError, match=what) as told:
        outlet_table(table(tmp_path, text))
    assert told.value.where == where


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        outlet_table(tmp_path / "none.csv")


NEXT = DAY + dt.timedelta(days=1)
TALKS = report(
    "e9", outlet="C", article_id="b", event_type="CONSULT", quad_class="verbal cooperation", score=4.0,
    published=NEXT, **on(NEXT)
)  # fmt: skip
TOLD = (
    report("e1", outlet="A", score=-3.0, **on(DAY)),
    report("e2", outlet="A", score=-5.0, **on(DAY)),
    report("e3", outlet="B", score=-8.0, **on(DAY)),
    report("e4", outlet="C", score=-1.0, **on(DAY)),
)


def test_outlets_of_a_country_count_together(tmp_path: Path) -> None:
    known = outlet_table(table(tmp_path, "outlet,country\nA,CHL\nB,CHL\nC,NOR\n"))
    found = grouped(gathered(*TOLD, read="ABC"), known, "country")
    first, second = coverage_by_outlet(found).outlets
    assert (first.outlet, first.told, first.reports, first.articles) == ("CHL", 1, 3, 8)
    assert (second.outlet, second.reports) == ("NOR", 1)
    # each outlet of a country counts alike, however often it reports the act
    assert found.scored().scores.tolist() == [[-6.0, -1.0]]


def test_who_is_not_in_the_table_is_left_out_and_told(tmp_path: Path) -> None:
    known = outlet_table(table(tmp_path, "outlet,owner\nA,x\nB,y\n"))
    read = gathered(*TOLD[:3], TALKS, read="ABC")
    assert len(read.occurrences) == 2
    found = grouped(read, known, "owner")
    assert unplaced(found) == ("C",)
    told = coverage_by_outlet(found)
    assert ([row.outlet for row in told.outlets], told.acts) == (["x", "y"], 1)
    assert {row.could for row in told.outlets} == {1}


def test_where_the_table_says_it_of_none() -> None:
    with pytest.raises(QueryError, match="says the bloc of none") as told:
        grouped(gathered(*TOLD, read="ABC"), outlet_table(), "bloc")
    assert "--outlets FILE" in str(told.value.advice)


def test_by_outlet_nothing_changes() -> None:
    plain = gathered(*TOLD, read="ABC")
    again = grouped(plain, outlet_table(), "outlet")
    assert coverage_by_outlet(plain).to_csv() == coverage_by_outlet(again).to_csv()
