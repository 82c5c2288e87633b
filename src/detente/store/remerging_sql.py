"""The SQL of the file in which occurrences are kept: what it holds, and what of that is touched by news."""

from __future__ import annotations

from detente.merging.likeness import GAP
from detente.store.filters import SENTENCE

DAY = "coalesce(r.date_start, a.published)"
"""The day by which reports come."""
NEVER = "DATE '9999-12-31'"
"""The day of what has none: it comes last."""
TELLING = "FROM events r JOIN articles a ON a.article_id = r.article_id"
FACTS = f"a.outlet, a.published, {SENTENCE} AS its_sentence"
"""What stands beside an event; `published` is a column of events of no version."""

TABLES = (
    """CREATE TABLE made.told (event_id VARCHAR, print UBIGINT, part VARCHAR, article_id VARCHAR,
    sentence BIGINT, first INTEGER, last INTEGER, blocks VARCHAR[], one_sided BOOLEAN)""",
    "CREATE TABLE made.signatures (article_id VARCHAR, signature BLOB)",
    "CREATE TABLE made.compared (one VARCHAR, other VARCHAR, contained BOOLEAN)",
    "CREATE TABLE made.roots (article_id VARCHAR, root VARCHAR)",
    "CREATE TABLE made.links (place INTEGER, same BOOLEAN, event_ids VARCHAR[])",
    "CREATE TABLE made.state (signs VARCHAR)",
)
"""Beside them stands `occurrences`, each with its part. A part holds all that its reports can meet, and is
called by the first of their ids; `print` tells whether a report is what it was."""
NOW = f"""
CREATE TEMP TABLE now AS
SELECT r.event_id, r.article_id, hash(r, a.outlet, a.published) AS print {TELLING}
"""
COMING = f"""
SELECT r.*, {FACTS}, coalesce({DAY}, {NEVER}) AS day, coalesce(m.until, {DAY}, {NEVER}) AS until
{TELLING} LEFT JOIN (
    SELECT r.article_id, r.sentence, max(coalesce({DAY}, {NEVER})) AS until {TELLING}
    GROUP BY ALL HAVING min(coalesce({DAY}, {NEVER})) < max(coalesce({DAY}, {NEVER}))
) m ON m.article_id = r.article_id AND m.sentence = r.sentence
ORDER BY coalesce({DAY}, {NEVER})
"""
"""All reports by day, each with the last day that is told in its sentence."""
REPORTS = f"SELECT r.*, {FACTS} {TELLING} SEMI JOIN {{ids}} i ON i.event_id = r.event_id"

# ---------------------------------------------------------------------------------------------- copies

FORGET_TEXTS = "DELETE FROM made.signatures WHERE article_id NOT IN (SELECT article_id FROM now)"
NEW_TEXTS = """
SELECT a.article_id, a.text FROM articles a SEMI JOIN now n ON n.article_id = a.article_id
ANTI JOIN made.signatures s ON s.article_id = a.article_id
"""
SIGNATURES = """
SELECT article_id, signature FROM made.signatures WHERE signature IS NOT NULL ORDER BY article_id
"""
PAIRS = "CREATE OR REPLACE TEMP TABLE pairs AS FROM given"
FORGET_PAIRS = """
DELETE FROM made.compared c WHERE NOT EXISTS (FROM pairs p WHERE p.one = c.one AND p.other = c.other)
"""
NEW_PAIRS = "SELECT one, other FROM pairs ANTI JOIN made.compared USING (one, other) ORDER BY ALL"
TEXTS = (
    "SELECT a.article_id, a.text FROM articles a SEMI JOIN given g ON g.article_id = a.article_id"
)
COPIES = "SELECT one, other FROM made.compared WHERE contained ORDER BY ALL"
OTHER_ROOTS = """
CREATE TEMP TABLE changed AS SELECT article_id FROM made.roots r FULL JOIN given g USING (article_id)
WHERE r.root IS DISTINCT FROM g.root
"""

# -------------------------------------------------------------------------------------- what is touched

FRESH = """
CREATE TEMP TABLE fresh AS SELECT event_id FROM now ANTI JOIN made.told USING (event_id, print)
"""
TOUCHED = """
CREATE TEMP TABLE touched AS
SELECT part FROM made.told ANTI JOIN now USING (event_id, print)
UNION SELECT part FROM made.told SEMI JOIN changed USING (article_id)
UNION SELECT part FROM made.told SEMI JOIN given USING (event_id)
"""
"""Parts of what is gone, is another, is a copy of another text, or was judged otherwise (`given`)."""
LOOSE = """
INSERT INTO fresh SELECT t.event_id FROM made.told t SEMI JOIN touched USING (part)
SEMI JOIN now USING (event_id) ANTI JOIN fresh f ON f.event_id = t.event_id
"""
NEAR = f"""
CREATE TEMP TABLE near AS
WITH untouched AS (FROM made.told ANTI JOIN touched USING (part))
SELECT t.event_id FROM (
    SELECT event_id, first, last, one_sided, unnest(blocks) AS block FROM untouched
    WHERE first <= (SELECT max(last) + {GAP} FROM given) AND last >= (SELECT min(first) - {GAP} FROM given)
) t JOIN given f ON f.block = t.block AND t.first <= f.last + {GAP} AND t.last >= f.first - {GAP}
WHERE f.of_pair OR f.one_sided OR t.one_sided
UNION SELECT t.event_id FROM untouched t SEMI JOIN (
    SELECT r.article_id, r.sentence FROM events r SEMI JOIN fresh f ON f.event_id = r.event_id
) s ON s.article_id = t.article_id AND s.sentence = t.sentence
"""
"""What fresh reports, of which `given` has the blocks, may meet."""
REACHED = "INSERT INTO touched SELECT DISTINCT part FROM made.told SEMI JOIN given USING (event_id)"
MISSING = """
CREATE TEMP TABLE missing AS SELECT event_id FROM made.told SEMI JOIN touched USING (part)
SEMI JOIN now USING (event_id) ANTI JOIN given USING (event_id)
"""
"""Members of touched parts that were not looked at."""
PART_WITH = "DELETE FROM made.{table} WHERE part IN (FROM touched)"
PRINTED = """
INSERT INTO made.told SELECT g.event_id, n.print, g.* EXCLUDE (event_id) FROM made.printed g
JOIN now n ON n.event_id = g.event_id
"""

# ------------------------------------------------------------------------------------------ the answer

FIRST = "coalesce(date, DATE '9999-12-31'), occurrence_id"
"""The order of occurrences."""
BY_DAY = "coalesce(date, date_start, first_reported)"
ORDERS = {"date": BY_DAY, "confidence": "confidence", "score": "score", "outlets": "len(outlets)"}
