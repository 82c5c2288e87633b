"""In what light outlets show states: means, what makes them, and how they differ from the others'."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.comparing import Framed, Positions, ShownRow
from detente.errors import QueryError, TooLittleDataError

BETWEEN = ("CHL", "NOR")
DAY = dt.date(2021, 3, 1)


def shown(
    outlet: str, light: float, day: int = 0, *, state: str = "CHL", said: bool = False,
    issues: tuple[str, ...] = (),
) -> ShownRow:  # fmt: skip
    return ShownRow(
        article_id=f"{outlet}{day}", outlet=outlet, published=DAY + dt.timedelta(days=day), sentence=0,
        state=state, light=light, said=said, issues=issues, text="Chile.",
    )  # fmt: skip


def of(rows: Iterable[ShownRow]) -> Framed:
    return Framed(BETWEEN, None, (), (), Counter(), tuple(rows))


def test_a_position_is_the_mean_light_made_of_own_and_reported_words() -> None:
    rows = [shown("A", -0.6), shown("A", -0.2, said=True), shown("A", 0.2), shown("B", 0.5)]
    one, other = Positions().fit(of(rows)).rows
    assert (one.outlet, one.sentences, one.light) == ("A", 3, -0.2)
    assert (one.own, one.said) == (-0.1333, -0.0667)
    assert (other.outlet, other.light, other.low, other.difference) == ("B", 0.5, None, None)


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        ("all", [None]),
        ("month", ["2021-03", "2021-04"]),
        ("year", ["2021"]),
        ("issue", ["taiwan", "trade"]),
    ],
)
def test_parts(by: str, parts: list[str | None]) -> None:
    rows = [shown("A", 0.1, issues=("trade", "taiwan")), shown("A", 0.3, 31, issues=("trade",))]
    found = Positions(by=by).fit(of(rows)).rows  # type: ignore[arg-type]
    assert [row.part for row in found] == parts


def test_only_the_same_days_are_held_against_each_other() -> None:
    """B shows Chile worse, but on days of its own; on days that both tell they agree."""
    rng = random.Random(4)
    both = [
        shown(outlet, rng.gauss(0, 0.2), day) for day in range(40) for outlet in "AB" for _ in "12"
    ]
    alone = [shown("B", -0.9 + rng.gauss(0, 0.05), day) for day in range(50, 90)]
    a, b = sorted(Positions().fit(of([*both, *alone])).rows, key=lambda row: row.outlet)
    assert b.light < a.light - 0.2
    assert b.q_value is not None and b.q_value > 0.1


def test_an_outlet_that_shows_a_state_worse_each_day_stands_apart() -> None:
    rng = random.Random(5)
    rows = [
        shown(outlet, news + rng.gauss(-0.3 if outlet == "C" else 0, 0.2), day, state="NOR")
        for day in range(30)
        for news in [rng.gauss(0, 0.3)]
        for outlet in "ABC"
    ]
    found = Positions().fit(of(rows))
    assert found.clear()[0].outlet == "C"
    assert found.clear()[0].difference == pytest.approx(-0.3, abs=0.1)
    assert "Clear: C shows NOR in a light 0." in str(found)


def test_false_findings_are_few_where_outlets_show_alike() -> None:
    values = []
    for seed in range(60):
        rng = random.Random(seed)
        rows = [
            shown(outlet, news + rng.gauss(0, 0.3), day)
            for day in range(25)
            for news in [rng.gauss(-0.1, 0.4)]
            for outlet in "ABCD"
            for _ in range(rng.randrange(4))
        ]
        values += [row.p_value for row in Positions().fit(of(rows)).rows]
    assert sum(value is not None and value <= 0.05 for value in values) / len(values) <= 0.09


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.builds(
            shown, st.sampled_from("ABC"), st.floats(-1, 1), st.integers(0, 9),
            state=st.sampled_from(BETWEEN), said=st.booleans(),
        ),
        min_size=1,
    )
)  # fmt: skip
def test_every_sentence_counts_once_and_the_order_does_not_matter(rows: list[ShownRow]) -> None:
    found = Positions().fit(of(rows))
    assert sum(row.sentences for row in found.rows) == len(rows)
    assert all(row.light == pytest.approx(row.own + row.said, abs=2e-4) for row in found.rows)
    back = {(r.outlet, r.state): r.light for r in Positions().fit(of(rows[::-1])).rows}
    assert back == pytest.approx({(r.outlet, r.state): r.light for r in found.rows}, abs=1e-4)


@pytest.mark.parametrize("options", [{"by": "week"}, {"width": 1.0}, {"clear": 0.0}])
def test_options_that_mean_nothing_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        Positions(**options)  # type: ignore[arg-type]


def test_nothing_shown_is_told() -> None:
    with pytest.raises(TooLittleDataError):
        Positions().fit(of([]))
