"""Is a workspace whole? What was written is compared with what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from detente.store import commits, log, manifest
from detente.store.damage import (
    LOG_LOST,
    TABLE_LOST,
    Damage,
    refuse_links,
    refused,
    unreadable,
    wrong,
)
from detente.store.failures import hindered
from detente.store.layout import LATER, TABLES, make_tables
from detente.store.manifest import Commit, Held, Told

UNKNOWN = ""
"""The digest of a file of which only the log tells."""
OLDER = ((0, 0),)
"""The batch of all that older versions wrote, which counted none."""


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
    table: DeltaTable | None = None
    """Its newest snapshot; None where there is none, or its log cannot be read."""

    @property
    def sound(self) -> dict[str, Held]:
        """The files of it that are whole."""
        lost = {each.file for each in self.damages}
        return {name: held for name, held in self.files.items() if name not in lost}


def open_to_write(folder: Path) -> dict[str, DeltaTable]:
    """All tables as they are, for who holds the lock; those that are not there yet are made.

    Raises as `refuse_damage`.
    """
    return make_tables(folder, there=refuse_damage(folder))


def refuse_damage(folder: Path, names: Collection[str] = tuple(TABLES)) -> dict[str, DeltaTable]:
    """Raise `WorkspaceError` where files are lost or cut short, which sizes and names tell, or a table is a
    link; the tables that are there.

    Notes what the manifest does not tell of yet: commits of a killed run, or of an older version.
    """
    refuse_links(folder, names)
    examined = [found for found in examine(folder, names) if found]
    damages = [damage for found in examined for damage in found.damages]
    if damages:
        raise refused(folder, damages)
    note_fresh(folder, examined)
    return {found.name: found.table for found in examined if found.table is not None}


def note_fresh(folder: Path, examined: Iterable[Examined]) -> None:
    """Let the manifest tell what only the log told, and what therefore may not be on the disk yet."""
    fresh = [commit for found in examined for commit in found.fresh]
    for commit in fresh:
        log.sync_entry(folder / commit.table, commit.version)
    manifest.note(folder, fresh)


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
        return Examined(name, {}, -1, damages=[Damage(name, TABLE_LOST, None, 0)])
    found = _told_by_log(folder, name) if told is None else _told(folder, name, told)
    damaged = {each.file for each in found.damages}
    for file, held in found.files.items():
        if file not in damaged and (what := _wrong(folder / name / file, held, wholly)):
            found.damages.append(Damage(name, what, file, held.rows))
    if wholly and _forgets_columns(folder / name, found):
        found.damages.append(Damage(name, "its log has lost columns", None, rows_of(found.sound)))
    return found


def _told_by_log(folder: Path, name: str) -> Examined:
    """A table of which an older version wrote all there is: its log is believed."""
    table = _opened(folder / name)
    if table is None:
        return Examined(name, {}, -1, damages=[Damage(name, "its log cannot be read", None, 0)])
    found = Examined(name, {}, table.version(), table=table)
    for file in commits.names_of(table):
        found.files[file] = _held(found, folder / name / file, OLDER)
    found.fresh.append(Commit(name, table.version(), found.files, whole=True))
    return found


def _told(folder: Path, name: str, told: Told) -> Examined:
    """A table of which the manifest tells, and of its last commits perhaps only the log.

    Reviewers add to theirs without a lock: the manifest is read first, and the log only as far as the
    snapshot that is opened next, so that what comes while this looks is no damage, and is noted later.
    """
    table = _opened(folder / name)
    until = table.version() if table else max(log.versions(folder / name), default=-1)
    found = Examined(name, dict(told.files), max(told.last, until), table=table)
    gone = set(told.gone)
    for version, entry in told.untold(folder / name, until):
        came = _came(found, folder / name, entry)
        found.fresh.append(Commit(name, version, came, entry.went))
        found.files.update(came)
        gone.update(entry.went)
    found.files = {file: held for file, held in found.files.items() if file not in gone}
    found.damages = [each for each in found.damages if each.file in found.files]
    there = None if table is None else set(commits.names_of(table))
    if there != found.files.keys() or until < told.last:
        found.damages.append(_of_log(found, there, missing=not (folder / name).exists()))
    return found


def _of_log(found: Examined, there: set[str] | None, *, missing: bool) -> Damage:
    what = LOG_LOST if there is not None else TABLE_LOST if missing else "its log cannot be read"
    unseen = [held for file, held in found.files.items() if file not in (there or ())]
    return Damage(found.name, what, None, sum(held.rows for held in unseen))


def _came(found: Examined, folder: Path, entry: log.Entry) -> dict[str, Held]:
    """The files of a commit that only the log tells of.

    An older version noted nothing in it: what it wrote stands beside what else it wrote, and what it made
    of other files belongs to their batches, too.
    """
    noted = manifest.unpacked(entry.noted)
    others = [found.files[name] for name in entry.went if name in found.files]
    batches = manifest.joined([*others, Held(0, 0, UNKNOWN, OLDER)])
    return {name: noted.get(name) or _held(found, folder / name, batches) for name in entry.came}


def _held(found: Examined, file: Path, batches: tuple[tuple[int, int], ...]) -> Held:
    """What a file is that nothing was noted of; a damage where it cannot be read."""
    try:
        return commits.held(file, batches)
    except FileNotFoundError:
        what = "the file is missing"
    except ValueError:
        what = "cannot be read"
    except OSError as problem:
        what = unreadable(problem)
    found.damages.append(Damage(found.name, what, file.name, 0))
    return Held(0, 0, UNKNOWN, batches)


def _wrong(file: Path, held: Held, wholly: bool) -> str | None:
    """What is wrong with a file, or None."""
    if (what := wrong(file, held.size)) or not wholly:
        return what
    try:
        return None if manifest.digest_of(file) == held.digest else "its bytes have changed"
    except OSError as problem:
        return unreadable(problem)


def _forgets_columns(folder: Path, found: Examined) -> bool:
    """Whether files have columns that the log does not tell of, so that no reader sees them."""
    table = _opened(folder)
    told = {field.name for field in table.schema().fields} if table else set()
    return table is not None and any(
        set(pq.read_schema(folder / name).names) - told for name in found.sound
    )


def _opened(table: Path) -> DeltaTable | None:
    try:
        return DeltaTable(table)
    except (DeltaError, OSError) as problem:
        if hindered(problem):
            raise
        return None


def rows_of(files: Mapping[str, Held]) -> int:
    """How many rows files have."""
    return sum(held.rows for held in files.values())
