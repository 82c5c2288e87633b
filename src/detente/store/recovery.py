"""What a killed run left half done."""

from __future__ import annotations

from collections.abc import Iterator

from deltalake import DeltaTable

from detente.store.layout import ask, connect

# A row of `rejected` from reading stands for itself; one from coding belongs to its article.
OWNED = {
    "addresses": "true",
    "events": "true",
    "statements": "true",
    "channels": "true",
    "rejected": "stage = 'coding' AND article_id IS NOT NULL",
}
CHUNK = 500


def recover(tables: dict[str, DeltaTable]) -> int:
    """Delete the rows of articles that were never completed; how many articles those were.

    Only the holder of the writer's lock may call it. Without it, coding the same articles again
    would double their rows.
    """
    lost: set[str] = set()
    for name, condition in OWNED.items():
        orphans = list(_orphans(tables, name, condition))
        _delete(tables[name], orphans, condition)
        lost.update(orphans)
    return len(lost)


def _orphans(tables: dict[str, DeltaTable], name: str, condition: str) -> Iterator[str]:
    sql = f"""
        SELECT DISTINCT article_id FROM {name}
        WHERE {condition} AND article_id NOT IN (SELECT article_id FROM articles)
        ORDER BY article_id
    """
    with connect({key: tables[key] for key in ("articles", name)}) as connection:
        yield from ask(connection, sql).column("article_id").to_pylist()


def _delete(table: DeltaTable, article_ids: list[str], condition: str) -> None:
    for first in range(0, len(article_ids), CHUNK):
        chunk = article_ids[first : first + CHUNK]
        quoted = ", ".join("'" + article_id.replace("'", "''") + "'" for article_id in chunk)
        table.delete(f"{condition} AND article_id IN ({quoted})")
