"""What kind of file is it? By its name, else by its first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from detente.reading.delimited import find_delimiter, read_delimited
from detente.reading.drafts import Draft, keys
from detente.reading.jsons import is_json_lines, read_json, read_json_lines
from detente.reading.mail import is_mail, read_mail
from detente.reading.options import ReadingOptions
from detente.reading.pdf import read_pdf
from detente.reading.plain import read_plain
from detente.reading.problems import Problem, Source
from detente.reading.rtf import read_rtf
from detente.reading.streams import Opened
from detente.reading.warc import is_warc, read_warc
from detente.reading.web import read_page
from detente.reading.zipped import read_zipped
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
    ".pdf": read_pdf,
    ".docx": read_zipped,
    ".odt": read_zipped,
    ".rtf": read_rtf,
    ".epub": read_zipped,
}

_BY_MARK: dict[re.Pattern[bytes], Format] = {
    re.compile(rb"%PDF-\d"): read_pdf,
    re.compile(rb"PK(?:\x03\x04|\x05\x06)"): read_zipped,
    re.compile(rb"\{\\rtf\d"): read_rtf,
}
"""Formats whose files begin with a mark, which is believed whatever the name."""

_OTHERS = {
    b"\xd0\xcf\x11\xe0": (
        "an office document of an old kind (.doc, .xls, .ppt), or one with a password",
        "Save it as .docx without a password: `soffice --headless --convert-to docx FILE`.",
    ),
    b"BZh": ("packed by bzip2", "Unpack it, or pack it by gzip."),
    b"\xfd7zXZ\0": ("packed by xz", "Unpack it, or pack it by gzip."),
    b"\x28\xb5\x2f\xfd": ("packed by zstd", "Unpack it, or pack it by gzip."),
    b"\x1f\x8b": ("packed twice by gzip", "Unpack it once."),
    b"PAR1": ("a Parquet file", "Write its rows as JSON Lines or CSV."),
    b"\x89PNG": ("a picture", "Give text."),
    b"\xff\xd8\xff": ("a picture", "Give text."),
}


def not_text(head: bytes) -> Problem | None:
    """Why a file with these first bytes cannot be read, or None."""
    if is_warc(head) or _marked(head):
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
    """The format of a file: by a mark at its start, by its suffix, else by its first bytes."""
    return _marked(head) or BY_SUFFIX.get(suffix) or _sniffed(head, options)


def _marked(head: bytes) -> Format | None:
    return next((form for mark, form in _BY_MARK.items() if mark.match(head)), None)


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
