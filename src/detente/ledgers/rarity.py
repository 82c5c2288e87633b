"""How much does a word tell? The rarer it is in a record, the more it says of two texts that share it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache

from detente.ledgers.words import content, form, words_of

NAME = re.compile(r"\b(?:[A-Z][A-Za-z]*[A-Za-z]|[A-Z]+-?\d+)\b")
"""A word with a capital letter, or the letters and figures of a make: `S-400`."""

BESIDE = 100
"""Texts without the word thought beside those of a record: few texts do not show what is common."""


@lru_cache(maxsize=100_000)
def names_in(text: str) -> frozenset[str]:
    """The words with a capital letter, without titles (`President`), in small letters.

    The first word of a sentence is among them; that it is common in a record makes it weigh little.
    """
    found = frozenset(word.lower() for word in NAME.findall(text))
    return frozenset(word for word in found if form(word) not in _titles())


def _titles() -> frozenset[str]:
    return words_of("leaders") | words_of("ministers")


class Rarity:
    """Weighs words by the share of the texts of a record that have them: 1 for none, 0 for all.

    A share on the scale of logarithms, so that short and long records weigh alike.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts

    @cached_property
    def _counts(self) -> tuple[int, Counter[str]]:
        counts: Counter[str] = Counter()
        different = set(self._texts)
        for text in different:
            counts.update(content(text) | names_in(text))
        return len(different), counts

    def of(self, words: Iterable[str]) -> float:
        """The sum over some words."""
        number, counts = self._counts
        most = math.log1p(number + BESIDE)
        return sum(1 - math.log1p(counts[word]) / most for word in sorted(words))
