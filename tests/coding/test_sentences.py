"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.sentences import split_sentences

# `‖` marks where one sentence ends and the next begins; a text without it is one sentence
CASES = (
    "Mr. Tan flew to Hanoi. ‖He met Gen. Vo there.",
    "The U.S. Embassy in Lima was shut. ‖Staff left at 5 p.m. on Friday.",
    "She returned to the U.S. ‖The talks had failed.",
    "He works for the U.N. in Geneva. ‖She does not.",
    "Talks were held in Washington, D.C. ‖They ended early.",
    "The envoy, Dr. A. B. Okafor, left Abuja on Jan. 3. ‖Nobody followed.",
    "Acme Co. Ltd. sold Peru ten buses.",
    "NAIROBI, May 3 (Wire) — Kenya opened a bridge. ‖Uganda did too.",
    "SUVA, Fiji — Tonga sent a ship.",
    "“We will wait,” he said. ‖“Then we will act.” ‖Fiji agreed.",
    '"Is it over?" she asked. ‖Nobody spoke.',
    "He asked, “Why now?” ‖“Because,” she said.",
    "Stop! ‖Who goes there? ‖It is Mali.",
    "The loan was 3.5 billion pesos. ‖Chile paid 1.2 billion.",
    "Oman waited… ‖Yemen did not.",
    "TALKS FAIL IN QUITO\n‖Ecuador and Peru broke off talks on Monday. ‖No date was set.",
    "Ties restored\n\n‖Chad and Sudan restored ties.",
    "First line without a stop\n\n‖Second paragraph here.",
    # wrapped to a width: line ends inside a sentence are spaces
    "The foreign minister of Bhutan arrived in Dhaka on\nSunday for talks on rivers and power. "
    "‖He leaves\non Tuesday.",
    "  \n Malta slept.  \n",
    "The vote was 5 to 4. ‖Togo lost.",
    "Sen. Diaz and Rep. Cho visited Cuba.",
    "Vol. 3, No. 7 covers Laos.",
    "(Belize denied it.) ‖Mexico did not.",
    "Sudan’s army left. ‖“So did ours,” said Chad.",
    "Chad left.[1] ‖Sudan stayed.[12][13] ‖Togo slept.",
    "Chad left.\u200b ‖Sudan stayed.",
    "They stood where he sat. ‖Peru sent art. ‖Chile said no. ‖On Sat. 5 May it left.",
    # a list of headlines: there the next word would have fitted into the longest line
    "Chile put tariffs on Norwegian salmon and trout\n‖Fiji expelled two Tongan envoys over a ship\n"
    "‖Japan and Peru agreed to share radar data on fishing boats",
    "Wrapped as a mail is,\r\n‖with other line ends.\r\n\r\n‖Second paragraph.",
)


@pytest.mark.parametrize("case", CASES)
def test_sentences(case: str) -> None:
    text = case.replace("‖", "")
    found = [text[span.start : span.end] for span in split_sentences(text)]
    assert found == [part.strip() for part in case.split("‖")]


def test_paragraphs_are_counted() -> None:
    spans = split_sentences("Fiji won. Samoa lost.\n\nTonga drew.\n \nNauru left.")
    assert [span.paragraph for span in spans] == [0, 0, 1, 2]


def test_a_long_run_without_a_space_is_no_trouble() -> None:
    text = "A" * 200_000 + " Chad left. Sudan stayed."
    assert [span.start for span in split_sentences(text)] == [0, 200_012]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\t \r\n"])
def test_nothing_in_nothing(text: str) -> None:
    assert split_sentences(text) == []


PIECES = (
    "Mr. Ali",
    "The U.S. ",
    "“No,” ",
    '." ',
    "\n",
    "\n\n",
    "a.m. ",
    "3.5 ",
    "? ",
    "… ",
    "Fiji. ",
)
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12))).map("".join)


@given(TEXTS)
def test_spans_are_in_order_and_cover_the_text(text: str) -> None:
    spans = split_sentences(text)
    covered: set[int] = set()
    last = 0
    for span in spans:
        assert last <= span.start < span.end
        last = span.end
        covered.update(range(span.start, span.end))
        sentence = text[span.start : span.end]
        assert sentence == sentence.strip()
    assert {at for at, sign in enumerate(text) if not sign.isspace()} <= covered


@given(TEXTS)
def test_paragraph_numbers_never_fall(text: str) -> None:
    numbers = [span.paragraph for span in split_sentences(text)]
    assert numbers == sorted(numbers)
