"""Days that are known by counting from other days."""

from __future__ import annotations

import datetime as dt
import re

from detente.coding.time.calendar import DAY, Calendar, Dated, month, safe_date, whole_year
from detente.coding.time.numerals import number
from detente.records import Precision

SAME_DAY = frozenset({"moment", "minute", "hour"})
DAYS = frozenset({"day", "night", "morning", "afternoon", "evening"})


def relative(start: dt.date, end: dt.date, precision: Precision = "day") -> Dated:
    """Days that are known only by counting."""
    return Dated(start, end, precision, "relative")


def shifted(origin: Dated, unit: str, count: int, *, told: bool, calendar: Calendar) -> Dated:
    """So many units from a date; `told` where a text tells it, and not only the day it is of.

    From a day that is told weeks give the very day, months the month, years the year; from the
    day of the text, `two weeks ago` is that week (rules of `corpus/README.md`). What is counted from
    a month, season or year is no finer than that.
    """
    start = origin.start
    if unit in SAME_DAY:
        return relative(origin.start, origin.end, origin.precision)
    if unit in DAYS or (unit in ("week", "fortnight") and told):
        days = count * {"week": 7, "fortnight": 14}.get(unit, 1) * DAY
        return relative(start + days, origin.end + days, origin.precision)
    if unit in ("week", "fortnight"):
        return relative(*calendar.week(start, count * (2 if unit == "fortnight" else 1)), "week")
    if unit == "month" and origin.precision not in ("year", "decade"):
        return relative(*month(start.year, start.month + count), "month")
    years = count * {"decade": 10, "centur": 100}.get(unit, 1) if unit != "month" else 0
    if start.year + years < 1:
        return origin
    if origin.precision == "season":
        return relative(_in_year(start, years), _in_year(origin.end, years), "season")
    return relative(*whole_year(start.year + years), "year")


def _in_year(day: dt.date, years: int) -> dt.date:
    return safe_date(day.year + years, day.month, day.day) or day.replace(
        year=day.year + years, day=28
    )


def lasting(match: re.Match[str]) -> tuple[int, str]:
    """Count and unit of an expression (`two weeks`, `hours`); of none at all (`shortly after`) no time."""
    groups = match.groupdict()
    count = groups.get("n") or "one"
    unit = (groups.get("unit") or "moment").lower()
    return (1 if count.lower() == "the" else number(count)), unit


def counted(origin: Dated, unit: str, count: int, *, told: bool, calendar: Calendar) -> Dated:
    """So many units after the end of a date, or before its beginning."""
    if origin.precision == "day":
        day = origin.end if count > 0 else origin.start
        origin = relative(day, day)
    return shifted(origin, unit, count, told=told, calendar=calendar)


def back_by(day: dt.date, count: int, unit: str) -> dt.date:
    """The day that lies so many units before another."""
    if unit in SAME_DAY:
        return day
    if unit in DAYS:
        return day - count * DAY
    if unit in ("week", "fortnight"):
        return day - count * (14 if unit == "fortnight" else 7) * DAY
    months = count * {"month": 1, "year": 12, "decade": 120, "centur": 1200}[unit]
    first, last = month(day.year, day.month - months)
    return min(first + (day.day - 1) * DAY, last)
