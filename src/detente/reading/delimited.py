"""What are the rows of a CSV or TSV file?"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.reading.drafts import Draft, draft, keys, no_text_column
from detente.reading.lines import MAX_RECORD, TOO_LONG, Line, lines
from detente.reading.options import ReadingOptions
from detente.reading.problems import Problem, Source
from detente.reading.streams import Opened
from detente.records import Rejected

DELIMITERS = ",\t;|"
MAX_AGAIN, TIMES_AGAIN = MAX_RECORD // 4, 8
"""What may be read again of rows that go wrong in a later line: so many characters, and so many times those
of the file. Where every row of a table does, the time would else grow with the square of its size."""


def read_delimited(
    file: Opened, source: Source, options: ReadingOptions
) -> Iterator[Draft | Rejected]:
    """The drafts in a table, one a row, with a header unless `options.columns` gives numbers.

    Cells may be quoted (`"`) and hold line breaks. A row that does not fit the header, or whose
    quotes do not close, costs itself only: reading goes on at the line after its first. In
    tab-separated tables a quote that fits no such rule is an ordinary character. Rows of empty
    cells are passed over.
    """
    delimiter = options.delimiter or find_delimiter(file.head, source.suffix)
    rows = _Rows(lines(file), delimiter)
    header = _header(rows, options)
    yield from (source.reject(problem, header.place) for problem in header.problems)
    if header.cells is None:
        return
    names = keys(header.cells, options)
    if "text" not in names and "title" not in names:
        yield source.reject(no_text_column(header.cells, options), header.place)
        return
    for row in rows.read(len(header.cells)):
        if row.cells is None:
            yield from (source.reject(problem, row.place) for problem in row.problems)
        else:
            record = dict(zip(header.cells, row.cells, strict=True))
            full = all(record[name].strip() for name in names.values())
            # Of a row with a blank cell, another column may hold what is looked for.
            held = names if full else keys(record, options)
            yield draft(record, held, place=row.place, notes=row.problems)


def find_delimiter(head: bytes, suffix: str = "") -> str:
    """The delimiter of a table: a tab in `.tsv`, else the commonest one in its first line."""
    if suffix == ".tsv":
        return "\t"
    first = head.lstrip(b"\r\n").partition(b"\n")[0].decode("utf-8", "replace")
    return max(DELIMITERS, key=first.count)


@dataclass(frozen=True, slots=True)
class DelimitedRow:
    """A row that begins at `place`; `cells` is None where `problems` forbid it."""

    place: str
    cells: list[str] | None
    problems: tuple[Problem, ...]


class _Rows:
    """The rows of a table, told apart by the `csv` module and put right where it fails."""

    def __init__(self, source: Iterator[Line], delimiter: str) -> None:
        # The limit is the module's own and for all readers; it is only ever raised.
        csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD))
        self._delimiter = delimiter
        self._feed = _Feed(source)
        self._reader = self._new_reader()

    def first(self) -> DelimitedRow | None:
        """The first row that is not blank, left to be read again; None in an empty table."""
        row = next(self.read(None), None)
        self._feed.put_back(0)
        self._reader = self._new_reader()
        return row

    def read(self, width: int | None) -> Iterator[DelimitedRow]:
        """The rows from here on, each of `width` cells; blank rows are passed over."""
        while True:
            self._feed.taken.clear()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except (csv.Error, _BadLineError) as error:
                yield self._mended(str(error), width)
                continue
            if width is not None and cells:
                cells = _fitted(cells, width)
            if width is not None and cells and len(cells) != width:
                yield self._mended(f"{len(cells)} cells where there should be {width}", width)
            elif cells and any(cells):
                yield DelimitedRow(self._place(), cells, self._feed.notes())

    def _mended(self, reason: str, width: int | None) -> DelimitedRow:
        """The row that the first of the lines taken makes by itself; the rest are read again."""
        first = self._feed.taken[0]
        self._feed.put_back(1)
        self._reader = self._new_reader()
        notes = (first.problem,) if first.problem else ()
        if first.text is None:
            return DelimitedRow(first.place, None, notes)
        cells = first.text.rstrip("\r\n").split("\t")
        if self._delimiter == "\t" and len(cells) == width:
            return DelimitedRow(first.place, cells, notes)
        advice = "Quote cells that hold a delimiter or a line break, and double quotes in them."
        return DelimitedRow(first.place, None, (Problem(f"malformed row: {reason}", advice),))

    def _place(self) -> str:
        return self._feed.taken[0].place

    def _new_reader(self) -> Iterator[list[str]]:
        return csv.reader(self._feed, delimiter=self._delimiter, strict=True)


class _BadLineError(Exception):
    """A line within a row cannot be read, or the row grows too long."""


class _Feed:
    """The lines that `csv` takes; `taken` are those of the row in hand."""

    def __init__(self, source: Iterator[Line]) -> None:
        self._source = source
        self._again: deque[Line] = deque()
        self.taken: list[Line] = []
        self._size = 0
        self._read = self._again_read = 0
        """Characters of the file, and those that had to be given again, so far."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._fresh()
        before = self._size if self.taken else 0
        self._size = before + len(line.text or "")
        self.taken.append(line)
        if line.text is None:
            raise _BadLineError("a line in it cannot be read")
        if self._size > MAX_RECORD:
            raise _BadLineError(TOO_LONG.reason)
        if before and self._size > MAX_AGAIN + TIMES_AGAIN * self._read - self._again_read:
            raise _BadLineError("quotes that do not close, as in many rows before")
        return line.text

    def _fresh(self) -> Line:
        line = next(self._source)
        self._read += len(line.text or "")
        return line

    def put_back(self, start: int) -> None:
        """Have the lines taken, from index `start` on, given again."""
        put_back = self.taken[start:]
        self._again_read += sum(len(line.text or "") for line in put_back)
        self._again.extendleft(reversed(put_back))
        self.taken.clear()

    def notes(self) -> tuple[Problem, ...]:
        """The problems of the lines taken."""
        return tuple(line.problem for line in self.taken if line.problem)


def _fitted(cells: list[str], width: int) -> list[str]:
    """The cells without empty ones beyond the width, which a last delimiter leaves."""
    return cells if any(cells[width:]) else cells[:width]


def _header(rows: _Rows, options: ReadingOptions) -> DelimitedRow:
    """The row of the columns' names: the first, or the numbers from 1."""
    row = rows.first() if options.numbered else next(rows.read(None), None)
    if row is None:
        return DelimitedRow(
            "line 1", None, (Problem("an empty table", "Name the columns in line 1."),)
        )
    if row.cells is None:
        return row
    if options.numbered:
        return DelimitedRow(row.place, [str(number + 1) for number in range(len(row.cells))], ())
    return replace(row, cells=[name.strip() for name in row.cells])
