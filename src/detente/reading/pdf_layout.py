"""In which order are the words of a page read?

A page is a heap of pieces of lines, each with its place. Pieces side by side are one line, unless
a gutter runs between them: then they are columns, and the left one is read first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, takewhile
from statistics import median

_SAME_LINE = 0.5
"""Share of the lower one's height by which two pieces on one line overlap."""
_COLUMN_LINES = 3
"""Fewest lines side by side that make two columns."""
_COLUMN_WIDTH = 0.15
"""Least width of a column, as a share of the page's: narrower ones belong to tables and lists."""
_ACROSS = 2
"""Lines side by side for each one between them that runs across the gutter, at the least."""
_MOST_STARTS = 20
"""Places at which a column is thought to begin: those where most pieces do."""
_EDGE_LINES = 4
"""Most lines of a running header or footer."""
_NEARBY = 4
"""Pages on either side that are looked at for the same header; they change with the chapter."""
_RECURS = 1 / 3
"""Share of those pages that has it: those with odd numbers may have another."""
_ROMAN = r"(?=[ivxlc])(?:x{0,3}|xl|lx{0,3}|xc|cx{0,3})(?:ix|iv|v?i{0,3})"
# A year may be a title; page numbers of four digits recur, like other running lines.
_PAGE_NUMBER = re.compile(
    rf"\W*(?:page|pp?\.)?\W*(?:\d{{1,3}}|{_ROMAN})(?:\s*(?:of|[/|–-])\s*\d{{1,4}})?\W*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand on one line without a gap, or a whole line made of such pieces.

    Places are in points: to the right, and down from the top.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """From the lowest to the highest point that a letter of its font can have."""
        return self.bottom - self.top


Block = list[Piece]
"""Lines of one column, from top to bottom."""


def reading_order(pieces: Sequence[Piece], width: float) -> list[Block]:
    """The lines of a page of some width, column by column where it has columns.

    What runs across the gutter, as a headline does, parts what is above it from what is below.
    """
    gutter = _gutter(pieces, width)
    if gutter is None:
        return [lines(pieces)] if pieces else []
    blocks: list[Block] = []
    for beside, group in groupby(sorted(pieces, key=_from_the_top), key=gutter.is_beside):
        found = [*group]
        if beside:
            blocks += reading_order([*filter(gutter.is_left, found)], width)
            blocks += reading_order([*filter(gutter.is_right, found)], width)
        else:
            blocks += reading_order(found, width)
    return blocks


def lines(pieces: Iterable[Piece]) -> list[Piece]:
    """The lines that pieces make where there are no columns, from top to bottom."""
    return [_joined(row) for row in rows(pieces)]


def rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of each line, from left to right; lines from top to bottom."""
    found: list[list[Piece]] = []
    longest: Piece | None = None
    for piece in sorted(pieces, key=_from_the_top):
        if longest and on_one_line(longest, piece):
            found[-1].append(piece)
            longest = max(longest, piece, key=_length)
        else:
            found.append([piece])
            longest = piece
    return [sorted(row, key=lambda piece: (piece.left, piece.top)) for row in found]


def on_one_line(one: Piece, other: Piece) -> bool:
    """Whether two pieces overlap in height by enough to stand on one line."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= _SAME_LINE * min(one.height, other.height)


def without_running_lines(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The pieces of each page without its running headers, footers and page numbers.

    Such a line stands at the edge of its page, and, digits apart, at the same place on a third of
    the pages nearby; or it is a page number and nothing else. Where that would leave nothing, as
    of a stack of forms, all is kept.
    """
    edges = [_edges(page) for page in pages]
    kept = []
    for number, page in enumerate(pages):
        nearby = edges[max(0, number - _NEARBY) : number + _NEARBY + 1]
        gone = {id(piece) for edge in edges[number] for piece in _running(edge, nearby)}
        kept.append([piece for piece in page if id(piece) not in gone])
    return kept if any(kept) else [[*page] for page in pages]


@dataclass(frozen=True, slots=True)
class _Gutter:
    """The white strip before a column, which begins at `right`."""

    left: float
    right: float

    def is_left(self, piece: Piece) -> bool:
        """Whether a piece ends before it."""
        return piece.right <= self.right and not self.is_right(piece)

    def is_right(self, piece: Piece) -> bool:
        """Whether a piece begins behind it; what is set out, as bullets are, stands in it."""
        return piece.left >= self.left

    def is_beside(self, piece: Piece) -> bool:
        """Whether a piece does not run across it."""
        return self.is_left(piece) or self.is_right(piece)


def _gutter(pieces: Sequence[Piece], width: float) -> _Gutter | None:
    """The gutter with most lines side by side, of equal ones the widest; None without any."""
    if len(pieces) < 2 * _COLUMN_LINES:
        return None
    slack = median(piece.height for piece in pieces)
    starts = Counter(sorted(round(piece.left) for piece in pieces)).most_common(_MOST_STARTS)
    best: tuple[tuple[int, float], _Gutter] | None = None
    for start in sorted(start for start, count in starts if count >= _COLUMN_LINES):
        gutter = _Gutter(start - slack, start - 0.5)
        beside = _lines_beside(pieces, gutter, width)
        if beside < _COLUMN_LINES:
            continue
        white = start - max(piece.right for piece in filter(gutter.is_left, pieces))
        if best is None or (beside, white) > best[0]:
            best = (beside, white), gutter
    return best[1] if best else None


def _lines_beside(pieces: Sequence[Piece], gutter: _Gutter, width: float) -> int:
    """Lines right of a gutter with one to the left of it at their height, if both are columns."""
    left = lines(filter(gutter.is_left, pieces))
    right = lines(filter(gutter.is_right, pieces))
    if not left or not right or min(map(_typical_width, (left, right))) < _COLUMN_WIDTH * width:
        return 0
    beside = [line for line in right if _is_beside_one(line, left)]
    if not beside:
        return 0
    first, last = beside[0].top, beside[-1].top
    across = [p for p in pieces if first < p.top < last and not gutter.is_beside(p)]
    # Wide spaces that happen to stand above one another have lines between them that run across.
    return len(beside) if _ACROSS * len(across) <= len(beside) else 0


def _is_beside_one(line: Piece, column: list[Piece]) -> bool:
    """Whether a line of a column, sorted from the top, stands at a line's height."""
    at = bisect_left(column, line.top, key=lambda other: other.top)
    near = column[max(0, at - 1) : at + 1]
    return any(line.top < other.bottom and other.top < line.bottom for other in near)


def _typical_width(column: Sequence[Piece]) -> float:
    return median(line.right - line.left for line in column)


def _joined(row: Sequence[Piece]) -> Piece:
    longest = max(row, key=_length)
    return Piece(
        text=" ".join(piece.text for piece in row),
        left=row[0].left,
        top=longest.top,
        right=max(piece.right for piece in row),
        bottom=longest.bottom,
    )


@dataclass(frozen=True, slots=True)
class _EdgeLine:
    """A line at the edge of a page, with its text as far as it may recur."""

    whole: Piece
    pattern: str
    pieces: list[Piece]


_Edges = tuple[list[_EdgeLine], list[_EdgeLine]]


def _edges(page: Sequence[Piece]) -> _Edges:
    """The lines at the top of a page and those at its foot, the outermost first."""
    found = rows(page)
    return _edge(found), _edge(found[::-1])


def _edge(found: list[list[Piece]]) -> list[_EdgeLine]:
    wholes = [(_joined(row), row) for row in found[:_EDGE_LINES]]
    return [_EdgeLine(whole, _pattern(whole.text), row) for whole, row in wholes]


def _pattern(text: str) -> str:
    return _DIGITS.sub("#", "".join(text.casefold().split()))


def _running(edge: list[_EdgeLine], nearby: Sequence[_Edges]) -> list[Piece]:
    """The pieces of the outermost lines of an edge, as far as they are running lines."""
    running = takewhile(lambda line: _is_running(line, nearby), edge)
    return [piece for line in running for piece in line.pieces]


def _is_running(line: _EdgeLine, nearby: Sequence[_Edges]) -> bool:
    """Whether a line recurs on the pages nearby, its own among them, or is a page number."""
    if _PAGE_NUMBER.fullmatch(line.whole.text):
        return True
    count = sum(any(_same_place(line, other) for other in chain(*edges)) for edges in nearby)
    return count > 1 and count >= _RECURS * len(nearby)


def _same_place(one: _EdgeLine, other: _EdgeLine) -> bool:
    near = abs(one.whole.top - other.whole.top) < one.whole.height / 2
    return near and one.pattern == other.pattern


def _from_the_top(piece: Piece) -> tuple[float, float, str]:
    return piece.top, piece.left, piece.text


def _length(piece: Piece) -> int:
    return len(piece.text)
