"""Time expressions in a sentence and the days they stand for.

Each rule is one pattern with one reader. A reader gets the match, the publication date, the
direction that tense gives (`-1` back, `+1` forward) and the anchor that `a day earlier` counts
from; it returns the days or None.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from detente.coding.time.calendar import (
    DAY,
    MONTH_NUMBER,
    MONTHS,
    WEEKDAYS,
    Dated,
    month,
    part,
    quarter,
    safe_date,
    season,
    week,
)

MONTH = rf"(?P<month>{'|'.join(m.capitalize() for m in MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
MONTH2 = MONTH.replace("?P<month>", "?P<month2>")
DAYNUM = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
DAYNUM2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
DASH = r"\s*(?:-|–|—|to|and|through|until)\s*"
NUMBER = r"(?P<n>(?i:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|\d{1,3})"
UNIT = r"(?P<unit>day|week|month|year|decade)s?"
NUMBERS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}


@dataclass(frozen=True, slots=True)
class Clock:
    """What an expression is read against."""

    published: dt.date | None
    direction: int
    anchor: dt.date | None


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: offsets in the sentence's text and the days it stands for, if any."""

    start: int
    end: int
    text: str
    dated: Dated | None


TIME_WORD = re.compile(
    r"\d|day|week|month|[Yy]ear|decade|quarter|night|morning|afternoon|evening|[Tt]omorrow|"
    r"spring|summer|autumn|fall|winter|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
"""What every rule needs to find somewhere: most sentences have none of it."""

Reader = Callable[[re.Match[str], Clock], Dated | None]


@lru_cache(maxsize=64)
def find_expressions(text: str, clock: Clock) -> tuple[Expression, ...]:
    """Time expressions from left to right; where two overlap, the earlier rule wins."""
    found: list[Expression] = []
    taken: list[tuple[int, int]] = []
    if not TIME_WORD.search(text):
        return ()
    for pattern, reader in RULES:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if _is_name(text, match):
                continue
            taken.append((match.start(), match.end()))
            found.append(
                Expression(match.start(), match.end(), match.group(), reader(match, clock))
            )
    return tuple(sorted(found, key=lambda expression: expression.start))


def _is_name(text: str, match: re.Match[str]) -> bool:
    """`the August 17 communique`, `the 1972 treaty`: a date inside a name dates the thing."""
    following = text[match.end() : match.end() + 30]
    named = re.match(
        r"\s+(?:communiqu[eé]|treaty|accord|agreement|law|act|constitution|war)\b",
        following,
        re.IGNORECASE,
    )
    return named is not None


def _explicit(start: dt.date | None, end: dt.date | None, precision: str = "day") -> Dated | None:
    if start is None or end is None or end < start:
        return None
    return Dated(start, end, precision, "explicit")  # type: ignore[arg-type]


def _relative(start: dt.date, end: dt.date, precision: str = "day") -> Dated:
    return Dated(start, end, precision, "relative")  # type: ignore[arg-type]


def _number(text: str) -> int:
    return NUMBERS.get(text.lower()) or int(text)


def _month_number(text: str) -> int:
    return MONTH_NUMBER[text.lower().rstrip(".")]


def _nearest_year(clock: Clock, number: int, day: int) -> int | None:
    """The year that puts a day without one nearest to publication, on the side tense asks for."""
    if clock.published is None:
        return None
    today = clock.published
    candidates = [
        date
        for year in (today.year - 1, today.year, today.year + 1)
        if (date := safe_date(year, number, day))
    ]
    slack = 2 * DAY
    if clock.direction < 0:
        back = [date for date in candidates if date <= today + slack]
        return max(back).year if back else None
    ahead = [date for date in candidates if date >= today - 7 * DAY]
    return min(ahead).year if ahead else None


def _day_range(match: re.Match[str], clock: Clock) -> Dated | None:
    groups = match.groupdict()
    first_month = _month_number(groups["month"])
    last_month = _month_number(groups["month2"]) if groups.get("month2") else first_month
    first_day, last_day = int(groups["day"]), int(groups.get("day2") or groups["day"])
    if groups.get("year"):
        last_year: int | None = int(groups["year"])
    else:
        last_year = _nearest_year(clock, last_month, min(last_day, 28))
    if last_year is None:
        return None
    first_year = last_year - 1 if first_month > last_month else last_year
    return _explicit(
        safe_date(first_year, first_month, first_day), safe_date(last_year, last_month, last_day)
    )


def _iso(match: re.Match[str], clock: Clock) -> Dated | None:
    day = safe_date(*(int(part) for part in match.group().split("-")))
    return _explicit(day, day)


def _month_of_year(match: re.Match[str], clock: Clock) -> Dated | None:
    number = _month_number(match["month"])
    year = int(match["year"]) if match.groupdict().get("year") else None
    shift = {"last": -1, "this": 0, "next": 1}.get((match.groupdict().get("which") or "").lower())
    if year is None:
        year = _nearest_year(clock, number, 28 if clock.direction > 0 else 1)
        if shift == 0 and clock.published:
            year = clock.published.year
        if year is None:
            return None
    start, end = month(year, number)
    if which := match.groupdict().get("part"):
        return _explicit(*part(start, end, which), "month")
    return _explicit(start, end, "month")


def _year(match: re.Match[str], clock: Clock) -> Dated | None:
    year = int(match["year"])
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if which := match.groupdict().get("part"):
        return _explicit(*part(start, end, which), "year")
    return _explicit(start, end, "year")


def _decade(match: re.Match[str], clock: Clock) -> Dated | None:
    year = int(match["decade"])
    return _explicit(dt.date(year, 1, 1), dt.date(year + 9, 12, 31), "decade")


def _season(match: re.Match[str], clock: Clock) -> Dated | None:
    name = match["season"].lower()
    if match.groupdict().get("year"):
        return _explicit(*season(int(match["year"]), name), "season")
    if clock.published is None:
        return None
    shift = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    start, end = season(clock.published.year, name)
    if shift < 0 and end >= clock.published:
        start, end = season(clock.published.year - 1, name)
    if shift > 0 and start <= clock.published:
        start, end = season(clock.published.year + 1, name)
    return _relative(start, end, "season")


def _quarter(match: re.Match[str], clock: Clock) -> Dated | None:
    number = ORDINALS[match["ordinal"].lower()]
    year = match.groupdict().get("year")
    if year is None and clock.published is None:
        return None
    stated = int(year) if year else clock.published.year  # type: ignore[union-attr]
    return _explicit(*quarter(stated, number), "quarter")


def _weekday(match: re.Match[str], clock: Clock) -> Dated | None:
    if clock.published is None:
        return None
    today = clock.published
    wanted = WEEKDAYS.index(match["weekday"].lower())
    which = (match.groupdict().get("which") or "").lower()
    if which == "next":
        ahead = (wanted - today.weekday()) % 7 or 7
        day = today + ahead * DAY
    elif which in ("this", "coming") or (not which and clock.direction > 0):
        day = today + ((wanted - today.weekday()) % 7) * DAY
    else:
        back = (today.weekday() - wanted) % 7
        if back == 0 and which in ("last", "previous"):
            back = 7
        day = today - back * DAY
    return _relative(day, day)


def _weekend(match: re.Match[str], clock: Clock) -> Dated | None:
    if clock.published is None:
        return None
    which = (match.groupdict().get("which") or "").lower()
    shift = {"last": -1, "next": 1}.get(which, 0)
    if which in ("", "the") and clock.direction < 0 and clock.published.weekday() < 5:
        shift = -1
    monday, sunday = week(clock.published, shift)
    return _relative(monday + 5 * DAY, sunday)


TODAY_WORDS = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "yesterday": -1, "last night": -1, "overnight": 0, "tomorrow": 1,
    "the day before yesterday": -2, "earlier today": 0,
}  # fmt: skip


def _today(match: re.Match[str], clock: Clock) -> Dated | None:
    if clock.published is None:
        return None
    day = clock.published + TODAY_WORDS[" ".join(match.group().lower().split())] * DAY
    return _relative(day, day)


def _new_year(match: re.Match[str], clock: Clock) -> Dated | None:
    if clock.published is None:
        return None
    eve = "eve" in match.group().lower()
    number, date = (12, 31) if eve else (1, 1)
    year = _nearest_year(clock, number, date)
    day = safe_date(year, number, date) if year else None
    return Dated(day, day, "day", "relative") if day else None


def _shift(origin: dt.date, unit: str, count: int) -> Dated:
    if unit == "day":
        day = origin + count * DAY
        return _relative(day, day)
    if unit == "week":
        day = origin + 7 * count * DAY
        return _relative(day - DAY, day + DAY, "week")
    if unit == "month":
        start, end = month(origin.year, origin.month + count)
        return _relative(start, end, "month")
    span = 10 if unit == "decade" else 1
    year = origin.year + span * count
    return _relative(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def _ago(match: re.Match[str], clock: Clock) -> Dated | None:
    if clock.published is None:
        return None
    return _shift(clock.published, match["unit"], -_number(match["n"]))


def _from_anchor(match: re.Match[str], clock: Clock) -> Dated | None:
    origin = clock.anchor or clock.published
    if origin is None:
        return None
    sign = 1 if match["way"].lower() in ("later", "after") else -1
    dated = _shift(origin, match["unit"], sign * _number(match["n"]))
    told_ahead = clock.direction < 0 and clock.published and dated.start > clock.published
    return None if told_ahead else dated


def _previous(match: re.Match[str], clock: Clock) -> Dated | None:
    origin = clock.anchor or clock.published
    if origin is None:
        return None
    forward = match["way"].lower() in ("following", "next")
    return _shift(origin, match["unit"], 1 if forward else -1)


def _same_day(match: re.Match[str], clock: Clock) -> Dated | None:
    return _relative(clock.anchor, clock.anchor) if clock.anchor else None


def _calendar_unit(match: re.Match[str], clock: Clock) -> Dated | None:
    """`last week`, `earlier this month`, `next year`: whole units of the calendar."""
    if clock.published is None:
        return None
    today = clock.published
    shift = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}[match["which"].lower()]
    unit = match["unit"].lower()
    if unit == "week":
        start, end = week(today, shift)
    elif unit == "month":
        start, end = month(today.year, today.month + shift)
    else:
        start, end = dt.date(today.year + shift, 1, 1), dt.date(today.year + shift, 12, 31)
    lead = (match.groupdict().get("lead") or "").lower()
    if shift == 0 and lead == "earlier":
        end = today
    elif lead and lead not in ("earlier", "later"):
        start, end = part(start, end, lead)
    return _relative(start, end, unit)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
PART = r"(?P<part>[Ee]arly|[Mm]id|[Ll]ate|[Tt]he (?:beginning|start|end) of)"
RULES: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_compiled(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b"), _iso),
    (_compiled(rf"\b{MONTH}\s+{DAYNUM}{DASH}{MONTH2}\s+{DAYNUM2}(?!\d)(?:,?\s+{YEAR})?\b"), _day_range),
    (_compiled(rf"\b{MONTH}\s+{DAYNUM}{DASH}{DAYNUM2}(?!\d)(?:,?\s+{YEAR})?\b"), _day_range),
    (_compiled(rf"\b{DAYNUM}\s+{MONTH}{DASH}{DAYNUM2}\s+{MONTH2}(?:,?\s+{YEAR})?\b"), _day_range),
    (_compiled(rf"\b{DAYNUM}{DASH}{DAYNUM2}\s+{MONTH}(?:,?\s+{YEAR})?\b"), _day_range),
    (_compiled(rf"\b{MONTH}\s+{DAYNUM}(?!\d)(?:,?\s+{YEAR})?\b"), _day_range),
    (_compiled(rf"\b{DAYNUM}\s+(?:of\s+)?{MONTH}(?:,?\s+{YEAR})?\b"), _day_range),
    (_compiled(rf"\b(?:{PART}[\s-]+)?{MONTH}(?:,|\s+of)?\s+{YEAR}\b"), _month_of_year),
    (_compiled(rf"\b{PART}[\s-]+{MONTH}\b"), _month_of_year),
    (_compiled(rf"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+{MONTH}\b"), _month_of_year),
    (_compiled(rf"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Bb]y|[Ff]rom|[Uu]ntil|[Ll]ast)\s+{MONTH}(?!\s*\d)"), _month_of_year),
    (_compiled(rf"\b(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?{YEAR}\b"), _season),
    (_compiled(r"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+(?P<season>spring|summer|autumn|fall|winter)\b"), _season),
    (_compiled(rf"\b(?P<ordinal>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[1-4](?:st|nd|rd|th))\s+quarter(?:\s+of\s+{YEAR})?\b"), _quarter),
    (_compiled(r"\b(?P<decade>(?:1[89]|20)\d0)s\b"), _decade),
    (_compiled(rf"\b{PART}[\s-]+{YEAR}\b"), _year),
    (_compiled(rf"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Bb]y|[Ff]rom|[Uu]ntil|[Oo]f)\s+{YEAR}\b"), _year),
    (_compiled(r"\b(?:[Nn]ew [Yy]ear['’]s (?:[Dd]ay|[Ee]ve)|[Ff]irst [Dd]ay of the (?:[Nn]ew )?[Yy]ear)\b"), _new_year),
    (_compiled(rf"\b(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming|[Pp]revious)\s+)?{WEEKDAY}\b"), _weekday),
    (_compiled(r"\b(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]he)\s+)weekend\b"), _weekend),
    (_compiled(r"\b(?:[Tt]he day before yesterday|[Ee]arlier today|[Tt]oday|[Tt]onight|[Tt]omorrow|[Yy]esterday|[Oo]vernight|[Ll]ast night|[Tt]his (?:morning|afternoon|evening))\b"), _today),
    (_compiled(rf"\b{NUMBER}\s+{UNIT}\s+ago\b"), _ago),
    (_compiled(rf"\b{NUMBER}\s+{UNIT}\s+(?P<way>earlier|later|(?:before|after)(?!\s+(?:the|a|an|his|her|its|he|she|it|they|[A-Z])))\b"), _from_anchor),
    (_compiled(r"\b(?:[Tt]he same|[Tt]hat)\s+(?:very\s+)?(?:day|evening|night|afternoon|morning)\b"), _same_day),
    (_compiled(r"\b[Tt]he\s+(?P<way>previous|following|next|preceding)\s+(?P<unit>day|week|month|year)\b"), _previous),
    (_compiled(r"\b(?:(?P<lead>[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)\s+)?(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming|[Pp]ast)\s+(?P<unit>week|month|year)\b"), _calendar_unit),
)  # fmt: skip
