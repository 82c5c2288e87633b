"""Whom a third sides with, in worlds in which it is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.comparing import Siding, Voices
from detente.comparing.voices_resampling import chance, interval
from detente.errors import TooLittleDataError
from detente.laboratory.datasets.choruses import BETWEEN, Chorus, chorus

MONDAY = dt.date.fromordinal(28 * 26_000)
QUICK = Siding(draws=299)
WORLD = Chorus(thirds=4, siding=(0.9, -0.9), stories=25)
WORDS = st.lists(st.tuples(st.integers(-4, 4), st.integers(1, 5)), min_size=2, max_size=20)


@pytest.fixture(scope="module")
def sided() -> Voices:
    return chorus(WORLD, 3)


def swapped(voices: Voices) -> Voices:
    return replace(voices, between=voices.between[::-1])


def test_who_sides_is_found_and_who_does_not_is_not(sided: Voices) -> None:
    found = {row.third: row.sides_with for row in QUICK.fit(sided).rows}
    assert found == {"T00": "CHL", "T01": "NOR", "T02": None, "T03": None}


def test_without_siding_nobody_is_said_to_side() -> None:
    rows = [row for seed in range(6) for row in QUICK.fit(chorus(Chorus(thirds=6), 80 + seed)).rows]
    assert sum((row.p_value or 1) <= 0.05 for row in rows) <= 0.1 * len(rows)
    assert sum(row.sides_with is not None for row in rows) <= 1


def test_the_other_order_of_the_two_turns_the_sign(sided: Voices) -> None:
    there, back = QUICK.fit(sided).rows, QUICK.fit(swapped(sided)).rows
    assert [row.siding for row in there] == [-row.siding for row in back if row.siding is not None]
    assert [row.sides_with for row in there] == [row.sides_with for row in back]


def test_neither_order_nor_copies_matter(sided: Voices) -> None:
    again = replace(sided, rows=(*sided.rows[::-1], *sided.rows))
    assert [row.siding for row in QUICK.fit(again).rows] == [
        row.siding for row in QUICK.fit(sided).rows
    ]


def test_what_goes_to_both_cancels_out(sided: Voices) -> None:
    both = replace(sided, rows=tuple(replace(row, towards="both") for row in sided.rows))
    assert {row.siding for row in QUICK.fit(both).rows} == {0.0}


def test_only_what_names_both_counts_where_that_is_asked(sided: Voices) -> None:
    rows = tuple(replace(row, names_both=row.towards == "CHL") for row in sided.rows)
    found = Siding(draws=299, together=True).fit(replace(sided, rows=rows)).rows
    assert all(row.good_second == row.bad_second == 0 for row in found)


def test_a_few_days_tell_nothing(sided: Voices) -> None:
    days = sorted({row.day for row in sided.rows if row.third == "T00" and row.counts and row.day})
    few = replace(sided, rows=tuple(row for row in sided.rows if row.day in days[:4]))
    (first,) = [row for row in QUICK.fit(few).rows if row.third == "T00"]
    assert (first.siding, first.p_value, first.sides_with) == (None, None, None)
    assert first.bad_second + first.good_first > 0


def test_by_period_and_its_turn() -> None:
    first = chorus(Chorus(thirds=1, siding=(0.8,), stories=80), 1)
    then = chorus(Chorus(thirds=1, siding=(-0.8,), stories=80), 2)
    later = tuple(
        replace(row, day=row.day + dt.timedelta(weeks=52)) for row in then.rows if row.day
    )
    found = QUICK.by_period(replace(first, rows=(*first.rows, *later)), every="month")
    assert {row.sides_with for row in found.rows[:10]} <= {"CHL", None}
    assert sum(row.n for row in found.rows) > 100
    ((third, turns),) = found.turns
    assert (third, [turn.period for turn in turns.turns]) == ("T00", ["2022-01"])
    assert "Turned towards NOR in 2022-01" in str(found)


def test_few_periods_have_no_turn(sided: Voices) -> None:
    found = QUICK.by_period(sided, every="quarter")
    assert (found.turns, "Too few periods to tell a turn." in str(found)) == ((), True)


def test_where_nobody_speaks_it_is_said() -> None:
    with pytest.raises(TooLittleDataError, match="nobody else is told"):
        QUICK.fit(Voices(between=BETWEEN, rows=(), own=()))


def test_others_without_a_state_are_told_by_themselves(sided: Voices) -> None:
    nobody = tuple(replace(row, third=None, speaker="the Post") for row in sided.rows[:5])
    told = str(QUICK.fit(replace(sided, rows=nobody)))
    assert told.startswith(
        "0 thirds about CHL and NOR: 0 statements, 0 acts. Others without a state: 5"
    )


def test_what_sides_with_nobody_does_not_count(sided: Voices) -> None:
    rows = tuple(row for row in sided.rows if row.counts)
    assert len(rows) < len(sided.rows)
    found = [(row.siding, row.days) for row in QUICK.fit(sided).rows]
    alone = [(row.siding, row.days) for row in QUICK.fit(replace(sided, rows=rows)).rows]
    assert sorted(found, key=str) == sorted(alone, key=str)


def test_what_is_clear_by_itself_may_not_be_among_many() -> None:
    many = chorus(Chorus(thirds=40, siding=(0.55,), stories=25), 11)
    alone = replace(many, rows=tuple(row for row in many.rows if row.third == "T00"))
    (clear,) = QUICK.fit(alone).rows
    (beside,) = [row for row in QUICK.fit(many).rows if row.third == "T00"]
    assert (clear.p_value, clear.low) == (beside.p_value, beside.low)
    assert (clear.sides_with, beside.sides_with) == ("CHL", None)


def test_days_of_one_story_are_drawn_together() -> None:
    (row,) = chorus(Chorus(thirds=1, stories=1, weeks=1), 0).rows[:1]
    backs = [
        replace(row, kind="backing", counts=True, day=MONDAY + dt.timedelta(days=day),
                towards=BETWEEN[day // 28 % 2])
        for day in range(28 * 16)
    ]  # fmt: skip
    (found,) = QUICK.fit(Voices(between=BETWEEN, rows=tuple(backs), own=())).rows
    assert found.siding == 0.0
    assert found.high is not None and found.high > 0.4


@pytest.mark.parametrize(("stretches", "low"), [(100, 0.93), (10, 0.32)])
def test_where_all_say_the_same_their_number_tells_how_sure_it_is(
    stretches: int, low: float
) -> None:
    found = interval(np.full(stretches, 3.0), np.full(stretches, 3.0), draws=49, seed=0)
    assert (found.mean, round(found.high, 6)) == (1.0, 1.0)
    assert found.low == pytest.approx(low, abs=0.05)


def test_an_interval_holds_the_mean_as_often_as_it_says() -> None:
    rng = np.random.default_rng(5)
    held = 0
    for seed in range(200):
        counts = rng.integers(1, 6, 30).astype(float)
        totals = 2.0 * rng.binomial(counts.astype(int), 0.7) - counts
        found = interval(totals, counts, draws=199, seed=seed)
        held += found.low <= 0.4 <= found.high
    assert 0.9 <= held / 200 <= 0.99


@given(WORDS, st.integers(0, 5))
def test_an_interval_holds_its_mean_and_is_never_a_point(
    weeks: list[tuple[int, int]], seed: int
) -> None:
    counts = np.array([abs(total) + more for total, more in weeks], dtype=float)
    totals = np.array([total for total, _ in weeks], dtype=float)
    found = interval(totals, counts, draws=49, seed=seed)
    assert -1 <= found.low <= found.mean + 1e-9 and found.mean - 1e-9 <= found.high <= 1
    assert found.high - found.low > 0.01


@pytest.mark.parametrize(
    ("totals", "found"),
    [([1.0] * 5, 2 / 32), ([2.0, -2.0], 1.0), ([0.0, 0.0], 1.0), ([3.0] * 10, 2 / 1024)],
)  # fmt: skip
def test_few_stretches_have_an_exact_chance(totals: list[float], found: float) -> None:
    assert chance(np.array(totals), draws=9, seed=0) == pytest.approx(found)
