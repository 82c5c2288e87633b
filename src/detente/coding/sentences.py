"""Where sentences begin and end in a text, found without a parse.

A parser would find them a little better and cost more than everything else together; only
sentences that can hold an event are parsed, so they must be known before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_SENTENCE = 1500
"""Characters; a longer stretch without a full stop is a table or a broken file, not a sentence."""

ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gen lt col maj capt cmdr sgt adm rep reps sen sens gov pres st sr jr hon
    rev fr messrs amb sec min jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri
    sat sun no nos vs etc inc ltd co corp bros cos dept est fig al ph.d u.s u.k u.n e.u u.a.e
    u.s.a u.s.s.r d.c p.m a.m i.e e.g n.y calif fla mass vol art sec pp""".split()
)

SHORT_WHERE_CAPITAL = frozenset("sat sun mon mar art fig mass no sec est min".split())
"""Abbreviations that are ordinary words as well: they count with a capital, or before a number."""

PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
ENDING = re.compile(
    r"[.!?…]+[\"'”’)\]»]*(?:\[\d{1,3}\])*[\u200b-\u200f\ufeff]*"
    r"(?=\s+[\"'“‘(\[«]*[^\W_a-z]|\s*$)"
)
"""Marks that end a sentence, with quotation marks, footnotes (`[1]`) and signs without width after them."""
WORD_BEFORE = re.compile(r"[^\s\"'“”(\[]+$")
RAGGED = 3
"""Characters by which a line that was broken by hand may fall short of the width."""
LONGEST_ABBREVIATION = 12
"""Characters before a full stop that are looked through for one."""


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """A sentence: `text[start:end]`, with the paragraph it stands in (from 0)."""

    start: int
    end: int
    paragraph: int


def split_sentences(text: str) -> list[SentenceSpan]:
    """Sentences of a text in order, without surrounding white space."""
    spans: list[SentenceSpan] = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        for line_start, line_end in _lines(text, start, end):
            for first, last in _sentences_in_line(text, line_start, line_end):
                if trimmed := _trim(text, first, last):
                    spans.append(SentenceSpan(*trimmed, number))
    return spans


def most_sentences_of(text: str) -> int:
    """A number of sentences that a text has at most, told by the marks and lines that may end them."""
    return 1 + sum(map(text.count, ".!?…")) + len(text.splitlines())


def _paragraphs(text: str) -> list[tuple[int, int]]:
    bounds = []
    start = 0
    for gap in PARAGRAPH.finditer(text):
        bounds.append((start, gap.start()))
        start = gap.end()
    bounds.append((start, len(text)))
    return bounds


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Lines of a paragraph, or the whole of it where lines were only wrapped to a width."""
    lines = []
    position = start
    for line in text[start:end].splitlines(keepends=True):
        lines.append((position, position + len(line)))
        position += len(line)
    return [(start, end)] if _is_wrapped([text[first:last] for first, last in lines]) else lines


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines were only broken to a width: nowhere would the next word have fitted in."""
    stripped = [line.rstrip() for line in lines]
    inner = stripped[:-1]
    if not inner or not all(44 <= len(line) <= 100 for line in inner):
        return False
    width = max(map(len, stripped))
    words = [next(iter(line.split()), "") for line in lines[1:]]
    lengths = (len(f"{line} {word}") for line, word in zip(inner, words, strict=True))
    return all(length > width - RAGGED for length in lengths)


def _sentences_in_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    first = start
    for stop in ENDING.finditer(text, start, end):
        if _is_abbreviation(text, first, stop):
            continue
        found.append((first, stop.end()))
        first = stop.end()
    if first < end:
        found.append((first, end))
    return found


def _is_abbreviation(text: str, first: int, stop: re.Match[str]) -> bool:
    if not stop.group().startswith(".") or len(stop.group()) > 1:
        return False
    nearest = max(first, stop.start() - LONGEST_ABBREVIATION)
    before = WORD_BEFORE.search(text, nearest, stop.start())
    if before is None or (nearest > first and before.start() == nearest):
        return False
    word = before.group().lower()
    if len(word) == 1 and word.isalpha() and word != "i":
        return True
    if word not in ABBREVIATIONS:
        return False
    following = text[stop.end() : stop.end() + 40].lstrip()
    if word in SHORT_WHERE_CAPITAL and before.group().islower() and not following[:1].isdigit():
        return False
    acronym_at_end = "." in word and following.split(" ")[0] in SENTENCE_OPENERS
    return not acronym_at_end


SENTENCE_OPENERS = frozenset(
    "The A An It He She They In On At But And This That These Those We I His Her Its Their "
    "However Meanwhile Earlier Later After Before".split()
)


def _trim(text: str, first: int, last: int) -> tuple[int, int] | None:
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return (first, last) if first < last else None
