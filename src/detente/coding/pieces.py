"""A sentence in word pieces, as the encoder takes it, the names of states put aside."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Encoding

Span = tuple[int, int]

MOST_PIECES = 160
FIRST_NAME, FIRST_ADJECTIVE, MOST_STATES = 10, 30, 20
"""Ids of `[unused9]` to `[unused48]`, which the base's vocabulary keeps free: they stand for the names
of the first, the second … state of a sentence, and for their adjectives."""


@dataclass(frozen=True, slots=True)
class StateName:
    """A name of a state in a sentence; `code` tells which names mean the same."""

    start: int
    end: int
    code: str
    adjective: bool


@dataclass(frozen=True, slots=True)
class Pieces:
    """A sentence in numbers of word pieces, with the characters that each stands for.

    The first and the last piece stand for none: they mark begin and end.
    """

    ids: tuple[int, ...]
    offsets: tuple[Span, ...]
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _ends: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        inner = self.offsets[1:-1]
        object.__setattr__(self, "_starts", [start for start, _ in inner])
        object.__setattr__(self, "_ends", [end for _, end in inner])

    def at(self, span: Span | None) -> Span:
        """First and last piece of a stretch of characters.

        Twice 0, the piece that stands for the whole sentence, where no span is given or it lies
        beyond `MOST_PIECES`.
        """
        if span is None:
            return (0, 0)
        first = bisect_right(self._ends, span[0])
        last = bisect_left(self._starts, span[1]) - 1
        return (first + 1, last + 1) if first <= last else (0, 0)

    def holds(self, span: Span | None) -> bool:
        """Whether a span is not given, or was not cut off."""
        return span is None or self.at(span) != (0, 0)


def masked(encoding: Encoding, names: Sequence[StateName]) -> Pieces:
    """The pieces of a sentence in which each state's name is one piece that tells only whether it is
    the first, second … state named, so that no state is judged by its name."""
    order = dict(zip(dict.fromkeys(name.code for name in names), count(), strict=False))
    plain = Pieces(tuple(encoding.ids), tuple(encoding.offsets))
    covered: dict[int, StateName] = {}
    for name in names:
        first, last = plain.at((name.start, name.end))
        if first and order[name.code] < MOST_STATES:
            covered |= dict.fromkeys(range(first, last + 1), name)
    ids: list[int] = []
    offsets: list[Span] = []
    for piece, (token, span) in enumerate(zip(plain.ids, plain.offsets, strict=True)):
        hidden = covered.get(piece)
        if hidden is None:
            ids.append(token)
            offsets.append(span)
        elif covered.get(piece - 1) is not hidden:
            first = FIRST_ADJECTIVE if hidden.adjective else FIRST_NAME
            ids.append(first + order[hidden.code])
            offsets.append((hidden.start, hidden.end))
    return Pieces(tuple(ids), tuple(offsets))
