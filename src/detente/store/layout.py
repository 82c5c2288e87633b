"""Which tables there are, and how they are made, opened and asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from deltalake import DeltaTable, Schema
from deltalake.exceptions import DeltaError

from detente.records import (
    Article,
    ChannelReport,
    Correction,
    Drawn,
    Event,
    Imported,
    Looked,
    Rejected,
    Revision,
    Statement,
)
from detente.schema import arrow_schema
from detente.store import log, manifest
from detente.store.batch import Address
from detente.store.damage import TABLE_LOST, Damage, of_snapshots, refused
from detente.store.databases import lent
from detente.store.disk import sync
from detente.store.manifest import Commit
from detente.store.seeing import show

TABLES: dict[str, type] = {
    "articles": Article,
    "addresses": Address,
    "events": Event,
    "statements": Statement,
    "channels": ChannelReport,
    "revisions": Revision,
    "imported": Imported,
    "rejected": Rejected,
    "corrections": Correction,
    "audits": Drawn,
    "looked": Looked,
}
BY_REVIEWERS = ("corrections", "audits", "looked")
"""The tables that reviewers fill; they are appended to, never changed."""
CODED = tuple(name for name in TABLES if name not in ("imported", *BY_REVIEWERS))
"""The tables that reading and coding fill; importing and reviewing have their own writers."""
COMMITTED = "articles"
"""The table whose row says that an article is complete; written last, opened first."""
# Rows come in the order of reading, so bounds of a file's columns would let no question pass it
# over; kept for 30 nested columns, they were half of what a long run's memory grew by.
CONFIGURATION = {"delta.dataSkippingNumIndexedCols": "0"}


# A revision counts from when its later article is complete.
COUNTING = """
CREATE VIEW articles AS SELECT a.* FROM all_articles a ANTI JOIN
    (SELECT r.article_id FROM revisions r SEMI JOIN all_articles n ON n.article_id = r.replaced_by) s
    ON s.article_id = a.article_id
"""
NONE: Mapping[str, DeltaTable] = {}
TRIES = 3
"""How often snapshots are opened where somebody changes them meanwhile."""
LATER = frozenset({"channels", "revisions", "imported", *BY_REVIEWERS})
"""Tables that a workspace of this format may lack until it is next written to."""


def make_tables(
    folder: Path, names: Iterable[str] = tuple(TABLES), *, there: Mapping[str, DeltaTable] = NONE
) -> dict[str, DeltaTable]:
    """The tables, of which those are created that are not there yet; columns that an older workspace lacks
    are added.

    Those that are `there` were opened before. Raises `WorkspaceError` where one was there once, and is
    lost: it would hide the loss.
    """
    tables: dict[str, DeltaTable] = {}
    made: list[Commit] = []
    for name in names:
        new = name not in there and not _is_there(folder, name)
        table = there[name] if name in there else make_table(folder / name)
        tables[name], missing = table, lacking(table, TABLES[name])
        if missing:
            table.alter.add_columns(Schema.from_arrow(pa.schema(missing)).fields)
        if new or missing:
            log.sync_entry(folder / name, table.version())
            made.append(Commit(name, table.version(), {}, whole=new))
    if made:
        sync((*(folder / commit.table for commit in made), folder))
        manifest.note(folder, made)
    return tables


def make_table(place: Path) -> DeltaTable:
    """Create a table, called as its folder is, where there is none."""
    schema = arrow_schema(TABLES[place.name])
    return DeltaTable.create(place, schema, mode="ignore", configuration=CONFIGURATION)


def clear_torn(folder: Path) -> None:
    """Delete what a power failure left of tables that were being made; none of them held a row."""
    for name in TABLES:
        table = folder / name
        if table.exists() and not any(table.glob("*.parquet")):
            try:
                DeltaTable(table)
            except (DeltaError, OSError):
                shutil.rmtree(table)


def lacking(table: DeltaTable, record: type) -> list[pa.Field]:
    """The columns of a record that its table does not have yet; all of them may be null."""
    there = {field.name for field in table.schema().fields}
    return [field for field in arrow_schema(record) if field.name not in there]


def open_tables(folder: Path, names: Sequence[str]) -> dict[str, DeltaTable]:
    """The newest snapshot of each table, `articles` always among them.

    `articles` is opened first and written last, so whatever article its snapshot holds has all
    its rows in the snapshots opened after it. Raises `WorkspaceError` where something of them is lost,
    which names and sizes tell.
    """
    ordered = [COMMITTED, *(name for name in names if name != COMMITTED)]
    for _ in range(TRIES):
        tables, damages = _snapshots(folder, ordered)
        # An article that is taken out meanwhile would stand there without what was read in it.
        later = log.entry(folder / COMMITTED, tables[COMMITTED].version() + 1)
        if not damages and not later.exists():
            break
    if damages:
        raise refused(folder, damages)
    return tables


def open_table(folder: Path, name: str) -> DeltaTable:
    """The newest snapshot of one table. Raises as `open_tables`."""
    for _ in range(TRIES):
        tables, damages = _snapshots(folder, [name])
        if not damages:
            return tables[name]
    raise refused(folder, damages)


def _snapshots(folder: Path, names: Sequence[str]) -> tuple[dict[str, DeltaTable], list[Damage]]:
    """The newest snapshots, opened in order, and what is lost of them."""
    told = manifest.read(folder, names)
    tables = {name: DeltaTable(folder / name) for name in names}
    return tables, of_snapshots(folder, tables, told)


def has_table(folder: Path, name: str) -> bool:
    """Whether a table is there; one of `LATER` may not be, in an older workspace.

    Raises `WorkspaceError` where it was there once, and is lost.
    """
    return name not in LATER or _is_there(folder, name)


def _is_there(folder: Path, name: str) -> bool:
    if DeltaTable.is_deltatable(str(folder / name)):
        return True
    told = manifest.read(folder, [name]).get(name)
    if told and told.files:
        rows = sum(held.rows for held in told.files.values())
        raise refused(folder, [Damage(name, TABLE_LOST, None, rows)])
    return False


@contextmanager
def connect(
    tables: dict[str, DeltaTable], *, superseded: bool = True, coded: frozenset[str] = frozenset()
) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory DuckDB that sees each snapshot under its table's name; those of `coded` as `coded_…`.

    Without `superseded`, `articles` holds only those that count, as `revisions` tells, so that what joins
    `articles` leaves out all that was read from the others; `all_articles` then holds both.
    """
    with lent() as connection:
        for name, table in tables.items():
            own = name if superseded or name != COMMITTED else f"all_{COMMITTED}"
            own = f"coded_{own}" if name in coded else own
            show(connection, own, table, lacking=lacking(table, TABLES[name]))
        if not superseded:
            revised = "revisions" in tables and tables["revisions"].file_uris()
            connection.execute(COUNTING if revised else "CREATE VIEW articles AS FROM all_articles")
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, sql: str, **values: Any) -> pa.Table:
    """The answer to an SQL question with `$name` parameters."""
    return connection.sql(sql, params=values).to_arrow_table()


def ask_in_batches(
    connection: duckdb.DuckDBPyConnection, sql: str, **values: Any
) -> Iterator[pa.Table]:
    """The same, some thousand rows at a time."""
    for batch in connection.sql(sql, params=values).to_arrow_reader(BATCH):
        yield pa.Table.from_batches([batch])


@contextmanager
def given(connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> Iterator[None]:
    """Let SQL ask of rows, which it calls `given`."""
    connection.register("given", rows)
    try:
        yield
    finally:
        connection.unregister("given")


BATCH = 2048
