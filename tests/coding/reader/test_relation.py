"""Which type of act joins two given spans of a sentence."""

from __future__ import annotations

import pytest

from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.coding.coder import Coder
from detente.coding.reader.labels import TYPES
from detente.errors import QueryError

SENTENCE = "Kenya's foreign minister on Tuesday summoned the Ugandan ambassador."
MINISTER, AMBASSADOR = (0, 24), (45, 67)

# sentence | one span | another | the type that joins them
JOINED = """
Peru sent rice to Mali and shelled a port in Togo. | Peru | Mali | AID
Peru sent rice to Mali and shelled a port in Togo. | Peru | a port in Togo | ASSAULT
The strikers blamed the firm while Chad met Niger. | The strikers | the firm | ACCUSE
The strikers blamed the firm while Chad met Niger. | Chad | Niger | CONSULT
Ghana expelled the Omani envoy and thanked Benin for its mediation. | Ghana | the Omani envoy | SANCTION
Ghana expelled the Omani envoy and thanked Benin for its mediation. | Ghana | Benin | SUPPORT
The bishops appealed to the rebels after Sweden had freed the sailors. | The bishops | the rebels | REQUEST
The bishops appealed to the rebels after Sweden had freed the sailors. | Sweden | the sailors | RETREAT
"""


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def test_a_relation_has_a_type_a_mode_and_probabilities_that_sum_to_one(coder: Coder) -> None:
    told = coder.relation(SENTENCE, MINISTER, AMBASSADOR)
    assert (told.event_type, told.mode) == ("ACCUSE", "disapprove")
    assert told.quad_class == "verbal conflict"
    assert set(told.probabilities) == {*TYPES, None}
    assert sum(told.probabilities.values()) == pytest.approx(1)


def test_two_pairs_of_a_sentence_have_each_its_act(coder: Coder) -> None:
    wrong = []
    for row in JOINED.strip().splitlines():
        sentence, one, other, kind = row.split(" | ")
        spans = [
            (sentence.index(words), sentence.index(words) + len(words)) for words in (one, other)
        ]
        told = coder.relation(sentence, *spans).event_type
        if told != kind:
            wrong.append(f"{row}: {told}")
    assert len(wrong) <= 2, "\n".join(wrong)


def test_a_span_may_be_left_out(coder: Coder) -> None:
    assert coder.relation(SENTENCE, None, AMBASSADOR).event_type == "ACCUSE"
    assert coder.relation(SENTENCE, MINISTER, None).event_type == "ACCUSE"


def test_nothing_joins_what_no_act_joins(coder: Coder) -> None:
    told = coder.relation("Rain fell on the plain near Oslo.", (0, 4), (13, 22))
    assert told.probabilities[None] > 0.9


def test_a_span_beyond_the_sentence_is_refused(coder: Coder) -> None:
    with pytest.raises(QueryError, match="does not lie within"):
        coder.relation(SENTENCE, (0, 500), AMBASSADOR)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fiji accused Nauru of poaching.", "Chad accused Peru of poaching."),
        ("Fijian police beat Nauruan fans.", "Swedish police beat Omani fans."),
        ("South Korea sent rice to Mali.", "Togo sent rice to Sri Lanka."),
    ],
)
def test_no_state_is_judged_by_its_name(coder: Coder, one: str, other: str) -> None:
    def told(sentence: str) -> object:
        first, second = find_mentions(sentence, name_table(()), None)
        return coder.relation(sentence, (first.start, first.end), (second.start, second.end))

    assert told(one) == told(other)


def test_nothing_joins_anything_in_a_blank_sentence(coder: Coder) -> None:
    found = coder.relation("  ")
    assert (found.event_type, found.probabilities[None]) == (None, 1.0)
