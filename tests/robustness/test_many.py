"""Findings of many pairs, with the false ones held to a rate."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from detente.errors import QueryError
from detente.laboratory.datasets.pairs import Flow, acts_of, exchange
from detente.measuring.points import Floats
from detente.robustness import Discoveries, DiscoveriesResult, Material, Source
from detente.robustness.looking import chance_of_levels

ANSWER = ("CHL>KEN", "KEN>CHL")


def materials() -> Iterator[Material]:
    """Six pairs of nothing, and one in which the second state answers the first."""
    for seed in range(7):
        answers = {ANSWER: 0.9} if seed == 3 else {}
        acts = exchange(answers=answers, months=72, seed=seed).acts["CHL", "KEN"]
        yield Material(("CHL", f"KE{seed}"), (Source.of_acts(acts, ("CHL", "KEN")),))


@pytest.fixture(scope="module")
def found() -> DiscoveriesResult:
    return Discoveries(events=("2019-06-01",)).fit(materials())


def test_the_true_answer_is_told(found: DiscoveriesResult) -> None:
    told = [
        (each.pair, each.about)
        for each in found.discoveries
        if each.kind == "answer" and each.told_any
    ]
    assert told == [("CHL-KE3", " ".join(ANSWER))]


def test_each_kind_is_a_family_with_the_rates_of_statsmodels(found: DiscoveriesResult) -> None:
    families = {}
    for each in found.discoveries:
        families.setdefault((each.kind, each.of), []).append(each)
    assert {key: len(held) for key, held in families.items()} == {
        ("answer", "total"): 14, ("turn", "mean"): 7, ("turn", "hostility"): 7,
        ("event", "total"): 7, ("event", "hostility"): 7, ("event", "cooperation"): 7,
    }  # fmt: skip
    for held in families.values():
        chances = [each.p_value for each in held]
        assert [each.q for each in held] == pytest.approx(
            multipletests(chances, method="fdr_bh")[1]
        )
        assert [each.q_any for each in held] == pytest.approx(
            multipletests(chances, method="fdr_by")[1]
        )
        assert all(each.tests == len(held) for each in held)
        assert all(each.told == (each.q <= 0.05) for each in held)


def test_a_pair_that_did_not_turn_counts_as_a_test(found: DiscoveriesResult) -> None:
    rows = [each for each in found.discoveries if each.sign == 0]
    assert rows and all((each.p_value, each.q, each.told) == (1.0, 1.0, False) for each in rows)
    assert {each.finding for each in rows} <= {"mean did not turn", "hostility did not turn"}


def test_tests_that_cannot_be_made_are_named() -> None:
    few = acts_of([Flow("CHL", "KEN", np.zeros(4), 3)], between=("CHL", "KEN"), seed=1)
    found = Discoveries().fit([Material(("CHL", "KEN"), (Source.of_acts(few, ("CHL", "KEN")),))])
    assert found.discoveries == ()
    assert [(each.pair, each.kind) for each in found.refusals] == [
        ("CHL-KEN", "answer"), ("CHL-KEN", "turn"), ("CHL-KEN", "turn"),
    ]  # fmt: skip
    assert "3 tests could not be made: 1 of answers, such as: " in str(found)


@pytest.mark.parametrize(
    ("levels", "rho", "low", "high"),
    [
        (np.repeat([0.0, 2.0], 40), 0.0, 0.0, 1e-6),  # a step
        (np.tile([0.0, 2.0], 40), 0.0, 0.5, 1.0),  # none
        (np.repeat([0.0, 2.0], 40), 0.8, 0.01, 1.0),  # a step that the autocorrelation may explain
    ],
)
def test_the_chance_of_levels(levels: Floats, rho: float, low: float, high: float) -> None:
    noise = np.random.default_rng(1).normal(size=len(levels))
    assert low <= chance_of_levels(levels + noise, rho) <= high


def test_a_turn_has_the_p_value_of_a_test_that_looks_for_no_date() -> None:
    step = np.where(np.arange(72) < 40, -2.0, 2.0)
    flows = [Flow("CHL", "KEN", step, 8), Flow("KEN", "CHL", step, 8)]
    acts = acts_of(flows, between=("CHL", "KEN"), seed=2)
    told = Discoveries().fit([Material(("CHL", "KEN"), (Source.of_acts(acts, ("CHL", "KEN")),))])
    turn = next(each for each in told.discoveries if (each.kind, each.of) == ("turn", "mean"))
    assert (turn.finding, turn.told_any) == ("mean turned up in 2017-05", True)
    assert turn.p_value < 1e-4, "no bootstrap draw bounds it from below"


@pytest.mark.parametrize("rate", [0.0, 0.06])
def test_a_rate_that_cannot_be_held(rate: float) -> None:
    with pytest.raises(QueryError, match="cannot be held"):
        Discoveries(rate=rate)


def test_words(found: DiscoveriesResult) -> None:
    assert str(found).startswith("7 pairs, 49 tests: ")
    assert "CHL-KE3: KEN answers CHL (p < 0.001; q = " in str(found)
