"""Which sentences are worth a parse, told from their words."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.coding.coder import Coder, make_article
from detente.coding.gate import likelihood_of, worth_parsing
from detente.coding.likelihood import features
from detente.coding.voice.judging import shipped_positions
from detente.coding.voice.likelihood import TAKEN, Circumstances


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
        act=0.0, position=None,
    )  # fmt: skip
    assert (reason is None) == worth, reason


class Deaf:
    """A judge that takes every word but the first few for a sign that nothing was done."""

    def of(self, words: Collection[int]) -> float:
        return 0.1 if len(words) > 5 else 0.5


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
    assert likelihood_of(text, 0, mentions, Deaf(), features(text, 0, mentions)) == likelihood


@pytest.mark.parametrize(
    ("text", "worth"),
    [("Chad's premier was in Libya.", True), ("Chad's premier was in doubt on Libya.", False)],
)
def test_who_is_where(text: str, worth: bool) -> None:
    reason = worth_parsing(
        text, find_mentions(text, name_table(()), None),
        Circumstances(speaks=False, quotes=False, before=frozenset()), act=0.0, position=None,
    )  # fmt: skip
    assert (reason is None) == worth, reason


@pytest.mark.parametrize("quotes", [True, False])
@pytest.mark.parametrize("position", [TAKEN - 0.01, TAKEN])
def test_a_likely_position_is_looked_for_where_somebody_is_heard(
    position: float, quotes: bool
) -> None:
    text = "The bridge to Chad stands where it stood."
    reason = worth_parsing(
        text, find_mentions(text, name_table(()), None),
        Circumstances(speaks=False, quotes=quotes, before=frozenset()),
        act=0.0, position=position,
    )  # fmt: skip
    assert (reason is None) == (quotes and position >= TAKEN), reason


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ('"Their boats were nowhere near it," the minister of Chad said.', True),
        ('"They took our nets and threw them in the river," said Chad\'s consul.', True),
        ("The minister of Chad said the hotel had ninety rooms.", False),
    ],
)
def test_words_that_are_on_no_list_may_take_a_position(text: str, sure: bool) -> None:
    (heard,) = [words for _, words in Coder().heard(make_article(text))]
    assert heard is not None
    assert (shipped_positions().likelihood.of(heard) > 0.5) == sure
