"""Days as users give them, and dates of three numbers, which can be read in two orders."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Literal, overload

from detente.errors import InputError

Day = dt.date | str
"""A date, a datetime, or either of them in ISO form."""

DayOrder = Literal["day-first", "month-first"]
"""Which number stands first in `02/07/2023`."""

YEARS = range(1000, 2200)
"""Years that four digits are likely to mean."""
EVERY_YEAR = range(dt.MINYEAR, dt.MAXYEAR + 1)

_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_WHOLE = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
"""A year, or a month of one."""
_CENTURY_TURNS = 69
"""Years of two digits from here on are of the twentieth century, as in POSIX."""


@dataclass(frozen=True, slots=True)
class NumericDate:
    """A date of three numbers, the year last, in both readings; None where a reading is no day."""

    day_first: dt.date | None
    month_first: dt.date | None
    dotted: bool = False

    @property
    def order(self) -> DayOrder | None:
        """The only order that gives a day; None where both do, and where none does."""
        if (self.day_first is None) == (self.month_first is None):
            return None
        return "day-first" if self.day_first else "month-first"

    @property
    def is_open(self) -> bool:
        """Whether the two readings are two days."""
        both = self.day_first is not None and self.month_first is not None
        return both and self.day_first != self.month_first

    def read(self, order: DayOrder | None = None) -> dt.date | None:
        """The day in an order; without one, the day that the date names by itself, if any.

        Dots are written where the day comes first: no locale has them with the month first.
        """
        if order is None and self.is_open and not self.dotted:
            return None
        order = order or self.order or "day-first"
        return self.day_first if order == "day-first" else self.month_first


def numeric_date(written: str) -> NumericDate | None:
    """The readings of `02/07/2023`, `2.7.2023`, `02-07-2023` or `2/7/23`; None for other forms.

    `23-07-02` is another form: with dashes, a number of two digits may be a year that comes first.
    """
    found = _NUMBERS.fullmatch(written)
    if found is None or (found[2] == "-" and len(found[4]) == 2):
        return None
    first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
    return NumericDate(
        day_first=existing_day(year, second, first),
        month_first=existing_day(year, first, second),
        dotted=found[2] == ".",
    )


def existing_day(year: int, month: int, day: int, years: range = YEARS) -> dt.date | None:
    """The day of these numbers; None where the calendar of these years does not have it."""
    if year not in years:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _full_year(written: str) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    return year + (1900 if year >= _CENTURY_TURNS else 2000)


@overload
def as_day(given: Day) -> dt.date: ...


@overload
def as_day(given: Day | None) -> dt.date | None: ...


def as_day(given: Day | None) -> dt.date | None:
    """The date that is meant; None stays None. Raises `InputError` for what is none in ISO form."""
    if given is None:
        return None
    try:
        if isinstance(given, str):
            return dt.datetime.fromisoformat(given.strip()).date()
        if isinstance(given, dt.datetime):
            return given.date()
    except ValueError as problem:  # of a text, and of the missing day of pandas
        raise _no_day(given) from problem
    if not isinstance(given, dt.date):
        raise _no_day(given)
    return given


@overload
def first_day(given: Day) -> dt.date: ...


@overload
def first_day(given: Day | None) -> dt.date | None: ...


def first_day(given: Day | None) -> dt.date | None:
    """As `as_day`; a month (`2024-03`) or a year (`2024`) means the first of its days."""
    whole = _whole(given)
    return whole[0] if whole else as_day(given)


@overload
def last_day(given: Day) -> dt.date: ...


@overload
def last_day(given: Day | None) -> dt.date | None: ...


def last_day(given: Day | None) -> dt.date | None:
    """As `as_day`; a month (`2024-03`) or a year (`2024`) means the last of its days."""
    whole = _whole(given)
    return whole[1] if whole else as_day(given)


def _whole(given: object) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a month or year in ISO form; None for whatever is neither."""
    found = _WHOLE.fullmatch(given.strip()) if isinstance(given, str) else None
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 1)
    if year < dt.MINYEAR or not 1 <= month <= 12:
        return None
    last = month if found[2] else 12
    return dt.date(year, month, 1), dt.date(year, last, monthrange(year, last)[1])


def _no_day(given: object) -> InputError:
    """The error for a text that is no date in ISO form, with the dates that it may be meant as."""
    numbers = numeric_date(given.strip()) if isinstance(given, str) else None
    if numbers is None or not (numbers.day_first or numbers.month_first):
        other = "" if isinstance(given, str) else ", or give a date"
        return InputError(f"{given!r} is no date", advice=f"Write it as 2021-03-04{other}.")
    if numbers.is_open:
        return InputError(
            f"'{given}' can be read as {numbers.day_first} (day first)"
            f" and as {numbers.month_first} (month first)",
            advice=f"Write the one that is meant: {numbers.day_first} or {numbers.month_first}.",
        )
    return InputError(
        f"'{given}' is no date in ISO form",
        advice=f"Write it as {numbers.day_first or numbers.month_first}.",
    )
