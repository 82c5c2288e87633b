"""Tables that reviewers and audits only ever add to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable

from detente.schema import arrow_schema, to_arrow, to_rows
from detente.store import commits
from detente.store.checking import refuse_damage
from detente.store.conforming import conform
from detente.store.damage import refuse_links
from detente.store.layout import TABLES, has_table, lacking, make_tables, open_table


def append(folder: Path, name: str, rows: Sequence[Any]) -> None:
    """Add rows. Two who add at once lose nothing: Delta takes one append after the other."""
    if not rows:
        return
    new = not has_table(folder, name)
    if new:
        refuse_damage(folder, [name])
    refuse_links(folder, [name])
    if new or lacking(open_table(folder, name), TABLES[name]):
        make_tables(folder, [name])  # and no other: who adds holds no lock
    commits.append(open_table(folder, name), to_arrow(list(rows), TABLES[name]))


def held(folder: Path, name: str, *order: str) -> list[Any]:
    """All rows, in the order of some fields; none where there is no table yet."""
    if not has_table(folder, name) or not (table := open_table(folder, name)).file_uris():
        return []
    made = str(table.metadata().id)  # a folder may be made anew under its name
    return list(_rows(folder.resolve(), name, order, made, table.version()))


@lru_cache(maxsize=16)
def _rows(
    folder: Path, name: str, order: tuple[str, ...], made: str, version: int
) -> tuple[Any, ...]:
    """The rows of one version of a table, which is asked for many times until something is added.

    Each judgement is a file of its own, and they are small: read by Arrow alone they need no database.
    """
    table = DeltaTable(folder / name, version=version)
    dataset = table.to_pyarrow_dataset()
    if missing := lacking(table, TABLES[name]):
        dataset = dataset.replace_schema(pa.schema([*dataset.schema, *missing]))
    schema = arrow_schema(TABLES[name])
    found = to_rows(conform(dataset.to_table(columns=schema.names), schema), TABLES[name])
    return tuple(sorted(found, key=attrgetter(*order)))
