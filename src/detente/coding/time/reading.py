"""The dates that a sentence tells, each read by the tense of its verb and against the date before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from detente.coding.grammar.clauses import TIME_NOUNS
from detente.coding.grammar.parse import Parse
from detente.coding.grammar.tense import tense_of, verbs_above
from detente.coding.grammar.verbs import has_past_perfect
from detente.coding.time.calendar import Calendar, Dated
from detente.coding.time.expressions import NORTHERN, Clock, Expression
from detente.coding.time.scanning import find_expressions

DEADLINES = frozenset({"by", "until", "within"})
ANCHORING = frozenset({"", "in", "over", "between", "after", "for"})
"""Leads of expressions that the next one can count from."""
TOLD_ON = frozenset({"on", "in", "by", "during", "at", "over", "between", "from"})
"""Words before an expression that is no name's, however it is parsed (`On Friday Peru said`)."""
FRONT = 3
"""Words of a sentence before which what opens it is told of its main clause."""
REACH = 2
"""Sentences over which a date goes on to hold."""
LONG_BEFORE = dt.timedelta(days=365)
"""How far behind the day of a text lies what it narrates with days of their own."""
NOMINAL_AHEAD = frozenset({"due", "scheduled", "slated", "planned", "set", "expected", "proposed"})


@dataclass(frozen=True, slots=True)
class Timed:
    """An expression with the days it stands for in its place, the word of the parse it hangs by (-1
    where there is no parse), and whether what follows counts from it."""

    expression: Expression
    dated: Dated | None
    token: int
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """The day of a text, the date it told last (`anchor`, in sentence `told_in`; `narrates` where a main
    clause tells it), and the first with a year that a text without a day tells anywhere."""

    today: dt.date | None
    calendar: Calendar = NORTHERN
    anchor: Dated | None = None
    told_in: int = 0
    narrates: bool = False
    first: Dated | None = None

    def read(self, index: int, text: str, parse: Parse | None) -> tuple[list[Timed], Running]:
        """Expressions of a sentence, and what the next one counts from.

        Without a parse (a dateline, a stretch too long to be a sentence) they lie back.
        """
        found, state = [], self
        for expression in find_expressions(text):
            token = -1 if parse is None else _token(parse, expression)
            if token is None:
                continue
            timed = state._timed(index, parse, token, expression)
            found.append(timed)
            told_again = timed.dated is self.anchor and self.today is not None
            if timed.leads and not told_again:
                main = parse is not None and _in_main_clause(parse, token)
                state = replace(state, anchor=timed.dated, told_in=index, narrates=main)
        return found, state

    def _timed(self, index: int, parse: Parse | None, token: int, expression: Expression) -> Timed:
        way = -1 if parse is None else direction(parse, token, expression)
        clock = Clock(self.today, way or -1, self.anchor, self.calendar, self._run(index))
        dated = expression.read(clock) if way else expression.nearer(clock)
        leads = dated is not None and expression.lead in ANCHORING
        if dated is not None and self.today is None:
            leads = parse is None or _leads_on(parse, token, way, expression)
            leads = leads and not _leaps(parse, token, dated, self.anchor)
        return Timed(expression, dated, token, leads)

    def _run(self, index: int) -> Dated | None:
        """The date at which a narrative stands: any in a text without a day, else one of long before."""
        anchor, today = self.anchor, self.today
        if anchor is None or today is None:
            return anchor or self.first
        near = self.narrates and index - self.told_in <= REACH
        told = near and anchor.precision in ("day", "month")
        return anchor if told and today - anchor.end > LONG_BEFORE else None


def _in_main_clause(parse: Parse, token: int) -> bool:
    verb = next(verbs_above(parse, token), token)
    return parse.is_independent(verb) and not _of_a_thing(parse, token)


def _of_a_thing(parse: Parse, token: int) -> bool:
    told_on = token > 0 and parse.lowers[token - 1] in TOLD_ON
    return parse.is_of_a_thing_or_determiner(token) and not told_on


def _leaps(parse: Parse | None, token: int, dated: Dated, anchor: Dated | None) -> bool:
    """Whether a date is told by the way: a whole year that lies behind, or more than a year on what a thing
    was to be (`the vote in 1966`)."""
    if anchor is None:
        return False
    if dated.end < anchor.start:
        return dated.precision in ("year", "decade")
    if parse is None or dated.start - anchor.end <= LONG_BEFORE:
        return False
    verb = next(verbs_above(parse, token), -1)
    return parse.is_noun(parse.heads[parse.heads[token]]) and verb < token


def _leads_on(parse: Parse, token: int, way: int, expression: Expression) -> bool:
    """Whether a narrative goes on from an expression: not from one of a thing (`the treaty of 1882`), of
    what had been before or of what was to come."""
    by = expression.lead == "by"
    ranged = expression.lead == "from" and expression.last is not None
    if way > 0 or not (expression.lead in ANCHORING or by or ranged):
        return False
    if _of_a_thing(parse, token):
        return False
    prep = parse.heads[token]
    if parse.lowers[prep] == "of" and parse.lemmas[parse.heads[prep]] not in TIME_NOUNS:
        return False
    verb = next(verbs_above(parse, token), None)
    if verb is None or by or (token < FRONT and parse.is_adverbial_clause(verb)):
        return True
    return not has_past_perfect(parse, verb)


def direction(parse: Parse, token: int, expression: Expression) -> Literal[-1, 0, 1]:
    """Whether an expression looks back or ahead, by the verb that governs it and its lead; 0 where
    neither tells, as in `meets Friday`, `the 14 January deadline`."""
    of_a_noun = parse.is_modifier(token) and parse.is_noun(parse.heads[token])
    if of_a_noun and not _opens_before_name(parse, token):
        return 0
    verb = next(verbs_above(parse, token), None)
    tense = tense_of(parse, verb) if verb is not None else 0
    if expression.lead == "until" and tense < 0:
        return 0
    if tense == 0 and any(parse.lowers[t] in NOMINAL_AHEAD for t in _near(parse, token)):
        return 1
    if expression.lead == "for" and expression.form == "point" and tense >= 0:
        return 1
    if tense == 0:
        if expression.lead in (*DEADLINES, "before", "from"):
            return 1
        return -1 if verb is None else 0
    return 1 if tense > 0 else -1


def _opens_before_name(parse: Parse, token: int) -> bool:
    """`On Friday Peru said …`, which is parsed as one name after `on`."""
    return token == 1 and parse.lowers[0] == "on" and parse.is_name(parse.heads[token])


def _near(parse: Parse, token: int) -> Iterator[int]:
    yield token
    for step, above in enumerate(parse.ancestors(token)):
        if step < 3:
            yield above


def _token(parse: Parse, expression: Expression) -> int | None:
    """The highest word of an expression."""
    start, end = parse.start + expression.start, parse.start + expression.end
    inside = [t for t in range(len(parse)) if start <= parse.starts[t] < end]
    members = set(inside)
    return next(
        (t for t in inside if parse.heads[t] not in members or parse.heads[t] == t),
        inside[0] if inside else None,
    )
