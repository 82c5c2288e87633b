"""Which column or key of a file could hold what its articles lack?"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from detente.reading.dates import parse_date
from detente.reading.delimited import find_delimiter, read_delimited
from detente.reading.formats import find_format
from detente.reading.jsons import is_json_lines, read_json, read_json_lines
from detente.reading.options import ReadingOptions
from detente.reading.problems import READ_ERRORS
from detente.reading.streams import Opened, opened

NAMED = {
    "published": re.compile(r"pub|date|time|day|seen|created|issued", re.I),
    "outlet": re.compile(
        r"outlet|source|publisher|publication(?!.?date)|paper|media|site|domain", re.I
    ),
}
"""Names that columns for a field may well have."""
_LIST = re.compile(r"\[\s*(?=\{)")


def columns_of(path: str, *, delimiter: str | None = None) -> dict[str, str]:
    """The columns or keys of a file with what its first record has there, as far as its beginning shows.

    Keys within keys are joined by dots. Empty for a file that has none, such as a text or a page, and for
    one that cannot be read.
    """
    file = Path(path)
    packed = file.name.lower().endswith(".gz")
    suffix = Path(file.name.lower().removesuffix(".gz")).suffix
    try:
        with opened(file, packed=packed, on_progress=lambda taken: None) as bytes_of:
            return _first_record(bytes_of, suffix, ReadingOptions(delimiter=delimiter))
    except (*READ_ERRORS, ValueError, csv.Error, RecursionError):
        return {}


def likely_column(field: Literal["published", "outlet"], columns: Mapping[str, str]) -> str | None:
    """The column that probably holds a field: by its name, and for a date by what stands in it."""
    named = [name for name in columns if NAMED[field].search(name)]
    if field == "outlet":
        return next((name for name in named if columns[name] and not _is_date(columns[name])), None)
    others = [name for name in columns if name not in named]
    return next((name for name in (*named, *others) if _is_date(columns[name])), None)


def _first_record(file: Opened, suffix: str, options: ReadingOptions) -> dict[str, str]:
    kind = find_format(file.head, suffix, options)
    text = file.head.decode("utf-8", "replace")
    if kind is read_delimited:
        delimiter = options.delimiter or find_delimiter(file.head, suffix)
        rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
        header = [name.strip() for name in next(rows, [])]
        return dict(zip(header, next(rows, [""] * len(header)), strict=False))
    if kind in (read_json, read_json_lines):
        return dict(_flat(_first_object(text, lines=is_json_lines(file.head)), ""))
    return {}


def _first_object(text: str, *, lines: bool) -> Any:
    found = None if lines else _LIST.search(text)
    start = found.end() if found else text.index("{")
    return json.JSONDecoder().raw_decode(text, start)[0]


def _flat(record: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", "" if value is None else str(value)


def _is_date(value: str) -> bool:
    return len(value) <= 40 and parse_date(value) is not None
