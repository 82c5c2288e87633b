"""Which sentences can hold an event or a position, told from their words before any parse."""

from __future__ import annotations

import re
from functools import lru_cache

from detente.coding.actors.agents import agents
from detente.coding.actors.mentions import Mention
from detente.coding.parsing import lemma_as
from detente.coding.relations.lexicon import patterns_of
from detente.coding.voice.statements import cues

WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")
REFERRING = frozenset(
    """he she it they his her its their him them both two sides the-two we our us""".split()
)


def worth_parsing(text: str, mentions: list[Mention], *, speaks: bool) -> str | None:
    """None where a sentence is worth a parse, else the reason why not.

    `speaks` is true where the text as a whole takes positions (opinion, statement, transcript),
    so that any clause on a state may be one.
    """
    words = [word.lower() for word in WORD.findall(text)]
    named = [mention for mention in mentions if mention.code]
    if not named and not any(refers(word) for word in words):
        return "no state, office or person of a state is named"
    if not any(tells(word) for word in words) and not (speaks and any(claims(w) for w in words)):
        return "no word in it tells an act or a position"
    return None


@lru_cache(maxsize=100_000)
def refers(word: str) -> bool:
    """Whether a word can stand for a state by reference (`it`, `both`, `ministry`)."""
    return word in REFERRING or lemma_as(word, "noun") in agents()


@lru_cache(maxsize=100_000)
def tells(word: str) -> bool:
    """Whether a word is a form of a trigger of the lexicon."""
    return bool(
        patterns_of(lemma_as(word, "verb"), "v")
        or patterns_of(lemma_as(word, "noun"), "n")
        or patterns_of(word, "v")
        or patterns_of(word, "n")
        or any(half != word and tells(half) for half in word.split("-"))
    )


@lru_cache(maxsize=100_000)
def claims(word: str) -> bool:
    """Whether a word may make a clause a position where the text speaks for somebody."""
    return any(
        word in cues(form)
        or lemma_as(word, "verb") in cues(form)
        or lemma_as(word, "noun") in cues(form)
        for form in ("saying", "obliging", "blaming", "relation", "expressed")
    ) or word in ("if", "unless", "red")
