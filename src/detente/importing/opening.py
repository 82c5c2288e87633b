"""Files as they lie on a disk, packed or not, cut into slices that DuckDB reads; every line counted."""

from __future__ import annotations

import bz2
import codecs
import errno
import gzip
import lzma
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, cast

from detente.errors import InputError
from detente.reading.paths import shown_name
from detente.reading.problems import UnpacksTooFarError
from detente.reading.streams import MOST_TIMES

SLICE = 256 * 2**20
"""Bytes of a file that are read at once; what bounds the memory that an import takes."""
CHUNK = 2**20
LONGEST_LINE = 4 * 2**20
"""Bytes of a line that are looked at; DuckDB rejects one of more than two million."""
WILD = frozenset("*?[")
HEAD = 2**16
"""Bytes from which a file's format is told."""
BROKEN = (
    OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError, RuntimeError,
)  # fmt: skip
OUR_OWN = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""What goes wrong on this machine, as a disk on which a file is unpacked and that is full."""
ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
PACKERS: dict[bytes, Callable[..., object]] = {
    b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open,
}  # fmt: skip
"""First bytes of a packed file, and what unpacks it."""
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""First bytes of a text in UTF-16."""
Progress = Callable[[int], None]
Opener = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True)
class Member:
    """One file of rows: a file, or one within a `.zip`, then named `archive.zip/name`.

    `size` is how many bytes it takes on the disk.
    """

    name: str
    path: Path
    open: Opener
    packed: bool
    size: int


@dataclass(frozen=True, slots=True)
class Slice:
    """Whole lines of a member in a file of their own: `lines` after `skip`, from `first_line` on."""

    path: Path
    skip: int
    first_line: int
    lines: int


def found_files(paths: Iterable[str | Path]) -> list[Path]:
    """The files named, and those in folders named, each once, by path.

    Raises `InputError` for a path that does not exist, or is a pipe or a device.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if not path.exists():
            raise InputError(
                "no such file or folder", where=str(path), advice="Check the path given."
            )
        if not (path.is_dir() or path.is_file()):
            raise InputError(
                "neither a file nor a folder",
                where=str(path),
                advice="Write what it gives into a file, and import that.",
            )
        inside = path.rglob("*") if path.is_dir() else [path]
        found.update((each, None) for each in inside if each.is_file() and _visible(each))
    return sorted(found)


def members(path: Path, name: str | None = None) -> Iterator[Member]:
    """The files of rows in a file, also in an archive within an archive.

    `name` is what it is called, where that is not its path. Raises `InputError` where it cannot be opened.
    """
    name = name or shown_name(path)
    try:
        size = path.stat().st_size
        yield from _within(Member(name, path, lambda: path.open("rb"), packed=False, size=size))
    except BROKEN as problem:
        raise broken(name, problem) from problem


def head(member: Member) -> list[str]:
    """The first lines of a member, without what stands for their ends."""
    try:
        with member.open() as stream:
            start = stream.read(HEAD)
    except BROKEN as problem:
        raise broken(member.name, problem) from problem
    if start.startswith(WIDE):
        raise InputError("in UTF-16", where=member.name, advice="Save it in UTF-8.")
    whole = start if len(start) < HEAD else start[: start.rfind(b"\n") + 1] or start
    # As bytes: of a text `splitlines` would take signs within a cell for ends of lines.
    lines = whole.removeprefix(codecs.BOM_UTF8).splitlines()
    return [each.decode("utf-8", "replace") for each in lines]


def has_quotes(member: Member) -> bool:
    """Whether a quotation mark stands in a member; taken for granted of a packed one."""
    return member.packed or holds_quotes(member.path)


def holds_quotes(path: Path) -> bool:
    """Whether a quotation mark stands in a file."""
    with path.open("rb") as stream:
        return any(b'"' in chunk for chunk in iter(lambda: stream.read(CHUNK), b""))


def slices(
    member: Member, skip: int, *, whole: bool, spill: Path, on_progress: Progress
) -> Iterator[Slice]:
    """The slices of a member; a temporary one is deleted when the next is asked for.

    What could be unpacked of a broken archive comes before the `InputError` that says so. `whole` cuts
    nothing, as rows may go over line ends.
    """
    # DuckDB opens no file whose name is not UTF-8, and takes others for patterns: it gets a copy.
    by_name = shown_name(member.path) == str(member.path) and not WILD.intersection(
        str(member.path)
    )
    if not member.packed and by_name and (whole or member.size <= SLICE):
        yield _plain(member, skip, on_progress)
        return
    try:
        yield from _cut(member, skip, whole, spill, on_progress)
    except BROKEN as problem:
        raise broken(member.name, problem) from problem


def blank_runs(part: Slice) -> list[tuple[int, int]]:
    """Stretches of lines that hold nothing: the first, from 1 after those passed over, and how many."""
    runs: list[tuple[int, int]] = []
    number = -part.skip
    with part.path.open("rb") as stream:
        # A line that ends in a carriage return alone is one for DuckDB, too.
        for line in chain.from_iterable(map(bytes.splitlines, iter(partial(_line, stream), b""))):
            number += 1
            if number < 1 or line:
                continue
            first, count = runs[-1] if runs else (number, 0)
            if first + count == number:
                runs[-1:] = [(first, count + 1)]
            else:
                runs.append((number, 1))
    return runs


def broken(name: str, problem: BaseException) -> InputError:
    """What is told of a file that cannot be read to its end; raises what is no fault of the file."""
    if isinstance(problem, OSError) and problem.errno in OUR_OWN:
        raise problem
    return InputError(
        f"cannot be read to its end ({_first_line(problem)})", where=name,
        advice="Get the file again; what could be read of it was imported.",
    )  # fmt: skip


def _within(member: Member) -> Iterator[Member]:
    with member.open() as stream:
        mark = stream.read(6)
    if mark.startswith(ZIPS):
        yield from _zipped(member)
        return
    unpack = next((each for magic, each in PACKERS.items() if mark.startswith(magic)), None)
    if unpack is None:
        yield member
    else:
        yield replace(member, open=partial(_unpacked, member.open, unpack), packed=True)


def _line(stream: IO[bytes]) -> bytes:
    """The rest of a line; of one that is too long to be a row, enough to be rejected, and an end."""
    line = stream.readline(LONGEST_LINE)
    more = line
    while len(more) == LONGEST_LINE and not more.endswith(b"\n"):
        more = stream.readline(LONGEST_LINE)
    return line if more is line or line.endswith(b"\n") else line + b"\n"


@contextmanager
def _unpacked(opened: Opener, unpack: Callable[..., object]) -> Iterator[IO[bytes]]:
    with opened() as packed, cast("IO[bytes]", unpack(packed)) as stream:
        yield stream


def _first_line(problem: BaseException) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]


def _visible(path: PurePath) -> bool:
    return not path.name.startswith((".", "~")) and "__MACOSX" not in path.parts


def _zipped(member: Member) -> Iterator[Member]:
    with member.open() as stream, zipfile.ZipFile(stream) as archive:
        held = [each for each in archive.infolist() if not each.is_dir()]
        shown = [each for each in held if _visible(PurePosixPath(each.filename))]
        if not shown:
            raise InputError("an empty archive", where=member.name, advice="Get the file again.")
        for each in sorted(shown, key=lambda each: each.filename):
            held_in = Member(
                f"{member.name}/{each.filename}", member.path, partial(archive.open, each.filename),
                packed=True, size=each.compress_size,
            )  # fmt: skip
            try:
                yield from _within(held_in)
            except zipfile.BadZipFile:
                yield held_in  # refused as no file of its kind, and what stands beside it is read


def _plain(member: Member, skip: int, on_progress: Progress) -> Slice:
    count = _Lines()
    with member.open() as stream:
        for chunk in iter(lambda: stream.read(CHUNK), b""):
            count.add(chunk)
            on_progress(len(chunk))
    return Slice(member.path, skip, 1 + skip, max(0, count.total() - skip))


def _cut(
    member: Member, skip: int, whole: bool, spill: Path, on_progress: Progress
) -> Iterator[Slice]:
    first = 1 + skip
    with member.open() as stream:
        for _ in range(skip):
            _line(stream)
        trouble = None
        unpacked = 0
        while trouble is None:
            handle, name = tempfile.mkstemp(dir=spill, suffix=".rows")
            count = _Lines()
            with os.fdopen(handle, "wb") as target:
                trouble = _fill(stream, target, count, SLICE if not whole else _most(member))
            unpacked += Path(name).stat().st_size
            if unpacked > _most(member):
                Path(name).unlink()
                raise UnpacksTooFarError(MOST_TIMES)
            if lines := count.total():
                yield Slice(Path(name), 0, first, lines)
            first += lines
            Path(name).unlink()
            if not lines:
                break
    on_progress(member.size)
    if trouble is not None:
        raise trouble


def _most(member: Member) -> int:
    """How many bytes a member may hold."""
    return max(SLICE, MOST_TIMES * member.size) if member.packed else member.size


def _fill(stream: IO[bytes], target: IO[bytes], count: _Lines, most: int) -> Exception | None:
    """Copy whole lines; what went wrong, after what could be copied."""
    taken = 0
    try:
        while taken < most:
            chunk = stream.read(CHUNK)
            if chunk and not chunk.endswith(b"\n"):
                chunk += _line(stream)
            if not chunk:
                break
            target.write(chunk)
            count.add(chunk)
            taken += len(chunk)
    except BROKEN as problem:
        return problem
    return None


class _Lines:
    """Counts lines that end in a newline, a carriage return, or both."""

    def __init__(self) -> None:
        self._ends = 0
        self._last = b""

    def add(self, chunk: bytes) -> None:
        self._ends += chunk.count(b"\n")
        if b"\r" in chunk or self._last == b"\r":
            joined = chunk.count(b"\r\n") + (self._last == b"\r" and chunk.startswith(b"\n"))
            self._ends += chunk.count(b"\r") - joined
        self._last = chunk[-1:] or self._last

    def total(self) -> int:
        unended = self._last not in (b"", b"\n", b"\r")
        return self._ends + unended
