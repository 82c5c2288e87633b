"""Every time expression of a text, with the days it stands for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from detente.coding.grammar.pipeline import parse_sentences
from detente.coding.sentences import MAX_SENTENCE
from detente.coding.time.calendar import Calendar, Dated
from detente.coding.time.dateline import DATELINE, day_of_text, running
from detente.coding.time.expressions import NORTHERN, Expression
from detente.coding.time.scanning import find_expressions

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DatedExpression:
    """A time expression: `article.text[start:end] == text`, always; `dated` holds the days it stands
    for, or is None where they are not told (`that day` with no day before it, `in recent weeks`)."""

    text: str
    start: int
    end: int
    dated: Dated | None


def read_dates(
    text: str,
    published: dt.date | None,
    sentences: Iterable[Span],
    calendar: Calendar = NORTHERN,
) -> list[DatedExpression]:
    """Time expressions of the sentences, given by their offsets, in text order.

    Each is read by the tense of the verb that governs it, and against the date told before it. In a
    dateline, or a stretch too long to be a sentence, there is no such verb: it lies back.
    """
    parts = [(index, *part) for index, span in enumerate(sentences) for part in _parts(text, span)]
    parses = parse_sentences((text[s:e], s) for _, (s, e), is_prose in parts if is_prose)
    found: list[DatedExpression] = []
    told = running(text, day_of_text(text, published), calendar)
    for index, (start, end), is_prose in parts:
        times, told = told.read(index, text[start:end], next(parses) if is_prose else None)
        found += [_placed(text, start, each.expression, each.dated) for each in times]
    return found


def _parts(text: str, span: Span) -> list[tuple[Span, bool]]:
    """The dateline and the rest of a sentence, as far as they hold time expressions, each with
    whether it is prose."""
    start, end = span
    dateline = DATELINE.match(text[start:end])
    begun = start + (dateline.end() if dateline else 0)
    parts = [((start, begun), False), ((begun, end), end - begun <= MAX_SENTENCE)]
    return [part for part in parts if find_expressions(text[slice(*part[0])])]


def _placed(text: str, offset: int, expression: Expression, dated: Dated | None) -> DatedExpression:
    start, end = offset + expression.start, offset + expression.end
    return DatedExpression(text[start:end], start, end, dated)
