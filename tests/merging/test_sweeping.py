"""Merging day after day gives what merging all at once does."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_alike import DRAWN, FISH, told

from detente.merging import Link, Report, alike, sweeping
from detente.merging.linking import groups, parts, reached
from detente.merging.merged import merged
from detente.merging.sweeping import NEVER, Coming, settled, swept
from detente.merging.telling import telling
from detente.records import Occurrence

LINKS = st.lists(
    st.builds(
        Link, st.booleans(), st.frozensets(st.sampled_from("abcdefgh"), min_size=2, max_size=3)
    ),
    max_size=3,
)


def coming(reports: list[Report]) -> list[Coming]:
    """The reports as a store tells them: by day, those without one last."""
    told_days = [each.event.date_start or each.published for each in reports]
    days = [each.toordinal() if each else NEVER - 1 for each in told_days]
    until: dict[tuple[str, int], int] = defaultdict(int)
    for each, day in zip(reports, days, strict=True):
        sentence = each.event.article_id, each.event.sentence
        until[sentence] = max(until[sentence], day)
    return sorted(
        (
            Coming(each, day, until[each.event.article_id, each.event.sentence])
            for each, day in zip(reports, days, strict=True)
        ),
        key=lambda each: each.day,
    )


def occurrences(parts: Any) -> list[Occurrence]:
    found = [merged(group, {}) for part in parts for group in part.groups]
    return sorted(found, key=lambda each: each.occurrence_id)


@given(reports=DRAWN, judged=LINKS, least=st.integers(1, 4))
def test_a_sweep_gives_what_merging_at_once_gives(
    reports: list[Report], judged: list[Link], least: int
) -> None:
    at_once = sorted(alike(reports, judged=judged), key=lambda each: each.occurrence_id)
    assert occurrences(swept(coming(reports), judged, least=least)) == at_once
    assert occurrences(settled(reports, list(map(telling, reports)), judged)) == at_once


@given(reports=DRAWN, cut=st.integers(0, 12))
def test_what_is_not_reached_stays_as_it_is(reports: list[Report], cut: int) -> None:
    """Parts that nothing fresh reaches, merged by themselves, beside the others with what is fresh."""
    tellings = list(map(telling, reports))
    kept, fresh = tellings[:cut], set(range(cut, len(tellings)))
    touched = reached(tellings, fresh)
    stay: set[int] = set()
    for part in parts(kept):
        places = {place for same in part for place in same}
        stay |= places if touched.isdisjoint(places) else set()
    again = [place for place in range(len(tellings)) if place not in stay]
    apart = [
        [places[n] for n in group]
        for places in (sorted(stay), again)
        for group in groups([tellings[place] for place in places])
    ]
    assert sorted(apart) == groups(tellings)


def test_what_comes_last_of_all_that_may_meet_is_waited_for() -> None:
    """News without a date may be of the day before, and that may be two days off."""
    day = dt.date(2024, 1, 1)
    late, undated = day + dt.timedelta(days=3), {"date_start": None, "date_end": None}
    reports = [
        told("e1", FISH, published=day, date_start=day, date_end=day, mode="allege"),
        told("e2", FISH, published=late, mode="allege", **undated),
    ]
    (found,) = occurrences(swept(coming(reports), least=1))
    assert found.members == ("e1", "e2")


def test_no_more_is_held_than_may_meet_what_is_to_come() -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=10 * number) for number in range(50)]
    each = [
        told(f"e{n:02}", FISH, published=day, date_start=day, date_end=day)
        for n, day in enumerate(days)
    ]
    taken = list[str]()

    def as_they_come() -> Any:
        for one in coming(each):
            taken.append(one.report.event.event_id)
            yield one

    first = next(iter(swept(as_they_come(), least=3)))
    assert len(taken) == 4 and first.groups[0][0].event.event_id == "e00"


@pytest.mark.parametrize(
    ("later", "judged"),
    [
        ({"article_id": "one", "event_type": "REJECT", "recipients": ()}, []),
        ({}, [Link(True, frozenset(["e1", "e3"]))]),
    ],
    ids=["told in one sentence", "joined by a reviewer"],
)
def test_what_belongs_together_is_waited_for_however_late_it_comes(
    later: dict[str, Any], judged: list[Link]
) -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=number) for number in (0, 20, 40)]
    first, between, last = (
        {"published": day, "date_start": day, "date_end": day, "event_type": "REJECT"}
        for day in days
    )
    reports = [
        told("e1", article_id="one", **first),
        told("e2", **between),
        told("e3", **last | later),
    ]
    found = occurrences(swept(coming(reports), judged, least=1))
    assert [each.members for each in found] == [("e1", "e3"), ("e2",)]


def test_what_still_waits_is_not_looked_through_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_through, real = list[int](), sweeping.parts

    def counted(tellings: Any, together: Any) -> Any:
        looked_through.append(len(tellings))
        return real(tellings, together)

    monkeypatch.setattr(sweeping, "parts", counted)
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=number) for number in range(60)]
    last = Link(True, frozenset(f"e{number:02}" for number in range(60)))
    reports = [
        told(f"e{number:02}", published=day, date_start=day, date_end=day)
        for number, day in enumerate(days)
    ]
    list(swept(coming(reports), [last], least=1))
    assert sum(looked_through) < 4 * len(reports)
