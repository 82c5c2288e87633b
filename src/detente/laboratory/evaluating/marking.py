"""How stretches of a text are marked in annotated files, and how such files fall into paragraphs."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from detente.errors import LexiconError

Part = Literal["train", "dev", "test"]
Block = TypeVar("Block")
NO_ONE = "-"
CODE = r"(?:[A-Z]{3}|IGO:[A-Z0-9-]+)"
PARTY = re.compile(rf"^(?P<text>.+?)(?:\s?#(?P<nth>\d+))? \((?P<codes>-|{CODE}(?: \+ {CODE})*)\)$")
NTH = re.compile(r"^(?P<text>.+?)(?:\s?#(?P<nth>\d+))?$")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of the text; `code` is the state or body it stands for, if it stands for one."""

    text: str
    start: int
    end: int
    code: str | None = None


class AnnotationError(LexiconError):
    """A line of an annotated file does not parse."""


def part_of(text: str) -> Part:
    """Where a text belongs: a tenth each is held out for choosing and for testing.

    Told from the text alone, so that a corpus that grows keeps its held-out texts.
    """
    digit = int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10
    return "test" if digit == 0 else "dev" if digit == 1 else "train"


def paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    """Blocks of lines between empty ones, each with the number of its first line; `#` begins a comment."""
    block: list[str] = []
    first = 1
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.startswith("#"):
            continue
        if line.strip():
            first = first if block else number
            block.append(line)
        elif block:
            yield first, block
            block = []


def first_line(path: Path) -> str:
    """The first line of a file that is no comment, or nothing where the file cannot be read as text."""
    try:
        found = next(paragraphs(path.read_text(encoding="utf-8")), None)
    except (OSError, UnicodeError):
        return ""
    return found[1][0] if found else ""


def outcomes(
    path: Path, read: Callable[[list[str], Path, int], Block]
) -> Iterator[Block | AnnotationError]:
    """Paragraphs of a file, each good one as `read` takes it, each bad one as the error it has."""
    for number, lines in paragraphs(path.read_text(encoding="utf-8")):
        try:
            yield read(lines, path, number)
        except AnnotationError as error:
            yield error


def all_of(paths: Iterable[Path], read: Callable[[list[str], Path, int], Block]) -> list[Block]:
    """Paragraphs of the files, in order. Raises `AnnotationError` at the first bad one."""
    found = []
    for path in paths:
        for outcome in outcomes(path, read):
            if isinstance(outcome, AnnotationError):
                raise outcome
            found.append(outcome)
    return found


def day(text: str, where: str) -> dt.date:
    """A day as `2018-07-12`. Raises `AnnotationError`."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as problem:
        raise AnnotationError(
            f"'{text}' is no day", where=where, advice="Write it as 2018-07-12."
        ) from problem


def parties(text: str, field: str, where: str, separator: str = " + ") -> tuple[Marked, ...]:
    """Spans with their codes, joined by the separator; none where the field is `-`."""
    if field.strip() == NO_ONE:
        return ()
    parts = re.split(rf"(?<=\)){re.escape(separator)}", field.strip())
    return tuple(each for part in parts for each in party(text, part.strip(), where))


def party(text: str, part: str, where: str) -> tuple[Marked, ...]:
    """A span with its code: `the Ugandan ambassador (UGA)`. One that stands for several states,
    as `both ministers (UGA + KEN)`, is marked once for each."""
    found = PARTY.match(part)
    if not found:
        raise AnnotationError(
            f"'{part[:60]}' is not a span with its code", where=where,
            advice="Write `the Ugandan ambassador (UGA)`, and `(-)` for no state.",
        )  # fmt: skip
    codes = [None] if found["codes"] == NO_ONE else found["codes"].split(" + ")
    nth = int(found["nth"] or 1)
    return tuple(span(text, found["text"], nth, code, where) for code in codes)


def marked(text: str, field: str, where: str) -> Marked:
    """A span without a code, with `#2` after it where its second place is meant."""
    found = NTH.match(field)
    if not found:
        raise AnnotationError(
            "no trigger", where=where, advice="Write the word that tells the act."
        )
    return span(text, found["text"], int(found["nth"] or 1), None, where)


def span(text: str, words: str, nth: int, code: str | None, where: str) -> Marked:
    """The n-th place at which the words stand as whole words. Raises `AnnotationError`."""
    spots = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if len(spots) < nth:
        raise AnnotationError(
            f"'{words}' does not stand in the text as whole words"
            + (f" {nth} times" if nth > 1 else ""),
            where=where,
            advice="Copy the span letter by letter; `#2` after it means its second place.",
        )
    return Marked(words, spots[nth - 1], spots[nth - 1] + len(words), code)
