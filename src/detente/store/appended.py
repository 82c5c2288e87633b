"""Tables that reviewers and audits only ever add to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deltalake import DeltaTable

from detente.schema import arrow_schema, to_arrow, to_rows
from detente.store import commits
from detente.store.checking import refuse_damage
from detente.store.conforming import conform
from detente.store.layout import TABLES, ask, connect, has_table, make_tables


def append(folder: Path, name: str, rows: Sequence[Any]) -> None:
    """Add rows. Two who add at once lose nothing: Delta takes one append after the other."""
    if not rows:
        return
    if not has_table(folder, name):
        refuse_damage(folder, [name])
        make_tables(folder, [name])  # and no other: who adds holds no lock
    commits.append(DeltaTable(folder / name), to_arrow(list(rows), TABLES[name]))


def held(folder: Path, name: str, order: str) -> list[Any]:
    """All rows, in an order told as SQL; none where there is no table yet."""
    if not has_table(folder, name) or not (table := DeltaTable(folder / name)).file_uris():
        return []
    with connect({name: table}) as connection:
        found = ask(connection, f"SELECT * FROM {name} ORDER BY {order}")
        return to_rows(conform(found, arrow_schema(TABLES[name])), TABLES[name])
