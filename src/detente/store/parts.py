"""Rows that others write: files that lie in a table's folder and count once they are committed.

A worker on another machine writes what it made where the table keeps its files, and tells only where that
is. Until the writer commits such a part nobody sees it; one that is never committed goes when the table is
next compacted, a day later.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.transaction import AddAction

from detente.schema import to_arrow, to_rows
from detente.store.batch import Part
from detente.store.layout import TABLES


def write_part(folder: Path, table: str, records: Sequence[Any]) -> tuple[Part, ...]:
    """Records of one table in a file of the workspace, on disk when this returns; no part of no records.

    Each call writes a file of its own, so that what was tried twice never meets.
    """
    if not records:
        return ()
    path = folder / table / f"part-{uuid.uuid4()}.parquet"
    with path.open("xb") as file:
        pq.write_table(to_arrow(list(records), TABLES[table]), file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)
    return (Part(table, path.name, len(records), path.stat().st_size),)


def read_part(folder: Path, part: Part, first: int = 0, count: int | None = None) -> list[Any]:
    """The records of a part, or so many of them from one on."""
    rows = pq.read_table(folder / part.table / part.name, partitioning=None)
    return to_rows(rows.slice(first, count), TABLES[part.table])


def commit_parts(table: DeltaTable, parts: Sequence[Part]) -> None:
    """Make the rows of parts of one table count, in their order, in one commit."""
    actions: list[Any] = [
        AddAction(
            path=part.name,
            size=part.size,
            partition_values={},
            modification_time=0,  # that of the commit says more, and the same input gives the same log
            data_change=True,
            stats=json.dumps({"numRecords": part.rows}),
        )
        for part in parts
    ]
    table.create_write_transaction(actions, "append", table.schema())
    table.update_incremental()  # unlike appending, this leaves the open table as it was


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # a folder cannot be opened there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
