"""Pairs one to one: as many as there can be."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from detente.laboratory.evaluating.pairing import one_to_one

EDGES = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)))


@given(edges=EDGES)
def test_as_many_pairs_as_there_can_be_each_used_once(edges: set[tuple[int, int]]) -> None:
    found = one_to_one(range(5), range(5), lambda one, other: (one, other) in edges)
    best = max(sum(pair in edges for pair in enumerate(order)) for order in permutations(range(5)))
    assert len(found) == best == len(set(found.values()))
    assert set(found.items()) <= edges


def test_a_pair_gives_way_where_it_can_be_placed_elsewhere() -> None:
    edges = {("a", "x"), ("a", "y"), ("b", "x")}
    assert one_to_one("ab", "xy", lambda one, other: (one, other) in edges) == {0: 1, 1: 0}
