"""How likely somebody takes a position in a sentence, from its words and from where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from detente.coding.likelihood import number

TAKEN = 0.2
"""How likely a sentence must hold a position to be parsed for it. Of the sentences held out for choosing
93 % of those with one are then parsed, and 45 % of the rest; the lists of words that serve where there
is no model let 89 % and 48 % through."""
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

    def features(self, *, named: bool) -> list[int]:
        """Numbers of the weights that these have; `named` is whether the sentence names a state."""
        marks = {
            "(speaks)": self.speaks,
            "(quotes)": self.quotes,
            "(after)": bool(self.before),
            "(unnamed)": not named,
        }
        return [number(mark) for mark, holds in marks.items() if holds]
