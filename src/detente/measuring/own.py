"""Series of one's own, of any name, as `Points`: from a file or a data frame, so that any measure of series
takes them."""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa

from detente import tables
from detente.errors import InputError, QueryError
from detente.measuring.periods import MONTHS, Every, label, period_of
from detente.measuring.points import Points
from detente.store.query import check_choice

DELIMITERS = ",\t;"
NOTHING = frozenset({"", ".", "na", "n/a", "nan", "null", "none"})
"""Cells that hold no value, in small letters."""
MOST = 100_000
"""Periods from the first to the last, beyond which one of the two is a slip."""
FORMS: tuple[tuple[Every, re.Pattern[str]], ...] = (
    ("year", re.compile(r"(?P<year>\d{4})")),
    ("quarter", re.compile(r"(?P<year>\d{4})[- ]?[Qq](?P<quarter>[1-4])")),
    ("month", re.compile(r"(?P<year>\d{4})[-/mM]?(?P<month>0[1-9]|1[0-2])")),
    ("day", re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ].*)?")),
)
"""How periods are written: `1988`, `1988-Q2`, `1988-04`, `1988-04-01`."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Cells as text, by column; `where` and `lines` tell where a row stands."""

    where: str
    cells: dict[str, list[str]]
    lines: list[int]

    def place(self, row: int) -> str:
        return f"{self.where} line {self.lines[row]}"


def own_series(
    given: Any, of: Sequence[str], *, period: str | None = None, every: Every | None = None
) -> dict[str, Points]:
    """The columns `of` a file (CSV with a header, by comma, tab or semicolon; lines of `#` are passed over)
    or of an Arrow, pandas or Polars table, each as points.

    `period` is the column that names the periods; without it the rows are counted from 1. A period without
    a row has no value, as has an empty cell. `every` is the length of a period where the names do not tell:
    days that are a week apart are weeks, and those at the first of their months are months. Raises
    `InputError` for a cell that is no number or no period, and for rows that are not in order; `QueryError`
    for a column that is not there.
    """
    held = _columns(given)
    for name in (*of, *([period] if period else [])):
        if name not in held.cells:
            raise QueryError(
                f"no column '{name}' in {held.where}", advice=f"There are: {', '.join(held.cells)}."
            )
    if not held.lines:
        raise InputError("holds no row", where=held.where, advice="Give at least one row.")
    if period is None:
        names, places = tuple(str(row + 1) for row in range(len(held.lines))), None
    else:
        names, places, every = _named(held, period, every)
    what = of[0] if len(of) == 1 else "value"
    return {
        name: Points.plain(
            _values(held, name, len(names), places), names=names, what=what, every=every or "period"
        )
        for name in of
    }


def _columns(given: Any) -> _Columns:
    if isinstance(given, str | Path):
        return _of_file(Path(given))
    table = given if isinstance(given, pa.Table) else pa.table(given)
    cells = {
        name: [_text(value) for value in table[name].to_pylist()] for name in table.column_names
    }
    return _Columns("the table", cells, list(range(1, len(table) + 1)))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _of_file(path: Path) -> _Columns:
    text = tables.text_of(path, advice="Check the path.")
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    first = lines[0][1] if lines else ""
    rows = list(csv.reader((line for _, line in lines), delimiter=max(DELIMITERS, key=first.count)))
    header = [name.strip() for name in rows[0]] if rows else []
    for (number, _), row in zip(lines, rows, strict=False):
        if len(row) != len(header):
            raise InputError(
                f"{len(row)} cells where the header has {len(header)}",
                where=f"{path.name} line {number}", advice="Give one cell for each column.",
            )  # fmt: skip
    columns = zip(*rows[1:], strict=True) if len(rows) > 1 else ([] for _ in header)
    cells = {name: list(column) for name, column in zip(header, columns, strict=True)}
    return _Columns(path.name, cells, [number for number, _ in lines[1:]])


def _values(held: _Columns, name: str, count: int, places: list[int] | None) -> list[float]:
    values = [math.nan] * count
    for row, cell in enumerate(held.cells[name]):
        values[row if places is None else places[row]] = _number(held, name, row, cell.strip())
    return values


def _number(held: _Columns, name: str, row: int, cell: str) -> float:
    if cell.casefold() in NOTHING:
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        value = math.inf
    if not math.isfinite(value):
        raise InputError(
            f"{name} = '{cell}' is no number", where=held.place(row),
            advice="Write it with a point, such as -1.5, or leave the cell empty where nothing is known.",
        )  # fmt: skip
    return value


def _named(
    held: _Columns, column: str, every: Every | None
) -> tuple[tuple[str, ...], list[int], Every]:
    """The names of all periods from the first to the last, the place of each row, and their length."""
    read = [_day(held, row, cell.strip()) for row, cell in enumerate(held.cells[column])]
    days = [day for _, day in read]
    unit = every or _unit([form for form, _ in read], days)
    check_choice("period", unit, (*MONTHS, "week", "day"))
    # Weeks begin with the day on which the first one does.
    length = MONTHS.get(unit)
    steps = {"week": 7, "day": 1}
    count = [
        (day.year * 12 + day.month - 1) // length if length else (day - days[0]).days / steps[unit]
        for day in days
    ]
    for row in range(1, len(days)):
        if count[row] <= count[row - 1] or count[row] % 1:
            raise InputError(
                f"'{held.cells[column][row]}' does not follow '{held.cells[column][row - 1]}' as a"
                f" {unit} that comes later", where=held.place(row),
                advice="Sort the rows by time, one for each period, and say the length of a period.",
            )  # fmt: skip
    places = [int(each - count[0]) for each in count]
    if places[-1] >= MOST:
        raise InputError(
            f"{places[-1] + 1:,} {unit}s from {days[0]} to {days[-1]}", where=held.where,
            advice="Look for a slip in the first and the last period.",
        )  # fmt: skip
    return tuple(_label(days[0], unit, place) for place in range(places[-1] + 1)), places, unit


def _label(first: dt.date, unit: Every, place: int) -> str:
    if unit in ("week", "day"):
        return str(first + dt.timedelta(days=place * (7 if unit == "week" else 1)))
    month = (
        first.year * 12 + (first.month - 1) // MONTHS[unit] * MONTHS[unit] + place * MONTHS[unit]
    )
    return label(period_of(dt.date(month // 12, month % 12 + 1, 1), unit), unit)


def _day(held: _Columns, row: int, cell: str) -> tuple[Every, dt.date]:
    """The first day of what a cell names, and the form in which it does."""
    for form, pattern in FORMS:
        if found := pattern.fullmatch(cell):
            parts = {name: int(text) for name, text in found.groupdict().items()}
            month = parts.get("month", parts.get("quarter", 1) * 3 - 2 if "quarter" in parts else 1)
            try:
                return form, dt.date(parts["year"], month, parts.get("day", 1))
            except ValueError:
                break
    raise InputError(
        f"'{cell}' is no period", where=held.place(row),
        advice="Write 1988, 1988-Q2, 1988-04 or 1988-04-01.",
    )  # fmt: skip


def _unit(forms: Sequence[Every], days: Sequence[dt.date]) -> Every:
    """How long periods are: as their names say; of days, by how far they lie apart."""
    if forms[0] != "day":
        return forms[0]
    if len(days) > 1 and all(day.day == 1 for day in days):
        return "month"
    apart = {(later - earlier).days % 7 for earlier, later in pairwise(days)}
    return "week" if len(days) > 1 and apart == {0} else "day"
