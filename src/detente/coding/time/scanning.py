"""Finds the time expressions of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from detente.coding.time.calendar import WEEKDAYS, Dated
from detente.coding.time.counting import counted, lasting
from detente.coding.time.explicit import RULES as EXPLICIT
from detente.coding.time.expressions import Clock, Expression, Lead, Rule
from detente.coding.time.needs import KeyFinder
from detente.coding.time.relative import LATER
from detente.coding.time.relative import RULES as RELATIVE

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
    taken: list[Expression] = []  # in their order, and none over another
    for each in rules:
        if not each.may_match(held):
            continue
        for match in each.pattern.finditer(text):
            start, end = match.span()
            place = bisect_left(taken, end, key=_start)
            if place and taken[place - 1].end > start:
                continue
            if NAME_OF_THING.match(text, end) and each.form == "point":
                continue
            taken.insert(
                place,
                Expression(
                    start,
                    end,
                    match.group(),
                    each.form,
                    each.lead or _lead(text, start),
                    match,
                    each.reader,
                ),
            )
    return _ranges(text, taken)


def _start(expression: Expression) -> int:
    return expression.start


@cache
def _rules() -> tuple[tuple[Rule, ...], KeyFinder]:
    """All rules, and what finds the keys that they need."""
    rules = (*EXPLICIT, *RELATIVE)
    return rules, KeyFinder(keys for each in rules for keys in each.needs)


def _lead(text: str, start: int) -> Lead:
    before = text[max(0, start - 40) : start]
    for name, pattern in LEADS:
        if pattern.search(before):
            return name
    return ""


def _joined(
    read: Callable[[Expression, Expression, Clock], Dated | None],
    first: Expression,
    last: Expression,
    match: re.Match[str],
    clock: Clock,
) -> Dated | None:
    """What two expressions stand for together."""
    return read(first, last, clock)


def _counted_from(offset: Expression, origin: Expression, clock: Clock) -> Dated | None:
    """`two days after Christmas Eve`."""
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
            read = _counted_from if first.form == "offset" else _range
            joined[-1] = replace(
                first,
                end=expression.end,
                text=text[first.start : expression.end],
                last=expression,
                reader=partial(_joined, read, first, expression),
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
