"""Rows without an id that are alike in every cell: each is an act, and has an id of its own.

The second of a file has its digest with `-2` behind it, the third `-3`. So a file gives the same ids
whenever it is read, and a row that stands twice in one file and once in another is two acts, not three.
"""

from __future__ import annotations

import duckdb

FORGET = "CREATE OR REPLACE TEMP TABLE met (h UBIGINT, n BIGINT)"
"""Start with a new file: none of its rows was met."""
AGAIN = """
CREATE OR REPLACE TEMP TABLE again AS
WITH held AS (SELECT rowid AS row, digest, hash(digest) AS h FROM draft
    WHERE slice = {slice} AND digest IS NOT NULL AND fault IS NULL),
earlier AS (SELECT h, sum(n) AS n FROM met SEMI JOIN held USING (h) GROUP BY h),
numbered AS (SELECT row, coalesce(earlier.n, 0)
    + row_number() OVER (PARTITION BY digest ORDER BY row) AS nth
    FROM held LEFT JOIN earlier USING (h))
FROM numbered WHERE nth > 1
"""
MEET = """
INSERT INTO met SELECT hash(digest), count(*) FROM draft
WHERE slice = {slice} AND digest IS NOT NULL AND fault IS NULL GROUP BY ALL
"""
NUMBER = "UPDATE draft SET digest = digest || '-' || nth FROM again WHERE draft.rowid = again.row"


def tell_apart(connection: duckdb.DuckDBPyConnection, slice_: int) -> int:
    """Give the rows of a slice that are like an earlier one of their file an id of their own; how many."""
    connection.execute(AGAIN.format(slice=slice_))
    connection.execute(MEET.format(slice=slice_))
    (found,) = connection.sql("SELECT count(*) FROM again").fetchall()[0]
    if found:
        connection.execute(NUMBER)
    return int(found)
