"""Stretches of days: what a year, a season, a week or `early May` covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from detente import tables
from detente.records import DateBasis, Precision

MONTHS = (
    "january february march april may june july august september october november december"
).split()
MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS, 1)} | {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
SEASON_MONTHS = {
    "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14),
}  # fmt: skip
SOUTHERN = {
    "spring": "autumn", "summer": "winter", "autumn": "spring", "fall": "spring", "winter": "summer",
}  # fmt: skip
FIRST_DAYS = {"monday": 0, "saturday": 5, "sunday": 6}
DAY = dt.timedelta(days=1)
BACK_A_YEAR = 10
"""How much farther than it is lies a day of the year before the one that a narrative has come to."""
NEVER = 1000
Stretch = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Dated:
    """Days from `start` to `end` (both included), the unit they were told in, and the basis."""

    start: dt.date
    end: dt.date
    precision: Precision
    basis: DateBasis


def going_on(run: Dated, stretches: Iterable[Stretch], *, ahead: bool = False) -> Stretch | None:
    """The stretch at which a narrative goes on that stands at a date: the nearest, and rather one of the
    same year; `ahead` where it looks to what is to come."""

    def distance(stretch: Stretch) -> int:
        if stretch[1] >= run.start:
            return max(0, (stretch[0] - run.end).days)
        other_year = stretch[1].year < run.start.year
        return (run.start - stretch[1]).days * (
            NEVER if ahead else BACK_A_YEAR if other_year else 1
        )

    return min(stretches, key=distance, default=None)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the words of a calendar mean where a text is written.

    `weeks` is the day on which a week begins; `seasons` whose seasons are meant; `fiscal` the month (1
    to 12) in which a fiscal year begins, which is named by the year it ends in; `numeric` how `3/4/2024` is
    read: without it such a date is known only where one of its numbers is no month. Raises
    ValueError for another value.
    """

    weeks: Literal["monday", "saturday", "sunday"] = "monday"
    seasons: Literal["north", "south"] = "north"
    fiscal: int = 1
    numeric: Literal["day-first", "month-first"] | None = None

    def __post_init__(self) -> None:
        known = (
            self.weeks in FIRST_DAYS and self.seasons in ("north", "south") and 1 <= self.fiscal <= 12
            and self.numeric in (None, "day-first", "month-first")
        )  # fmt: skip
        if not known:
            raise ValueError(f"no such calendar: {self}")

    def week(self, day: dt.date, shift: int = 0) -> Stretch:
        """The week of a day, shifted by whole weeks."""
        since = (day.weekday() - FIRST_DAYS[self.weeks]) % 7
        first = day - since * DAY + dt.timedelta(weeks=shift)
        return first, first + 6 * DAY

    def season(self, year: int, name: str) -> Stretch:
        """A season of a year; one that crosses the turn of the year begins in its December."""
        first, last = SEASON_MONTHS[name if self.seasons == "north" else SOUTHERN[name]]
        return dt.date(year, first, 1), month(year, last)[1]

    def fiscal_year(self, year: int) -> Stretch:
        """The fiscal year that is named by a year."""
        begun = year - (self.fiscal > 1)
        return dt.date(begun, self.fiscal, 1), month(begun, self.fiscal + 11)[1]


class NamedDay(NamedTuple):
    """A day of every year: of a month, or so many days from Easter Sunday."""

    month: int | None
    number: int


def month(year: int, number: int) -> Stretch:
    """First and last day of a month; numbers outside 1 to 12 run over into other years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    first = dt.date(year, number, 1)
    following = dt.date(year + number // 12, number % 12 + 1, 1)
    return first, following - DAY


def quarter(year: int, number: int) -> Stretch:
    """A quarter of the calendar year."""
    return dt.date(year, 3 * number - 2, 1), month(year, 3 * number)[1]


def whole_year(year: int) -> Stretch:
    """A calendar year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def part(stretch: Stretch, which: str) -> Stretch:
    """The `early`, `mid` or `late` third of a stretch, or its `first` or `second` half.

    Of a month the thirds are its first ten days, the next ten and the rest, its halves end on the
    15th and the last day; of a longer stretch thirds and halves are whole months, of a decade
    four, three and three years. A week is not divided: `early last week` is told of all its days.
    """
    start, end = stretch
    days = (end - start).days + 1
    if days <= 7:
        return stretch
    if days <= 31:
        cuts = {
            "early": (1, 10), "mid": (11, 20), "late": (21, 31), "first": (1, 15), "second": (16, 31),
        }  # fmt: skip
        first, last = cuts[which]
        return start.replace(day=first), min(start + (last - 1) * DAY, end)
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    cut = _thirds(months)
    bounds = {
        "early": (0, cut[0]), "mid": (cut[0], cut[1]), "late": (cut[1], months),
        "first": (0, months // 2), "second": (months // 2, months),
    }  # fmt: skip
    first, last = bounds[which]
    return (
        month(start.year, start.month + first)[0],
        month(start.year, start.month + last - 1)[1],
    )


def _thirds(months: int) -> tuple[int, int]:
    """Months after which the first and the second third end."""
    if months == 120:
        return 48, 84
    return months // 3, 2 * months // 3


def safe_date(year: int, number: int, day: int) -> dt.date | None:
    """A date, or None where the calendar has no such day."""
    try:
        return dt.date(year, number, day)
    except ValueError:
        return None


@cache
def named_days() -> dict[str, NamedDay]:
    """Days with a name of their own, from `days.tsv`; a name is in lower case."""
    rows = tables.rows(tables.packaged("coding", "time", "days.tsv"), ("name", "month", "day"))
    return {
        row["name"]: NamedDay(
            None if row["month"] == "easter" else int(row["month"]), int(row["day"])
        )
        for row in rows
    }


def named_day(year: int, name: str) -> dt.date | None:
    """A named day in a year, or None where that year has none (29 February)."""
    number, day = named_days()[name]
    return easter(year) + day * DAY if number is None else safe_date(year, number, day)


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the algorithm of Butcher, 1876)."""
    golden, century = year % 19, year // 100
    leap, rest = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * rest + 2 * (year % 100 // 4) - moon - year % 100 % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    number, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return dt.date(year, number, day + 1)
