"""Sheets as an Excel workbook, in which nothing that a text says is taken for a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from detente.commands.sheets import Sheet
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.commands.machine import Writer

MOST_ROWS = 1_048_576
"""Rows of a sheet, its head among them."""
MOST_CHARACTERS = 32_767
"""UTF-16 units of a cell."""
MOST_LINKS = 65_530
"""Links of a sheet."""
LONGEST_LINK = 2_079
CUT = " […]"
FIRST_YEAR = 1900
"""Before it Excel has no dates; they are written as text."""
WIDTHS = {int: 9, float: 9, bool: 9, dt.date: 11}
WIDEST, LOOKED_AT = 60, 200
"""Characters of a column at most, and how many rows tell how many it needs."""
MADE = dt.datetime(2000, 1, 1)
"""When each workbook says that it was made: the same records give the same bytes."""
ABOUT = "about"


def workbook(sheets: Sequence[Sheet], about: Iterable[tuple[str, str]]) -> Writer:
    """A writer of sheets, each with a frozen head and filters, and of one more that says what they are.

    Raises `InputError` for more rows than a sheet can hold.
    """
    for sheet in sheets:
        check_rows(sheet)
    told = [*about, *((f"rows in {each.name}", f"{len(each.rows):,}") for each in sheets)]

    def writer(stream: BinaryIO) -> None:
        import xlsxwriter  # type: ignore[import-untyped]  # it has no types of its own

        whole = io.BytesIO()  # a workbook that cannot be written out would be an error of its own
        options = {"constant_memory": True, "in_memory": False}
        with xlsxwriter.Workbook(whole, options) as book:
            book.set_properties({"title": "detente", "created": MADE})
            pages = [_Page(book, sheet) for sheet in sheets]
            notes = [note for page in pages for note in page.notes()]
            _write_about(book, [*told, *(("note", note) for note in notes)])
        stream.write(whole.getvalue())

    return writer


def check_rows(sheet: Sheet) -> None:
    """Raise `InputError` for more rows than Excel takes."""
    if len(sheet.rows) >= MOST_ROWS:
        raise InputError(
            f"{len(sheet.rows):,} rows are more than a sheet of Excel holds ({MOST_ROWS:,})",
            where=sheet.name,
            advice="Write Parquet instead, --out FILE.parquet, or ask for fewer, such as by --since.",
        )


def cut(text: str) -> str:
    """As much of a text as a cell of Excel takes, with a mark where it is not all."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * MOST_CHARACTERS:
        return text
    return units[: 2 * (MOST_CHARACTERS - len(CUT))].decode("utf-16-le", "ignore") + CUT


class _Page:
    """One sheet of a workbook, written row by row."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self._sheet, self._page = sheet, book.add_worksheet(sheet.name)
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._head = book.add_format({"bold": True})
        self._cut = self._early = self._links = self._unlinked = 0
        for place, column in enumerate(sheet.columns):
            self._page.set_column(place, place, _width(sheet, place))
            self._page.write_string(0, place, column.name, self._head)
        for number, row in enumerate(sheet.rows, start=1):
            for place, value in enumerate(row):
                self._write(number, place, value, sheet.columns[place].name)
        self._page.freeze_panes(1, 0)
        self._page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)

    def notes(self) -> list[str]:
        """What is not in the sheet as it is in the record."""
        name = self._sheet.name
        counted = {
            f"texts longer than {MOST_CHARACTERS:,} characters, the most that a cell holds, are cut; "
            f"they end in{CUT}": self._cut,
            f"days before {FIRST_YEAR}, which Excel does not know as dates, are text": self._early,
            f"addresses are not links: a sheet has at most {MOST_LINKS:,}": self._unlinked,
        }
        return [f"{name}: {count:,} {what}" for what, count in counted.items() if count]

    def _write(self, row: int, place: int, value: Any, column: str) -> None:
        page = self._page
        if value is None or value == "":
            return
        if isinstance(value, bool):
            page.write_boolean(row, place, value)
        elif isinstance(value, int | float):
            page.write_number(row, place, value)
        elif isinstance(value, dt.date) and value.year >= FIRST_YEAR:
            page.write_datetime(row, place, dt.datetime(*value.timetuple()[:3]), self._day)
        elif column == "address" and _is_link(str(value)):
            self._write_link(row, place, str(value))
        else:
            self._early += isinstance(value, dt.date)
            self._write_text(row, place, str(value))

    def _write_text(self, row: int, place: int, text: str) -> None:
        """As text, whatever it begins with."""
        shown = cut(text)
        self._cut += shown != text
        self._page.write_string(row, place, shown)

    def _write_link(self, row: int, place: int, address: str) -> None:
        if self._links < MOST_LINKS:
            self._links += 1
            self._page.write_url(row, place, address)
        else:
            self._unlinked += 1
            self._write_text(row, place, address)


def _is_link(address: str) -> bool:
    return address.startswith(("http://", "https://")) and len(address) <= LONGEST_LINK


def _width(sheet: Sheet, place: int) -> int:
    column = sheet.columns[place]
    if column.kind in WIDTHS:
        return max(WIDTHS[column.kind], len(column.name) + 3)
    longest = max((len(str(row[place] or "")) for row in sheet.rows[:LOOKED_AT]), default=0)
    return min(WIDEST, max(longest, len(column.name) + 3))


def _write_about(book: Any, told: Sequence[tuple[str, str]]) -> None:
    page = book.add_worksheet(ABOUT)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)
    for row, (what, value) in enumerate(told):
        page.write_string(row, 0, what)
        page.write_string(row, 1, cut(value))
