"""Is a workspace whole? What was written is compared with what is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from detente.errors import WorkspaceError
from detente.store import commits, log, manifest
from detente.store.layout import LATER, TABLES
from detente.store.manifest import Commit, Held, Told

UNKNOWN = ""
"""The digest of a file of which only the log tells."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Something of a table that is lost."""

    table: str
    what: str
    file: str | None
    """The file that is lost; None where it is the table's log."""
    rows: int
    """How many rows lie in it; of a log, how many are lost to readers."""

    def __str__(self) -> str:
        where = f"{self.table}/{self.file}" if self.file else self.table
        rows = "no rows" if not self.rows else "1 row" if self.rows == 1 else f"{self.rows:,} rows"
        return f"{where}: {self.what} ({rows})"


@dataclass(slots=True)
class Examined:
    """What was found of one table."""

    name: str
    files: dict[str, Held]
    """What it should be made of."""
    version: int
    """The last commit that is known of."""
    fresh: list[Commit] = field(default_factory=list)
    """Commits that the manifest does not tell of yet."""
    damages: list[Damage] = field(default_factory=list)

    @property
    def sound(self) -> dict[str, Held]:
        """The files of it that are whole."""
        lost = {each.file for each in self.damages}
        return {name: held for name, held in self.files.items() if name not in lost}


def refuse_damage(folder: Path, names: Iterable[str] = tuple(TABLES)) -> None:
    """Raise `WorkspaceError` where files are lost or cut short, which sizes and names tell.

    Notes what the manifest does not tell of yet: commits of a killed run, or of an older version.
    """
    examined = [found for found in examine(folder, names) if found]
    damages = [damage for found in examined for damage in found.damages]
    if damages:
        more = f", and {len(damages) - 1} more" if len(damages) > 1 else ""
        raise WorkspaceError(
            f"damaged: {damages[0]}{more}",
            where=str(folder),
            advice=f"Restore the folder from a copy; or see what is lost: detente check {folder}",
        )
    manifest.note(folder, (commit for found in examined for commit in found.fresh))


def examine(
    folder: Path, names: Iterable[str] = tuple(TABLES), *, wholly: bool = False
) -> Iterator[Examined | None]:
    """What is found of each table; `wholly` reads all bytes. None for one that there never was."""
    told = manifest.read(folder)
    for name in names:
        yield _examined(folder, name, told.get(name), wholly)


def _examined(folder: Path, name: str, told: Told | None, wholly: bool) -> Examined | None:
    if told is None and not (folder / name).exists():
        if name in LATER:
            return None
        return Examined(name, {}, -1, damages=[Damage(name, "the table is missing", None, 0)])
    found = _told_by_log(folder, name) if told is None else _told(folder, name, told)
    damaged = {each.file for each in found.damages}
    for file, held in found.files.items():
        if file not in damaged and (what := _wrong(folder / name / file, held, wholly)):
            found.damages.append(Damage(name, what, file, held.rows))
    return found


def _told_by_log(folder: Path, name: str) -> Examined:
    """A table of which an older version wrote all there is: its log is believed."""
    table = _opened(folder / name)
    if table is None:
        return Examined(name, {}, -1, damages=[Damage(name, "its log cannot be read", None, 0)])
    found = Examined(name, {}, table.version())
    for file in commits.names_of(table):
        found.files[file] = _held(found, folder / name / file)
    found.fresh.append(Commit(name, table.version(), found.files, whole=True))
    return found


def _told(folder: Path, name: str, told: Told) -> Examined:
    """A table of which the manifest tells, and of its last commits perhaps only the log.

    Reviewers add to theirs without a lock: what comes while this looks is no damage, and is noted later.
    """
    found = Examined(name, dict(told.files), max(told.until, *told.later, -1))
    gone = set(told.gone)
    for version in log.versions(folder / name):
        if not told.tells(version):
            came, went = log.changes(folder / name, version)
            fresh = {file: _held(found, folder / name / file) for file in came}
            found.fresh.append(Commit(name, version, fresh, went))
            found.version = max(found.version, version)
            found.files.update(fresh)
            gone.update(went)
    found.files = {file: held for file, held in found.files.items() if file not in gone}
    found.damages = [each for each in found.damages if each.file in found.files]
    table = _opened(folder / name)
    there = None if table is None else set(commits.names_of(table))
    if there is None or found.files.keys() - there or gone & there:
        found.damages.append(_of_log(found, there, missing=not (folder / name).exists()))
    return found


def _of_log(found: Examined, there: set[str] | None, *, missing: bool) -> Damage:
    if there is None:
        what = "the table is missing" if missing else "its log cannot be read"
    else:
        what = "its log has lost a commit"
    unseen = [held for file, held in found.files.items() if file not in (there or ())]
    return Damage(found.name, what, None, sum(held.rows for held in unseen))


def _held(found: Examined, file: Path) -> Held:
    """What a file is that only the log tells of; a damage where it cannot be read."""
    try:
        return commits.held(file, ((0, 0),))
    except (OSError, ValueError):
        what = "cannot be read" if file.exists() else "the file is missing"
        found.damages.append(Damage(found.name, what, file.name, 0))
        return Held(0, 0, UNKNOWN, ((0, 0),))


def _wrong(file: Path, held: Held, wholly: bool) -> str | None:
    """What is wrong with a file, or None."""
    try:
        size = file.stat().st_size
        if size != held.size:
            return f"{size:,} bytes are left of {held.size:,}"
        if wholly and manifest.digest_of(file) != held.digest:
            return "its bytes have changed"
    except FileNotFoundError:
        return "the file is missing"
    return None


def _opened(table: Path) -> DeltaTable | None:
    try:
        return DeltaTable(table)
    except (DeltaError, OSError):
        return None


def rows_of(files: Mapping[str, Held]) -> int:
    """How many rows files have."""
    return sum(held.rows for held in files.values())
