"""Which files are meant? Paths and folders, walked in one order; also those of a bucket."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.buckets import BucketPath, Entry, is_in_bucket
from detente.errors import InputError
from detente.reading.problems import Problem, Source, of_error
from detente.records import Rejected

STANDARD_INPUT = "-"
_WEB = ("http://", "https://")
_OF_A_WORKSPACE = {"workspace.json", "manifest.jsonl", "events"}
"""What no folder of texts has all of: tables and logs, hundreds of files that are none to read."""
Location = Path | BucketPath
"""Where a file or folder lies: on a disk, or on object storage."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read; `path` is None for standard input, `packed` where the name ends in `.gz`."""

    source: Source
    path: Location | None
    packed: bool = False
    size: int = 0


def check_paths(paths: Iterable[str | Path]) -> list[str]:
    """The paths as given; `InputError` where there are none, or not one of them exists.

    Also where object storage is meant, and cannot be asked.
    """
    given = [os.fspath(path) for path in paths]
    if not given:
        raise InputError(
            "nothing to read", advice="Name a file, a folder, or - for standard input."
        )
    if not any(path == STANDARD_INPUT or _exists(path) for path in given):
        shown = ", ".join(shown_name(path) for path in given[:5])
        raise InputError("does not exist", where=shown, advice="Check the spelling of the path.")
    return given


def walk(paths: Iterable[str]) -> Iterator[FoundFile | Rejected]:
    """The files of each path, in the order given; folders by name, each folder once.

    Files and folders inside a folder whose name begins with a dot are passed over; a path given
    is not, whatever its name. Links are followed. What is neither file nor folder is rejected
    without being opened, and so is a workspace.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield FoundFile(Source(STANDARD_INPUT), None)
        elif isinstance(place := location(path), BucketPath):
            yield from _in_bucket(place)
        else:
            yield from _given(place)


def location(path: str) -> Location:
    """Where a path as given lies.

    Raises `InputError` for a web address, which may hold a signature, and for one of object storage that
    means nothing.
    """
    if path.lower().startswith(_WEB) and not os.path.lexists(path):
        raise InputError(
            "a web address, not a file",
            where=path.partition("?")[0].rpartition("@")[2],
            advice="For feeds and pages there is `detente fetch`; give objects as s3://BUCKET/KEY.",
        )
    return BucketPath.parse(path) if is_in_bucket(path) else Path(path)


def seen_from(folder: Location, path: Location) -> str:
    """The name of a file, as it is called in a folder that it lies in, with `/` between folders."""
    if isinstance(path, BucketPath) and isinstance(folder, BucketPath):
        return path.within(folder.folder)
    if isinstance(path, Path) and isinstance(folder, Path):
        return path.relative_to(folder).as_posix()
    raise ValueError(f"{shown_location(path)} does not lie in {shown_location(folder)}")


def shown_location(path: Location) -> str:
    """Where a file lies, as valid Unicode."""
    return str(path) if isinstance(path, BucketPath) else shown_name(path)


def suffix_of(path: Location) -> str:
    """The kind of a file by its name, in lower case and without `.gz`."""
    return Path(path.name.lower().removesuffix(".gz")).suffix


def is_packed(path: Location) -> bool:
    """Whether its name promises gzip."""
    return path.name.lower().endswith(".gz")


def shown_name(path: str | Path) -> str:
    """A path as valid Unicode, with bytes that are none written as `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _exists(path: str) -> bool:
    place = location(path)
    return place.found() is not None if isinstance(place, BucketPath) else os.path.lexists(place)


def _in_bucket(path: BucketPath) -> Iterator[FoundFile | Rejected]:
    given = path.found()
    if given is None:
        yield Source(str(path)).reject(of_error(FileNotFoundError()))
        return
    if given.size is not None:
        yield _object(given)
        return
    empty = True
    for entry in given.path.files():
        empty = False
        yield _object(entry)
    if empty:
        yield Source(str(path)).reject(_NO_FILES)


def _object(entry: Entry) -> FoundFile:
    path = entry.path
    return FoundFile(Source(str(path), suffix_of(path)), path, is_packed(path), entry.size or 0)


def _given(path: Path) -> Iterator[FoundFile | Rejected]:
    seen: dict[tuple[int, int], str] = {}
    empty = True
    # By hand, since folders may lie in each other deeper than functions can call each other.
    waiting = [path]
    while waiting:
        found = _visit(waiting.pop(), seen)
        if isinstance(found, list):
            waiting.extend(reversed(found))
        else:
            empty = False
            yield found
    if empty:
        yield _reject(path, _NO_FILES)


def _visit(path: Path, seen: dict[tuple[int, int], str]) -> FoundFile | Rejected | list[Path]:
    """The file at a path, or what is wrong with it; of a folder, what lies in it."""
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        return _reject(path, _unreachable(path, error))
    if stat.S_ISDIR(status.st_mode):
        return _folder(path, (status.st_dev, status.st_ino), seen)
    if stat.S_ISREG(status.st_mode):
        return _file(path, status.st_size)
    advice = "Send it through standard input instead: give - as the path."
    return _reject(path, Problem(f"{_kind(status.st_mode)}, not a file", advice))


def _folder(
    path: Path, identity: tuple[int, int], seen: dict[tuple[int, int], str]
) -> Rejected | list[Path]:
    if identity in seen:
        problem = Problem(
            f"a link to a folder read already, as {seen[identity]}", "Nothing: it was read once."
        )
        return _reject(path, problem)
    seen[identity] = shown_name(path)
    try:
        names = sorted((entry.name for entry in path.iterdir()), key=os.fsencode)
    except OSError as error:
        return _reject(path, of_error(error))
    if _OF_A_WORKSPACE.issubset(names):
        return _reject(path, _WORKSPACE)
    return [path / name for name in names if not name.startswith(".")]


def _file(path: Path, size: int) -> FoundFile:
    return FoundFile(Source(shown_name(path), suffix_of(path)), path, is_packed(path), size)


def _reject(path: Path, problem: Problem) -> Rejected:
    return Source(shown_name(path)).reject(problem)


def _unreachable(path: Path, error: OSError | ValueError) -> Problem:
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return Problem(
            "its path is longer than this system can open",
            "Move what lies there into a folder nearer to the top, or give that folder itself.",
        )
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return Problem("a link to something that does not exist", "Mend or remove the link.")
    return of_error(error)


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"


_WORKSPACE = Problem(
    "a workspace of detente, not texts",
    "Its articles are read from where they were read first; ask it with `detente events`.",
)
_NO_FILES = Problem(
    "a folder without files",
    "Names that begin with a dot are passed over; give such a path itself.",
)
