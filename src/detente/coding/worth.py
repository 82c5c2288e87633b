"""Which sentences are worth the reader's time: how likely one tells an act or takes a position, from its
words and from where it stands, before anything expensive reads it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from detente.coding.likelihood import Likelihood, number

FILE = "worth.npy"
"""Weights of words, in a reader's folder."""
NOBODY = "no state, office or person of a state is named"
UNLIKELY = "its words make an act or a position unlikely"


@dataclass(frozen=True, slots=True)
class SentencePlace:
    """Where a sentence stands.

    `speaks` is true where the text as a whole takes positions (opinion, statement, transcript), `quotes`
    where some of the sentence is quoted. `before` holds the states named shortly before: a sentence can
    tell of those by reference, or leave them out as understood.
    """

    speaks: bool
    quotes: bool
    before: frozenset[str]

    def features(self, named: Set[str]) -> list[int]:
        """Numbers of the weights that these have; `named` are the states that the sentence names."""
        marks = {
            "(speaks)": self.speaks,
            "(quotes)": self.quotes,
            "(after)": bool(self.before),
            "(unnamed)": not named,
            "(two)": len(named) > 1,
            "(another)": bool(named and self.before - named),
        }
        return [number(mark) for mark, holds in marks.items() if holds]


@dataclass(frozen=True, slots=True)
class Worth:
    """What judges a sentence by its features, and the probability from which it is read."""

    words: Likelihood
    least: float

    @classmethod
    def load(cls, folder: Path, least: float) -> Worth:
        """The weights in a reader's folder. Raises `OSError` and `ValueError`."""
        return cls(Likelihood.load(folder / FILE), least)

    def reason_against(self, features: frozenset[int] | None) -> str | None:
        """None where a sentence is worth reading, else why not; it has no features where it can be about
        nobody."""
        if features is None:
            return NOBODY
        return None if self.words.of(features) >= self.least else UNLIKELY
