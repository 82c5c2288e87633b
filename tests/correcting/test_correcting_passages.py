"""Corrected sentences as passages: what stands, what was judged, and where it lies."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from detente import Workspace
from detente.correcting import Reviewer
from detente.correcting.passages import passages_of
from detente.laboratory.evaluating.standoff import Passage, read_standoff
from detente.records import Actor, Article, Event, Evidence, Statement
from detente.store import Batch
from made_once import copy_of

TEXT = (
    "Chile and Norway share a sea. Chile met Norway and warned Norway of a ban. The ministry of Chile"
    " left Norway. Fiji looked on."
)


def article(article_id: str = "a1", text: str = TEXT) -> Article:
    return Article(article_id, text, "Fish", "Herald", dt.date(2024, 3, 1), "news", "a1.txt")


def sentence(of: Article, word: str) -> tuple[int, int]:
    place = of.text.index(word)
    return of.text.rfind(". ", 0, place) + 2, of.text.index(".", place) + 1


def actor(name: str, code: str, first: int, of: Article) -> Actor:
    start = of.text.index(name, first)
    return Actor(name, start, start + len(name), name, code, "GOV")


def event(event_id: str, word: str, kind: Any, of: Article) -> Event:
    (start, end), place = sentence(of, word), of.text.index(word)
    return Event(
        event_id=event_id, article_id=of.article_id, sentence=1, start=start, end=end,
        actors=(actor("Chile", "CHL", start, of),), recipients=(actor("Norway", "NOR", start, of),),
        reciprocal=False, event_type=kind, mode=None, cameo=None, quad_class="verbal cooperation",
        score=1.0, goldstein=None, contexts=(), tracks=("diplomatic",), issues=(),
        trigger=Evidence(word, place, place + len(word)), status="done",
        date_start=None, date_end=None, date_precision=None, date_basis=None, recalled=False,
        place=None, reported_by=None, confidence=0.7, coder="coder 1",
    )  # fmt: skip


def said(of: Article) -> Statement:
    about = "of a ban"
    (start, end), place = sentence(of, about), of.text.index(about)
    return Statement(
        statement_id="s1", article_id=of.article_id, sentence=1, start=start, end=end,
        speaker=Actor("Herald", None, None, "Herald", None, "MED"), addressees=(), kind="warning",
        about=Evidence(about, place, place + len(about)), issues=(), tracks=("economic",),
        condition=None, quoted=False, date=None, confidence=0.6, coder="coder 1",
    )  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return copy_of(stored, tmp_path / "ws")


def stored(folder: Path) -> Workspace:
    """Three acts and a statement of one article."""
    made, one = Workspace.create(folder), article()
    events = (event("e1", "met", "CONSULT", one), event("e2", "warned", "THREATEN", one),
              event("e3", "left", "RETREAT", one))  # fmt: skip
    with made.writing() as writer:
        writer.append(Batch(articles=(one,), events=events, statements=(said(one),)))
    return made


@pytest.fixture
def ana(workspace: Workspace) -> Reviewer:
    moments = (dt.datetime(2026, 12, 1, 9, n, tzinfo=dt.UTC) for n in range(60))
    return Reviewer(workspace, "Ana", clock=lambda: next(moments))


def read(workspace: Workspace, path: Path, *, with_text: bool = False) -> list[Passage]:
    """The passages of a workspace as `detente train` and `detente evaluate` read them."""
    rows = passages_of(workspace, with_text=with_text).rows
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return list(read_standoff([path], None if with_text else workspace.folder).passages)


@pytest.mark.parametrize("with_text", [True, False])
def test_a_sentence_has_what_was_judged_and_what_was_not(
    workspace: Workspace, ana: Reviewer, tmp_path: Path, with_text: bool
) -> None:
    ana.change("events", "e2", {"type": "ACCUSE"})
    (passage,) = read(workspace, tmp_path / "p.jsonl", with_text=with_text)
    words = [passage.text[slice(*act.trigger)] for act in passage.acts]
    assert list(zip(words, [act.event_type for act in passage.acts], strict=True)) == [
        ("met", "CONSULT"), ("warned", "ACCUSE"),
    ]  # fmt: skip
    assert [act.must for act in passage.acts] == [False, True]
    assert [act.tracks for act in passage.acts] == [(), ("diplomatic",)]
    assert [(each.speaker, each.must) for each in passage.positions] == [("outlet", False)]
    assert passage.text[passage.begins :].startswith("Chile met")
    assert passage.text.startswith("Chile and Norway share") and passage.text.endswith("ban.")
    assert [passage.text[a:b] for a, b, _ in passage.parties] == ["Chile", "Norway"]
    assert (passage.title, passage.outlet, passage.published) == ("Fish", "Herald", "2024-03-01")
    assert passage.partial and passage.reader == "Ana"


def test_the_text_stands_in_the_file_only_where_it_is_asked_for(
    workspace: Workspace, ana: Reviewer
) -> None:
    ana.accept("events", "e1")
    plain, whole = (passages_of(workspace, with_text=each).rows[0] for each in (False, True))
    assert not plain.keys() & {"text", "title", "outlet"}
    assert {name: whole[name] for name in plain} == plain


def test_a_sentence_of_which_all_was_deleted_tells_nothing(
    workspace: Workspace, ana: Reviewer, tmp_path: Path
) -> None:
    ana.delete("events", "e3")
    (passage,) = read(workspace, tmp_path / "p.jsonl")
    assert not passage.acts and not passage.positions
    assert passage.text[passage.begins :] == "The ministry of Chile left Norway."


def test_what_was_added_split_and_merged_stands(
    workspace: Workspace, ana: Reviewer, tmp_path: Path
) -> None:
    ana.add("events", "a1", {"trigger": "looked on", "type": "CONSULT", "actors": "Fiji; Tonga"})
    ana.split("e3", [{"trigger": "left"}, {"trigger": "ministry", "type": "SANCTION"}])
    ana.merge(["e1", "e2"])
    found = [
        (passage.text[slice(*act.trigger)], act.event_type)
        for passage in read(workspace, tmp_path / "p.jsonl")
        for act in passage.acts
    ]
    assert sorted(found) == [
        ("left", "RETREAT"), ("looked on", "CONSULT"), ("met", "CONSULT"), ("ministry", "SANCTION"),
    ]  # fmt: skip


def test_a_party_that_stands_nowhere_is_understood_by_its_code(
    workspace: Workspace, ana: Reviewer, tmp_path: Path
) -> None:
    ana.change("events", "e1", {"actors": "Kenya", "recipients": "Chile = CHL"})
    (passage,) = read(workspace, tmp_path / "p.jsonl")
    act = passage.acts[0]
    assert act.actors == ("KEN",)
    assert [passage.text[slice(*each)] for each in act.recipients] == ["Chile"]


def test_what_no_longer_fits_and_what_links_is_counted(workspace: Workspace, ana: Reviewer) -> None:
    ana.together(["e1", "e2"])
    ana.accept("events", "e3")
    found = passages_of(workspace)
    assert (len(found.rows), found.corrections, found.lost, found.linking) == (1, 1, 0, 1)


def test_in_a_later_text_the_sentence_is_found_again(
    workspace: Workspace, ana: Reviewer, tmp_path: Path
) -> None:
    ana.delete("events", "e3")
    ana.accept("events", "e1")
    later = article("a2", "Late edition. " + TEXT.replace("Fiji looked on", "Fiji left, too"))
    with workspace.writing() as writer:
        writer.append(Batch(articles=(later,)))
    rows = passages_of(workspace).rows
    assert {row["article"] for row in rows} == {"a2"}
    passages = read(workspace, tmp_path / "p.jsonl")
    assert [[p.text[slice(*act.trigger)] for act in p.acts] for p in passages] == [["met"], []]


def test_a_workspace_without_corrections_has_no_passages(workspace: Workspace) -> None:
    assert passages_of(workspace).rows == ()
