"""Scores on annotated sentences, with codings made by hand, and the floors below which nothing may fall."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from reworded import Fixed

from detente.coding.coder import Coder
from detente.laboratory.commands.score_results import AnnotatedResult
from detente.laboratory.evaluating import score_given_spans
from detente.laboratory.evaluating.annotated import marked_pairs, score_annotated
from detente.laboratory.evaluating.corpus import read_corpus
from detente.laboratory.evaluating.marking import part_of

CORPUS = Path(__file__).parents[3] / "corpus" / "relations"
TEXT = """
wire: Kenya accused Uganda of smuggling.
  Kenya (KEN) | accused | Uganda (UGA) | ACCUSE allege | done | crime

wire: Peru and Chile met.
  Peru (PER) + Chile (CHL) | met | - | CONSULT | done | -

wire: Norway lies north of Denmark.
  none: geography
  also: Norway (NOR); Denmark (DNK)
"""


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    path = tmp_path / "some.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_acts_that_are_coded_as_annotated_are_right(path: Path) -> None:
    score = score_annotated(read_corpus([path]), Fixed())
    assert (score.sentences, score.acts, score.empty) == (3, 2, 1)
    assert (score.parties, score.root, score.mode, score.status, score.trigger) == (1, 1, 1, 1, 1)
    assert (score.precision, score.false_alarms, score.confusion) == (1, 0, {})


def test_another_type_and_a_false_alarm_are_counted(path: Path) -> None:
    fixed = Fixed(accused="praised", **{"lies north of": "criticised"})
    score = score_annotated(read_corpus([path]), fixed)
    assert (score.parties, score.root) == (1, 0.5)
    assert score.false_alarms == 1
    assert score.confusion == {("ACCUSE", "SUPPORT"): 1}
    assert score.precision == pytest.approx(1 / 3)


def test_calibration_error_is_the_mean_distance_from_what_was_told(path: Path) -> None:
    score = score_annotated(read_corpus([path]), Fixed(accused="praised"))
    told = {round(each.told, 2): (each.records, each.right) for each in score.reliability.bins}
    expected = sum(n * abs(share - right) for share, (n, right) in told.items()) / sum(
        n for n, _ in told.values()
    )
    assert score.reliability.error == pytest.approx(expected, abs=0.01)


def test_one_pair_is_asked_for_each_act(path: Path) -> None:
    pairs = marked_pairs(read_corpus([path]))
    told = [
        (pair.sentence[slice(*pair.actor)], pair.sentence[slice(*pair.recipient)], pair.event_type)
        for pair in pairs
        if pair.actor and pair.recipient
    ]
    assert told == [("Kenya", "Uganda", "ACCUSE"), ("Peru", "Chile", "CONSULT")]


@cache
def _scored(every: int) -> AnnotatedResult:
    """The held-out sentences of the corpus, or every so-many-th of them."""
    sentences = read_corpus(sorted(CORPUS.glob("*.txt")))
    held = [each for each in sentences if part_of(each.text) == "test"][::every]
    coder = Coder()
    given = score_given_spans(marked_pairs(held), coder.relation)
    return AnnotatedResult(str(CORPUS), score_annotated(held, coder), given)


@pytest.fixture(params=[4, pytest.param(1, marks=pytest.mark.long)])
def scored(request: pytest.FixtureRequest) -> AnnotatedResult:
    """A fourth tells soon what has broken; what all tell is for continuous checks."""
    return _scored(request.param)


FLOORS = {
    "parties": 0.72, "root": 0.59, "mode": 0.82, "status": 0.92, "trigger": 0.93, "precision": 0.57,
}  # fmt: skip
"""A little below what was measured."""


@pytest.mark.parametrize(("field", "floor"), FLOORS.items())
def test_no_field_falls_below_its_floor_on_the_held_out_corpus(
    scored: AnnotatedResult, field: str, floor: float
) -> None:
    assert getattr(scored.score, field) >= floor


def test_few_sentences_without_an_act_give_one(scored: AnnotatedResult) -> None:
    assert scored.score.false_alarms <= 0.12


def test_confidence_means_what_it_says(scored: AnnotatedResult) -> None:
    assert scored.score.reliability.error <= 0.11


def test_types_of_given_spans_stay_above_their_floors(scored: AnnotatedResult) -> None:
    assert scored.given.root >= 0.74
    assert scored.given.quad >= 0.82
