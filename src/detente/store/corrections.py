"""The table of corrections: appended to, never changed, and laid over what was coded."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import duckdb
import pyarrow as pa

from detente.records import Article, Correction
from detente.schema import arrow_schema, to_arrow, to_rows
from detente.store import appended, log
from detente.store.conforming import conform
from detente.store.corrected import KEYS, KINDS, Coded, Corrected, followed, replayed
from detente.store.layout import ask, connect, has_table, open_table, open_tables

TABLE = "corrections"
NAMED = ("articles", "revisions", "events", "statements")
"""Tables that corrections are replayed on."""
LATER = "SELECT article_id, replaced_by FROM revisions ORDER BY published NULLS FIRST, replaced_by"
OF = "SELECT * FROM {} WHERE list_contains($ids::VARCHAR[], article_id)"
LAST = """
SELECT article_id, max(made) AS made FROM corrections
WHERE article_id IS NULL OR list_contains($ids::VARCHAR[], article_id) GROUP BY article_id
"""
# A record that a reviewer set right takes the place of the coded one; one that he added is put beside.
LAID_OVER = """
CREATE VIEW {name} AS
SELECT * FROM coded_{name} ANTI JOIN hidden_{name} USING ({key})
UNION ALL BY NAME SELECT * FROM corrected_{name}
"""


def held(folder: Path) -> list[Correction]:
    """All corrections, in the order in which they were made."""
    return cast("list[Correction]", appended.held(folder, TABLE, "made", "correction_id"))


def last_made(folder: Path, article_ids: Collection[str | None]) -> dict[str | None, str]:
    """When each of some articles was last corrected; of None, when occurrences were."""
    if not has_table(folder, TABLE) or not (table := open_table(folder, TABLE)).file_uris():
        return {}
    with connect({TABLE: table}) as connection:
        rows = ask(connection, LAST, ids=sorted(each for each in article_ids if each)).to_pylist()
    return {row["article_id"]: row["made"] for row in rows}


def corrected(folder: Path) -> Corrected | None:
    """What the corrections of a folder make of its records; None where there are none."""
    if not has_table(folder, TABLE) or not open_table(folder, TABLE).file_uris():
        return None
    names = [TABLE, *(name for name in NAMED if has_table(folder, name))]
    return _replayed(folder.resolve(), tuple((name, log.sign(folder / name)) for name in names))


def lay_over(connection: duckdb.DuckDBPyConnection, name: str, found: Corrected) -> None:
    """Let `name`, of which a connection sees the coded records as `coded_…`, be what stands."""
    table = cast(Coded, name)
    stand = sorted(found.records[table].items())
    made = to_arrow([record for _, record in stand], KINDS[table])
    connection.register(f"corrected_{name}", made)
    hidden = pa.table({KEYS[table]: pa.array(sorted(found.hidden[table]), pa.string())})
    connection.register(f"hidden_{name}", hidden)
    connection.execute(LAID_OVER.format(name=name, key=KEYS[table]))


@lru_cache(maxsize=8)
def _replayed(folder: Path, signs: tuple[tuple[str, str], ...]) -> Corrected:
    corrections = held(folder)
    names = [name for name, _ in signs if name != TABLE]
    with connect(open_tables(folder, names)) as connection:
        later = _later(connection) if "revisions" in names else {}
        own = {each.article_id for each in corrections if each.article_id} | _linked(corrections)
        ids = sorted({name for each in own for name in (each, *followed(each, later))})
        articles = _rows(connection, "articles", Article, ids)
        coded = [row for name, kind in KINDS.items() for row in _rows(connection, name, kind, ids)]
    return replayed(corrections, {each.article_id: each for each in articles}, later, coded)


def _later(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    rows = ask(connection, LATER).to_pylist()
    return {row["article_id"]: row["replaced_by"] for row in rows}


def _linked(corrections: Sequence[Correction]) -> set[str]:
    """The articles of events of which somebody said that they are, or are not, one act."""
    return {
        json.loads(event)["article_id"]
        for each in corrections
        if each.table == "occurrences"
        for event in each.before
    }


def _rows(
    connection: duckdb.DuckDBPyConnection, name: str, record: type, ids: Sequence[str]
) -> list[Any]:
    table: pa.Table = ask(connection, OF.format(name), ids=ids)
    return to_rows(conform(table, arrow_schema(record)), record)
