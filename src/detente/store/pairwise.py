"""What is told of every pair of states at once, summed in DuckDB: by period, or day by day for two.

Acts are told as `ACTS` here: one row for each act and pair, whichever way it went. Sums are taken in whole
millionths, so that they are the same to the last digit in whatever order rows come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from detente.store import imports
from detente.store.blocs import Member
from detente.store.conforming import conform
from detente.store.databases import lent
from detente.store.failures import explained
from detente.store.layout import ask, given
from detente.store.query import Query
from detente.store.seeing import columns_of
from detente.store.workspace import Workspace

ACTS = pa.schema(
    [
        pa.field("act", pa.string()),
        pa.field("first", pa.string()),
        pa.field("second", pa.string()),
        pa.field("day", pa.date32()),
        pa.field("n", pa.int64()),
        pa.field("weight", pa.float64()),
        pa.field("score", pa.float64()),
        pa.field("event_type", pa.string()),
        pa.field("mode", pa.string()),
        pa.field("parties", pa.int64()),
    ]
)
"""Two states in order of the alphabet, the day, how many acts a row stands for and what each weighs, score,
type and mode, and how many parties the act has. `act` says which rows are of one act; null where each
is."""
SUMS = pa.schema(
    [
        pa.field("first", pa.string()),
        pa.field("second", pa.string()),
        pa.field("start", pa.date32()),
        pa.field("n", pa.int64()),
        pa.field("weight", pa.float64()),
        pa.field("mean", pa.float64()),
        pa.field("clusters", pa.int64()),
        pa.field("squares", pa.float64()),
    ]
)
"""For a pair and period the acts, their weight and mean score, in how many weeks (days, where a period is
no longer than a week) they lie, and the sum of the squares of what each of these departs from the mean."""
DAYS = pa.schema(
    [
        pa.field("first", pa.string()),
        pa.field("second", pa.string()),
        pa.field("day", pa.date32()),
        pa.field("n", pa.int64()),
        pa.field("weight", pa.float64()),
        pa.field("total", pa.float64()),
        pa.field("meetings", pa.int64()),
        pa.field("mediating", pa.int64()),
    ]
)
"""For a pair and day the acts, the sums of weights and of weighed scores, how many acts are meetings or
agreements, and how many of these are a third's between two others."""
OF_STATES = pa.schema(
    [
        pa.field("state", pa.string()),
        pa.field("day", pa.date32()),
        pa.field("meetings", pa.int64()),
    ]
)
"""On each day a state's meetings and agreements with others than two."""
TOGETHER = pa.schema([pa.field("third", pa.string()), pa.field("n", pa.int64())])
"""In how many acts of two states each third takes part, too."""

NO_STATE = ":"
"""What the codes of bodies and groups have in them, as in `IGO:UN`."""
SHORT = ("day", "week")
IMPORTED = """
SELECT NULL::VARCHAR AS act, least(actor_country, recipient_country) AS first,
    greatest(actor_country, recipient_country) AS second, date AS day, coalesce(acts, 1) AS n,
    1.0 AS weight, score, event_type, mode, 2 AS parties
FROM {source} WHERE pair IS NOT NULL AND event_type IS NOT NULL AND score IS NOT NULL
"""
CODED = """
INSERT INTO acts SELECT DISTINCT act, least(one, other), greatest(one, other), day, 1, weight, score,
    event_type, mode, parties
FROM (SELECT *, unnest(CASE WHEN reciprocal THEN everyone ELSE recipients END) AS other
    FROM (SELECT *, unnest(CASE WHEN reciprocal THEN everyone ELSE actors END) AS one
        FROM (SELECT occurrence_id AS act, actors, recipients, reciprocal, date AS day,
            confidence AS weight, score, event_type, mode,
            list_distinct(list_concat(actors, recipients)) AS everyone, len(everyone) AS parties
            FROM given WHERE date IS NOT NULL)))
WHERE one <> other
"""
MICRO = "(sum(round(n * weight{times} * 1e6)::HUGEINT))"
BY_PERIOD = f"""
WITH parts AS (
    SELECT first, second, date_trunc('{{every}}', day)::DATE AS start, date_trunc('{{part}}', day) AS part,
        sum(n) AS n, {MICRO.format(times="")} AS w, {MICRO.format(times=" * score")} AS t
    FROM ({{chosen}}) GROUP BY ALL),
sums AS (
    SELECT first, second, start, sum(n)::BIGINT AS n, sum(w)::DOUBLE AS w, sum(t)::DOUBLE AS t,
        count(*) AS clusters, sum(t * t)::DOUBLE AS tt, sum(t * w)::DOUBLE AS tw, sum(w * w)::DOUBLE AS ww
    FROM parts GROUP BY ALL)
SELECT first, second, start, n, w / 1e6 AS weight, t / w AS mean, clusters,
    greatest(0, tt - 2 * (t / w) * tw + (t / w) * (t / w) * ww) / 1e12 AS squares
FROM sums WHERE w > 0 ORDER BY first, second, start
"""
MEETS = "event_type IN ('CONSULT', 'AGREE')"
BY_DAY = f"""
SELECT first, second, day, sum(n)::BIGINT AS n, {MICRO.format(times="")}::DOUBLE / 1e6 AS weight,
    {MICRO.format(times=" * score")}::DOUBLE / 1e6 AS total,
    coalesce(sum(n) FILTER ({MEETS}), 0)::BIGINT AS meetings,
    coalesce(sum(n) FILTER (mode = 'third-party'), 0)::BIGINT AS mediating
FROM ({{chosen}}) WHERE first IN ($one, $other) OR second IN ($one, $other)
GROUP BY ALL ORDER BY first, second, day
"""
ALL_DAYS = f"""
SELECT 'any' AS first, 'other' AS second, day, sum(n)::BIGINT AS n,
    {MICRO.format(times="")}::DOUBLE / 1e6 AS weight,
    {MICRO.format(times=" * score")}::DOUBLE / 1e6 AS total,
    coalesce(sum(n) FILTER ({MEETS}), 0)::BIGINT AS meetings,
    coalesce(sum(n) FILTER (mode = 'third-party'), 0)::BIGINT AS mediating
FROM ({{chosen}}) GROUP BY ALL ORDER BY day
"""
BY_STATE = f"""
SELECT state, day, sum(n)::BIGINT AS meetings FROM (
    SELECT unnest([first, second]) AS state, day, n FROM ({{chosen}})
    WHERE {MEETS} AND first NOT IN ($one, $other) AND second NOT IN ($one, $other))
GROUP BY ALL ORDER BY state, day
"""
SHARED = """
SELECT third, count(DISTINCT act) AS n FROM (
    SELECT act, CASE WHEN first IN ($one, $other) THEN second ELSE first END AS third FROM ({chosen})
    WHERE (first IN ($one, $other)) <> (second IN ($one, $other)))
SEMI JOIN (SELECT act FROM ({chosen}) WHERE first = $one AND second = $other) AS own USING (act)
GROUP BY third ORDER BY third
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose acts are summed, and when. Without `members` all states are, and with `bodies` all who
    are no states, too; `together` says whether acts of more than two count, each for every pair that it
    joins."""

    members: Collection[Member] = ()
    bodies: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    together: bool = True

    def chosen(self) -> str:
        """SQL for the rows of `acts` that are asked for."""
        told = ["true"]
        if self.since is not None:
            told.append(f"day >= DATE '{self.since}'")
        if self.until is not None:
            told.append(f"day <= DATE '{self.until}'")
        if not self.together:
            told.append("parties = 2")
        if self.members:
            told += [
                f"EXISTS (FROM members m WHERE m.code = {side} AND day BETWEEN m.since AND m.until)"
                for side in ("first", "second")
            ]
        elif not self.bodies:
            told += [f"NOT contains({side}, '{NO_STATE}')" for side in ("first", "second")]
        return f"SELECT * FROM acts WHERE {' AND '.join(told)}"


class Pairwise:
    """The acts of all pairs, as a workspace or a table tells them; made by `pairwise`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def sums(self, asked: Asked, every: str) -> pa.Table:
        """The acts of each pair and period, as `SUMS`, by pair and period."""
        part = "day" if every in SHORT else "week"
        found = self._ask(BY_PERIOD.format(every=every, part=part, chosen="{chosen}"), asked)
        return conform(found, SUMS)

    def days(self, asked: Asked, pair: tuple[str, str]) -> pa.Table:
        """The acts of each pair that one of two states belongs to, as `DAYS`, by pair and day."""
        return conform(self._ask(BY_DAY, asked, pair), DAYS)

    def all_days(self, asked: Asked) -> pa.Table:
        """The acts of all pairs together, as `DAYS`, by day."""
        return conform(self._ask(ALL_DAYS, asked), DAYS)

    def of_states(self, asked: Asked, pair: tuple[str, str]) -> pa.Table:
        """On which days each state met others than two, as `OF_STATES`, by state and day."""
        return conform(self._ask(BY_STATE, asked, pair), OF_STATES)

    def together(self, asked: Asked, pair: tuple[str, str]) -> pa.Table:
        """In how many acts of two states others take part, as `TOGETHER`; none where acts have two
        parties."""
        return conform(self._ask(SHARED, asked, pair), TOGETHER)

    def _ask(self, sql: str, asked: Asked, pair: tuple[str, str] | None = None) -> pa.Table:
        first, second = sorted(pair or ("", ""))
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE members (code VARCHAR, since DATE, until DATE)"
        )
        rows = [(each.code, each.since, each.until) for each in asked.members]
        if rows:
            self._connection.executemany("INSERT INTO members VALUES (?, ?, ?)", rows)
        values = {"one": first, "other": second} if pair else {}
        return ask(self._connection, sql.replace("{chosen}", asked.chosen()), **values)


@contextmanager
def pairwise(workspace: Workspace, *, dataset: str | None = None) -> Iterator[Pairwise]:
    """What was read into a workspace tells of all pairs, each occurrence once; or, with `dataset`, imported
    data."""
    with explained(workspace.folder), lent() as connection:
        if dataset is not None:
            source = imports.source_of(workspace.folder, dataset)
            sql = IMPORTED.format(source=source) if source else "FROM acts_none"
            _make(connection, "acts_none")
            connection.execute(f"CREATE TEMP VIEW acts AS {sql}")
        else:
            _make(connection, "acts")
            for found in workspace.occurrence_batches(Query()):
                with given(connection, found):
                    connection.execute(CODED)
        yield Pairwise(connection)


@contextmanager
def pairwise_of(acts: pa.Table) -> Iterator[Pairwise]:
    """What a table of acts, with the columns of `ACTS`, tells of all pairs."""
    with lent() as connection:
        _make(connection, "acts")
        with given(connection, conform(acts, ACTS)):
            connection.execute("INSERT INTO acts FROM given")
        yield Pairwise(connection)


def _make(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute(f"CREATE TEMP TABLE {name} ({columns_of(ACTS)})")
