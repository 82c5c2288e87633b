"""What is lost of a table, as far as names and sizes tell it; and how that is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deltalake import DeltaTable

from detente.errors import WorkspaceError
from detente.store.failures import hindered
from detente.store.manifest import Told
from detente.store.seeing import files_of

LOG_LOST = "its log has lost a commit"
TABLE_LOST = "the table is missing"


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


def refused(folder: Path, damages: Sequence[Damage]) -> WorkspaceError:
    """The error that tells damages, of which there are some."""
    more = f", and {len(damages) - 1} more" if len(damages) > 1 else ""
    return WorkspaceError(
        f"damaged: {damages[0]}{more}",
        where=str(folder),
        advice=f"Restore the folder from a copy; or see what is lost: detente check {folder}",
    )


def refuse_links(folder: Path, names: Iterable[str]) -> None:
    """Raise `WorkspaceError` where a table is a link: what is written to it would be noted elsewhere."""
    for name in names:
        if (folder / name).is_symlink():
            raise WorkspaceError(
                f"its folder {name} is a link to another",
                where=str(folder),
                advice="Put that folder in the place of the link; the workspace as a whole may be a link.",
            )


def of_snapshots(
    folder: Path, tables: Mapping[str, DeltaTable], told: Mapping[str, Told]
) -> list[Damage]:
    """What is lost of the snapshots that a question is to be asked of, in a few milliseconds.

    `told` was read before they were opened, so that whoever writes meanwhile is no damage. What an older
    version wrote is believed.
    """
    return [
        damage
        for name, table in tables.items()
        if name in told
        for damage in _of_snapshot(folder / name, table, told[name])
    ]


def wrong(file: Path, size: int) -> str | None:
    """What is wrong with a file that had a size, or None."""
    try:
        found = file.stat().st_size
    except FileNotFoundError:
        return "the file is missing"
    except OSError as problem:
        return unreadable(problem)
    return None if found == size else f"{found:,} bytes are left of {size:,}"


def unreadable(problem: OSError) -> str:
    """What is told of a file that the disk does not give; raises what is no damage of it."""
    if hindered(problem):
        raise problem
    return f"cannot be read ({problem.strerror})"


def _of_snapshot(folder: Path, table: DeltaTable, told: Told) -> Iterator[Damage]:
    rows = {name: held.rows for name, held in told.files.items()}
    sizes = {name: held.size for name, held in told.files.items()}
    gone = set(told.gone)
    for _, entry in told.untold(folder, table.version()):
        sizes.update(entry.came)
        gone.update(entry.went)
    there = {file.name for file in files_of(table)}
    lost = sizes.keys() - gone - there
    if lost or there - sizes.keys() or gone & there or table.version() < told.last:
        yield Damage(folder.name, LOG_LOST, None, sum(rows.get(name, 0) for name in lost))
    for name in sorted(there & sizes.keys()):
        if what := wrong(folder / name, sizes[name]):
            yield Damage(folder.name, what, name, rows.get(name, 0))
