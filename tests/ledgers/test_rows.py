"""What a row tells of its statements."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from ledger_world import World

from detente.records import LedgerRow
from detente.schema import from_dict, to_arrow, to_dict, to_rows


def may(day: int) -> dt.date:
    return dt.date(2024, 5, day)


def told_thrice() -> World:
    """One red line on two days: in a copy, in other words, and once in quotation marks."""
    world = World()
    copied = "Norway firmly opposed a Chilean base on the ice shelf."
    for outlet in ("Fjord Post", "Andes Mail"):
        world.say(2, "NOR", "red-line", copied, "firmly opposed a Chilean base on the ice shelf",
                  outlet=outlet)  # fmt: skip
    world.say(2, "NOR", "red-line", "A base on the ice shelf worried Norway.",
              "A base on the ice shelf worried Norway")  # fmt: skip
    world.say(9, "NOR", "red-line", "“A base on the ice shelf is a red line,” Norway said.",
              "A base on the ice shelf is a red line", to=("CHL",), quoted=True)  # fmt: skip
    return world


def test_a_row_counts_times_days_and_outlets_apart() -> None:
    (row,) = told_thrice().rows("red-line")
    assert (row.first, row.last) == (may(2), may(9))
    assert (row.times, row.days, row.outlets) == (3, 2, 2)
    assert (row.state, row.addressees) == ("NOR", ("CHL",))


def test_a_copy_names_what_it_copies() -> None:
    (row,) = told_thrice().rows("red-line")
    copies = [each for each in row.wordings if each.copy_of]
    assert len(copies) == 1
    assert copies[0].copy_of in {each.statement_id for each in row.wordings if not each.copy_of}


def test_the_strongest_words_of_the_first_and_last_day_are_compared() -> None:
    (row,) = told_thrice().rows("red-line")
    assert row.first_wording == "firmly opposed a Chilean base on the ice shelf"
    assert row.last_wording == "A base on the ice shelf is a red line"
    assert (row.first_grade, row.last_grade, row.trend) == (3, 4, "sharper")


def test_the_clearest_wording_has_what_the_others_have_in_common() -> None:
    (row,) = told_thrice().rows("red-line")
    assert row.wording == "A base on the ice shelf is a red line"
    assert row.statement_id == row.wordings[-1].statement_id


@pytest.mark.parametrize(
    ("days", "words", "trend"),
    [
        ((1, 1), ("urged Chile to dredge the bay", "Chile must dredge the bay"), None),
        ((1, 2), ("urged Chile to dredge the bay", "Chile must dredge the bay"), "sharper"),
        ((2, 1), ("urged Chile to dredge the bay", "Chile must dredge the bay"), "softer"),
        ((1, 2), ("dredge the bay", "Chile must dredge the bay"), None),
    ],
)
def test_trend(days: tuple[int, int], words: tuple[str, str], trend: str | None) -> None:
    world = World()
    for day, about in zip(days, words, strict=True):
        world.say(day, "NOR", "demand", f"{about}.", about, to=("CHL",))
    (row,) = world.rows("demand")
    assert row.trend == trend


def test_promises_have_no_grade() -> None:
    world = World()
    for day in (1, 2):
        world.say(
            day, "NOR", "commitment", "Norway must and will dredge the bay.", "dredge the bay"
        )
    (row,) = world.rows("commitment")
    assert (row.first_grade, row.trend, row.days) == (None, None, 2)


@pytest.mark.parametrize(
    ("kind", "family"),
    [
        ("red-line", "red-line"),
        ("commitment", "commitment"),
        ("offer", "commitment"),
        ("demand", "demand"),
        ("appeal", "demand"),
    ],
)
def test_families(kind: str, family: str) -> None:
    world = World()
    world.say(1, "NOR", kind, "Norway spoke of dredging the bay.", "dredging the bay")
    found = {each: len(world.rows(each)) for each in ("red-line", "commitment", "demand")}  # type: ignore[arg-type]
    assert found == {each: int(each == family) for each in found}


def test_who_does_not_speak_for_the_state_is_left_out() -> None:
    world = World()
    world.say(
        1, "NOR", "commitment", "A Norwegian bank promised loans.", "promised loans", sector="BUS"
    )
    assert world.rows("commitment") == []


def test_the_same_words_to_another_state_are_another_row() -> None:
    world = World()
    for to in ("CHL", "PER"):
        about = "must release the trawler crew"
        world.say(1, "NOR", "demand", f"{to} {about}.", about, to=(to,))
    assert sorted(row.addressees for row in world.rows("demand")) == [("CHL",), ("PER",)]


def test_an_agreement_binds_all_who_made_it() -> None:
    world = World()
    text = "Norway and Chile agreed to dredge the bay."
    world.say(1, "NOR", "commitment", text, "agreed to dredge the bay")
    world.do(1, "NOR-CHL", "AGREE", text, "agreed")
    (of_norway,), (of_chile,) = world.rows("commitment"), world.rows("commitment", "CHL", "NOR")
    assert (of_norway.jointly, of_chile.jointly) == (("CHL",), ("NOR",))
    assert of_norway.row_id != of_chile.row_id


def test_who_has_a_part_in_what_is_promised_is_not_bound() -> None:
    world = World()
    text = "Norway promised to keep talking with Chile about the reef."
    world.say(1, "NOR", "commitment", text, "promised to keep talking with Chile about the reef")
    world.do(1, "NOR-CHL", "AGREE", text, "talking")
    (row,) = world.rows("commitment")
    assert row.jointly == ()
    assert world.rows("commitment", "CHL", "NOR") == []


def test_the_most_often_stated_comes_first() -> None:
    world = World()
    world.say(1, "NOR", "demand", "Norway asked for the seal count.", "asked for the seal count")
    for day in (3, 4):
        world.say(day, "NOR", "demand", "Chile must dredge the bay.", "must dredge the bay")
    assert [row.days for row in world.rows("demand")] == [2, 1]


def test_the_order_of_the_record_does_not_matter() -> None:
    world = told_thrice()
    world.do(20, "CHL>NOR", "MOBILIZE", "Chile moved troops to the ice shelf base.", "moved")
    world.do(20, "CHL>NOR", "COERCE", "Chile closed the ice shelf to Norway.", "closed")
    rows = world.rows("red-line")
    for seed in range(5):
        chance = random.Random(seed)
        chance.shuffle(world.statements)
        chance.shuffle(world.reports)
        assert world.rows("red-line") == rows


def test_rows_go_through_arrow_and_back() -> None:
    world = told_thrice()
    world.do(20, "CHL>NOR", "MOBILIZE", "Chile moved troops to the ice shelf base.", "moved")
    rows = world.rows("red-line")
    assert to_rows(to_arrow(rows, LedgerRow), LedgerRow) == rows
    assert from_dict(LedgerRow, to_dict(rows[0])) == rows[0]
    assert rows[0].bearings


def test_a_statement_without_a_day() -> None:
    world = World()
    told = world.article(1, "Chile must dredge the bay.")
    world.articles[told.article_id] = type(told)(
        told.article_id, told.text, None, None, None, "news", "x"
    )
    world.say(1, "NOR", "demand", "Chile must dredge the bay.", "must dredge the bay")
    world.statements = [
        type(said)(**{**to_kwargs(said), "date": None}) for said in world.statements
    ]
    (row,) = world.rows("demand")
    assert (row.first, row.last, row.days, row.times, row.bearings) == (None, None, 0, 1, ())


def to_kwargs(said: object) -> dict[str, object]:
    return {name: getattr(said, name) for name in said.__dataclass_fields__}  # type: ignore[attr-defined]


def test_one_position_told_twice_in_a_sentence_is_one_row() -> None:
    world = World()
    text = "Norway demanded that the two sailors be freed at once."
    world.say(2, "NOR", "demand", text, "demanded that the two sailors be freed at once")
    world.say(2, "NOR", "appeal", text, "that the two sailors be freed at once")
    (row,) = world.rows("demand")
    assert [each.kind for each in row.wordings] == ["demand"]


def test_the_relative_clause_of_a_red_line_is_no_demand_besides() -> None:
    world = World()
    text = "Norway warned that the shelf was a red line that Chile must not cross."
    world.say(2, "NOR", "red-line", text, "that the shelf was a red line that Chile must not cross")
    world.say(2, "NOR", "demand", text, "that Chile must not cross")
    assert len(world.rows("red-line")) == 1
    assert world.rows("demand") == []


@pytest.mark.parametrize(
    ("text", "speaker", "other", "jointly"),
    [
        ("Both governments promised to pave the road.", "Both", "Both", ("CHL",)),
        ("Norway's minister and Chile's minister promised a road.", "Norway", "Chile", ()),
        ("Norway and Chile promised to pave the road.", "Norway", "Chile", ("CHL",)),
        ("Norway and its counterpart, Chile, promised a road.", "Norway", "Chile", ("CHL",)),
        ("Norway promised Chile to pave the road.", "Norway", "Chile", ()),
        ("Norway met, and Chile promised to pave the road.", "Norway", "Chile", ()),
    ],
)
def test_who_is_named_with_the_speaker_promises_too(
    text: str, speaker: str, other: str, jointly: tuple[str, ...]
) -> None:
    world = World()
    said = world.say(2, "NOR", "commitment", text, text[text.index("promised") : -1], to=("CHL",))
    place, start = text.index(speaker), text.index(other)
    world.statements[-1] = replace(
        said,
        speaker=replace(said.speaker, text=speaker, start=place, end=place + len(speaker)),
        addressees=(replace(said.addressees[0], text=other, start=start, end=start + len(other)),),
    )
    (row,) = world.rows("commitment")
    assert row.jointly == jointly


def test_red_lines_on_one_thing_are_one_row_whatever_they_are_called() -> None:
    world = World()
    for day, text in (
        (2, "Tibet is the first red line in the relation."),
        (5, "Tibet, the minister warned, was a line no foreign force should cross."),
        (9, "Norway warned that Tibet stood first among the red lines that Chile must not cross."),
    ):
        about = text[text.index("Tibet") : -1]
        world.say(day, "NOR", "red-line", text, about, to=("CHL",))
    world.say(9, "NOR", "red-line", "The ice shelf is a red line.", "The ice shelf is a red line")
    rows = world.rows("red-line")
    assert sorted(row.times for row in rows) == [1, 3]


def test_the_wording_shown_is_one_that_stands_alone() -> None:
    world = World()
    world.say(2, "NOR", "red-line", "Tibet is a red line, it said.", "it", confidence=0.9)
    world.say(3, "NOR", "red-line", "Tibet is the first red line.", "Tibet is the first red line")
    for row in world.rows("red-line"):
        assert row.wording.startswith("Tibet")


def test_the_issue_of_a_clause_is_not_that_of_another_part_of_its_sentence() -> None:
    world = World()
    text = "Norway asked for help with Covid-19; Chile warned it not to test red lines."
    world.say(2, "CHL", "red-line", text, "not to test red lines", to=("NOR",))
    (row,) = world.rows("red-line", state="CHL")
    assert world.statements[0].issues
    assert row.issues == ()
