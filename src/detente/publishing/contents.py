"""Of which files is a workspace made, and which of two goes on from the other?"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePath

from deltalake import DeltaTable

from detente.errors import WorkspaceError
from detente.store.commits import names_of
from detente.store.layout import TABLES
from detente.store.log import LAST_CHECKPOINT, LOG
from detente.store.manifest import MANIFEST, Told, digest_of
from detente.store.manifest import read as read_manifest
from detente.store.mark import MARK

LATEST = f"{LOG}/{LAST_CHECKPOINT}"
MUTABLE = {MARK, MANIFEST, *(f"{table}/{LATEST}" for table in TABLES)}
"""The files that may be replaced, or added to."""
NAME = re.compile(
    rf"{re.escape(MARK)}|{re.escape(MANIFEST)}|(?:{'|'.join(TABLES)})/(?:{LOG}/)?[\w=-][\w.=-]*"
)
"""The files of a workspace, as seen from its folder; nothing else is taken from object storage."""
NUMBER = 20
ENTRY = re.compile(rf"\d{{{NUMBER}}}\.(?:json|checkpoint\b.*\.parquet)$")
COMMIT = re.compile(rf"(\w+)/{LOG}/(\d{{20}})\.json")
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is kept: its size, and the SHA-256 of its bytes."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a workspace at one time, by their names in its folder."""

    files: Mapping[str, Kept]

    @property
    def data(self) -> bytes:
        """The contents, written out."""
        rows = {name: [kept.size, kept.digest] for name, kept in sorted(self.files.items())}
        return json.dumps({"files": rows}, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """By what the contents are known."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def commits(self) -> dict[str, dict[int, str]]:
        """The digests of the commits of each table that has any, by their numbers."""
        found: dict[str, dict[int, str]] = {}
        for name, kept in self.files.items():
            if commit := COMMIT.fullmatch(name):
                found.setdefault(commit[1], {})[int(commit[2])] = kept.digest
        return found

    def goes_on_from(self, other: Contents) -> bool:
        """Whether all that was committed in the other was committed here, too, and before all else.

        Each commit names files that are called by chance, so that no two are alike. The oldest may be
        gone on either side, as Delta tidies its log up.
        """
        own = self.commits
        return all(
            _goes_on(own.get(table, {}), commits) for table, commits in other.commits.items()
        )

    def in_turns(self) -> Iterator[list[str]]:
        """The names of the files in the order in which they are put into a folder, some at a time.

        No commit is there without its files, and only with the last it is a workspace.
        """
        for _, names in groupby(sorted(sorted(self.files), key=_turn), _turn):
            yield list(names)


def _goes_on(own: Mapping[int, str], others: Mapping[int, str]) -> bool:
    shared = own.keys() & others.keys()
    return (
        bool(shared)
        and max(others) <= max(own)
        and all(own[number] == others[number] for number in shared)
    )


def _turn(name: str) -> int:
    """When the turn of a file comes: data, logs, what points into them, manifest, mark."""
    if name in (MARK, MANIFEST):
        return 4 if name == MARK else 3
    return 2 if name in MUTABLE else int(f"/{LOG}/" in name)


def contents_in(data: bytes, where: str) -> Contents:
    """The contents that were written out. Raises `WorkspaceError` for what is none, or newer."""
    try:
        rows = json.loads(data)["files"].items()
        files = {str(name): Kept(int(size), str(digest)) for name, (size, digest) in rows}
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise WorkspaceError(
            "damaged: what should name its files does not", where=where, advice="Push it anew."
        ) from problem
    for name, kept in files.items():
        if not (NAME.fullmatch(name) and DIGEST.fullmatch(kept.digest) and kept.size >= 0):
            raise WorkspaceError(
                f"it names a file that no workspace has here: {name[:80]!a}",
                where=where,
                advice="If a newer detente pushed it: pip install --upgrade detente",
            )
    return Contents(files)


def commits_in(folder: Path) -> Contents:
    """What is there of the logs of a folder that is not a workspace yet."""
    return Contents({name: kept for table in TABLES for name, kept in _log(folder, table).items()})


def contents_of(folder: Path, small: dict[str, bytes]) -> Contents:
    """The contents of a workspace, whose writer's lock is held; `small` gets files that may yet change.

    A reviewer needs no lock, and may add to it meanwhile: manifest, then log, then files are looked at,
    each of which is written after the next.
    """
    for name in (MARK, MANIFEST):
        if (folder / name).exists():
            small[name] = (folder / name).read_bytes()
    told = read_manifest(folder)
    files: dict[str, Kept] = {}
    for table in TABLES:
        if DeltaTable.is_deltatable(str(folder / table)):
            files.update(_files_of(folder, table, told.get(table, Told()), small))
    for name, data in small.items():
        files[name] = Kept(len(data), hashlib.sha256(data).hexdigest())
    return Contents(files)


def _files_of(
    folder: Path, table: str, told: Told, small: dict[str, bytes]
) -> Iterator[tuple[str, Kept]]:
    if (folder / table / LATEST).exists():
        small[f"{table}/{LATEST}"] = (folder / table / LATEST).read_bytes()
    entries = _log(folder, table)
    yield from entries.items()
    last = max(int(PurePath(name).name[:NUMBER]) for name in entries)
    for name in names_of(DeltaTable(folder / table, version=last)):
        held = told.files.get(name)
        kept = Kept(held.size, held.digest) if held else _kept(folder / table / name)
        yield f"{table}/{name}", kept


def log_names(folder: Path, table: str) -> list[str]:
    """The names of the commits and checkpoints of a table."""
    log = folder / table / LOG
    names = sorted(path.name for path in log.iterdir()) if log.is_dir() else []
    return [f"{table}/{LOG}/{name}" for name in names if ENTRY.match(name)]


def _log(folder: Path, table: str) -> dict[str, Kept]:
    return {name: _kept(folder / name) for name in log_names(folder, table)}


def _kept(file: Path) -> Kept:
    return Kept(file.stat().st_size, digest_of(file))
