"""What a killed run left half done."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa
from deltalake import DeltaTable
from duckdb import DuckDBPyConnection

from detente.store.commits import change
from detente.store.layout import ask, connect

OWNED = {
    "addresses": "article_id",
    "events": "article_id",
    "statements": "article_id",
    "channels": "article_id",
    "revisions": "replaced_by",
    "rejected": "article_id",
}
"""Tables whose rows belong to an article, and the column that names it."""
# A row of `rejected` from reading stands for itself; one from coding belongs to its article.
ONLY = {"rejected": "stage = 'coding' AND article_id IS NOT NULL"}


def recover(tables: dict[str, DeltaTable]) -> int:
    """Delete the rows of articles that were never completed; how many articles those were.

    Only the holder of the writer's lock may call it. Without it, coding the same articles again
    would double their rows.
    """
    lost: set[str] = set()
    # One connection for all: opening one takes longer than asking. Rows that are deleted belong to no
    # article, so that what is asked of the tables as they were holds for them as they are.
    asked = [*OWNED.items(), ("revisions", "article_id")]
    filled = {name: tables[name] for name in OWNED if tables[name].file_uris()}
    if not filled:
        return 0
    with connect({"articles": tables["articles"], **filled}) as connection:
        found = [_orphans(connection, *each) if each[0] in filled else [] for each in asked]
    for (name, key), orphans in zip(OWNED.items(), found, strict=False):
        delete_rows(tables[name], orphans, key=key, only=ONLY.get(name))
        lost.update(orphans)
    # One of which the earlier article is gone, as a removal that was killed leaves it: were that article
    # read again, each of the two would hide the other.
    delete_rows(tables["revisions"], found[-1])
    return len(lost)


def _orphans(connection: DuckDBPyConnection, name: str, key: str) -> list[str]:
    sql = f"""
        SELECT DISTINCT {key} AS lost FROM {name}
        WHERE {ONLY.get(name, "true")} AND {key} NOT IN (SELECT article_id FROM articles)
        ORDER BY lost
    """
    lost: list[str] = ask(connection, sql).column("lost").to_pylist()
    return lost


def delete_rows(
    table: DeltaTable, values: Collection[str], *, key: str = "article_id", only: str | None = None
) -> None:
    """Delete in one commit, however many they are, the rows whose `key` is among the values.

    `only` narrows it to rows that meet a condition.
    """
    if not values:
        return
    change(table, gone=pa.table({key: pa.array(sorted(values), pa.string())}), only=only)
