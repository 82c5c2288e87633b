"""Stretches of days: what a year, a season, a week or `early May` covers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.records import DateBasis, Precision

MONTHS = (
    "january february march april may june july august september october november december"
).split()
MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS, 1)} | {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
SEASON_MONTHS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dated:
    """Days from `start` to `end` (both included), the unit they were told in, and the basis."""

    start: dt.date
    end: dt.date
    precision: Precision
    basis: DateBasis


def month(year: int, number: int) -> tuple[dt.date, dt.date]:
    """First and last day of a month; numbers outside 1 to 12 run over into other years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    first = dt.date(year, number, 1)
    following = dt.date(year + number // 12, number % 12 + 1, 1)
    return first, following - DAY


def week(day: dt.date, shift: int = 0) -> tuple[dt.date, dt.date]:
    """Monday to Sunday of the week of a day, shifted by whole weeks."""
    monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=shift)
    return monday, monday + 6 * DAY


def season(year: int, name: str) -> tuple[dt.date, dt.date]:
    """A season of the northern year; winter runs from December of the year before."""
    if name == "winter":
        return dt.date(year - 1, 12, 1), month(year, 2)[1]
    first, last = SEASON_MONTHS[name]
    return dt.date(year, first, 1), month(year, last)[1]


def quarter(year: int, number: int) -> tuple[dt.date, dt.date]:
    """A quarter of the calendar year."""
    return dt.date(year, 3 * number - 2, 1), month(year, 3 * number)[1]


def part(start: dt.date, end: dt.date, which: str) -> tuple[dt.date, dt.date]:
    """The early, middle or late third of a stretch."""
    days = (end - start).days + 1
    third = dt.timedelta(days=days // 3)
    which = which.lower().removeprefix("the ").removesuffix(" of")
    if which in ("early", "beginning", "start"):
        return start, start + third - DAY
    if which in ("late", "end"):
        return end - third + DAY, end
    return start + third, end - third


def safe_date(year: int, number: int, day: int) -> dt.date | None:
    """A date, or None where the calendar has no such day."""
    try:
        return dt.date(year, number, day)
    except ValueError:
        return None
