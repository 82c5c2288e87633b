"""Which articles are copies of one text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.merging import copies

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


def test_copies_of_copies_have_one_first() -> None:
    texts = [("c", WIRE), ("a", WIRE + " More."), ("b", OTHER), ("d", WIRE[:-40])]
    assert copies(texts) == {"a": "a", "b": "b", "c": "a", "d": "a"}


@given(data=st.data())
def test_the_order_does_not_matter(data: Any) -> None:
    texts = [("a", WIRE), ("b", OTHER), ("c", WIRE[:700]), ("d", OTHER[200:]), ("e", "short")]
    assert copies(data.draw(st.permutations(texts))) == copies(texts)
