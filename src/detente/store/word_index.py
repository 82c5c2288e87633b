"""Where each word stands in the sentences of records and in articles: words and phrases are found by it.

It holds what `words.stems` makes of every text, so that it finds what `words.tells` finds, and no text is
read again. It is a file beside that of the cards (`cards`), and names records by their numbers there.
"""

from __future__ import annotations

import hashlib
import unicodedata
from array import array
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from detente.store import seeing, words
from detente.store.corrected import KINDS
from detente.store.databases import opened
from detente.store.filters import SENTENCE, TITLED
from detente.store.layout import given
from detente.store.query import Query
from detente.store.selection import Table
from detente.store.stopping import Stoppable
from detente.version import __version__

NAME = "word_index"
"""Under which a connection sees the file."""
ARTICLES = """
CREATE TABLE articles AS
SELECT row_number() OVER (ORDER BY article_id)::INTEGER AS article, article_id FROM cards.texts
"""
SENTENCES = """
CREATE TABLE sentences AS
SELECT row_number() OVER (ORDER BY article, "start", "end")::INTEGER AS sentence, * FROM (
    SELECT DISTINCT article, "start", "end" FROM (
        SELECT article_id, "start", "end" FROM cards.coded_cards_events
        UNION ALL SELECT article_id, "start", "end" FROM cards.coded_cards_statements
    ) JOIN articles USING (article_id))
"""
"""Records of one sentence share it."""
PLACES = """
CREATE TABLE places_{table} AS
SELECT r.n, s.article, s.sentence FROM cards.coded_cards_{table} r
JOIN articles USING (article_id) JOIN sentences s USING (article, "start", "end") ORDER BY r.n
"""
TEXTS = {
    "article": f"""
SELECT article AS text, {TITLED} AS told FROM articles JOIN cards.texts a USING (article_id)
""",
    "sentence": f"""
SELECT r.sentence AS text, {SENTENCE} AS told
FROM sentences r JOIN articles USING (article) JOIN cards.texts a USING (article_id)
""",
}
"""The texts in which words are looked for, by the columns of `PLACES` that name them."""
MADE = "CREATE TEMP TABLE found (stem INTEGER, text INTEGER, place INTEGER)"
"""Of each word its stem, the number of its text, and how many words stand before it there."""
KEPT = "CREATE TABLE {kind}_words AS FROM found ORDER BY stem, text, place; DROP TABLE found"
"""In this order those of one stem lie together, and need little room."""
STEMS = "CREATE TABLE stems AS FROM given ORDER BY stem"
ONE = f"SELECT text FROM {NAME}.{{kind}}_words WHERE stem = {{stem}}"
FIRST = f"SELECT text FROM (SELECT text, place FROM {NAME}.{{kind}}_words WHERE stem = {{stem}}) w"
NEXT = f"""
SEMI JOIN (
    SELECT text, place - {{after}} AS place FROM {NAME}.{{kind}}_words WHERE stem = {{stem}}
) w{{after}} USING (text, place)
"""
NUMBERS = f"SELECT n FROM {NAME}.places_{{table}} WHERE {{where}}"
MEMORY = "512MB"
"""What may be held while it is made, beside what is asked meanwhile."""
AT_ONCE = 2048
"""Texts that are taken apart together."""
UNKNOWN = -1
"""Stem of a word that no text tells."""
_RULES = (words.TOKEN.pattern, words.POSSESSIVE.pattern, unicodedata.unidata_version)
_SQL = (ARTICLES, SENTENCES, PLACES, TEXTS, MADE, KEPT, STEMS)
MADE_BY = hashlib.sha256(repr((__version__, duckdb.__version__, _RULES, _SQL)).encode()).hexdigest()
"""What the content of a file follows from, beside the cards."""


class Writing(Stoppable):
    """An index that is written in one thread, and may be stopped by another."""

    def write(self, path: Path, file: Path) -> None:
        """Write the index of the cards in a file into a new one. Raises `duckdb.Error` where stopped."""
        with opened(place=str(path)) as connection:
            self.on(connection)
            seeing.bound(connection)
            connection.execute(f"SET memory_limit = '{MEMORY}'")
            # What is left of it if the process is killed goes with the folder of the file (`kept`).
            spill = seeing.quoted(str(path.with_suffix(".spill")))
            connection.execute(f"SET temp_directory = {spill}")
            connection.execute(f"ATTACH {seeing.quoted(str(file))} AS cards (READ_ONLY)")
            for sql in (ARTICLES, SENTENCES, *(PLACES.format(table=table) for table in KINDS)):
                self._run(sql)
            vocabulary = _Vocabulary()
            for kind, texts in TEXTS.items():
                self._run(MADE)
                for found in _taken_apart(connection, texts, vocabulary):
                    self._run("INSERT INTO found FROM given", found)
                self._run(KEPT.format(kind=kind))
            self._run(STEMS, vocabulary.stems())
            connection.execute("DETACH cards")

    def _run(self, sql: str, rows: pa.Table | None = None) -> None:
        """Run a step, which may be asked of some `given` rows, unless it is to stop."""
        self.check()
        assert self._connection is not None
        with nullcontext() if rows is None else given(self._connection, rows):
            self._connection.execute(sql)


def look_into(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Let a connection see the index in a file. Raises `duckdb.Error` for a bad file."""
    connection.execute(f"ATTACH {seeing.quoted(str(path))} AS {NAME} (READ_ONLY)")


def is_seen(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a connection sees an index."""
    asked = "SELECT count(*) FROM duckdb_databases() WHERE database_name = $name"
    return any(n for (n,) in connection.execute(asked, {"name": NAME}).fetchall())


def telling(connection: duckdb.DuckDBPyConnection, query: Query, table: Table) -> str:
    """SQL for the numbers of the coded cards that tell the words of a question, on a connection that sees
    the index."""
    asked = [
        (kind, words.phrases(text))
        for kind, text in (("sentence", query.words), ("article", query.article_words))
        if text is not None
    ]
    wanted = {word for _, phrases in asked for phrase in phrases for word in phrase}
    known = f"SELECT stem, number FROM {NAME}.stems WHERE list_contains($wanted::VARCHAR[], stem)"
    numbers = dict(connection.execute(known, {"wanted": sorted(wanted)}).fetchall())
    where = " AND ".join(
        f"{kind} IN ({_standing(kind, [numbers.get(word, UNKNOWN) for word in phrase])})"
        for kind, phrases in asked
        for phrase in phrases
    )
    return NUMBERS.format(table=table, where=where)


def _standing(kind: str, phrase: list[int]) -> str:
    """SQL for the texts in which stems stand one after the other."""
    first, *others = phrase
    if not others:
        return ONE.format(kind=kind, stem=first)
    following = (
        NEXT.format(kind=kind, stem=stem, after=after) for after, stem in enumerate(others, start=1)
    )
    return FIRST.format(kind=kind, stem=first) + "".join(following)


class _Vocabulary(dict[str, int]):
    """The number of each word's stem, which it gets when it is first met."""

    def __init__(self) -> None:
        super().__init__()
        self._stems: dict[str, int] = {}

    def __missing__(self, token: str) -> int:
        number = self._stems.setdefault(words.stem_of(token), len(self._stems))
        self[token] = number
        return number

    def stems(self) -> pa.Table:
        """All stems with their numbers."""
        numbers = pa.array(self._stems.values(), pa.int32())
        return pa.table({"stem": pa.array(self._stems, pa.string()), "number": numbers})


def _taken_apart(
    connection: duckdb.DuckDBPyConnection, texts: str, vocabulary: _Vocabulary
) -> Iterator[pa.Table]:
    """The words of texts, by number of stem, number of text and place."""
    for batch in connection.cursor().sql(texts).to_arrow_reader(AT_ONCE):
        stems, lengths = array("i"), list[int]()
        for text in batch.column("told").to_pylist():
            tokens = words.tokens(text or "")
            stems.extend(map(vocabulary.__getitem__, tokens))
            lengths.append(len(tokens))
        ends = np.cumsum(lengths)
        places = np.arange(len(stems)) - np.repeat(ends - lengths, lengths)
        numbers = np.repeat(batch.column("text").to_numpy(), lengths)
        columns = (np.frombuffer(stems, dtype=np.int32), numbers, places)
        yield pa.table([pa.array(each, pa.int32()) for each in columns], list(FOUND))


FOUND = ("stem", "text", "place")
