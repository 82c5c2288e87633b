"""What are the articles in a page or entry that came over the network?"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from detente.reading.articles import finish
from detente.reading.drafts import Draft
from detente.reading.encoding import byte_order_mark, encoding_called
from detente.reading.formats import not_text
from detente.reading.options import ReadingOptions
from detente.reading.problems import READ_ERRORS, Source, of_error
from detente.reading.streams import Opened
from detente.reading.web import read_page
from detente.records import Article, Genre, Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a text before it is opened.

    `outlet` is what the user calls the outlet, and holds whatever the page says; the others fill
    in what the page leaves open.
    """

    outlet: str | None = None
    likely_outlet: str | None = None
    genre: Genre | None = None
    title: str | None = None
    published: dt.date | None = None

    @property
    def options(self) -> ReadingOptions:
        """The same as defaults for reading."""
        return ReadingOptions(
            published=self.published, outlet=self.outlet or self.likely_outlet, genre=self.genre
        )


def articles_of_page(
    data: bytes, address: str, told: Told, *, charset: str | None = None
) -> Iterator[Article | Rejected]:
    """The article on a web page, as `read` makes them of files; `charset` is what the server names.

    The address is the one given, whatever the page calls its own.
    """
    source = Source(address)
    packed = io.BytesIO(in_utf8(data, charset))
    file = Opened(cast(io.BufferedReader, packed))
    if problem := not_text(file.head):
        yield source.reject(problem)
        return
    try:
        for found in read_page(file, source, told.options):
            if isinstance(found, Rejected):
                yield found
            else:
                yield from _finished(found, source, told)
    except READ_ERRORS as error:
        yield source.reject(of_error(error))


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


def _finished(found: Draft, source: Source, told: Told) -> Iterator[Article | Rejected]:
    return finish(_told(found, source.name, told), source, told.options)


def _told(found: Draft, address: str, told: Told) -> Draft:
    outlet, title = told.outlet or found.outlet, found.title or told.title
    return replace(found, address=address, outlet=outlet, title=title)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
