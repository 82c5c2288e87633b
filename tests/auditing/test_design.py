"""What is drawn: strata, how many of each, and which."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.auditing.design import (
    CELLS,
    LEAST,
    MIXED,
    cell_of,
    draw_from,
    joined_cells,
    named,
    shared_out,
    stratum_of,
    systematic,
)
from detente.records import QuadClass


@pytest.mark.parametrize(
    ("quad", "confidence", "cell"),
    [
        ("verbal conflict", 0.8, "verbal conflict, sure"),
        ("verbal conflict", 0.79, "verbal conflict, fairly sure"),
        ("material cooperation", 0.0, "material cooperation, unsure"),
    ],
)
def test_a_cell_is_kind_and_sureness(quad: str, confidence: float, cell: str) -> None:
    assert cell_of(quad, confidence) == cell


@given(st.lists(st.sampled_from(CELLS), min_size=1, max_size=300), st.integers(20, 200))
def test_every_cell_has_a_stratum_that_is_large_enough(cells: list[str], sample: int) -> None:
    strata = joined_cells(cells, sample)
    assert set(strata) == set(cells)
    sizes = Counter(strata[cell] for cell in cells)
    assert len(sizes) == 1 or min(sizes.values()) >= min(LEAST, len(cells))
    assert all(cell in strata[cell].split(MIXED) for cell in cells)


SURE, FAIRLY, UNSURE = "sure", "fairly sure", "unsure"


def stratum(*cells: tuple[str, str]) -> str:
    return MIXED.join(f"{quad}, {sure}" for quad, sure in cells)


@pytest.mark.parametrize(
    ("strata", "names"),
    [
        (
            [stratum(*((quad, sure) for quad in get_args(QuadClass) for sure in (SURE, FAIRLY, UNSURE)))],
            ["cooperation, conflict"],
        ),
        (
            [stratum(("verbal cooperation", SURE), ("material cooperation", UNSURE),
                     ("verbal conflict", SURE)), stratum(("material conflict", SURE))],
            ["cooperation, verbal conflict", "material conflict"],
        ),
        (
            [stratum(("verbal conflict", SURE), ("verbal conflict", FAIRLY)),
             stratum(("verbal conflict", UNSURE), ("material conflict", SURE))],
            ["verbal conflict (sure, fairly sure)", "material conflict, verbal conflict (unsure)"],
        ),
    ],
)  # fmt: skip
def test_a_stratum_is_called_by_what_parts_it_from_others(
    strata: list[str], names: list[str]
) -> None:
    assert named(strata) == dict(zip(strata, names, strict=True))


@given(st.lists(st.sampled_from(CELLS), min_size=1, max_size=60), st.integers(1, 60))
def test_no_two_strata_are_called_alike_and_none_at_length(cells: list[str], sample: int) -> None:
    names = named(set(joined_cells(cells, sample).values())).values()
    assert len(set(names)) == len(names)
    assert max(map(len, names)) < 100


@given(
    st.dictionaries(st.text("abcdef", min_size=1), st.integers(1, 500), min_size=1, max_size=8),
    st.integers(0, 400),
)
def test_no_more_is_drawn_than_there_is_and_no_less_than_asked(
    sizes: dict[str, int], sample: int
) -> None:
    found = shared_out(sample, sizes, dict.fromkeys(sizes, 0.5))
    least = {name: min(LEAST, size) for name, size in sizes.items()}
    assert all(least[name] <= found[name] <= sizes[name] for name in sizes)
    assert sum(found.values()) == max(sum(least.values()), min(sample, sum(sizes.values())))


def test_more_is_drawn_where_more_is_likely_wrong() -> None:
    found = shared_out(60, {"sure": 500, "unsure": 500}, {"sure": 0.9, "unsure": 0.5})
    assert found == {"sure": 22, "unsure": 38}, "in proportion to the square root of p(1-p)"


def test_a_cell_that_was_not_there_goes_to_its_like() -> None:
    strata = ["verbal conflict, sure", "verbal cooperation, sure or verbal cooperation, unsure"]
    assert stratum_of("verbal cooperation, fairly sure", strata) == strata[1]
    assert stratum_of("verbal cooperation, unsure", strata) == strata[1]
    assert stratum_of("material conflict, sure", strata) == strata[0]


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 1000))
def test_systematic_draws_are_different_and_inside(size: int, count: int, seed: int) -> None:
    found = systematic(size, count, np.random.default_rng(seed))
    assert len(set(found)) == len(found) == min(size, count)
    assert set(found) <= set(range(size))


def test_each_unit_is_as_likely_as_another() -> None:
    rng = np.random.default_rng(3)
    times = Counter(place for _ in range(3000) for place in systematic(10, 3, rng))
    assert min(times.values()) == pytest.approx(900, rel=0.1)
    assert max(times.values()) == pytest.approx(900, rel=0.1)


def test_units_are_drawn_by_stratum() -> None:
    strata = ["b", "a", "b", "a", "a", "b", "a"]
    found = draw_from(strata, 6, {"a": 0.5, "b": 0.5}, np.random.default_rng(0))
    assert {name: {strata[each] for each in places} for name, places in found.items()} == {
        "a": {"a"},
        "b": {"b"},
    }
