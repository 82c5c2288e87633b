"""Expressions that count from the day of the text, or from a date told before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from detente.coding.time.calendar import (
    DAY,
    WEEKDAYS,
    Dated,
    going_on,
    month,
    part,
    quarter,
    safe_date,
    whole_year,
)
from detente.coding.time.counting import back_by, counted, lasting, relative, shifted
from detente.coding.time.expressions import Clock, rule
from detente.coding.time.numerals import NUMBER, ORDINAL, number, ordinal
from detente.records import Precision

WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
HOUR = r"(?:\s+(?:morning|afternoon|evening|night|midnight|noon))?"
UNIT = r"(?P<unit>minute|hour|day|night|week|fortnight|month|year|decade|centur)(?:s|y|ies)?"
ONE = r"(?P<unit>day|night|week|month|year)"
COUNT = rf"(?P<n>{NUMBER}|the)\s+(?:whole\s+|full\s+|straight\s+|consecutive\s+)?{UNIT}"
SPAN_PART = (
    r"(?P<part>earlier|later|early|mid|late|(?:at\s+)?the\s+(?:beginning|start|middle|end)\s+of)"
)
TODAY = {
    "today": 0, "to-day": 0, "tonight": 0, "to-night": 0, "overnight": 0, "this morning": 0,
    "this afternoon": 0, "this evening": 0, "yesterday": -1, "last night": -1,
    "last evening": -1, "tomorrow": 1, "to-morrow": 1, "the day before yesterday": -2,
    "the day after tomorrow": 2,
}  # fmt: skip
ABOUT = r"(?:at\s+least|nearly|almost|more\s+than|less\s+than|over|about|some|around)"
VAGUE_UNIT = (
    r"(?:minutes|hours|days|nights|weeks|fortnights|months|years|decades|centuries|generations)"
)
FEW = (
    r"(?:a\s+few|several|some|many|a\s+number\s+of|recent|coming|past|previous|"
    r"the\s+(?:last|past|next)\s+few|the\s+coming)"
)


def _nothing(match: re.Match[str], clock: Clock) -> Dated | None:
    return None


def _told(match: re.Match[str], name: str) -> str:
    """What a group holds, under its name or, where a pattern has it again, under `name2`, `name3`."""
    groups = match.groupdict()
    found = next((groups[each] for each in (name, f"{name}2", f"{name}3") if groups.get(each)), "")
    return " ".join(found.lower().split())


def _today(match: re.Match[str], clock: Clock) -> Dated | None:
    if clock.today is None:
        return None
    day = clock.today + TODAY[_told(match, "word")] * DAY
    return relative(day, day)


def _weekday(match: re.Match[str], clock: Clock) -> Dated | None:
    wanted = WEEKDAYS.index(match["weekday"].lower())
    which = _told(match, "which")
    if which in (
        "the previous",
        "the preceding",
        "the following",
        "the next",
        "before",
        "after",
        "that",
    ):
        return _weekday_beside(wanted, which, clock)
    if clock.today is None:
        return _weekday_beside(wanted, "that", clock) if not which else None
    today = clock.today
    ahead, back = (wanted - today.weekday()) % 7, (today.weekday() - wanted) % 7
    if which in ("last", "past"):
        day = today - (back or 7) * DAY
    elif which in ("next", "week"):
        day = today + ((ahead or 7) + 7 * (which == "week")) * DAY
    elif which in ("this", "coming", "this coming") or clock.direction > 0:
        day = today + ahead * DAY
    else:
        day = today - back * DAY
    return relative(day, day)


def _weekday_beside(wanted: int, which: str, clock: Clock) -> Dated | None:
    """`the previous Monday`, `the Friday after`: counted from the date told before."""
    origin = _origin(clock)
    if origin is None or (clock.today is None and origin.precision != "day"):
        return None
    if which in ("the following", "the next", "after"):
        day = origin.end + ((wanted - origin.end.weekday()) % 7 or 7) * DAY
    elif which == "that":
        day = origin.start + (wanted - origin.start.weekday()) % 7 * DAY
    else:
        day = origin.start - ((origin.start.weekday() - wanted) % 7 or 7) * DAY
    return relative(day, day)


def _weekend(match: re.Match[str], clock: Clock) -> Dated | None:
    if clock.today is None:
        return None
    which = _told(match, "which")
    shift = {"last": -1, "next": 1}.get(which, 0)
    if which == "the" and clock.direction < 0 and clock.today.weekday() < 5:
        shift = -1
    saturday = clock.today + (5 - clock.today.weekday() + 7 * shift) * DAY
    return relative(saturday, saturday + DAY)


def _ago(match: re.Match[str], clock: Clock) -> Dated | None:
    """`three weeks ago`, and to the day where it adds one (`a week ago today`, `a year ago on Friday`)."""
    if clock.today is None:
        return None
    count, unit = lasting(match)
    exact = _told(match, "exact")
    if not exact:
        return shifted(
            relative(clock.today, clock.today), unit, -count, told=False, calendar=clock.calendar
        )
    if exact.split()[-1] in ("week", "month"):
        day = back_by(clock.today, count, unit)
        return (
            relative(*clock.calendar.week(day), "week")
            if exact.endswith("week")
            else relative(*month(day.year, day.month), "month")
        )
    day = back_by(clock.today + TODAY.get(exact, 0) * DAY, count, unit)
    return relative(day, day)


def _ago_or_so(match: re.Match[str], clock: Clock) -> Dated | None:
    """`a year or two ago`: from the farther of the two to the nearer."""
    if clock.today is None:
        return None
    count, unit = lasting(match)
    today = relative(clock.today, clock.today)
    near, far = (
        shifted(today, unit, -each, told=False, calendar=clock.calendar)
        for each in sorted((count, number(match["more"])))
    )
    return relative(far.start, near.end, near.precision)


def _hence(match: re.Match[str], clock: Clock) -> Dated | None:
    """`in ten days`, `three weeks from now`; in the past it tells how long, and no day."""
    if clock.today is None or (clock.direction < 0 and not _told(match, "now")):
        return None
    count, unit = lasting(match)
    today = relative(clock.today, clock.today)
    return shifted(today, unit, count, told=False, calendar=clock.calendar)


def _origin(clock: Clock) -> Dated | None:
    if clock.anchor is not None:
        return clock.anchor
    return relative(clock.today, clock.today) if clock.today else None


LATER = frozenset({"later", "after", "afterwards", "following", "next"})


def _beside(match: re.Match[str], clock: Clock) -> Dated | None:
    """`two days later`, `the day before`, `the previous week`: counted from the date told before."""
    origin = _origin(clock)
    if origin is None:
        return None
    count, unit = lasting(match)
    sign = 1 if _told(match, "way") in LATER else -1
    if unit == "week" and "n" not in match.groupdict():
        return relative(
            *clock.calendar.week(origin.end if sign > 0 else origin.start, sign), "week"
        )
    return counted(
        origin, unit, sign * count, told=clock.anchor is not None, calendar=clock.calendar
    )


def _then(match: re.Match[str], clock: Clock) -> Dated | None:
    """`until then`, `by then`, `since`: the date told before."""
    return clock.anchor


def _same(match: re.Match[str], clock: Clock) -> Dated | None:
    """`the same day`, `that week`, `that year`: the unit in which the date told before lies."""
    if clock.anchor is None:
        return None
    unit, day = _told(match, "unit"), clock.anchor.start
    if unit == "week":
        return relative(*clock.calendar.week(day), "week")
    if unit == "month":
        return relative(*month(day.year, day.month), "month")
    if unit == "year":
        return relative(*whole_year(day.year), "year")
    return clock.anchor if clock.anchor.precision == "day" else None


def _that_day(match: re.Match[str], clock: Clock) -> Dated | None:
    """`earlier in the day`: the day told before, else that of the text."""
    return _same(match, clock) or _origin(replace(clock, anchor=None))


def _unit(match: re.Match[str], clock: Clock) -> Dated | None:
    """`last week`, `earlier this month`, `the end of next year`: whole units of the calendar."""
    unit, which = _told(match, "unit"), _told(match, "which")
    today = clock.day if which in ("the", "that") else clock.today
    if today is None:
        run = clock.run if which == "next" else None
        return run and counted(run, unit, 1, told=False, calendar=clock.calendar)
    shift = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0)
    if _told(match, "twice"):
        shift *= 2
    told = _told(match, "part").removeprefix("at ").removeprefix("the ")
    if unit == "week":
        stretch = clock.calendar.week(today, shift)
    elif unit == "month":
        stretch = month(today.year, today.month + shift)
    elif unit == "quarter":
        stretch = _quarter_of(today, shift)
    elif unit == "decade":
        first = today.year - today.year % 10 + 10 * shift
        stretch = (dt.date(first, 1, 1), dt.date(first + 9, 12, 31))
    else:
        stretch = whole_year(today.year + shift)
    precision: Precision = unit  # type: ignore[assignment]
    if told == "earlier" or told == "later":
        return _earlier_or_later(stretch, today, told, precision, shift)
    if told:
        words = {"beginning of": "early", "start of": "early", "middle of": "mid", "end of": "late"}
        stretch = part(stretch, words.get(told, told))
    return relative(*stretch, precision)


def _earlier_or_later(
    stretch: tuple[dt.date, dt.date], today: dt.date, told: str, precision: Precision, shift: int
) -> Dated:
    if shift:
        return relative(*stretch, precision)
    return relative(*((stretch[0], today) if told == "earlier" else (today, stretch[1])), precision)


def _quarter_of(today: dt.date, shift: int) -> tuple[dt.date, dt.date]:
    place = 4 * today.year + (today.month - 1) // 3 + shift
    return quarter(place // 4, place % 4 + 1)


def _piece_of_unit(match: re.Match[str], clock: Clock) -> Dated | None:
    """`the last day of the month`, `the first week of next month`."""
    found = _unit(match, clock)
    if found is None:
        return None
    first = _told(match, "ord") == "first"
    length = DAY * (6 if _told(match, "piece") == "week" else 0)
    start = found.start if first else found.end - length
    return relative(start, start + length, "week" if length else "day")


def _day_of_month(match: re.Match[str], clock: Clock) -> Dated | None:
    """`on the 25th`, `the third of next month`: of the month told before, or the nearest."""
    stands = clock.day
    if stands is None:
        return None
    day, which = ordinal(_told(match, "day")), _told(match, "which")
    if which in ("this", "last", "next", "the same", "inst", "ult"):
        shift = {"last": -1, "ult": -1, "next": 1}.get(which, 0)
        told = clock.anchor.start if which == "the same" and clock.anchor else None
        base = told or clock.today or stands
        first, _ = month(base.year, base.month + shift)
        found = safe_date(first.year, first.month, day)
        return relative(found, found) if found else None
    candidates = [
        safe_date(first.year, first.month, day)
        for shift in (-2, -1, 0, 1, 2)
        for first, _ in [month(stands.year, stands.month + shift)]
    ]
    chosen = _nearest_day([each for each in candidates if each], clock)
    return relative(chosen, chosen) if chosen else None


def _nearest_day(days: Sequence[dt.date], clock: Clock) -> dt.date | None:
    """The day at which a narrative goes on that has come to a month, or that which tense asks for."""
    today, run = clock.today, clock.run
    if run is not None and (today is None or clock.direction < 0):
        if run.end - run.start > 31 * DAY:
            return None
        found = going_on(run, [(day, day) for day in days], ahead=clock.direction > 0)
        return found and found[0]
    assert today is not None, "asked only where a day is known"
    if clock.anchor is not None and clock.anchor.end < today and clock.direction < 0:
        later = [each for each in days if clock.anchor.start <= each <= today]
        if later:
            return later[0]
    if clock.direction < 0:
        return max(each for each in days if each <= today)
    return min(each for each in days if each >= today)


def _day_of_stretch(match: re.Match[str], clock: Clock) -> Dated | None:
    """`on the second day`, `on the last`: of the stretch told before."""
    anchor = clock.anchor
    if anchor is None or anchor.end == anchor.start:
        return None
    word = _told(match, "day")
    day = anchor.end if word in ("last", "final") else anchor.start + (ordinal(word) - 1) * DAY
    return relative(day, day) if day <= anchor.end else None


OF_UNIT = (
    r"(?:the\s+)?(?P<which>this|last|next|the|that|coming)\s+"
    r"(?P<unit>month|year|week|quarter|decade)"
)
ANY_WEEKDAY = WEEKDAY.replace("?P<weekday>", "?:")
TODAY_WORDS = "|".join(sorted(TODAY, key=len, reverse=True)).replace(" ", r"\s+")
CLOSED = r"(?=[,.;:]|\s+that\b|$)"
"""What follows `two days after` where nothing is named that it counts from."""
ON_THE = "(?:" + "|".join(
    rf"(?<=\b{word}\sthe\s)"
    for word in ("on", "by", "until", "since", "from", "before", "of", "between", "and")
) + ")"  # fmt: skip
RULES = (
    rule(
        rf"(?<=\bthe\s)(?P<day>{ORDINAL})\s+(?:of\s+(?P<which>this|last|next|the\s+same|the)"
        rf"\s+month|(?P<which2>inst|ult))",
        _day_of_month,
    ),
    rule(rf"(?P<n>{NUMBER})\s+{UNIT}\s+or\s+(?P<more>{NUMBER})\s+ago", _ago_or_so),
    rule(rf"(?P<n>{NUMBER})\s+or\s+(?P<more>{NUMBER})\s+{UNIT}\s+ago", _ago_or_so),
    rule(
        rf"{COUNT}(?:\s+or\s+so)?\s+ago(?:\s+(?:on\s+)?(?P<exact>today|tomorrow|yesterday|this\s+week|this"
        rf"\s+month|{ANY_WEEKDAY}))?",
        _ago,
    ),
    rule(
        r"early\s+(?P<word>this\s+morning|today)|earlier\s+(?P<word2>today)|later\s+"
        r"(?P<word3>today)",
        _today,
    ),
    rule(rf"(?P<word>{TODAY_WORDS})(?:\s+(?:morning|afternoon|evening|night))?", _today),
    rule(
        rf"(?P<which>the\s+previous|the\s+preceding|the\s+following|the\s+next|this"
        rf"\s+coming|last|this|next|coming|past|that)\s+{WEEKDAY}{HOUR}",
        _weekday,
    ),
    rule(rf"(?:the\s+)?{WEEKDAY}\s+(?P<which>before|after){CLOSED}", _weekday),
    rule(rf"{WEEKDAY}\s+(?P<which>last|next|week){HOUR}", _weekday),
    rule(rf"{WEEKDAY}{HOUR}", _weekday),
    rule(r"(?P<which>last|this|next|the)\s+week-?end", _weekend),
    rule(r"(?:earlier|later)\s+(?:in\s+the|that|the\s+same)\s+(?P<unit>day)", _that_day),
    rule(r"(?:earlier|later)\s+(?:that|the\s+same)\s+(?P<unit>week|month|year)", _same),
    rule(
        r"(?:before|until)\s+the\s+(?P<unit>week|month|year|decade)\s+is\s+(?:out|over)",
        _unit,
        lead="by",
    ),
    rule(rf"(?P<n>{NUMBER})\s+{UNIT}\s+from\s+(?P<now>now|today)", _hence),
    rule(rf"(?:the\s+)?(?P<ord>first|last)\s+(?P<piece>day|week)\s+of\s+{OF_UNIT}", _piece_of_unit),
    rule(rf"{SPAN_PART}\s+(?:in\s+)?{OF_UNIT}(?:\s+(?P<twice>after\s+next|before\s+last))?", _unit),
    rule(
        r"(?:the\s+)?(?P<unit>week|month|year)\s+(?P<twice>after\s+(?P<which>next)|before\s+"
        r"(?P<which2>last))",
        _unit,
    ),
    rule(
        r"(?:all\s+)?(?P<which>last|this|next|coming)\s+(?P<unit>week|month|year|quarter|decade)",
        _unit,
    ),
    rule(rf"(?P<n>{NUMBER})\s+{UNIT}\s+(?P<way>earlier|later|afterwards|previously)", _beside),
    rule(r"(?P<unit>hour|minute|moment)s\s+(?P<way>later|earlier|afterwards)", _beside),
    rule(rf"(?P<n>{NUMBER})\s+{UNIT}\s+(?P<way>before|after){CLOSED}", _beside),
    rule(rf"the\s+{ONE}\s+(?P<way>before|after){CLOSED}", _beside),
    rule(
        r"(?:the\s+)?(?P<way>previous|preceding|following|next)\s+"
        r"(?P<unit>day|night|week|month|year)",
        _beside,
    ),
    rule(r"(?:the\s+)?(?P<way>following|next)\s+(?P<unit>morning|afternoon|evening)", _beside),
    rule(
        r"(?:the\s+same|that)\s+(?:very\s+)?"
        r"(?P<unit>day|evening|night|afternoon|morning|week|month|year)",
        _same,
    ),
    rule(rf"(?P<n>{NUMBER})\s+{UNIT}\s+(?P<way>before|after)", _nothing, "offset"),
    rule(rf"the\s+{ONE}\s+(?P<way>before|after)", _nothing, "offset"),
    rule(
        r"(?:(?P<unit>hour|minute|moment)s|shortly|immediately|soon|just|right)\s+"
        r"(?P<way>before|after)",
        _nothing,
        "offset",
    ),
    rule(
        r"(?<=\bon\sthe\s)(?P<day>first|second|third|fourth|fifth|last|final)(?:\s+day)?(?="
        r"\s+(?:he|she|it|they|the)\b|,)",
        _day_of_stretch,
    ),
    rule(
        rf"{ON_THE}(?P<day>{ORDINAL})(?=[,.;:]|\s+"
        rf"(?:and|to|for|if|unless|in|at|by|that|when|because|with|after|the|an?|its?|they|he|she|"
        rf"despite|during|before|from|until|while|which)\b|$)",
        _day_of_month,
    ),
    rule(
        r"(?:(?<=^On\sthe\s)|(?<=^By\sthe\s)|(?<=^And\son\sthe\s))(?P<day>[0-3]?\d(?:st|nd|rd|th))"
        r"(?!\s+(?:day|hour|anniversary|birthday|parallel)\b)",
        _day_of_month,
    ),
    rule(
        rf"(?:the\s+)?(?P<side>last|past|next|coming)\s+(?P<n>{NUMBER})\s+{UNIT}",
        _nothing,
        "length",
    ),
    rule(
        rf"(?:the\s+)?(?:past|last|coming|next)\s+(?:few\s+|several\s+|couple\s+of\s+)?{VAGUE_UNIT}",
        _nothing,
        "vague",
    ),
    rule(
        r"(?<=\bthe\s)(?P<side>past|last)\s+(?P<unit>day|week|month|year|decade)",
        _nothing,
        "length",
    ),
    rule(
        rf"(?<=\bfor\s)(?:the\s+|{ABOUT}\s+)?(?P<n>{NUMBER})\s+(?:whole\s+|full\s+|more\s+)?{UNIT}",
        _nothing,
        "length",
    ),
    rule(
        rf"(?<=\bwithin\s)(?:the\s+next\s+|{ABOUT}\s+)?(?P<n>{NUMBER}|the)\s+{UNIT}",
        _nothing,
        "length",
    ),
    rule(rf"(?<=\bin\s)(?:{ABOUT}\s+)?(?P<n>{NUMBER})\s+{UNIT}(?:['’]s?\s+time)?", _hence),
    rule(rf"the\s+(?:following|next|previous|preceding)\s+{VAGUE_UNIT}", _nothing, "vague"),
    rule(rf"{FEW}\s+{VAGUE_UNIT}(?:\s+(?:ago|earlier|later|before))?", _nothing, "vague"),
    rule(
        rf"(?:in\s+the\s+)?{VAGUE_UNIT}\s+(?:ago|earlier|later|before)|in\s+the\s+past|within"
        rf"\s+(?P<vague>days|weeks|months)",
        _nothing,
        "vague",
    ),
    rule(
        rf"(?<=\bfor\s){VAGUE_UNIT}|for\s+(?:some|a\s+long|a)\s+(?:time|while)", _nothing, "vague"
    ),
    rule(
        r"(?:ever\s+)?since(?:\s+then)?(?=[,.;:]|$)|since\s+then|(?<=\bhas\s)since|"
        r"(?<=\bhave\s)since",
        _then,
        lead="since",
    ),
    rule(r"until\s+then", _then, lead="until"),
    rule(r"by\s+then", _then, lead="by"),
    rule(
        r"(?:more\s+|most\s+)?recently|lately|of\s+late|in\s+(?:recent|due)\s+"
        r"(?:times|course)|some\s+time\s+ago|"
        r"long\s+ago|a\s+while\s+ago|(?:before|ere)\s+long|at\s+one\s+time|in\s+the\s+near"
        r"\s+future",
        _nothing,
        "vague",
    ),
    rule(
        r"(?:right\s+)?now|nowadays|currently|at\s+present|at\s+the\s+moment|the\s+present|"
        r"(?<=\bthe\s)current|the\s+(?:near\s+)?future|in\s+future",
        _nothing,
        "present",
    ),
)
