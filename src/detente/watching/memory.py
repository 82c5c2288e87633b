"""What was told before?

What is remembered is only added to. It is written in one commit after the telling, so that a run that is
killed between the two tells again what it told, rather than lose it.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

from detente.errors import WorkspaceError
from detente.records import Alert
from detente.schema import from_json, to_json
from detente.store import Workspace
from detente.watching.rules import Watchlist, rule_id
from detente.watching.run import first_day

NAME = "watched.sqlite"
"""The file within a workspace's folder."""
TABLES = """
CREATE TABLE IF NOT EXISTS rules (rule_id TEXT PRIMARY KEY, start TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS told (alert_id TEXT PRIMARY KEY, alert TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS keys (key TEXT PRIMARY KEY, alert_id TEXT NOT NULL);
"""


class Memory:
    """What a workspace's watch has told, and since when each rule tells; raises `WorkspaceError`.

    There is no file until something is remembered.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._path = workspace.folder / NAME

    def starts(self, watchlist: Watchlist, last: dt.date) -> dict[str, dt.date]:
        """From which day each rule tells: seven days before it was first asked, by `rule_id`."""
        known = {
            name: dt.date.fromisoformat(day) for name, day in self._rows("SELECT * FROM rules")
        }
        rules = [rule_id(each, rule) for each in watchlist.watched for rule in each.rules or ()]
        return {name: known.get(name, first_day(last)) for name in rules}

    def split(self, found: Iterable[Alert]) -> tuple[list[Alert], list[Alert]]:
        """Alerts that were not told yet, and those that were, under the ids under which they were told."""
        by_key = dict(self._rows("SELECT key, alert_id FROM keys"))
        fresh, known = [], []
        for each in found:
            before = next((by_key[key] for key in each.keys if key in by_key), None)
            if before is None:
                fresh.append(each)
            else:
                known.append(replace(each, alert_id=before))
        return fresh, known

    def latest(self, count: int) -> list[Alert]:
        """The alerts told last, the latest first."""
        sql = "SELECT alert FROM told ORDER BY rowid DESC LIMIT ?"
        return [from_json(Alert, text) for (text,) in self._rows(sql, count)]

    def told_since(self, day: dt.date) -> list[Alert]:
        """The alerts told that could be told from a day on, the latest of them first."""
        sql = """SELECT alert FROM told WHERE json_extract(alert, '$.first_reported') >= ?
            ORDER BY json_extract(alert, '$.first_reported') DESC, rowid"""
        return [from_json(Alert, text) for (text,) in self._rows(sql, day.isoformat())]

    @property
    def state(self) -> tuple[int, int] | None:
        """Something that changes whenever more is told; None while nothing was."""
        try:
            held = self._path.stat()
        except FileNotFoundError:
            return None
        return held.st_mtime_ns, held.st_size

    def remember(self, told: Sequence[Alert], starts: Mapping[str, dt.date]) -> None:
        """Note what was told, with every sentence that tells it by now, and since when rules tell."""
        rules = [(name, day.isoformat()) for name, day in sorted(starts.items())]
        alerts = [(each.alert_id, to_json(each)) for each in told]
        keys = [(key, each.alert_id) for each in told for key in each.keys]
        with self._open() as sql, sql:
            sql.executemany("INSERT OR IGNORE INTO rules VALUES (?, ?)", rules)
            sql.executemany("INSERT OR IGNORE INTO told VALUES (?, ?)", alerts)
            sql.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", keys)

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        if not self._path.exists():
            return []
        with self._open() as opened:
            return opened.execute(sql, values).fetchall()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path)) as opened:
                opened.executescript(TABLES)
                yield opened
        except sqlite3.Error as problem:
            raise WorkspaceError(
                f"the record of what was told cannot be read or written ({problem})",
                where=str(self._path),
                advice="Free some space and check permissions, or delete the file: then what came in the "
                "last seven days is told once more.",
            ) from problem
