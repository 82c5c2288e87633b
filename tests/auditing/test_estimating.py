"""Estimates are right on average, whatever the coder's errors, and intervals hold."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.auditing.estimating import Part, Strata, ratio, wilson
from detente.errors import TooLittleDataError
from detente.laboratory.datasets.audits import YEARS, checked_world

CODED = np.array([[3.0, 1], [3, 1], [-2, 1], [-2, 1], [-2, 1], [5, 1], [0, 0]])
TRUE = np.array([[3.0, 1], [0, 0], [-2, 1], [-4, 1], [-2, 1], [-2, 1], [-3, 1]])
STRATA = ["a", "a", "b", "b", "b", "b", "b"]


def part(checked: list[int]) -> Part:
    return Part(Strata.of(STRATA, checked), CODED, TRUE[checked])


def samples() -> list[list[int]]:
    """Every sample of two of the first stratum and three of the second."""
    return [[0, 1, *rest] for rest in itertools.combinations(range(2, 7), 3)]


@pytest.mark.parametrize("tuning", [0.0, 0.4, 1.0])
def test_totals_are_right_on_average_over_all_samples(tuning: float) -> None:
    found = [part(each).total(tuning) for each in samples()]
    np.testing.assert_allclose(np.mean(found, axis=0), TRUE.sum(axis=0))


@pytest.mark.parametrize("tuning", [0.0, 1.0])
def test_variances_are_right_on_average_over_all_samples(tuning: float) -> None:
    totals = [part(each).total(tuning)[0] for each in samples()]
    told = []
    for each in samples():
        own = part(each)
        left = own.found[:, 0] - tuning * own.coded[own.strata.checked, 0]
        told.append(own.strata.factors @ own.strata.covariances(left, left))
    assert np.mean(told) == pytest.approx(np.var(totals))


def test_where_all_is_checked_the_truth_is_told_without_doubt() -> None:
    found = ratio([part([*range(7)])])
    assert found is not None
    truth = TRUE[:, 0].sum() / TRUE[:, 1].sum()
    assert (found.value, found.low, found.high) == pytest.approx((truth,) * 3)
    assert found.coded == pytest.approx(5 / 6)


def test_what_was_missed_is_added() -> None:
    names = ["p"] * 10
    missed = np.zeros((4, 2))
    missed[0] = (-4, 1)
    passages = Part(Strata.of(names, [0, 1, 2, 3]), np.zeros((10, 2)), missed)
    found = ratio([part([*range(7)]), passages])
    assert found is not None
    assert found.value == pytest.approx((TRUE[:, 0].sum() - 10) / (TRUE[:, 1].sum() + 2.5))


def test_a_coder_that_is_of_no_use_does_no_harm() -> None:
    rng = np.random.default_rng(1)
    true = rng.normal(0, 3, 400)
    checked = np.arange(0, 400, 4)
    strata = Strata.of(["all"] * 400, checked.tolist())
    columns = np.column_stack([true, np.ones(400)])

    def told(coded: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
        own = Part(strata, np.column_stack([coded, np.ones(400)]), columns[checked])
        best, alone = ratio([own]), ratio([own], tuning=0.0)
        assert best is not None and alone is not None
        return best.tuning, (best.high - best.low) / (alone.high - alone.low)

    tuning, gain = told(rng.normal(0, 3, 400))
    assert tuning < 0.3 and gain == pytest.approx(1, abs=0.05)
    tuning, gain = told(true + rng.normal(0, 1, 400))
    assert 0.7 < tuning <= 1 and gain < 0.5


def test_where_no_error_was_found_there_is_still_doubt() -> None:
    coded = np.column_stack([np.full(50, 3.0), np.ones(50)])
    coded[:25, 0] = -3.0
    strata = Strata.of(["all"] * 50, [*range(0, 50, 5)])
    found = ratio([Part(strata, coded, coded[strata.checked])])
    assert found is not None and found.low < found.value < found.high


def test_a_share_without_an_exception_has_the_doubt_of_as_many_units() -> None:
    ones = np.ones(10)
    coded = np.column_stack([np.zeros(200), np.ones(200)])
    for told in (ones, ones * (1 - 1e-15)):
        own = Part(Strata.of(["all"] * 200, [*range(10)]), coded, np.column_stack([told, ones]))
        found = ratio([own], width=0.95, share=True, grave=1.0)
        assert found is not None
        assert (found.value, found.low, found.high) == pytest.approx((1, 0.7225, 1), abs=5e-5)


def test_strata_of_which_nothing_is_checked_are_joined_to_the_next() -> None:
    strata = Strata.of(["a", "a", "b", "b", "c", "c", "d"], [0, 1, 2, 4])
    assert strata.sizes.tolist() == [2, 2, 3], "d goes to c"
    assert strata.counts.tolist() == [2, 1, 1]
    assert strata.weights.tolist() == [1, 1, 2, 3]
    assert strata.group[1] == strata.group[2] != strata.group[0]
    with pytest.raises(TooLittleDataError, match="1 checked"):
        Strata.of(["a", "b"], [1])


def test_a_stratum_that_was_checked_whole_weighs_as_much_as_it_is() -> None:
    """The one passage of its kind does not stand for the hundred of another."""
    names = ["one", *["others"] * 100]
    strata = Strata.of(names, [0, *range(1, 101, 5)])
    missed = np.zeros((21, 2))
    missed[0] = (1, 1)
    assert Part(strata, np.zeros((101, 2)), missed).total(0.0).tolist() == [1, 1]
    assert strata.covariances(missed[:, 0], missed[:, 0]).tolist() == [0, 0]


def single(checked: list[int]) -> Part:
    """One of the first stratum, which is not all of it, and two of the second."""
    return Part(Strata.of(["a"] * 3 + ["b"] * 4, checked), CODED, TRUE[checked])


def test_a_stratum_with_one_checked_is_right_on_average_and_rather_too_doubtful() -> None:
    every = [
        [first, *rest] for first in range(3) for rest in itertools.combinations(range(3, 7), 2)
    ]
    totals = [single(each).total(0.0) for each in every]
    np.testing.assert_allclose(np.mean(totals, axis=0), TRUE.sum(axis=0))
    told = [
        own.strata.factors @ own.strata.covariances(own.found[:, 0], own.found[:, 0])
        for own in map(single, every)
    ]
    assert np.mean(told) >= np.var([each[0] for each in totals])


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_what_was_checked_does_not_matter(order: list[int]) -> None:
    checked = [0, 1, 2, 4, 6]
    one, other = ratio([part(checked)]), ratio([part([checked[each] for each in order])])
    assert one is not None and other is not None
    assert (other.value, other.low) == pytest.approx((one.value, one.low))


@pytest.mark.parametrize(
    ("share", "count", "low", "high"),
    [(0.5, 10, 0.2366, 0.7634), (0.0, 10, 0.0, 0.2775), (0.9, 50, 0.7864, 0.9565)],
)
def test_wilson(share: float, count: float, low: float, high: float) -> None:
    assert wilson(share, count) == pytest.approx((low, high), abs=5e-5)


def test_nothing_to_count_has_no_ratio() -> None:
    nothing = np.zeros((4, 2))
    assert ratio([Part(Strata.of(["a"] * 4, [0, 1]), nothing, nothing[:2])]) is None


RUNS = 40


@pytest.fixture(scope="module")
def worlds() -> list[object]:
    return [checked_world(seed) for seed in range(RUNS)]


def test_worlds_repeat() -> None:
    assert checked_world(3).mean() == checked_world(3).mean() != checked_world(4).mean()


def test_audited_figures_hold_where_plain_ones_do_not(worlds: list[object]) -> None:
    """The benchmark `benchmarks/audits.py` tells the same of 200 runs, which a test has no time for."""
    holds, plain, errors, misses = 0, 0, [], []
    for world in worlds:
        found, truth = world.estimated(), world.mean()  # type: ignore[attr-defined]
        half = (found.high - found.low) / 2
        holds += found.low <= truth <= found.high
        plain += abs(found.coded - truth) <= half
        errors.append(found.value - truth)
        misses.append(found.coded - truth)
    assert holds / RUNS >= 0.85
    assert plain / RUNS <= 0.3
    assert abs(np.mean(errors)) < 2.5 * np.std(errors) / math.sqrt(RUNS)
    assert np.mean(misses) > 1


def test_audited_shares_and_years_hold(worlds: list[object]) -> None:
    shares = [world.estimated(share=True) for world in worlds]  # type: ignore[attr-defined]
    truths = [world.hostile() for world in worlds]  # type: ignore[attr-defined]
    held = [each.low <= truth <= each.high for each, truth in zip(shares, truths, strict=True)]
    assert np.mean(held) >= 0.85
    years = [
        found.low <= world.mean(year) <= found.high  # type: ignore[attr-defined]
        for world in worlds
        for year in range(YEARS)
        if (found := world.estimated(year=year))  # type: ignore[attr-defined]
    ]
    assert np.mean(years) >= 0.85


def test_a_coder_that_does_not_err_is_found_right() -> None:
    world = checked_world(1, erring=False)
    found = world.estimated()
    assert found is not None and found.value == pytest.approx(world.mean())
    assert found.tuning == pytest.approx(1.0)
