"""The line of place and day that opens a wire story (`GENEVA, March 9 -`)."""

from __future__ import annotations

import datetime as dt
import re

from detente.coding.time.calendar import Calendar, Dated
from detente.coding.time.expressions import Clock
from detente.coding.time.reading import Running
from detente.coding.time.scanning import find_expressions

BEFORE_DASH = re.compile(r"\s+(?:—|–|--|-)\s+")
PLACE = re.compile(r"[A-Z\s.,'’/-]*")
"""What may stand beside the date of an opening line."""
DATELINE = re.compile(
    r"^[A-Z][A-Z .,'’/-]{2,40}(?:,\s+(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][A-Za-z. ]{2,25})?"
    r"(?:,\s+(?P<day>[A-Z][a-z]+\.?\s+\d{1,2}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))?"
    r"(?:\s+\([^)]{2,30}\))?\s*(?:—|–|--|-)\s+"
)
LONGEST = 60
"""Characters of a first line in which a date that is all of it is looked for."""
OLDEST = dt.timedelta(days=7)
"""A dateline whose day lies further back than this is not that of the text."""


def dates_with_years(text: str) -> list[Dated]:
    """The dates of a text that are told with their year, in text order."""
    return [*filter(None, (each.read(Clock(None)) for each in find_expressions(text)))]


def day_of_text(text: str, published: dt.date | None) -> dt.date | None:
    """The day a text speaks of as today: that of its dateline, else that of publication; where that is not
    known, that of a dateline with a year or of a first line that is a date."""
    if published is None:
        line, _, _ = text.lstrip().partition("\n")
        return _day_in(BEFORE_DASH.split(line, 1)[0], None)
    found = DATELINE.match(text)
    day = _day_in(found["day"], published) if found and found["day"] else None
    return day if day and dt.timedelta(0) <= published - day <= OLDEST else published


def _day_in(line: str, published: dt.date | None) -> dt.date | None:
    """The day that a line names, with a place or alone."""
    for expression in find_expressions(line[:LONGEST]):
        dated = expression.read(Clock(published))
        beside = line[: expression.start] + line[expression.end :]
        if dated is not None and dated.start == dated.end and PLACE.fullmatch(beside):
            return dated.start
    return None


def running(text: str, today: dt.date | None, calendar: Calendar) -> Running:
    """What a text has told before its first sentence: its day, or a year that it tells further on."""
    told = dates_with_years(text) if today is None else []
    days = [each for each in told if each.precision == "day"]
    return Running(today, calendar, first=next(iter(days or told), None))
