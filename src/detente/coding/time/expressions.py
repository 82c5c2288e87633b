"""Time expressions in a sentence, before anything is counted from a day.

Each rule is one pattern with one reader. What an expression stands for depends on the day of the
text, on the direction that tense gives, and on the date told before it; `Expression.read` takes all
three as a `Clock`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from detente.coding.time.calendar import WEEKDAYS, Calendar, Dated
from detente.coding.time.needs import KeyFinder, Keys, needs_of

Direction = Literal[-1, 1]
Lead = Literal[
    "", "since", "by", "until", "before", "after", "from", "between", "over", "within", "for", "in"
]  # fmt: skip
Form = Literal["point", "vague", "length", "offset", "present"]


NORTHERN = Calendar()


@dataclass(frozen=True, slots=True)
class Clock:
    """What an expression is read against: the day of the text, whether the verb looks back (-1) or
    ahead (1), the date told before, from which `a day earlier` counts, the calendar, and the date at
    which a narrative stands, from which its bare days and months (`on 12 July`) go on."""

    today: dt.date | None
    direction: Direction = -1
    anchor: Dated | None = None
    calendar: Calendar = NORTHERN
    run: Dated | None = None

    @property
    def day(self) -> dt.date | None:
        """The day at which a narrative stands, else that of the text."""
        if self.run is not None and (self.today is None or self.direction < 0):
            return self.run.start
        return self.today


Reader = Callable[[re.Match[str], Clock], Dated | None]


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: offsets in the sentence's text, and how it is read.

    `form` is `vague` where it stands for no days (`in recent weeks`), `length` where it tells how long
    (`for two weeks`), `offset` where it counts from what follows (`two days after the vote`), `present` where it
    names no date but the present or the future (`now`); `lead` is the word before it that says how its days are meant (`since`, `by`).
    """

    start: int
    end: int
    text: str
    form: Form
    lead: Lead
    match: re.Match[str] = field(compare=False, repr=False)
    reader: Reader = field(compare=False, repr=False)
    last: Expression | None = None
    """The other end of a range (`from Tuesday to Friday`)."""

    def nearer(self, clock: Clock) -> Dated | None:
        """The days it stands for, behind or ahead, whichever lie nearer to the day of the text."""
        back, ahead = (self.read(replace(clock, direction=way)) for way in (-1, 1))
        if back is None or ahead is None or clock.today is None:
            return back or ahead
        return ahead if ahead.start - clock.today <= clock.today - back.end else back

    def read(self, clock: Clock) -> Dated | None:
        """The days it stands for, or None where they are not known."""
        if self.form in ("vague", "present"):
            return None
        if self.last is None:
            return self.reader(self.match, clock)
        if self.form == "offset":
            return _counted_from(self, self.last, clock)
        return _range(self, self.last, clock)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, the form of what it finds, its reader, and the keys that a text must hold for it."""

    pattern: re.Pattern[str]
    reader: Reader
    form: Form
    lead: Lead | None
    needs: tuple[Keys, ...]

    def may_match(self, held: Keys) -> bool:
        """Whether it can be found in a text that holds these keys."""
        return not any(map(held.isdisjoint, self.needs))


def rule(pattern: str, reader: Reader, form: Form = "point", lead: Lead | None = None) -> Rule:
    """A rule that minds no case, unless its pattern says so; `lead` where the pattern holds it."""
    found = re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)
    return Rule(found, reader, form, lead, needs_of(pattern))


NAME_OF_THING = re.compile(
    r"\s+(?:communiqu[eé]|treaty|accords?|agreement|convention|protocol|pact|law|act|constitution|war)\b",
    re.IGNORECASE,
)
GAP = (
    r"(?:\s+(?:at|on|the|about|around|least|most|roughly|noon|midnight|dawn|dusk|early|late|some|"
    r"as|as\s+(?:long\s+ago|late|early)\s+as|time|of|course))*\s*$"
)
LEAD_WORDS: tuple[tuple[Lead, str], ...] = (
    ("since", "since"),
    ("until", "until|till|up to|through(?!out)"),
    ("by", "by|no later than|not later than"),
    ("before", "before|ahead of"),
    ("after", "after|later than|sooner than|beyond"),
    ("from", "from|as from|as of|starting|beginning|effective"),
    ("between", "between"),
    ("over", "over|during|throughout|in the course of"),
    ("within", "within"),
    ("for", "for"),
    ("in", "in"),
)
LEADS = tuple(
    (name, re.compile(rf"(?<![\w-])(?:{words}){GAP}", re.IGNORECASE)) for name, words in LEAD_WORDS
)
"""The nearest of these words before an expression, with small words between."""


def find_expressions(text: str) -> tuple[Expression, ...]:
    """Time expressions from left to right; where two overlap, the earlier rule wins."""
    rules, keys = _rules()
    held = keys.held_in(text)
    taken: list[Expression] = []
    for each in rules:
        if not each.may_match(held):
            continue
        for match in each.pattern.finditer(text):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in taken):
                continue
            if NAME_OF_THING.match(text, end) and each.form == "point":
                continue
            taken.append(
                Expression(
                    start,
                    end,
                    match.group(),
                    each.form,
                    each.lead or _lead(text, start),
                    match,
                    each.reader,
                )
            )
    return _ranges(text, sorted(taken, key=lambda expression: expression.start))


@cache
def _rules() -> tuple[tuple[Rule, ...], KeyFinder]:
    """All rules, and what finds the keys that they need."""
    from detente.coding.time.explicit import RULES as EXPLICIT
    from detente.coding.time.relative import RULES as RELATIVE

    rules = (*EXPLICIT, *RELATIVE)
    return rules, KeyFinder(keys for each in rules for keys in each.needs)


def _lead(text: str, start: int) -> Lead:
    before = text[max(0, start - 40) : start]
    for name, pattern in LEADS:
        if pattern.search(before):
            return name
    return ""


def _counted_from(offset: Expression, origin: Expression, clock: Clock) -> Dated | None:
    """`two days after Christmas Eve`."""
    from detente.coding.time.relative import LATER, counted, lasting

    found = origin.read(clock)
    count, unit = lasting(offset.match)
    sign = 1 if offset.match["way"].lower() in LATER else -1
    return found and counted(found, unit, sign * count, told=True, calendar=clock.calendar)


JOINS = re.compile(r"\s*(?:to|until|till|through|-|–|—)\s*(?:the\s+)?")
OR = re.compile(r"\s+or\s+(?:on\s+|in\s+)?(?:the\s+)?")
AND = re.compile(r"\s+and\s+(?:the\s+)?")


def _ranges(text: str, found: Sequence[Expression]) -> tuple[Expression, ...]:
    """The expressions, with those joined that are two ends of one stretch."""
    joined: list[Expression] = []
    for expression in found:
        first = joined[-1] if joined else None
        if first is not None and _are_ends(text, first, expression):
            joined[-1] = replace(
                first, end=expression.end, text=text[first.start : expression.end], last=expression
            )
        else:
            joined.append(expression)
    return tuple(joined)


def _are_ends(text: str, first: Expression, last: Expression) -> bool:
    if {"vague", "present"} & {first.form, last.form} or first.last is not None:
        return False
    between = text[first.end : last.start]
    if first.form == "offset":
        return last.form == "point" and re.fullmatch(r"\s+(?:the\s+)?", between) is not None
    if AND.fullmatch(between):
        return first.lead == "between" or _next_day(text, first, last)
    if OR.fullmatch(between):
        return first.reader is last.reader
    if not JOINS.fullmatch(between):
        return False
    return first.lead in ("from", "between") or first.reader is last.reader


def _next_day(text: str, first: Expression, last: Expression) -> bool:
    """`on Saturday and Sunday`: one day and the next, and no `Sunday's` meeting."""
    days = [each.text.lower() for each in (first, last)]
    if not all(day in WEEKDAYS for day in days) or text[last.end : last.end + 1] in ("'", "’"):
        return False
    return (WEEKDAYS.index(days[0]) + 1) % 7 == WEEKDAYS.index(days[1])


def _range(first: Expression, last: Expression, clock: Clock) -> Dated | None:
    """Both ends, the one read against the other: the last Tuesday before the Friday meant."""
    if clock.direction < 0:
        end = last.read(clock)
        start = end and first.reader(
            first.match, replace(clock, today=end.end, direction=-1, run=None)
        )
    else:
        start = first.reader(first.match, clock)
        end = start and last.read(replace(clock, today=start.start, run=None))
    if start is None or end is None or end.end < start.start:
        return None
    return Dated(start.start, end.end, end.precision, end.basis)
