"""Which articles are copies of one text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.merging import copies
from detente.merging.copies import BANDS, ROWS, agreeing, contained, met_in, shingles, signature

WIRE = " ".join(f"word{n} goes with thing{n * 7} and place{n * 3}" for n in range(60))
OTHER = " ".join(f"item{n} stands by house{n * 5} near river{n}" for n in range(60))


@pytest.mark.parametrize(
    ("text", "is_copy"),
    [
        (WIRE, True),
        (WIRE.upper().replace(" ", "\n"), True),
        (f"LIMA (Wire) - {WIRE} Additional reporting by our staff.", True),
        (WIRE[: len(WIRE) * 6 // 10], True),  # cut at the end
        (WIRE.replace("word30", "changed"), True),
        (OTHER, False),
        (f"{OTHER} {WIRE[:200]}", False),  # a quotation
        ("", False),
        ("word0 goes", False),
    ],
)
def test_copies_of_a_text(text: str, is_copy: bool) -> None:
    assert copies([("b", text), ("a", WIRE)]) == {"a": "a", "b": "a" if is_copy else "b"}


def test_each_in_a_bucket_is_given_with_the_first_and_the_one_before() -> None:
    band = np.array([5, 3, 5, 3, 5, 9], dtype=np.uint64)
    found = sorted(zip(*(each.tolist() for each in met_in(band)), strict=True))
    assert found == [(2, 0, 0), (3, 1, 1), (4, 0, 2)]
    assert [len(each) for each in met_in(band[:0])] == [0, 0, 0]


def test_as_many_hashes_agree_as_texts_share() -> None:
    half = f"{WIRE} {OTHER}"
    one, other, both = (signature(shingles(text)) for text in (WIRE, OTHER, half))
    assert agreeing(one, one) == BANDS * ROWS
    assert agreeing(one, other) <= 2
    share = len(shingles(WIRE)) / len(shingles(half))
    assert abs(agreeing(one, both) / (BANDS * ROWS) - share) < 0.2


def test_copies_of_copies_have_one_first() -> None:
    texts = [("c", WIRE), ("a", WIRE + " More."), ("b", OTHER), ("d", WIRE[:-40])]
    assert copies(texts) == {"a": "a", "b": "b", "c": "a", "d": "a"}


@given(data=st.data())
def test_the_order_does_not_matter(data: Any) -> None:
    texts = [("a", WIRE), ("b", OTHER), ("c", WIRE[:700]), ("d", OTHER[200:]), ("e", "short")]
    assert copies(data.draw(st.permutations(texts))) == copies(texts)


CUTS = st.tuples(st.sampled_from([WIRE, OTHER]), st.integers(0, 40), st.integers(0, 40))


@given(st.lists(CUTS, max_size=12))
def test_copies_are_those_that_contain_one_another(cuts: list[tuple[str, int, int]]) -> None:
    texts = {
        f"a{number:02}": " ".join(text.split()[start : len(text.split()) - end])
        for number, (text, start, end) in enumerate(cuts)
    }
    found = copies(texts.items())
    for name, first in found.items():
        same = [other for other, root in found.items() if root == first]
        assert first == min(same)
        alike = [o for o in texts if contained(shingles(texts[name]), shingles(texts[o]))]
        assert set(alike) == set(same)
