"""Who told which act, when, where and in whose words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
from merging_world import DAY, on, report

from detente.comparing import Gathered, Printed, acts_by_outlet, coverage_by_outlet
from detente.merging import Report, merge
from detente.records import Actor

NEXT = DAY + dt.timedelta(days=1)


def minister(name: str | None, country: str | None) -> Actor:
    return Actor("the minister", 0, 1, name, country, None)


def gathered(*reports: Report, read: str = "") -> Gathered:
    printed = [Printed(outlet, np.datetime64(DAY), 4) for outlet in read]
    return Gathered(
        between=("CHN", "USA"),
        occurrences=tuple(merge(reports)),
        reports={each.event.event_id: each for each in reports},
        printed=tuple(printed),
    )


def cell(*reports: Report, outlet: str) -> dict[str, Any]:
    found = acts_by_outlet(gathered(*reports, read="ABC"))
    (row,) = [each for each in found.cells if each.outlet == outlet]
    return {name: getattr(row, name) for name in row.__slots__}


TOLD = (
    report("e1", outlet="A", **on(DAY)),
    report(
        "e2", outlet="B", published=NEXT, sentence=2, reported_by=minister("Li", "CHN"), **on(DAY)
    ),
    report(
        "e3", outlet="B", published=NEXT, sentence=9, reported_by=minister("Post", None), **on(DAY)
    ),
)


def test_who_tells_first_and_in_its_own_words() -> None:
    told = cell(*TOLD, outlet="A")
    assert (told["told"], told["lag"], told["place"], told["own_words"]) == (True, 0, "first", 1)
    assert (told["attributed_to"], told["event_id"], told["articles"]) == ((), "e1", 4)


def test_who_tells_later_and_by_others() -> None:
    told = cell(*TOLD, outlet="B")
    assert (told["lag"], told["place"], told["reports"], told["own_words"]) == (1, "opening", 2, 0)
    assert told["attributed_to"] == ("CHN", "Post")


TALKS = report(
    "e9", outlet="C", event_type="CONSULT", quad_class="verbal cooperation", score=4.0, **on(DAY)
)


def test_who_was_read_and_told_nothing() -> None:
    found = acts_by_outlet(gathered(*TOLD, TALKS, read="C"))
    assert [row.told for row in found.cells if row.outlet == "C"] == [False, True]
    assert [row.told for row in found.cells if row.outlet == "A"] == [True]


def test_what_an_outlet_says_of_itself_is_its_own() -> None:
    itself = report("e1", outlet="Post", reported_by=minister("Post", None), **on(DAY))
    assert acts_by_outlet(gathered(itself)).cells[0].own_words == 1


def test_a_line_for_each_outlet() -> None:
    found = coverage_by_outlet(gathered(*TOLD, read="AB"))
    first, second = found.outlets
    assert (first.outlet, first.told, first.alone, first.shared, first.first) == ("A", 1, 0, 1, 1)
    assert (second.lag, second.headed, second.speakers) == (1.0, 0, ("CHN", "Post"))
    assert str(found).splitlines()[0] == "1 act told by 2 outlets."
    assert found.to_table().num_rows == 2


COPIED = (
    report("e1", outlet="A", article_id="a", **on(DAY)),
    report("e2", outlet="B", article_id="b", published=NEXT, **on(DAY)),
    report("e3", outlet="C", article_id="c", published=NEXT, **on(DAY)),
    report("e4", outlet="C", article_id="d", published=NEXT, sentence=4, **on(DAY)),
)


def apart(*copies: str) -> Gathered:
    held, acts = gathered(*COPIED, read="ABC"), tuple(merge(COPIED, "one-a-day"))
    return replace(held, occurrences=acts, copies=frozenset(copies))


def test_a_copy_is_neither_told_nor_left_out() -> None:
    telling = apart("b").telling()
    assert telling.told.tolist() == [[True, False, True]]
    assert telling.read.tolist() == [[True, False, True]]
    assert telling.outlets == ("A", "B", "C")


def test_who_has_a_text_of_its_own_beside_a_copy_tells_it() -> None:
    found = acts_by_outlet(apart("b", "c"))
    told = {row.outlet: (row.told, row.copied, row.reports, row.place) for row in found.cells}
    assert told == {
        "A": (True, False, 1, "first"), "B": (False, True, 1, "first"), "C": (True, False, 1, "later"),
    }  # fmt: skip


def test_what_others_only_copied_is_told_alone() -> None:
    rows = {row.outlet: row for row in coverage_by_outlet(apart("b", "c", "d")).outlets}
    assert (rows["A"].told, rows["A"].alone, rows["A"].copied) == (1, 1, 0)
    assert (rows["B"].could, rows["B"].told, rows["B"].copied, rows["B"].reports) == (0, 0, 1, 0)


def test_nothing_is_a_copy_unless_copies_are_told_apart() -> None:
    rows = coverage_by_outlet(apart()).outlets
    assert [(row.could, row.told, row.copied) for row in rows] == [(1, 1, 0)] * 3
