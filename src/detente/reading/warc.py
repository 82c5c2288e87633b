"""What are the pages of a web archive?"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from detente.reading.drafts import Draft, site_of
from detente.reading.lines import MAX_RECORD, TOO_LONG
from detente.reading.options import ReadingOptions
from detente.reading.problems import READ_ERRORS, Problem, Source, in_words, of_error
from detente.reading.streams import Opened, in_memory
from detente.reading.web import page_of
from detente.records import Rejected

MAX_HEADER = 64 * 1024
"""Most bytes of the headers of one record."""

_START = b"WARC/"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PAGES = ("text/html", "application/xhtml+xml")
# Records about records, which hold nothing that was published.
_ABOUT = ("warcinfo", "request", "metadata")


def is_warc(head: bytes) -> bool:
    """Whether a file begins as a web archive does."""
    return head.startswith(_START)


def read_warc(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Draft | Rejected]:
    """The drafts in a web archive (WARC), one for each HTML page that was fetched with success.

    A page is read as a saved one is; its address is that of the record, whose domain
    names the outlet where nothing else does. Where it gives no date that of the fetch is a guess.
    What is no page is counted, one row for each kind. Broken records are told by the byte at which
    they begin, in the unpacked file, and cost no other.
    """
    passed_over: Counter[str] = Counter()
    for record in _records(file):
        found = _page(record)
        if isinstance(found, Problem):
            yield source.reject(found, record.place)
        elif isinstance(found, _Page):
            yield from _read_page(found, record.place, source, options)
        elif found is not None:
            passed_over[found] += 1
    for kind, number in sorted(passed_over.items()):
        yield source.reject(
            Problem(f"no web page: {number:,} × {kind}", "Nothing: only HTML pages are read.")
        )


@dataclass(frozen=True, slots=True)
class _Record:
    """The bytes of one record, which begins at `start`, or what is wrong with it.

    Of a block over `MAX_RECORD` bytes only the beginning is there, and `cut` is true.
    """

    start: int
    data: bytes = b""
    cut: bool = False
    problem: Problem | None = None

    @property
    def place(self) -> str:
        """Where it stands, as rejected rows tell it."""
        return f"byte {self.start}"


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it was fetched."""

    address: str | None
    fetched: str
    body: bytes
    notes: tuple[Problem, ...]


class _Counted:
    """A stream that knows how many bytes were taken."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.taken = 0

    def line(self) -> bytes:
        """The next line, or so much of it as a header may have."""
        line = self._stream.readline(MAX_HEADER)
        self.taken += len(line)
        return line

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.taken += len(data)
        return data

    def skip(self, size: int) -> int:
        """Pass over so many bytes; how many there were."""
        left = size
        while left and (data := self.read(min(left, MAX_HEADER))):
            left -= len(data)
        return size - left


def _records(file: Opened) -> Iterator[_Record]:
    stream = _Counted(file.stream)
    lost = False
    try:
        while line := stream.line():
            start = stream.taken - len(line)
            if line.startswith(_START):
                record = _record(stream, start, line)
                lost = record.problem is not None
                yield record
            elif line.strip() and not lost:
                lost = True
                yield _Record(start, problem=_NO_START)
    except READ_ERRORS as error:
        yield _Record(stream.taken, problem=of_error(error))


def _record(stream: _Counted, start: int, first: bytes) -> _Record:
    header = first
    while (line := stream.line()).strip():
        header += line
        if len(header) > MAX_HEADER:
            return _Record(start, problem=_LONG_HEADER)
    length = _LENGTH.search(header)
    if length is None:
        return _Record(start, problem=_NO_LENGTH)
    size = int(length[1])
    block = stream.read(min(size, MAX_RECORD))
    if len(block) + stream.skip(size - len(block)) < size:
        return _Record(start, problem=_CUT_OFF)
    return _Record(start, header + b"\r\n" + block, size > MAX_RECORD)


def _page(record: _Record) -> _Page | str | Problem | None:
    """The page in a record, or its kind where it is none, or None where it tells of others."""
    if record.problem:
        return record.problem
    # warcio meets headers as servers have sent them, and fails in many ways.
    try:
        return _parsed(record)
    except Exception as error:
        return Problem(
            f"a broken record: {in_words(error)}",
            "Nothing, where it is one of many; or fetch the archive again.",
        )


def _parsed(record: _Record) -> _Page | str | Problem | None:
    from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped]  # has none

    loader = ArcWarcRecordLoader(verify_http=False)
    found = loader.parse_record_stream(io.BytesIO(record.data), known_format="warc")
    headers = found.rec_headers
    if found.rec_type in _ABOUT:
        return None
    kind = _kind(found)
    if kind not in _PAGES:
        return kind
    if record.cut:
        return TOO_LONG
    return _Page(
        address=headers.get_header("WARC-Target-URI"),
        fetched=(headers.get_header("WARC-Date") or "")[:10],
        body=_body(found),
        notes=(_TRUNCATED,) if headers.get_header("WARC-Truncated") else (),
    )


def _kind(found: Any) -> str:
    """The media type of what was fetched, or why there is nothing to read in it."""
    if found.rec_type not in ("response", "resource"):
        return f"record of type {found.rec_type}"
    http = found.http_headers
    if http is None:
        media_type = found.content_type
    elif not http.get_statuscode().startswith("2"):
        return f"answer with status {http.get_statuscode()}"
    else:
        media_type = http.get_header("Content-Type")
        packing = (http.get_header("Content-Encoding") or "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip"):
            return f"page packed by {packing}"
    return (media_type or "unnamed kind").partition(";")[0].strip().lower()


def _body(found: Any) -> bytes:
    from warcio.bufferedreaders import ChunkedDataReader  # type: ignore[import-untyped]  # has none

    http = found.http_headers
    chunked = http and (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
    stream = ChunkedDataReader(found.raw_stream) if chunked else found.raw_stream
    return cast(bytes, stream.read())


def _read_page(
    page: _Page, place: str, source: Source, options: ReadingOptions
) -> Iterator[Draft | Rejected]:
    try:
        # A page packed by gzip is unpacked here, as a file is.
        found = page_of(in_memory(page.body), options, address=page.address)
    except READ_ERRORS as error:
        found = of_error(error)
    if isinstance(found, Problem):
        yield source.reject(found, place)
    else:
        yield _placed(found, page, place, options)


def _placed(draft: Draft, page: _Page, place: str, options: ReadingOptions) -> Draft:
    undated = not (draft.published or draft.guessed_published or options.published)
    return replace(
        draft,
        address=page.address or draft.address,
        site=site_of(page.address or ""),
        guessed_published=draft.guessed_published or page.fetched or None,
        place=place,
        notes=(*draft.notes, *page.notes, *((_FETCHED,) if undated and page.fetched else ())),
    )


_FETCHED = Problem(
    "no date on the page: taken is the day on which it was fetched",
    "Look whether that is near enough; or give the date with `published`.",
)
_TRUNCATED = Problem("the archive holds only the beginning of the page", "Fetch the page itself.")
_NO_START = Problem(
    "not the start of a record: the bytes up to the next one are lost",
    "A length before it is wrong; fetch the archive again.",
)
_NO_LENGTH = Problem("a broken record: it does not say how long it is", _NO_START.advice)
_LONG_HEADER = Problem(
    f"a broken record: headers of more than {MAX_HEADER // 1024} KiB", _NO_START.advice
)
_CUT_OFF = Problem(
    "a broken record: the file ends in the middle of it",
    "Fetch the archive again; what came before was read.",
)
