"""Which sentences are worth a parse, told from their words."""

from __future__ import annotations

import pytest

from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.coding.gate import worth_parsing
from detente.coding.worth import Circumstances


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("Chad needs to open the road.", True),
        ("The road has to be open.", True),
        ("This is a precondition of peace with Chad.", True),
        ("Without this road, trade is impossible.", True),
        ("If the road stays shut, Chad loses.", True),
        ("The road is long and dry.", False),
    ],
)
def test_what_somebody_who_speaks_may_ask(text: str, worth: bool) -> None:
    reason = worth_parsing(
        text, find_mentions(text, name_table(()), None),
        Circumstances(speaks=True, quotes=False, before=frozenset({"TCD", "LBY"})),
    )  # fmt: skip
    assert (reason is None) == worth, reason


@pytest.mark.parametrize(
    ("text", "worth"),
    [("Chad's premier was in Libya.", True), ("Chad's premier was in doubt on Libya.", False)],
)
def test_who_is_where(text: str, worth: bool) -> None:
    reason = worth_parsing(
        text, find_mentions(text, name_table(()), None),
        Circumstances(speaks=False, quotes=False, before=frozenset()),
    )  # fmt: skip
    assert (reason is None) == worth, reason
