"""Files cut into slices that DuckDB reads, every line counted.

A slice is bounded in bytes and in lines: a packed file of 250 kB may be a hundred million lines of
nothing, and takes no more memory than one of as many rows.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from detente.importing.opening import BROKEN, Member, broken
from detente.reading.paths import shown_name
from detente.reading.problems import UnpacksTooFarError
from detente.reading.streams import MOST_TIMES

SLICE = 256 * 2**20
"""Bytes of a file that are read at once; what bounds the memory that an import takes."""
LINES = 500_000
"""Lines of a file that are read at once, some more where the last of them are short.

Far fewer than `LONGEST`, as DuckDB counts blank lines to the row that comes after them.
"""
CHUNK = 2**19
LONGEST = 2_000_000
"""Bytes of a line beyond which it is rejected, and so the most that cells with line ends in them take."""
LONGEST_LINE = 4 * 2**20
"""Bytes of a line that are looked at."""
WILD = frozenset("*?[")
Progress = Callable[[int], None]
Numbers = NDArray[np.int64]
Runs = NDArray[np.int64]
"""Stretches of lines: in one row the first of each, from 1 after those skipped, in the other how many."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Whole lines of a member in a file of their own: `lines` after `skip`, from `first_line` on."""

    path: Path
    skip: int
    first_line: int
    lines: int


def has_quotes(member: Member) -> bool:
    """Whether a quotation mark stands in a member; taken for granted of a packed one."""
    return member.packed or holds_quotes(member.path)


def holds_quotes(path: Path) -> bool:
    """Whether a quotation mark stands in a file."""
    with path.open("rb") as stream:
        return any(b'"' in chunk for chunk in _chunks(stream))


def slices(
    member: Member, skip: int, *, quoted: bool, spill: Path, on_progress: Progress
) -> Iterator[Slice]:
    """The slices of a member; a temporary one is deleted when the next is asked for.

    What could be unpacked of a broken archive comes before the `InputError` that says so. Where it is
    `quoted`, rows may go over line ends: it is cut where the last `LONGEST` bytes hold no quotation mark.
    """
    try:
        if (lines := _lines_in_place(member, quoted)) is not None:
            on_progress(member.size)
            yield Slice(member.path, skip, 1 + skip, max(0, lines - skip))
        else:
            yield from _cut(member, skip, quoted, spill, on_progress)
    except BROKEN as problem:
        raise broken(member.name, problem) from problem


def blank_runs(part: Slice) -> Runs:
    """Stretches of lines that hold nothing, a long one in several."""
    found, before, at_end = [], -part.skip, b"\n"
    with part.path.open("rb") as stream:
        for chunk in _chunks(stream):
            blank, ends = _blank(chunk, at_end)
            found.append(runs(before + blank))
            before += ends
            at_end = chunk[-1:]
    return joined(found)


def runs(lines: Numbers) -> Runs:
    """Stretches of lines, those left out that were passed over."""
    lines = lines[lines > 0]
    starts = np.flatnonzero(np.diff(lines, prepend=-1) != 1)
    return np.array([lines[starts], np.diff(starts, append=len(lines))])


def joined(found: Iterable[Runs]) -> Runs:
    """Stretches in their order."""
    held = np.concatenate([np.zeros((2, 0), np.int64), *found], axis=1)
    return held[:, np.argsort(held[0], kind="stable")]


def _blank(chunk: bytes, before: bytes) -> tuple[Numbers, int]:
    """Which lines that end in a chunk are blank, from 1, and how many end; `before` is the byte before."""
    signs = np.frombuffer(before + chunk, np.uint8)
    ends = (signs == ord("\n")) | (signs == ord("\r"))
    # The second half of `\r\n` ends no line; a carriage return alone does, for DuckDB, too.
    halves = (signs[1:] == ord("\n")) & (signs[:-1] == ord("\r"))
    places = np.flatnonzero(ends[1:] & ~halves)
    return np.flatnonzero(ends[:-1][places]) + 1, len(places)


def _lines_in_place(member: Member, quoted: bool) -> int | None:
    """How many lines a file has that DuckDB reads where it is; None of one that has to be cut or copied."""
    # DuckDB opens no file whose name is not UTF-8, and takes others for patterns.
    by_name = shown_name(member.path) == str(member.path)
    if member.packed or not by_name or WILD.intersection(str(member.path)):
        return None
    count = _Lines(quoted)
    with member.open() as stream:
        for chunk in _chunks(stream):
            count.add(chunk)
            if count.is_full():
                return None
    return count.total()


def _cut(
    member: Member, skip: int, quoted: bool, spill: Path, on_progress: Progress
) -> Iterator[Slice]:
    first = 1 + skip
    with member.open() as stream:
        pieces = _after(skip, _pieces(stream))
        trouble = None
        unpacked = told = 0
        while trouble is None:
            handle, name = tempfile.mkstemp(dir=spill, suffix=".rows")
            count = _Lines(quoted)
            with os.fdopen(handle, "wb") as target:
                trouble = _fill(pieces, target, count, _most(member))
            unpacked += count.bytes
            if unpacked > _most(member):
                Path(name).unlink()
                raise UnpacksTooFarError(MOST_TIMES)
            if lines := count.total():
                yield Slice(Path(name), 0, first, lines)
            first += lines
            Path(name).unlink()
            if not lines:
                break
            if not member.packed:
                told += count.bytes
                on_progress(count.bytes)
    on_progress(max(0, member.size - told))
    if trouble is not None:
        raise trouble


def _most(member: Member) -> int:
    """How many bytes a member may hold."""
    return max(SLICE, MOST_TIMES * member.size) if member.packed else member.size


def _fill(pieces: Iterator[bytes], target: IO[bytes], count: _Lines, most: int) -> Exception | None:
    """Copy whole lines; what went wrong, after what could be copied."""
    try:
        while count.bytes <= most and not count.is_full():
            piece = next(pieces, b"")
            if not piece:
                break
            target.write(piece)
            count.add(piece)
    except BROKEN as problem:
        return problem
    return None


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(CHUNK), b"")


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Whole lines, many at a time; of one that is too long to be a row, enough to be rejected."""
    held = b""
    for chunk in _chunks(stream):
        held += chunk
        # A carriage return that comes last may be half of an end.
        end = 1 + max(held.rfind(b"\n"), held.rfind(b"\r", 0, -1))
        if end:
            yield held[:end]
        held = held[end:][:LONGEST_LINE]
    if held:
        yield held


def _after(skip: int, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What comes after so many lines."""
    for piece in pieces:
        lines = piece.splitlines(keepends=True)
        if len(lines) > skip:
            yield from chain([b"".join(lines[skip:])], pieces)
        skip -= len(lines)


class _Lines:
    """Counts lines that end in a newline, a carriage return, or both, and says when they are a slice."""

    def __init__(self, quoted: bool) -> None:
        self.bytes = 0
        self._ends = 0
        self._last = b""
        self._quoted = quoted
        self._unmarked = LONGEST

    def add(self, chunk: bytes) -> None:
        self.bytes += len(chunk)
        self._ends += chunk.count(b"\n")
        if b"\r" in chunk or self._last == b"\r":
            joined = chunk.count(b"\r\n") + (self._last == b"\r" and chunk.startswith(b"\n"))
            self._ends += chunk.count(b"\r") - joined
        self._last = chunk[-1:] or self._last
        if self._quoted:
            mark = chunk.rfind(b'"')
            self._unmarked = len(chunk) - 1 - mark + (self._unmarked if mark < 0 else 0)

    def is_full(self) -> bool:
        between_rows = not self._quoted or self._unmarked >= LONGEST
        return between_rows and (self.bytes >= SLICE or self._ends >= LINES)

    def total(self) -> int:
        unended = self._last not in (b"", b"\n", b"\r")
        return self._ends + unended
