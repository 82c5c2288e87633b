"""Where records stand in a text: it is cut into pieces, each with what it is evidence of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from detente.records import Actor, Article, Event
from detente.reporting.quoting import Marked, Piece, cut
from detente.store.corrected import Told

Paragraph = tuple[Piece, ...]
BLANK = re.compile(r"\n\s*\n\s*")
"""A blank line, or several."""
AROUND = 240
"""Characters that are shown on either side of a sentence."""


def marked(
    article: Article, told: Sequence[Told], *, around: int | None = None
) -> tuple[Piece, ...]:
    """A text with the words that tell records, and their parties, marked; with `around` only so many
    characters on either side of the first one's sentence."""
    marks = [mark for each in told for mark in marks_of(each)]
    marks.sort(key=lambda mark: (mark[2] == "sentence", mark[2] in ("about", "condition")))
    text = article.text
    if around is None:
        return cut(article, 0, len(text), marks)
    first, last = told[0].start, told[0].end
    start, end = _opened(text, first - around, first), _closed(text, last, last + around)
    before = (Piece("… ", ""),) if start > 0 else ()
    after = (Piece(" …", ""),) if end < len(text) else ()
    return (*before, *cut(article, start, end, marks), *after)


def paragraphs(pieces: Iterable[Piece]) -> tuple[Paragraph, ...]:
    """The pieces of a text by paragraph: blank lines part two."""
    held: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = BLANK.split(piece.text)
        held[-1].append(Piece(first, piece.mark))
        held += [[Piece(each, piece.mark)] for each in others]
    kept = (tuple(each for each in paragraph if each.text) for paragraph in held)
    return tuple(paragraph for paragraph in kept if any(each.text.strip() for each in paragraph))


def marks_of(told: Told) -> Iterator[Marked]:
    """The places of a record: its trigger, its parties, its sentence."""
    if isinstance(told, Event):
        yield told.trigger.start, told.trigger.end, "trigger"
        yield from _places(told.actors, "actor")
        yield from _places(told.recipients, "recipient")
    else:
        if told.condition:
            yield told.condition.start, told.condition.end, "condition"
        yield from _places([told.speaker], "actor")
        yield from _places(told.addressees, "recipient")
        yield told.about.start, told.about.end, "about"
    yield told.start, told.end, "sentence"


def _places(parties: Iterable[Actor], mark: str) -> Iterator[Marked]:
    for party in parties:
        if party.start is not None and party.end is not None:
            yield party.start, party.end, "actor" if mark == "actor" else "recipient"


def _opened(text: str, start: int, end: int) -> int:
    """Where a word begins, from a place on; the text's start where that is near."""
    if start <= 0:
        return 0
    found = text.find(" ", start, end)
    return start if found < 0 else found + 1


def _closed(text: str, start: int, end: int) -> int:
    """Where a word ends, back from a place."""
    if end >= len(text):
        return len(text)
    found = text.rfind(" ", start, end)
    return end if found < 0 else found
