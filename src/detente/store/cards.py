"""The file of a catalogue: how it is written, and how a connection comes to see it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
from deltalake import DeltaTable

from detente.store import catalogue_sql as sql
from detente.store import seeing
from detente.store.corrected import KEYS, KINDS
from detente.store.databases import opened
from detente.store.layout import TABLES, has_table, lacking, open_tables
from detente.store.stopping import Stoppable
from detente.version import __version__

HELD = ("articles", "revisions", "events", "statements")
"""Tables that a catalogue is made from."""
Tables = Mapping[str, DeltaTable]
MADE_BY = hashlib.sha256(repr((__version__, duckdb.__version__, sql.FILE)).encode()).hexdigest()
"""What the content of a file follows from, beside the tables."""


def held_tables(folder: Path) -> Tables:
    """The newest snapshots of those that are there."""
    return open_tables(folder, [name for name in HELD if has_table(folder, name)])


def write(path: Path, folder: Path, tables: Tables, work: Stoppable | None = None) -> None:
    """Write the cards of a workspace, as some snapshots of its tables have it, into a new file.

    Raises `duckdb.InterruptException` where the `work` is stopped.
    """
    work = work or Stoppable()
    with opened(place=str(path)) as connection:
        work.on(connection)
        show(connection, tables)
        for step in _steps(tables):
            work.check()
            connection.execute(step)
        for name in tables:
            seeing.hide(connection, f"coded_{name}")


def _steps(tables: Tables) -> Iterator[str]:
    """SQL that makes one table after the other."""
    yield sql.TEXTS
    if "revisions" in tables:
        yield sql.REPLACED
    yield sql.BY_ID
    for table in KINDS:
        cards = sql.CARDS[table].format(source=f"coded_{table}")
        told = sql.NUMBERED.format(cards=cards, key=KEYS[table])
        yield f"CREATE TABLE coded_cards_{table} AS {told}"
        for name in sql.PARTIES:
            yield sql.parties_sql(name, table, "coded")
    for name, asked in (("months", sql.MONTHS), ("latest", sql.LATEST)):
        yield f"CREATE TABLE coded_{name} AS {asked.format(events='coded_cards_events')}"


def seen(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that sees the tables of a file. Raises `duckdb.Error` for a bad file."""
    connection = opened()
    try:
        look_into(connection, path)
    except duckdb.Error:
        connection.close()
        raise
    return connection


def look_into(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Let a connection see the tables of a file under their names. Raises `duckdb.Error` for a bad file."""
    connection.execute(f"ATTACH {seeing.quoted(str(path))} AS file (READ_ONLY)")
    names = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'file'"
    )
    for (name,) in names.fetchall():
        connection.execute(f"CREATE VIEW {name} AS FROM file.{name}")


def show(connection: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """Let a connection see the tables' own files as `coded_…`."""
    for name, table in tables.items():
        missing = lacking(table, TABLES[name])  # written before a column came
        seeing.show(connection, f"coded_{name}", table, lacking=missing)
