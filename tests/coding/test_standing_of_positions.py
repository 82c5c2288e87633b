"""What of a clause that somebody speaks goes for a position, with whom, and to whom it is said."""

from __future__ import annotations

import pytest

from detente.coding.coder import Coder

# sentence | kinds that its form rules out
RULED_OUT = """
No harbour in the world launders more timber than Kenya's, the Peruvian foreign minister said. | red-line
"That law does not prevent a meeting with Peru," the Chilean spokesman said. | red-line
"Chile has no plan to overtake or replace Peru," the Chilean president said on Monday. | red-line
"We would welcome any state that helps Peru to end the war," Chile's spokeswoman said. | offer commitment
Peruvian officials saw no effect on plans for the Chilean premier to come to Lima, they said. | commitment
Kenya's ministry asked Uganda for exactly that on Monday. | appeal demand
Kenya's ministry asked Uganda at the start of the month. | appeal demand
The Kenyan minister promised Uganda on Tuesday. | commitment
"No Chilean valve may be sold to a Peruvian firm without a licence," Chile's ministry said. | red-line
Chile's regulator said that the real test would come when its auditors landed in Peru. | commitment
Peruvian police searched Sur, the second Chilean bank of its kind to be visited this year. | commitment
"Loans to Peru must be notified to the Office," Chile's treasury said. | demand
"""
# sentence | kinds that stay
STAY = """
"We will never accept a Peruvian base," the Chilean president said. | red-line
"The islands are not for sale," Chile's president told Peru. | red-line
"The launch must be notified to us a week ahead," Kenya's minister told Uganda. | demand
Kenya warned Uganda on Friday not to test its red lines on the lake. | red-line
Kenya asked Uganda to stop arming the rebels; Uganda told it that its policy had not changed. | appeal
Kenya asked Uganda on Monday for help with the dam. | appeal
Kenya asked Uganda for the talks to be resumed. | appeal
Kenya demanded and received an apology from Uganda. | demand
Kenya and Uganda should talk, Kenya's minister demanded. | demand
"""


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def rows(table: str) -> list[list[str]]:
    return [line.split(" | ") for line in table.strip().splitlines()]


@pytest.mark.parametrize(("sentence", "kinds"), rows(RULED_OUT))
def test_what_the_form_rules_out(coder: Coder, sentence: str, kinds: str) -> None:
    found = {said.kind for said in coder.code(sentence, "2024-05-15").statements}
    assert found.isdisjoint(kinds.split())


@pytest.mark.parametrize(("sentence", "kind"), rows(STAY))
def test_what_stays(coder: Coder, sentence: str, kind: str) -> None:
    assert kind in {said.kind for said in coder.code(sentence, "2024-05-15").statements}


# text | what is promised | the state that promises | those that promise with it
TOGETHER = """
Peru's president met Chile's president in Lima. They agreed to reopen the consulate. | reopen | CHL PER
Peru's envoy raised the toll. Chile's envoy raised the ban. They agreed to meet in May. | meet | CHL PER
The visit in which both governments had promised to cut tolls angered Peru and Chile. | cut | CHL PER
Peru and Chile will set up a board, Peru's minister and her counterpart, Ana Paz, agreed. | board | CHL PER
Is a meeting of the two presidents of Peru and Chile near? They agreed to explore one. | explore | CHL PER
Peru's president received those of Chile and Bolivia. They agreed to pave the road. | pave | none
Norway's officials met the press. They agreed to pay for the bridge to Sweden. | pay | none
"""


@pytest.mark.parametrize(("text", "word", "states"), rows(TOGETHER))
def test_who_promises_together(coder: Coder, text: str, word: str, states: str) -> None:
    """Nobody agrees alone: whoever is named with the speaker is whom it is said to."""
    found = {
        " ".join(sorted({said.speaker.country or "", *(a.country or "" for a in said.addressees)}))
        for said in coder.code(text, "2024-05-15").statements
        if said.kind == "commitment"
        and word in said.about.text
        and any(a.start == said.speaker.start or "counterpart" in a.text for a in said.addressees)
    }
    assert found == (set() if states == "none" else {states})


def test_a_saying_of_any_government_is_aimed_at_no_state(coder: Coder) -> None:
    text = "Peru's premier told bankers that governments must not go too far. Chile listened."
    found = coder.code(text, "2024-05-15").statements
    assert {a.country for said in found if said.kind == "demand" for a in said.addressees} <= {None}


def test_firms_that_open_a_sentence_are_firms_when_a_pronoun_means_them(coder: Coder) -> None:
    text = (
        "Peruvian airlines are in no hurry. They grumble that Chilean rivals fly shorter routes. "
        "They have lobbied the administration to turn away Chilean carriers."
    )
    found = coder.code(text, "2024-05-15").statements
    assert {said.speaker.sector for said in found if said.speaker.text == "They"} == {"BUS"}


def test_what_a_law_promises_no_state_does(coder: Coder) -> None:
    text = (
        "Peru and Chile differ. No part of the act obliges anyone to feel safer. "
        "It promises training against Peru in place of talks."
    )
    found = coder.code(text, "2024-05-15", outlet="Lima Herald", genre="opinion").statements
    assert [said.speaker.country for said in found if said.kind == "commitment"] == []
