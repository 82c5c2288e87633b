"""Texts of invented outlets: what is annotated stands there, and two parts share the idioms alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.laboratory.datasets.dialects import dialect
from detente.laboratory.datasets.idioms import OUTLETS, STATES, Outlet
from detente.laboratory.evaluating.standoff import read_standoff


def codes(part: int) -> set[str]:
    return {code for row in dialect(60, seed=3, part=part) for _, _, code in row["parties"]}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.kind)
def test_it_can_be_read_as_annotated_passages(tmp_path: Path, seed: int, outlet: Outlet) -> None:
    path = tmp_path / "texts.jsonl"
    rows = dialect(20, seed=seed, outlet=outlet)
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    passages = read_standoff([path], None).passages
    names = {code: name for name, code in STATES}
    for passage in passages:
        for start, end, code in passage.parties:
            assert names[code] in passage.text[start:end]
    assert {act.event_type for each in passages for act in each.acts} > {"REJECT", "SANCTION"}
    assert 20 < sum(len(each.acts) for each in passages) < 60, "some of the 60 tell nothing"


def test_a_seed_gives_one_gazette() -> None:
    assert dialect(5, seed=1) == dialect(5, seed=1) != dialect(5, seed=2)


def test_two_parts_share_no_state() -> None:
    assert not codes(0) & codes(1)


def test_its_states_are_known_by_name() -> None:
    names = name_table(())
    found = [find_mentions(f"In {name} it rained.", names, None)[0].code for name, _ in STATES]
    assert found == [code for _, code in STATES]


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.kind)
def test_outlets_tell_the_same_types_in_words_of_their_own(outlet: Outlet) -> None:
    assert {each.event_type for each in outlet.idioms} == {
        "REJECT", "CONSULT", "SANCTION", "ACCUSE", "THREATEN", "AID", "AGREE", "CONCEDE",
        "MOBILIZE", "REQUEST",
    }  # fmt: skip
    others = {each.clause for other in OUTLETS if other is not outlet for each in other.idioms}
    assert not others & {each.clause for each in outlet.idioms}
    assert {each.event_type for each in outlet.near} == {None}
