"""Time expressions against the day of publication, and the dates of acts."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import Code
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.coder import Coder
from detente.coding.time.calendar import month, part, quarter, season, week
from detente.coding.time.expressions import Clock, find_expressions

BUGS: dict[str, str] = {}
"""Start of a row to the reason why it is not read rightly yet."""

# expression | published | direction (- back, + forward) | start | end | precision | basis
# 15 May 2024 is a Wednesday; `none` where the expression is seen and no day is known
EXPRESSIONS = """
2024-03-09 | 2024-05-15 | - | 2024-03-09 | 2024-03-09 | day | explicit
March 9, 2023 | 2024-05-15 | - | 2023-03-09 | 2023-03-09 | day | explicit
9 March 2023 | 2024-05-15 | - | 2023-03-09 | 2023-03-09 | day | explicit
the 9th of March 2023 | 2024-05-15 | - | 2023-03-09 | 2023-03-09 | day | explicit
March 9 | 2024-05-15 | - | 2024-03-09 | 2024-03-09 | day | explicit
June 20 | 2024-05-15 | - | 2023-06-20 | 2023-06-20 | day | explicit
June 20 | 2024-05-15 | + | 2024-06-20 | 2024-06-20 | day | explicit
March 9 | 2024-05-15 | + | 2025-03-09 | 2025-03-09 | day | explicit
Dec. 30 | 2024-01-02 | - | 2023-12-30 | 2023-12-30 | day | explicit
January 3 | 2023-12-29 | + | 2024-01-03 | 2024-01-03 | day | explicit
Sept. 5 | 2024-05-15 | + | 2024-09-05 | 2024-09-05 | day | explicit
May 6-9 | 2024-05-15 | - | 2024-05-06 | 2024-05-09 | day | explicit
May 6 to 9 | 2024-05-15 | - | 2024-05-06 | 2024-05-09 | day | explicit
6-9 May 2022 | 2024-05-15 | - | 2022-05-06 | 2022-05-09 | day | explicit
April 28 to May 3, 2021 | 2024-05-15 | - | 2021-04-28 | 2021-05-03 | day | explicit
28 April to 3 May | 2024-05-15 | - | 2024-04-28 | 2024-05-03 | day | explicit
December 28 to January 2 | 2024-01-05 | - | 2023-12-28 | 2024-01-02 | day | explicit
December 28 to January 2, 2020 | 2024-01-05 | - | 2019-12-28 | 2020-01-02 | day | explicit
30 December to 2 January | 2023-12-20 | + | 2023-12-30 | 2024-01-02 | day | explicit
February 29 | 2024-03-02 | - | 2024-02-29 | 2024-02-29 | day | explicit
February 29, 2020 | 2024-03-02 | - | 2020-02-29 | 2020-02-29 | day | explicit
February 29, 2023 | 2024-03-02 | - | none
February 29 | 2023-05-15 | - | none
June 31 | 2024-07-15 | - | none
April 31, 2022 | 2024-07-15 | - | none
2023-13-01 | 2024-05-15 | - | none
March 2021 | 2024-05-15 | - | 2021-03-01 | 2021-03-31 | month | explicit
early March 2021 | 2024-05-15 | - | 2021-03-01 | 2021-03-10 | month | explicit
late March 2021 | 2024-05-15 | - | 2021-03-21 | 2021-03-31 | month | explicit
mid-March 2021 | 2024-05-15 | - | 2021-03-11 | 2021-03-20 | month | explicit
the end of 2021 | 2024-05-15 | - | 2021-09-01 | 2021-12-31 | year | explicit
in March | 2024-05-15 | - | 2024-03-01 | 2024-03-31 | month | explicit
in August | 2024-05-15 | - | 2023-08-01 | 2023-08-31 | month | explicit
in August | 2024-05-15 | + | 2024-08-01 | 2024-08-31 | month | explicit
in May | 2024-05-15 | - | 2024-05-01 | 2024-05-31 | month | explicit
in May | 2024-05-15 | + | 2024-05-01 | 2024-05-31 | month | explicit
next May | 2024-03-15 | + | 2024-05-01 | 2024-05-31 | month | explicit
last December | 2024-01-15 | - | 2023-12-01 | 2023-12-31 | month | explicit
in 2019 | 2024-05-15 | - | 2019-01-01 | 2019-12-31 | year | explicit
early 2019 | 2024-05-15 | - | 2019-01-01 | 2019-04-30 | year | explicit
the 1990s | 2024-05-15 | - | 1990-01-01 | 1999-12-31 | decade | explicit
summer of 2018 | 2024-05-15 | - | 2018-06-01 | 2018-08-31 | season | explicit
winter 2018 | 2024-05-15 | - | 2018-12-01 | 2019-02-28 | season | explicit
winter 2019 | 2024-05-15 | - | 2019-12-01 | 2020-02-29 | season | explicit
last summer | 2024-05-15 | - | 2023-06-01 | 2023-08-31 | season | relative
next spring | 2024-10-15 | + | 2025-03-01 | 2025-05-31 | season | relative
next autumn | 2024-05-15 | + | 2024-09-01 | 2024-11-30 | season | relative
next winter | 2024-05-15 | + | 2024-12-01 | 2025-02-28 | season | relative
last winter | 2024-05-15 | - | 2023-12-01 | 2024-02-29 | season | relative
the second quarter of 2022 | 2024-05-15 | - | 2022-04-01 | 2022-06-30 | quarter | explicit
the fourth quarter | 2024-05-15 | + | 2024-10-01 | 2024-12-31 | quarter | explicit
Monday | 2024-05-15 | - | 2024-05-13 | 2024-05-13 | day | relative
Wednesday | 2024-05-15 | - | 2024-05-15 | 2024-05-15 | day | relative
Thursday | 2024-05-15 | - | 2024-05-09 | 2024-05-09 | day | relative
Thursday | 2024-05-15 | + | 2024-05-16 | 2024-05-16 | day | relative
last Wednesday | 2024-05-15 | - | 2024-05-08 | 2024-05-08 | day | relative
next Wednesday | 2024-05-15 | + | 2024-05-22 | 2024-05-22 | day | relative
this Friday | 2024-05-15 | + | 2024-05-17 | 2024-05-17 | day | relative
Sunday | 2024-01-02 | - | 2023-12-31 | 2023-12-31 | day | relative
the weekend | 2024-05-15 | - | 2024-05-11 | 2024-05-12 | day | relative
this weekend | 2024-05-15 | + | 2024-05-18 | 2024-05-19 | day | relative
next weekend | 2024-05-15 | + | 2024-05-25 | 2024-05-26 | day | relative
today | 2024-05-15 | - | 2024-05-15 | 2024-05-15 | day | relative
yesterday | 2024-03-01 | - | 2024-02-29 | 2024-02-29 | day | relative
yesterday | 2024-01-01 | - | 2023-12-31 | 2023-12-31 | day | relative
the day before yesterday | 2024-05-15 | - | 2024-05-13 | 2024-05-13 | day | relative
tomorrow | 2024-02-28 | + | 2024-02-29 | 2024-02-29 | day | relative
last night | 2024-05-15 | - | 2024-05-14 | 2024-05-14 | day | relative
three days ago | 2024-05-15 | - | 2024-05-12 | 2024-05-12 | day | relative
two weeks ago | 2024-05-15 | - | 2024-04-29 | 2024-05-05 | week | relative
two months ago | 2024-01-31 | - | 2023-11-01 | 2023-11-30 | month | relative
a year ago | 2024-02-29 | - | 2023-01-01 | 2023-12-31 | year | relative
10 years ago | 2024-05-15 | - | 2014-01-01 | 2014-12-31 | year | relative
last week | 2024-01-03 | - | 2023-12-25 | 2023-12-31 | week | relative
this week | 2024-05-15 | + | 2024-05-13 | 2024-05-19 | week | relative
earlier this month | 2024-05-15 | - | 2024-05-01 | 2024-05-15 | month | relative
last month | 2024-01-15 | - | 2023-12-01 | 2023-12-31 | month | relative
next month | 2024-12-15 | + | 2025-01-01 | 2025-01-31 | month | relative
late last year | 2024-05-15 | - | 2023-09-01 | 2023-12-31 | year | relative
next year | 2024-05-15 | + | 2025-01-01 | 2025-12-31 | year | relative
New Year's Eve | 2024-01-02 | - | 2023-12-31 | 2023-12-31 | day | relative
New Year's Day | 2023-12-28 | + | 2024-01-01 | 2024-01-01 | day | relative
three days ago | - | - | none
Monday | - | - | none
March 9 | - | - | none
March 9, 2023 | - | - | 2023-03-09 | 2023-03-09 | day | explicit
"""


def _cases(table: str) -> list[object]:
    found = []
    for line in table.strip().splitlines():
        reason = next((why for start, why in BUGS.items() if line.startswith(start)), None)
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        cells = [cell.strip() for cell in line.split(" | ")]
        found.append(pytest.param(*cells[:3], cells[3:], marks=marks, id=" ".join(cells[:3])))
    return found


@pytest.mark.parametrize(("words", "published", "direction", "expected"), _cases(EXPRESSIONS))
def test_expression(words: str, published: str, direction: str, expected: list[str]) -> None:
    day = None if published == "-" else dt.date.fromisoformat(published)
    clock = Clock(day, -1 if direction == "-" else 1, None)
    (found,) = find_expressions(f"It happened {words}.")
    dated = found.read(clock)
    told = [str(dated.start), str(dated.end), dated.precision, dated.basis] if dated else ["none"]
    assert told == expected


# a date inside a name dates the thing, not the act; numbers are not dates
@pytest.mark.parametrize(
    "text",
    [
        "The 1999 treaty stands.",
        "They quoted the August 17 communique.",
        "It may rain and march on.",
        "Flight 2020 had 1995 seats.",
        "The sun rose.",
    ],
)
def test_not_a_time(text: str) -> None:
    assert list(find_expressions(text, Clock(dt.date(2024, 5, 15), -1, None))) == []


def test_anchor_is_what_earlier_counts_from() -> None:
    clock = Clock(dt.date(2024, 5, 15), -1, dt.date(2024, 3, 1))
    dated = [found.dated for found in find_expressions("A day earlier it began.", clock)]
    assert [str(one.start) for one in dated if one] == ["2024-02-29"]


# sentence | published | start end precision basis, and `recalled` where it is background
ACTS = """
Chad expelled a Libyan envoy. | 2024-05-15 | 2024-05-15 2024-05-15 day publication
Chad expelled a Libyan envoy on Monday. | 2024-05-15 | 2024-05-13 2024-05-13 day relative
Chad expelled a Libyan envoy in 2011. | 2024-05-15 | 2011-01-01 2011-12-31 year explicit recalled
Chad attacked Libya in January. | 2024-05-15 | 2024-01-01 2024-01-31 month explicit recalled
Chad expelled a Libyan envoy in March. | 2024-05-15 | 2024-03-01 2024-03-31 month explicit
Chad had expelled a Libyan envoy. | 2024-05-15 | - recalled
Chad will expel a Libyan envoy on Friday. | 2024-05-15 | 2024-05-17 2024-05-17 day relative
Chad may expel a Libyan envoy. | 2024-05-15 | -
Chad will sanction Libya. | 2024-05-15 | 2024-05-15 2024-05-15 day publication
Chad expelled a Libyan envoy. | - | -
Chad expelled a Libyan envoy on Monday. | - | -
Chad expelled a Libyan envoy on 3 March 2011. | - | 2011-03-03 2011-03-03 day explicit
Iraq invaded Kuwait on 2 August 1990. | 2024-05-15 | 1990-08-02 1990-08-02 day explicit recalled
Fiji shelled Tonga from December 30 to January 2. | 2024-01-05 | 2023-12-30 2024-01-02 day explicit
Cuba signed the 1994 treaty with Haiti on Tuesday. | 2024-05-15 | 2024-05-14 2024-05-14 day relative
Togo has banned rice from Benin since March. | 2024-05-15 | 2024-03-01 2024-05-15 month explicit
Italy met Malta on Monday and meets Oman today. | 2024-05-15 | 2024-05-13 2024-05-13 day relative
"""


def _acts() -> list[object]:
    found = []
    for line in ACTS.strip().splitlines():
        reason = next((why for start, why in BUGS.items() if line.startswith(start)), None)
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        cells = line.split(" | ")
        found.append(pytest.param(*cells, marks=marks))
    return found


@pytest.mark.parametrize(("sentence", "published", "expected"), _acts())
def test_date_of_an_act(code: Code, sentence: str, published: str, expected: str) -> None:
    event = code(sentence, published=None if published == "-" else published).events[0]
    told = "-"
    if event.date_start:
        told = f"{event.date_start} {event.date_end} {event.date_precision} {event.date_basis}"
    assert told + (" recalled" if event.recalled else "") == expected


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Chad expelled a Libyan envoy.", "none of publication"),
        ("Chad expelled a Libyan envoy on Monday.", "needs a publication date"),
    ],
)
def test_reason_where_there_is_no_date(coder: Coder, sentence: str, reason: str) -> None:
    (trace,) = coder.explain(sentence)
    assert reason in "; ".join(trace.dating)


def test_a_day_earlier_counts_from_the_last_act(code: Code) -> None:
    text = (
        "Niger expelled a French envoy on Monday. "
        "A day earlier, Niger closed its border with Benin."
    )
    starts = [str(event.date_start) for event in code(text).events]
    assert starts == ["2024-05-13", "2024-05-12"]


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@given(DAYS, st.integers(-30, 30))
def test_calendar_stretches_hold_their_days(day: dt.date, shift: int) -> None:
    first, last = week(day)
    assert first.weekday() == 0 and first <= day <= last == first + dt.timedelta(days=6)
    first, last = month(day.year, day.month)
    assert first <= day <= last and first.day == 1 and (last + dt.timedelta(days=1)).day == 1
    number = (day.month + 2) // 3
    assert quarter(day.year, number)[0] <= day <= quarter(day.year, number)[1]
    assert month(day.year, day.month + shift)[0].month == (day.month + shift - 1) % 12 + 1


@given(st.integers(1900, 2100), st.sampled_from(["winter", "spring", "summer", "autumn"]))
def test_parts_of_a_season_lie_inside_it(year: int, name: str) -> None:
    start, end = season(year, name)
    pieces = [part(start, end, which) for which in ("early", "mid", "late")]
    assert pieces[0][0] == start and pieces[-1][1] == end
    assert all(first <= last for first, last in pieces)
    assert pieces[0][1] < pieces[1][0] and pieces[1][1] < pieces[2][0]


WORDS = ["Monday", "last week", "in May", "May 3-9", "a month ago", "next year", "late 2020"]


@given(st.sampled_from(WORDS), DAYS, st.sampled_from([-1, 1]))
def test_start_never_after_end(words: str, day: dt.date, direction: int) -> None:
    for found in find_expressions(f"Then, {words}, it was so.", Clock(day, direction, None)):
        assert found.dated is None or found.dated.start <= found.dated.end
