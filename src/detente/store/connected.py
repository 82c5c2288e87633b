"""A connection that sees what a question on one table is asked of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from duckdb import DuckDBPyConnection

from detente.store import corrections, words
from detente.store.corrected import KINDS
from detente.store.failures import explained
from detente.store.layout import connect, has_table, open_tables


@contextmanager
def connected(
    folder: Path, name: str, sql: str, *, superseded: bool = False, uncorrected: bool = False
) -> Iterator[DuckDBPyConnection]:
    """A connection to a table and to `articles`, of which it is told in which articles it was read.

    It sees the records as reviewers corrected them, unless `uncorrected`; and, unless `superseded`, only
    articles that no later version replaced. Raises `WorkspaceError`.
    """
    with explained(folder):
        found = None if uncorrected or name not in KINDS else corrections.corrected(folder)
        coded = frozenset({name} if found else ())
        tables = open_tables(folder, _needed(folder, name, superseded=superseded))
        with connect(tables, superseded=superseded, coded=coded) as connection:
            if found:
                corrections.lay_over(connection, name, found)
            if words.TELLS in sql:
                words.teach(connection)
            yield connection


def _needed(folder: Path, name: str, *, superseded: bool) -> Sequence[str]:
    """The tables that a question on one of them asks, beside `articles`."""
    told = not superseded and has_table(folder, "revisions")
    return [name, "revisions"] if told else [name]
