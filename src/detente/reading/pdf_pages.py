"""What does PDFium find on the pages of a PDF?"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from statistics import median_high
from typing import Any

from detente.reading.pdf_layout import (
    Block,
    Piece,
    on_one_line,
    reading_order,
    without_running_lines,
)
from detente.reading.problems import Problem, in_words

_GAP = 0.6
"""Space between two pieces of a line, in heights of a letter; between words there is less."""
_UNREADABLE = 0.1
"""Share of characters without a meaning from which a text is not worth reading."""
_SMALL = 0.8
_LIFTED = 0.1
_RAISED = 0.4
"""A mark is smaller than letters and lifted a little; or its sign is high up in its own space."""
_KERNED = 0.3
_TOUCHING = 0.05
_QUARTER = math.pi / 2
_ASKEW = math.pi / 36
_NEEDS_PASSWORD = 4
_UNKNOWN = "\ufffd"
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# PDFium's sign for a hyphen at a line's end.
_LINE_END_HYPHENS = (0xFFFE, 0x02)
_Box = tuple[float, float, float, float]
_CREATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


@dataclass(slots=True)
class Pdf:
    """What PDFium finds in a file; pages are numbered from 1."""

    title: str
    made: str | None
    pages: list[list[Piece]] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    cut_at: int | None = None

    def problem(self) -> Problem | None:
        """Why it has no text, or None."""
        text = "".join(piece.text for page in self.pages for piece in page)
        if not text.strip():
            return _scan(len(self.pages))
        unknown = sum(_has_no_meaning(character) for character in text)
        return _NO_LETTERS if unknown > _UNREADABLE * len(text) else None

    def blocks(self) -> Iterator[Block]:
        """The lines of its pages, column by column."""
        for pieces, width in zip(without_running_lines(self.pages), self.widths, strict=True):
            yield from reading_order(pieces, width)

    def notes(self, most: int) -> Iterator[Problem]:
        """What of it could not be read, if no more than so many characters are."""
        if self.pictures:
            yield Problem(
                f"pages that are pictures without text: {_listed(self.pictures)}",
                "If they hold text, run `ocrmypdf --skip-text IN.pdf OUT.pdf`, then read that.",
            )
        if self.broken:
            yield Problem(f"damaged pages: {_listed(self.broken)}", "Fetch the file again.")
        if self.cut_at:
            yield Problem(
                f"more than {most:,} characters: read up to page {self.cut_at - 1}",
                "Split it into its articles.",
            )


def parsed(data: bytes, most: int) -> Pdf | Problem:
    """What is found in a file, of at most so many characters, or the problem with it."""
    import pypdfium2  # type: ignore[import-untyped]  # it has no types

    try:
        with pypdfium2.PdfDocument(data) as document:
            return _content(document, most)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _NEEDS_PASSWORD:
            return _LOCKED
        return Problem(
            f"a damaged PDF, or none: {error}", "Fetch it again, or mend it with `qpdf IN OUT`."
        )
    # A PDF may be broken in any way, and one file must not end a run.
    except Exception as error:
        return Problem(
            f"the PDF cannot be parsed: {in_words(error)}",
            "Save its text as .txt instead, for example with `pdftotext`.",
        )


def _content(document: Any, most: int) -> Pdf:
    created = _CREATED.match(document.get_metadata_value("CreationDate"))
    found = Pdf(
        document.get_metadata_value("Title"), "-".join(created.groups()) if created else None
    )
    characters = 0
    for number in range(1, len(document) + 1):
        pieces: list[Piece] = []
        width = 0.0
        try:
            page = document[number - 1]
            text = page.get_textpage()
            characters += text.count_chars()
            if characters > most:
                found.cut_at = number
                break
            pieces, width = _pieces(text)
            if not pieces and _has_picture(page):
                found.pictures.append(number)
            text.close()
            page.close()
        except RuntimeError:
            found.broken.append(number)
        found.pages.append(pieces)
        found.widths.append(width)
    return found


def _has_picture(page: Any) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


@dataclass(frozen=True, slots=True)
class _Glyph(Piece):
    """A character; `rise` is how far its sign begins above the lowest point of its font."""

    rise: float = 0.0


def _pieces(text: Any) -> tuple[list[Piece], float]:
    """The pieces of lines on a page and the width of its text, without what stands askew."""
    by_turn: dict[int, list[_Glyph]] = {}
    for turn, glyph in _glyphs(text):
        by_turn.setdefault(turn, []).append(glyph)
    upright = max(by_turn.values(), key=len, default=[])
    pieces = [_piece(run) for run in _runs(upright)]
    if not pieces:
        return [], 0.0
    left = min(piece.left for piece in pieces)
    return pieces, max(piece.right for piece in pieces) - left


def _glyphs(text: Any) -> Iterator[tuple[int, _Glyph]]:
    """The characters of a page in the order of the file, each with its quarter turns clockwise."""
    from pypdfium2 import raw

    for at in range(text.count_chars()):
        character = _character(raw.FPDFText_GetUnicode(text.raw, at))
        if character != " " and raw.FPDFText_IsGenerated(text.raw, at):
            continue
        angle = raw.FPDFText_GetCharAngle(text.raw, at)
        if abs(math.remainder(angle, _QUARTER)) >= _ASKEW:
            continue
        turn = round(angle / _QUARTER) % 4
        left, top, right, bottom = _level(text.get_charbox(at, loose=True), turn)
        rise = bottom - _level(text.get_charbox(at), turn)[3] if character.isdigit() else 0.0
        yield turn, _Glyph(character, left, top, right, bottom, rise)


def _character(code: int) -> str:
    if code in _LINE_END_HYPHENS:
        return "-"
    # No code at all: the font does not tell which letter its sign is.
    return chr(code).translate(_LIGATURES) if code else _UNKNOWN


def _level(box: _Box, turn: int) -> _Box:
    """Left, top, right and bottom of a box once its line is turned level, down from the top."""
    left, bottom, right, top = box
    if turn == 0:
        return left, -top, right, -bottom
    if turn == 1:
        return -top, -right, -bottom, -left
    if turn == 2:
        return -right, bottom, -left, top
    return bottom, left, top, right


def _runs(glyphs: Iterable[_Glyph]) -> Iterator[list[_Glyph]]:
    """Characters that follow one another on one line, spaces among them."""
    run: list[_Glyph] = []
    spaces: list[_Glyph] = []
    for glyph in glyphs:
        if glyph.text.isspace():
            spaces.append(glyph)
            continue
        if run and not _follows(run, glyph):
            yield run
            run = []
        if run and any(_is_space(space, run[-1], glyph) for space in spaces):
            run.append(replace(spaces[0], text=" "))
        run.append(glyph)
        spaces = []
    if run:
        yield run


def _is_space(space: _Glyph, before: _Glyph, after: _Glyph) -> bool:
    """Whether there is a space: one in the file, or one that PDFium supposes and that has room."""
    return space.height > 0 or after.left - before.right > _TOUCHING * max(
        before.height, after.height
    )


def _follows(run: list[_Glyph], glyph: _Glyph) -> bool:
    last = run[-1]
    # Of hyphens PDFium may tell the stroke alone.
    height = max(run[0].height, last.height, glyph.height)
    # The letters of a ligature share one place.
    begins_behind = glyph.left >= last.left - _KERNED * height
    is_near = glyph.left - last.right < _GAP * height
    return begins_behind and is_near and on_one_line(run[0], glyph)


def _piece(run: list[_Glyph]) -> Piece:
    """The piece that characters make; small raised numbers, which mark notes, stand in brackets."""
    letters = [glyph for glyph in run if glyph.text != " "]
    height = median_high(glyph.height for glyph in letters)
    usual = next(glyph for glyph in letters if glyph.height == height)
    text = ""
    for is_mark, glyphs in groupby(run, key=partial(_is_mark, usual)):
        written = "".join(glyph.text for glyph in glyphs)
        mark = f"[{written}]" if text else f"[{written}] "
        text += mark if is_mark else written
    right = max(glyph.right for glyph in letters)
    return Piece(text, run[0].left, usual.top, right, usual.bottom)


def _is_mark(usual: _Glyph, glyph: _Glyph) -> bool:
    is_small = glyph.height < _SMALL * usual.height
    is_up = glyph.rise > _RAISED * glyph.height or (
        is_small and usual.bottom - glyph.bottom > _LIFTED * usual.height
    )
    return is_up and glyph.text.isdigit()


def _has_no_meaning(character: str) -> bool:
    return character == _UNKNOWN or unicodedata.category(character) in ("Co", "Cc", "Cn")


def _listed(pages: list[int]) -> str:
    return ", ".join(map(str, pages[:20])) + (" …" if len(pages) > 20 else "")


def _scan(pages: int) -> Problem:
    return Problem(
        f"a PDF without text: its pages ({pages}) are pictures, or empty",
        "Let its letters be recognised first: `ocrmypdf IN.pdf OUT.pdf`, then read that.",
    )


_NO_LETTERS = Problem(
    "a PDF whose fonts do not tell which letters they show",
    "Let its letters be recognised anew: `ocrmypdf --force-ocr IN.pdf OUT.pdf`, then read that.",
)
_LOCKED = Problem(
    "encrypted: it needs a password",
    "Save a copy without one, as `qpdf --password=WORD --decrypt IN.pdf OUT.pdf` does.",
)
