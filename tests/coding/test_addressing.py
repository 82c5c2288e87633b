"""At whom a position is aimed, who takes it, and which verbs take none."""

from __future__ import annotations

import pytest

from conftest import Code
from detente.records import Statement


def told(statement: Statement) -> str:
    to = ",".join(actor.country or actor.text for actor in statement.addressees)
    return f"{statement.kind} {statement.speaker.country} > {to or '-'}"


# text | a position that it must give
AIMED = """
Chile's minister met Kenya's envoy. Chile urged Kenya to stop its arms sales to Peru. | appeal CHL > KEN
Kenya met Chile. "The Peru question is a red line," Kenya's minister told Chile. | red-line KEN > CHL
Kenya's premier told Chile's envoy that support for Peru must stop. | demand KEN > CHL
Chile, Kenya's minister demanded, should withdraw its boats. | demand KEN > CHL
Chile protested to Kenya. It demanded that Kenya withdraw its boats. | demand CHL > KEN
Kenya's envoy met Chile's minister. Kenya asked its own teams to talk to Chile. | appeal KEN > KEN
Chile's envoy said the reef was a red line for Chile and told Kenya so. | red-line CHL > KEN
Kenya warned Chile that the reef was among the red lines that Chile must not cross. | red-line KEN > CHL
"""


@pytest.mark.parametrize("row", AIMED.strip().splitlines())
def test_a_state_spoken_of_is_no_addressee(code: Code, row: str) -> None:
    text, wanted = row.split(" | ")
    assert wanted in [told(each) for each in code(text).statements]


# text | the kinds that it must not give
NONE = """
Chile's minister called on Kenya's president on a visit that began on Monday. | demand appeal
Chile's minister called off a visit to Kenya on Monday, hours before his plane was to leave. | demand appeal
Chile's envoy called Kenya's remark wrong on Tuesday. | demand appeal
Chile had ordered two Kenyan boats. | demand
Chile asked whether Kenya would come. | demand appeal
Chile will ask for a panel against Kenya. | demand appeal
The Chilean ship entered Kenya's waters without asking. | demand appeal
Chile accused Kenya of pressing Peru while asking favours of Chile. | demand appeal
Chile will require a license for every shipment to Kenya. | demand
Kenya offered no pretext to Chile. | offer
Kenya's envoy spoke of the permits that Chile now demands for Kenyan tea. | demand
Chile's minister was summoned in Kenya and told that Chile would answer for the raid. | commitment
Kenya and Chile agreed that their officials should meet more often. | demand appeal red-line
Kenya's minister said: "We don't think that Chilean judges should rule on it." | demand
Kenya hopes to visit Chile. | demand appeal
"That is a real test of patience," Chile's minister said in Kenya. | assessment
"""


@pytest.mark.parametrize("row", NONE.strip().splitlines())
@pytest.mark.parametrize("judged", [False, True])
def test_other_senses_take_no_position(code: Code, row: str, judged: bool) -> None:
    text, kinds = row.split(" | ")
    found = (_judging() if judged else code)(text, published="2024-05-15").statements
    assert not {each.kind for each in found} & set(kinds.split())


def _judging() -> Code:
    from detente.coding.coder import Coder

    return Coder().code


def test_who_is_asked_and_is_no_state_is_told(code: Code) -> None:
    found = code("Chile met Kenya on Monday. Kenya urged tea companies to leave Chile.").statements
    (appeal,) = [each for each in found if each.kind == "appeal"]
    assert [actor.country for actor in appeal.addressees] == [None]


def test_nor_stays_with_its_clause() -> None:
    found = _judging()(
        "We condemn Chile's raid. Nor will we change where our ships sail off Chile.",
        published="2024-05-15", genre="statement", outlet="Government of Kenya",
    ).statements  # fmt: skip
    assert all("will we change" not in each.about.text[:15] for each in found)


ISSUED = (
    (
        "Oslo, 5 May 2024. The Ministry of Foreign Affairs announced the following, after the speaker "
        "of the Chilean Senate sailed to the island. We demand that Chile withdraw.",
        "statement", None, "NOR",
    ),
    (
        "The Foreign Ministry answered a question on Sunday.\n\nQUESTION: The United States sold arms to "
        "Peru. What will Chile do?\n\nANSWER: We urge the United States to stop. Chile will act.",
        "statement", None, "CHL",
    ),
    (
        "The department's spokesman took questions.\n\nQUESTION: Does Chile help Peru?\n\n"
        "SPOKESMAN: We urge Chile to stop.",
        "transcript", "State Department briefing on Chile", "USA",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("text", "genre", "title", "state"), ISSUED)
def test_the_office_at_the_head_speaks(
    code: Code, text: str, genre: str, title: str | None, state: str
) -> None:
    from detente.coding.coder import Coder

    found = Coder().code(text, "2024-05-15", genre=genre, title=title).statements  # type: ignore[arg-type]
    asked = [each for each in found if each.kind in ("demand", "appeal")]
    assert {each.speaker.country for each in asked} == {state}
