"""What kind of file is it? By its name, else by its first bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detente.reading.delimited import find_delimiter, read_delimited
from detente.reading.drafts import Draft, keys
from detente.reading.jsons import is_json_lines, read_json, read_json_lines
from detente.reading.mail import is_mail, read_mail
from detente.reading.options import ReadingOptions
from detente.reading.plain import read_plain
from detente.reading.problems import Problem, Source
from detente.reading.streams import Opened
from detente.reading.warc import is_warc, read_warc
from detente.reading.web import read_page
from detente.records import Rejected

Format = Callable[[Opened, Source, ReadingOptions], Iterator[Draft | Rejected]]

BY_SUFFIX: dict[str, Format] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".html": read_page,
    ".htm": read_page,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".eml": read_mail,
    ".mbox": read_mail,
    ".warc": read_warc,
}

_OTHERS = {
    b"%PDF-": ("a PDF", "Extract its text first, for example with `pdftotext`."),
    b"PK\x03\x04": ("a zip archive or office document", "Unpack it, or save it as text."),
    b"\xd0\xcf\x11\xe0": ("an office document", "Save it as text."),
    b"BZh": ("packed by bzip2", "Unpack it, or pack it by gzip."),
    b"\xfd7zXZ\0": ("packed by xz", "Unpack it, or pack it by gzip."),
    b"\x28\xb5\x2f\xfd": ("packed by zstd", "Unpack it, or pack it by gzip."),
    b"\x1f\x8b": ("packed twice by gzip", "Unpack it once."),
    b"PAR1": ("a Parquet file", "Write its rows as JSON Lines or CSV."),
    b"\x89PNG": ("a picture", "Give text."),
    b"\xff\xd8\xff": ("a picture", "Give text."),
}


def not_text(head: bytes) -> Problem | None:
    """Why a file with these first bytes is no text, or None."""
    if is_warc(head):
        return None
    for magic, (kind, advice) in _OTHERS.items():
        # Text may begin with the letters of a mark; the files marked by them hold other bytes too.
        if head.startswith(magic) and (not magic.isascii() or not _is_ascii_text(head)):
            return Problem(f"not text but {kind}", advice)
    if b"\0" in _first_line(head) or head.count(0) * 10 > len(head):
        advice = "Give text; UTF-16 needs a byte-order mark, or convert it to UTF-8."
        return Problem("binary: it holds NUL bytes", advice)
    return None


def _first_line(head: bytes) -> bytes:
    # A NUL further down costs a line of a table its row, and no other line.
    return head.partition(b"\n")[0]


def _is_ascii_text(head: bytes) -> bool:
    return head.isascii() and not any(byte < 9 for byte in head)


def find_format(head: bytes, suffix: str, options: ReadingOptions) -> Format:
    """The format of a file: by its suffix where that is known, else by its first bytes."""
    return BY_SUFFIX.get(suffix) or _sniffed(head, options)


def _sniffed(head: bytes, options: ReadingOptions) -> Format:
    start = head.lstrip()
    if is_warc(head):
        return read_warc
    if is_mail(head):
        return read_mail
    if _is_page(start):
        return read_page
    if is_json_lines(head):
        return read_json_lines
    if start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip()[:1] in b'{"]'):
        return read_json
    return read_delimited if _is_table(start, options) else read_plain


def _is_page(start: bytes) -> bool:
    opening = start[:1024].lower()
    return opening.startswith((b"<!doctype html", b"<html", b"<?xml", b"<!--", b"<head", b"<body"))


def _is_table(start: bytes, options: ReadingOptions) -> bool:
    """Whether the first line names two columns or more, one of them a text's or title's."""
    if options.numbered:
        return True
    first = start.partition(b"\n")[0].decode("utf-8", "replace")
    delimiter = options.delimiter or find_delimiter(first.encode())
    names = [name.strip().strip('"') for name in first.split(delimiter)]
    # Prose has commas too: names of columns are short.
    if len(names) < 2 or max(map(len, names)) > 40:
        return False
    return not {"text", "title"}.isdisjoint(keys(names, options))
