"""Stand-off passages, and how a coder's records are held against them."""

from __future__ import annotations

import copy
import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.coding.coder import Coder
from detente.laboratory.evaluating.marking import AnnotationError
from detente.laboratory.evaluating.passages import (
    CodedPassage,
    ToldPosition,
    Unit,
    as_told,
    score_passage,
    score_passages,
)
from detente.laboratory.evaluating.reliability import Bin
from detente.laboratory.evaluating.standoff import Passage, digest_of, read_standoff

TEXT = "Norway warned Chile. Police in Oslo beat strikers."
ROW: dict[str, Any] = {
    "source": "columns", "row": 0, "field": "text", "start": 0, "end": len(TEXT), "digest": digest_of(TEXT),
    "kind": "columns", "genre": "opinion", "reader": "a", "parties": [[0, 6, "NOR"], [14, 19, "CHL"],
    [21, 35, "NOR"], [41, 49, "NOR"]],
    "acts": [
        {"actors": [[0, 6]], "recipients": [[14, 19]], "joint": False, "trigger": [7, 13],
         "type": "THREATEN", "mode": None, "or": ["ACCUSE"], "status": "done", "recalled": False,
         "when": None, "by": None, "must": True},
        {"actors": [[21, 35]], "recipients": [[41, 49]], "joint": False, "trigger": [36, 40],
         "type": "ASSAULT", "mode": "beat", "or": [], "status": "done", "recalled": False, "when": None,
         "by": None, "must": True},
    ],
    "positions": [
        {"speaker": [0, 6], "to": [[14, 19]], "kind": "warning", "clause": [7, 19], "must": True},
    ],
}  # fmt: skip


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    (folder / "corpora").mkdir(parents=True)
    with gzip.open(folder / "corpora" / "columns.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(
            json.dumps({"date": "2012-05-01", "outlet": "A paper", "title": "T", "text": TEXT})
        )
    return folder


def standoff(tmp_path: Path, *rows: dict[str, object]) -> Path:
    path = tmp_path / "some.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def the_passage(tmp_path: Path, sources: Path) -> Passage:
    (passage,) = read_standoff([standoff(tmp_path, ROW)], sources).passages
    return passage


def test_the_text_is_filled_in_where_its_source_is_there(tmp_path: Path, sources: Path) -> None:
    passage = the_passage(tmp_path, sources)
    assert (passage.text, passage.outlet, passage.published) == (TEXT, "A paper", "2012-05-01")
    assert [passage.text[slice(*act.trigger)] for act in passage.acts] == ["warned", "beat"]


def test_what_is_missing_is_left_out_and_counted(tmp_path: Path, sources: Path) -> None:
    other = ROW | {"digest": "0" * 16}
    elsewhere = ROW | {"source": "wire-1987"}
    found = read_standoff([standoff(tmp_path, ROW, other, elsewhere)], sources)
    assert (len(found.passages), found.missing) == (1, {"columns": 1, "wire-1987": 1})


def test_what_stands_before_a_passage_begins_is_not_held_against_a_coder(tmp_path: Path) -> None:
    first, later = "Kenya accused Uganda of theft.", "Norway warned Chile."
    row = {"text": f"{first} {later}", "begins": len(first) + 1, "partial": True, "kind": "corrected",
           "genre": "news", "parties": [], "acts": [], "positions": []}  # fmt: skip
    (passage,) = read_standoff([standoff(tmp_path, row)], None).passages
    assert (passage.text[passage.begins :], passage.partial) == (later, True)
    whole = replace(passage, begins=0)
    told = [score_passages([each], Coder())["corrected"].parties.told for each in (passage, whole)]
    assert told == [1, 2]


def unit(actor: str, recipient: str, kind: str, status: str = "done") -> Unit:
    return Unit((actor, recipient), frozenset({kind}), status)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("units", "parties", "typed", "inside"),
    [
        ([unit("NOR", "CHL", "THREATEN")], 1.0, 1.0, 0.0),
        ([unit("NOR", "CHL", "ACCUSE")], 1.0, 1.0, 0.0),  # a second answer that is accepted
        ([unit("NOR", "CHL", "AID")], 1.0, 0.0, 0.0),
        ([unit("CHL", "NOR", "THREATEN")], 0.0, 0.0, 0.0),
        ([unit("NOR", "NOR", "ASSAULT")], 0.0, 0.0, 1.0),  # within a state, counted apart
        ([unit("NOR", "CHL", "THREATEN")] * 2, 2 / 3, 2 / 3, 0.0),  # told twice
    ],
)
def test_acts_are_matched_one_to_one_by_parties_and_type(
    tmp_path: Path, sources: Path, units: list[Unit], parties: float, typed: float, inside: float
) -> None:
    scores = score_passage(the_passage(tmp_path, sources), CodedPassage(units, []))
    assert (scores.parties.f1, scores.typed.f1, scores.inside.f1) == (parties, typed, inside)


@pytest.mark.parametrize(
    ("told", "maybe", "lost"),
    [
        ([ToldPosition("warning", "NOR", (7, 19))], [], {}),
        ([ToldPosition("warning", "CHL", (7, 19))], [], {"speaker": 1}),
        ([ToldPosition("demand", "NOR", (7, 19))], [], {"kind": 1}),
        ([], [ToldPosition("warning", "NOR", (7, 19))], {"threshold": 1}),
        ([], [], {"clause not offered": 1}),
        ([ToldPosition("warning", "NOR", (21, 30))], [], {}),  # the clause itself is not asked for
    ],
)
def test_it_is_told_where_a_position_is_lost(
    tmp_path: Path,
    sources: Path,
    told: list[ToldPosition],
    maybe: list[ToldPosition],
    lost: dict[str, int],
) -> None:
    assert (
        dict(score_passage(the_passage(tmp_path, sources), CodedPassage([], told, maybe)).lost)
        == lost
    )


def test_confidence_is_held_against_what_is_right(tmp_path: Path, sources: Path) -> None:
    warned = replace(unit("NOR", "CHL", "THREATEN"), confidence=0.75)
    doubted = replace(unit("NOR", "CHL", "AID"), confidence=0.35)
    warning = ToldPosition("warning", "NOR", (7, 19), 0.95)
    scores = score_passage(
        the_passage(tmp_path, sources), CodedPassage([warned, warned, doubted], [warning])
    )
    assert scores.sure_acts.bins == (Bin(1, 0.35, 0.0), Bin(2, 0.75, 0.5))
    assert scores.sure_acts.error == pytest.approx((0.35 + 2 * 0.25) / 3)
    assert scores.sure_positions.error == pytest.approx(0.05)


def test_confidence_in_what_is_arguable_is_borne_out(tmp_path: Path, sources: Path) -> None:
    warns = ROW["acts"][0] | {"must": False}
    path = standoff(tmp_path, ROW | {"acts": [warns]})
    (passage,) = read_standoff([path], sources).passages
    scores = score_passage(passage, CodedPassage([unit("NOR", "CHL", "THREATEN")], []))
    assert scores.sure_acts.judged == ((1.0, True),)
    assert scores.typed.told == 0


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (CodedPassage([], []), "act missed"),
        (CodedPassage([unit("NOR", "CHL", "AID")], []), "type"),
        (CodedPassage([unit("NOR", "CHL", "THREATEN", "planned")], []), "status"),
        (CodedPassage([unit("CHL", "NOR", "THREATEN")], []), "act told wrongly"),
        (CodedPassage([], []), "position missed: clause not offered"),
        (CodedPassage([], [ToldPosition("praise", "CHL", (7, 19))]), "position told wrongly"),
    ],
)
def test_what_is_wrong_is_listed_with_its_kind(
    tmp_path: Path, sources: Path, told: CodedPassage, kind: str
) -> None:
    wrong = score_passage(the_passage(tmp_path, sources), told).wrong
    assert kind in [each.kind for each in wrong]
    assert {each.where for each in wrong} == {f"columns/0:0-{len(TEXT)}"}


def test_nothing_is_listed_where_all_is_right(tmp_path: Path, sources: Path) -> None:
    told = CodedPassage([unit("NOR", "CHL", "THREATEN")], [ToldPosition("warning", "NOR", (7, 19))])
    assert list(score_passage(the_passage(tmp_path, sources), told).wrong) == []


@pytest.mark.parametrize(
    ("act", "others", "typed"),
    [("THREATEN", ["ACCUSE"], 1), ("ACCUSE", [], 1), ("AID", ["THREATEN"], 0)],
)
def test_a_second_reading_agrees_where_its_first_type_is_one_of_the_first_reading(
    tmp_path: Path, sources: Path, act: str, others: list[str], typed: int
) -> None:
    again = ROW["acts"][0] | {"type": act, "or": others}
    path = standoff(tmp_path, ROW | {"acts": [again, ROW["acts"][1]]})
    (second,) = read_standoff([path], sources).passages
    scores = score_passage(the_passage(tmp_path, sources), as_told(second))
    assert (scores.parties.right, scores.typed.right) == (1, typed)
    assert scores.positions.f1 == scores.inside.f1 == 1


def changed(**changes: object) -> dict[str, Any]:
    """The row with its own text and a change at a place such as `acts__0__type`."""
    row = copy.deepcopy(ROW)
    for key in ("source", "row", "field", "start", "end", "digest"):
        del row[key]
    row["text"] = TEXT
    for place, value in changes.items():
        *above, last = place.split("__")
        holder: Any = row
        for step in above:
            holder = holder[int(step) if step.isdigit() else step]
        holder[int(last) if last.isdigit() else last] = value
    return row


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"acts__0__type": "INVADE"}, "acts[0].type: no such label as 'INVADE'"),
        ({"acts__0__mode": "loudly"}, "acts[0].mode: no such label as 'loudly'"),
        ({"acts__1__or": ["WAR"]}, "acts[1].or: no such label as 'WAR'"),
        ({"acts__0__status": "over"}, "acts[0].status: no such label as 'over'"),
        ({"acts__0__joint": "no"}, "acts[0].joint: 'no' is neither true nor false"),
        ({"acts__0__trigger": [7, 99]}, "acts[0].trigger: 7 to 99 is no stretch of the text"),
        ({"acts__0__trigger": [13, 7]}, "acts[0].trigger: 13 to 7 is no stretch of the text"),
        ({"acts__0__actors": [[0, 5]]}, "acts[0].actors[0]: 0 to 5 stands in none of `parties`"),
        ({"parties__1": [14, 19, "Chile"]}, "parties[1]: 'Chile' is no code"),
        ({"parties__1": [14, 19]}, "parties[1] is not [start, end, code]"),
        ({"positions__0__kind": "threat"}, "positions[0].kind: no such label as 'threat'"),
        ({"positions__0__speaker": "outlett"}, "positions[0].speaker: 'outlett' is no code"),
        ({"positions__0": {}}, "positions[0] lacks speaker"),
        ({"genre": "blog"}, "genre: no such label as 'blog'"),
        ({"published": "4 March 2021"}, "published: '4 March 2021' is no day"),
        ({"text": " "}, "it has no text"),
        ({"acts": {}}, "acts is no list"),
    ],
)
def test_what_is_not_in_its_form_is_told_with_its_place(
    tmp_path: Path, changes: dict[str, object], told: str
) -> None:
    path = standoff(tmp_path, changed(), changed(**changes))
    with pytest.raises(AnnotationError) as problem:
        read_standoff([path], None)
    assert told in str(problem.value)
    assert f"{path}:2" in str(problem.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("hello\n", "not JSON"),
        ("[1, 2]\n", "not an object"),
        ('{"text": "Chad left."}\n', "the row lacks acts, genre, kind, parties, positions"),
        ('{"source": "columns", "row": 0}\n', "the row lacks acts, digest"),
    ],
)
def test_a_file_that_holds_none_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AnnotationError, match=told):
        read_standoff([path], None)


def test_a_mark_of_byte_order_and_empty_lines_are_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text("\ufeff\n" + json.dumps(changed()) + "\n\n", encoding="utf-8")
    assert len(read_standoff([path], None).passages) == 1
