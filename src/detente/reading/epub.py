"""What are the chapters of an e-book (EPUB)?"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from detente.reading.drafts import Draft
from detente.reading.encoding import Decoder, declared_encoding
from detente.reading.paragraphs import of_paragraphs
from detente.reading.problems import Problem, Source, in_words
from detente.records import Rejected

_CONTAINER = "META-INF/container.xml"
_RIGHTS = "META-INF/encryption.xml"
_MADE_BY = frozenset(["calibre"])
"""Programs that name themselves as the publisher."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    """body section article header footer main aside div p blockquote pre li ul ol dl dt dd table tr
    td th caption figure figcaption hr address""".split()
).union(_HEADINGS)
_LEFT_OUT = frozenset("head script style nav svg rt rp template".split())
_KEPT_ENTITIES = frozenset(["amp;", "lt;", "gt;", "quot;", "apos;"])
_ENTITY = re.compile(r"&([A-Za-z]\w*;)")
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>")
_SENTENCE = re.compile(r"(?:\S+\s+){5,}\S+[.!?…][\"'”’)\]]*(?:\s|$)")


def read_epub(data: bytes, source: Source) -> Iterator[Draft | Rejected]:
    """The drafts in an e-book, one for each of its documents that has prose, in reading order.

    A draft's title is its first heading, else its name in the table of contents. The publisher is
    that of the book, whose date is no more than the day on which its file was made. Covers,
    contents and the like are passed over and named in a note on the first draft; what cannot be
    read is a row of its own.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = _Book(archive)
        found = [
            _chapter(book, name, f"chapter {number}", source)
            for number, name in enumerate(book.names, start=1)
        ]
    without = [name for name, draft in zip(book.names, found, strict=True) if draft is None]
    drafts = [draft for draft in found if draft is not None]
    if not drafts:
        yield source.reject(_no_prose(without))
    notes = (_passed_over(without),) if without else ()
    for draft in drafts:
        if isinstance(draft, Draft):
            draft, notes = replace(draft, notes=(*draft.notes, *notes)), ()
        yield draft


class _Book:
    """The names of an e-book's documents in reading order, and what it says of itself."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._packed = set(archive.namelist())
        opf = self._root_file()
        package = _xml(archive.read(opf))
        self._folder = posixpath.dirname(opf)
        self._items = {
            str(item.get("id")): item for item in package.iterfind("{*}manifest/{*}item")
        }
        named = (
            self._path(item.get("href"))
            for reference in package.iterfind("{*}spine/{*}itemref")
            if (item := self._items.get(str(reference.get("idref")))) is not None
            and "nav" not in str(item.get("properties")).split()
        )
        self.names = list(dict.fromkeys(named))  # a book may name one document a million times
        publisher = _said(package, "publisher")
        self.publisher = None if publisher and publisher.lower() in _MADE_BY else publisher
        self.date = _said(package, "date")
        self.titles = self._contents()
        self._locked = self._encrypted()

    def document(self, name: str) -> Any:
        """One of its documents, parsed, or the problem with it."""
        if name in self._locked:
            return _LOCKED
        if name not in self._packed:
            return Problem(f"{name} is missing from the book", "Fetch the book again.")
        data = self._archive.read(name)
        decoded = Decoder(data, declared=declared_encoding(data)).decode(data)
        return decoded.problem if decoded.text is None else _page(decoded.text)

    def _root_file(self) -> str:
        container = _xml(self._archive.read(_CONTAINER))
        return str(container.find(".//{*}rootfile").get("full-path"))

    def _path(self, reference: str, folder: str | None = None) -> str:
        path = unquote(str(reference).partition("#")[0])
        return posixpath.normpath(posixpath.join(self._folder if folder is None else folder, path))

    def _contents(self) -> dict[str, str]:
        """Path of a document to its title in the table of contents, of either kind."""
        titles: dict[str, str] = {}
        for item in self._items.values():
            name = self._path(item.get("href"))
            is_nav = "nav" in str(item.get("properties")).split()
            if name not in self._packed or not (is_nav or name.endswith(".ncx")):
                continue
            root = _xml(self._archive.read(name))
            for title, reference in _nav_entries(root) if is_nav else _ncx_entries(root):
                path = self._path(reference, posixpath.dirname(name))
                titles.setdefault(path, " ".join(title.split()))
        return titles

    def _encrypted(self) -> set[str]:
        if _RIGHTS not in self._packed:
            return set()
        listed = _xml(self._archive.read(_RIGHTS)).iterfind(".//{*}CipherReference")
        return {unquote(str(reference.get("URI"))) for reference in listed}


def _nav_entries(root: Any) -> Iterator[tuple[str, str]]:
    for link in root.iterfind(".//{*}nav//{*}a"):
        yield "".join(link.itertext()), str(link.get("href"))


def _ncx_entries(root: Any) -> Iterator[tuple[str, str]]:
    for point in root.iterfind(".//{*}navPoint"):
        label, content = point.find("{*}navLabel"), point.find("{*}content")
        if label is not None and content is not None:
            yield "".join(label.itertext()), str(content.get("src"))


def _chapter(book: _Book, name: str, place: str, source: Source) -> Draft | Rejected | None:
    """The draft in a document, or None where it has no prose."""
    try:
        page = book.document(name)
    # One broken document must not cost the others of the book.
    except Exception as error:
        page = Problem(f"{name} cannot be read: {in_words(error)}", "Fetch the book again.")
    if isinstance(page, Problem):
        return source.reject(page, place)
    blocks = [*_blocks(page)]
    if not any(_SENTENCE.search(block.text) for block in blocks if not block.heading):
        return None
    title = next((block.text for block in blocks if block.heading), None) or book.titles.get(name)
    if blocks[0].text == title:
        del blocks[0]
    draft = of_paragraphs((block.text for block in blocks), source, made=book.date, place=place)
    return replace(draft, title=title, outlet=book.publisher)


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph or heading of a document."""

    text: str
    heading: bool


def _blocks(root: Any) -> Iterator[_Block]:
    """The paragraphs, headings, items and cells of a document, in order."""
    words: list[str] = []
    heading = False
    for token in _tokens(root):
        if isinstance(token, str):
            words.append(token)
            continue
        if text := " ".join("".join(words).split()):
            yield _Block(text, heading)
        words, heading = [], token.heading


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where one block ends and another begins, which may be a heading."""

    heading: bool = False


def _tokens(element: Any) -> Iterator[str | _Edge]:
    """The characters within an element and the edges of its blocks, in order."""
    # Comments and processing instructions have a function in place of a name.
    name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else None
    if name is None or name in _LEFT_OUT:
        return
    if name in _BLOCKS:
        yield _Edge(name in _HEADINGS)
    yield " " if name == "br" else element.text or ""
    for child in element:
        yield from _tokens(child)
        yield child.tail or ""
    if name in _BLOCKS:
        yield _Edge()


def _page(text: str) -> Any:
    """A document as XHTML, which books should be, or else as a browser would take it."""
    from lxml import etree  # type: ignore[import-untyped]  # it has no types
    from lxml import html as markup

    text = _DECLARATION.sub("", text)
    try:
        return _xml(_ENTITY.sub(_character, text).encode())
    except etree.XMLSyntaxError:
        return markup.document_fromstring(text)


def _character(entity: re.Match[str]) -> str:
    """The character that XHTML names and XML does not know."""
    return entity[0] if entity[1] in _KEPT_ENTITIES else html.unescape(entity[0])


def _xml(data: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _said(package: Any, name: str) -> str | None:
    found = package.findtext(f"{{*}}metadata/{{http://purl.org/dc/elements/1.1/}}{name}")
    return " ".join(found.split()) or None if found else None


def _passed_over(names: list[str]) -> Problem:
    shown = ", ".join(names[:10]) + (" …" if len(names) > 10 else "")
    return Problem(
        f"parts of the book without prose, passed over: {shown}",
        "Nothing, where they are covers, contents and the like.",
    )


def _no_prose(names: list[str]) -> Problem:
    return Problem(
        f"an e-book without prose in its {len(names)} parts",
        "If its pages are pictures, run OCR on them and give the text.",
    )


_LOCKED = Problem(
    "encrypted, to protect the publisher's rights",
    "Ask the publisher for a copy without protection.",
)
