"""How likely a sentence tells an act, from its words alone, before anything expensive reads it.

A logistic regression over words and pairs of neighbouring words (as lemmas, names put aside), with
weights trained on the same corpus as the relation model and shipped beside it. Words share 32,768
weights by a hash (Weinberger et al., 2009).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np

from detente.coding.actors.mentions import Mention
from detente.coding.parsing import lemma_as

FOLLOWED = 0.3
"""How likely a sentence must tell an act for a word of the lexicon in it to be followed up by a parse."""
LIKELY_BETWEEN = 0.6
"""How likely it must be for a parse without such a word where two states are named, and for pairs of two
states to be weighed that the lexicon does not join."""
LIKELY_WITHIN = 0.8
"""The same for a sentence that names one state and has no word of the lexicon, and for pairs of one state
with its own or with nobody's. Both save time, and cost about one act in a hundred of the sentences held
out for choosing, against lower ones."""
WEIGHTS = 2**15
FILE = "likelihood.npy"
WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|[$%]")
STATE, NAME = "STATE", "NAME"


class Likelihood:
    """Weights of words; the last one is the constant."""

    def __init__(self, weights: np.ndarray) -> None:
        self._weights: list[float] = weights.tolist()

    @classmethod
    def load(cls, folder: Path) -> Likelihood:
        """The weights in a model's folder. Raises `OSError` and `ValueError`."""
        weights = np.load(folder / FILE, allow_pickle=False)
        if weights.shape != (WEIGHTS + 1,):
            raise ValueError(f"{FILE} holds {weights.shape} weights, not {WEIGHTS + 1}")
        return cls(weights)

    def of(self, text: str, start: int, mentions: Sequence[Mention]) -> float:
        """Probability that a sentence tells an act; `start` is where it begins in its article."""
        score = self._weights[-1] + sum(
            self._weights[number] for number in features(text, start, mentions)
        )
        return 1 / (1 + math.exp(-score))


def features(text: str, start: int, mentions: Sequence[Mention]) -> set[int]:
    """Numbers of the weights that the words of a sentence have."""
    words = list(_words(text, start, mentions))
    return {*map(_number, words), *map(_number, map(" ".join, pairwise(words)))}


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


@lru_cache(maxsize=500_000)
def _number(word: str) -> int:
    return crc32(word.encode()) % WEIGHTS
