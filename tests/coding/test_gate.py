"""Which sentences are worth a parse, told from their words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from detente.coding.actors.mentions import Mention, find_mentions
from detente.coding.actors.names import name_table
from detente.coding.gate import likelihood_of, worth_parsing


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
        text, find_mentions(text, name_table(()), None), speaks=True, quotes=False,
        before=frozenset({"TCD", "LBY"}), likelihood=0.0,
    )  # fmt: skip
    assert (reason is None) == worth, reason


class Deaf:
    """A judge that takes every word but the first few for a sign that nothing was done."""

    def of(self, text: str, start: int, mentions: Sequence[Mention]) -> float:
        return 0.1 if len(text.split()) > 5 else 0.5


@pytest.mark.parametrize(
    ("text", "likelihood"),
    [
        ("In the second half of the year Chad bombed Libya.", 0.5),
        ("In the second half of the year Chad lost to Libya.", 0.1),
        ("In the second half of the year Chad and Libya slept.", 0.1),
        ("In the second half of the year Chad, bombed, met Libya.", 0.1),
        ("In the second half of the year Chad bombed Chad.", 0.1),
    ],
)
def test_two_states_joined_by_a_verb_are_judged_alone(text: str, likelihood: float) -> None:
    mentions = find_mentions(text, name_table(()), None)
    assert likelihood_of(text, 0, mentions, Deaf()) == likelihood


@pytest.mark.parametrize(
    ("text", "worth"),
    [("Chad's premier was in Libya.", True), ("Chad's premier was in doubt on Libya.", False)],
)
def test_who_is_where(text: str, worth: bool) -> None:
    reason = worth_parsing(
        text, find_mentions(text, name_table(()), None), speaks=False, quotes=False,
        before=frozenset(), likelihood=0.0,
    )  # fmt: skip
    assert (reason is None) == worth, reason
