"""Pairs made of annotated sentences, and how they are put in numbers."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from detente.coding.coder import Coder
from detente.coding.pieces import StateName, masked
from detente.coding.relations.encoding import (
    DEPENDENCIES,
    JOINED,
    TOUCHED,
    UNKNOWN_READING,
    PairFeatures,
    reading_of,
)
from detente.evaluating.corpus import read_corpus
from detente.evaluating.marking import part_of
from detente.training.examples import Lesson, lessons

TEXT = """
wire: Mali and Chad met Togo's envoy, and Benin fined a firm.
  Mali (MLI) + Chad (TCD) | met | Togo's envoy (TGO) | CONSULT | done | -
  Benin (BEN) | fined | a firm (BEN) | SANCTION convict | done | -

wire: Peru and Chile signed.
  Peru (PER) + Chile (CHL) | signed | - | SUPPORT | done | -

wire: Norway lies north of Denmark.
  none: geography
  also: Norway (NOR); Denmark (DNK)
"""
Told = tuple[str | None, str | None, str | None]


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> list[Lesson]:
    """The lessons of `TEXT`, in order."""
    path = tmp_path_factory.mktemp("corpus") / "some.txt"
    path.write_text(TEXT, encoding="utf-8")
    sentences = read_corpus([path])
    parts = lessons(sentences, Coder(model=None))
    by_text = {lesson.text: lesson for found in parts.values() for lesson in found}
    return [by_text[sentence.text] for sentence in sentences]


def _told(lesson: Lesson, *, marked: bool) -> set[Told]:
    return {
        (
            lesson.text[slice(*each.pair.actor)] if each.pair.actor else None,
            lesson.text[slice(*each.pair.recipient)] if each.pair.recipient else None,
            each.answer.event_type if each.answer else None,
        )
        for each in lesson.examples
        if each.marked is marked
    }


def _joined(lesson: Lesson) -> set[Told]:
    return {told for told in _told(lesson, marked=True) if told[2]}


def test_each_actor_is_paired_with_each_recipient(taught: list[Lesson]) -> None:
    assert _joined(taught[0]) == {
        ("Mali", "Togo's envoy", "CONSULT"),
        ("Chad", "Togo's envoy", "CONSULT"),
        ("Benin", "a firm", "SANCTION"),
    }


def test_partners_are_paired_both_ways(taught: list[Lesson]) -> None:
    assert _joined(taught[1]) == {("Peru", "Chile", "SUPPORT"), ("Chile", "Peru", "SUPPORT")}


def test_unjoined_pairs_are_none_of_the_joined(taught: list[Lesson]) -> None:
    told = _told(taught[0], marked=True)
    unjoined = {pair[:2] for pair in told if pair[2] is None}
    assert len(unjoined) == 2
    assert not unjoined & {pair[:2] for pair in told if pair[2]}


def test_pairs_as_the_coder_finds_them_have_the_answers_of_the_marked_ones(
    taught: list[Lesson],
) -> None:
    assert ("Mali", "Togo's envoy", "CONSULT") in _told(taught[0], marked=False)
    assert ("Togo's envoy", "Mali", None) in _told(taught[0], marked=False)
    assert _told(taught[2], marked=False) == {
        ("Norway", "Denmark", None),
        ("Denmark", "Norway", None),
    }
    assert [lesson.empty for lesson in taught] == [False, False, True]


def test_a_lesson_is_the_same_whatever_else_is_in_the_corpus(
    tmp_path: Path, taught: list[Lesson]
) -> None:
    path = tmp_path / "alone.txt"
    path.write_text(TEXT.strip().split("\n\n")[0], encoding="utf-8")
    (sentence,) = read_corpus([path])
    (alone,) = lessons([sentence], Coder(model=None))[part_of(sentence.text)]
    assert alone == taught[0]


def _encoding(*offsets: tuple[int, int]) -> Any:
    return SimpleNamespace(ids=list(range(101, 101 + len(offsets))), offsets=list(offsets))


def test_the_places_of_spans_are_their_first_and_last_pieces() -> None:
    pieces = masked(_encoding((0, 0), (0, 4), (5, 8), (9, 13), (13, 15), (0, 0)), ())
    assert (pieces.at((9, 15)), pieces.at((0, 4)), pieces.at(None)) == ((3, 4), (1, 1), (0, 0))


def test_a_span_that_was_cut_off_is_known_as_such() -> None:
    pieces = masked(_encoding((0, 0), (0, 4), (0, 0)), ())
    assert pieces.at((90, 95)) == (0, 0)
    assert (pieces.holds((90, 95)), pieces.holds((0, 4)), pieces.holds(None)) == (False, True, True)


def test_names_of_states_become_one_piece_each_by_their_order() -> None:
    encoding = _encoding((0, 0), (0, 3), (3, 6), (7, 10), (11, 15), (16, 22), (0, 0))
    names = (
        StateName(0, 6, "FJI", adjective=False),
        StateName(11, 15, "NRU", adjective=False),
        StateName(16, 22, "FJI", adjective=True),
    )
    pieces = masked(encoding, names)
    assert pieces.ids == (101, 10, 104, 11, 30, 107)
    assert pieces.offsets[1] == (0, 6)


def test_readings_and_labels_have_numbers_of_their_own() -> None:
    readings = {
        reading_of(hold, kind)
        for hold in (JOINED, TOUCHED)
        for kind in ("AGREE", "CONSULT", "ASSAULT")
    }
    assert len(readings) == 6
    assert reading_of(0, None) == 0
    assert UNKNOWN_READING not in readings | {0}
    labels = {PairFeatures(None, None, label).features[0] for label in (*DEPENDENCIES, "other")}
    assert len(labels) == len(DEPENDENCIES) + 1
