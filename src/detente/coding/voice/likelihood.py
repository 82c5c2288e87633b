"""How likely somebody takes a position in a sentence, from its words and from where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from detente.coding.likelihood import number

TAKEN = 0.2
"""How likely a sentence of news must hold a position to be parsed for it. Of the sentences held out for
choosing 89 % of those with one are then parsed, and 48 % of the rest; the lists of words that serve where
there is no model let 86 % and 41 % through."""
TAKEN_IN_SPEECH = 0.05
"""The same where the text as a whole takes positions, which is mostly about what it is for: 99 % and 72 %,
by words 93 % and 52 %."""
FILE = "positions.npy"
"""Weights of words that take a position, in a model's folder."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where a sentence stands.

    `speaks` is true where the text as a whole takes positions (opinion, statement, transcript), `quotes`
    where some of the sentence is quoted. `before` holds the states named shortly before: a sentence can
    tell of those by reference, or leave them out as understood.
    """

    speaks: bool
    quotes: bool
    before: frozenset[str]

    @property
    def taken(self) -> float:
        """How likely a sentence here must hold a position to be parsed for it."""
        return TAKEN_IN_SPEECH if self.speaks else TAKEN

    def features(self, *, named: bool) -> list[int]:
        """Numbers of the weights that these have; `named` is whether the sentence names a state."""
        marks = {
            "(speaks)": self.speaks,
            "(quotes)": self.quotes,
            "(after)": bool(self.before),
            "(unnamed)": not named,
        }
        return [number(mark) for mark, holds in marks.items() if holds]
