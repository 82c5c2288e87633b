"""How likely is an act the promised one? Signs, their weights, and how rare words are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledgers.pairing import NAMES, likelihood, weights
from detente.ledgers.rarity import Rarity, names_in

NOTHING = dict.fromkeys(NAMES, 0.0)


@pytest.mark.parametrize(
    ("sign", "speaks_for"),
    [
        ("others come", False), ("they come", True), ("missing", False), ("names missing", False),
        ("shared", True), ("other field", False), ("many", False), ("again", True),
    ],
)  # fmt: skip
def test_each_sign_speaks_one_way(sign: str, speaks_for: bool) -> None:
    assert (likelihood({**NOTHING, sign: 1.0}) > likelihood(NOTHING)) is speaks_for


def test_type_and_parties_alone_keep_no_promise() -> None:
    assert weights()["possible"] <= likelihood(NOTHING) < weights()["kept"]


@given(st.sampled_from(NAMES), st.floats(0, 4))
def test_a_likelihood_lies_between_none_and_all(sign: str, value: float) -> None:
    assert 0 < likelihood({**NOTHING, sign: value}) < 1


def test_what_is_told_often_weighs_less() -> None:
    rarity = Rarity(["Norway sold kelp.", "Norway sold crabs.", "Norway sold ice."])
    assert rarity.of(["norway"]) < rarity.of(["kelp"]) < rarity.of(["walrus"]) == 1
    assert rarity.of(["kelp", "walrus"]) == rarity.of(["kelp"]) + rarity.of(["walrus"])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("President Vik met the S-400 crew in Lima.", {"vik", "s-400", "lima"}),
        ("they met.", set()),
    ],
)
def test_names_are_words_with_a_capital_letter(text: str, names: set[str]) -> None:
    assert names_in(text) == names
