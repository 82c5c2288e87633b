"""Who tells it, and how: what the report says of outlets and thirds, and when it says that it cannot."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from reporting_world import article, words

from detente.comparing import Framing, FramingRow
from detente.comparing.framing import loaded_measures, measures
from detente.laboratory.datasets.tellings import Manners, told_in_manners
from detente.reporting import telling

PAIR = ("CHN", "USA")
DAYS = st.one_of(st.none(), st.dates(dt.date(2024, 1, 1), dt.date(2024, 1, 20)))


OUTLETS = st.sampled_from(("Post", "Herald"))


@given(
    held=st.lists(st.tuples(DAYS, OUTLETS), max_size=40),
    most=st.integers(1, 12),
    turned=st.randoms(),
)
def test_the_same_days_are_read_again_of_each_outlet(
    held: list[tuple[dt.date | None, str]], most: int, turned: Any
) -> None:
    named = [
        (f"a{at}", article(f"a{at}", "x", day, outlet=outlet))
        for at, (day, outlet) in enumerate(held)
    ]
    chosen = telling.drawn(dict(named), most)
    there = Counter(held)
    taken = Counter((dict(named)[each].published, dict(named)[each].outlet) for each in chosen)
    days = {day for day, _ in taken}
    assert all(taken[each] == (min(n, 2) if each[0] in days else 0) for each, n in there.items())
    assert len(chosen) < most + 4 and (len(chosen) >= most or days == {day for day, _ in held})
    turned.shuffle(named)
    assert telling.drawn(dict(named), most) == chosen


def test_long_articles_are_fewer() -> None:
    held = {
        f"a{day}": article(f"a{day}", "x" * telling.WINDOW * 4, dt.date(2024, 1, day))
        for day in range(1, 10)
    }
    assert len(telling.drawn(held, 15)) == 3


def test_articles_without_an_outlet_are_not_read_again() -> None:
    nobody = article("a", "x", dt.date(2024, 1, 1), outlet=None)
    assert telling.drawn({"a": nobody}, 10) == []


@pytest.mark.parametrize("measure", [*measures(PAIR), *loaded_measures(PAIR)])
def test_a_manner_is_told_in_plain_words(measure: str) -> None:
    said = telling.manner_in_words(measure, PAIR)
    assert "CHN" not in said and "USA" not in said and "agentless" not in said
    states = [
        name for code, name in (("CHN", "China"), ("USA", "the United States")) if code in measure
    ]
    assert all(name in said for name in states)


def test_a_difference_says_whose_how_much_and_how_sure() -> None:
    world = told_in_manners(Manners(deeds=400, more=1.0), seed=2)
    (first, *_) = told = telling.differences(Framing().fit(world))
    assert first.startswith("outlet 0: nobody named who did it in ")
    assert first.endswith(
        "23% more than the others on the same days (18% to 29%; corrected p < 0.001)."
    )
    assert not any("bias" in each for each in told)


def test_fewer_is_said_of_fewer() -> None:
    row = FramingRow("Post", "said", 2, 40, 0.05, None, None, -0.2, -0.3, -0.1, 0.01, 0.02)
    assert telling._differs(row, PAIR) == (
        "Post: told in somebody else's words in 5% of its deeds, 20% fewer than the others on the same "
        "days (10% to 30%; corrected p = 0.020)."
    )


@pytest.mark.parametrize(
    ("scores", "others"),
    [
        ([[1.0, 3.0, np.nan]], [[3.0, 1.0, 2.0]]),
        ([[1.0, np.nan, np.nan]], [[np.nan, 1.0, 1.0]]),
        ([[-4.0, 2.0, 2.0]], [[2.0, -1.0, -1.0]]),
    ],
)
def test_the_others_score_leaves_the_outlet_out(scores: Any, others: Any) -> None:
    found = telling._others(np.array(scores))
    told = np.isfinite(np.array(scores))
    np.testing.assert_allclose(found[told], np.array(others)[told])


def section(page: html.HtmlElement, name: str) -> str:
    return words(page.get_element_by_id(name))


def test_what_each_outlet_told_of_the_same_acts(page: html.HtmlElement) -> None:
    (table,) = page.xpath("//table[caption[text()='Events of this report, by outlet']]")
    rows = [[words(cell) for cell in row] for row in table.xpath(".//tbody/tr")]
    # Each was read on the day of the meeting, and the Herald alone when the sanctions came.
    assert rows == [
        ["Herald", "2", "2", "1", "1", "1", "0"],
        ["Wire", "1", "1", "0", "1", "1", "0"],
    ]


def test_what_there_is_too_little_for_is_one_sentence(page: html.HtmlElement) -> None:
    assert (
        "A hidden relation cannot be told: only 2 of the periods have an act; 12 are needed."
        in section(page, "foresight")
    )
    assert "Whether what comes can be foretold was not tested: " in section(page, "foresight")
    told = section(page, "telling")
    assert "others tell too few of the same events" in told
    assert "Siding was asked of 0 thirds" in told


def test_how_deeds_are_told_is_read_from_the_articles_of_the_report(page: html.HtmlElement) -> None:
    told = section(page, "telling")
    assert "Read anew were the sentences of the 7 articles that name one of the two." in told
    assert "America sanctioned China over chips." in told


def test_the_same_bytes(workspace: Any, text: str, tmp_path: Path) -> None:
    from detente.reporting import report

    written = report(workspace, PAIR, out=tmp_path / "again.html")
    assert written.read_text(encoding="utf-8") == text
