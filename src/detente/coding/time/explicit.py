"""Expressions that name days, months, seasons and years of the calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from detente.coding.time.calendar import (
    DAY,
    MONTH_NUMBER,
    MONTHS,
    Dated,
    Stretch,
    going_on,
    month,
    named_day,
    named_days,
    part,
    quarter,
    safe_date,
    whole_year,
)
from detente.coding.time.expressions import Clock, Direction, rule
from detente.coding.time.numerals import ORDINAL, ordinal
from detente.records import DateBasis, Precision

_WRITTEN = [m.capitalize() for m in MONTHS] + [m.upper() for m in MONTHS]
MONTH = (
    rf"(?P<month>(?-i:{'|'.join(_WRITTEN)}|"
    rf"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
    r"|(?:JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT|SEP|OCT|NOV|DEC)\b\.?))"
)
"""Months are told from `may` and `march` by their capital letter."""
FULL_MONTH = rf"(?P<month>(?-i:{'|'.join(_WRITTEN)}))"
MONTH2 = MONTH.replace("<month>", "<month2>")
DAYNUM = rf"(?:the\s+)?(?P<day>[0-3]?\d(?:st|nd|rd|th)?|{ORDINAL})"
DAYNUM2 = DAYNUM.replace("<day>", "<day2>")
YEAR = r"(?P<year>1[6-9]\d\d|20\d\d)"
TO = r"\s*(?:-|–|—|to|or|through|until)\s*"
DASH = r"\s*(?:-|–|—|to|and|or|through|until)\s*"
OF_YEAR = r"(?:,?\s+(?:of\s+)?(?P<rel>last|this|next|that|the\s+same|the\s+following)\s+year)"
PART = (
    r"(?P<part>early(?:\s+in)?|mid|late(?:\s+in)?|(?:the\s+)?(?:beginning|start|middle|end|close|"
    r"first\s+half|second\s+half|last\s+half|first\s+days|last\s+days|first\s+week|last\s+week|first"
    r"\s+day|last\s+day)\s+of)"
)
ON_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?:the\s+)?)?"
SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
ORD_QUARTER = r"(?P<ordinal>first|second|third|fourth|last|final|[1-4](?:st|nd|rd|th))"
NAMED = "|".join(
    re.escape(name).replace("'", "['’]").replace(r"\ ", r"\s+")
    for name in sorted(named_days(), key=len, reverse=True)
)
SLACK = 2 * DAY
"""A day without a year that lies so little ahead is still one of this year for a verb in the past."""
NEWS = 31 * DAY
"""A day without a year that lies so near is told as news, whatever was told of years before."""
RECENT = 7 * DAY
"""A day without a year that lies so little behind is still one of this year for a verb in the future."""


def dated(stretch: Stretch, precision: Precision, basis: DateBasis = "explicit") -> Dated:
    """A stretch of days as told in a unit."""
    return Dated(*stretch, precision, basis)


def on_day(day: dt.date | None, basis: DateBasis = "explicit") -> Dated | None:
    """One day, or None."""
    return None if day is None else Dated(day, day, "day", basis)


def nearest(clock: Clock, of_year: Callable[[int], Stretch | None]) -> Stretch | None:
    """The stretch of the year nearest to the day of the text on the side that tense asks for; in a
    narrative that at which it goes on, unless news tells it."""
    today, run = clock.today, clock.run
    found = None if today is None else _nearest_to(today, clock.direction, of_year)
    if run is None or (found and today and abs(today - found[1]) <= NEWS):
        return found
    years = range(run.start.year - 1, run.end.year + 2)
    return going_on(run, filter(None, map(of_year, years)), ahead=clock.direction > 0)


def _nearest_to(
    today: dt.date, direction: Direction, of_year: Callable[[int], Stretch | None]
) -> Stretch | None:
    stretches = [*filter(None, map(of_year, range(today.year - 1, today.year + 2)))]
    if direction < 0:
        back = [stretch for stretch in stretches if stretch[0] <= today + SLACK]
        return max(back, default=None)
    ahead = [stretch for stretch in stretches if stretch[1] >= today - RECENT]
    return min(ahead, default=None)


def parted(stretch: Stretch, which: str | None, precision: Precision) -> Dated:
    """A stretch, or the part of it that is named."""
    if which is None:
        return dated(stretch, precision)
    words = " ".join(which.lower().split()).removeprefix("the ")
    start, end = stretch
    if words == "first day of":
        return dated((start, start), "day")
    if words == "last day of":
        return dated((end, end), "day")
    if words == "first week of":
        return dated((start, start + 6 * DAY), "week")
    if words == "last week of":
        return dated((end - 6 * DAY, end), "week")
    unit: Precision = "quarter" if "half" in words and precision == "year" else precision
    return dated(part(stretch, _part_name(words)), unit)


def _part_name(words: str) -> str:
    if "half" in words:
        return "first" if words.startswith("first") else "second"
    if words.startswith(("early", "beginning", "start", "first")):
        return "early"
    return "mid" if words.startswith("mid") else "late"


def _month_number(text: str) -> int:
    return MONTH_NUMBER[text.lower().rstrip(".")]


def _day_number(text: str) -> int:
    return int(text) if text.isdigit() else ordinal(text)


def _told_year(match: re.Match[str], clock: Clock) -> int | None:
    """The year that an expression names, in figures or as `last year`, `that year`."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    rel = " ".join((groups.get("rel") or "").lower().split())
    if rel in ("that", "the same", "the following"):
        return clock.anchor.start.year + (rel == "the following") if clock.anchor else None
    if not rel or clock.today is None:
        return None
    return clock.today.year + {"last": -1, "next": 1}.get(rel, 0)


def _iso(match: re.Match[str], clock: Clock) -> Dated | None:
    return on_day(safe_date(*(int(number) for number in match.group().split("-"))))


def _day(match: re.Match[str], clock: Clock) -> Dated | None:
    number, day = _month_number(match["month"]), _day_number(match["day"])
    year = _told_year(match, clock)
    if year is not None:
        return on_day(safe_date(year, number, day))
    which = (match.groupdict().get("which") or "").lower()
    if which in ("last", "ult", "next", "prox"):
        clock = replace(clock, direction=1 if which in ("next", "prox") else -1)

    def of_year(year: int) -> Stretch | None:
        found = safe_date(year, number, day)
        return (found, found) if found else None

    found = nearest(clock, of_year)
    return on_day(found[0]) if found else None


def _numeric(match: re.Match[str], clock: Clock) -> Dated | None:
    """`3/4/2024`, by the calendar; without one only where it can be read in one way."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["whole"])
    year += 0 if year > 99 else 2000 if clock.today is None else _century(clock.today, year)
    order = clock.calendar.numeric
    if order is None and min(first, second) <= 12 < max(first, second):
        order = "day-first" if first > second else "month-first"
    if order is None and first == second:
        order = "day-first"
    if order is None:
        return None
    day, number = (first, second) if order == "day-first" else (second, first)
    return on_day(safe_date(year, number, day))


def _century(today: dt.date, year: int) -> int:
    """The century that puts a year of two figures nearest to the day of the text."""
    own = today.year - today.year % 100
    return min((own - 100, own, own + 100), key=lambda century: abs(century + year - today.year))


def _fiscal(match: re.Match[str], clock: Clock) -> Dated | None:
    return dated(clock.calendar.fiscal_year(int(match["year"])), "year")


def _day_range(match: re.Match[str], clock: Clock) -> Dated | None:
    last_month = _month_number(match.groupdict().get("month2") or match["month"])
    first_month = _month_number(match["month"])
    first_day, last_day = _day_number(match["day"]), _day_number(match["day2"])

    def of_year(year: int) -> Stretch | None:
        first = safe_date(year - (first_month > last_month), first_month, first_day)
        last = safe_date(year, last_month, last_day)
        return (first, last) if first and last and first <= last else None

    year = _told_year(match, clock)
    found = of_year(year) if year is not None else nearest(clock, of_year)
    return found and dated(found, "day")


def _month(match: re.Match[str], clock: Clock) -> Dated | None:
    number, which = _month_number(match["month"]), (match.groupdict().get("which") or "").lower()
    year = _told_year(match, clock)
    told = match.groupdict().get("part")
    if year is not None:
        return parted(month(year, number), told, "month")
    if which in ("that", "the following") and clock.anchor is not None:
        after = clock.anchor.start.year if which == "that" else clock.anchor.end.year
        found = month(after, number)
        behind = found[1] < clock.anchor.start or (
            which == "the following" and found[0] <= clock.anchor.end
        )
        return parted(month(after + behind, number), told, "month")
    if which == "this" and clock.today is not None:
        return parted(month(clock.today.year, number), told, "month")
    if which in ("last", "next"):
        clock = replace(clock, direction=1 if which == "next" else -1)
    chosen = nearest(clock, lambda year: month(year, number))
    if chosen and which == "last" and clock.today and chosen[1] >= clock.today:
        chosen = month(chosen[0].year - 1, number)
    return parted(chosen, told, "month") if chosen else None


def _year(match: re.Match[str], clock: Clock) -> Dated | None:
    return parted(whole_year(int(match["year"])), match.groupdict().get("part"), "year")


def _years(match: re.Match[str], clock: Clock) -> Dated | None:
    first, last = int(match["year"]), int(match["year2"])
    last = last if last > 99 else first - first % 100 + last
    if last < first:
        return None
    return dated((whole_year(first)[0], whole_year(last)[1]), "year")


CENTURY_WORDS = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
    "eighties": 80, "nineties": 90,
}  # fmt: skip


def _decade(match: re.Match[str], clock: Clock) -> Dated | None:
    if match.groupdict().get("decade"):
        first = int(match["decade"])
    elif clock.day is None:
        return None
    else:
        tens, year = CENTURY_WORDS[match["name"].lower()], clock.day.year
        first = year - year % 100 + tens
        late = first > year
        first -= 100 * ((late and clock.direction < 0) or first > year + 50)
    stretch = (dt.date(first, 1, 1), dt.date(first + 9, 12, 31))
    return parted(stretch, match.groupdict().get("part"), "decade")


def _season(match: re.Match[str], clock: Clock) -> Dated | None:
    name = match["season"].lower()
    told, year = match.groupdict().get("part"), _told_year(match, clock)
    which = " ".join((match.groupdict().get("which") or "").lower().split())
    if year is not None:
        return parted(clock.calendar.season(year, name), told, "season")
    if which in ("that", "the following", "the next", "the previous") and clock.anchor is not None:
        return parted(_season_beside(clock, clock.anchor, name, which), told, "season")
    today = clock.today if which else clock.day
    if today is None:
        return None
    seasons = [clock.calendar.season(year, name) for year in range(today.year - 2, today.year + 3)]
    if clock.run is not None and clock.run.start == today:
        return parted(going_on(clock.run, seasons) or seasons[0], told, "season")
    if which == "next" or (which != "last" and clock.direction > 0):
        ahead = [s for s in seasons if (s[0] > today if which == "next" else s[1] >= today)]
        found = min(ahead)
    else:
        found = max(s for s in seasons if (s[1] < today if which == "last" else s[0] <= today))
    told_as = parted(found, told, "season")
    return Dated(told_as.start, told_as.end, "season", "relative")


def _season_beside(clock: Clock, anchor: Dated, name: str, which: str) -> Stretch:
    seasons = [
        clock.calendar.season(year, name)
        for year in range(anchor.start.year - 2, anchor.end.year + 3)
    ]
    if which == "the previous":
        return max(s for s in seasons if s[1] < anchor.start)
    return min(
        s for s in seasons if (s[0] > anchor.end if which != "that" else s[1] >= anchor.start)
    )


def _quarter(match: re.Match[str], clock: Clock) -> Dated | None:
    word = match["ordinal"].lower()
    number = 4 if word in ("last", "final") else ordinal(word)
    year = _told_year(match, clock)
    if year is not None:
        return dated(quarter(year, number), "quarter")
    shift = {"last": -1, "next": 1}.get((match.groupdict().get("which") or "").lower())
    if clock.today is None:
        found = nearest(clock, lambda year: quarter(year, number))
        return found and dated(found, "quarter")
    if shift is not None:
        return dated(quarter(clock.today.year + shift, number), "quarter")
    if number == 4 and word == "last" and clock.direction < 0:
        return dated(_quarter_before(clock.today), "quarter")
    found = nearest(clock, lambda year: quarter(year, number))
    if (
        found
        and clock.direction < 0
        and found[1] > clock.today
        and found[0].year == clock.today.year
    ):
        return dated(found, "quarter")
    return found and dated(found, "quarter")


def _quarter_before(today: dt.date) -> Stretch:
    number = (today.month - 1) // 3
    return quarter(today.year, number) if number else quarter(today.year - 1, 4)


def _half(match: re.Match[str], clock: Clock) -> Dated | None:
    """`the second half of the year`, `the first half of last year`."""
    if clock.day is None:
        return None
    shift = {"last": -1, "next": 1, "coming": 1}.get((match["which"] or "").lower(), 0)
    return parted(whole_year(clock.day.year + shift), f"{match['half']} half of", "year")


def _named(match: re.Match[str], clock: Clock) -> Dated | None:
    name = " ".join(match["name"].lower().replace("’", "'").split())
    year = _told_year(match, clock)

    def of_year(year: int) -> Stretch | None:
        found = named_day(year, name)
        return (found, found) if found else None

    if year is not None:
        found = of_year(year)
    elif name.startswith("leap") and clock.today is not None:
        found = _nearest_leap_day(clock.today, clock)
    else:
        found = nearest(clock, of_year)
    if found is None:
        return None
    return on_day(found[0] - DAY * bool(match["eve"]), "explicit" if year else "relative")


def _this_day_in(match: re.Match[str], clock: Clock) -> Dated | None:
    """`on this day in 1996`."""
    if clock.today is None:
        return None
    return on_day(safe_date(int(match["year"]), clock.today.month, clock.today.day))


def _new_year(match: re.Match[str], clock: Clock) -> Dated | None:
    """`in the new year`: its first third, as `early in the year` is."""
    found = nearest(clock, lambda year: part(whole_year(year), "early"))
    return found and dated(found, "year", "relative")


def _nearest_leap_day(today: dt.date, clock: Clock) -> Stretch | None:
    days = [safe_date(year, 2, 29) for year in range(today.year - 8, today.year + 9)]
    back = [day for day in days if day and day <= today]
    ahead = [day for day in days if day and day >= today]
    chosen = min(ahead) if clock.direction > 0 else max(back)
    return chosen, chosen


AFTER = "(?:" + "|".join(
    rf"(?<=\b{word}\s)"
    for word in (
        "in", "since", "during", "by", "from", "until", "till", "before", "after", "throughout", "for",
        "to", "of", "between", "and", "or", "through",
    )
) + ")"  # fmt: skip
"""A word that makes a month, season or year after it a date."""
RULES = (
    rule(
        r"(?P<first>[0-3]?\d)[/.](?P<second>[0-3]?\d)[/.](?P<whole>(?:1[6-9]|20)\d\d|\d\d)",
        _numeric,
    ),
    rule(rf"(?:the\s+)?(?:fiscal\s+(?:year\s+)?|FY\s?){YEAR}", _fiscal),
    rule(rf"on\s+this\s+day\s+in\s+{YEAR}", _this_day_in),
    rule(r"(?:1[6-9]|20)\d\d-[01]\d-[0-3]\d", _iso),
    rule(rf"{MONTH}\s+{DAYNUM}{DASH}{MONTH2}\s+{DAYNUM2}(?!\d)(?:,?\s+{YEAR})?", _day_range),
    rule(rf"{MONTH}\s+{DAYNUM}{TO}{DAYNUM2}(?!\d|\s+{MONTH2})(?:,?\s+{YEAR})?", _day_range),
    rule(
        rf"{DAYNUM}\s+(?:of\s+)?{MONTH}{DASH}{DAYNUM2}\s+(?:of\s+)?{MONTH2}(?:,?\s+{YEAR})?",
        _day_range,
    ),
    rule(rf"{DAYNUM}{DASH}{DAYNUM2}\s+(?:of\s+)?{MONTH}(?:,?\s+{YEAR})?", _day_range),
    rule(
        rf"(?<!\d\s){ON_WEEKDAY}{MONTH}\s+{DAYNUM}(?!\d)(?:(?:,|\s+of)?\s+{YEAR}|{OF_YEAR}|\s+(?P<which>last|next))?",
        _day,
    ),
    rule(
        rf"{ON_WEEKDAY}{DAYNUM}\s+(?:of\s+)?{MONTH}(?:(?:,|\s+of)?\s+{YEAR}|{OF_YEAR}|\s+(?P<which>last|next))?",
        _day,
    ),
    rule(
        rf"(?P<eve>(?:the\s+)?eve\s+of\s+)?(?P<name>{NAMED})(?:(?:,|\s+of)?\s+{YEAR}|{OF_YEAR})?",
        _named,
    ),
    rule(rf"(?:{PART}[\s-]+)?{MONTH}(?:(?:,|\s+of)?\s+{YEAR}|{OF_YEAR})", _month),
    rule(rf"{PART}[\s-]+(?:(?P<which>last|this|next|that)\s+)?{MONTH}", _month),
    rule(rf"(?P<which>last|this|next|that|the\s+following)\s+{MONTH}", _month),
    rule(rf"{AFTER}{FULL_MONTH}(?!\s*\d)", _month),
    rule(rf"(?:{PART}\s+)?(?:the\s+)?{SEASON}(?:\s+(?:of\s+)?{YEAR}(?:-\d\d)?|{OF_YEAR})", _season),
    rule(
        rf"(?:{PART}[\s-]+)?(?P<which>last|this|next|that|the\s+following|the\s+next|the"
        rf"\s+previous)\s+{SEASON}",
        _season,
    ),
    rule(rf"{AFTER}the\s+{SEASON}(?!\s+of\b)", _season),
    rule(
        rf"(?:the\s+)?{ORD_QUARTER}\s+quarter(?:\s+of\s+(?:{YEAR}|(?:the|this)\s+year|"
        rf"(?P<which>last|next)\s+year))?",
        _quarter,
    ),
    rule(
        r"(?:the\s+)?(?P<half>first|second|last)\s+half\s+of\s+(?:the|this|(?:the\s+)?(?P<which>last|next|coming))\s+year",
        _half,
    ),
    rule(r"(?<=\bin\s)the\s+new\s+year", _new_year),
    rule(rf"(?:{PART}[\s-]+)?(?:the\s+)?(?P<decade>(?:1[6-9]|20)\d0)s", _decade),
    rule(
        rf"(?:the\s+)?(?:(?P<part>early|mid|late)[\s-]+)?(?P<name>{'|'.join(CENTURY_WORDS)})",
        _decade,
    ),
    rule(rf"{YEAR}\s*(?:-|–|/)\s*(?P<year2>\d\d(?:\d\d)?)", _years),
    rule(rf"{PART}[\s-]+{YEAR}", _year),
    rule(rf"(?:{AFTER}|(?<=\byear\s)){YEAR}", _year),
    rule(
        rf"(?:(?<=\bthe\s)|(?<=\bits\s)|(?<=\btheir\s)|(?<=\bhis\s)|(?<=\bher\s)|"
        rf"(?<=['’]s\s)){YEAR}(?=\s+(?-i:[a-z]))",
        _year,
    ),
)
