"""How a table is changed: its files are on the disk before its log names them, and the log before that
is told.

Delta's own writer waits for no disk, names files in its log that a power failure then leaves empty, and
cannot write in a folder whose name has brackets. So the files are written here, and only the log by Delta.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable
from deltalake.transaction import AddAction, RemoveAction

from detente.store import log, manifest
from detente.store.databases import lent
from detente.store.disk import sync
from detente.store.layout import ask
from detente.store.manifest import Commit, Held
from detente.store.seeing import folder_of, read_file

KEPT_HOURS = 24
"""How long files that are no longer part of a table stay, for readers that hold an older snapshot."""
GOING = "SELECT _row FROM stored r SEMI JOIN gone g ON {same} WHERE {only}"
Files = dict[str, Held]


def append(table: DeltaTable, rows: pa.Table, *, batch: int | None = None) -> None:
    """Add rows in one commit; `batch` is the number of the articles that they were read with."""
    commit(table, dict([write(folder_of(table), rows, _of(batch))]))


def change(
    table: DeltaTable,
    *,
    gone: pa.Table,
    only: str | None = None,
    added: pa.Table | None = None,
    batch: int | None = None,
) -> None:
    """Take out rows and add others, in one commit.

    Out go the rows that have the values of a row of `gone` in the columns of these names, and of them those
    that `only`, a condition in SQL, holds of.
    """
    folder, came, went = folder_of(table), Files(), []
    for name, held in _files(table).items():
        rows = _rows(table, folder / name)
        left = _without(rows, gone, only or "true")
        if len(left) < len(rows):
            went.append(name)
            came.update([write(folder, left, held.batches)] if len(left) else [])
    if added is not None and len(added):
        came.update([write(folder, added, _of(batch))])
    if came or went:
        commit(table, came, went)


def merge_small(table: DeltaTable, *, size: int, rows: int) -> None:
    """Make one file of each run of small ones that have about this size, or so many rows, together; each in
    one commit."""
    folder = folder_of(table)
    for run in _runs(_files(table), size, rows):
        together = pa.concat_tables([_rows(table, folder / name) for name in run])
        whole = write(folder, together, manifest.joined(run.values()))
        commit(table, dict([whole]), list(run), changes=False)


def commit(
    table: DeltaTable, came: Mapping[str, Held], went: Sequence[str] = (), *, changes: bool = True
) -> None:
    """Make files that lie in a table's folder part of it, and others no longer; all is on the disk then.

    `changes` is false where the rows stay the same, and only the files are others.
    """
    folder, before = folder_of(table), table.version()
    sync((*(folder / name for name in came), folder))
    enter(table, came, went, changes=changes)
    version = _version(folder, range(before + 1, table.version() + 1), {*came, *went})
    log.sync_entry(folder, version)
    manifest.note(folder.parent, [Commit(folder.name, version, came, went)])


def enter(
    table: DeltaTable, came: Mapping[str, Held], went: Sequence[str] = (), *, changes: bool = True
) -> None:
    """Let the log of a table tell of files, wherever they lie and whether or not it is on the disk."""
    now = int(time.time() * 1000)
    actions: list[AddAction | RemoveAction] = [
        AddAction(name, held.size, {}, now, changes, f'{{"numRecords":{held.rows}}}')
        for name, held in came.items()
    ]
    actions += [RemoveAction(name, changes, now) for name in went]
    noted = CommitProperties(custom_metadata={log.NOTED: manifest.packed(came)})
    table.create_write_transaction(actions, "append", table.schema(), commit_properties=noted)
    table.update_incremental()


def tidy(table: DeltaTable) -> None:
    """Delete the files of a table that no reader of the last day can need.

    Those are what killed runs wrote and did not commit, and what took no more part in it for a day.
    """
    folder, before = folder_of(table), table.version()
    table.vacuum(
        retention_hours=KEPT_HOURS, dry_run=False, enforce_retention_duration=False, full=True
    )
    made = range(before + 1, table.version() + 1)
    for version in made:
        log.sync_entry(folder, version)
    manifest.note(folder.parent, (Commit(folder.name, version, {}) for version in made))
    manifest.shorten(folder.parent, folder.name)


def held(file: Path, batches: tuple[tuple[int, int], ...] = ()) -> Held:
    """What the manifest tells of a file that is written."""
    rows = pq.ParquetFile(file).metadata.num_rows
    return Held(file.stat().st_size, rows, manifest.digest_of(file), batches)


def names_of(table: DeltaTable) -> list[str]:
    """The files that a table is made of."""
    actions = pa.table(table.get_add_actions())
    return sorted(actions.column("path").to_pylist())


def _version(folder: Path, since: range, files: set[str]) -> int:
    """Which of the commits since names these files: others may have added theirs meanwhile."""
    for version in since:
        entry = log.changes(folder, version)
        if files.intersection((*entry.came, *entry.went)):
            return version
    return since.stop - 1


def _files(table: DeltaTable) -> Files:
    """The files of a table, in the order in which they came."""
    folder = folder_of(table)
    told = manifest.read(folder.parent).get(folder.name, manifest.Told()).files
    there = set(names_of(table))
    known = {name: each for name, each in told.items() if name in there}
    return known | {name: held(folder / name) for name in sorted(there - known.keys())}


def _runs(files: Files, size: int, rows: int) -> Iterator[Files]:
    run, size_so_far, rows_so_far = Files(), 0, 0
    for name, each in files.items():
        if each.size >= size or each.rows >= rows:
            continue
        run[name] = each
        size_so_far, rows_so_far = size_so_far + each.size, rows_so_far + each.rows
        if size_so_far >= size or rows_so_far >= rows:
            yield from [run] if len(run) > 1 else []
            run, size_so_far, rows_so_far = Files(), 0, 0
    if len(run) > 1:
        yield run


def _rows(table: DeltaTable, file: Path) -> pa.Table:
    """The rows of a file, with all columns of its table: one of an older version may lack some."""
    schema = table.to_pyarrow_dataset().schema
    there = read_file(file)
    columns = [
        there.column(field.name).cast(field.type)
        if field.name in there.column_names
        else pa.nulls(len(there), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _without(rows: pa.Table, gone: pa.Table, only: str) -> pa.Table:
    same = " AND ".join(f"r.{name} IS NOT DISTINCT FROM g.{name}" for name in gone.column_names)
    with lent() as connection:
        places = pa.array(range(len(rows)), pa.int64())
        connection.register("stored", rows.append_column("_row", places))
        connection.register("gone", gone)
        going = ask(connection, GOING.format(same=same, only=only)).column("_row")
    return rows.filter(pc.invert(pc.is_in(places, value_set=going.combine_chunks())))


def write(
    folder: Path, rows: pa.Table, batches: tuple[tuple[int, int], ...] = ()
) -> tuple[str, Held]:
    """Write a file into a table's folder, where it counts once it is committed."""
    file = folder / f"part-{uuid.uuid4()}.parquet"
    try:
        with file.open("xb") as stream:
            pq.write_table(rows, stream, compression="zstd")
        return file.name, held(file, batches)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _of(batch: int | None) -> tuple[tuple[int, int], ...]:
    return () if batch is None else ((batch, batch),)
