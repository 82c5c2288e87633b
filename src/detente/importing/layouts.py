"""Which format a file has, told from its first lines."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.errors import InputError
from detente.importing.formats import DELIMITERS, Format

LINES = 50
"""First lines that are looked at."""
QUOTED = re.compile(r'(?:^|\t)"[^"\t]+"(?:\t|$)')
"""A cell in quotation marks between tabs."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A format as one file has it; `skip` lines of header stand before the rows."""

    format: Format
    delimiter: str
    columns: tuple[str, ...]
    skip: int
    quoted: bool
    """Whether a cell may stand in quotation marks, which are letters else: so between tabs, mostly."""

    def places(self, field: str) -> list[int]:
        """Indexes of the columns that a field is taken from, the preferred one first."""
        index = {name.casefold(): place for place, name in enumerate(self.columns)}
        names = (name.casefold() for name in self.format.fields.get(field, ()))
        return [index[name] for name in names if name in index]


def layout_of(formats: Sequence[Format], lines: Sequence[str], name: str) -> Layout:
    """The layout of a file with these first lines; raises `InputError` where it is none of these."""
    shown = [line for line in lines[:LINES] if line.strip()]
    for each in formats:
        for layout in _possible(each, shown):
            return _without_twins(layout, name)
    raise InputError(
        "not a file of this kind" if shown else "an empty file", where=name,
        advice=_lacking(formats, shown)
        + f"Files of this kind have {', or '.join(_expected(each) for each in formats)}.",
    )  # fmt: skip


def _without_twins(layout: Layout, name: str) -> Layout:
    used = {column.casefold() for names in layout.format.fields.values() for column in names}
    counted = Counter(column.casefold() for column in layout.columns)
    for column in layout.columns:
        if counted[column.casefold()] > 1 and column.casefold() in used:
            raise InputError(
                f"two columns are called '{column}'", where=name,
                advice="Give one of them another name in the file.",
            )  # fmt: skip
    return layout


def _possible(form: Format, lines: Sequence[str]) -> Iterator[Layout]:
    if form.pattern is not None:
        if any(re.match(form.pattern, line) for line in lines):
            names = tuple(re.compile(form.pattern).groupindex)
            yield Layout(form, "\x01", names, 0, quoted=False)
        return
    for delimiter in (form.delimiter,) if form.delimiter else DELIMITERS:
        quoted = delimiter != "\t" or 2 * sum(map(bool, map(QUOTED.search, lines))) >= len(lines)
        rows = [_cells(line, delimiter) for line in lines]
        header = _folded(rows[0] if rows else ())
        if all(header & _folded(names) for names in form.needed):
            yield Layout(form, delimiter, tuple(rows[0]), 1, quoted)
        counts = [len(row) for row in rows]
        for cells, columns in form.columns:
            dated = any(_dated(form, columns, row) for row in rows if len(row) == cells)
            if dated and 2 * counts.count(cells) >= len(counts):
                yield Layout(form, delimiter, columns, 0, quoted)


def _dated(form: Format, columns: Sequence[str], row: Sequence[str]) -> bool:
    day = row[columns.index(form.fields["date"][0])]
    for each in form.dates:
        try:
            dt.datetime.strptime(day, each)
        except ValueError:
            continue
        return True
    return False


def _cells(line: str, delimiter: str) -> list[str]:
    if delimiter == "\t":
        return [cell.strip().strip('"') for cell in line.split("\t")]
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _folded(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}


def _lacking(formats: Sequence[Format], lines: Sequence[str]) -> str:
    """What the first line lacks to be the header of the format that it comes nearest to."""
    missing = [
        [names for names in form.needed if not header & _folded(names)]
        for form in formats if not form.columns and not form.pattern
        for delimiter in DELIMITERS for header in [_folded(_cells(lines[0], delimiter) if lines else ())]
        if any(header & _folded(names) for names in form.needed)
    ]  # fmt: skip
    least = min(missing, key=len, default=[])
    return f"It has no column {', '.join(' or '.join(names) for names in least)}. " if least else ""


def _expected(form: Format) -> str:
    if form.pattern is not None:
        return f"lines such as `{' '.join(re.compile(form.pattern).groupindex)}`"
    if form.columns:
        return f"{' or '.join(str(cells) for cells, _ in form.columns)} cells a line"
    return f"a header with {', '.join(dict.fromkeys(' or '.join(names) for names in form.needed))}"
