"""From drafts to rows of `Imported`: joins with what codes and names mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from detente.importing.codebooks import Codebook
from detente.importing.resolving import act, parties, sector
from detente.reading.counting import IN_FULL
from detente.store.imports import DIGEST

TABLES = """
CREATE TEMP TABLE slices (slice INTEGER, file VARCHAR, dataset VARCHAR, codes VARCHAR,
    countries VARCHAR, first_row BIGINT, first_line BIGINT);
CREATE TEMP TABLE shifts (slice INTEGER, place BIGINT, moved BIGINT);
CREATE TEMP TABLE parties (system VARCHAR, text VARCHAR, since DATE, until DATE, country VARCHAR,
    sector VARCHAR);
CREATE TEMP TABLE acts (system VARCHAR, code VARCHAR, told VARCHAR, known BOOLEAN, extends VARCHAR,
    event_type VARCHAR, mode VARCHAR, cameo VARCHAR, quad_class VARCHAR, score DOUBLE,
    goldstein DOUBLE, contexts VARCHAR[], tracks VARCHAR[]);
CREATE TEMP TABLE sectors (text VARCHAR, sector VARCHAR);
CREATE TEMP TABLE days (dataset VARCHAR, day DATE);
"""
NEW_PARTIES = """
SELECT DISTINCT s.countries AS system, t.text FROM (
    SELECT slice, unnest([actor_country, recipient_country]) AS text FROM (
        SELECT DISTINCT slice, actor_country, recipient_country FROM draft WHERE fault IS NULL)
) t JOIN slices s USING (slice)
WHERE t.text IS NOT NULL AND s.countries <> 'none' AND NOT EXISTS (
    SELECT 1 FROM parties p WHERE p.system = s.countries AND p.text = t.text)
ORDER BY ALL
"""
NEW_ACTS = """
SELECT DISTINCT s.codes AS system, d.code, coalesce(d.contexts, '') AS told
FROM (SELECT DISTINCT slice, code, contexts FROM draft WHERE fault IS NULL) d
JOIN slices s USING (slice)
WHERE d.code IS NOT NULL AND s.codes <> 'none' AND NOT EXISTS (
    SELECT 1 FROM acts a WHERE a.system = s.codes AND a.code = d.code
    AND a.told = coalesce(d.contexts, ''))
ORDER BY ALL
"""
NEW_SECTORS = """
SELECT text FROM (SELECT DISTINCT unnest([actor_sector, recipient_sector]) AS text FROM (
    SELECT DISTINCT actor_sector, recipient_sector FROM draft WHERE fault IS NULL))
WHERE text IS NOT NULL AND text NOT IN (SELECT text FROM sectors) ORDER BY text
"""
PAIRED = """
CREATE OR REPLACE TEMP TABLE paired AS
SELECT d.rowid AS row, d.slice, a.country AS actor_country, a.sector AS actor_role,
    r.country AS recipient_country, r.sector AS recipient_role,
    a.since IS NULL AS actor_unknown, r.since IS NULL AS recipient_unknown,
    CASE WHEN a.country <> r.country
        THEN least(a.country, r.country) || '-' || greatest(a.country, r.country) END AS pair
FROM draft d JOIN slices s USING (slice)
LEFT JOIN parties a ON a.system = s.countries AND a.text = d.actor_country
    AND d.date BETWEEN a.since AND a.until
LEFT JOIN parties r ON r.system = s.countries AND r.text = d.recipient_country
    AND d.date BETWEEN r.since AND r.until
WHERE d.fault IS NULL
"""
ID = "s.dataset || ':' || coalesce(d.digest, d.source_id)"
# A mention has no parties: it is wanted where its event is in the workspace.
WANTED = f"""
SELECT p.row, {ID} AS imported_id
FROM paired p JOIN draft d ON d.rowid = p.row JOIN slices s ON s.slice = d.slice WHERE {{wanted}}
"""
MENTIONED = f"""p.row IN (SELECT row FROM (
    SELECT row, {DIGEST}
    FROM (SELECT d.rowid AS row, replace(s.dataset, '-mentions', '') || ':' || source_id AS imported_id
        FROM draft d JOIN slices s USING (slice) WHERE s.codes = 'none')
) SEMI JOIN known USING (h, g))"""
SIMPLE_LINE = "s.first_line + d.rowid - s.first_row"
# Lines that were passed over, and line ends within cells, move the lines of the rows after them.
PLACES = """
CREATE OR REPLACE TEMP TABLE places AS
WITH p AS (
    SELECT d.rowid AS row, d.slice, s.first_line, d.rowid - s.first_row + coalesce(sum(d.breaks) OVER (
        PARTITION BY d.slice ORDER BY d.rowid ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0)::BIGINT AS place
    FROM draft d JOIN slices s USING (slice)
)
SELECT row, p.first_line + p.place + coalesce(h.moved, 0) AS line
FROM p ASOF LEFT JOIN shifts h ON p.slice = h.slice AND p.place >= h.place
"""
# Sorted before they are joined with what is the same for many rows: sorting moves every cell.
ROWS = f"""
WITH sorted AS (
    SELECT d.rowid AS row, d.* EXCLUDE (fault, breaks, issued, mode, actor_country, recipient_country),
        p.* EXCLUDE (row, slice), {{line}} AS line
    FROM draft d JOIN verdicts v ON v.row = d.rowid AND v.verdict = 'new'
    JOIN slices s ON s.slice = d.slice JOIN paired p ON p.row = d.rowid {{places}}
    WHERE s.dataset = '{{dataset}}'
    ORDER BY p.pair NULLS LAST, d.date, d.rowid
)
SELECT {ID} AS imported_id, s.dataset, d.source_id, s.file, d.line, d.date,
    d.actor, d.actor_country, coalesce(x.sector, d.actor_role) AS actor_sector,
    d.recipient, d.recipient_country, coalesce(y.sector, d.recipient_role) AS recipient_sector,
    d.pair, d.code, a.event_type, a.mode, a.cameo, a.quad_class,
    CASE WHEN a.event_type IS NOT NULL THEN coalesce(d.score, a.score) END AS score,
    coalesce(d.goldstein, a.goldstein) AS goldstein,
    coalesce(a.contexts, []) AS contexts, coalesce(a.tracks, []) AS tracks,
    d.mentions, d.articles, d.sources,
    CASE WHEN starts_with(d.outlet, 'www.') THEN d.outlet[5:] ELSE d.outlet END AS outlet,
    d.place, d.url, d.acts
FROM sorted d JOIN slices s ON s.slice = d.slice
LEFT JOIN acts a ON a.system = s.codes AND a.code = d.code AND a.told = coalesce(d.contexts, '')
LEFT JOIN sectors x ON x.text = d.actor_sector LEFT JOIN sectors y ON y.text = d.recipient_sector
"""
NEW = """
SELECT DISTINCT s.dataset FROM draft d JOIN verdicts v ON v.row = d.rowid AND v.verdict = 'new'
JOIN slices s ON s.slice = d.slice ORDER BY s.dataset
"""
COUNTS = """
SELECT s.file, CASE WHEN d.fault IS NOT NULL THEN 'rejected' ELSE coalesce(v.verdict, 'outside') END
    AS verdict, count(*) AS n
FROM draft d JOIN slices s USING (slice) LEFT JOIN verdicts v ON v.row = d.rowid
GROUP BY ALL ORDER BY ALL
"""
FAULTS = f"""
WITH kinds AS (
    SELECT s.file AS path, split_part(d.fault, ':', 1) AS kind, count(*) AS n,
        list_distinct(list_append(min(d.rowid, {IN_FULL}), max(d.rowid))) AS told
    FROM draft d JOIN slices s USING (slice) WHERE d.fault IS NOT NULL GROUP BY ALL
), rows AS (SELECT path, kind, n, unnest(told) AS row FROM kinds)
SELECT path, kind, list({{{{'line': {{line}}, 'reason': d.fault}}}} ORDER BY r.row), n
FROM rows r JOIN draft d ON d.rowid = r.row JOIN slices s ON s.slice = d.slice {{places}}
GROUP BY path, kind, n ORDER BY path, kind
"""
"""Of each kind of fault in each file the first rows and the last, and how many there are."""
REFUSED = """
CREATE OR REPLACE TEMP TABLE refused AS SELECT line - {skip} AS line, max(error_type) AS kind
FROM faults GROUP BY line
"""
REFUSED_LINES = "SELECT line::BIGINT AS line FROM refused ORDER BY line"
REFUSED_KINDS = f"""
SELECT kind, min(line, {IN_FULL}), count(*), max(line) FROM refused GROUP BY kind ORDER BY kind
"""
"""Of each kind of fault the first lines, how many there are, and where the last one is."""
DIFFERING = """
SELECT count(*) FROM verdicts v JOIN draft d ON d.rowid = v.row JOIN draft f ON f.rowid = v.first
WHERE v.verdict = 'duplicate' AND row(d.date, d.actor_country, d.recipient_country, d.code)
    IS DISTINCT FROM row(f.date, f.actor_country, f.recipient_country, f.code)
"""
UNKNOWN_PARTIES = """
SELECT text, count(*) AS n FROM (
    SELECT unnest([CASE WHEN p.actor_unknown THEN d.actor_country END,
        CASE WHEN p.recipient_unknown THEN d.recipient_country END]) AS text
    FROM draft d JOIN paired p ON p.row = d.rowid
    WHERE p.actor_unknown OR p.recipient_unknown
) WHERE text IS NOT NULL GROUP BY text
"""
ACT_COUNTS = """
SELECT d.code, a.known, a.event_type IS NULL AS untyped, a.extends, count(*) AS n
FROM draft d JOIN slices s USING (slice)
JOIN acts a ON a.system = s.codes AND a.code = d.code AND a.told = coalesce(d.contexts, '')
WHERE d.fault IS NULL AND (NOT a.known OR a.event_type IS NULL OR a.extends IS NOT NULL) GROUP BY ALL
"""
DAYS = """
INSERT INTO days SELECT DISTINCT s.dataset, coalesce(d.issued, d.date)
FROM draft d JOIN slices s USING (slice) WHERE d.fault IS NULL
EXCEPT SELECT dataset, day FROM days
"""
NAMES = {
    "parties": ("system", "text", "since", "until", "country", "sector"),
    "acts": ("system", "code", "told", "known", "extends", "event_type", "mode", "cameo", "quad_class",
             "score", "goldstein", "contexts", "tracks"),
    "sectors": ("text", "sector"),
}  # fmt: skip


def look_up(connection: duckdb.DuckDBPyConnection, codebooks: Mapping[str, Codebook]) -> None:
    """Add what the drafts' codes and names mean, of those not looked up before.

    A system may end in a slash and the name of one of `codebooks`, whose tables then go first.
    """
    held: list[tuple[object, ...]] = []
    for system, text in connection.sql(NEW_PARTIES).fetchall():
        base, own = _with_own(system, codebooks)
        found = parties(base, text, own.countries)
        held += [(system, text, p.since, p.until, p.country, p.sector) for p in found]
        held += [(system, text, None, None, None, None)] if not found else []
    _add(connection, "parties", held)
    acts = []
    for system, code, told in connection.sql(NEW_ACTS).fetchall():
        base, own = _with_own(system, codebooks)
        a = act(base, code, told, own.codes)
        acts.append(
            (system, code, told, a.known, a.extends, a.event_type, a.mode, a.cameo, a.quad_class,
             a.score, a.goldstein, list(a.contexts), list(a.tracks))
        )  # fmt: skip
    _add(connection, "acts", acts)
    texts = [text for (text,) in connection.sql(NEW_SECTORS).fetchall()]
    _add(connection, "sectors", [(text, sector(text)) for text in texts])


def _with_own(system: str, codebooks: Mapping[str, Codebook]) -> tuple[str, Codebook]:
    base, _, name = system.partition("/")
    return base, codebooks.get(name, Codebook())


def _add(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]
) -> None:
    if rows:
        columns = zip(NAMES[table], zip(*rows, strict=True), strict=True)
        connection.register("added", pa.table({name: list(column) for name, column in columns}))
        connection.execute(f"INSERT INTO {table} SELECT * FROM added")
        connection.unregister("added")
