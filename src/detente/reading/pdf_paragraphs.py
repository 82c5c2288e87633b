"""Which lines of a document are one paragraph, and which words were broken at a line's end?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from detente.reading.pdf_layout import Block, Piece

_NEW_SIZE = 0.12
"""Share by which the size of letters differs between a heading and what follows it."""
_SMALLER = 0.93
"""A footnote is smaller than the text by at least the rest to one."""
_WIDE_GAP = 1.3
"""A wider step from line to line than this times the usual one parts paragraphs."""
_WIDEST_GAP = 2.2
"""So does this one even in the middle of a sentence."""
_INDENT = 0.7
"""Least indent of a first line, in heights of a line."""
_FULL = 0.9
"""Share of lines that are not longer than the width that they are broken to."""

_ENDED = re.compile(r"[.!?…:;][\"'”’)\]»]*(?:\[\d{1,3}\])*$")
_BULLET = re.compile(r"[•▪■●○◦‣⁃]\s")
# Signs with which a line may also begin in the midst of a sentence.
_ITEM = re.compile(r"(?:[·–—*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s")
_NOTE = re.compile(r"\W*(?:\[?\d{1,3}\b|[*†‡§])")
_BROKEN = re.compile(r"([^\W_]+\.?)([-‐\xad])$")
_HYPHENS = ("-", "‐", "\xad")
_LONGEST_WORD = 80
_FIRST = re.compile(r"[^\W_]+")
_WORDS = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")


def paragraphs(blocks: Iterable[Block]) -> list[str]:
    """The paragraphs that the lines of a document make, in order; then its footnotes.

    `blocks` are the columns of its pages in reading order. A paragraph that a column or page
    breaks off goes on in the next.
    """
    body, notes = _parted(list(blocks))
    shape = _Shape.of(body)
    return [*_flow(body, shape), *_flow(notes, shape)]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is usual in a document: from line to line, in heights of a line; and its words."""

    step: float
    words: frozenset[str]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> _Shape:
        steps = [
            (after.top - before.top) / before.height
            for block in blocks
            for before, after in pairwise(block)
            if before.height > 0 and not _other_size(before, after)
        ]
        words = {word.lower() for block in blocks for line in block for word in _whole(line.text)}
        return cls(median(steps) if steps else 1.2, frozenset(words))


def _whole(text: str) -> list[str]:
    """The words of a line, but for one that is broken at its end."""
    return _WORDS.findall(_BROKEN.sub("", text))


def _parted(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The lines of the text, and those of footnotes, which may stand in the midst of a sentence."""
    sizes = sorted((line.height, len(line.text)) for block in blocks for line in block)
    smaller = _SMALLER * _by_weight(sizes)
    body, notes = [], []
    for block in blocks:
        at = len(block)
        while at and block[at - 1].height < smaller:
            at -= 1
        while at < len(block) and not _NOTE.match(block[at].text):
            at += 1
        body.append(block[:at])
        notes.append(block[at:])
    return [block for block in body if block], [block for block in notes if block]


def _by_weight(sizes: Sequence[tuple[float, int]]) -> float:
    """The median of sorted values, each of which counts by its weight."""
    half = sum(weight for _, weight in sizes) / 2
    for size, weight in sizes:
        half -= weight
        if half <= 0:
            return size
    return 0.0


def _flow(blocks: Sequence[Block], shape: _Shape) -> Iterator[str]:
    paragraph = _Paragraph(shape.words)
    for block in blocks:
        right = _right_edge(block)
        for at, line in enumerate(block):
            begins = _parts(block, at, right, shape.step) if at else _begins(paragraph.last, line)
            if begins and paragraph.text:
                yield paragraph.text
                paragraph = _Paragraph(shape.words)
            paragraph.add(line)
    if paragraph.text:
        yield paragraph.text


def _begins(before: Piece | None, line: Piece) -> bool:
    """Whether a paragraph begins with the first line of a column, after the last of another."""
    if before is None:
        return True
    return not _is_broken(before) and (_is_ended(before) or _other_size(before, line))


def _parts(block: Block, at: int, right: float, step: float) -> bool:
    """Whether a paragraph begins with a line of a column."""
    before, line = block[at - 1], block[at]
    gap = (line.top - before.top) / (step * before.height or 1)
    if _other_size(before, line) or gap > _WIDEST_GAP:
        return True
    if _is_broken(before) or (line.text[:1].islower() and not _is_ended(before)):
        return False
    if gap > _WIDE_GAP or _BULLET.match(line.text):
        return True
    if _is_ended(before) and _ITEM.match(line.text):
        return True
    return _had_room(before, line, right) or _is_indented(block, at)


def _had_room(before: Piece, line: Piece, right: float) -> bool:
    """Whether the first word of a line would have fitted in the one before, which so was ended."""
    word = line.text.partition(" ")[0]
    letter = (line.right - line.left) / max(1, len(line.text))
    return before.right + (len(word) + 2) * letter < right


def _is_indented(block: Block, at: int) -> bool:
    """Whether a line is set in against those around it, as first lines are."""
    before, line, after = block[at - 1], block[at], block[at + 1 : at + 2]
    indent = _INDENT * line.height
    if line.left - before.left < indent:
        return False
    return all(line.left - other.left >= indent for other in after)


def _right_edge(block: Block) -> float:
    """The width to which lines are broken, but for a few that are longer."""
    edges = sorted(line.right for line in block)
    return edges[round(_FULL * (len(edges) - 1))]


def _other_size(one: Piece, other: Piece) -> bool:
    return abs(one.height - other.height) > _NEW_SIZE * max(one.height, other.height)


def _is_broken(line: Piece) -> bool:
    return _broken(line.text) is not None


def _broken(text: str) -> re.Match[str] | None:
    """The beginning of a word at the end of a text, and the hyphen behind it."""
    if not text.endswith(_HYPHENS):
        return None
    return _BROKEN.search(text, max(0, len(text) - _LONGEST_WORD))


def _is_ended(line: Piece) -> bool:
    return bool(_ENDED.search(line.text))


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as far as it has been put together from its lines."""

    words: frozenset[str]
    text: str = ""
    last: Piece | None = field(default=None)

    def add(self, line: Piece) -> None:
        """Put one more line to its end."""
        self.last = line
        broken, first = _broken(self.text), _FIRST.match(line.text)
        if not broken or not first:
            self.text = f"{self.text} {line.text}".strip()
        elif self._keeps_hyphen(broken, first[0]):
            self.text += line.text
        else:
            self.text = self.text[: broken.start(2)] + line.text

    def _keeps_hyphen(self, broken: re.Match[str], rest: str) -> bool:
        """Whether a hyphen at a line's end belongs to the word, as in `US-Chinese`."""
        start, hyphen = broken[1], broken[2]
        if hyphen == "\xad":
            return False
        in_a_chain = self.text[: broken.start()].endswith(("-", "‐"))
        if in_a_chain or not rest[0].islower() or (start.isupper() and len(start) > 1):
            return True
        if not start.isalpha():
            return True
        hyphened = f"{start}-{rest}".lower()
        return hyphened in self.words and (start + rest).lower() not in self.words
