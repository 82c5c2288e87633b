"""The line of place and day that opens a wire story (`GENEVA, March 9 -`)."""

from __future__ import annotations

import datetime as dt
import re

from detente.coding.time.calendar import Calendar, Dated
from detente.coding.time.expressions import Clock, find_expressions
from detente.coding.time.reading import Running

DATELINE = re.compile(
    r"^[A-Z][A-Z .,'’/-]{2,40}(?:,\s+(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][A-Za-z. ]{2,25})?"
    r"(?:,\s+(?P<day>[A-Z][a-z]+\.?\s+\d{1,2}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))?"
    r"(?:\s+\([^)]{2,30}\))?\s*(?:—|–|--|-)\s+"
)
OLDEST = dt.timedelta(days=7)
"""A dateline whose day lies further back than this is not that of the text."""


def years_told(text: str) -> tuple[int, int] | None:
    """The first and the last year that a text tells in dates, whatever day it is of."""
    told = dates_with_years(text)
    if not told:
        return None
    return min(each.start.year for each in told), max(each.end.year for each in told)


def dates_with_years(text: str) -> list[Dated]:
    """The dates of a text that are told with their year, in text order."""
    return [*filter(None, (each.read(Clock(None)) for each in find_expressions(text)))]


def day_of_text(text: str, published: dt.date | None) -> dt.date | None:
    """The day a text speaks of as today: that of its dateline, else that of publication."""
    found = DATELINE.match(text)
    if published is None or found is None or found["day"] is None:
        return published
    for expression in find_expressions(found["day"]):
        dated = expression.read(Clock(published))
        if dated is not None and dated.start == dated.end:
            return (
                dated.start if dt.timedelta(0) <= published - dated.start <= OLDEST else published
            )
    return published


def running(text: str, today: dt.date | None, calendar: Calendar) -> Running:
    """What a text has told before its first sentence: its day, or a year that it tells further on."""
    told = dates_with_years(text) if today is None else []
    days = [each for each in told if each.precision == "day"]
    return Running(today, calendar, first=next(iter(days or told), None))
