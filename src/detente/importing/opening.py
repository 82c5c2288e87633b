"""Files as they lie on a disk, packed or not, and what is packed in them."""

from __future__ import annotations

import bz2
import codecs
import errno
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, cast

from detente.errors import InputError
from detente.reading.paths import shown_name

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
