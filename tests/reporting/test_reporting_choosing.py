"""Which events are held up: by outlets and confidence, then rarity; none twice, and few on few reports."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from reporting_world import article, event, stored

from detente.reporting import choosing
from detente.reporting.brief import brief
from detente.reporting.events import source, strongest
from detente.reporting.gathering import Asked, Material, gather
from detente.store import Batch

KINDS = {"accused": "ACCUSE", "met": "CONSULT", "praised": "SUPPORT", "sanctioned": "SANCTION"}
Told = tuple[str, str, str, float]
"""Day, what China did to America, the outlets, the confidence."""
LATER = [(f"2024-{month:02}-20", "met", "A", 0.9) for month in (1, 2, 3)]


def material(folder: Path, told: list[Told], **changes: Any) -> Material:
    articles, events = [], []
    for place, (day, verb, outlets, sure) in enumerate(told):
        for outlet in outlets:
            text = f"China {verb} America over {verb} matter number {place}."
            made = article(f"{place}{outlet}", text, dt.date.fromisoformat(day), outlet=outlet)
            articles.append(made)
            events.append(event(made, KINDS[verb], verb, "China", "America", confidence=sure))
    workspace = stored(folder / "ws", Batch(articles=tuple(articles), events=tuple(events)))
    asked = {"since": None, "until": None, "every": "month", **changes}
    return gather(workspace, Asked(between=("CHN", "USA"), **asked))


@pytest.mark.parametrize(
    ("told", "chosen"),
    [
        # More outlets come before more confidence, and by day they are told.
        ([("2024-01-02", "met", "A", 0.9), ("2024-02-02", "met", "AB", 0.6)], [0, 1]),
        # One matter once: the surer report of it.
        ([("2024-01-02", "accused", "A", 0.9), ("2024-01-05", "accused", "A", 0.95)], [1]),
        ([("2024-01-02", "accused", "A", 0.9), ("2024-01-25", "accused", "A", 0.95)], [0, 1]),
        # No more than two of one type.
        (LATER, [0, 1]),
        # A single report that is less sure comes in only where little is told.
        ([*LATER, ("2024-03-01", "sanctioned", "A", 0.8)], [0, 1, 3]),
        (
            [*LATER, ("2024-01-01", "accused", "A", 0.9), ("2024-03-01", "sanctioned", "A", 0.8)],
            [3, 0, 1],
        ),
        # What the program is hardly sure of is never held up.
        ([("2024-01-02", "met", "ABC", 0.4), ("2024-02-02", "met", "A", 0.6)], [1]),
    ],
)
def test_what_matters_most(tmp_path: Path, told: list[Told], chosen: list[int]) -> None:
    found = choosing.matter_most(material(tmp_path, told))
    days = [dt.date.fromisoformat(told[place][0]) for place in chosen]
    assert [each.date for each in found] == days


def test_among_equals_the_rare_kind_comes_first(tmp_path: Path) -> None:
    usual = [
        (f"2024-{month:02}-10", verb, "A", 0.9)
        for verb in ("met", "accused", "praised")
        for month in (1, 3, 5, 7)
    ]
    found = choosing.matter_most(
        material(tmp_path, [*usual, ("2024-06-01", "sanctioned", "A", 0.9)])
    )
    assert "SANCTION" in [each.event_type for each in found]
    assert max(Counter(each.event_type for each in found).values()) == choosing.OF_ONE_TYPE
    assert len(found) == choosing.EVENTS


def test_an_event_is_told_in_the_words_that_were_printed_first(tmp_path: Path) -> None:
    days = (dt.date(2024, 1, 9), dt.date(2024, 1, 2), dt.date(2024, 1, 1))
    made = [article(f"n{place}", "China met America.", day) for place, day in enumerate(days)]
    day = {"date_start": dt.date(2024, 1, 1), "date_precision": "day"}
    told = [
        event(each, "CONSULT", "met", "China", "America", confidence=sure, **day)
        for each, sure in zip(made, (0.9, 0.85, 0.5), strict=True)
    ]
    workspace = stored(tmp_path / "ws", Batch(articles=tuple(made), events=tuple(told)))
    asked = Asked(between=("CHN", "USA"), since=None, until=None, every="month")
    found = gather(workspace, asked)
    (one,) = found.occurrences
    assert choosing.quoted(one, found).event.article_id == "n1"


def test_one_outlet_is_not_called_widely(tmp_path: Path) -> None:
    told = brief(material(tmp_path, LATER), ())
    assert told.chosen.startswith("Each is told by one outlet:")
    assert told.sentences[-1].startswith("Read most surely:")
    assert told.basis.endswith("What this outlet told is not all that happened.")
    assert "3 events, told in 3 reports, and 0 statements" in told.basis


@pytest.mark.parametrize(
    ("acts", "until", "rests", "said"),
    [
        (4, None, None, ""),  # four a month for three months are enough
        (1, None, "few events: 3 in the last 3 months", "(resting on few events: 3 in"),
        (4, dt.date(2024, 12, 31), "none", "no event was counted in the last 3 months"),
    ],
)
def test_the_number_for_now_says_on_how_little_it_rests(
    tmp_path: Path, acts: int, until: dt.date | None, rests: str | None, said: str
) -> None:
    told = [
        (f"2024-{month:02}-{1 + 8 * place:02}", "met", "A", 0.9)
        for month in range(1, 7)
        for place in range(acts)
    ]
    found = brief(material(tmp_path, told, until=until), ())
    assert (found.now.rests if found.now else "none") == rests
    assert said in found.sentences[0]
    assert ("hollow" in found.marks, "turn" in found.marks) == (acts < 3, False)


def test_a_strong_act_that_may_be_misread_is_not_among_the_strongest(tmp_path: Path) -> None:
    told = [("2024-01-02", "sanctioned", "A", 0.65), ("2024-02-02", "accused", "A", 0.9)]
    found = strongest(material(tmp_path, told), cooperative=False)
    assert [each.what for each in found.events] == ["criticises or accuses"]
    assert found.unsure == 1


@pytest.mark.parametrize(
    ("address", "shown", "link"),
    [
        ("/papers/of/mine/a2.txt", "a2.txt", None),
        ("C:\\papers\\a2.txt", "a2.txt", None),
        ("https://herald.example/a/2", "https://herald.example/a/2", "https://herald.example/a/2"),
    ],
)
def test_no_folder_of_the_maker_is_told(address: str, shown: str, link: str | None) -> None:
    told = article("a", "China met America.", None, address=address)
    place = source(told, told.outlet, None)
    assert (place.address, place.link) == (shown, link)
