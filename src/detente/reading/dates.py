"""On which day was it published, by what is written?"""

from __future__ import annotations

import datetime as dt
import re

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_MONTH = (
    r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|" + "|".join(MONTHS) + ")"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_ZONE = r"(?:\s*(?:[a-z]{1,5}|(?:utc|gmt)?[+-]\d{2}:?\d{2})(?:\s*\([a-z ]+\))?)?"
_CLOCK = r"\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?(?:\s*[ap]\.?m\.?)?" + _ZONE
_TIME = rf"(?:(?:t|,?\s+(?:at\s+)?){_CLOCK})?"

_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})" + _TIME,
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:t?\d{4}(?:\d{2})?z?)?",
        rf"{_WEEKDAY}{_MONTH}\.?\s+{_DAY},?\s+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_DAY}[\s-]+{_MONTH}\.?,?[\s-]+{_YEAR}{_TIME}",
    )
)
_NAME = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)", re.ASCII)
_DATELINE = re.compile(
    r"(?:[A-Z][^\d,:]{1,40},\s+)?"
    rf"(?P<date>{_WEEKDAY}(?:[a-z]{{3,9}}\.?\s+\d{{1,2}},?|\d{{1,2}}\s+[a-z]{{3,9}}\.?,?)\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2})"
    r"\s*(?:\([^)]*\)\s*)?(?:[-–—:].*)?",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)


def parse_date(written: str) -> dt.date | None:
    """The day that a date as written names, or None where it is not understood.

    Understood are ISO dates with or without a time, `2024/01/11`, `20240111`, RFC 2822,
    `Jan 11, 2024 12:27 AM` and `11 January 2024`. `01/11/2024` is not: day and month cannot be
    told apart. The day is taken as written, whatever the time zone.
    """
    text = written.strip()
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _day(found["year"], found["month"], found["day"])
    return None


def date_in_name(name: str) -> str | None:
    """The first date in a file name (`2024-01-11`, `20240111`), from 1600 to 2199, in ISO form."""
    for found in _NAME.finditer(name):
        day = _day(found[1], found[3], found[4])
        if day is not None and 1600 <= day.year < 2200:
            return day.isoformat()
    return None


def date_in_dateline(line: str) -> str | None:
    """The date, with its year, in a dateline such as `BEIJING, Jan 11, 2024 (Xinhua) -`."""
    found = _DATELINE.fullmatch(line.strip()[:300])
    return found["date"] if found and parse_date(found["date"]) else None


def _day(year: str, month: str, day: str) -> dt.date | None:
    number = int(month) if month.isdigit() else _month_number(month.lower())
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return next(at for at, month in enumerate(MONTHS, start=1) if month.startswith(name[:3]))
