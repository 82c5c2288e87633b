"""Which files each table is made of, as whoever wrote them knew it: by this, loss is told from emptiness.

Delta's log says it too; but where an entry of the log is lost, nothing in the log tells so. The manifest is
a text of one line for each commit, only ever added to: which files came, with their size, rows and
digest, and which went. A line that a power failure cut short, or kept from being written, is made up for
from the log.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from detente.store import log
from detente.store.disk import sync, sync_new

MANIFEST = "manifest.jsonl"
FIRST = b'{"table":"'
"""How each line begins."""
LONG = 64
"""Lines on a table after which one is added that tells of all its files."""
BINARY = getattr(os, "O_BINARY", 0)  # Windows would write other ends of lines


@dataclass(frozen=True, slots=True)
class Held:
    """A file of a table, as it was when it was written."""

    size: int
    rows: int
    digest: str
    """SHA-256 of its bytes."""
    batches: tuple[tuple[int, int], ...] = ()
    """Which batches its rows came with, in runs from first to last; none for what belongs to no article.
    Of a batch, all articles and all that was read in them lie in files of the same number."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What one commit changed in a table; with `whole`, the files are all that the table has."""

    table: str
    version: int
    came: Mapping[str, Held]
    went: Sequence[str] = ()
    whole: bool = False


@dataclass(slots=True)
class Told:
    """What the manifest tells of one table."""

    files: dict[str, Held] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """Files that were part of the table."""
    until: int = -1
    """The version of the table up to which all commits are told of."""
    later: set[int] = field(default_factory=set)
    """The versions after it that are told of, too."""

    @property
    def last(self) -> int:
        """The last version that is told of; -1 of none."""
        return max(self.later, default=self.until)

    def untold(self, table: Path, until: int) -> Iterator[tuple[int, log.Entry]]:
        """Commits up to one that are not told of: by a run that was killed, or by an older version."""
        for version in range(self.until + 1, until + 1):
            if version not in self.later:
                yield version, log.changes(table, version)

    def take(self, commit: Commit) -> None:
        """Take in one more commit; two who add at once may note theirs in either order."""
        if commit.whole:
            self.files, self.gone = {}, set()
            self.until, self.later = commit.version, set()
        self.later.add(commit.version)
        self.gone.update(commit.went)
        self.files.update(commit.came)
        for name in self.gone.intersection(self.files):
            del self.files[name]


def note(folder: Path, commits: Iterable[Commit]) -> None:
    """Add lines for commits that are on the disk."""
    lines = "".join(_line(commit) for commit in commits)
    if not lines:
        return
    path = folder / MANIFEST
    new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | BINARY, 0o666)
    try:
        size = os.fstat(handle).st_size
        if size and _last_byte(handle, size) != b"\n":  # cut short by a power failure
            lines = f"\n{lines}"
        data = lines.encode()
        if os.write(handle, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    finally:
        os.close(handle)
    if new:
        sync_new(path)
    else:
        sync((path,))


def read(folder: Path, names: Collection[str] | None = None) -> dict[str, Told]:
    """What is told of each table, or of some; nothing of a table that an older version wrote."""
    try:
        lines = (folder / MANIFEST).read_bytes().splitlines()
    except FileNotFoundError:
        return {}
    own: dict[str, list[bytes]] = {}
    for line in lines:
        own.setdefault(_table_of(line), []).append(line)
    found: dict[str, Told] = {}
    for name in own if names is None else names:
        for commit in _since_whole(own.get(name, ())):
            found.setdefault(name, Told()).take(commit)
    return found


def shorten(folder: Path, name: str) -> None:
    """Tell of all files of a table in one line, where it would take many to tell it.

    Only for who holds the lock, and has noted all that the log tells.
    """
    told = read(folder, [name]).get(name)
    if told and len(told.later) >= LONG:
        note(folder, [Commit(name, told.last, told.files, whole=True)])


def last_batch(folder: Path) -> int:
    """The highest number that a batch of articles has."""
    held = (each for told in read(folder).values() for each in told.files.values())
    return max((last for each in held for _, last in each.batches), default=0)


def digest_of(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def joined(held: Iterable[Held]) -> tuple[tuple[int, int], ...]:
    """The batches of several files, in as few runs as they make."""
    runs: list[tuple[int, int]] = []
    for first, last in sorted(run for each in held for run in each.batches):
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return tuple(runs)


def _line(commit: Commit) -> str:
    told = json.dumps(
        {**asdict(commit), "came": {name: asdict(each) for name, each in commit.came.items()}},
        separators=(",", ":"),
    )
    return f"{told} {zlib.crc32(told.encode()):08x}\n"


def _table_of(line: bytes) -> str:
    """The table that a line tells of; of a damaged line, whatever."""
    return line[len(FIRST) : line.find(b'"', len(FIRST))].decode(errors="replace")


def _since_whole(lines: Sequence[bytes]) -> list[Commit]:
    """What lines tell that still matters: what comes before all files were told does not."""
    found: list[Commit] = []
    for line in reversed(lines):
        if commit := _commit(line):
            found.append(commit)
            if commit.whole:
                break
    return found[::-1]


def _commit(line: bytes) -> Commit | None:
    """The commit that a line tells; None where it was cut short or damaged."""
    told, _, checksum = line.rpartition(b" ")
    if f"{zlib.crc32(told):08x}".encode() != checksum:
        return None
    row: dict[str, Any] = json.loads(told)
    return Commit(**{**row, "came": {name: _held(each) for name, each in row["came"].items()}})


def packed(came: Mapping[str, Held]) -> str:
    """What the log tells of files that come, in case the manifest never does."""
    return json.dumps({name: asdict(each) for name, each in came.items()}, separators=(",", ":"))


def unpacked(noted: str | None) -> dict[str, Held]:
    """What the log told so; nothing, where it did not, or is damaged."""
    try:
        return {name: _held(each) for name, each in json.loads(noted or "{}").items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _held(row: dict[str, Any]) -> Held:
    return Held(**{**row, "batches": tuple((first, last) for first, last in row["batches"])})


def _last_byte(handle: int, size: int) -> bytes:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1)
