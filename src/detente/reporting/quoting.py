"""Which characters are the evidence? A sentence cut into plain and marked pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from detente.records import Actor, Article, ChannelReport, Event, Statement

Mark = Literal["", "trigger", "party", "about", "condition", "actor", "recipient", "sentence"]
Marked = tuple[int, int, Mark]
_BREAK = re.compile(r"[,;:–—]\s+")
"""Where a clause may begin."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a sentence and what they are evidence of."""

    text: str
    mark: Mark


def event_quote(event: Event, article: Article | None) -> tuple[Piece, ...]:
    """The event's sentence, with trigger and parties marked; empty where no text is kept."""
    marks: list[Marked] = [(event.trigger.start, event.trigger.end, "trigger")]
    marks += [(*place, "party") for place in _places((*event.actors, *event.recipients))]
    return cut(article, event.start, event.end, marks)


def statement_quote(said: Statement, article: Article | None) -> tuple[Piece, ...]:
    """The statement's sentence, with its clause and its condition marked."""
    marks: list[Marked] = []
    if said.condition is not None:
        marks.append((said.condition.start, said.condition.end, "condition"))
    marks.append((said.about.start, said.about.end, "about"))
    return cut(article, said.start, said.end, marks)


def channel_quote(told: ChannelReport, article: Article | None) -> tuple[Piece, ...]:
    """The sentence that names a channel, with the name and what is told of it marked."""
    marks: list[Marked] = []
    if told.trigger is not None:
        marks.append((told.trigger.start, told.trigger.end, "trigger"))
    marks.append((told.named.start, told.named.end, "about"))
    return cut(article, told.start, told.end, marks)


def in_words(event: Event, article: Article | None, most: int = 160) -> str:
    """What happened in the words of the sentence that tells it, cut around trigger and parties where it is
    longer than `most` characters; empty where no text is kept."""
    if article is None:
        return ""
    text = " ".join(article.text[event.start : event.end].split())
    if len(text) <= most:
        return text
    marks = [(event.trigger.start, event.trigger.end), *_places((*event.actors, *event.recipients))]
    inside = [(first, last) for first, last in marks if event.start <= first and last <= event.end]
    first, last = min(first for first, _ in inside), max(last for _, last in inside)
    words = article.text[event.start : event.end]
    begin = _clause_start(words, first - event.start, last - event.start, most)
    return shortened(" ".join(words[begin:].split()), most, cut_before=begin > 0)


def shortened(text: str, most: int, *, cut_before: bool = False) -> str:
    """The text up to the last whole word within `most` characters, with dots for what is left out."""
    whole = text
    if len(text) > most:
        whole = text[:most].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + " …"
    return f"… {whole}" if cut_before else whole


def _clause_start(words: str, first: int, needed: int, most: int) -> int:
    """Where to begin: at the sentence's start if all fits, else at the clause that holds the first mark."""
    if needed <= most:
        return 0
    breaks = [found.end() for found in _BREAK.finditer(words, 0, first)]
    begin = breaks[-1] if breaks else 0
    return begin if needed - begin <= most else first


def _places(parties: Sequence[Actor]) -> list[tuple[int, int]]:
    return [
        (party.start, party.end)
        for party in parties
        if party.start is not None and party.end is not None
    ]


def cut(
    article: Article | None, start: int, end: int, marks: Sequence[Marked]
) -> tuple[Piece, ...]:
    """The pieces of `text[start:end]`; where marks overlap, the earlier in the list counts."""
    if article is None or not article.text[start:end]:
        return ()
    edges = {start, end, *(edge for first, last, _ in marks for edge in (first, last))}
    cuts = pairwise(sorted(edge for edge in edges if start <= edge <= end))
    labelled = [(_mark_at(first, marks), article.text[first:last]) for first, last in cuts]
    return tuple(
        Piece("".join(text for _, text in group), mark)
        for mark, group in groupby(labelled, key=lambda piece: piece[0])
    )


def _mark_at(place: int, marks: Sequence[Marked]) -> Mark:
    return next((mark for first, last, mark in marks if first <= place < last), "")
