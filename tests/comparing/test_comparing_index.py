"""The index by outlet, and its parts, in worlds in which it is known who selects and who presents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from merging_world import DAY, on, report
from test_comparing_told import gathered

from detente.comparing import Act, OutletIndex, OutletIndexes, Printed, Scored, Telling
from detente.errors import TooLittleDataError
from detente.laboratory.datasets.eyes import Watched, watched
from examples import some

QUICK = OutletIndexes(flips=499, draws=99)
WORLD = Watched(outlets=6, acts=700)
MONDAY = np.datetime64("2021-01-04")
SCORES = st.lists(st.one_of(st.none(), st.integers(-10, 10)), min_size=3, max_size=3)
DAYS = st.integers(0, 200)


def first(world: Watched, seed: int = 3) -> OutletIndex:
    rows = QUICK.fit(watched(world, seed)).rows
    return next(row for row in rows if row.outlet == "outlet 0")


def made(acts: list[tuple[int, list[int | None]]], articles: int = 3) -> Scored:
    """Acts by day, with the scores of outlets A, B and C; all of which were read all the time."""
    scores = {
        (f"{at:03}", outlet): float(score)
        for at, (_, row) in enumerate(acts)
        for outlet, score in zip("ABC", row, strict=True)
        if score is not None
    }
    told = [
        Act(f"{at:03}", MONDAY + np.timedelta64(day, "D"), "g", "k",
            frozenset(outlet for outlet in "ABC" if (f"{at:03}", outlet) in scores))
        for at, (day, _) in enumerate(acts)
    ]  # fmt: skip
    printed = [
        Printed(outlet, MONDAY + np.timedelta64(day, "D"), articles)
        for outlet in "ABC"
        for day in range(-1, 210)
    ]
    return Scored.of(Telling.of(told, printed), scores)


def test_who_selects_is_said_to_select() -> None:
    row = first(replace(WORLD, selects=0.9))
    assert row.selection is not None and row.selection < -0.8
    assert row.selection_q is not None and row.selection_q <= 0.1
    assert row.presentation_q is not None and row.presentation_q > 0.1


def test_who_presents_is_said_to_present() -> None:
    row = first(replace(WORLD, presents=1.5))
    assert row.presentation == pytest.approx(-1.5, abs=0.4)
    assert row.presentation_q is not None and row.presentation_q <= 0.1
    assert row.selection_q is not None and row.selection_q > 0.1


def test_others_are_not_blamed_for_it() -> None:
    found = QUICK.fit(watched(replace(WORLD, presents=1.5, selects=0.9), 3)).rows
    others = [row for row in found if row.outlet != "outlet 0" and row.selection_q is not None]
    assert len(others) >= 4
    assert [
        row for row in others if min(row.selection_q or 1, row.presentation_q or 1) <= 0.1
    ] == []


def test_great_acts_that_all_rather_tell_are_no_selection() -> None:
    rows = [
        row
        for seed in (11, 12)
        for row in QUICK.fit(watched(replace(WORLD, popular=1.0), seed)).rows
        if row.selection_p is not None
    ]
    assert len(rows) > 8
    assert np.mean([row.selection_p <= 0.05 for row in rows if row.selection_p]) <= 0.1


def usual(acts: list[tuple[int, list[int | None]]]) -> list[OutletIndex]:
    known = [each for each in acts if any(score is not None for score in each[1])]
    try:
        return list(QUICK.fit(made(known)).rows)
    except TooLittleDataError:
        return []


@settings(max_examples=some(15, deep=100), deadline=None)
@given(st.lists(st.tuples(DAYS, SCORES), min_size=30, max_size=90))
def test_the_parts_add_up(acts: list[tuple[int, list[int | None]]]) -> None:
    for row in usual(acts):
        if row.difference is None:
            continue
        assert row.selection is not None and row.presentation is not None and row.others is not None
        assert row.difference == pytest.approx(row.selection + row.presentation)
        assert row.score == pytest.approx(row.others + row.difference)


@settings(max_examples=some(15, deep=100), deadline=None)
@given(st.lists(st.tuples(DAYS, SCORES), min_size=60, max_size=90))
def test_of_two_outlets_the_usual_is_what_the_other_tells(
    acts: list[tuple[int, list[int | None]]],
) -> None:
    two = [(day, [one, other, None]) for day, (one, other, _) in acts]
    for row in usual(two):
        if row.outlet != "A" or row.others is None:
            continue
        both = [other for _, (one, other, _) in two if one is not None and other is not None]
        only = [other for _, (one, other, _) in two if one is None and other is not None]
        alone = sum(one is not None and other is None for _, (one, other, _) in two)
        mean = (sum(both) + alone * sum(only) / len(only)) / (len(both) + alone)
        assert row.others == pytest.approx(mean)


def test_the_order_of_acts_and_articles_does_not_matter() -> None:
    told = watched(Watched(outlets=3, acts=200, weeks=20), 5)
    names = told.telling.outlets
    scores = {
        (told.telling.acts[at].act_id, names[place]): told.scores[at, place]
        for at, place in zip(*np.nonzero(told.told), strict=True)
    }
    days = np.unique(told.telling.days)
    printed = [Printed(name, day, 2) for name in names for day in days]
    forth, back = (
        Scored.of(Telling.of(told.telling.acts[::way], printed[::way]), scores) for way in (1, -1)
    )
    assert QUICK.fit(forth).to_csv() == QUICK.fit(back).to_csv()


def test_a_score_that_is_lower_by_a_point_everywhere_is_presentation_alone() -> None:
    acts = [(at, [score - 1, score, score]) for at, score in enumerate([-5, 2, 0, -3] * 15)]
    for at in range(0, 60, 5):
        acts[at][1][0] = None
        acts[at + 1][1][1] = None
    row = next(each for each in usual(acts) if each.outlet == "A")  # type: ignore[arg-type]
    assert row.presentation == pytest.approx(-1.0)


def test_what_one_alone_tells_counts_as_presented_like_the_rest() -> None:
    shared: list[tuple[int, list[int | None]]] = [(at, [-3, -2, -2]) for at in range(30)]
    own: list[tuple[int, list[int | None]]] = [(at + 30, [-7, None, None]) for at in range(15)]
    theirs: list[tuple[int, list[int | None]]] = [(at + 45, [None, -2, -2]) for at in range(15)]
    row = next(each for each in usual(shared + own + theirs) if each.outlet == "A")
    assert row.presentation == pytest.approx(-1.0)
    # of 45 acts 15 that others do not tell, told by -6 where others tell acts of -2
    assert row.selection == pytest.approx(15 / 45 * (-6 + 2))


def test_who_was_not_read_could_not_have_told() -> None:
    acts: list[tuple[int, list[int | None]]] = [(at, [-3, -3, -3]) for at in range(20)]
    acts += [(at, [-3, None, None]) for at in range(20, 35)]
    acts += [(at, [None, -3, -3]) for at in range(35, 50)]
    acts += [(at, [None, -9, -9]) for at in range(100, 130)]
    told = made(acts)
    articles = told.telling.articles.copy()
    articles[told.telling.days > MONDAY + np.timedelta64(90, "D"), 0] = 0
    unread = Scored(replace(told.telling, articles=articles), told.scores)
    all_read, not_read = (
        next(row for row in QUICK.fit(each).rows if row.outlet == "A") for each in (told, unread)
    )
    # of 35 acts 15 that others do not tell; of the 45 that only they tell 30 score -9
    assert all_read.selection == pytest.approx(15 / 35 * (-3 + 7))
    assert not_read.selection == pytest.approx(0.0)


def test_by_month_each_act_counts_in_its_own() -> None:
    scored = watched(WORLD, 3)
    rows = OutletIndexes(flips=99, draws=49, every="quarter").fit(scored).rows
    whole = QUICK.fit(scored).rows
    for name in scored.telling.outlets:
        assert sum(row.acts for row in rows if row.outlet == name) == sum(
            row.acts for row in whole if row.outlet == name
        )
    assert [row.period for row in rows] == sorted(str(row.period) for row in rows)


def test_one_outlet_is_too_few() -> None:
    with pytest.raises(TooLittleDataError, match="told by 1 outlet"):
        QUICK.fit(made([(at, [1, None, None]) for at in range(40)]))


def test_an_act_in_copies_alone_is_not_scored() -> None:
    three = [report(f"e{at}", outlet=outlet, **on(DAY)) for at, outlet in enumerate("ABC")]
    read = gathered(*three, read="ABC")
    reports = read.reports | {
        "e1": replace(three[1], event=replace(three[1].event, article_id="b"))
    }
    own, independent = (
        replace(read, reports=reports, copies=copies).scored()
        for copies in (frozenset[str](), frozenset("b"))
    )
    assert own.told.tolist() == [[True, True, True]]
    assert (independent.told.tolist(), independent.telling.read.tolist()) == (
        [[True, False, True]],
        [[True, False, True]],
    )


def test_it_is_said_in_words() -> None:
    found = QUICK.fit(watched(replace(WORLD, selects=0.9), 3))
    lines = str(found).splitlines()
    assert lines[0].startswith("Told by 6 outlets, acts score ")
    assert "(clear, " in next(line for line in lines if line.startswith("outlet 0: "))
    assert lines[-1].startswith("Clear is what stands at a false discovery rate of 10%")
