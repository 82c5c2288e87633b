"""The catalogue: what pages ask of a workspace, kept at hand."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Literal

import duckdb
import pyarrow as pa

from detente.errors import DetenteError
from detente.merging import Report
from detente.records import Article, Correction, Event
from detente.schema import arrow_schema, from_dict, to_arrow, to_rows
from detente.store import cards, corrections, kept, log, lookups, word_index, words
from detente.store import catalogue_sql as sql
from detente.store.cards import Tables
from detente.store.conforming import conform
from detente.store.corrected import KEYS, KINDS, Coded, Corrected, Told
from detente.store.failures import explained
from detente.store.filters import Selection
from detente.store.layout import ask, given
from detente.store.occurrences import Merged, merge_reports
from detente.store.query import Query
from detente.store.selection import TIES, one_of, order_of, told_selection
from detente.store.stopping import Stoppable, ended, passing_over

Rows = list[dict[str, Any]]
Signs = Mapping[str, str]
"""Of each table something that changes whenever the table does."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records an answer has, and how many of them of each type, outlet, year …"""

    total: int
    facets: dict[str, tuple[tuple[str, int], ...]]
    """Name of a facet to values with their numbers, most first."""


class Catalogue:
    """The records of a workspace in the columns by which they are looked for.

    It is made when it is first asked, and anew when a table has changed. It answers as `Workspace` does, of
    what counts and as it was corrected: `superseded` and `uncorrected` are not heard. It is a file outside
    the workspace, which is kept for the next run (`kept`), or, where none can be, is removed by `close`.
    Many threads may ask at once. Raises what `Workspace` raises.

    Words are looked for in the texts, and, once there is an index of them (`index_words`), in that: the
    answers are the same, and come sooner.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._place: tempfile.TemporaryDirectory[str] | None = None
        self._made = 0
        self._signs: Signs = {}
        self._held: duckdb.DuckDBPyConnection | None = None
        self._file = Path()
        self._indexes, self._indexing = False, Lock()
        self._written = word_index.Writing()
        self._making = Stoppable()
        self._sought: duckdb.DuckDBPyConnection | None = None
        """The connection for which an index of words was made, or could not be."""
        self._corrected: Corrected | None = None
        self._remembered: dict[Any, Any] = {}
        self._told: deque[tuple[Any, str]] = deque()
        self._numbers = count()

    def close(self) -> None:
        """Let go of all that is kept; what is being made is left, and whoever waits for it is told so."""
        with ended(self._indexing, self._making, self._written):
            self._written = word_index.Writing()
        with ended(self._lock, self._making):
            self._making = Stoppable()
            if self._held is not None:
                with suppress(duckdb.Error):  # an answer is still looked for: it ends on its own
                    self._held.close()
            if self._place is not None:
                self._place.cleanup()
            self._held, self._sought, self._place, self._signs = None, None, None, {}

    def index_words(self) -> None:
        """Make the index in which words are found soon, where it is not there; and from now on, behind
        whoever asks for words, whenever a table has changed.

        It takes about as long as to make the catalogue, and nobody waits for it. Where it cannot be
        written, words are still looked for in the texts.
        """
        self._indexes, written = True, self._written
        with self._indexing:
            if written.is_stopped:
                return
            with explained(self.folder):
                self._cursor()
            with self._lock:
                held, file = self._held, self._file
            if held is not None and held is not self._sought:
                self._sought = held
                with suppress(OSError, duckdb.Error):  # a full disk; it was closed meanwhile
                    _index(held, file, self._written)

    @property
    def state(self) -> tuple[tuple[str, str], ...]:
        """Something that changes whenever an answer may."""
        return tuple(sorted(_signs(self.folder).items()))

    def months(self) -> Rows:
        """Counted acts of each pair and month, weighed by confidence, by pair and month."""
        rows: Rows = self._remember("months", lambda: self._pairs("months", sql.MONTHS))
        return rows

    def latest(self) -> Rows:
        """Of each pair in how many articles it is told of, and its latest counted act."""
        rows: Rows = self._remember("latest", lambda: self._pairs("latest", sql.LATEST))
        return rows

    def counted(self, table: Coded, query: Query) -> Counted:
        """How many records a query finds, of which types, outlets, years …; its limit does not count."""
        source, chosen = self._asked(table, query)
        asked = sql.facets_sql(table, source, chosen)
        key = (table, asked, repr(chosen.values))
        rows = self._remember(key, lambda: self._rows(asked, **chosen.values))
        facets: dict[str, list[tuple[str, int]]] = {name: [] for name in sql.FACETS[table]}
        for row in rows:
            if row["name"]:
                facets[row["name"]].append((row["value"], row["n"]))
        total = next(row["n"] for row in rows if not row["name"])
        return Counted(total, {name: tuple(values) for name, values in facets.items()})

    def total(self, table: Coded, query: Query) -> int:
        """How many records a query finds; its limit does not count."""
        source, chosen = self._asked(table, query)
        asked = sql.TOTAL.format(source=source, where=chosen.where)
        (row,) = self._remember(
            (asked, repr(chosen.values)), lambda: self._rows(asked, **chosen.values)
        )
        return int(row["n"])

    def cards(self, table: Coded, query: Query, *, skip: int = 0) -> Rows:
        """Records as they are listed, in the order of `Workspace`, from one of them on."""
        source, chosen = self._asked(table, query)
        few = "" if query.limit is None else f" LIMIT {int(query.limit)}"
        with explained(self.folder):
            cursor, corrected = self._cursor()
        # Corrected cards are numbered apart from the others.
        order = order_of(query, table, ties="r.n" if corrected is None else TIES)
        asked = sql.PAGE.format(
            table=table, source=source, where=chosen.where, order=order, limit=few, skip=int(skip)
        )
        with explained(self.folder):
            rows: Rows = ask(cursor, asked, **chosen.values).to_pylist()
        return rows

    def least_sure(self, table: Coded, query: Query) -> list[str]:
        """Ids of what was coded, least sure first; corrections do not change their order."""
        chosen = told_selection(query, table)
        asked = sql.LEAST_SURE.format(
            key=KEYS[table], table=table, where=chosen.where, most=int(query.limit or MOST_IN_LINE)
        )
        rows = self._remember(
            (asked, repr(chosen.values)), lambda: self._rows(asked, **chosen.values)
        )
        return [row["id"] for row in rows]

    def acts(self, query: Query, schema: pa.Schema) -> pa.Table:
        """Counted reports of two states, with the columns of `schema` (`measuring.ACTS`), by day and id.

        Each report is an act of its own: what tells the same is not joined.
        """
        source, chosen = self._asked("events", query)
        (first, second), *_ = query.pairs
        asked = sql.ACTS.format(source=source, where=chosen.where)
        values = {**chosen.values, "one": first, "other": second}
        return conform(self._table(asked, **values), schema)

    def joined(self, query: Query) -> Merged:
        """What the reports of a query tell, once each, whatever other reports tell of it."""
        source, chosen = self._asked("events", query)
        asked = sql.REPORTS.format(source=source, where=chosen.where)
        found = self._table(asked, **chosen.values)
        events = to_rows(conform(found, arrow_schema(Event)), Event)
        facts = zip(found["outlet"].to_pylist(), found["published"].to_pylist(), strict=True)
        told = [Report(event, *where) for event, where in zip(events, facts, strict=True)]
        ids = {each.article_id for each in events}
        condition, values = one_of("article_id", ids, few=LOOKED_UP)
        texts = self._rows(sql.WORDS_OF.format(where=condition), **values)
        links = self._corrected.links if self._corrected else ()
        return merge_reports(
            told,
            ((row["article_id"], row["text"]) for row in texts),
            Query(),
            "alike",
            judged=links,
        )

    def published(self) -> tuple[dt.date | None, dt.date | None]:
        """Publication dates of the first and the last article, None where none has a date."""
        (row,) = self._remember("published", lambda: self._rows(sql.PUBLISHED))
        return row["first"], row["last"]

    def first_told(self, query: Query) -> dt.date | None:
        """Publication date of the first article that tells an event of a query, None where none has one."""
        source, chosen = self._asked("events", query)
        asked = sql.FIRST_TOLD.format(source=source, where=chosen.where)
        day: dt.date | None = self._rows(asked, **chosen.values)[0]["day"]
        return day

    def record(self, table: Coded, record_id: str) -> Told | None:
        """One event or statement as it stands after corrections, or None."""
        key = KEYS[table]
        found = self._standing(table, f"{key} = $value", {"value": record_id})
        return next((each for each in found if getattr(each, key) == record_id), None)

    def records_of(self, table: Coded, article_id: str, *, uncorrected: bool = False) -> list[Any]:
        """All that was read in one article, in the order of the text: as it stands after corrections, or as
        the coder read it."""
        asked = table, "article_id = $value", {"value": article_id}
        found = self._coded(*asked)[0] if uncorrected else self._standing(*asked)
        here = [each for each in found if each.article_id == article_id]
        return sorted(here, key=lambda each: (each.start, getattr(each, KEYS[table])))

    def there(self, table: Literal["articles", "events"], ids: Collection[str]) -> set[str]:
        """Which of some articles or events are in the workspace, corrected or not, replaced or not."""
        key = "article_id" if table == "articles" else "event_id"
        asked = f"SELECT {key} AS id FROM coded_{table} WHERE list_contains($ids::VARCHAR[], {key})"
        wanted = sorted(ids)
        found = self._remember((asked, *wanted), lambda: self._rows(asked, ids=wanted))
        return {row["id"] for row in found}

    def corrections(self) -> list[Correction]:
        """All corrections, in the order in which they were made."""
        held = self._remember(corrections.TABLE, lambda: corrections.held(self.folder))
        return list(held)

    def articles(self, article_ids: Sequence[str]) -> dict[str, Article]:
        """Articles that count, by id."""
        condition, values = one_of("article_id", article_ids, few=LOOKED_UP)
        found = self._rows(sql.OF_ARTICLES.format(where=condition), **values)
        return {row["article_id"]: from_dict(Article, row) for row in found}

    def outlet(self, asked: str, name: str) -> Rows:
        """The answer to a question, in SQL, of the `texts` of one outlet `$outlet`."""
        return self._rows(asked, outlet=name)

    def _pairs(self, name: str, asked: str) -> Rows:
        """What is told of each pair: as it was coded it stands in the file."""
        if self._corrected is None:
            return self._rows(f"FROM coded_{name} ORDER BY first, second")
        return self._rows(asked.format(events="cards_events"))

    def _coded(
        self, table: Coded, condition: str, values: Mapping[str, Any]
    ) -> tuple[list[Told], Corrected | None]:
        """What was coded, and what corrections make of it."""
        asked = f"SELECT * FROM coded_{table} WHERE {condition}"
        with explained(self.folder):
            cursor, corrected = self._cursor()
            found = conform(ask(cursor, asked, **values), arrow_schema(KINDS[table]))
        return to_rows(found, KINDS[table]), corrected

    def _standing(self, table: Coded, condition: str, values: Mapping[str, Any]) -> list[Told]:
        """What was coded there and stands, and all that corrections made."""
        coded, corrected = self._coded(table, condition, values)
        if corrected is None:
            return coded
        hidden, stand = corrected.hidden[table], corrected.records[table]
        left = [each for each in coded if getattr(each, KEYS[table]) not in hidden]
        return [*left, *stand.values()]

    def _rows(self, asked: str, **values: Any) -> Rows:
        rows: Rows = self._table(asked, **values).to_pylist()
        return rows

    def _table(self, asked: str, **values: Any) -> pa.Table:
        with explained(self.folder):
            cursor, _ = self._cursor()
            return ask(cursor, asked, **values)

    def _remember(self, key: Any, find: Any) -> Any:
        """What was answered to the same question since the last change, or what is found."""
        with explained(self.folder):
            self._cursor()
        held = self._remembered
        if key not in held:
            if len(held) > MOST_REMEMBERED:
                held.clear()
            held[key] = find()
        return held[key]

    def _asked(self, table: Coded, query: Query) -> tuple[str, Selection]:
        """Where a question is asked, and its conditions."""
        source, chosen = lookups.asked(query, table)
        if query.words is not None or query.article_words is not None:
            chosen.conditions.insert(1, f"r.n IN (FROM {self._telling(table, query)})")
        return source, chosen

    def _telling(self, table: Coded, query: Query) -> str:
        """The name of a table of the cards that tell the words of a question.

        It is made when they are first asked: who turns a page, or narrows what was found, need not wait.
        """

        key = ("telling", table, query.words, query.article_words)

        def find() -> str:
            with explained(self.folder):
                cursor, corrected = self._cursor()
                name = f"telling_{next(self._numbers)}"
                if word_index.is_seen(cursor):
                    _tell_by_index(cursor, name, query, table, is_corrected=corrected is not None)
                else:
                    self._index_behind()
                    _tell_by_texts(cursor, name, query, table)
                self._told.append((key, name))
                if len(self._told) > MOST_TOLD:
                    earlier, its_name = self._told.popleft()
                    self._remembered.pop(earlier, None)
                    cursor.execute(f"DROP TABLE IF EXISTS {its_name}")
            return name

        name: str = self._remember(key, find)
        return name

    def _index_behind(self) -> None:
        """Let the index of words be made while others are answered, where that is wanted."""

        def index() -> None:
            with suppress(DetenteError):  # whoever asks next is told what is wrong
                self.index_words()

        if self._indexes and self._sought is not self._held:
            Thread(target=index, daemon=True).start()

    def _cursor(self) -> tuple[duckdb.DuckDBPyConnection, Corrected | None]:
        """A connection to what is kept, made anew where a table has changed."""
        making = self._making
        with making.going_on(self.folder), self._lock:
            making.check()
            signs = _signs(self.folder)
            if signs != self._signs or self._held is None:
                self._remembered = {}
                same = all(signs.get(name) == self._signs.get(name) for name in cards.HELD)
                if self._held is None or not same:
                    self._held = self._read()
                self._lay_over(self._held)
                self._signs = signs
            return self._held.cursor(), self._corrected

    def _read(self) -> duckdb.DuckDBPyConnection:
        """A connection to the cards of the workspace as it is."""
        tables = cards.held_tables(self.folder)
        path = kept.path_of(self.folder, tables, cards.MADE_BY)
        found = None
        if path is not None:
            with passing_over(OSError, duckdb.Error):  # a full disk, a file that is broken
                found = self._kept(path, tables)
        if path is None or found is None:
            path = self._own(tables)
            found = cards.seen(path)
        cards.show(found, tables)
        words.teach(found)
        self._file = path
        with suppress(OSError, duckdb.Error):  # there is none yet
            _look_into_index(found, path)
        return found

    def _kept(self, path: Path, tables: Tables) -> duckdb.DuckDBPyConnection:
        """The file that is kept for other runs, too, made where it is not there."""
        with suppress(OSError, duckdb.Error):
            kept.touch(path)
            return cards.seen(path)
        kept.keep(path, lambda new: cards.write(new, self.folder, tables, self._making))
        return cards.seen(path)

    def _own(self, tables: Tables) -> Path:
        """A file of its own, where nothing can be kept."""
        if self._place is None:
            self._place = tempfile.TemporaryDirectory(prefix="detente-", ignore_cleanup_errors=True)
        place, earlier = Path(self._place.name), self._made
        self._made += 1
        path = place / f"{self._made}.duckdb"
        cards.write(path, self.folder, tables, self._making)
        with suppress(OSError):  # one that is still read stays until the end
            for each in place.glob(f"{earlier}.*"):
                each.unlink()
        return path

    def _lay_over(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Let the cards be those that stand after corrections; who asks meanwhile sees all or nothing."""
        found = corrections.corrected(self.folder)
        connection.begin()
        try:
            for table in KINDS:
                _lay_over(connection, table, found)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
        self._corrected = found


def _lay_over(connection: duckdb.DuckDBPyConnection, table: Coded, found: Corrected | None) -> None:
    if found is not None:
        _correct(connection, table, found)
    view = sql.AS_CODED if found is None else sql.AS_CORRECTED
    for name in ("cards", *sql.PARTIES):
        connection.execute(view.format(name=name, table=table))


def _correct(connection: duckdb.DuckDBPyConnection, table: Coded, found: Corrected) -> None:
    stand = sorted(found.records[table].items())
    made = to_arrow([record for _, record in stand], KINDS[table])
    gone = pa.table({KEYS[table]: pa.array(sorted(found.hidden[table]), pa.string())})
    with given(connection, gone):
        connection.execute(sql.HIDDEN.format(table=table, key=KEYS[table]))
    told = sql.NUMBERED_BELOW.format(sql.CARDS[table].format(source="given"))
    with given(connection, made):
        connection.execute(f"CREATE OR REPLACE TABLE corrected_cards_{table} AS {told}")
    for name in sql.PARTIES:
        connection.execute(sql.parties_sql(name, table, "corrected"))


def _tell_by_texts(
    connection: duckdb.DuckDBPyConnection, name: str, query: Query, table: Coded
) -> None:
    """Make a table of the cards that tell words, by looking through the texts."""
    source, chosen = lookups.telling(query, table)
    asked = f"SELECT r.n FROM {source} WHERE {chosen.where}"
    with given(connection, ask(connection, asked, **chosen.values)):
        connection.execute(f"CREATE TABLE {name} AS FROM given")


def _tell_by_index(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    query: Query,
    table: Coded,
    *,
    is_corrected: bool,
) -> None:
    """Make the same table by the index, in which what was corrected is not."""
    connection.execute(f"CREATE TABLE {name} AS {word_index.telling(connection, query, table)}")
    if is_corrected:
        asked, chosen = lookups.telling_corrected(query, table)
        connection.execute(f"INSERT INTO {name} {asked}", chosen.values)


def _index(connection: duckdb.DuckDBPyConnection, file: Path, written: word_index.Writing) -> None:
    """Make the index of a file of cards where it is not there, and let a connection see it."""

    def write(path: Path) -> None:
        written.write(path, file)
        if not file.exists():
            raise FileNotFoundError(f"{file} went while its words were indexed")

    if not word_index.is_seen(connection.cursor()):
        kept.keep(kept.beside(file, word_index.MADE_BY), write)
        _look_into_index(connection.cursor(), file)


def _look_into_index(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    path = kept.beside(file, word_index.MADE_BY)
    word_index.look_into(connection, path)
    kept.touch(path)


LOOKED_UP = 1_000
"""Articles up to which each is looked up in the index of texts; of more, all texts are gone through."""
MOST_IN_LINE = 1_000
"""Records that are lined up to be reviewed."""
MOST_REMEMBERED = 200
"""Answers that are kept until a table changes."""
MOST_TOLD = 20
"""Tables of what tells certain words that are kept."""


def _signs(folder: Path) -> dict[str, str]:
    """The last commit of each table."""
    with explained(folder):
        names = (*cards.HELD, "channels", corrections.TABLE)
        there = (name for name in names if (folder / name / log.LOG).is_dir())
        return {name: log.sign(folder / name) for name in there}
