"""Every time expression of a text, with the days it stands for.

Dating an act takes the direction of a bare weekday or month from what is known of the act; here,
where there is none, the tense of the verb that governs the expression tells it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.coding.parsing import Parse, parse_sentences
from detente.coding.relations.stance import FUTURE, OBLIGED, POSSIBLE, embedding_words
from detente.coding.sentences import MAX_SENTENCE, SentenceSpan
from detente.coding.time.calendar import Dated
from detente.coding.time.expressions import Clock, Expression, find_expressions

BACK, AHEAD = -1, 1
WEEK = dt.timedelta(days=7)
TO_COME = FUTURE | POSSIBLE | OBLIGED | {"would", "'d", "’d", "to"}
"""Auxiliaries, the `to` of an infinitive among them, of what lies ahead of the verb above or of now."""
BEEN = frozenset({"was", "were", "did", "had", "has", "have", "having", "'ve", "’ve"})

NAMING = frozenset({"poss", "compound", "nmod", "nummod", "amod"})


@dataclass(frozen=True, slots=True)
class DatedExpression:
    """A time expression: `article.text[start:end] == text`, always; `dated` holds the days it stands
    for, or is None where they are not told (`that day` with no day before it)."""

    text: str
    start: int
    end: int
    dated: Dated | None


def read_dates(
    text: str,
    published: dt.date | None,
    sentences: Sequence[SentenceSpan],
    parsed_from: Sequence[int],
) -> list[DatedExpression]:
    """Time expressions of the sentences in text order.

    `parsed_from` gives for each sentence where its parse begins, which may be after a dateline.
    `a day later` counts from the last day named before it.
    """
    held = [bool(find_expressions(text[s.start : s.end], _clock(published))) for s in sentences]
    parses = parse_sentences(
        (text[start : span.end], start)
        for span, start, holds in zip(sentences, parsed_from, held, strict=True)
        if holds and _is_prose(span)
    )
    found: list[DatedExpression] = []
    anchor: dt.date | None = None
    for span, holds in zip(sentences, held, strict=True):
        if not holds:
            continue
        parse = next(parses) if _is_prose(span) else None
        for expression in find_expressions(text[span.start : span.end], _clock(published)):
            each = _read(text, span, parse, expression, _clock(published, anchor))
            found.append(each)
            if each.dated and each.dated.precision == "day":
                anchor = each.dated.start
    return found


def _read(
    text: str, span: SentenceSpan, parse: Parse | None, expression: Expression, clock: Clock
) -> DatedExpression:
    start, end = span.start + expression.start, span.start + expression.end
    sentence = text[span.start : span.end]
    back, ahead = (
        _dated(sentence, expression, replace(clock, direction=way)) for way in (BACK, AHEAD)
    )
    dated = back
    if parse is not None and back != ahead:
        dated = ahead if direction_at(parse, start, end) == AHEAD else back
        if back and ahead and clock.published and names_a_thing(parse, start, end):
            dated = _nearer(back, ahead, clock.published) or dated
    return DatedExpression(text[start:end], start, end, dated)


def _nearer(back: Dated, ahead: Dated, published: dt.date) -> Dated | None:
    """Which of two readings is nearer to publication, where it is nearer by half and they are no
    mere week apart: `the 12 May deadline` is that of this year, whatever is said of it."""
    if ahead.start - back.start <= WEEK:
        return None
    since, until = published - back.end, ahead.start - published
    return back if 2 * since <= until else ahead if 2 * until <= since else None


def _dated(sentence: str, expression: Expression, clock: Clock) -> Dated | None:
    """The same expression read against another clock."""
    place = (expression.start, expression.end)
    return next(
        (e.dated for e in find_expressions(sentence, clock) if (e.start, e.end) == place), None
    )


def _clock(published: dt.date | None, anchor: dt.date | None = None) -> Clock:
    return Clock(published, BACK, anchor)


def _is_prose(span: SentenceSpan) -> bool:
    return span.end - span.start <= MAX_SENTENCE


def direction_at(parse: Parse, start: int, end: int) -> int:
    """Whether what is told of a stretch lies back (-1) or ahead (+1), by the verb that governs it.

    Where no verb tells, it lies back: most of what news tells has been.
    """
    token = _highest(parse, start, end)
    if token is None:
        return BACK
    for above in parse.ancestors(token):
        if parse.tags[above] in ("VBN", "JJ") and _is_awaited(parse, above):
            return AHEAD
        if parse.is_verb(above):
            ahead = _looks_ahead(parse, above)
            if ahead is not None:
                return AHEAD if ahead else BACK
    return BACK


def names_a_thing(parse: Parse, start: int, end: int) -> bool:
    """`the 7 August raid`, `Friday's ruling`: a stretch that tells which thing is meant, not when the
    verb's act was."""
    token = _highest(parse, start, end)
    return token is not None and parse.deps[token] in NAMING and parse.is_noun(parse.heads[token])


def _highest(parse: Parse, start: int, end: int) -> int | None:
    inside = [t for t in range(len(parse)) if start <= parse.starts[t] < end]
    return next((t for t in inside if parse.heads[t] not in inside or parse.heads[t] == t), None)


def _is_awaited(parse: Parse, token: int) -> bool:
    """`due`, `scheduled`, `expected`: said of what is to come, whatever the tense."""
    return embedding_words().get(f"{parse.lowers[token]}/a") == "plan"


def _looks_ahead(parse: Parse, verb: int) -> bool | None:
    """Whether a verb's own form puts it ahead; None where it takes its time from the verb above."""
    auxiliaries = {parse.lowers[t] for t in parse.by_dep(verb, "aux", "auxpass")}
    tag = parse.tags[verb]
    if not auxiliaries.isdisjoint(BEEN) and auxiliaries.isdisjoint(FUTURE):
        return False
    if not auxiliaries.isdisjoint(TO_COME):
        return True
    if tag == "VBD" or (tag == "VBN" and not auxiliaries):
        return False
    if auxiliaries or tag in ("VBZ", "VBP"):
        return True
    return None
