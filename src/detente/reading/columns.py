"""Which columns or keys does a file have, and what stands in them?"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from detente.errors import InputError
from detente.reading.delimited import find_delimiter, read_delimited
from detente.reading.encoding import Decoder
from detente.reading.formats import Format, find_format
from detente.reading.jsons import is_json_lines, read_json, read_json_lines
from detente.reading.likely import flat
from detente.reading.options import ReadingOptions
from detente.reading.paths import is_packed, location, suffix_of
from detente.reading.plain import read_plain
from detente.reading.problems import READ_ERRORS
from detente.reading.streams import Opened, opened

_LIST = re.compile(r"\[\s*(?=\{)")


def columns_of(path: str, options: ReadingOptions | None = None) -> dict[str, str]:
    """The columns or keys of a file with what its first record has there, as far as its beginning shows.

    Keys within keys are joined by dots; columns of a table without a header are numbered, as
    `options.columns` says. Empty for a file that has none, such as a text or a page, and for one that
    cannot be read.
    """
    given = options or ReadingOptions()
    try:
        with _opened(path) as file:
            return _first_record(file, _format(path, file, given), _suffix(path), given)
    except (*READ_ERRORS, InputError, ValueError, csv.Error, RecursionError):
        return {}


def takes_front_matter(path: str) -> bool:
    """Whether a file is a note or another plain text, on top of which its user can write what it is."""
    try:
        with _opened(path) as file:
            return _format(path, file, ReadingOptions()) is read_plain
    except (*READ_ERRORS, InputError):
        return False


def _opened(path: str) -> AbstractContextManager[Opened]:
    file = location(path)
    return opened(file, packed=is_packed(file), on_progress=lambda taken: None)


def _suffix(path: str) -> str:
    return suffix_of(location(path))


def _format(path: str, file: Opened, options: ReadingOptions) -> Format:
    return find_format(file.head, _suffix(path), options)


def _first_record(
    file: Opened, kind: Format, suffix: str, options: ReadingOptions
) -> dict[str, str]:
    text = Decoder(file.head).decode(file.head).text or file.head.decode("utf-8", "replace")
    if kind is read_delimited:
        delimiter = options.delimiter or find_delimiter(file.head, suffix)
        rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
        return _named(rows, numbered=options.numbered)
    if kind in (read_json, read_json_lines):
        return dict(flat(_first_object(text, lines=is_json_lines(file.head))))
    return {}


def _named(rows: Iterator[list[str]], *, numbered: bool) -> dict[str, str]:
    first = next(rows, [])
    if numbered:
        return {str(number): cell for number, cell in enumerate(first, start=1)}
    header = [name.strip() for name in first]
    return dict(zip(header, next(rows, [""] * len(header)), strict=False))


def _first_object(text: str, *, lines: bool) -> Any:
    found = None if lines else _LIST.search(text)
    start = found.end() if found else text.index("{")
    return json.JSONDecoder().raw_decode(text, start)[0]
