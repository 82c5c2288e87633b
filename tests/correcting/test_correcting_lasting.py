"""What reviewers said outlives new readings and later texts, once and in the right place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from correcting_world import TEXT, actor, article, event, reviewers, told

from detente import Workspace
from detente.correcting import disagreements
from detente.records import Article, Event
from detente.store import Batch
from made_once import copy_of


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return copy_of(filled, tmp_path / "ws", article())


def filled(folder: Path, one: Article, *events: Event) -> Workspace:
    made = Workspace.create(folder)
    events = events or (event("e1", "met", "CONSULT", one), event("e2", "warned", "THREATEN", one))
    with made.writing() as writer:
        writer.append(Batch(articles=(one,), events=events))
    return made


def read_anew(workspace: Workspace, one: Article, *events: Event) -> None:
    workspace.remove([one.article_id])
    with workspace.writing() as writer:
        writer.append(Batch(articles=(one,), events=events))


def read_later(workspace: Workspace, text: str, *kinds: tuple[str, str, Any]) -> Article:
    """Another text at the address of the first article, and what is coded in it."""
    count = len(workspace.articles(superseded=True))
    later = article(f"a{count + 1}", text, address="a1.txt")
    events = [event(name, word, kind, later) for name, word, kind in kinds]
    with workspace.writing() as writer:
        writer.append(Batch(articles=(later,), events=tuple(events)))
    return later


def types(workspace: Workspace, **asked: Any) -> dict[str, str]:
    return {name: each.event_type for name, each in told(workspace, **asked).items()}


def notes(workspace: Workspace) -> list[tuple[bool, str | None]]:
    return [(each.holds, each.note) for each in workspace.validity().values()]


@pytest.mark.parametrize("text", [f"{TEXT} Fiji looked on.", f"At last. {TEXT}"])
def test_a_text_that_grew_has_what_was_judged_once(workspace: Workspace, text: str) -> None:
    ana, _ = reviewers(workspace)
    ana.change("events", "e1", {"type": "AGREE"})
    ana.delete("events", "e2")
    read_later(workspace, text, ("f1", "met", "CONSULT"), ("f2", "warned", "THREATEN"))
    assert types(workspace) == {"f1": "AGREE"}
    assert types(workspace, superseded=True) == {"e1": "AGREE", "f1": "AGREE"}
    assert notes(workspace) == [(True, "in the later text of the article")] * 2


def test_a_judgement_of_a_judgement_outlives_further_readings(workspace: Workspace) -> None:
    ana, ben = reviewers(workspace)
    ana.change("events", "e1", {"type": "AGREE"})
    one = article()
    read_anew(workspace, one, event("n1", "met", "CONSULT", one))
    ben.delete("events", "n1")
    ben.undo(workspace.corrections()[-1].correction_id)
    ben.change("events", "n1", {"type": "AID"})
    read_anew(workspace, one, event("m1", "met", "CONSULT", one))
    assert types(workspace) == {"m1": "AID"}


def test_a_judgement_of_a_judgement_outlives_further_texts(workspace: Workspace) -> None:
    ana, ben = reviewers(workspace)
    ana.change("events", "e1", {"type": "AGREE"})
    read_later(workspace, f"At last. {TEXT}", ("f1", "met", "CONSULT"))
    ben.delete("events", "f1")
    read_later(workspace, f"At long last. {TEXT} Fiji looked on.", ("g1", "met", "CONSULT"))
    assert types(workspace) == {}


def test_what_two_judged_as_coded_by_two_versions_is_one_record(workspace: Workspace) -> None:
    ana, ben = reviewers(workspace, as_coded=True)
    ana.change("events", "e1", {"type": "AGREE"})
    one = article()
    read_anew(workspace, one, event("n1", "met", "CONSULT", one))
    ben.accept("events", "n1")
    read_anew(workspace, one, event("m1", "met", "CONSULT", one))
    assert types(workspace) == {"m1": "CONSULT"}


def test_of_two_acts_of_the_same_words_the_one_of_the_same_parties_is_meant(tmp_path: Path) -> None:
    one = article(text="Chile warned Norway and Kenya.")
    first = event("e1", "warned", "THREATEN", one)
    second = replace(first, event_id="e2", recipients=(actor("Kenya", "KEN", one),))
    workspace = filled(tmp_path / "ws", one, first, second)
    ana, _ = reviewers(workspace)
    ana.delete("events", "e2")
    read_anew(workspace, one, replace(second, event_id="m"), replace(first, event_id="n"))
    assert list(told(workspace)) == ["n"]


def test_an_act_that_is_added_beside_one_of_the_same_words_is_another(tmp_path: Path) -> None:
    one = article(text="Chile warned Norway and Kenya.")
    workspace = filled(tmp_path / "ws", one, event("e1", "warned", "THREATEN", one))
    ana, _ = reviewers(workspace)
    ana.add(
        "events", "a1",
        {"trigger": "warned", "type": "THREATEN", "actors": "CHL", "recipients": "KEN"},
    )  # fmt: skip
    assert sorted(each.recipients[0].country for each in told(workspace).values()) == ["KEN", "NOR"]


def test_of_a_sentence_that_stands_twice_the_same_one_is_meant(tmp_path: Path) -> None:
    twice = "Chile met Norway. Fiji slept. Chile met Norway. Kenya slept."
    one = article(text=twice)
    start = twice.rindex("Chile")
    last = event("e2", "met", "CONSULT", one)
    moved = {"start": start, "end": start + 17}
    trigger = replace(last.trigger, start=start + 6, end=start + 9)
    workspace = filled(
        tmp_path / "ws",
        one,
        event("e1", "met", "CONSULT", one),
        replace(last, trigger=trigger, **moved),
    )
    ana, _ = reviewers(workspace)
    ana.change("events", "e2", {"type": "AID"})
    text = f"Fiji and Kenya were told at length. {twice}"
    read_later(workspace, text)
    (found,) = told(workspace).values()
    assert found.trigger.start == text.rindex("met")
    assert found.sentence == 3


def test_a_party_named_elsewhere_does_not_lose_the_correction(workspace: Workspace) -> None:
    ana, _ = reviewers(workspace)
    ana.change("events", "e1", {"actors": "Kenya"})
    read_later(workspace, TEXT.replace("Kenya looked", "At length Kenya looked"))
    (found,) = told(workspace).values()
    assert [(each.text, each.country, each.start) for each in found.actors] == [
        ("Kenya", "KEN", None)
    ]


def test_what_does_not_stand_in_the_later_text_is_listed(workspace: Workspace) -> None:
    ana, _ = reviewers(workspace)
    ana.change("events", "e1", {"type": "AGREE"})
    read_later(workspace, TEXT.replace("met", "saw"))
    assert notes(workspace) == [(False, "its sentence is not in the later text of the article")]
    assert types(workspace) == {}


def test_what_was_undone_leaves_the_coder_to_speak(workspace: Workspace) -> None:
    ana, _ = reviewers(workspace)
    made = ana.delete("events", "e1")
    ana.undo(made.correction_id)
    one = article()
    read_anew(workspace, one, replace(event("n1", "met", "CONSULT", one), status="planned"))
    (found,) = told(workspace).values()
    assert (found.status, found.coder, found.confidence) == ("planned", "coder 1", 0.7)
    read_anew(workspace, one)
    assert told(workspace) == {}, "nobody says it any more"


def test_links_follow_into_a_later_text(workspace: Workspace) -> None:
    ana, _ = reviewers(workspace)
    ana.together(["e1", "e2"])
    read_later(
        workspace, f"At last. {TEXT}", ("f1", "met", "CONSULT"), ("f2", "warned", "THREATEN")
    )
    assert [each.members for each in workspace.occurrences()] == [("f1", "f2")]
    assert notes(workspace) == [(True, None)]
    read_later(workspace, f"Now. {TEXT.replace('warned', 'told')}", ("g1", "met", "CONSULT"))
    assert notes(workspace) == [(False, "its events are not in the workspace")]


ADDED = {"trigger": "looked on", "type": "CONSULT", "actors": "Kenya"}


def test_what_two_add_is_one_record_and_shows_where_they_differ(workspace: Workspace) -> None:
    ana, ben = reviewers(workspace)
    ana.add("events", "a1", ADDED)
    ben.add("events", "a1", ADDED)
    assert len(told(workspace)) == 3 and disagreements(workspace.corrections()) == []
    ben.add("events", "a1", ADDED | {"status": "planned"})
    assert len(told(workspace)) == 3
    (found,) = disagreements(workspace.corrections())
    assert (found.first.reviewer, found.second.reviewer) == ("Ana", "Ben")


def test_who_deletes_what_another_added_disagrees(workspace: Workspace) -> None:
    ana, ben = reviewers(workspace)
    ana.add("events", "a1", ADDED)
    (name,) = set(told(workspace)) - {"e1", "e2"}
    ben.delete("events", name)
    ana.split("e2", [{}, {"type": "SANCTION", "trigger": "ban"}])
    (part,) = set(told(workspace)) - {"e1", "e2"}
    ben.accept("events", part)
    assert [each.record_id for each in disagreements(workspace.corrections())] == [name]
    ana.add("events", "a1", ADDED)
    assert len(told(workspace)) == 4, "added, deleted, and added again"


def test_a_later_word_counts_whatever_the_clock_says(workspace: Workspace) -> None:
    fast = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    ana, ben = reviewers(workspace, clocks=(lambda: fast, lambda: fast - dt.timedelta(days=9)))
    ana.change("events", "e1", {"type": "AGREE"})
    ben.change("events", "e1", {"type": "AID"})
    ana.accept("events", "e1")
    ana.change("events", "e1", {"type": "ACCUSE"})
    ben.together(["e1", "e2"])
    ana.apart(["e1"])
    assert types(workspace)["e1"] == "ACCUSE" and len(workspace.occurrences()) == 2
    made = [each.made for each in workspace.corrections() if each.table == "events"]
    assert made == sorted(set(made))
