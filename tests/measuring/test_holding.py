"""What moves two series alike is no answer: worlds of `laboratory.datasets.volumes`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from statsmodels.tsa.stattools import ccf

from detente.errors import QueryError
from detente.laboratory.datasets.volumes import NAMES, Told, told
from detente.measuring import LeadLag, LeadLagResult, Reciprocity, ReciprocityResult
from detente.measuring.coverage import Coverage
from detente.measuring.leadlag import correlations

WORLDS = range(40)


def answered(world: Told, coverage: Coverage | None) -> ReciprocityResult:
    return Reciprocity(ahead=1).fit(world.series, coverage=coverage)


def compared(world: Told, coverage: Coverage | None) -> LeadLagResult:
    first, second = world.series.values()
    return LeadLag(draws=99).fit(first, second, NAMES, coverage=coverage)


@pytest.mark.parametrize(
    "plan",
    [{"volume": "wandering"}, {"volume": "outage"}, {"volume": "growing"}, {"levels": "trend"}],
    ids=str,
)
def test_what_moves_both_is_no_answer(plan: dict[str, Any]) -> None:
    """The short form of benchmarks/answers.py: many are seen without, and few once it is held constant."""
    worlds = [told(**plan, seed=seed) for seed in WORLDS]
    found = [each for world in worlds for each in answered(world, world.coverage).answers]
    assert np.mean([each.p_value <= 0.05 for each in found]) > 0.3
    assert np.mean([each.decides <= 0.05 for each in found]) <= 0.1


def test_an_answer_is_still_seen() -> None:
    worlds = [told("wandering", "moving", answer=0.6, seed=seed) for seed in WORLDS]
    found = [answered(world, world.coverage).answers[0] for world in worlds]
    assert np.mean([each.decides <= 0.05 for each in found]) > 0.7
    assert all(each.total_held and each.total_held > 0 for each in found if each.decides <= 0.05)
    assert {each.within_held for each in found if each.decides <= 0.001} == {1}


def test_both_are_told_where_they_differ() -> None:
    world = told("growing", seed=1)
    words = str(answered(world, world.coverage))
    assert "No answer of Kenya to what Chile does is seen (F(" in words
    assert "; held p = " in words and "It is seen only where nothing is held constant." in words
    assert "Held: a trend and how much is told of other states held constant" in words


@pytest.mark.parametrize(
    ("plan", "given", "words"),
    [
        ({}, False, "How much is told of other states is not taken in, and may move both."),
        ({"others": 3.0}, True, "Too little is told of other states to know"),
        (
            {"volume": "outage"},
            True,
            "Left out there, as the data set has next to nothing: 12 months.",
        ),
    ],
    ids=str,
)
def test_what_is_not_held_is_told(plan: dict[str, Any], given: bool, words: str) -> None:
    world = told(**plan, seed=2)
    known = world.coverage if given else None
    assert words in str(answered(world, known))
    assert words in str(compared(world, known))


def test_missing_periods_change_nothing() -> None:
    """Whatever stands in them: they and those that look back on them are left out."""
    world = told("outage", "moving", seed=3)
    gone = world.coverage.missing
    moved = {
        name: type(points)(points.names, np.where(gone, 99.0, points.values), None, "x", "month")
        for name, points in world.series.items()
    }
    one, other = (
        Reciprocity(lags=1).fit(series, coverage=world.coverage).answers[0]
        for series in (world.series, moved)
    )
    assert one.p_held == pytest.approx(other.p_held)
    assert one.n_held == other.n_held == 120 - 2 - (12 + 2)
    assert one.p_value != pytest.approx(other.p_value)


def test_the_textbook_test_is_the_same_with_coverage_and_without() -> None:
    world = told("wandering", seed=4)
    one, other = (answered(world, known).answers for known in (None, world.coverage))
    assert [each.f for each in one] == [each.f for each in other]


def test_too_short_for_it_the_textbook_test_decides() -> None:
    world = told(periods=31, seed=5)
    (answer, _) = Reciprocity(lags=2).fit(world.series, coverage=world.coverage).answers
    assert answer.p_held is None and answer.decides == answer.p_value


def test_coverage_of_other_periods_is_refused() -> None:
    with pytest.raises(QueryError, match="coverage is not of the periods"):
        answered(told(periods=60), told(periods=61).coverage)


def test_what_moves_both_makes_no_order() -> None:
    worlds = [told("wandering", seed=seed) for seed in range(25)]
    found = [compared(world, world.coverage) for world in worlds]
    assert np.mean([each.p_value <= 0.05 for each in found]) <= 0.16
    assert np.mean([each.plain.p_value <= 0.05 for each in found]) > 0.6
    assert any(
        "With nothing held constant: they move in the same month" in str(each) for each in found
    )


def test_correlations_are_those_of_statsmodels() -> None:
    rng = np.random.default_rng(0)
    one, other = rng.normal(size=(2, 50))
    after = ccf(other, one, adjusted=False, fft=False)[:5]
    before = ccf(one, other, adjusted=False, fft=False)[:5]
    assert correlations(one, other, 4) == pytest.approx(np.concatenate([before[:0:-1], after]))
    gap = np.where(np.arange(50) == 7, np.nan, one)
    assert np.isfinite(correlations(gap, other, 4)).all()
