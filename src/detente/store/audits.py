"""The tables of audits: what was drawn, and what was looked through. Appended to, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from deltalake import DeltaTable, write_deltalake

from detente.records import Drawn, Looked
from detente.schema import arrow_schema, to_arrow, to_rows
from detente.store.conforming import conform
from detente.store.layout import TABLES, ask, connect, has_table, make_tables


def append(folder: Path, name: str, rows: Sequence[Any]) -> None:
    """Add rows to one of the tables; of two who add at once neither loses any."""
    if not rows:
        return
    if not has_table(folder, name):
        make_tables(folder)
    write_deltalake(DeltaTable(folder / name), to_arrow(list(rows), TABLES[name]), mode="append")


def drawn(folder: Path) -> list[Drawn]:
    """The units of all audits, by when they were drawn and the order in which they are checked."""
    return cast("list[Drawn]", _held(folder, "audits", "made, audit, place"))


def looked(folder: Path) -> list[Looked]:
    """Which passages were looked through, in order of time."""
    return cast("list[Looked]", _held(folder, "looked", "made, unit, reviewer"))


def _held(folder: Path, name: str, order: str) -> list[Any]:
    if not has_table(folder, name) or not (table := DeltaTable(folder / name)).file_uris():
        return []
    with connect({name: table}) as connection:
        found = ask(connection, f"SELECT * FROM {name} ORDER BY {order}")
        return to_rows(conform(found, arrow_schema(TABLES[name])), TABLES[name])
