"""What do Word (.docx) and OpenDocument (.odt) texts say?

Paragraphs in the order of the document, headings, list items, cells of tables and text boxes among
them; then footnotes and endnotes, each behind its mark (`[1]`), which stands in the text too.
Comments, page headers and what was struck out while changes were tracked are left out.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from detente.reading.drafts import Draft
from detente.reading.paragraphs import of_document
from detente.reading.problems import Source

if TYPE_CHECKING:
    from odfdo import Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# A text box is written twice, the second time (`Fallback`) for old programs; properties hold tab
# stops, which have the name of tabs.
_NOT_IN_WORD = frozenset(
    [*(_WORD + name for name in ("del", "moveFrom", "pPr", "rPr")), _CHOICES + "Fallback"]
)
_SIGNS = {_WORD + "tab": "\t", _WORD + "br": "\n", _WORD + "cr": "\n", _WORD + "noBreakHyphen": "-"}
_NOTE_KINDS = {_WORD + "footnoteReference": "footnote", _WORD + "endnoteReference": "endnote"}
# What python-docx gives every document that it makes.
_TEMPLATE_MADE = "2013-12-23"

_NOT_IN_ODT = frozenset(
    ["text:tracked-changes", "office:annotation", "text:note", "text:ruby-text", "svg:title"]
)
_ODT_PARAGRAPHS = frozenset(["text:p", "text:h"])
_ODT_SPACES = "text:s"
MOST_SPACES = 1_000
"""Spaces that are believed on end: a document tells their number, which may be any."""


def read_docx(data: bytes, source: Source) -> Iterator[Draft]:
    """The one draft in a Word document; its properties give a title and the day it was made."""
    import docx

    document = docx.Document(io.BytesIO(data))
    properties = document.core_properties
    made = _day(properties.created)
    yield from of_document(
        _WordText(document.part).paragraphs(),
        source,
        title=properties.title,
        made=None if made == _TEMPLATE_MADE else made,
    )


def read_odt(data: bytes, source: Source) -> Iterator[Draft]:
    """The one draft in an OpenDocument text; its properties give a title and the day it was made."""
    import odfdo

    document = odfdo.Document(io.BytesIO(data))
    notes = document.body.get_elements("//text:note")
    yield from of_document(
        [*_odt_paragraphs(document.body), *map(_odt_note, notes)],
        source,
        title=document.meta.title,
        made=_day(document.meta.creation_date),
    )


def _day(made: dt.datetime | None) -> str | None:
    return made.date().isoformat() if made else None


class _WordText:
    """The paragraphs of a Word document, and the notes that they refer to."""

    def __init__(self, part: Any) -> None:
        self._part = part
        self._marks: dict[tuple[str, str], int] = {}

    def paragraphs(self) -> Iterator[str]:
        """Those of the text, then the notes in the order in which the text has their marks."""
        yield from self._inside(self._part.element.body)
        notes = {kind: self._notes(kind) for kind in _NOTE_KINDS.values()}
        for (kind, number), mark in self._marks.items():
            if said := notes[kind].get(number):
                yield f"[{mark}] {said}"

    def _inside(self, element: Any) -> Iterator[str]:
        for child in element:
            if child.tag in _NOT_IN_WORD:
                continue
            if child.tag == _WORD + "p":
                yield "".join(self._words(child))
            # A paragraph may hold a text box, and so other paragraphs.
            yield from self._inside(child)

    def _words(self, element: Any) -> Iterator[str]:
        """The characters of a paragraph, without those of the paragraphs within it."""
        for child in element:
            if child.tag == _WORD + "t":
                yield child.text or ""
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag in _NOTE_KINDS:
                note = (_NOTE_KINDS[child.tag], str(child.get(_WORD + "id")))
                yield f"[{self._marks.setdefault(note, len(self._marks) + 1)}]"
            elif child.tag not in _NOT_IN_WORD and child.tag != _WORD + "p":
                yield from self._words(child)

    def _notes(self, kind: str) -> dict[str, str]:
        from docx.oxml import parse_xml

        found = {}
        for relation in self._part.rels.values():
            if relation.reltype.endswith(f"/{kind}s"):
                for note in parse_xml(relation.target_part.blob).iter(_WORD + kind):
                    said = " ".join(part.strip() for part in self._inside(note))
                    found[str(note.get(_WORD + "id"))] = said.strip()
        return found


def _odt_paragraphs(element: Element) -> Iterator[str]:
    for child in element.children:
        if child.tag in _NOT_IN_ODT:
            continue
        if child.tag in _ODT_PARAGRAPHS:
            yield "".join(_odt_words(child))
        # A paragraph may hold a frame with text, and so other paragraphs.
        yield from _odt_paragraphs(child)


def _odt_words(element: Any) -> Iterator[str]:
    """The characters of a paragraph, without those of the paragraphs within it."""
    yield element.text if element.tag != _ODT_SPACES else " " * min(element.length, MOST_SPACES)
    for child in element.children:
        if child.tag == "text:note":
            yield f"[{_odt_mark(child)}]"
        elif child.tag not in _NOT_IN_ODT and child.tag not in _ODT_PARAGRAPHS:
            yield from _odt_words(child)
        yield child.tail or ""


def _odt_mark(note: Element) -> str:
    return "".join(str(found.text) for found in note.get_elements("text:note-citation"))


def _odt_note(note: Element) -> str:
    said = (part.strip() for part in _odt_paragraphs(note))
    return f"[{_odt_mark(note)}] {' '.join(said)}"
