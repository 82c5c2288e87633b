"""Where quotations and speakers' turns run in a text."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from detente.coding.sentences import SentenceSpan

OPEN, CLOSE, STRAIGHT = "“", "”", '"'
LONGEST_QUOTE = 3000
MARKS = re.compile(f"\n[ \t]*\n[ \t]*[{OPEN}{STRAIGHT}]?|[{OPEN}{CLOSE}{STRAIGHT}]")
TURN = re.compile(
    r"^[ \t]*(?P<label>(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+[ \t]+){0,4}[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+|Q|A)"
    r"(?:(?:[ \t]*\([^)\n]*\))?:[ \t]+|(?<=\bQ)[ \t]+(?=[A-Z“\"]))",
    re.MULTILINE,
)
"""A label with its colon, or the bare `Q` that opens a question."""
SCARE_QUOTE_WORDS = 3
"""Quotation marks round so few words name a term; they do not give the clause to a speaker."""


@dataclass(frozen=True, slots=True)
class SpeakingTurn:
    """A speaker's turn in a transcript, from the label to the next one."""

    label: str
    start: int
    end: int


def quote_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of quoted stretches without their marks, in order; scare quotes are left out.

    A quotation goes on over a paragraph's end where the next paragraph opens with a mark.
    """
    spans = []
    position: int | None = None
    for found in MARKS.finditer(text):
        mark = found.group()
        if (
            position is not None
            and mark.endswith((OPEN, STRAIGHT))
            and mark not in (OPEN, STRAIGHT)
        ):
            continue
        mark = mark[-1]
        if mark == OPEN or (mark == STRAIGHT and position is None):
            position = found.end()
        elif (position is not None and mark in (CLOSE, STRAIGHT)) or position is not None:
            spans.append((position, found.start()))
            position = None
    if position is not None:
        spans.append((position, min(len(text), position + LONGEST_QUOTE)))
    return [span for span in spans if len(text[slice(*span)].split()) > SCARE_QUOTE_WORDS]


def covering(spans: list[tuple[int, int]], offset: int) -> tuple[int, int] | None:
    """The span that holds an offset, or None."""
    place = bisect.bisect_right(spans, (offset, 1 << 62)) - 1
    if place >= 0 and spans[place][0] <= offset < spans[place][1]:
        return spans[place]
    return None


def meeting(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span shares characters with a stretch."""
    place = bisect.bisect_left(spans, (end, 0)) - 1
    return place >= 0 and spans[place][1] > start


def closings(quotes: list[tuple[int, int]], sentences: list[SentenceSpan]) -> dict[int, int]:
    """Sentence to the later one in which the quotation that it stands in closes: `"A. B," he said`.

    Only where words follow the closing mark, which may tell who speaks.
    """
    found: dict[int, int] = {}
    for start, end in quotes:
        inside = [i for i, span in enumerate(sentences) if span.start < end and start < span.end]
        if len(inside) > 1 and sentences[inside[-1]].end > end + 1:
            found.update(dict.fromkeys(inside[:-1], inside[-1]))
    return found


def turns(text: str, fewest: int = 2) -> list[SpeakingTurn]:
    """Turns of a transcript; empty where fewer than `fewest` labels stand at line starts."""
    labels = list(TURN.finditer(text))
    if len(labels) < fewest:
        return []
    ends = [label.start() for label in labels[1:]] + [len(text)]
    return [
        SpeakingTurn(label["label"], label.end(), end)
        for label, end in zip(labels, ends, strict=True)
    ]


QUESTIONERS = frozenset({"Q", "QUESTION", "REPORTER", "JOURNALIST", "MODERATOR"})
