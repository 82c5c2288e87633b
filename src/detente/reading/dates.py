"""On which day was it published, by what is written?"""

from __future__ import annotations

import datetime as dt
import re

from detente.days import YEARS, NumericDate, existing_day, numeric_date

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_MONTH = (
    r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|" + "|".join(MONTHS) + r")\.?"
)
_WEEK = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_WEEKDAY = rf"(?:{_WEEK},?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_ZONE = r"(?:\s*(?:[a-z]{1,5}|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?)(?:\s*\([a-z ]+\))?)?"
_HOUR = r"\d{1,2}(?:[:.]\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?|\s*[ap]\.?m\.?)"
_CLOCK = _HOUR + _ZONE
_TIME = rf"(?:(?:t|,?\s+(?:at\s+|-\s+)?){_CLOCK})?"
_TIME_BEFORE = rf"(?:{_CLOCK},?\s+(?:on\s+)?)?"
_COMPACT_TIME = r"(?:t?\d{4}(?:\d{2}(?:[.,]\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?"

_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})" + _TIME,
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})" + _COMPACT_TIME,
        rf"{_TIME_BEFORE}{_WEEKDAY}{_MONTH}[\s-]+{_DAY},?[\s-]+{_YEAR}(?:,?\s+{_WEEK})?{_TIME}",
        rf"{_TIME_BEFORE}{_WEEKDAY}{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}(?:,?\s+{_WEEK})?{_TIME}",
        rf"{_YEAR}[\s-]+{_MONTH}[\s-]+{_DAY}{_TIME}",
        # What `date` and `ctime` print: Thu Jan 11 10:15:00 UTC 2024.
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+{_CLOCK}\s+{_YEAR}",
    )
)
_NUMBERS = re.compile(
    r"(?P<numbers>\d{1,2}([-/.])\d{1,2}\2\d{2,4})" + _TIME, re.ASCII | re.IGNORECASE
)
_SERIAL = re.compile(r"(\d{5,6})(?:\.\d+)?", re.ASCII)
# Spreadsheets count days from here; they hold 1900 for a leap year, which it was not.
_SERIAL_START = dt.date(1899, 12, 30)
_SERIALS = range(10_000, 109_575)
"""Days from 1927 to 2199. Smaller numbers are more likely years, or counts of something else."""

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECONDS = range(100_000_000, 7_258_118_400)
"""Seconds after 1970 that fall into the years from 1973 to 2199; milliseconds likewise."""

_NAME = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)", re.ASCII)
_DATELINE = re.compile(
    r"(?:[A-Z][^\d,:]{1,40},\s+)?"
    rf"(?P<date>{_WEEKDAY}(?:[a-z]{{3,9}}\.?\s+\d{{1,2}},?|\d{{1,2}}\s+[a-z]{{3,9}}\.?,?)\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2})"
    r"\s*(?:\([^)]*\)\s*)?(?:[-–—:].*)?",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)


def parse_date(written: str, *, years: range = YEARS) -> dt.date | None:
    """The day that a date as written names by itself, or None where it is not understood.

    Understood are ISO dates with or without a time, `2024/01/11`, `20240111`, RFC 2822,
    `Jan 11, 2024 12:27 AM`, `11 January 2024`, `25/12/2023`, and the like, from 1000 to 2199 or in
    other `years`.
    `01/11/2024` is not: day and month cannot be told apart; `11.01.2024` has the day first. The
    day is taken as written, whatever the time zone.
    """
    text = written.strip()
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _day(found["year"], found["month"], found["day"], years)
    numbers = in_numbers(text)
    return numbers.read() if numbers else None


def in_numbers(written: str) -> NumericDate | None:
    """The readings of a date of three numbers, the year last, with or without a time."""
    found = _NUMBERS.fullmatch(written.strip())
    return numeric_date(found["numbers"]) if found else None


def date_of_number(number: float) -> dt.date | None:
    """The day (in UTC) of a number in JSON: `20240111`, or seconds or milliseconds after 1970."""
    # False of NaN too, which JSON may hold as it may hold numbers of a thousand digits.
    if not abs(number) < 1e15:
        return None
    if day := parse_date(f"{number:.0f}"):
        return day
    seconds = number if int(number) in _SECONDS else number / 1000
    if int(seconds) not in _SECONDS:
        return None
    return (_EPOCH + dt.timedelta(seconds=seconds)).date()


def date_of_serial(written: str) -> dt.date | None:
    """The day that `45302` or `45302.43` is in a spreadsheet, from 1927 to 2199."""
    found = _SERIAL.fullmatch(written.strip())
    if found is None or int(found[1]) not in _SERIALS:
        return None
    return _SERIAL_START + dt.timedelta(days=int(found[1]))


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


def _day(year: str, month: str, day: str, years: range = YEARS) -> dt.date | None:
    number = int(month) if month.isdigit() else _month_number(month.lower())
    return existing_day(int(year), number, int(day), years)


def _month_number(name: str) -> int:
    return next(at for at, month in enumerate(MONTHS, start=1) if month.startswith(name[:3]))
