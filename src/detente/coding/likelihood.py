"""How likely a sentence tells something, from its words alone, before anything expensive reads it.

A logistic regression over words and pairs of neighbouring words (as lemmas, names put aside), with
weights trained on the same corpora as the models and shipped beside them. Words share 32,768
weights by a hash (Weinberger et al., 2009).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np

from detente.coding.actors.mentions import Mention
from detente.coding.grammar.lemmas import lemma_as

WEIGHTS = 2**15
WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|[$%]")
STATE, NAME = "STATE", "NAME"


class Likelihood:
    """Weights of words; the last one is the constant."""

    def __init__(self, weights: np.ndarray) -> None:
        self._weights: list[float] = weights.tolist()

    @classmethod
    def load(cls, path: Path) -> Likelihood:
        """The weights in a file. Raises `OSError` and `ValueError`."""
        weights = np.load(path, allow_pickle=False)
        if weights.shape != (WEIGHTS + 1,):
            raise ValueError(f"{path.name} holds {weights.shape} weights, not {WEIGHTS + 1}")
        return cls(weights)

    def of(self, features: Iterable[int]) -> float:
        """Probability that a sentence with these features tells what the weights are for."""
        score = self._weights[-1] + sum(self._weights[number] for number in features)
        return 1 / (1 + math.exp(-score))


def features(text: str, start: int, mentions: Sequence[Mention]) -> frozenset[int]:
    """Numbers of the weights that the words of a sentence have; `start` is where it begins in its
    article."""
    words = list(_words(text, start, mentions))
    return frozenset({*map(number, words), *map(number, map(" ".join, pairwise(words)))})


@lru_cache(maxsize=500_000)
def number(word: str) -> int:
    """Which weight a word, or a pair of words, has."""
    return crc32(word.encode()) % WEIGHTS


def _words(text: str, start: int, mentions: Sequence[Mention]) -> Iterator[str]:
    """Lemmas in order, with one word for each name."""
    position = 0
    for mention in mentions:
        begin, end = mention.start - start, mention.end - start
        if begin < position:
            continue
        yield from map(_lemma, WORD.findall(text[position:begin]))
        yield STATE if mention.code else NAME
        position = end
    yield from map(_lemma, WORD.findall(text[position:]))


@lru_cache(maxsize=100_000)
def _lemma(word: str) -> str:
    return lemma_as(word.lower(), "verb")
