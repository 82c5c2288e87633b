"""Triads and blocs: by hand, and in worlds whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from networks_world import edge

from detente.errors import TooLittleDataError
from detente.laboratory.datasets.triads import camps
from detente.networks import Balance, Blocs, Network, NetworkResult, cohesion, pair_sums
from detente.networks.blocs import connected, partition
from detente.networks.network import Edge
from detente.networks.signs import chances, of_network, of_states

SIGN = {"+": "friendly", "-": "hostile", "?": "unknown"}


def network(*edges: Edge) -> NetworkResult:
    return NetworkResult(edges, 0.0, "year", Network())


def triad(signs: str) -> NetworkResult:
    pairs = ("CHL-FJI", "CHL-NOR", "FJI-NOR")
    return network(*(edge(pair, SIGN[sign]) for pair, sign in zip(pairs, signs, strict=True)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("signs", "kind", "balanced", "weak"),
    [
        ("+++", "all_friends", 1.0, 1.0),
        ("+-+", "one_enmity", 0.0, 0.0),
        ("-+-", "common_enemy", 1.0, 1.0),
        ("---", "all_enemies", 0.0, 1.0),
    ],
)
def test_a_triad_is_told_by_its_signs(signs: str, kind: str, balanced: float, weak: float) -> None:
    found = Balance().fit(triad(signs))
    (row,) = found.rows
    assert (row.triads, getattr(row, kind), row.balanced, row.weak) == (1, 1, balanced, weak)
    (told,) = found.triads()
    assert (told.states, told.signs) == (("CHL", "FJI", "NOR"), signs)
    assert told.balanced is bool(balanced)
    assert row.p_value is None  # one triad is not tested


def test_a_pair_of_unknown_sign_makes_no_triad() -> None:
    with pytest.raises(TooLittleDataError, match="no three states"):
        Balance().fit(triad("++?"))


def test_the_band_is_as_wide_as_the_signs_are_unsure() -> None:
    sure = triad("+++").edges
    unsure = (*sure[:2], edge("FJI-NOR", "friendly", friendly=0.6))
    wide, narrow = (Balance().fit(network(*edges)).rows[0] for edges in (unsure, sure))
    assert (narrow.low, narrow.high) == (1.0, 1.0)
    assert (wide.low, wide.high) == (0.0, 1.0)


def test_signs_by_chance_keep_the_shares() -> None:
    # The first state is at odds with all others, who are friends.
    pairs = [(one, other) for one in range(8) for other in range(one + 1, 8)]
    ends, rng = np.array(pairs), np.random.default_rng(0)
    friendly = ends[:, 0] > 0
    dealt = of_network(friendly, 50, rng)
    assert set(dealt.sum(axis=1).tolist()) == {int(friendly.sum())}
    likely = chances(ends, friendly, 8)
    assert likely[~friendly].max() < 0.4 < 0.8 < likely[friendly].min()
    drawn = of_states(ends, friendly, 8, 400, rng)
    assert drawn.mean() == pytest.approx(friendly.mean(), abs=0.02)


@pytest.mark.parametrize(("kind", "found"), [("random", False), ("camps", True)])
def test_camps_are_told_and_chance_is_not(kind: str, found: bool) -> None:
    for seed in range(3):
        world = camps(kind, seed=seed)  # type: ignore[arg-type]
        fitted = Network().fit(pair_sums(world.acts, until="2010-12-31"))  # type: ignore[arg-type]
        signs = {(each.first, each.second): each.sign for each in fitted.signed("2010")}
        assert all((sign == "friendly") is world.friendly[pair] for pair, sign in signs.items())
        (row,) = Balance(draws=199).fit(fitted).rows
        assert row.p_value is not None and (row.p_value <= 0.05) is found
        blocs = Blocs(draws=39).fit(fitted).rows
        assert (blocs[0].p_value <= 0.05) is found
        if found:
            sides = {(row.bloc, world.camp[row.state]) for row in blocs}
            assert len(sides) == 2
            assert all(row.fitting == row.edges for row in blocs)


def test_seeds_and_order_do_not_decide() -> None:
    fitted = Network().fit(pair_sums(camps("camps", fitting=0.9, seed=4).acts))
    clear = {Balance(seed=seed).fit(fitted).rows[0].p_network <= 0.05 for seed in range(3)}  # type: ignore[operator]
    assert len(clear) == 1
    assert Balance().fit(fitted).to_csv() == Balance().fit(fitted).to_csv()


def test_a_partition_is_of_signs_and_not_of_who_is_told_of() -> None:
    # Two regions, each all friends, that hardly deal with each other.
    ends = np.array([(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 3)])
    _, nothing = partition(ends, np.ones(7, dtype=bool), 6)
    assert nothing == 0.0
    at_odds = np.array([True, True, True, True, True, True, False])
    blocs, modularity = partition(ends, at_odds, 6)
    assert blocs[2] != blocs[3] and modularity > 0


def test_states_with_few_signs_are_left_out() -> None:
    held = connected((*triad("+-+").edges, edge("KEN-NOR", "hostile")), 2)
    assert {each.first for each in held} | {each.second for each in held} == {"CHL", "FJI", "NOR"}
    assert connected(network(edge("KEN-NOR", "hostile")).edges, 2) == ()


def test_cohesion_within_and_between() -> None:
    found = cohesion(triad("+--"), {"Pacific": ["CHL", "FJI"], "North": ["NOR"]})
    rows = {(row.first, row.second): (row.mean, row.pairs) for row in found.rows}
    assert rows == {("Pacific", "Pacific"): (3.0, 1), ("Pacific", "North"): (-3.0, 2)}


def test_results_are_told_and_drawn() -> None:
    fitted = Network().fit(pair_sums(camps("camps", seed=1).acts))
    blocs = {"Odd": ["ARG", "CHL"], "Even": ["BRA", "DNK"]}
    for found in (
        fitted,
        Balance().fit(fitted),
        Blocs(draws=9).fit(fitted),
        cohesion(fitted, blocs),
    ):
        assert "2010" in str(found)
        assert found.chart().to_dict()["config"]
        assert len(found.to_table()) == len(found.records()) > 0
    assert "More balanced than chance has it: 2010" in str(Balance().fit(fitted))
