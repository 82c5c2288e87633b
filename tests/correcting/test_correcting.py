"""Corrections: what stands afterwards, whoever asks, and what is left when the text is read anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from correcting_world import FEBRUARY, LATER, TEXT, article, event, said, ticking, told
from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import Query, Workspace
from detente.correcting import Reviewer, disagreements, history_of, written
from detente.correcting.fields import changed, place_of
from detente.errors import InputError, QueryError
from detente.records import Actor, Article, Event, Evidence, Statement
from detente.schema import to_rows
from detente.store import Batch
from detente.store.corrected import replayed
from made_once import copy_of


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return copy_of(stored, tmp_path / "ws")


def stored(folder: Path) -> Workspace:
    """Two acts and a statement of one article."""
    made = Workspace.create(folder)
    one = article()
    events = (event("e1", "met", "CONSULT", one), event("e2", "warned", "THREATEN", one))
    with made.writing() as writer:
        writer.append(Batch(articles=(one,), events=events, statements=(said("s1", one),)))
    return made


def ana(workspace: Workspace) -> Reviewer:
    return Reviewer(workspace, "Ana", clock=ticking())


def test_what_is_accepted_is_sure_and_signed(workspace: Workspace) -> None:
    ana(workspace).accept("events", "e1", why="read it")
    found = told(workspace)
    assert (found["e1"].confidence, found["e1"].coder) == (1.0, "coder 1, reviewed by Ana")
    assert found["e2"].confidence == 0.7
    assert told(workspace, uncorrected=True)["e1"].confidence == 0.7


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"type": "accuse"}, {"event_type": "ACCUSE", "quad_class": "verbal conflict", "score": -3.0}),
        ({"status": "denied"}, {"status": "denied"}),
        ({"date": "2024-02-01 to 2024-02-29"}, {"date_end": FEBRUARY, "date_precision": "month"}),
        ({"date": ""}, {"date_start": None, "date_basis": None}),
        ({"recalled": "yes"}, {"recalled": True}),
        ({"tracks": "economic; military"}, {"tracks": ("economic", "military")}),
        ({"reciprocal": "yes"}, {"reciprocal": True, "recipients": ()}),
        ({"actors": "Kenya"}, {"actors": (Actor("Kenya", 64, 69, "Kenya", "KEN", None),)}),
        ({"actors": "KEN/MIL"}, {"actors": (Actor("Kenya", 64, 69, "Kenya", "KEN", "MIL"),)}),
        ({"actors": "the fleet = MIL"}, {"actors": (Actor("the fleet", None, None, None, None, "MIL"),)}),
        ({"trigger": "fish"}, {"trigger": Evidence("fish", 58, 62)}),
    ],
)  # fmt: skip
def test_a_change_sets_what_follows_from_it(
    workspace: Workspace, values: dict[str, str], expected: dict[str, Any]
) -> None:
    ana(workspace).change("events", "e1", values)
    found = told(workspace)["e1"]
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"type": "SHOUT"}, "no event type is called 'SHOUT'"),
        ({"type": "CONSULT", "mode": "boycott"}, "CONSULT has no mode boycott"),
        ({"date": "soon"}, "'soon' is no date"),
        ({"date": "2024-03-02 to 2024-03-01"}, "no span of days"),
        ({"trigger": "whales"}, "'whales' does not stand in the article"),
        ({"recalled": "perhaps"}, "neither yes nor no"),
        ({"actors": "x = 9"}, "'9' is no code of a party"),
        ({"score": "3"}, "'score' of events cannot be changed"),
    ],
)
def test_a_value_that_is_none_is_refused_and_nothing_stored(
    workspace: Workspace, values: dict[str, str], reason: str
) -> None:
    with pytest.raises((InputError, QueryError), match=reason):
        ana(workspace).change("events", "e1", values)
    assert workspace.corrections() == []


def test_what_is_deleted_is_not_told(workspace: Workspace) -> None:
    ana(workspace).delete("events", "e1")
    assert list(told(workspace)) == ["e2"]
    assert list(told(workspace, uncorrected=True)) == ["e1", "e2"]
    assert workspace.count("events") == 1
    with pytest.raises(QueryError, match="no record e1"):
        ana(workspace).accept("events", "e1")


def test_what_was_missed_is_added(workspace: Workspace) -> None:
    values = {
        "trigger": "looked on",
        "type": "CONSULT",
        "actors": "Kenya",
        "recipients": "Chile; NOR",
    }
    made = ana(workspace).add("events", "a1", values)
    (added,) = [each for each in told(workspace).values() if each.event_id not in ("e1", "e2")]
    assert (added.sentence, TEXT[added.start : added.end]) == (2, "Kenya looked on.")
    assert [each.country for each in added.recipients] == ["CHL", "NOR"]
    assert [each["event_id"] for each in workspace.events(Query(of="KEN")).to_pylist()] == [
        added.event_id
    ]
    assert made.records == ()


def test_a_statement_is_changed_and_added(workspace: Workspace) -> None:
    reviewer = ana(workspace)
    reviewer.change("statements", "s1", {"kind": "red-line", "addressees": "Norway"})
    reviewer.add(
        "statements", "a1", {"about": "looked on", "kind": "assessment", "speaker": "Kenya"}
    )
    found = to_rows(workspace.statements(), Statement)
    assert sorted((each.kind, each.speaker.country) for each in found) == [
        ("assessment", "KEN"), ("red-line", "CHL"),
    ]  # fmt: skip


def test_events_are_split_and_merged(workspace: Workspace) -> None:
    reviewer = ana(workspace)
    reviewer.split("e2", [{}, {"type": "SANCTION", "trigger": "ban"}])
    found = told(workspace)
    assert sorted(each.event_type for each in found.values()) == ["CONSULT", "SANCTION", "THREATEN"]
    reviewer.merge(sorted(found), {"type": "AGREE"})
    assert [each.event_type for each in told(workspace).values()] == ["AGREE"]


def test_reviewers_say_which_events_tell_one_act(workspace: Workspace) -> None:
    assert len(workspace.occurrences()) == 2
    reviewer = ana(workspace)
    reviewer.together(["e1", "e2"])
    (one,) = workspace.occurrences()
    assert one.members == ("e1", "e2")
    reviewer.apart(["e1"])
    assert len(workspace.occurrences()) == 2, "of two judgements the later counts"
    assert len(workspace.occurrences(Query(uncorrected=True))) == 2


def test_of_two_reviewers_the_later_stands_and_both_show(workspace: Workspace) -> None:
    clock = ticking()
    Reviewer(workspace, "Ana", clock=clock).change("events", "e1", {"type": "AGREE"})
    Reviewer(workspace, "Ben", clock=clock).change("events", "e1", {"type": "AID"})
    Reviewer(workspace, "Eva", clock=clock).accept("events", "e1")
    assert told(workspace)["e1"].event_type == "AID"
    (found,) = disagreements(workspace.corrections())
    assert (found.record_id, found.first.reviewer, found.second.reviewer) == ("e1", "Ana", "Eva")
    assert [each.reviewer for each in history_of("e1", workspace.corrections())] == [
        "Ana",
        "Ben",
        "Eva",
    ]


def test_a_record_can_be_judged_as_it_was_coded(workspace: Workspace) -> None:
    clock = ticking()
    Reviewer(workspace, "Ana", clock=clock).delete("events", "e1")
    Reviewer(workspace, "Ben", as_coded=True, clock=clock).accept("events", "e1")
    assert told(workspace)["e1"].event_type == "CONSULT", "the later word stands"
    (found,) = disagreements(workspace.corrections())
    assert (found.first.judgement, found.second.judgement) == ("delete", "accept")


def read_anew(workspace: Workspace, one: Article, *events: Event) -> None:
    workspace.remove([one.article_id])
    with workspace.writing() as writer:
        writer.append(Batch(articles=(one,), events=events))


def test_a_correction_outlives_a_new_reading(workspace: Workspace) -> None:
    reviewer = ana(workspace)
    reviewer.change("events", "e1", {"type": "AGREE"})
    reviewer.delete("events", "e2")
    one = article()
    read_anew(
        workspace, one, event("n1", "met", "CONSULT", one), event("n2", "warned", "REQUEST", one)
    )
    assert {name: each.event_type for name, each in told(workspace).items()} == {"n1": "AGREE"}
    assert [each.note for each in workspace.validity().values()] == ["on a record read anew"] * 2


def test_what_the_new_reading_no_longer_tells_stands_as_it_was_judged(workspace: Workspace) -> None:
    ana(workspace).accept("events", "e1")
    read_anew(workspace, article())
    assert list(told(workspace)) == ["e1"]
    assert [each.note for each in workspace.validity().values()] == [
        "the record is no longer coded"
    ]


def test_what_was_added_is_not_doubled_by_a_coder_that_now_finds_it(workspace: Workspace) -> None:
    ana(workspace).add(
        "events", "a1", {"trigger": "looked on", "type": "CONSULT", "actors": "Kenya"}
    )
    one = article()
    found = event("n1", "warned", "CONSULT", one)
    start = TEXT.index("looked on")
    kenya = (Actor("Kenya", start - 6, start - 1, "Kenya", "KEN", None),)
    trigger = Evidence("looked", start, start + 6)
    read_anew(workspace, one, replace(found, trigger=trigger, actors=kenya))
    (only,) = told(workspace).values()
    assert only.coder.endswith("reviewed by Ana")


def test_it_follows_its_sentence_into_a_later_text(workspace: Workspace) -> None:
    reviewer = ana(workspace)
    reviewer.change("events", "e1", {"type": "AGREE"})
    reviewer.add("events", "a1", {"trigger": "looked on", "type": "CONSULT", "actors": "Kenya"})
    later = article("a2", LATER, address="a1.txt")
    with workspace.writing() as writer:
        writer.append(Batch(articles=(later,), events=(event("f1", "met", "CONSULT", later),)))
    found = told(workspace)["f1"]
    assert found.event_type == "AGREE"
    assert LATER[found.trigger.start : found.trigger.end] == "met"
    assert LATER[found.start : found.end] == "Chile met Norway in Oslo."
    notes = [each.note for each in workspace.validity().values()]
    assert notes == [
        "in the later text of the article",
        "its sentence is not in the later text of the article",
    ]


def test_what_no_longer_fits_is_listed(workspace: Workspace) -> None:
    made = ana(workspace).accept("events", "e1")
    workspace.remove(["a1"])
    validity = workspace.validity()[made.correction_id]
    assert (validity.holds, validity.note) == (False, "its article is not in the workspace")
    assert workspace.corrections() == [made]


def test_a_workspace_from_before_there_were_corrections(workspace: Workspace) -> None:
    import shutil

    shutil.rmtree(workspace.folder / "corrections")
    (workspace.folder / "manifest.jsonl").unlink()
    assert workspace.corrections() == [] and len(told(workspace)) == 2
    ana(workspace).delete("events", "e1")
    assert len(told(workspace)) == 1


def test_correcting_needs_no_lock_and_leaves_the_coded_tables_alone(workspace: Workspace) -> None:
    before = DeltaTable(workspace.folder / "events").version()
    with workspace.writing():
        ana(workspace).delete("events", "e1")
    assert DeltaTable(workspace.folder / "events").version() == before


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["e1", "e2"]),
        st.sampled_from([{"type": "AID"}, {"status": "denied"}, {"date": "2024-01-02"}, None]),
    ),
    max_size=6,
)


@settings(max_examples=20, deadline=None)
@given(changes=CHANGES, shuffled=st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_found_does_not_matter(changes: Any, shuffled: Any) -> None:
    one = article()
    coded = [event("e1", "met", "CONSULT", one), event("e2", "warned", "THREATEN", one)]
    made = _made(changes, one, coded)
    mixed = list(made)
    shuffled.shuffle(mixed)
    articles = {"a1": one}
    assert replayed(made, articles, {}, coded) == replayed(mixed, articles, {}, coded[::-1])


def _made(changes: Any, one: Article, coded: list[Event]) -> list[Any]:
    from detente.records import Correction
    from detente.schema import to_json

    stand: dict[str, Event] = {each.event_id: each for each in coded}
    made = []
    for number, (name, values) in enumerate(changes):
        if name not in stand:
            continue
        before = stand.pop(name)
        after = [] if values is None else [changed(before, values, place_of(before, one))]
        for each in after:
            assert isinstance(each, Event)
            stand[name] = each
        made.append(
            Correction(
                correction_id=f"c{number}", table="events", judgement="change" if after else "delete",
                records=(name,), article_id="a1", sentence=TEXT[before.start : before.end],
                before=(to_json(before),), after=tuple(map(to_json, after)), reviewer="Ana",
                made=f"2026-12-01T09:00:{number:02d}.000000Z", why=None, version="0",
            )
        )  # fmt: skip
    return made


def test_what_is_written_is_read_back_the_same() -> None:
    one = article()
    for record in (event("e1", "met", "CONSULT", one), said("s1", one)):
        assert changed(record, written(record), place_of(record, one)).article_id == "a1"
        again = changed(record, written(record), place_of(record, one))
        assert written(again) == written(record)
