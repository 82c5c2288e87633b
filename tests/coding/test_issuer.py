"""Texts that an office issues: its own offices are its state's, what it recalls is no news.

A case is `text | record; record`; the records are those of its last sentence.
"""

from __future__ import annotations

import pytest

from conftest import Code, Tell
from detente.coding.voice.quotes import turns

OUTLET = "Office of the President of Kenya"
ISSUED = """
The President met Uganda's foreign minister on Monday. | CONSULT KEN + UGA
The Vice President visited Kampala on Monday. Uganda is grateful. | none
This administration condemned Uganda on Monday. | ACCUSE/disapprove KEN > UGA
The Secretary of State accused Uganda on Monday. | ACCUSE/allege KEN > UGA
Ugandan President Museveni spoke. The President condemned Kenya on Monday. | ACCUSE/disapprove UGA > KEN
The president of the bar condemned Uganda on Monday. | ACCUSE/disapprove ? > UGA
We condemned Uganda on Monday. | ACCUSE/disapprove KEN > UGA
Our two countries met last week. Uganda was on time. | none
Uganda was on time. Our two countries met last week. | CONSULT KEN + UGA
Uganda and Kenya agree. Whenever the President meets Uganda's premier they talk of fish. | none
We always condemn Uganda when our envoys meet Ugandan ministers. | none
Every time Kenyan and Ugandan ministers meet, it rains. | none
Uganda was early. We will have a delegation meet with their delegation. | AGREE KEN + UGA planned
"""


def _cases() -> list[object]:
    return [pytest.param(*line.split(" | ")) for line in ISSUED.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), _cases())
def test_own_offices(code: Code, tell: Tell, text: str, expected: str) -> None:
    events = code(text, genre="transcript", outlet=OUTLET).events
    last = max((event.sentence for event in events), default=0)
    closing = [event for event in events if event.sentence == last == text.count(". ")]
    assert "; ".join(tell(event) for event in closing) == expected.replace("none", "")


@pytest.mark.parametrize("outlet", [None, "The Lake Post"])
def test_no_office_is_of_a_paper(code: Code, outlet: str | None) -> None:
    (event,) = code("The President condemned Uganda.", genre="transcript", outlet=outlet).events
    assert event.actors[0].country is None


def test_issuer_speaks_before_the_first_turn(code: Code) -> None:
    text = "We urge Uganda to open the border.\nMS. OTIENO: Uganda must pay.\n"
    found = code(text, genre="transcript", outlet=OUTLET).statements
    assert [(each.kind, each.speaker.name or each.speaker.text) for each in found] == [
        ("appeal", OUTLET),
        ("demand", "MS. OTIENO"),
    ]


def test_a_bare_q_opens_a_question() -> None:
    text = "Q While Chad sleeps, will you act?\nMR. MWANGI: We will.\nIRAQ The wells are dry.\n"
    assert [turn.label for turn in turns(text, 1)] == ["Q", "MR. MWANGI"]


RECALLED = """
We have condemned Uganda. | - recalled
We have condemned Uganda today. | 2024-05-15
When the President visited Uganda, it rained. | - recalled
We condemn Uganda. | 2024-05-15
You will recall that Uganda accused Kenya. | - recalled
The President visited Uganda in March 2021. Uganda praised Kenya. | 2021-03-01 recalled
The President visited Uganda in March 2021. Uganda praises Kenya. | 2024-05-15
The President visited Uganda in March 2021. Uganda praised Kenya on Monday. | 2024-05-13
The President visited Uganda in March 2021. Chad praised Niger. | 2024-05-15
"""


@pytest.mark.parametrize(
    ("text", "expected"), [line.split(" | ") for line in RECALLED.strip().splitlines()]
)
def test_what_is_recalled_is_no_news(code: Code, text: str, expected: str) -> None:
    event = code(text, genre="transcript", outlet=OUTLET).events[-1]
    told = str(event.date_start) if event.date_start else "-"
    assert told + (" recalled" if event.recalled else "") == expected


def test_perfect_of_a_statement_is_its_news(code: Code) -> None:
    (event,) = code("We have condemned Uganda.", genre="statement", outlet=OUTLET).events
    assert (str(event.date_start), event.recalled) == ("2024-05-15", False)


def test_you_who_recall_report_nothing(code: Code) -> None:
    text = "You will recall that Uganda accused Chad in May 2020."
    (event,) = code(text, genre="transcript", outlet=OUTLET).events
    assert event.reported_by is not None and event.reported_by.country == "KEN"
