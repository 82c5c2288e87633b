"""The rows of a sheet that was filled in, whatever program saved it as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from detente import cells
from detente.errors import InputError

SHEETS = (".xlsx", ".xls", ".ods", ".numbers")


def rows_of(path: Path) -> Iterator[Mapping[str, str]]:
    """The rows of a CSV, with commas, semicolons or tabs, or of JSON lines.

    Raises `InputError` for a workbook, and for what has no column `unit`.
    """
    if path.suffix.lower() in SHEETS:
        raise InputError(
            "a workbook is not read back", where=str(path), advice="Save it as CSV (UTF-8) first."
        )
    text = _text(path)
    if path.suffix.lower() == ".jsonl":
        yield from _json_lines(path, text)
        return
    from detente.reading.delimited import find_delimiter

    delimiter = find_delimiter(text[:4096].encode(), path.suffix.lower())
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if "unit" not in (rows.fieldnames or ()):
        raise InputError(
            "it has no column `unit`", where=str(path),
            advice="Give the sheet that --sample wrote, with its columns as they were.",
        )  # fmt: skip
    for row in rows:  # what a spreadsheet saved anew stands as it does there
        yield {
            name: cells.read(text) if isinstance(text, str) else text for name, text in row.items()
        }


def _text(path: Path) -> str:
    from detente.reading.encoding import guess

    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(guess(data) or "cp1252", "replace")


def _json_lines(path: Path, text: str) -> Iterator[Mapping[str, str]]:
    for number, line in enumerate(filter(str.strip, text.splitlines()), 1):
        try:
            yield {str(name): _cell(value) for name, value in json.loads(line).items()}
        except (ValueError, AttributeError) as problem:
            raise InputError(
                f"line {number} is no JSON object", where=str(path), advice="Mend it."
            ) from problem


def _cell(value: object) -> str:
    return "" if value is None else str(value)
