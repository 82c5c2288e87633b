"""On which days do counted reports tell acts, and how many? Told without joining those of one act."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa

from detente.store.catalogue_sql import COUNTED
from detente.store.conforming import conform
from detente.store.connected import connected
from detente.store.layout import ask
from detente.store.query import Pair, Query
from detente.store.selection import TOLD, told_selection

REPORTS = pa.schema([pa.field("act_id", pa.string()), pa.field("day", pa.date32())])
"""Reports, each as an act of its own."""
OF_PAIRS = f"""
SELECT act_id, day FROM (SELECT r.event_id AS act_id, {COUNTED} AS day {TOLD})
WHERE day IS NOT NULL ORDER BY act_id
"""
BY_DAY = f"""
SELECT day, count(*) AS n FROM (SELECT {COUNTED} AS day {TOLD})
WHERE day IS NOT NULL GROUP BY day ORDER BY day
"""


def reports_by_day(folder: Path, schema: pa.Schema) -> pa.Table:
    """How many reports of anybody's acts count on each day: `day` and `n`, as `schema` has them."""
    return _asked(folder, BY_DAY, Query(), schema)


def reports_of(folder: Path, between: Collection[Pair]) -> pa.Table:
    """The counted reports of some pairs, as `REPORTS`, each once."""
    return _asked(folder, OF_PAIRS, Query(between=between), REPORTS)


def _asked(folder: Path, sql: str, query: Query, schema: pa.Schema) -> pa.Table:
    chosen = told_selection(query, "events")
    told = sql.format(table="events", where=chosen.where)
    with connected(folder, "events", told) as connection:
        return conform(ask(connection, told, **chosen.values), schema)
