"""Scores a coder on texts whose attributions are marked: a source, and what is said on its word.

A folder holds `text/NAME.txt` and, in brat's standoff format, `attributions/NAME.ann` (or
`NAME_ANNOTATOR.ann`), with offsets in characters:

    T1	Source 40 52	the minister
    T2	Cue 53 57	said
    T3	Content 0 17;58 70	Talks will go on in the autumn.
    T4	Attribution 53 57	said
    E1	Attribution:T4 Source:T1 Cue:T2 Content:T3
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from detente.errors import InputError
from detente.laboratory.evaluating.labelled import Span, spans_meet
from detente.laboratory.evaluating.pairing import one_to_one
from detente.laboratory.evaluating.tagged import FoundSpans
from detente.records import Actor, Evidence

TEXTS, MARKS = "text", "attributions"
SPAN_LINE = re.compile(r"^(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)$")
EVENT_LINE = re.compile(r"^E\d+\t(.+)$")


class Attributed(Protocol):
    """One attribution as told; `source.start` is None where the text as a whole speaks."""

    @property
    def source(self) -> Actor:
        """Whose word it is."""

    @property
    def content(self) -> Evidence:
        """What is said."""


AttributionsOf = Callable[[str], Sequence[Attributed]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One or more pieces of a text."""

    text: str
    pieces: tuple[Span, ...]

    def meets(self, start: int, end: int) -> bool:
        """Whether some piece shares a character with a stretch."""
        return any(spans_meet(piece, (start, end)) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class MarkedAttribution:
    """A source and what is said on its word."""

    source: Stretch
    content: Stretch


@dataclass(frozen=True, slots=True)
class AttributedText:
    """A text with its attributions that have a source, in the order of the file."""

    text: str
    attributions: tuple[MarkedAttribution, ...]
    where: str


@dataclass(frozen=True, slots=True)
class AttributedScore:
    """Attributions found (source and content overlap), sources alone, and the attributions missed,
    each with the file it is marked in."""

    texts: int
    joined: FoundSpans
    sources: FoundSpans
    missed: tuple[tuple[str, MarkedAttribution], ...]


def is_attributed(folder: Path) -> bool:
    """Whether a folder holds texts and their attributions."""
    return (folder / TEXTS).is_dir() and (folder / MARKS).is_dir()


def read_attributed(folder: Path) -> list[AttributedText]:
    """Texts with their attributions. Of a text that several annotated the first file by name counts,
    so that no text weighs more than another. Raises `InputError` where a file does not parse, or an
    offset does not give the text beside it."""
    first: dict[Path, Path] = {}
    for marks in sorted((folder / MARKS).glob("*.ann")):
        first.setdefault(_text_of(folder, marks), marks)
    if not first:
        raise InputError("no *.ann in it", where=str(folder / MARKS), advice="Put them there.")
    return [_read(text, marks) for text, marks in first.items()]


def _text_of(folder: Path, marks: Path) -> Path:
    for name in (marks.stem, marks.stem.rpartition("_")[0]):
        path = folder / TEXTS / f"{name}.txt"
        if name and path.is_file():
            return path
    raise InputError(
        "no text of this name", where=str(marks), advice=f"Put {marks.stem}.txt in {TEXTS}/."
    )


def _read(path: Path, marks: Path) -> AttributedText:
    text = path.read_bytes().decode("utf-8")
    spans: dict[str, Stretch] = {}
    events: list[dict[str, list[str]]] = []
    for number, line in enumerate(marks.read_text(encoding="utf-8").split("\n"), start=1):
        if found := SPAN_LINE.match(line):
            spans[found[1]] = _stretch(text, found[3], found[4], f"{marks}:{number}")
        elif found := EVENT_LINE.match(line):
            events.append(_roles(found[1]))
        elif line.startswith(("T", "E")):
            raise InputError(
                f"'{line[:60]}' is no line of brat's", where=f"{marks}:{number}",
                advice="Write `T1`, a tab, `Source 40 52`, a tab, and the text.",
            )  # fmt: skip
    return AttributedText(text, tuple(_attributions(events, spans, marks)), str(marks))


def _stretch(text: str, offsets: str, given: str, where: str) -> Stretch:
    pieces = tuple(
        (int(first), int(last)) for first, last in (each.split() for each in offsets.split(";"))
    )
    there = " ".join(text[first:last] for first, last in pieces)
    if re.sub(r"\s", " ", there) != re.sub(r"\s", " ", given):
        raise InputError(
            f"the text at {offsets} is '{there[:60]}', not '{given[:60]}'", where=where,
            advice="Count offsets in characters of the text as stored, line ends included.",
        )  # fmt: skip
    return Stretch(given, pieces)


def _roles(line: str) -> dict[str, list[str]]:
    """Role to its spans; `Content2` is one more `Content`."""
    roles: dict[str, list[str]] = {}
    for each in line.split():
        role, _, span = each.partition(":")
        roles.setdefault(role.rstrip("0123456789"), []).append(span)
    return roles


def _attributions(
    events: Sequence[dict[str, list[str]]], spans: dict[str, Stretch], marks: Path
) -> Iterator[MarkedAttribution]:
    for roles in events:
        if not (roles.get("Source") and roles.get("Content")):
            continue
        if missing := [name for names in roles.values() for name in names if name not in spans]:
            raise InputError(
                f"no span {missing[0]}", where=str(marks), advice="Add its line or take it out."
            )
        yield MarkedAttribution(
            _joined([spans[name] for name in roles["Source"]]),
            _joined([spans[name] for name in roles["Content"]]),
        )


def _joined(stretches: Sequence[Stretch]) -> Stretch:
    return Stretch(
        " … ".join(each.text for each in stretches),
        tuple(piece for each in stretches for piece in each.pieces),
    )


def score_attributed(
    texts: Sequence[AttributedText], attributions: AttributionsOf
) -> AttributedScore:
    """Compares the attributions of each text with those told, one to one.

    What the text as a whole says is not scored.
    """
    joined, sources = [0, 0, 0], [0, 0, 0]
    missed: list[tuple[str, MarkedAttribution]] = []
    for each in texts:
        told = [(*span, one.content) for one in attributions(each.text) if (span := _span(one))]
        found = one_to_one(each.attributions, told, _agree)
        _count(joined, len(told), len(found), len(each.attributions))
        missed += [
            (each.where, one) for index, one in enumerate(each.attributions) if index not in found
        ]
        marked = list({one.source.pieces: one.source for one in each.attributions}.values())
        named = list(dict.fromkeys((start, end) for start, end, _ in told))
        met = one_to_one(marked, named, lambda source, span: source.meets(*span))
        _count(sources, len(named), len(met), len(marked))
    return AttributedScore(len(texts), _found(joined), _found(sources), tuple(missed))


def _span(told: Attributed) -> Span | None:
    start, end = told.source.start, told.source.end
    return None if start is None or end is None else (start, end)


def _agree(marked: MarkedAttribution, told: tuple[int, int, Evidence]) -> bool:
    start, end, content = told
    return marked.source.meets(start, end) and marked.content.meets(content.start, content.end)


def _count(counts: list[int], told: int, right: int, marked: int) -> None:
    for place, number in enumerate((told, right, marked)):
        counts[place] += number


def _found(counts: Sequence[int]) -> FoundSpans:
    told, right, marked = counts
    return FoundSpans(told, right, marked, right)
