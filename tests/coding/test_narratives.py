"""Days of a narrative: what is told once of year, month and day runs on through the text."""

from __future__ import annotations

import datetime as dt

import pytest

from conftest import Code
from detente.coding.coder import Coder
from detente.coding.grammar.pipeline import parse_sentences
from detente.coding.sentences import split_sentences
from detente.coding.time.dateline import day_of_text
from detente.coding.time.timeline import Timeline

# text | published, or - | days of its expressions in order: a day, a month, a year, from..to or none
RUNS = """
On 3 May 1911 Peru left. On 12 July it returned. | - | 1911-05-03 1911-07-12
On 3 May 1911 Peru left. In August it returned. | - | 1911-05-03 1911-08
On 3 May 1911 Peru left. On the 16th it returned. | - | 1911-05-03 1911-05-16
On 28 May 1911 Peru left. On the 3rd it returned. | - | 1911-05-28 1911-06-03
In May 1911 Peru left. On the 16th Chile did. | - | 1911-05 1911-05-16
On 3 May 1911 Peru left. The following day it returned. | - | 1911-05-03 1911-05-04
On 3 May 1911 Peru left. The next morning it returned. | - | 1911-05-03 1911-05-04
On 3 May 1911 Peru left. A week later it returned. | - | 1911-05-03 1911-05-10
On 3 May 1911 Peru left. It returned two days later. | - | 1911-05-03 1911-05-05
On 3 May 1911 Peru left. The same day it returned. | - | 1911-05-03 1911-05-03
On 3 May 1911 Peru left. That month it returned. | - | 1911-05-03 1911-05
On 3 May 1911 Peru left. Later that year it returned. | - | 1911-05-03 1911
On 3 May 1911 Peru left. By the end of the month it was back. | - | 1911-05-03 1911-05-21..1911-05-31
On 3 May 1911 Peru left. The previous week Chile had stayed. | - | 1911-05-03 1911-04-24..1911-04-30
On 3 May 1911 Peru left. On Friday it returned. | - | 1911-05-03 1911-05-05
On 3 May 1911 Peru left. In the autumn it returned. | - | 1911-05-03 1911-09-01..1911-11-30
On 3 November 1911 Peru left. In January it returned. | - | 1911-11-03 1912-01
On 3 May 1911 Peru left. In March it had stayed. | - | 1911-05-03 1911-03
On 2 January 1911 Peru left. On 30 December it had stayed. | - | 1911-01-02 1910-12-30
In 1911 Peru left. On 12 July it returned. On 2 March 1912 it left. | - | 1911 1911-07-12 1912-03-02
On 12 July Peru left. On 2 September 1911 it returned. | - | 1911-07-12 1911-09-02
It lasted from 3 May to 2 June 1911. On 12 May Peru left. | - | 1911-05-03..1911-06-02 1911-05-12
On 3 May 1911 Peru left, a member since 1890. On 9 May Chile left. | - | 1911-05-03 1890 1911-05-09
On 3 May 1911 Peru left the pact of 1890. On 9 May Chile left. | - | 1911-05-03 1890 1911-05-09
On 3 May 1911 Peru left. In 1890 it had joined. On 9 May Chile left. | - | 1911-05-03 1890 1911-05-09
On 3 May 1911 Peru left. It will vote in June 1915. On 9 May Chile left. | - | 1911-05-03 1915-06 1911-05-09
Peru left on Monday. | - | none
Peru left last week. | - | none
On 3 May 1998 Peru left. On 9 July it came. In August it left. | 2024-05-15 | 1998-05-03 1998-07-09 1998-08
On 3 May 1998 Peru left. On the 16th it returned. | 2024-05-15 | 1998-05-03 1998-05-16
On 3 May 1998 Peru left. Two days later it returned. | 2024-05-15 | 1998-05-03 1998-05-05
On 3 May 1998 Peru left. On 9 May it met Chile. | 2024-05-15 | 1998-05-03 2024-05-09
The men tried for the 3 May 1998 raid left in July. | 2024-05-15 | 1998-05-03 2023-07
"""


def _short(start: dt.date, end: dt.date, precision: str) -> str:
    if (
        precision in ("month", "year")
        and start.day == 1
        and (start.month == 1 or precision == "month")
    ):
        whole = str(start)[: 7 if precision == "month" else 4]
        if precision == "year" or (end + dt.timedelta(days=1)).day == 1:
            return whole
    return str(start) if start == end else f"{start}..{end}"


@pytest.fixture(scope="module")
def plain() -> Coder:
    return Coder()


@pytest.mark.parametrize("row", RUNS.strip().splitlines())
def test_days_run_on(plain: Coder, row: str) -> None:
    text, published, expected = row.split(" | ")
    told = plain.dates(text, published=None if published == "-" else published)
    found = [_short(each.dated.start, each.dated.end, each.dated.precision) if each.dated else "none"
             for each in told]  # fmt: skip
    assert found == expected.split()


# text without a date of publication | first day and unit of its last event, or -
ACTS = """
On 3 May 1911 Chad expelled a Libyan envoy. | 1911-05-03 day
On 3 May 1911 riots began. On the 9th the army of Chad shelled Libya. | 1911-05-09 day
On 3 May 1911 riots began. Chad expelled a Libyan envoy. | 1911-05-03 day
On 3 May 1911 riots began, and Chad expelled a Libyan envoy. | 1911-05-03 day
In May 1911 riots began. Chad expelled a Libyan envoy. | 1911-05-01 month
Riots began. Chad expelled a Libyan envoy. | -
"""


@pytest.mark.parametrize("row", ACTS.strip().splitlines())
def test_acts_of_a_narrative(code: Code, row: str) -> None:
    text, expected = row.split(" | ")
    event = code(text, published=None).events[-1]
    told = f"{event.date_start} {event.date_precision}"
    assert (told if event.date_start else "-") == expected


def test_a_day_told_long_before_fades_to_its_month(code: Code) -> None:
    text = "On 3 May 1911 riots began. " + "Shops were shut. " * 8 + "Chad expelled a Libyan envoy."
    event = code(text, published=None).events[-1]
    assert (str(event.date_start), str(event.date_end)) == ("1911-05-01", "1911-05-31")


def test_the_date_of_words_that_are_pointed_at() -> None:
    text = "On 3 May 1911 Peru left. Chile wept. On the 9th it returned, and Cuba wept in June."
    timeline = Timeline.of(text, None)
    spans = split_sentences(text)
    parses = parse_sentences((text[span.start : span.end], span.start) for span in spans)
    for index, (span, parse) in enumerate(zip(spans, parses, strict=True)):
        dates = timeline.at(index, parse, span.end)
        timeline = dates.after()

    def told(words: str) -> str | None:
        found = dates.told_at(text.index(words), text.index(words) + len(words))
        return str(found.start) if found else None

    assert told("3 May 1911") == told("On 3 May") == told("May") == "1911-05-03"
    assert told("On the 9th it returned") == "1911-05-09"
    assert told("in June") == "1911-06-01"
    assert told("Chile wept") is None


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("LIMA, March 9, 1911 - Talks began.", "1911-03-09"),
        ("9 March 1911\n\nTalks began.", "1911-03-09"),
        ("On 9 March 1911 talks began.", "None"),
        ("LIMA, March 9 - Talks began.", "None"),
    ],
)
def test_a_text_tells_its_own_day(opening: str, day: str) -> None:
    assert str(day_of_text(opening, None)) == day
