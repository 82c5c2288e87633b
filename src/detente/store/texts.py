"""The texts of many articles, some thousand at a time: they are never all held."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection

from detente.errors import QueryError
from detente.store.connected import connected
from detente.store.filters import Selection, add_days, add_texts, add_values
from detente.store.layout import ask, ask_in_batches, given
from detente.store.query import Query

NARROWING = ("outlet", "genre", "reported_since", "reported_until", "article_words")
"""Fields of a question that narrow articles."""
MEMORY = 128
"""MB that the database may hold meanwhile; what is more goes to the disk."""
COUNT = "SELECT count(*) AS n FROM articles a WHERE {where}"
ALL = """
SELECT a.article_id, a.outlet, a.published, a.text, a.title, a.genre FROM articles a WHERE {where}
"""
THESE = (
    "SELECT a.article_id, a.text FROM articles a SEMI JOIN given g ON g.article_id = a.article_id"
)
OF_THESE = (
    "SELECT a.article_id, a.outlet, a.published, a.text, a.title, a.genre FROM articles a"
    " SEMI JOIN given g ON g.article_id = a.article_id"
)


class Texts:
    """The articles that a question chooses by outlet, genre, day of publication and words, or some by id;
    those that a later version replaced are not among the chosen, unless the question says so.

    Raises `QueryError` for a field that is none of articles.
    """

    def __init__(self, folder: Path, query: Query | None = None) -> None:
        asked = query or Query()
        if unfit := [name for name in asked.given() if name not in NARROWING]:
            raise QueryError(
                f"'{unfit[0]}' does not narrow articles",
                advice=f"They are narrowed by {', '.join(NARROWING)}.",
            )
        self._folder, self._superseded = folder, asked.superseded
        self._chosen = Selection()
        add_values(self._chosen, asked)
        add_days(self._chosen, asked, first="a.published", last="a.published")
        add_texts(self._chosen, asked)

    def count(self) -> int:
        """How many articles there are."""
        sql = COUNT.format(where=self._chosen.where)
        with self._connected(sql) as connection:
            return int(ask(connection, sql, **self._chosen.values).column("n").to_pylist()[0])

    def batches(self) -> Iterator[pa.Table]:
        """The articles in no order: `article_id`, `outlet`, `published`, `text`, `title`, `genre`."""
        sql = ALL.format(where=self._chosen.where)
        with self._connected(sql) as connection:
            yield from ask_in_batches(connection, sql, **self._chosen.values)

    def of(self, article_ids: Collection[str]) -> Iterator[tuple[str, str]]:
        """The texts of some articles by id, in no order."""
        for found in _these(self._folder, THESE, article_ids):
            yield from zip(*(each.to_pylist() for each in found.columns), strict=True)

    @contextmanager
    def _connected(self, sql: str) -> Iterator[DuckDBPyConnection]:
        with connected(self._folder, "articles", sql, superseded=self._superseded) as connection:
            connection.execute(f"SET memory_limit = '{MEMORY}MB'")
            yield connection


class TextsOf(Texts):
    """Some articles by id, replaced or not."""

    def __init__(self, folder: Path, article_ids: Collection[str]) -> None:
        super().__init__(folder)
        self._ids = frozenset(article_ids)

    def count(self) -> int:
        """How many they are."""
        return len(self._ids)

    def batches(self) -> Iterator[pa.Table]:
        """As those of `Texts`."""
        return _these(self._folder, OF_THESE, self._ids)


def _these(folder: Path, sql: str, article_ids: Collection[str]) -> Iterator[pa.Table]:
    named = pa.table({"article_id": pa.array(sorted(article_ids), pa.string())})
    with connected(folder, "articles", sql, superseded=True) as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}MB'")
        with given(connection, named):
            yield from ask_in_batches(connection, sql)
