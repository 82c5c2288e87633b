"""The SQL that answers a query."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.store.filters import (
    CHANNEL_SIDES,
    EVENT_SIDES,
    FIRST_DAY,
    LAST_DAY,
    SAID_DAY,
    SENTENCE,
    STATEMENT_SIDES,
    Selection,
    Sides,
    add_days,
    add_parties,
    add_texts,
    add_values,
)
from detente.store.query import Query, check_for

Table = Literal["events", "statements", "channels"]
"""The tables of what was read in articles."""

TOLD = """
FROM {table} r JOIN articles a ON r.article_id = a.article_id
WHERE {where}
"""
ARTICLE_FACTS = ("outlet", "published")
"""What of its article stands beside a record."""
LAST_PUBLISHED = "SELECT max(published) AS day FROM articles"
REJECTED = """
SELECT r.* FROM rejected r
WHERE r.stage <> 'coding' OR r.article_id IS NULL
    OR r.article_id IN (SELECT article_id FROM articles)
ORDER BY r.path, r.place NULLS FIRST, r.stage, r.reason, r.article_id NULLS FIRST
"""
ADDRESSES = """
SELECT r.* FROM addresses r SEMI JOIN articles a ON r.article_id = a.article_id
ORDER BY r.article_id, r.address
"""
REVISIONS = """
SELECT r.* FROM revisions r SEMI JOIN articles a ON a.article_id = r.replaced_by
ORDER BY r.address, r.article_id, r.replaced_by
"""
ARTICLES = "SELECT r.* FROM articles r {where} ORDER BY r.published NULLS LAST, r.article_id"

TEXTS = "SELECT r.article_id, r.text FROM articles r WHERE {where}"


@dataclass(frozen=True, slots=True)
class TableShape:
    """How one table is asked."""

    key: str
    sides: Sides
    first: str
    """First day of a record."""
    last: str
    """Last day of a record."""
    day: str
    """By which records are sorted."""


SHAPES: dict[Table, TableShape] = {
    "events": TableShape(
        "event_id", EVENT_SIDES, FIRST_DAY, LAST_DAY, "coalesce(r.date_start, a.published)"
    ),
    "statements": TableShape("statement_id", STATEMENT_SIDES, SAID_DAY, SAID_DAY, SAID_DAY),
    "channels": TableShape(
        "channel_report_id", CHANNEL_SIDES, FIRST_DAY, LAST_DAY, "coalesce(r.date_start, a.published)"
    ),
}  # fmt: skip


def told_selection(query: Query, table: Table) -> Selection:
    """Conditions on a table `r` joined to `articles a`.

    Raises `QueryError` for a field that means nothing there.
    """
    check_for(query, table)
    shape, chosen = SHAPES[table], Selection()
    add_parties(chosen, query, shape.sides)
    add_values(chosen, query)
    add_days(chosen, query, first=shape.first, last=shape.last)
    add_texts(chosen, query)
    if query.ids is not None:
        condition, values = one_of(f"r.{shape.key}", query.ids)
        chosen.add(condition, **values)
    return chosen


FEW = 20


def one_of(column: str, ids: Collection[str], *, few: int = FEW) -> tuple[str, dict[str, Any]]:
    """The condition that a column has one of some values, with its parameters.

    Few are named one by one: so they are looked for while the files are read, and other rows are not.
    """
    if not 0 < len(ids) <= few:
        return f"{column} IN (SELECT unnest($ids::VARCHAR[]))", {"ids": sorted(ids)}
    values = {f"id{number}": each for number, each in enumerate(sorted(ids))}
    return f"{column} IN ({', '.join(f'${name}' for name in values)})", values


def told_sql(
    query: Query, table: Table, chosen: Selection, *, added: Sequence[str] = ARTICLE_FACTS
) -> str:
    """The question for records, each with outlet and date of its article, or with what is `added`: columns
    of `articles`, or `sentence`, under the names of `fact`."""
    limit = "" if query.limit is None else f" LIMIT {int(query.limit)}"
    told = TOLD.format(table=table, where=chosen.where)
    columns = ", ".join(
        (
            "r.*",
            *(
                f"{SENTENCE if name == 'sentence' else f'a.{name}'} AS {fact(name)}"
                for name in added
            ),
        )
    )
    return f"SELECT {columns} {told} ORDER BY {order_of(query, table)}{limit}"


def fact(name: str) -> str:
    """The column of an answer in which a fact of the article stands beside those of the record."""
    return name if name in ARTICLE_FACTS else f"its_{name}"


TIES = 'r.article_id, r."start", r.{key}'
"""In which order records stand of which a question asks for none first."""


def order_of(query: Query, table: Table, *, ties: str = TIES) -> str:
    """By what the records of an answer are sorted, as SQL: no two stand in the same place.

    `ties` is what sorts those that are alike, where something sorts them as `TIES` does, and sooner.
    """
    shape = SHAPES[table]
    columns = {"date": shape.day, "confidence": "r.confidence", "score": "r.score"}
    sorted_by = columns[query.sort.removeprefix("-")]
    way = "DESC" if query.sort.startswith("-") else "ASC"
    first = f"{sorted_by} {way} NULLS LAST, {shape.day} NULLS LAST"
    return f"{first}, {ties.format(key=shape.key)}"


def count_sql(table: Table, chosen: Selection) -> str:
    """The question how many records there are."""
    return f"SELECT count(*) AS n {TOLD.format(table=table, where=chosen.where)}"


DISTINCT = "SELECT DISTINCT value FROM ({values}) ORDER BY value"
BEGINNING = """
SELECT DISTINCT {key} AS id FROM {table} WHERE starts_with({key}, $beginning) ORDER BY id LIMIT {most}
"""
_OUTLETS = {"outlet": "SELECT outlet AS value FROM articles"}
VALUES: dict[Table, dict[str, str]] = {
    "events": _OUTLETS | {
        "issue": "SELECT unnest(issues) AS value FROM events",
        "actor_sector": "SELECT unnest(actors).sector AS value FROM events",
        "recipient_sector": "SELECT unnest(recipients).sector AS value FROM events",
    },
    "statements": _OUTLETS | {
        "issue": "SELECT unnest(issues) AS value FROM statements",
        "actor_sector": "SELECT speaker.sector AS value FROM statements",
        "recipient_sector": "SELECT unnest(addressees).sector AS value FROM statements",
    },
    "channels": _OUTLETS,
}  # fmt: skip
"""Where the values stand that have no closed list."""
