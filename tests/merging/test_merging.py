from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from merging_world import DAY, LATER, PLAIN, actors, on, report

from detente.merging import Report, expand, one_a_day
from detente.records import Occurrence, Taken


def merged(*reports: Report) -> list[str]:
    return [" ".join(found.members) for found in one_a_day(reports)]


TALKS: dict[str, Any] = {"reciprocal": True, "recipients": (), "event_type": "CONSULT"}


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"score": -1.0, "tracks": (), "mode": "disapprove"}, True),  # details do not part them
        ({"actors": actors("CHN CHN ?")}, True),  # offices of one state are that state
        ({"event_type": "REJECT"}, False),
        ({"actors": actors("USA"), "recipients": actors("CHN")}, False),
        ({"actors": actors("CHN RUS")}, False),
        ({"recipients": ()}, False),
        ({"published": LATER}, False),
        (on(DAY, published=LATER), True),  # told late, of the same day
        (on(DAY, published=LATER, recalled=True), True),
        (on(LATER, published=DAY, status="planned"), True),  # counted when it is announced
        ({"published": DAY, "date_start": LATER, "date_precision": "month"}, True),
    ],
)
def test_what_is_one_occurrence(changes: dict[str, Any], same: bool) -> None:
    first, second = report("e1"), report("e2", **changes)
    assert sorted(merged(first, second)) == (["e1 e2"] if same else ["e1", "e2"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"actors": actors("CHN USA")}, {"actors": actors("USA CHN")}),
        ({"actors": actors("CHN USA")}, {"actors": actors("USA"), "recipients": actors("CHN")}),
    ],
)
def test_talks_have_no_direction(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert merged(report("e1", **TALKS | first), report("e2", **TALKS | second)) == ["e1 e2"]


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"status": "ongoing"}, True),
        ({"status": "planned", "event_type": "AGREE"}, True),  # it was agreed
        ({"status": "hypothetical"}, False),
        ({"status": "conditional"}, False),
        ({"status": "denied"}, False),
        ({"recalled": True}, False),  # of no known day
        ({"recalled": True, "date_start": DAY, "date_precision": "month"}, False),
        ({"published": None}, False),
        (on(DAY, published=None), True),
        ({"actors": actors("?")}, False),
        ({"actors": ()}, False),
        ({"recipients": actors("?")}, True),
    ],
)
def test_what_counts(changes: dict[str, Any], counts: bool) -> None:
    assert merged(report("e1", **changes)) == (["e1"] if counts else [])


def test_statuses_may_be_chosen() -> None:
    denied = report("e1", status="denied")
    assert len(one_a_day([denied, report("e2")], statuses={"denied"})) == 1


def test_the_merged_record() -> None:
    told = [
        report("e3", outlet="B", published=dt.date(2024, 1, 12), **on(DAY), confidence=0.9),
        report("e2", outlet=None, confidence=0.9, score=-2.0, tracks=("legal",)),
        report("e1", outlet="A", confidence=0.8),
        report("e1", outlet="A", confidence=0.8),  # the same row twice
    ]
    (found,) = one_a_day(told)
    assert found == Occurrence(
        occurrence_id=found.occurrence_id,
        members=("e1", "e2", "e3"),
        outlets=("A", "B"),
        texts=1,  # all from one article
        first_reported=DAY,
        actors=("CHN",),
        recipients=("USA",),
        reciprocal=False,
        event_type="ACCUSE",
        mode=None,
        quad_class="verbal conflict",
        score=-2.0,  # of e2: as sure as e3, and first by id
        goldstein=None,
        confidence=0.9,
        contexts=(),
        tracks=("legal",),
        issues=(),
        status="done",
        date=DAY,
        date_start=DAY,
        date_end=DAY,
        date_precision="day",
        date_basis=None,
        place=None,
        left_out=None,
        representative="e2",
        taken_from=found.taken_from,
    )
    dates = ("date_start", "date_end", "date_precision", "date_basis")
    assert {taken for taken in found.taken_from if taken.event_id == "e3"} == {
        Taken(name, "e3") for name in dates
    }
    assert {taken.event_id for taken in found.taken_from if taken.field not in dates} == {"e2"}


def test_ids_are_the_same_in_every_version() -> None:
    (found,) = one_a_day([report("e1")])
    assert found.occurrence_id == "99c597a5e8565f85bbce"


DRAWN = st.lists(
    st.builds(
        report,
        st.sampled_from("abcdefgh"),
        actors=st.sampled_from([actors("CHN"), actors("USA"), actors("CHN USA")]),
        reciprocal=st.booleans(),
        published=st.sampled_from([DAY, LATER, None]),
    ),
    max_size=8,
    unique_by=lambda told: told.event.event_id,
)


@given(told=DRAWN, data=st.data())
def test_no_order_matters_and_each_event_counts_once(told: list[Report], data: Any) -> None:
    found = one_a_day(told)
    assert one_a_day(data.draw(st.permutations(told))) == found
    members = [member for occurrence in found for member in occurrence.members]
    assert sorted(members) == sorted(r.event.event_id for r in told if r.published)
    assert len({occurrence.occurrence_id for occurrence in found}) == len(found)


@pytest.mark.parametrize(
    ("acting", "towards", "reciprocal", "dyads"),
    [
        ("CHN", "USA", False, "CHN>USA"),
        ("CHN RUS", "USA JPN", False, "CHN>JPN CHN>USA RUS>JPN RUS>USA"),
        ("CHN USA", "", True, "CHN>USA USA>CHN"),
        ("CHN", "USA", True, "CHN>USA USA>CHN"),
        ("CHN USA JPN", "", True, "CHN>JPN CHN>USA JPN>CHN JPN>USA USA>CHN USA>JPN"),
        ("CHN CHN", "", True, ""),  # nobody meets himself
        ("USA", "USA", False, "USA>USA"),  # but a state may act at home
        ("CHN", "", False, ""),
        ("CHN ?", "? USA", False, "CHN>USA"),
    ],
)
def test_expand(acting: str, towards: str, reciprocal: bool, dyads: str) -> None:
    made = replace(PLAIN, actors=actors(acting), recipients=actors(towards), reciprocal=reciprocal)
    assert [str(dyad) for dyad in expand(made)] == dyads.split()
    for occurrence in one_a_day([Report(made, None, DAY)]):
        assert expand(occurrence) == expand(made)
