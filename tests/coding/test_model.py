"""The shipped relation model: what it tells, that it tells it twice, and which folders it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.coder import Coder
from detente.coding.encoder import FOLDER, TOKENIZER, Encoder
from detente.coding.relations.encoding import TYPES, PairFeatures
from detente.coding.relations.model import CARD, ENCODER, PAIRS, RelationModel, shipped
from detente.coding.relations.pairs import names_in
from detente.errors import ModelError

SENTENCE = "Kenya's foreign minister on Tuesday summoned the Ugandan ambassador."
MINISTER, AMBASSADOR = (0, 24), (45, 67)


def test_a_relation_has_a_type_a_mode_and_probabilities_that_sum_to_one() -> None:
    told = Coder().relation(SENTENCE, MINISTER, AMBASSADOR)
    assert (told.event_type, told.mode) == ("ACCUSE", "disapprove")
    assert told.quad_class == "verbal conflict"
    assert set(told.probabilities) == set(TYPES)
    assert sum(told.probabilities.values()) == pytest.approx(1, abs=0.002)


def test_a_span_may_be_left_out() -> None:
    assert Coder().relation(SENTENCE, None, AMBASSADOR).event_type == "ACCUSE"
    assert Coder().relation(SENTENCE, MINISTER, None).event_type == "ACCUSE"


def test_a_span_beyond_the_sentence_is_refused() -> None:
    with pytest.raises(ValueError, match="does not lie within"):
        Coder().relation(SENTENCE, (0, 500), AMBASSADOR)


@given(others=st.lists(st.tuples(st.integers(0, 20), st.integers(25, 60)), max_size=4))
@settings(max_examples=20)
def test_a_pair_is_judged_the_same_whatever_else_is_asked(others: list[tuple[int, int]]) -> None:
    asked = PairFeatures(MINISTER, AMBASSADOR, "nsubj", "dobj")
    more = [PairFeatures((start, start + 3), (end, end + 3)) for start, end in others]
    among = shipped().judge(SENTENCE, (), [*more, asked])[-1]
    (alone,) = shipped().judge(SENTENCE, (), [asked])
    assert among.shares == pytest.approx(alone.shares, abs=2e-4)  # the last digit is rounding
    assert (among.best, among.status, among.trigger) == (alone.best, alone.status, alone.trigger)


def test_a_sentence_read_again_has_the_same_states() -> None:
    encoder = Encoder(FOLDER, ENCODER)
    first = encoder.read(SENTENCE, ())
    other = encoder.read("Rain fell on the plain.", ())
    again = encoder.read(SENTENCE, ())
    assert other.pieces != first.pieces
    assert again.pieces == first.pieces
    assert (again.states == first.states).all()


def test_a_span_beyond_the_models_reach_is_known_as_such() -> None:
    far = f"{'Rain fell on the plain. ' * 60}{SENTENCE}"
    start = len(far) - len(SENTENCE)
    beyond, within = shipped().judge(
        far, (), [PairFeatures((0, 4), (start, start + 24)), PairFeatures((0, 4), (13, 18))]
    )
    assert not beyond.reached
    assert within.reached


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fiji accused Nauru of poaching.", "Chad accused Peru of poaching."),
        ("Fijian police beat Nauruan fans.", "Swedish police beat Omani fans."),
        ("South Korea sent rice to Mali.", "Togo sent rice to Sri Lanka."),
    ],
)
def test_no_state_is_judged_by_its_name(one: str, other: str) -> None:
    def told(sentence: str) -> list[object]:
        names = names_in(sentence)
        first, second = ((name.start, name.end) for name in names)
        (judged,) = shipped().judge(sentence, names, [PairFeatures(first, second)])
        return [judged.shares, judged.mode_shares, judged.status]

    assert told(one) == told(other)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no relation model is here") as caught:
        RelationModel(tmp_path)
    assert caught.value.where == str(tmp_path)
    assert "detente train" in str(caught.value.advice)


@pytest.mark.parametrize(("field", "value"), [("format", 0), ("types", ["AGREE"])])
def test_a_model_made_for_other_numbers_is_refused(
    tmp_path: Path, field: str, value: object
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    card = json.loads((folder / CARD).read_text("utf-8"))
    (folder / CARD).write_text(json.dumps(card | {field: value}), "utf-8")
    with pytest.raises(ModelError, match="made for other"):
        RelationModel(folder)


def test_the_card_says_what_the_model_was_made_from() -> None:
    card = json.loads((FOLDER / CARD).read_text("utf-8"))
    assert "Apache-2.0" in card["base"]
    assert len(card["corpus"]["sha256"]) == 64
    assert card["sentences"]["train"] > 6000


@pytest.mark.parametrize("part", [ENCODER, PAIRS, TOKENIZER])
def test_a_folder_that_lacks_a_part_is_refused(tmp_path: Path, part: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    (folder / part).unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        RelationModel(folder)
