"""From reports of channels to channels, their rounds and how they stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.merging import ToldChannel, channels, since_stopped
from detente.records import Channel, ChannelReport, Evidence

DAY = dt.date(2024, 1, 10)
PLAIN = ChannelReport(
    channel_report_id="r",
    article_id="a",
    sentence=0,
    start=0,
    end=1,
    channel="Ice Dialogue",
    key="dialogue ice",
    kind="dialogue",
    named=Evidence("x", 0, 1),
    parties=("CHL", "NOR"),
    parties_from="name",
    ordinal=None,
    told="held",
    trigger=Evidence("x", 0, 1),
    status="done",
    date_start=None,
    date_end=None,
    date_precision=None,
    date_basis=None,
    reported_by=None,
    coder="fake 1",
)


def told(
    report_id: str,
    what: str = "held",
    day: str | None = None,
    last: str | None = None,
    *,
    outlet: str | None = "A",
    published: dt.date | None = DAY,
    **changes: Any,
) -> ToldChannel:
    """A report of `what`, which may be `planned established`, on a day or from one to another."""
    *put, kind = what.split()
    status = put[0] if put else "planned" if kind == "planned" else "done"
    dated: dict[str, Any] = {"status": None if kind == "named" else status}
    if day is not None:
        start = dt.date.fromisoformat(day)
        end = dt.date.fromisoformat(last) if last else start
        dated |= {"date_start": start, "date_end": end, "date_precision": "day"}
        dated |= {"date_basis": "explicit"}
    made = replace(PLAIN, channel_report_id=report_id, told=kind, **dated | changes)  # type: ignore[arg-type]
    return ToldChannel(made, outlet, published)


def one(*reports: ToldChannel, until: dt.date | None = None) -> Channel:
    (found,) = channels(reports, until)
    return found


def rounds(found: Channel) -> list[str]:
    told = []
    for held in found.rounds:
        days = dict.fromkeys(str(day or "?") for day in (held.date_start, held.date_end))
        told.append(" ".join([str(held.ordinal or "-"), *days]))
    return told


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"channel": "dialogue on ice"}, True),  # the key joins, not how it is written
        ({"ordinal": 7}, True),
        ({"key": "dialogue fish"}, False),
        ({"parties": ("CHL", "PER")}, False),
        ({"parties": ("CHL", "NOR", "PER")}, False),
    ],
)
def test_what_is_one_channel(changes: dict[str, Any], same: bool) -> None:
    assert len(channels([told("r1"), told("r2", **changes)])) == (1 if same else 2)


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([("held", "2023-03-01"), ("held", "2023-03-03")], ["- 2023-03-01 2023-03-03"]),
        ([("held", "2023-03-01"), ("held", "2023-03-05")], ["- 2023-03-01", "- 2023-03-05"]),
        ([("held", "2023-03-01"), ("held", None)], ["- 2023-03-01"]),  # of no known day
        ([("suspended", "2023-03-01"), ("planned", "2023-04-01")], []),
        ([("denied held", "2023-03-01"), ("hypothetical held", "2023-04-01")], []),
    ],
)
def test_rounds_by_day(reports: list[tuple[str, str | None]], expected: list[str]) -> None:
    found = one(*(told(f"r{n}", what, day) for n, (what, day) in enumerate(reports)))
    assert rounds(found) == expected


def test_rounds_by_number() -> None:
    found = one(
        told("r1", day="2023-03-01", last="2023-03-02", ordinal=4),
        told("r2", day="2023-03-01"),  # without a number: the round of that day
        told("r3", day="2023-03-20", ordinal=4, date_basis="publication"),  # told late
        told("r4", ordinal=3),
        told("r5", day="2023-03-03", ordinal=5),  # another number is another round
    )
    assert rounds(found) == ["3 ?", "4 2023-03-01 2023-03-02", "5 2023-03-03"]
    assert [r.report for r in found.rounds] == ["r4", "r1", "r5"]


def test_gaps_are_counted_from_end_to_start_and_to_the_last_article() -> None:
    reports = [
        told("r1", day="2023-01-01", last="2023-01-02"),
        told("r2", day="2023-03-03"),
        told("r3", day="2023-03-13", last="2023-03-14"),
    ]
    found = one(*reports, until=dt.date(2023, 4, 1))
    assert (found.longest_gap, found.since_last) == (60, 18)
    assert (str(found.first_held), str(found.last_held)) == ("2023-01-01", "2023-03-14")
    assert one(reports[0]).longest_gap is None
    assert one(told("r1")).since_last is None


STANDINGS = [
    ([("suspended", "2022-08-05")], "suspended 2022-08-05", ""),
    (
        [("suspended", "2022-08-05"), ("held", "2024-01-10")],
        "suspended 2022-08-05, active 2024-01-10",
        "suspended active",
    ),
    (  # several rounds are one stand, and reports of one stop are one
        [("held", "2022-01-01"), ("suspended", "2022-08-05"), ("suspended", "2022-08-06"),
         ("held", "2023-01-10"), ("held", "2024-01-10")],
        "active 2022-01-01, suspended 2022-08-05, active 2023-01-10",
        "suspended active",
    ),
    (
        [("cancelled", "2022-08-05"), ("resumed", "2023-01-10"), ("suspended", "2023-05-01")],
        "cancelled 2022-08-05, resumed 2023-01-10, suspended 2023-05-01",
        "",
    ),
    # what is planned, denied or without a day changes nothing
    ([("suspended", "2022-08-05"), ("planned resumed", "2023-01-10")], "suspended 2022-08-05", ""),
    ([("suspended", "2022-08-05"), ("denied held", "2023-01-10")], "suspended 2022-08-05", ""),
    ([("suspended", "2022-08-05"), ("held", None)], "suspended 2022-08-05", ""),
]  # fmt: skip


@pytest.mark.parametrize(("reports", "standings", "again"), STANDINGS)
def test_how_it_stood_at_each_time(
    reports: list[tuple[str, str | None]], standings: str, again: str
) -> None:
    members = [told(f"r{n}", what, day) for n, (what, day) in enumerate(reports)]
    found = one(*members[::-1])
    shown = [f"{each.state} {each.date_start}" for each in found.standings]
    assert ", ".join(shown) == standings
    assert " ".join(each.state for each in since_stopped(found)) == again


STATES = [
    # the latest dated report of something done decides, in whatever article it stands
    ([("held", "2023-03-01")], "active 2023-03-01"),
    ([("held", "2023-03-01"), ("suspended", "2023-05-01")], "suspended 2023-05-01"),
    ([("suspended", "2023-05-01"), ("held", "2023-03-01")], "suspended 2023-05-01"),
    ([("cancelled", "2023-05-01"), ("resumed", "2023-06-01")], "resumed 2023-06-01"),
    ([("suspended", "2023-05-01"), ("ongoing held", "2023-06-01")], "active 2023-06-01"),
    ([("established", "2023-05-01")], "established 2023-05-01"),
    # what is only wanted, denied or without a day does not
    ([("suspended", "2023-05-01"), ("hypothetical resumed", "2023-06-01")], "suspended 2023-05-01"),
    ([("suspended", "2023-05-01"), ("denied resumed", "2023-06-01")], "suspended 2023-05-01"),
    ([("held", "2023-03-01"), ("suspended", None)], "active 2023-03-01"),
    ([("suspended", None)], "suspended None"),
    ([("planned established", None)], "planned None"),
    ([("hypothetical resumed", None)], "named None"),
    ([("named", None)], "named None"),
]


@pytest.mark.parametrize(("reports", "expected"), STATES)
def test_how_it_stands(reports: list[tuple[str, str | None]], expected: str) -> None:
    found = one(*(told(f"r{n}", what, day) for n, (what, day) in enumerate(reports)))
    assert f"{found.state} {found.state_start}" == expected


def test_what_is_planned_next() -> None:
    stopped = told("r1", "suspended", "2023-05-01")
    plan = told("r2", "planned resumed", published=dt.date(2023, 6, 1))
    dated = told("r3", "planned", "2023-09-01", "2023-09-02", published=dt.date(2023, 7, 1))
    found = one(stopped, plan, dated)
    assert (found.state, found.planned_report) == ("suspended", "r3")
    assert (str(found.planned_start), str(found.planned_end)) == ("2023-09-01", "2023-09-02")
    held = told("r4", "held", "2023-09-01")
    assert one(stopped, plan, dated, held).planned_report is None  # it has come about


def test_name_outlets_and_members() -> None:
    found = one(
        told("r2", channel="dialogue on ice", day="2023-02-01", outlet="B"),
        told("r1", day="2023-03-01"),
        told("r3", "named", outlet=None, published=dt.date(2022, 1, 1)),
    )
    assert (found.channel, found.outlets) == ("Ice Dialogue", ("A", "B"))
    assert found.members == ("r3", "r2", "r1")


DRAWN = st.lists(
    st.builds(
        told,
        st.sampled_from("abcdefgh"),
        st.sampled_from(["held", "suspended", "planned resumed", "named", "denied held"]),
        st.sampled_from([None, "2023-03-01", "2023-03-03", "2023-09-09"]),
        ordinal=st.sampled_from([None, None, 1, 2]),
        key=st.sampled_from(["dialogue ice", "dialogue fish"]),
        published=st.sampled_from([DAY, dt.date(2023, 3, 2), None]),
    ),
    max_size=8,
    unique_by=lambda told: told.report.channel_report_id,
)


@given(reports=DRAWN, data=st.data())
def test_no_order_matters_and_nothing_is_lost(reports: list[ToldChannel], data: Any) -> None:
    found = channels(reports)
    assert channels(data.draw(st.permutations(reports))) == found
    members = [member for channel in found for member in channel.members]
    assert sorted(members) == sorted(told.report.channel_report_id for told in reports)
    for channel in found:
        numbers = [r.ordinal for r in channel.rounds if r.ordinal is not None]
        assert len(numbers) == len(set(numbers))
        assert {channel.state_report, *(r.report for r in channel.rounds)} <= set(channel.members)
