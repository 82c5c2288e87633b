"""The lexicon's acts and the model's pairs brought together, with a model that says what the test says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.coding.actors.phrases import Phrases
from detente.coding.actors.reference import Discourse
from detente.coding.parsing import parse_sentences
from detente.coding.pieces import StateName
from detente.coding.relations.acts import Act
from detente.coding.relations.candidates import MOST, candidates, pairs
from detente.coding.relations.encoding import MODES, TYPES, PairFeatures
from detente.coding.relations.finding import find_acts
from detente.coding.relations.joining import joined_acts
from detente.coding.relations.likelihood import LIKELY_BETWEEN, LIKELY_WITHIN
from detente.coding.relations.model import Judgement
from detente.records import EventType

REACH = 200
Spoken = Mapping[tuple[str, str], tuple[EventType, float, str]]


@dataclass(frozen=True)
class Told:
    """A model that joins the pairs it is told of: by type, share and word; all others hold nothing."""

    spoken: Spoken

    def judge(
        self, sentence: str, names: Sequence[StateName], pairs: Sequence[PairFeatures]
    ) -> list[Judgement]:
        return [self._judge(sentence, pair) for pair in pairs]

    def _judge(self, sentence: str, pair: PairFeatures) -> Judgement:
        assert pair.actor is not None and pair.recipient is not None
        names = (sentence[slice(*pair.actor)], sentence[slice(*pair.recipient)])
        kind, share, word = self.spoken.get(names, ("CONSULT", 0.0, ""))
        at = sentence.index(word) if word else None
        shares = {kind: share, None: 1 - share}
        trigger = None if at is None else (at, at + len(word))
        told = tuple(shares.get(name, 0.0) for name in TYPES)
        reached = max(pair.actor[1], pair.recipient[1]) <= REACH
        return Judgement(told, (0.0,) * len(MODES), "done", trigger, reached)


def _read(text: str) -> tuple[Phrases, list[Act]]:
    (parse,) = parse_sentences([(text, 0)])
    mentions = find_mentions(text, name_table(()), None)
    phrases = Phrases(parse, mentions, Discourse(text, mentions))
    return phrases, find_acts(phrases)[0]


def _joined(text: str, spoken: Spoken, likelihood: float = 1.0) -> list[str]:
    phrases, acts = _read(text)
    found, left_out = joined_acts(phrases, acts, [], Told(spoken), likelihood)
    told = []
    for act in found:
        joiner = " + " if act.reciprocal else " & "
        actors = joiner.join(sorted(party.code or "?" for party in act.actors))
        recipients = " & ".join(sorted(party.code or "?" for party in act.recipients))
        word = phrases.parse.words[act.trigger]
        sides = actors if act.reciprocal else f"{actors} > {recipients or '-'}"
        status = "" if act.status == "done" else f" {act.status}"
        told.append(f"{act.event_type} {sides} {word}{status}")
    return told + [f"left out: {phrases.parse.words[each.trigger]}" for each in left_out]


@pytest.mark.parametrize(
    ("text", "spoken", "told"),
    [
        (
            "Fiji accused Nauru of poaching.",
            {("Fiji", "Nauru"): ("ACCUSE", 0.9, "accused")},
            ["ACCUSE FJI > NRU accused"],
        ),
        ("Fiji accused Nauru of poaching.", {}, ["left out: accused"]),
        (
            "Fiji accused Nauru of poaching.",
            {("Fiji", "Nauru"): ("REQUEST", 0.9, "accused")},
            ["REQUEST FJI > NRU accused"],
        ),
        (  # a type that the model is not sure of leaves the lexicon's
            "Fiji accused Nauru of poaching.",
            {("Fiji", "Nauru"): ("REQUEST", 0.5, "accused")},
            ["ACCUSE FJI > NRU accused"],
        ),
        (  # what is done to a thing has the thing, where nobody is named
            "Fiji imposed a curfew in the valley.",
            {("Fiji", "valley"): ("COERCE", 0.9, "imposed")},
            ["COERCE FJI > ? imposed"],
        ),
        (
            "Fiji shelled a town in Nauru.",
            {
                ("Fiji", "town"): ("ASSAULT", 0.9, "shelled"),
                ("Fiji", "Nauru"): ("ASSAULT", 0.8, "shelled"),
            },
            ["ASSAULT FJI > NRU shelled"],
        ),
        (  # a state is no party beside its own premier, nor its capital
            "Fiji's premier met the premier of Nauru in Yaren.",
            {
                ("Fiji's premier", "premier of Nauru"): ("CONSULT", 0.9, "met"),
                ("premier of Nauru", "Nauru"): ("CONSULT", 0.9, "met"),
                ("premier of Nauru", "Yaren"): ("CONSULT", 0.9, "met"),
            },
            ["CONSULT FJI + NRU met"],
        ),
        (  # two bodies of one state are two parties
            "Fiji's army detained Fiji's lawmakers.",
            {("Fiji's army", "Fiji's lawmakers"): ("COERCE", 0.9, "detained")},
            ["COERCE FJI > FJI detained"],
        ),
        (  # a verb with its particle is not the bare verb
            "Fiji kicked off talks with Nauru.",
            {
                ("Fiji", "Nauru"): ("CONSULT", 0.9, "kicked"),
                ("Nauru", "Fiji"): ("SANCTION", 0.9, "kicked"),
            },
            ["CONSULT FJI + NRU kicked"],
        ),
        (  # a person of no known state acts
            "Ana Torres mocked Fiji.",
            {("Ana Torres", "Fiji"): ("ACCUSE", 0.9, "mocked")},
            ["ACCUSE ? > FJI mocked"],
        ),
        (
            "Fiji gave Nauru the cold shoulder.",
            {("Fiji", "Nauru"): ("REJECT", 0.8, "gave")},
            ["REJECT FJI > NRU gave"],
        ),
        (
            "Fiji gave Nauru the cold shoulder.",
            {("Fiji", "Nauru"): ("REJECT", 0.3, "gave")},
            [],
        ),
        (
            "Fiji and Samoa turned their backs on Nauru.",
            {
                ("Fiji", "Nauru"): ("REJECT", 0.8, "turned"),
                ("Samoa", "Nauru"): ("REJECT", 0.7, "turned"),
            },
            ["REJECT FJI & WSM > NRU turned"],
        ),
        (
            "Fiji sat down with Samoa.",
            {
                ("Fiji", "Samoa"): ("CONSULT", 0.8, "sat"),
                ("Samoa", "Fiji"): ("CONSULT", 0.7, "sat"),
            },
            ["CONSULT FJI + WSM sat"],
        ),
        (  # a joint act retold as a one-sided one has two sides
            "Fiji and Samoa met on Monday.",
            {("Fiji", "Samoa"): ("ACCUSE", 0.9, "met")},
            ["ACCUSE FJI > WSM met"],
        ),
        (  # nobody stands on both sides of one act
            "Fiji let Samoa turn its back on Tonga.",
            {
                ("Fiji", "Samoa"): ("REJECT", 0.9, "turn"),
                ("Samoa", "Tonga"): ("REJECT", 0.8, "turn"),
            },
            ["REJECT FJI > WSM turn", "REJECT WSM > TON turn"],
        ),
        (  # the target of two partners is none of them
            "Fiji and Samoa turned their backs on Tonga.",
            {
                ("Fiji", "Tonga"): ("REJECT", 0.9, "turned"),
                ("Samoa", "Tonga"): ("REJECT", 0.9, "turned"),
                ("Fiji", "Samoa"): ("REJECT", 0.6, "turned"),
                ("Samoa", "Fiji"): ("REJECT", 0.6, "turned"),
            },
            ["REJECT FJI + WSM turned", "REJECT FJI & WSM > TON turned"],
        ),
        (  # a state that is named twice acts once
            "Fiji's premier said Fiji accused Nauru of poaching.",
            {
                ("Fiji's premier", "Nauru"): ("ACCUSE", 0.95, "accused"),
                ("Fiji", "Nauru"): ("ACCUSE", 0.9, "accused"),
            },
            ["ACCUSE FJI > NRU accused"],
        ),
        (  # of two acts of one pair the model tells one and leaves the other as it was read
            "Fiji criticised Nauru and expelled its ambassador.",
            {("Fiji", "Nauru"): ("SANCTION", 0.9, "expelled")},
            ["ACCUSE FJI > NRU criticised", "SANCTION FJI > NRU expelled"],
        ),
        (  # a state does nothing to itself
            "Fiji said it sat down with Samoa.",
            {("Fiji", "it"): ("CONSULT", 0.9, "sat")},
            ["left out: sat"],
        ),
        (  # one phrase that stands for two states is no pair of phrases
            "Fiji and Nauru are neighbours, and leaders of the two countries exchanged letters.",
            {},
            ["CONSULT FJI + NRU exchanged"],
        ),
        (  # what was not done is told by the act, not by the word that says so
            "Fiji stopped short of expelling Nauru's envoy.",
            {("Fiji", "Nauru"): ("RETREAT", 0.9, "stopped")},
            ["SANCTION FJI > NRU expelling denied"],
        ),
        (
            "Fiji avoided expelling Nauru's envoy.",
            {("Fiji", "Nauru"): ("REJECT", 0.9, "avoided")},
            ["SANCTION FJI > NRU expelling denied"],
        ),
        (
            "Fiji failed to sign a treaty with Nauru.",
            {("Fiji", "Nauru"): ("REJECT", 0.9, "failed")},
            ["REJECT FJI > NRU failed", "SUPPORT FJI + NRU sign denied"],
        ),
        (  # nor is it given way
            "Fiji stopped short of snubbing Nauru.",
            {("Fiji", "Nauru"): ("RETREAT", 0.9, "stopped")},
            [],
        ),
        (
            "Fiji stopped short of snubbing Nauru.",
            {("Fiji", "Nauru"): ("SANCTION", 0.9, "stopped")},
            ["SANCTION FJI > NRU snubbing denied"],
        ),
        (  # what might have been is no threat
            "Fiji would have expelled Nauru's envoy.",
            {("Fiji", "Nauru"): ("THREATEN", 0.9, "would")},
            ["SANCTION FJI > NRU expelled hypothetical"],
        ),
        (
            "Fiji should have snubbed Nauru.",
            {("Fiji", "Nauru"): ("SANCTION", 0.9, "should")},
            [],
        ),
        (
            "Fiji pondered a raid on Nauru.",
            {("Fiji", "Nauru"): ("MOBILIZE", 0.9, "pondered")},
            ["MOBILIZE FJI > NRU pondered hypothetical"],
        ),
        (
            "If Fiji deserts Nauru, Tonga will leave.",
            {("Fiji", "Nauru"): ("SANCTION", 0.9, "deserts")},
            ["SANCTION FJI > NRU deserts conditional"],
        ),
        (  # considering is told as what acts to come are
            "Fiji is considering expelling Nauru's envoy.",
            {("Fiji", "Nauru"): ("THREATEN", 0.9, "considering")},
            ["THREATEN FJI > NRU expelling hypothetical"],
        ),
        (  # what is beyond the model's reach stays as it was read
            "Rain fell on the plain all week long. " * 6 + "Fiji accused Nauru of poaching.",
            {},
            ["ACCUSE FJI > NRU accused"],
        ),
    ],
)  # fmt: skip
def test_the_model_confirms_drops_retells_and_adds_acts(
    text: str, spoken: Spoken, told: list[str]
) -> None:
    assert _joined(text, spoken) == told


@pytest.mark.parametrize(
    ("text", "spoken", "threshold"),
    [
        (
            "Fiji gave Nauru the cold shoulder.",
            {("Fiji", "Nauru"): ("REJECT", 0.9, "gave")},
            LIKELY_BETWEEN,
        ),
        (
            "Fijian police doused the protesters.",
            {("Fijian police", "protesters"): ("ASSAULT", 0.9, "doused")},
            LIKELY_WITHIN,
        ),
    ],
)
def test_pairs_of_a_sentence_whose_words_tell_no_act_are_not_weighed(
    text: str, spoken: Spoken, threshold: float
) -> None:
    assert _joined(text, spoken, threshold - 0.01) == []
    assert len(_joined(text, spoken, threshold)) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Fiji apologised on Monday, and rain fell on Nauru.", "SUPPORT FJI > - apologised"),
        (
            "Fiji resumed missile tests on Monday, and rain fell on Nauru.",
            "MOBILIZE FJI > - tests",
        ),
    ],
)
def test_an_act_stays_without_the_party_that_the_model_does_not_see(text: str, told: str) -> None:
    assert _joined(text, {}) == [told]


def test_a_word_joined_by_and_to_the_same_word_tells_an_act_where_that_does() -> None:
    text = "Peru's visit to Fiji and Fiji's visit to Peru cheered both."
    spoken: Spoken = {("Peru", "Fiji"): ("CONSULT", 0.9, "visit")}
    assert _joined(text, spoken) == ["CONSULT PER > FJI visit", "CONSULT FJI > PER visit"]
    apart = "Peru's visit to Fiji pleased Tonga. Fiji saw no visit of Peru's minister to Tonga."
    assert _joined(apart, spoken) == ["CONSULT PER > FJI visit", "left out: visit"]


def test_a_long_list_of_states_is_not_paired_out() -> None:
    names = "Fiji Nauru Samoa Tonga Palau Chile Peru Ghana Benin Mali Chad Niger".split()
    phrases, acts = _read(f"Envoys of {', '.join(names[:-1])} and {names[-1]} met in Lima.")
    assert len(candidates(phrases)) == MOST
    assert len(pairs(phrases, acts)) <= MOST * (MOST - 1)


def test_phrases_that_may_stand_for_a_party_are_paired_with_one() -> None:
    phrases, acts = _read(
        "On Friday Fiji froze the savings of Ana Torres and two looms for a week."
    )
    others = [each.party.actor.text for each in candidates(phrases) if each.other]
    assert others == ["savings", "Ana Torres", "looms"]
    sides = {
        (pair.actor.party.actor.text, pair.recipient.party.actor.text)
        for pair in pairs(phrases, acts)
    }
    assert ("Ana Torres", "Fiji") in sides
    assert ("Fiji", "savings") in sides
    assert ("savings", "Fiji") not in sides  # things do not act
    assert not any({"savings", "Ana Torres"} == {*side} for side in sides)  # nobody known


def test_a_pair_never_overlaps() -> None:
    phrases, acts = _read("Fiji's ambassador to Nauru criticised Nauru's police minister.")
    for pair in pairs(phrases, acts):
        one, other = pair.features(phrases).actor, pair.features(phrases).recipient
        assert one is not None and other is not None
        assert one[1] <= other[0] or other[1] <= one[0]
