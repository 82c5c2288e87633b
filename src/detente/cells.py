"""CSV as detente writes it, wherever it does: one rule for what a cell may hold.

A spreadsheet takes a cell for a formula by how it begins, and texts come from strangers. Such a cell is
written with a `'` before it, which makes it text; a number stays a number.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""Beginnings that a spreadsheet takes for those of a formula, and those that have the mark already."""
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-](inf|nan)")


def csv_line(values: Iterable[object]) -> str:
    """A row of CSV, with the end of its line; an empty cell is a null."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(map(written, values))
    return line.getvalue()


def written(value: object) -> str:
    """A value as a cell that no spreadsheet runs."""
    text = "" if value is None else str(value)
    runs = FORMULA.match(text) and not NUMBER.fullmatch(text)
    return f"'{text}" if runs else text


def read(cell: str) -> str:
    """What was written: a cell without the mark that made it text."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
