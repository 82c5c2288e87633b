"""The page on dates tells what the code does."""

from __future__ import annotations

import datetime as dt

import pytest
from doc_pages import section, text_of

from detente.coding.coder import Coder
from detente.coding.time.expressions import Clock
from detente.coding.time.scanning import find_expressions

WEDNESDAY = dt.date(2024, 5, 15)

# what the table says in words, in days; `+` where the verb looks ahead
TOLD = """
on May 6 | - | 2024-05-06 | 2024-05-06
the sixth of May | - | 2024-05-06 | 2024-05-06
on the 6th, | - | 2024-05-06 | 2024-05-06
the third of next month | + | 2024-06-03 | 2024-06-03
the eve of May Day | - | 2024-04-30 | 2024-04-30
on Tuesday | - | 2024-05-14 | 2024-05-14
on Tuesday | + | 2024-05-21 | 2024-05-21
last Friday | - | 2024-05-10 | 2024-05-10
next Friday | + | 2024-05-17 | 2024-05-17
Friday week | + | 2024-05-24 | 2024-05-24
at the weekend | - | 2024-05-11 | 2024-05-12
next weekend | + | 2024-05-25 | 2024-05-26
the week before last | - | 2024-04-29 | 2024-05-05
mid-May | - | 2024-05-11 | 2024-05-20
late 2023 | - | 2023-09-01 | 2023-12-31
the second half of May | + | 2024-05-16 | 2024-05-31
the first half of the year | + | 2024-01-01 | 2024-06-30
the winter of 1967 | - | 1967-12-01 | 1968-02-29
the late seventies | - | 1977-01-01 | 1979-12-31
from Tuesday to Friday | - | 2024-05-07 | 2024-05-10
two weeks ago | - | 2024-04-29 | 2024-05-05
four months ago | - | 2024-01-01 | 2024-01-31
in three weeks | + | 2024-06-03 | 2024-06-09
"""


# after `On 3 November 1911 Peru left.`, in a text without a day
RUNNING = """
On 12 December | 1911-12-12 | 1911-12-12
On the 16th | 1911-11-16 | 1911-11-16
On Tuesday | 1911-11-07 | 1911-11-07
In January | 1912-01-01 | 1912-01-31
The following day | 1911-11-04 | 1911-11-04
A week later | 1911-11-10 | 1911-11-10
That month | 1911-11-01 | 1911-11-30
By the end of the month | 1911-11-21 | 1911-11-30
The previous week | 1911-10-23 | 1911-10-29
"""


@pytest.mark.parametrize("row", RUNNING.strip().splitlines())
def test_narratives_of_the_page(row: str) -> None:
    words, start, end = row.split(" | ")
    assert words in text_of("dates.md")
    _, found = Coder().dates(f"On 3 November 1911 Peru left. {words} it returned.")
    assert found.dated is not None
    assert (str(found.dated.start), str(found.dated.end)) == (start, end)


@pytest.mark.parametrize("row", TOLD.strip().splitlines())
def test_expressions_of_the_page(row: str) -> None:
    words, way, start, end = row.split(" | ")
    assert words.strip(",").removeprefix("on ").removeprefix("at ") in text_of("dates.md")
    (found,) = find_expressions(f"It happens {words}")
    dated = found.read(Clock(WEDNESDAY, 1 if way == "+" else -1))
    assert dated is not None
    assert (str(dated.start), str(dated.end)) == (start, end)


def test_the_example_of_the_page() -> None:
    code = section("dates.md", "From Python").split("```")[1].removeprefix("python\n")
    names: dict[str, object] = {}
    exec(
        code.replace("import detente", "").replace("detente.Coder()", "coder"),
        {"coder": Coder()},
        names,
    )
    told = names["told"]
    assert str((told.status, told.dating.start)) in code  # type: ignore[attr-defined]
