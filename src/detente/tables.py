"""Reading of what users write for detente: plain tables of names and topics, and settings in TOML."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Protocol

from detente.errors import InputError, LexiconError


class Written(Protocol):
    """What has a text: a path, or what is like one elsewhere."""

    def read_text(self, encoding: str) -> str: ...


MARKS = {"\t": "tab", ",": "comma", ";": "semicolon"}
OTHERS = {";": "semicolons", ",": "commas", "|": "bars"}
"""What else may separate the cells of a table, and what it is called."""
ABSENT = "Check the path, or leave it out."


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a table: `row["column"]` is its text, `where` is `file:line`."""

    where: str
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells[name]

    def many(self, name: str, separator: str = "|") -> list[str]:
        """The values of a cell that holds several."""
        return [value for part in self.cells[name].split(separator) if (value := part.strip())]


def packaged(*parts: str) -> Traversable:
    """A data file or folder inside the package, such as `packaged("coding", "topics")`."""
    return resources.files("detente").joinpath(*parts)


def packaged_tables(*parts: str) -> list[Traversable]:
    """The `.tsv` files of a folder in the package, by name."""
    folder = packaged(*parts)
    return sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".tsv")),
        key=lambda entry: entry.name,
    )


def text_of(path: Traversable | Path, *, advice: str = ABSENT) -> str:
    """The text of a user's file. Raises `InputError` where it cannot be read, or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        raise InputError(reason, where=path.name, advice=advice) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", where=path.name, advice="Save it as UTF-8.") from error


def sheet_rows(path: Path, columns: tuple[str, ...]) -> Iterator[TableRow]:
    """Rows of a user's table as `rows` has them, whose cells are parted by tabs, commas or semicolons, as
    spreadsheets save them: by the first of these that its header has.

    Raises `InputError` where the file cannot be read, and what `rows` raises.
    """
    text = text_of(path)
    header = next((line for line in text.splitlines() if _says(line)), "")
    mark = next((mark for mark in "\t,;" if mark in header), "\t")
    return _rows(path.name, text, columns, mark)


def rows(table: Traversable | Path, columns: tuple[str, ...]) -> Iterator[TableRow]:
    """Rows of a tab-separated table with a header; blank lines and `#` comments are passed over.

    Cells missing at the end of a line are empty. Raises `LexiconError`, which names file and
    line, for no header, one without one of `columns` or a line with too many cells; and what `text_of`
    raises.
    """
    return _rows(table.name, text_of(table), columns, "\t")


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _rows(name: str, text: str, columns: tuple[str, ...], mark: str) -> Iterator[TableRow]:
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not _says(line):
            continue
        cells = line.split(mark) if mark == "\t" else next(csv.reader([line], delimiter=mark))
        where = f"{name}:{number}"
        if header is None:
            header = _checked_header(cells, columns, where)
            continue
        if len(cells) > len(header):
            raise LexiconError(
                f"{len(cells)} cells where the header has {len(header)}",
                where=where,
                advice=f"Separate cells by one {MARKS[mark]}: {', '.join(header)}.",
            )
        cells += [""] * (len(header) - len(cells))
        yield TableRow(where, dict(zip(header, map(str.strip, cells), strict=True)))
    if header is None:
        advice = f"The first line must name the columns: {', '.join(columns)}."
        raise LexiconError("is empty", where=name, advice=advice)


def settings(path: Written, *, where: str, advice: str, absent: str = ABSENT) -> dict[str, Any]:
    """What a TOML file says, with or without a byte-order mark.

    Raises `InputError` for a file that cannot be read or is no TOML, with line and column, and with
    `advice` on how to write it; `absent` says what to do where it is not there.
    """
    return settings_in(path, where=where, advice=advice, absent=absent)[1]


def settings_in(
    path: Written, *, where: str, advice: str, absent: str = ABSENT
) -> tuple[str, dict[str, Any]]:
    """The text of a TOML file, to look for a line in, and what it says; raises as `settings`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        raise InputError(reason, where=where, advice=absent) from error
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8: byte {error.start + 1} fits no character"
        raise InputError(reason, where=where, advice="Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"no TOML: {error}", where=where, advice=advice) from error


def _checked_header(cells: list[str], columns: tuple[str, ...], where: str) -> list[str]:
    missing = [name for name in columns if name not in cells]
    if missing:
        if (other := _other_delimiter(cells, columns)) is not None:
            raise LexiconError(
                f"its cells are separated by {other}, not by tabs",
                where=where,
                advice="Save it as tab-separated text (.tsv), and name that file.",
            )
        raise LexiconError(
            f"no column {', '.join(missing)}",
            where=where,
            advice=f"The first line must name the columns: {', '.join(columns)}.",
        )
    return cells


def _other_delimiter(cells: list[str], columns: tuple[str, ...]) -> str | None:
    """What separates the columns in a header that has no tab."""
    for mark, name in OTHERS.items():
        split = {cell.strip(" \"'") for cell in cells[0].split(mark)}
        if len(cells) == 1 and split.issuperset(columns):
            return name
    return None
