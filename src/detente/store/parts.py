"""Rows that others write: files that lie in a table's folder and count once they are committed.

A worker on another machine writes what it made where the table keeps its files, and tells only where that
is. Until the writer commits such a part nobody sees it; one that is never committed goes when the table is
next compacted, a day later.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deltalake import DeltaTable

from detente.schema import to_arrow, to_rows
from detente.store import commits, manifest
from detente.store.batch import Part
from detente.store.disk import sync_new
from detente.store.layout import TABLES
from detente.store.seeing import read_file


def write_part(folder: Path, table: str, records: Sequence[Any]) -> tuple[Part, ...]:
    """Records of one table in a file of the workspace, on disk when this returns; no part of no records.

    Each call writes a file of its own, so that what was tried twice never meets.
    """
    if not records:
        return ()
    name, held = commits.write(folder / table, to_arrow(list(records), TABLES[table]))
    try:
        sync_new(folder / table / name)
    except BaseException:
        (folder / table / name).unlink(missing_ok=True)  # as where the disk is full
        raise
    return (Part(table, name, held.rows, held.size, held.digest),)


def read_part(folder: Path, part: Part, first: int = 0, count: int | None = None) -> list[Any]:
    """The records of a part, or so many of them from one on."""
    rows = read_file(folder / part.table / part.name)
    return to_rows(rows.slice(first, count), TABLES[part.table])


def commit_parts(table: DeltaTable, parts: Sequence[Part], *, batch: int) -> None:
    """Make the rows of parts of one table count, in their order, in one commit of a batch."""
    own = ((batch, batch),)
    held = {each.name: manifest.Held(each.size, each.rows, each.digest, own) for each in parts}
    commits.commit(table, held)
