"""Stand-off passages, and how a coder's records are held against them."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from detente.evaluating.passages import Told, ToldPosition, Unit, score_passage
from detente.evaluating.reliability import Bin
from detente.evaluating.standoff import Passage, digest_of, read_standoff

TEXT = "Norway warned Chile. Police in Oslo beat strikers."
ROW = {
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
    scores = score_passage(the_passage(tmp_path, sources), Told(units, []))
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
    assert dict(score_passage(the_passage(tmp_path, sources), Told([], told, maybe)).lost) == lost


def test_confidence_is_held_against_what_is_right(tmp_path: Path, sources: Path) -> None:
    warned = replace(unit("NOR", "CHL", "THREATEN"), confidence=0.75)
    doubted = replace(unit("NOR", "CHL", "AID"), confidence=0.35)
    warning = ToldPosition("warning", "NOR", (7, 19), 0.95)
    scores = score_passage(
        the_passage(tmp_path, sources), Told([warned, warned, doubted], [warning])
    )
    assert scores.sure_acts.bins == (Bin(1, 0.35, 0.0), Bin(2, 0.75, 0.5))
    assert scores.sure_acts.error == pytest.approx((0.35 + 2 * 0.25) / 3)
    assert scores.sure_positions.error == pytest.approx(0.05)


def test_confidence_in_what_is_arguable_is_borne_out(tmp_path: Path, sources: Path) -> None:
    warns = ROW["acts"][0] | {"must": False}  # type: ignore[index]
    path = standoff(tmp_path, ROW | {"acts": [warns]})
    (passage,) = read_standoff([path], sources).passages
    scores = score_passage(passage, Told([unit("NOR", "CHL", "THREATEN")], []))
    assert scores.sure_acts.judged == ((1.0, True),)
    assert scores.typed.told == 0
