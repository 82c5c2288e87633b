"""Which format a file has, told from its first lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.errors import InputError
from detente.importing.formats import DELIMITERS, Format

LINES = 50
"""First lines that are looked at."""
ONLY_WEIS = re.compile(r"(?<!\w)2[12][0-3](?!\w)")
"""A code that WEIS has and CAMEO has not."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A format as one file has it; `skip` lines of header stand before the rows."""

    format: Format
    delimiter: str
    columns: tuple[str, ...]
    skip: int
    codes: str = ""
    countries: str = ""

    @property
    def quoted(self) -> bool:
        """Whether a cell may stand in quotation marks; where tabs divide cells they are letters."""
        return self.delimiter != "\t" and self.format.pattern is None

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
            return _with_systems(layout, lines)
    raise InputError(
        "not a file of this kind" if shown else "an empty file", where=name,
        advice=f"Files of this kind have {' or '.join(_expected(each) for each in formats)}.",
    )  # fmt: skip


def _with_systems(layout: Layout, lines: Sequence[str]) -> Layout:
    codes, countries = layout.format.codes, layout.format.countries
    if codes == "cameo-or-weis":
        codes = "weis" if any(map(ONLY_WEIS.search, lines)) else "cameo"
    if codes == "weis" and countries == "actor-codes":
        countries = "weis-codes"
    return replace(layout, codes=codes, countries=countries)


def _possible(form: Format, lines: Sequence[str]) -> Iterator[Layout]:
    if form.pattern is not None:
        if any(re.match(form.pattern, line) for line in lines):
            names = tuple(re.compile(form.pattern).groupindex)
            yield Layout(form, "\x01", names, 0)
        return
    for delimiter in (form.delimiter,) if form.delimiter else DELIMITERS:
        rows = [_cells(line, delimiter) for line in lines]
        if rows and _folded(form.needed) <= _folded(rows[0]):
            yield Layout(form, delimiter, tuple(rows[0]), 1)
        counts = [len(row) for row in rows]
        for cells, columns in form.columns:
            if counts and 2 * counts.count(cells) >= len(counts):
                yield Layout(form, delimiter, columns, 0)


def _cells(line: str, delimiter: str) -> list[str]:
    if delimiter == "\t":
        return [cell.strip() for cell in line.split("\t")]
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _folded(names: Sequence[str] | set[str]) -> set[str]:
    return {name.casefold() for name in names}


def _expected(form: Format) -> str:
    if form.pattern is not None:
        return f"lines such as `{' '.join(re.compile(form.pattern).groupindex)}`"
    if form.columns:
        return f"{' or '.join(str(cells) for cells, _ in form.columns)} cells a line"
    return f"a header with {', '.join(sorted(form.needed))}"
