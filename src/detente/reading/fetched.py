"""What are the articles in a page, document or entry that came over the network?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.reading.articles import finish
from detente.reading.drafts import Draft
from detente.reading.encoding import byte_order_mark, encoding_called
from detente.reading.formats import Format, find_format, not_text
from detente.reading.options import ReadingOptions
from detente.reading.plain import read_plain
from detente.reading.problems import READ_ERRORS, Problem, Source, of_error
from detente.reading.streams import in_memory
from detente.reading.web import page_of, read_page
from detente.records import Article, Genre, Rejected

SUFFIXES = {
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
}
"""Documents by what servers call them, beside web pages."""
STUB = 0.5
"""Share of the feed's text below which that of the page is taken for its beginning only."""
FEWEST_WORDS = 20
"""Words from which a feed's text may stand for that of the page; fewer are a caption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a text before it is opened.

    `outlet` is what the user calls the outlet, and holds whatever the page says; the others fill
    in what the page leaves open. `text` is what the feed itself holds of it.
    """

    outlet: str | None = None
    likely_outlet: str | None = None
    genre: Genre | None = None
    title: str | None = None
    published: dt.date | None = None
    text: str | None = None

    @property
    def options(self) -> ReadingOptions:
        """The same as defaults for reading."""
        return ReadingOptions(
            published=self.published, outlet=self.outlet or self.likely_outlet, genre=self.genre
        )


def articles_at(
    address: str, data: bytes, told: Told, *, kind: str = "", charset: str | None = None
) -> Iterator[Article | Rejected]:
    """The articles in what an address gave, as `read` makes them of files.

    That is a web page, or a document by its first bytes, else by what the server calls it: `kind`
    is its media type, `charset` the encoding that it names. The address is the one given,
    whatever the page calls its own.
    """
    source = Source(address)
    head = in_memory(data).head
    if problem := not_text(head):
        yield source.reject(problem)
        return
    form = _format(head, kind, told.options)
    if form is read_page and not _may_be_page(kind):
        yield source.reject(_no_text(kind))
        return
    if form in (read_page, read_plain):
        data = in_utf8(data, charset)
    for found in _drafts(form, data, source, told):
        if isinstance(found, Rejected):
            yield found
        else:
            yield from finish(_told(found, None, told), source, told.options)


def articles_of_entry(
    text: str, address: str, told: Told, *, feed: str
) -> Iterator[Article | Rejected]:
    """The article that an entry of a feed holds in itself; what is said of it names the feed."""
    found = Draft(text=text, place=f"entry {address}")
    source = Source(feed)
    yield from finish(_told(found, address, told), source, told.options)


def in_utf8(data: bytes, charset: str | None) -> bytes:
    """Bytes in the encoding that a server names, as UTF-8; as they are where the name is wrong.

    What is UTF-8 already is left alone, as servers often name an encoding for all they have.
    """
    encoding = encoding_called(charset) if charset else None
    if encoding is None or byte_order_mark(data) or _is_utf8(data):
        return data
    try:
        return data.decode(encoding).encode("utf-8")
    except UnicodeDecodeError:
        return data


def _format(head: bytes, kind: str, options: ReadingOptions) -> Format:
    """How it is read: as a document, or else as a web page."""
    suffix = SUFFIXES.get(kind, ".html")
    # Servers call pages plain text where nobody told them otherwise.
    if suffix == ".txt" and head.lstrip().startswith(b"<"):
        suffix = ".html"
    return find_format(head, suffix, options)


def _may_be_page(kind: str) -> bool:
    return not kind or kind == "text/plain" or "html" in kind or "xml" in kind


def _drafts(form: Format, data: bytes, source: Source, told: Told) -> Iterator[Draft | Rejected]:
    file = in_memory(data)
    try:
        if form is read_page:
            page = page_of(file, told.options, address=source.name)
            yield _longer(page, source, told.text)
        else:
            yield from form(file, source, told.options)
    except READ_ERRORS as error:
        yield source.reject(of_error(error))


def _longer(page: Draft | Problem, source: Source, text: str | None) -> Draft | Rejected:
    """The page, with the feed's text where the page has no text, or only the beginning of it."""
    enough = text is not None and len(text.split()) >= FEWEST_WORDS
    if isinstance(page, Problem):
        if not enough:
            return source.reject(page)
        return Draft(text=text, notes=(_from_feed(page.reason),))
    if not enough or len(str(page.text)) >= STUB * len(text or ""):
        return page
    note = _from_feed("the page gives only the beginning of the text")
    return replace(page, text=text, notes=(*page.notes, note))


def _from_feed(why: str) -> Problem:
    return Problem(
        f"{why}: taken is what the feed holds",
        "Look whether that is the whole text; if not, save the page and read it with `detente read`.",
    )


def _told(found: Draft, address: str | None, told: Told) -> Draft:
    outlet, title = told.outlet or found.outlet, found.title or told.title
    return replace(found, address=address, outlet=outlet, title=title)


def _no_text(kind: str) -> Problem:
    return Problem(
        f"neither a web page nor a document, but {kind}",
        "Leave it out; or download it, and read it with `detente read` if it is text or a table.",
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
