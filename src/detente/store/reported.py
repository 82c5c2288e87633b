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
PUBLISHED = pa.schema([*REPORTS, pa.field("published", pa.date32())])
"""The same with the day on which each was published."""
BY_PUBLICATION = f"""
SELECT act_id, day, published FROM
    (SELECT r.event_id AS act_id, {COUNTED} AS day, a.published AS published {TOLD})
WHERE day IS NOT NULL ORDER BY act_id
"""


def reports_by_day(folder: Path, schema: pa.Schema) -> pa.Table:
    """How many reports of anybody's acts count on each day: `day` and `n`, as `schema` has them."""
    return _asked(folder, BY_DAY, Query(), schema)


def reports_of(folder: Path, between: Collection[Pair]) -> pa.Table:
    """The counted reports of some pairs, as `REPORTS`, each once."""
    return _asked(folder, OF_PAIRS, Query(between=between), REPORTS)


def published_reports(folder: Path, between: Collection[Pair] | None = None) -> pa.Table:
    """The counted reports of anybody, or of some pairs, as `PUBLISHED`, each once."""
    query = Query() if between is None else Query(between=between)
    return _asked(folder, BY_PUBLICATION, query, PUBLISHED)


def _asked(folder: Path, sql: str, query: Query, schema: pa.Schema) -> pa.Table:
    chosen = told_selection(query, "events")
    told = sql.format(table="events", where=chosen.where)
    with connected(folder, "events", told) as connection:
        return conform(ask(connection, told, **chosen.values), schema)


PRINTED = pa.schema(
    [pa.field("outlet", pa.string()), pa.field("day", pa.date32()), pa.field("n", pa.int64())]
)
"""Articles of an outlet that were published on a day."""
BY_OUTLET = """
SELECT outlet, published AS day, count(*) AS n FROM articles
WHERE outlet IS NOT NULL AND published IS NOT NULL GROUP BY outlet, published ORDER BY outlet, published
"""


def articles_by_outlet(folder: Path) -> pa.Table:
    """How many articles of each outlet were read, by day of publication, as `PRINTED`."""
    with connected(folder, "articles", BY_OUTLET) as connection:
        return conform(ask(connection, BY_OUTLET), PRINTED)
