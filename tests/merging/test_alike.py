"""Which reports tell one occurrence: made events in, groups of their ids out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from merging_world import DAY, actors, on, report

from detente.errors import LexiconError
from detente.merging import Report, alike, merge
from detente.merging.likeness import family, near
from detente.merging.linking import groups
from detente.merging.telling import telling
from detente.records import Evidence

MARCH = {
    "date_start": dt.date(2024, 3, 1),
    "date_end": dt.date(2024, 3, 31),
    "date_precision": "month",
    "date_basis": "explicit",
}
SUMMIT = "The presidents Ruto and Boric met in Nairobi to talk over copper."
SIGNED = "Kenya and Chile signed the copper accord in Nairobi."


def told(name: str, sentence: str = "", **changes: Any) -> Report:
    """A report of an article of its own, by default of Chile accusing Kenya on one day."""
    made = {
        "article_id": f"article {name}",
        "actors": actors("CHL"),
        "recipients": actors("KEN"),
        **on(DAY, date_basis="relative"),
        **changes,
    }
    given_day = made.pop("published", DAY)
    outlet = made.pop("outlet", "A")
    plain = report(name, published=given_day, outlet=outlet, **made)
    return Report(plain.event, plain.outlet, plain.published, sentence)


def together(*reports: Report) -> list[str]:
    return sorted(" ".join(found.members) for found in alike(reports))


FISH = "Chile accused Kenya of dumping frozen fish on its markets."
FISH_AGAIN = "Frozen fish from Kenya was being dumped, Chile charged."
UNNAMED = "Chile complained again of dumping of frozen fish on its markets."
BESIDE = "Chile and Peru accused Kenya of dumping frozen fish."
RECEIVED = "Ruto was received by Boric in Santiago."
CALLED = "Boric in Santiago welcomed Ruto, who spoke of copper."
VISAS = "Chile accused Kenya of delaying the visas of engineers."
JOINT: dict[str, Any] = {"reciprocal": True, "actors": actors("CHL KEN"), "recipients": ()}
TALKS: dict[str, Any] = {**JOINT, "event_type": "CONSULT", "quad_class": "verbal cooperation"}
VISIT: dict[str, Any] = {"event_type": "CONSULT", "mode": "visit"}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ((FISH, {}), (FISH_AGAIN, {}), True),
        ((FISH, {}), (VISAS, {}), False),
        ((FISH, {}), (FISH_AGAIN, on(DAY + dt.timedelta(1), date_basis="relative")), True),
        ((FISH, {}), (FISH_AGAIN, on(DAY + dt.timedelta(3), date_basis="relative")), False),
        ((FISH, {}), (FISH_AGAIN, {"event_type": "REJECT"}), True),  # a charge told as a refusal
        ((FISH, {}), (FISH_AGAIN, {"event_type": "CONSULT"}), False),
        ((FISH, {}), (FISH_AGAIN, {"status": "denied"}), False),
        ((FISH, {}), (FISH_AGAIN, {"actors": actors("KEN"), "recipients": actors("CHL")}), False),
        ((FISH, {}), (UNNAMED, {"recipients": ()}), True),  # a side left unnamed
        ((FISH, {}), (BESIDE, {"actors": actors("CHL PER")}), True),
        ((FISH, {}), (FISH_AGAIN, {"actors": actors("PER")}), False),
        ((FISH, {"issues": ("fishing",)}), (VISAS, {"issues": ("fishing",)}), True),
        ((SUMMIT, TALKS), (SUMMIT, {**VISIT, "mode": None}), True),  # told from one side
        ((RECEIVED, VISIT),
         (CALLED, {**VISIT, "actors": actors("KEN"), "recipients": actors("CHL")}), True),
        ((SUMMIT, TALKS), (SUMMIT, {**TALKS, "event_type": "AGREE", "status": "planned"}), False),
        ((SIGNED, {**JOINT, "event_type": "AGREE", "status": "planned"}),
         (SIGNED, {**JOINT, "event_type": "SUPPORT"}), True),  # what was agreed is still to be done
    ],
)  # fmt: skip
def test_two_reports(
    first: tuple[str, dict[str, Any]], second: tuple[str, dict[str, Any]], same: bool
) -> None:
    one, other = told("a", first[0], **first[1]), told("b", second[0], **second[1])
    assert together(one, other) == (["a b"] if same else ["a", "b"])


@pytest.mark.parametrize(("article", "same"), [("a", True), ("b", False)])
def test_an_article_comes_back_to_its_own_act(article: str, same: bool) -> None:
    again = told(
        "b",
        "It charged that the prices of its rival hurt boats that sell fish.",
        article_id=article,
        trigger=Evidence("charged", 3, 10),
    )
    later = replace(again, event=replace(again.event, sentence=1))
    assert together(told("a", FISH, article_id="a"), later) == (["a b"] if same else ["a", "b"])


def test_one_word_read_twice_is_one_act_whatever_its_types_and_dates() -> None:
    place = {"article_id": "one"}
    first = told("a", FISH, **place)
    assert together(first, told("b", FISH, event_type="CONSULT", **MARCH, **place)) == ["a b"]


def test_a_recalled_mention_joins_what_it_recalls() -> None:
    day = dt.date(2024, 3, 14)
    meeting = told("a", SUMMIT, **TALKS, published=day, **on(day, date_basis="relative"))
    other = told("b", "Ministers met by video on visas.", **TALKS, published=day, **on(day))
    recalled = {**TALKS, **MARCH, "recalled": True, "published": dt.date(2024, 9, 2)}
    mention = told("c", "Since Ruto met Boric in Nairobi in March, copper is dear.", **recalled)
    assert together(meeting, other, mention) == ["a c", "b"]
    (found, _) = alike([meeting, other, mention])
    assert (found.date, found.first_reported, found.occurrence_id) == (day, day, "a")


def test_a_chain_of_reports_is_not_one_act() -> None:
    days = [DAY + dt.timedelta(days=2 * n) for n in range(6)]
    chain = [
        told(f"e{n}", FISH, published=day, **on(day, date_basis="relative"))
        for n, day in enumerate(days)
    ]
    found = alike(chain)
    assert len(found) > 1
    for each in found:
        assert each.date_start is not None
        starts = [days[int(name[1])] for name in each.members]
        assert max(starts) - min(starts) <= dt.timedelta(days=2)


def test_copies_count_as_one_text_and_one_vote() -> None:
    wire = [told(f"c{n}", FISH, outlet=f"Paper {n}", event_type="REJECT") for n in range(3)]
    own = [told("x", FISH, outlet="Herald"), told("y", FISH_AGAIN, outlet="Echo")]
    copies = {f"article c{n}": "article c0" for n in range(3)}
    (found,) = alike([*wire, *own], copies)
    assert (found.texts, len(found.outlets)) == (3, 5)
    assert found.event_type == "ACCUSE"  # two texts against one


def test_merged_fields_and_where_they_come_from() -> None:
    vague = told(
        "a", UNNAMED, confidence=0.9, date_precision="day", date_basis="publication",
        recipients=(), mode=None,
    )  # fmt: skip
    exact = told("b", FISH, confidence=0.4, place="Lima", mode="allege", score=-2.5)
    (found,) = alike([vague, exact])
    taken = {each.field: each.event_id for each in found.taken_from}
    assert (found.recipients, taken["recipients"]) == (("KEN",), "b")
    assert (found.mode, found.score, taken["score"]) == ("allege", -2.5, "b")
    assert (found.place, found.date_basis, taken["date_start"]) == ("Lima", "relative", "b")
    assert (found.representative, found.confidence) == ("a", 0.9)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"status": "denied"}, "denied"),
        ({"status": "conditional"}, "conditional"),
        ({"status": "hypothetical"}, "hypothetical"),
        ({**MARCH, "recalled": True}, "undated"),
        ({"actors": actors("?")}, "no acting state"),
    ],
)
def test_what_no_index_counts(changes: dict[str, Any], why: str | None) -> None:
    (found,) = alike([told("a", FISH, **changes)])
    assert found.left_out == why
    assert (found.date is None) == (why is not None)


def test_a_later_report_keeps_the_id() -> None:
    first = told("m", FISH)
    (before,) = alike([first])
    (after,) = alike([told("a", FISH_AGAIN, published=DAY + dt.timedelta(days=1)), first])
    assert before.occurrence_id == after.occurrence_id == "m"


def test_the_table_of_near_types() -> None:
    assert near("COERCE", "SANCTION") and near("SANCTION", "COERCE") and near("AID", "AID")
    assert not near("AGREE", "CONSULT")
    assert family("COERCE") == family("SANCTION") == family("MOBILIZE")


def test_an_unknown_type_in_the_table_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    from detente.merging import likeness

    table = tmp_path / "near.tsv"
    table.write_text("one\tother\texample\nACCUSE\tBLAME\tx\n")
    monkeypatch.setattr(likeness.tables, "packaged", lambda *parts: table)
    likeness._near.cache_clear()
    with pytest.raises(LexiconError, match="BLAME"):
        likeness._near()
    likeness._near.cache_clear()


SENTENCES = (FISH, FISH_AGAIN, VISAS, "")
DAYS = [DAY + dt.timedelta(days=n) for n in range(5)]
DRAWN = st.lists(
    st.builds(
        told,
        st.sampled_from("abcdefghijkl"),
        st.sampled_from(SENTENCES),
        article_id=st.sampled_from(["one", "two", "three"]),
        actors=st.sampled_from([actors("CHL"), actors("KEN"), actors("CHL KEN"), ()]),
        recipients=st.sampled_from([actors("KEN"), actors("CHL"), ()]),
        reciprocal=st.booleans(),
        event_type=st.sampled_from(["ACCUSE", "REJECT", "CONSULT", "AGREE"]),
        status=st.sampled_from(["done", "planned", "denied"]),
        date_start=st.sampled_from([*DAYS, None]),
        date_end=st.just(DAYS[-1]),
        confidence=st.sampled_from([0.3, 0.5, 0.9]),
        published=st.sampled_from([DAY, DAYS[-1], None]),
    ),
    max_size=12,
    unique_by=lambda each: each.event.event_id,
)


@settings(max_examples=150)
@given(reports=DRAWN, data=st.data())
def test_no_order_matters_and_every_event_is_in_one_occurrence(
    reports: list[Report], data: Any
) -> None:
    found = alike(reports)
    assert alike(data.draw(st.permutations(reports))) == found
    assert alike([*reports, *reports[:3]]) == found  # the same row twice
    members = [member for each in found for member in each.members]
    assert sorted(members) == sorted(each.event.event_id for each in reports)
    assert len({each.occurrence_id for each in found}) == len(found)
    assert all(each.occurrence_id in each.members for each in found)


ONE_WORD: dict[str, Any] = {
    "article_id": "one",
    "actors": actors("CHL"),
    "status": "planned",
    "date_end": DAYS[-1],
}
TWO_TYPES_OF_ONE_WORD = [
    told("a", FISH, **ONE_WORD, event_type="CONSULT", recipients=actors("KEN")),
    told("b", FISH_AGAIN, **ONE_WORD, event_type="REJECT", recipients=(), reciprocal=True),
    told(
        "c", FISH_AGAIN, **(ONE_WORD | {"article_id": "two"}), event_type="REJECT", recipients=(),
        reciprocal=True,
    ),
]  # fmt: skip


@settings(max_examples=100)
@given(reports=DRAWN)
@example(reports=TWO_TYPES_OF_ONE_WORD)
def test_members_agree_two_by_two(reports: list[Report]) -> None:
    """Nothing in an occurrence contradicts anything else in it: no day, no status, no type. What is told in
    the same words counts as one: a copy may contradict what is told by the very word of its original."""
    from detente.merging.likeness import likeness

    tellings = [telling(each) for each in reports]
    words = [
        replace(each, event_id="", article_id="", sentence=0, span=(0, 0)) for each in tellings
    ]
    for group in groups(tellings):
        for one, other in combinations(group, 2):
            copies = [[n for n in group if words[n] == words[each]] for each in (one, other)]
            assert words[one] == words[other] or any(
                likeness(tellings[mine], tellings[theirs]) is not None
                for mine, theirs in product(*copies)
            )


@given(reports=DRAWN, cut=st.integers(0, 12))
def test_what_cannot_meet_does_not_change_each_other(reports: list[Report], cut: int) -> None:
    """Occurrences of one time stay as they are when another time is read."""
    year = dt.timedelta(days=400)
    later = [
        told(f"z{n}", FISH, article_id=f"late {n}", published=DAY + year, **on(DAY + year))
        for n in range(cut % 4)
    ]
    alone, both = alike(reports), alike([*reports, *later])
    assert [each for each in both if each.members[0][0] != "z"] == alone


def test_the_method_may_be_chosen() -> None:
    reports = [told("a", FISH), told("b", VISAS)]
    assert [len(merge(reports, how)) for how in ("alike", "one-a-day")] == [2, 1]
