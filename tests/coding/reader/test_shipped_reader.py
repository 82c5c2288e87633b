"""What the shipped reader tells of plain texts, and which folders are refused."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding import tracks
from detente.coding.coder import CODER, Coder
from detente.coding.reader.heads import ANCHORS, ENCODER, LINKS
from detente.coding.reader.model import CARD, FOLDER, TOKENIZER, ReaderModel, shipped_reader
from detente.coding.worth import FILE as WORDS
from detente.errors import ModelError
from detente.records import Event

# text | an event that it tells, as type, actors > recipients or actors + actors
TOLD = """
Norway recalled its ambassador from Chile on Monday. | SANCTION NOR > CHL
Kenya accused Uganda of shelling a border village. | ACCUSE KEN > UGA
The Peruvian president flew to Lima after talks with his Bolivian counterpart in La Paz. | CONSULT BOL + PER
Fiji imposed tariffs on Tongan fish on Friday. | COERCE FJI > TON
Ghana sent three planes with tents and rice to Togo. | AID GHA > TGO
Estonian and Latvian ministers signed a treaty on the port. | SUPPORT EST + LVA
Chad's army shelled two villages in Libya. | ASSAULT TCD > LBY
Oman urged Cuba to release the crew. | REQUEST OMN > CUB
"""

# text | a position that it holds, with the state that takes it
SAID = """
"Kenya must release the two ships at once," Peru's foreign minister said. | demand PER
Peru accused Kenya of breaking the agreement. | accusation PER
Peru's foreign minister said that no Peruvian soldier had crossed into Kenya. | denial PER
"We thank Kenya for its help after the flood," Peru's foreign minister said. | praise PER
"Kenya will pay a heavy price for this," Peru's defence minister warned. | warning PER
"""


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def rows(table: str) -> list[list[str]]:
    return [line.split(" | ") for line in table.strip().splitlines()]


def told(event: Event) -> str:
    sides = [sorted(a.country or "?" for a in each) for each in (event.actors, event.recipients)]
    if event.reciprocal:
        return f"{event.event_type} {' + '.join(sides[0])}"
    return f"{event.event_type} {' & '.join(sides[0])} > {' & '.join(sides[1])}"


@pytest.mark.parametrize(("text", "event"), rows(TOLD))
def test_acts_of_plain_news(coder: Coder, text: str, event: str) -> None:
    assert event in [told(each) for each in coder.code(text, published="2024-05-15").events]


@pytest.mark.parametrize(("text", "position"), rows(SAID))
def test_positions_of_plain_news(coder: Coder, text: str, position: str) -> None:
    found = coder.code(text, published="2024-05-15").statements
    assert position in [f"{each.kind} {each.speaker.country}" for each in found]


def test_a_party_of_the_sentence_before_is_met_again(coder: Coder) -> None:
    text = "Kenya closed its border with Uganda on Sunday. It accused Uganda of arming rebels."
    events = coder.code(text, published="2024-05-15").events
    assert "ACCUSE KEN > UGA" in [told(each) for each in events]


def test_a_text_without_states_tells_nothing(coder: Coder) -> None:
    coding = coder.code("Rain fell on the plain. The shop sold nine hats.", published="2024-05-15")
    assert (coding.events, coding.statements) == ([], [])


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "…", "İ Kenya’s ﬂeet 𝔘𝔤𝔞𝔫𝔡𝔞", "Kenya " * 900])
def test_odd_texts_are_read_to_their_end(coder: Coder, text: str) -> None:
    for event in coder.code(text).events:
        assert text[event.trigger.start : event.trigger.end] == event.trigger.text


STATES = ("Norway Chile", "Zambia Japan", "Fiji Belgium", "Cuba Oman")


@settings(max_examples=12)
@given(
    pair=st.sampled_from(STATES),
    text=st.sampled_from(["Kenya accused Peru of theft.", "Kenya must free the ship, Peru said."]),
)
def test_no_state_is_judged_by_its_name(coder: Coder, pair: str, text: str) -> None:
    one, other = pair.split()
    swapped = text.replace("Kenya", one).replace("Peru", other)
    codings = [coder.code(each, published="2024-05-15") for each in (text, swapped)]
    events = [[(e.event_type, e.status, e.confidence) for e in c.events] for c in codings]
    said = [[(s.kind, s.confidence) for s in c.statements] for c in codings]
    assert events[0] == events[1]
    assert said[0] == said[1]


def test_evidence_is_always_what_stands_in_the_text(coder: Coder) -> None:
    text = (
        "MANILA, May 3 - “Peru’s navy seized our ship,” Kenya’s minister said; Lima denied it.\n\n"
        "Kenya and Peru will meet in Oslo. They had not spoken since 2019."
    )
    coding = coder.code(text, published="2024-05-15")
    pieces = [e.trigger for e in coding.events] + [s.about for s in coding.statements]
    pieces += [a for e in coding.events for a in (*e.actors, *e.recipients) if a.start is not None]
    assert pieces
    assert all(text[each.start : each.end] == each.text for each in pieces)


def test_an_article_is_read_the_same_beside_others(coder: Coder) -> None:
    from detente.coding.coder import make_article

    articles = [make_article(text, "2024-05-15") for text, _ in rows(TOLD) + rows(SAID)]
    together = coder.code_articles(articles)
    alone = [coder.code_articles([article])[0] for article in articles]
    assert [(c.events, c.statements) for c in together] == [(c.events, c.statements) for c in alone]


BY_WORDS = re.compile(r"\w")


def test_no_position_begins_or_ends_within_a_word(coder: Coder) -> None:
    text = (
        "The envoys met in Oslo. Norway accused Chile of sensationalizing the shipwreck, and demanded "
        "that the Chileans uncompromisingly denationalise the rickety lighthouse. Chile's spokeswoman "
        "rejected the allegations, warned of recriminations, and praised Norwegian mountaineers."
    )
    found = coder.code(text, published="2024-05-15").statements
    assert found
    for each in found:
        start, end = each.about.start, each.about.end
        assert not BY_WORDS.match(text[start - 1]) or not BY_WORDS.match(text[start]), each.about
        assert not BY_WORDS.match(text[end - 1]) or not BY_WORDS.match(text[end]), each.about


def test_records_say_what_made_them(tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(FOLDER, folder)
    own = Coder(model=folder)
    assert Coder().name == CODER
    assert own.name.startswith(f"{CODER}-model-")
    coding = own.code("Kenya accused Uganda of theft.")
    assert {record.coder for record in (*coding.events, *coding.statements)} == {own.name}


def test_readers_that_tell_other_records_have_other_names(tmp_path: Path) -> None:
    names = set()
    for folder in (tmp_path / "as-shipped", tmp_path / "stricter", tmp_path / "other-tracks"):
        shutil.copytree(FOLDER, folder)
        if folder.name == "stricter":
            card = json.loads((folder / CARD).read_text("utf-8"))
            card["thresholds"]["act"] += 0.01
            (folder / CARD).write_text(json.dumps(card), "utf-8")
        if folder.name == "other-tracks":
            weights = np.load(folder / tracks.FILE)
            np.save(folder / tracks.FILE, weights * 2)
        names.add(Coder(model=folder).name)
    assert len(names) == 3


def test_the_card_says_what_the_reader_was_made_from() -> None:
    card = shipped_reader().card
    assert "Apache-2.0" in card["base"]
    assert len(card["sha256"]) == 64
    assert sum(card["passages"].values()) > 6000


def test_confidence_rises_with_surety() -> None:
    for line in shipped_reader().card["confidence"].values():
        assert [one for one, _ in line] == sorted(one for one, _ in line)
        assert [right for _, right in line] == sorted(right for _, right in line)


@pytest.mark.parametrize(("field", "value"), [("format", 0), ("types", ["AGREE"])])
def test_a_reader_made_for_other_labels_is_refused(
    tmp_path: Path, field: str, value: object
) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(FOLDER, folder)
    card = json.loads((folder / CARD).read_text("utf-8"))
    (folder / CARD).write_text(json.dumps(card | {field: value}), "utf-8")
    with pytest.raises(ModelError, match="not those of this version"):
        ReaderModel(folder)


@pytest.mark.parametrize("part", [ENCODER, ANCHORS, LINKS, TOKENIZER, WORDS, CARD])
def test_a_folder_that_lacks_a_part_is_refused(tmp_path: Path, part: str) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(FOLDER, folder)
    (folder / part).unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        Coder(model=folder)


@pytest.mark.parametrize("network", [ENCODER, ANCHORS, LINKS])
def test_no_network_has_a_step_that_hangs_on_the_processor(network: str) -> None:
    """A softmax sums in the order that the processor's instructions suggest; it is written out instead."""
    kind_of_step = b"\x22\x07Softmax"  # field 4 of a node, seven letters
    written = (FOLDER / network).read_bytes()
    assert kind_of_step not in written
    assert (b"\x22\x03Exp" in written) == (network != LINKS)
