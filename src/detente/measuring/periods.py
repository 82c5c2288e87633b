"""The days, weeks, months, quarters and years of a series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast, get_args

from detente.days import Day, as_day
from detente.store.query import check_choice

Every = Literal["day", "week", "month", "quarter", "year"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ONE_DAY = dt.timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of days, both ends included."""

    start: dt.date
    end: dt.date


def period_of(day: Day, every: str, week_starts: str = "monday") -> Period:
    """The period that a day falls in; raises `QueryError` for an unknown unit or weekday."""
    check_unit(every, week_starts)
    day = as_day(day)
    if every == "day":
        return Period(day, day)
    if every == "week":
        first = get_args(Weekday).index(cast(Weekday, week_starts))
        start = day - dt.timedelta(days=(day.weekday() - first) % 7)
        return Period(start, start + dt.timedelta(days=6))
    length = MONTHS[every]
    start = dt.date(day.year, (day.month - 1) // length * length + 1, 1)
    return Period(start, _after(start, length) - ONE_DAY)


def check_unit(every: str, week_starts: str = "monday") -> None:
    """Raise `QueryError` for an unknown unit or weekday."""
    check_choice("period", every, get_args(Every))
    check_choice("weekday", week_starts, get_args(Weekday))


def periods(
    first: dt.date, last: dt.date, every: str, week_starts: str = "monday"
) -> Iterator[Period]:
    """Every period from the one of the first day to the one of the last, in order."""
    period = period_of(first, every, week_starts)
    while period.start <= last:
        yield period
        period = period_of(period.end + ONE_DAY, every, week_starts)


def label(period: Period, every: str) -> str:
    """Short name: `2024`, `2024-Q1`, `2024-01`, or the first day for weeks and days."""
    start = period.start
    if every == "year":
        return f"{start.year}"
    if every == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return start.isoformat()[:7] if every == "month" else start.isoformat()


def _after(start: dt.date, months: int) -> dt.date:
    count = start.year * 12 + start.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)
