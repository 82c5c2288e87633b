"""Every time expression of a text: its offsets, its days, and the direction that its verb gives."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.coder import Coder

# Published on Wednesday, 15 May 2024; first days of the expressions in order, `none` for no days
TOLD = """
Peru closed the port on Friday. | 2024-05-10
Peru will close the port on Friday. | 2024-05-17
Peru was to close the port on Friday. | 2024-05-17
Peru has closed ports since Friday. | 2024-05-10
The port was closed on Friday. | 2024-05-10
The port will be closed on Friday. | 2024-05-17
Peru told a court that it would close the port on Friday. | 2024-05-17
Talks scheduled for Friday worry the ministry. | 2024-05-17
A statement released on Friday worries the ministry. | 2024-05-10
Peru will close the port on Friday, it said on Tuesday. | 2024-05-17, 2024-05-14
The port was closed in August. | 2023-08-01
The port will be closed in August. | 2024-08-01
The port was closed on 20 June. | 2023-06-20
A quiet harbour, a Friday in Lima. | 2024-05-10
LIMA, May 14 (Harbour News) -- Peru will close the port on Friday. | 2024-05-14, 2024-05-17
Peru closed the port on May 3 and reopened it two days later. | 2024-05-03, 2024-05-05
Peru closed the port on May 3. It rained. A day later it reopened. | 2024-05-03, 2024-05-04
It reopened on the same day. | none
It has rained in recent weeks. | none
The port is open. |
""".strip().splitlines()


@pytest.mark.parametrize("row", TOLD, ids=lambda row: row.split("|")[0].strip())
def test_days_of_a_text(coder: Coder, row: str) -> None:
    text, wanted = (part.strip() for part in row.rsplit("|", 1))
    found = coder.dates(text, published="2024-05-15")
    told = [each.dated.start.isoformat() if each.dated else "none" for each in found]
    assert ", ".join(told) == wanted


def test_without_a_day_of_publication_only_what_is_told_in_full_has_days(coder: Coder) -> None:
    found = coder.dates("Peru closed the port on Friday, as on 4 March 2022.")
    assert [each.dated and each.dated.start for each in found] == [None, dt.date(2022, 3, 4)]


def test_a_table_without_full_stops_is_read_too(coder: Coder) -> None:
    text = "Peru will close, " * 100 + "on Friday"
    (found,) = coder.dates(text, published="2024-05-15")
    assert (found.text, found.dated and found.dated.start) == ("Friday", dt.date(2024, 5, 10))


WORDS = (
    "on Friday|Peru|will|closed|4 March 2022|two days later|.|\n\n|  |the same day|LIMA, May 3 --|“|"
    "in August|é"
)
PIECES = st.lists(st.sampled_from(WORDS.split("|")), max_size=14)


@settings(max_examples=40)
@given(pieces=PIECES)
def test_offsets_give_the_text_and_come_in_order(coder: Coder, pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = coder.dates(text, published="2024-05-15")
    assert all(text[each.start : each.end] == each.text for each in found)
    assert [each.start for each in found] == sorted({each.start for each in found})
    assert found == coder.dates(text, published="2024-05-15")
