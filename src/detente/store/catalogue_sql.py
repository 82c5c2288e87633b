"""The SQL of the catalogue: what a card holds, and what cards are asked."""

from __future__ import annotations

from detente.store import words
from detente.store.filters import SENTENCE, TITLED, Selection
from detente.store.selection import Table

USUAL = r"[\x00-\x7F\x{A0}-\x{A9}\x{BF}-\x{DE}\x{E0}-\x{12F}\x{2010}-\x{2027}\x{2030}-\x{203A}\x{20AC}]*"
"""Characters of which SQL makes the same plain letters as `words.plain` does."""
ACCENTED = r"[\x{C0}-\x{12F}]"
"""Those of them that may have accents; most texts have none, which spares them being taken off."""
TEXTS = f"""
CREATE TABLE texts AS
SELECT *, NOT regexp_full_match(concat_ws(' ', title, text), '{USUAL}') AS odd,
    regexp_matches(concat_ws(' ', title, text), '{ACCENTED}') AS accented
FROM coded_articles
"""
REPLACED = """
DELETE FROM texts WHERE article_id IN (
    SELECT r.article_id FROM coded_revisions r SEMI JOIN coded_articles n ON n.article_id = r.replaced_by
)
"""
BY_ID = "CREATE INDEX texts_by_id ON texts (article_id)"
ARTICLE = "struct_pack(outlet := a.outlet, published := a.published, genre := a.genre) AS a"
"""A card holds these facts of its article as `a`, so that what a question asks of `r` and of `a`, its
article, is asked of one table."""
CODES = "list_filter(list_transform({}, lambda x: x.country), lambda x: x IS NOT NULL)"
COUNTED = """
CASE WHEN r.status IN ('done', 'ongoing', 'planned') THEN coalesce(
    CASE WHEN r.date_precision = 'day' AND (a.published IS NULL OR r.date_start <= a.published)
        THEN r.date_start END,
    CASE WHEN NOT r.recalled THEN a.published END
) END
"""
"""The day an act counts on, as `merging.merged.counted_day` has it."""
TOWARDS = "CASE WHEN r.reciprocal THEN list_concat(r.actors, r.recipients) ELSE r.recipients END"
CARDS: dict[Table, str] = {
    "events": f"""
SELECT r.*, {ARTICLE}, {COUNTED} AS counted,
    coalesce(r.date_start, r.date_end, a.published) AS day,
    list_sort(list_distinct({CODES.format("r.actors")})) AS acting,
    list_sort(list_distinct({CODES.format(TOWARDS)})) AS towards,
    list_distinct(list_concat(acting, towards)) AS states
FROM {{source}} r JOIN texts a ON a.article_id = r.article_id
""",
    "statements": f"""
SELECT r.statement_id, r.article_id, r."start", r."end", r.speaker, r.addressees, r.kind, r.about,
    r.condition, r.quoted, r.tracks, r.issues, r.date, r.confidence, {ARTICLE},
    coalesce(r.date, a.published) AS day,
    list_sort(list_distinct({CODES.format("[r.speaker]")})) AS acting,
    list_sort(list_distinct({CODES.format("r.addressees")})) AS towards,
    list_distinct(list_concat(acting, towards)) AS states
FROM {{source}} r JOIN texts a ON a.article_id = r.article_id
""",
}
"""What is kept of each record: of an event all of it, since acts are put together from these."""
NUMBERED = """
SELECT row_number() OVER () AS n, * FROM ({cards} ORDER BY r.article_id, r."start", r.{key})
"""
"""Cards with the numbers by which the tables of parties and the index of words name them: whoever numbers
them anew gives each number to the same record. They stand in the order of `selection.TIES`."""
NUMBERED_BELOW = "SELECT -row_number() OVER () AS n, * FROM ({})"
"""The same of corrected ones, whose numbers are those of no coded one."""
PARTIES = {
    "sides": """
SELECT n, day, true AS acts, unnest(acting) AS code FROM {cards}
UNION ALL SELECT n, day, false, unnest(towards) FROM {cards}
""",
    "dyads": """
SELECT n, day, actor, recipient FROM (
    SELECT n, day, actor, unnest(towards) AS recipient FROM (
        SELECT n, day, towards, unnest(acting) AS actor FROM {cards}))
WHERE actor <> recipient
""",
    "paired": """
SELECT p.first, p.second, c.* EXCLUDE ({nested}) FROM {cards} c JOIN (
    SELECT DISTINCT n, least(actor, recipient) AS first, greatest(actor, recipient) AS second FROM {dyads}
) p ON p.n = c.n ORDER BY p.first, p.second, c.day
""",
}
"""Who is on either side of each card, who acts upon whom, and the cards of each pair of states, side by
side: parties are looked up there."""
NESTED: dict[Table, str] = {
    "events": "actors, recipients, trigger, sentence, cameo, goldstein, contexts, date_precision, "
    "date_basis, place, reported_by, coder",
    "statements": "speaker, addressees, about, condition",
}
"""What the cards of pairs leave out; whoever needs it takes it from the card."""
AS_CODED = "CREATE OR REPLACE VIEW {name}_{table} AS FROM coded_{name}_{table}"
AS_CORRECTED = """
CREATE OR REPLACE VIEW {name}_{table} AS
SELECT * FROM coded_{name}_{table} ANTI JOIN hidden_{table} USING (n)
UNION ALL BY NAME SELECT * FROM corrected_{name}_{table}
"""
HIDDEN = """
CREATE OR REPLACE TABLE hidden_{table} AS
SELECT n FROM coded_cards_{table} SEMI JOIN given USING ({key})
"""

PAIRS = """
WITH one AS (
    SELECT *, unnest(acting) AS one FROM {events}
    -- Background may be decades old: as in an index, the month of the first article is the first.
    WHERE counted >= (SELECT coalesce(date_trunc('month', min(published)), '0001-01-01') FROM texts)
), two AS (
    SELECT *, unnest(towards) AS two FROM one
), pairs AS (
    -- An act both ways is one act of the pair.
    SELECT *, least(one, two) AS first, greatest(one, two) AS second FROM two
    WHERE one < two OR (one > two AND NOT (list_contains(acting, two) AND list_contains(towards, one)))
)
"""
MONTHS = f"""{PAIRS}
SELECT first, second, date_trunc('month', counted)::DATE AS month, count(*) AS n,
    sum(confidence) AS weight, sum(confidence * score) AS total,
    sum(confidence * score * score) AS squares, sum(confidence * confidence) AS weights
FROM pairs GROUP BY ALL ORDER BY first, second, month
"""
"""Acts of each pair and month, weighed by confidence."""
LATEST = f"""{PAIRS}
SELECT first, second, count(DISTINCT article_id) AS articles,
    max_by(struct_pack(event_id := event_id, type := event_type, mode := mode, day := counted),
        (counted, confidence, event_id)) AS last
FROM pairs GROUP BY ALL ORDER BY first, second
"""
"""Of each pair in how many articles it is told of, and its latest act."""
FILE = (TEXTS, REPLACED, BY_ID, CARDS, NUMBERED, PARTIES, NESTED, MONTHS, LATEST)
"""All that makes the file of a catalogue."""

LEAST_SURE = """
SELECT r.{key} AS id FROM coded_cards_{table} r WHERE {where} ORDER BY r.confidence, r.{key} LIMIT {most}
"""
PUBLISHED = "SELECT min(published) AS first, max(published) AS last FROM texts"
FIRST_TOLD = "SELECT min(a.published) AS day FROM {source} WHERE {where}"
ACTS = """
SELECT r.event_id AS act_id, r.counted AS day,
    list_contains(r.acting, $one) AND list_contains(r.towards, $other) AS forward,
    list_contains(r.acting, $other) AND list_contains(r.towards, $one) AS backward,
    r.event_type, r.quad_class, r.score, NULL::DOUBLE AS goldstein, r.confidence, r.tracks,
    CASE WHEN a.outlet IS NULL THEN [] ELSE [a.outlet] END AS outlets
FROM {source} WHERE r.counted IS NOT NULL AND {where} ORDER BY r.counted, r.event_id
"""
"""Reports of two states as measures take acts."""
REPORTS = """
SELECT r.*, r.a.outlet AS outlet, r.a.published AS published FROM cards_events r
WHERE r.n IN (SELECT r.n FROM {source} WHERE {where}) ORDER BY r.event_id
"""
"""Reports as they are merged."""
OF_ARTICLES = "SELECT * EXCLUDE (odd, accented) FROM texts WHERE {where}"
WORDS_OF = "SELECT article_id, text FROM texts WHERE {where} ORDER BY article_id"
TOTAL = "SELECT count(*) AS n FROM {source} WHERE {where}"

OF_PAIR = """
(SELECT * EXCLUDE (first, second) FROM paired_{table} WHERE first = $first AND second = $second) r
"""
WITH_TEXTS = """
(SELECT * EXCLUDE (a) FROM cards_{table}) r
JOIN (SELECT * FROM texts a WHERE {may_tell}) a ON a.article_id = r.article_id
"""
"""Cards with their articles, where words are asked for; only articles that can tell them are looked at."""
TOLD_IN_CORRECTED = f"""
WITH few AS MATERIALIZED (
    SELECT r.n, {SENTENCE} AS sentence, {TITLED} AS article
    FROM corrected_cards_{{table}} r JOIN texts a ON a.article_id = r.article_id
) SELECT n FROM few WHERE {{where}}
"""
"""Corrected cards that tell words: they are few, and in no index."""
PLAIN = "CASE WHEN a.accented THEN strip_accents(lower({text})) ELSE lower({text}) END"
MAY_TELL = f"(a.odd OR contains({PLAIN}, ${{name}}))"
"""Whether a text can have a word, told without looking at its forms."""
FOUND = "regexp_extract_all({text}, ${name})"
TELLS = f"{words.TELLS}([{{texts}}], ${{name}})"
PAGE = """
SELECT r.*, r.a.outlet AS outlet, r.a.published AS published FROM cards_{table} r
JOIN (SELECT r.n FROM {source} WHERE {where} ORDER BY {order}{limit} OFFSET {skip}) few ON few.n = r.n
ORDER BY {order}
"""
"""Cards in some order; what is not asked for is not sorted with the rest."""
STATES = "SELECT unnest(states) AS value FROM hits"
FACETS: dict[Table, dict[str, str]] = {
    "events": {
        "type": "SELECT event_type AS value FROM hits",
        "quad_class": "SELECT quad_class AS value FROM hits",
        "status": "SELECT status AS value FROM hits",
        "track": "SELECT unnest(tracks) AS value FROM hits",
        "state": STATES,
        "outlet": "SELECT outlet AS value FROM hits",
        "year": "SELECT year(day) AS value FROM hits",
    },
    "statements": {
        "kind": "SELECT kind AS value FROM hits",
        "track": "SELECT unnest(tracks) AS value FROM hits",
        "state": STATES,
        "outlet": "SELECT outlet AS value FROM hits",
        "year": "SELECT year(day) AS value FROM hits",
    },
}
"""What is counted beside an answer, with the values of the records found."""
OF_HITS: dict[Table, str] = {
    "events": "r.event_type, r.quad_class, r.status, r.tracks, r.states, a.outlet, r.day",
    "statements": "r.kind, r.tracks, r.states, a.outlet, r.day",
}


def parties_sql(name: str, table: Table, kind: str) -> str:
    """What makes a table of `PARTIES` of the `coded` cards, or of those that are `corrected`."""
    cards, dyads = f"{kind}_cards_{table}", f"{kind}_dyads_{table}"
    told = PARTIES[name].format(cards=cards, dyads=dyads, nested=NESTED[table])
    return f"CREATE OR REPLACE TABLE {kind}_{name}_{table} AS {told}"


def facets_sql(table: Table, source: str, chosen: Selection) -> str:
    """How many records of an answer there are, of each type, year, outlet …: rows of name, value, n."""
    parts = ["SELECT '' AS name, NULL::VARCHAR AS value, count(*) AS n FROM hits"]
    parts += [
        f"SELECT '{name}', value::VARCHAR, count(*) FROM ({values})"
        " WHERE value IS NOT NULL GROUP BY value"
        for name, values in FACETS[table].items()
    ]
    hits = f"SELECT {OF_HITS[table]} FROM {source} WHERE {chosen.where}"
    return (
        f"WITH hits AS MATERIALIZED ({hits}) SELECT * FROM ({' UNION ALL '.join(parts)})"
        " ORDER BY name, n DESC, value"
    )
