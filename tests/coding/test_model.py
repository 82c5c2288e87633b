"""The shipped relation model: what it tells, that it tells it twice, and which folders it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.coding.coder import CODER, Coder
from detente.coding.confidence import Calibration
from detente.coding.encoder import FOLDER, TOKENIZER, Encoder
from detente.coding.likelihood import features
from detente.coding.relations.encoding import TYPES, PairFeatures
from detente.coding.relations.likelihood import FILE as WORDS
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


def test_words_tell_an_act_from_a_market_report() -> None:
    def likelihood(text: str) -> float:
        mentions = find_mentions(text, name_table(()), None)
        return shipped().likelihood.of(features(text, 0, mentions))

    act = likelihood("Kenya expelled two Ugandan diplomats on Monday.")
    market = likelihood("Shares in Kenya and Uganda rose 2 percent in thin trade.")
    assert act > 0.9 > 0.5 > market


def test_a_word_of_the_lexicon_is_not_followed_up_in_words_that_tell_no_act() -> None:
    text = "The Kenyan shilling met resistance at 129, and Ugandan bonds gave up their gains."
    (by_lexicon,) = Coder(model=None).explain(text)
    (by_both,) = Coder().explain(text)
    assert by_lexicon.skipped is None
    assert by_both.skipped == "its words make an act unlikely"


def test_records_say_what_made_them(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    own = Coder(model=folder)
    assert Coder().name == CODER
    assert Coder(model=None).name == f"{CODER}-lexicon"
    assert own.name.startswith(f"{CODER}-model-")
    coding = own.code("Kenya said Uganda must apologise. Kenya expelled two Ugandan diplomats.")
    assert {record.coder for record in (*coding.events, *coding.statements)} == {own.name}


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


@pytest.mark.parametrize("part", [ENCODER, PAIRS, TOKENIZER, WORDS])
def test_a_folder_that_lacks_a_part_is_refused(tmp_path: Path, part: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    (folder / part).unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        RelationModel(folder)


def test_confidence_rises_with_what_the_model_tells() -> None:
    line = shipped().calibration.weighed
    assert len(line) > 2
    assert [told for told, _ in line] == sorted(told for told, _ in line)
    assert [right for _, right in line] == sorted(right for _, right in line)
    assert Calibration().weighed == ((0.0, 0.0), (1.0, 1.0))
