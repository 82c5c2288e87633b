"""The dates that a sentence tells, each read by the tense of its verb and against the date before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from detente.coding.parsing import Parse
from detente.coding.relations.embedding import effect_of
from detente.coding.relations.stance import FUTURE, OBLIGED, POSSIBLE
from detente.coding.time.calendar import Calendar, Dated
from detente.coding.time.expressions import NORTHERN, Clock, Expression, find_expressions

AHEAD = FUTURE | POSSIBLE | OBLIGED | {"would", "'d", "’d"}
"""Auxiliaries of verbs that look ahead."""
DEADLINES = frozenset({"by", "until", "within"})
ANCHORING = frozenset({"", "in", "over", "between", "after", "for"})
"""Leads of expressions that the next one can count from."""
NOMINAL_AHEAD = frozenset({"due", "scheduled", "slated", "planned", "set", "expected", "proposed"})


@dataclass(frozen=True, slots=True)
class Timed:
    """An expression with the days it stands for in its place, and the word of the parse it hangs by."""

    expression: Expression
    dated: Dated | None
    token: int


def times_in(
    parse: Parse,
    text: str,
    today: dt.date | None,
    anchor: Dated | None,
    calendar: Calendar = NORTHERN,
) -> tuple[list[Timed], Dated | None]:
    """Expressions of a parsed sentence, and the date that the next sentence counts from.

    `text` is that of the sentence, `anchor` the date told last before it.
    """
    found = []
    for expression in find_expressions(text):
        token = _token(parse, expression)
        if token is None:
            continue
        dated = _read(parse, token, expression, Clock(today, -1, anchor, calendar))
        found.append(Timed(expression, dated, token))
        anchor = _anchor(expression, dated, anchor)
    return found, anchor


def last_date(
    text: str, today: dt.date | None, anchor: Dated | None, calendar: Calendar = NORTHERN
) -> Dated | None:
    """The date that the next sentence counts from, after one that is not parsed."""
    for expression in find_expressions(text):
        anchor = _anchor(expression, expression.read(Clock(today, -1, anchor, calendar)), anchor)
    return anchor


def _anchor(expression: Expression, dated: Dated | None, before: Dated | None) -> Dated | None:
    return dated if dated is not None and expression.lead in ANCHORING else before


def _read(parse: Parse, token: int, expression: Expression, clock: Clock) -> Dated | None:
    way = direction(parse, token, expression)
    return expression.nearer(clock) if way == 0 else expression.read(replace(clock, direction=way))


def direction(parse: Parse, token: int, expression: Expression) -> Literal[-1, 0, 1]:
    """Whether an expression looks back or ahead, by the verb that governs it and its lead; 0 where
    neither tells, as in `meets Friday`, `the 14 January deadline`."""
    of_a_noun = parse.deps[token] in ("compound", "nmod", "amod") and parse.is_noun(
        parse.heads[token]
    )
    if of_a_noun and not _opens_before_name(parse, token):
        return 0
    verb = next(_verbs_above(parse, token), None)
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
    return (
        token == 1 and parse.lowers[0] == "on" and parse.tags[parse.heads[token]].startswith("NNP")
    )


def _near(parse: Parse, token: int) -> Iterator[int]:
    yield token
    for step, above in enumerate(parse.ancestors(token)):
        if step < 3:
            yield above


def _verbs_above(parse: Parse, token: int) -> Iterator[int]:
    for above in (token, *parse.ancestors(token)):
        if parse.is_verb(above) and parse.deps[above] not in ("amod", "compound"):
            yield above


def tense_of(parse: Parse, verb: int) -> int:
    """-1 for a verb that tells of the past, 1 for one that looks ahead, 0 for a bare present."""
    auxiliaries = parse.by_dep(verb, "aux", "auxpass")
    words = {parse.lowers[t] for t in auxiliaries}
    tags = {parse.tags[t] for t in auxiliaries}
    if words & AHEAD:
        return -1 if "have" in words and not words & FUTURE else 1
    if "to" in words:
        return _tense_of_infinitive(parse, verb, perfect="have" in words)
    if parse.lemmas[verb] == "be" and any(
        "to" in _aux(parse, t) for t in parse.by_dep(verb, "xcomp")
    ):
        return 1
    if parse.tags[verb] == "VBD" or "VBD" in tags:
        return -1
    if "have" in {parse.lemmas[t] for t in auxiliaries}:
        return -1
    if parse.tags[verb] == "VBN":
        return _tense_of_participle(parse, verb, words)
    if parse.tags[verb] == "VBG":
        return 1 if words else _tense_above(parse, verb)
    if parse.deps[verb] == "conj":
        own = parse.first(verb, "nsubj", "nsubjpass") is not None
        return 0 if own else tense_of(parse, parse.heads[verb])
    return 0


def _aux(parse: Parse, verb: int) -> set[str]:
    return {parse.lowers[t] for t in parse.by_dep(verb, "aux")}


def _tense_of_infinitive(parse: Parse, verb: int, *, perfect: bool) -> int:
    """`Promised to send` looks ahead; `failed to vote`, `began to withdraw` are of their verb's time;
    `was to have voted`, `is said to have voted` lie back."""
    head = parse.heads[verb]
    if head == verb:
        return 1
    hoped = effect_of(parse, head) in ("plan", "thought", "try", "commit")
    if perfect and not (hoped and parse.first(head, "auxpass") is None):
        return -1
    if parse.deps[verb] == "advcl" and parse.is_verb(head):
        return tense_of(parse, head)
    if parse.deps[head] == "acomp" and effect_of(parse, head) == "go":
        return tense_of(parse, parse.heads[head])
    implied = parse.is_verb(head) and parse.deps[verb] == "xcomp" and parse.lemmas[head] != "be"
    if implied and effect_of(parse, head) in (None, "go", "cause", "fail", "refuse", "try"):
        return tense_of(parse, head)
    return 1


def _tense_of_participle(parse: Parse, verb: int, auxiliaries: set[str]) -> int:
    if auxiliaries:
        return 1 if effect_of(parse, verb) in ("plan", "commit") else 0
    return 1 if effect_of(parse, verb) == "plan" else -1


def _tense_above(parse: Parse, verb: int) -> int:
    above = next(_verbs_above(parse, parse.heads[verb]), None)
    return -1 if above is None or above == verb else tense_of(parse, above)


def _token(parse: Parse, expression: Expression) -> int | None:
    """The highest word of an expression."""
    start, end = parse.start + expression.start, parse.start + expression.end
    inside = [t for t in range(len(parse)) if start <= parse.starts[t] < end]
    members = set(inside)
    return next(
        (t for t in inside if parse.heads[t] not in members or parse.heads[t] == t),
        inside[0] if inside else None,
    )
