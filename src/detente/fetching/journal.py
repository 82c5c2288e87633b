"""What was fetched before, and what is still to be fetched?

A page counts as fetched once its article is complete in the workspace, and not before: its row
gets the article's id when the page comes in, and is confirmed when the article is stored. A run
that was cut leaves rows that are not confirmed; the next run asks the workspace about them.

SQLite, since each page is noted as it comes, in a commit of its own that a kill cannot tear.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from detente.errors import WorkspaceError
from detente.fetching.client import Validators
from detente.fetching.listing import Link

NAME = "fetched.sqlite"
"""The file within a workspace's folder."""
MOST_FAILURES = 3
"""Runs in which a page failed for a lasting reason, after which it is given up."""
TABLES = """
CREATE TABLE IF NOT EXISTS lists (
    address TEXT NOT NULL, settings TEXT NOT NULL, etag TEXT, modified TEXT,
    PRIMARY KEY (address, settings)
);
CREATE TABLE IF NOT EXISTS pages (
    address TEXT PRIMARY KEY, origin TEXT NOT NULL,
    title TEXT, outlet TEXT, published TEXT, changed TEXT,
    final TEXT, article_id TEXT, stored INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS finals ON pages (final) WHERE final IS NOT NULL;
CREATE INDEX IF NOT EXISTS unconfirmed ON pages (article_id) WHERE article_id IS NOT NULL AND NOT stored;
"""
FETCHED = """
INSERT INTO pages (address, origin, final, article_id) VALUES (?, ?, ?, ?)
ON CONFLICT (address) DO UPDATE SET final = excluded.final, article_id = excluded.article_id
"""
NAMED = """
INSERT INTO pages (address, origin, title, outlet, published, changed) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (address) DO UPDATE SET origin = excluded.origin,
    title = coalesce(excluded.title, title), outlet = coalesce(excluded.outlet, outlet),
    published = coalesce(excluded.published, published), changed = coalesce(excluded.changed, changed)
"""
WAITING = """
SELECT address, title, outlet, published, changed FROM pages
WHERE origin = ? AND article_id IS NULL AND failures < ? ORDER BY rowid
"""
STORED = "UPDATE pages SET stored = 1 WHERE article_id = ? AND NOT stored"
UNDONE = (
    "UPDATE pages SET article_id = NULL, final = NULL WHERE article_id IS NOT NULL AND NOT stored"
)
REOPENED = "UPDATE pages SET article_id = NULL, final = NULL, stored = 0 WHERE address = ?"
HOPEFUL = "UPDATE pages SET failures = 0 WHERE failures > 0"
FAILED = "UPDATE pages SET failures = failures + 1 WHERE address = ?"
State = Literal["fetched", "given up", "waiting"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed or sitemap that was worked off, under the settings of a run."""

    address: str
    settings: str
    validators: Validators


class Journal:
    """The record of what was fetched, in a workspace's folder; raises `WorkspaceError`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        with self._explained():
            self._sql = sqlite3.connect(self._path, isolation_level=None)
            try:
                self._sql.executescript(TABLES)
            except sqlite3.Error:
                self._sql.close()
                raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._sql.close()

    def validators(self, address: str, settings: str) -> Validators | None:
        """What came with a feed or sitemap when it was last worked off under these settings."""
        sql = "SELECT etag, modified FROM lists WHERE address = ? AND settings = ?"
        rows = self._rows(sql, address, settings)
        return Validators(*rows[0]) if rows else None

    def state(self, address: str) -> State | None:
        """How far a page has come, that an address names or is where one led to."""
        rows = self._rows(
            "SELECT article_id, failures FROM pages WHERE address = ?1 OR final = ?1"
            " ORDER BY article_id IS NULL LIMIT 1",
            address,
        )
        if not rows:
            return None
        article_id, failures = rows[0]
        if article_id is not None:
            return "fetched"
        return "given up" if failures >= MOST_FAILURES else "waiting"

    def name(self, origin: str, links: Iterable[Link]) -> None:
        """Note pages that are to be fetched, as the origin names them now.

        What it no longer says of them holds as it was said before.
        """
        rows = [
            (
                link.address,
                origin,
                link.title,
                link.outlet,
                _iso(link.published),
                _iso(link.changed),
            )
            for link in links
        ]
        with self._once():
            self._sql.executemany(NAMED, rows)

    def waiting(self, origin: str) -> list[Link]:
        """The pages of an origin that are still to be fetched, as first named."""
        return [_link(*row) for row in self._rows(WAITING, origin, MOST_FAILURES)]

    def fetched(self, address: str, origin: str, final: str, article_id: str) -> None:
        """Note that a page gave an article, which is not stored yet."""
        with self._once():
            self._sql.execute(FETCHED, (address, origin, final, article_id))

    def unconfirmed(self) -> list[str]:
        """The articles of which no run has said that they are stored."""
        sql = "SELECT article_id FROM pages WHERE article_id IS NOT NULL AND NOT stored ORDER BY 1"
        return [article_id for (article_id,) in self._rows(sql)]

    def confirm(self, stored: Collection[str]) -> None:
        """Note which of the unconfirmed articles are stored; pages of the others are to be fetched."""
        with self._once():
            self._confirm(stored)
            self._sql.execute(UNDONE)

    def stored(self) -> dict[str, str]:
        """Address to article of all pages that were fetched and stored."""
        return dict(self._rows("SELECT address, article_id FROM pages WHERE stored ORDER BY 1"))

    def reopen(self, addresses: Iterable[str]) -> None:
        """Note that pages are to be fetched again, and let those that were given up be tried anew."""
        with self._once():
            self._sql.executemany(REOPENED, [(address,) for address in addresses])
            self._sql.execute(HOPEFUL)

    def settle(
        self, stored: Collection[str], failed: Iterable[str], listed: Iterable[Listed]
    ) -> None:
        """Close a run: its articles, which are all stored, the pages that failed, and the lists."""
        lists = [
            (each.address, each.settings, each.validators.etag, each.validators.modified)
            for each in listed
        ]
        with self._once():
            self._confirm(stored)
            self._sql.executemany(FAILED, [(address,) for address in failed])
            self._sql.executemany("INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?)", lists)

    def _confirm(self, stored: Collection[str]) -> None:
        self._sql.executemany(STORED, [(article_id,) for article_id in sorted(set(stored))])

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._explained():
            return self._sql.execute(sql, values).fetchall()

    @contextmanager
    def _once(self) -> Iterator[None]:
        """All that is written within it, or nothing."""
        with self._explained():
            self._sql.execute("BEGIN IMMEDIATE")
            with self._sql:
                yield

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as problem:
            raise WorkspaceError(
                f"the record of what was fetched cannot be read or written ({problem})",
                where=str(self._path),
                advice="Free some space and check permissions, or delete the file: then all is fetched "
                "anew, and what is stored already is not stored again.",
            ) from problem


def _link(
    address: str, title: str | None, outlet: str | None, published: str | None, changed: str | None
) -> Link:
    return Link(
        address=address,
        title=title,
        outlet=outlet,
        published=_day(published),
        changed=_day(changed),
    )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None
