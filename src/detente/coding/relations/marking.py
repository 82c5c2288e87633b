"""How a pair of spans is put to the relation model: four marks among the sentence's word pieces.

Marking the two entities in the text beats pooling over their words (Baldini Soares et al., 2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Encoding

Span = tuple[int, int]
ACTOR_MARKS, RECIPIENT_MARKS = (1, 2), (3, 4)
"""Ids of `[unused0]` to `[unused3]`, which the base's vocabulary keeps free."""
MOST_PIECES = 160


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """Word pieces with the marks among them, and where each opening mark stands.

    A span that is not given, or lies beyond `MOST_PIECES`, has its place at 0, the piece that
    stands for the whole sentence.
    """

    ids: tuple[int, ...]
    actor_at: int
    recipient_at: int


def mark(encoding: Encoding, actor: Span | None, recipient: Span | None) -> MarkedPair:
    """The pieces of an encoded sentence with a pair marked."""
    ids: list[int] = []
    places = [0, 0]
    offsets: Sequence[Span] = encoding.offsets
    spans = [_pieces(offsets, span) for span in (actor, recipient)]
    marks = (ACTOR_MARKS, RECIPIENT_MARKS)
    for piece, token in enumerate(encoding.ids):
        for which, span in enumerate(spans):
            if span is not None and piece == span[0]:
                places[which] = len(ids)
                ids.append(marks[which][0])
        ids.append(token)
        for which, span in enumerate(spans):
            if span is not None and piece == span[1]:
                ids.append(marks[which][1])
    return MarkedPair(tuple(ids), *places)


def _pieces(offsets: Sequence[Span], span: Span | None) -> tuple[int, int] | None:
    """First and last piece that a span of characters covers."""
    if span is None:
        return None
    covered = [
        piece
        for piece, (start, end) in enumerate(offsets)
        if start < end and start < span[1] and span[0] < end
    ]
    return (covered[0], covered[-1]) if covered else None
