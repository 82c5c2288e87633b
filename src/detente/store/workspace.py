"""The workspace: one folder, made, opened, written and asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from detente.merging import Merge
from detente.merging.reports import Report, ToldChannel
from detente.records import (
    Article,
    ChannelReport,
    Correction,
    Drawn,
    Event,
    Imported,
    Looked,
    Occurrence,
    Revision,
    Statement,
)
from detente.schema import arrow_schema, to_rows
from detente.store import audits, corrections, imports, removal, repairing, selection
from detente.store.appended import append
from detente.store.catalogue import Catalogue
from detente.store.conforming import conform
from detente.store.connected import connected
from detente.store.corrected import KEYS, Corrected, Validity
from detente.store.failures import check_path, explained
from detente.store.filters import Selection
from detente.store.layout import (
    TABLES,
    ask,
    ask_in_batches,
    clear_torn,
    has_table,
    make_tables,
)
from detente.store.lock import writer_lock
from detente.store.mark import MARK, check_mark, check_vacant, write_mark
from detente.store.occurrences import (
    KEPT_FROM,
    Merged,
    chosen,
    in_batches,
    merge_reports,
    names_parties,
    of_reports,
    to_merge,
)
from detente.store.query import Query, check_for, resolve_pair
from detente.store.standing import answers
from detente.store.status import Judged, Status, status_of
from detente.store.writer import Writer


class Workspace:
    """A folder of Delta Lake tables: `articles`, `addresses`, `events`, `statements`, `channels`,
    `revisions`, `imported`, `rejected`, `corrections`, `audits`, `looked`.

    Any number of processes may read while one writes; a reader sees only complete articles. Of an article
    that was read again with another text only the later version counts, unless a question says otherwise;
    and of what a reviewer corrected only what he says.
    Everything raised is a `WorkspaceError` or, from `Query`, a `QueryError`. Use `create`,
    `open` or `open_or_create`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._catalogue: Catalogue | None = None

    @classmethod
    def open(cls, path: str | Path) -> Workspace:
        """The workspace in a folder; raises `WorkspaceError` where there is none to read."""
        folder = Path(path)
        with explained(folder):
            check_path(folder)
            check_mark(folder)
        return cls(folder)

    @classmethod
    def create(cls, path: str | Path) -> Workspace:
        """A new workspace in a folder that is missing or empty."""
        folder = Path(path)
        with explained(folder):
            check_path(folder)
            check_vacant(folder)
            folder.mkdir(parents=True, exist_ok=True)
        with writer_lock(folder), explained(folder):
            clear_torn(folder)
            make_tables(folder)
            write_mark(folder)
        return cls(folder)

    @classmethod
    def open_or_create(cls, path: str | Path) -> Workspace:
        """The workspace in a folder, made where the folder is missing or empty."""
        folder = Path(path)
        with explained(folder):
            there = (folder / MARK).exists()
        return cls.open(folder) if there else cls.create(folder)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Hold the workspace for writing; raises `WorkspaceError` where another process does."""
        with writer_lock(self.folder):
            writer = Writer(self.folder)
            try:
                yield writer
            finally:
                writer.close()

    def articles(
        self, article_ids: Collection[str] | None = None, *, superseded: bool = False
    ) -> pa.Table:
        """All articles that count, or those asked for, by publication date and id.

        With `superseded`, those are among all that a later version replaced.
        """
        if article_ids is None:
            sql = selection.ARTICLES.format(where="")
            return self._ask("articles", sql, superseded=superseded)
        condition, values = selection.one_of("r.article_id", article_ids)
        sql = selection.ARTICLES.format(where=f"WHERE {condition}")
        return self._ask("articles", sql, superseded=True, **values)

    def article(self, article_id: str) -> Article | None:
        """One article with its text, or None."""
        found: list[Article] = to_rows(self.articles([article_id]), Article)
        return found[0] if found else None

    def addresses(self) -> pa.Table:
        """Where each article was met, by article and address."""
        return self._ask("addresses", selection.ADDRESSES, superseded=True)

    def revisions(self) -> pa.Table:
        """Which articles a later version replaced, and by which (`Revision`), by address and ids."""
        with explained(self.folder):
            there = has_table(self.folder, "revisions")
        if not there:
            return arrow_schema(Revision).empty_table()
        return self._ask("revisions", selection.REVISIONS, superseded=True)

    def events(self, query: Query | None = None) -> pa.Table:
        """Events by date, article, place in the text and id."""
        return conform(self._told("events", query or Query()), arrow_schema(Event))

    def statements(self, query: Query | None = None) -> pa.Table:
        """Statements by date, article, place in the text and id."""
        return conform(self._told("statements", query or Query()), arrow_schema(Statement))

    def batches(
        self, table: selection.Table, query: Query | None = None, *, added: Sequence[str] = ()
    ) -> Iterator[tuple[pa.Table, pa.Table]]:
        """The answer of `events`, `statements` or `channels`, some thousand records at a time.

        Beside the records stands what is `added` of their articles: columns of `articles`, or `sentence`,
        the sentence that they were read in. However many there are, they are never all held.
        """
        asked = query or Query()
        chosen = selection.told_selection(asked, table)
        return self._batches(table, asked, chosen, tuple(added))

    def reports(self, query: Query | None = None) -> list[Report]:
        """Events with the outlet and date of their article, in the order of `events`."""
        found = list[Report]()
        for records, facts in self.batches("events", query, added=selection.ARTICLE_FACTS):
            events, beside = to_rows(records, Event), (each.to_pylist() for each in facts.columns)
            found += (Report(*told) for told in zip(events, *beside, strict=True))
        return found

    def occurrences(
        self, query: Query | None = None, *, merge: Merge = "alike"
    ) -> list[Occurrence]:
        """What happened, once each, by date and id; see `merged`."""
        asked = query or Query()
        check_for(asked, "occurrences")
        if not self._stand(asked, merge):
            return list(self.merged(asked, merge=merge).occurrences)
        return [each for found in self._standing(asked) for each in to_rows(found, Occurrence)]

    def occurrence_batches(
        self, query: Query | None = None, *, merge: Merge = "alike"
    ) -> Iterator[pa.Table]:
        """The answer of `occurrences`, some thousand at a time.

        Where no parties are asked for, and there are many events, what was merged is kept beside the
        workspace, as its catalogue is: what is new is merged into it, and it is never all held.
        """
        asked = query or Query()
        check_for(asked, "occurrences")
        if not self._stand(asked, merge):
            yield from in_batches(self.merged(asked, merge=merge).occurrences)
        else:
            yield from self._standing(asked)

    def merged(self, query: Query | None = None, *, merge: Merge = "alike") -> Merged:
        """What happened, once each, with the reports that tell it.

        What the query says of the act (parties, type, day, status, confidence …) must hold of the
        occurrence; what it says of a report (outlet, genre, words, publication, sectors) of at
        least one of the reports that tell it. What somebody did without a word on whom is merged
        too, and stays where it tells what was asked for. The answer is that of the events that are
        there, whichever were read first.
        """
        asked = query or Query()
        check_for(asked, "occurrences")
        told = self.reports(to_merge(asked))
        telling = of_reports(asked)
        fits = self._ids(telling) if telling else None
        return self._merged(told, asked, merge, fits)

    def count(self, table: selection.Table, query: Query | None = None) -> int:
        """How many events, statements or mentions of channels a query finds; its limit does not count."""
        chosen = selection.told_selection(query or Query(), table)
        if not self._has(table):
            return 0
        counted = selection.count_sql(table, chosen)
        superseded = query is not None and query.superseded
        as_coded = query is not None and query.uncorrected
        found = self._raw(
            table, counted, superseded=superseded, uncorrected=as_coded, **chosen.values
        )
        return int(found.column("n").to_pylist()[0])

    def values(self, table: selection.Table, name: str) -> list[str]:
        """What stands in a table where a query may name anything: `outlet`, `issue` and the sectors."""
        sql = selection.VALUES[table].get(name)
        if sql is None or not self._has(table):
            return []
        found = self._raw(table, selection.DISTINCT.format(values=sql))
        return [value for value in found.column("value").to_pylist() if value]

    def beginning(
        self, table: Literal["articles", "events", "statements"], text: str, *, most: int = 10
    ) -> list[str]:
        """Ids of what counts that begin with a text, in order, at most so many."""
        key = "article_id" if table == "articles" else KEYS[table]
        sql = selection.BEGINNING.format(key=key, table=table, most=int(most))
        return [
            str(each) for each in self._raw(table, sql, beginning=text).column("id").to_pylist()
        ]

    def channels(self, query: Query | None = None) -> pa.Table:
        """What is told of channels, by date, article, place in the text and id.

        With `between`, of those that both states have. Empty where the workspace was made before
        there were channels and has not been written to since.
        """
        return conform(self._told("channels", query or Query()), arrow_schema(ChannelReport))

    def told_channels(self, query: Query | None = None) -> list[ToldChannel]:
        """The same with the outlet and date of their article, in the order of `channels`."""
        table = self._told("channels", query or Query())
        reports = to_rows(conform(table, arrow_schema(ChannelReport)), ChannelReport)
        outlets, dates = (table.column(name).to_pylist() for name in ("outlet", "published"))
        return [ToldChannel(*told) for told in zip(reports, outlets, dates, strict=True)]

    def last_published(self) -> dt.date | None:
        """Publication date of the latest article, or None where none has a date."""
        table = self._raw("articles", selection.LAST_PUBLISHED)
        found: dt.date | None = table.column("day").to_pylist()[0]
        return found

    def correct(self, made: Sequence[Correction]) -> None:
        """Add corrections (`detente.correcting` makes them); nothing that is there is overwritten.

        Needs no lock: others may read, write and correct meanwhile, and nothing is lost.
        """
        with explained(self.folder):
            append(self.folder, "corrections", made)

    def corrections(self) -> list[Correction]:
        """All corrections, in the order in which they were made."""
        with explained(self.folder):
            return corrections.held(self.folder)

    def last_corrected(self, article_ids: Collection[str | None]) -> dict[str | None, str]:
        """When each of some articles was last corrected; of None, when occurrences were."""
        with explained(self.folder):
            return corrections.last_made(self.folder, article_ids)

    def validity(self) -> dict[str, Validity]:
        """Whether each correction holds, by its id: one does as long as its sentence is there."""
        found = self._corrected()
        return found.validity if found else {}

    def audit(self, *, drawn: Sequence[Drawn] = (), looked: Sequence[Looked] = ()) -> None:
        """Add units drawn to be checked, or passages looked through (`detente.auditing` makes them).

        Needs no lock, as `correct`.
        """
        with explained(self.folder):
            append(self.folder, "audits", drawn)
            append(self.folder, "looked", looked)

    def audits(self) -> list[Drawn]:
        """The units of all audits, in the order in which they were drawn and are checked."""
        with explained(self.folder):
            return audits.drawn(self.folder)

    def looked(self) -> list[Looked]:
        """Which passages of audits were looked through, by whom, in order of time."""
        with explained(self.folder):
            return audits.looked(self.folder)

    def catalogue(self) -> Catalogue:
        """The records in the columns by which they are looked for, kept at hand for many questions."""
        if self._catalogue is None:
            self._catalogue = Catalogue(self.folder)
        return self._catalogue

    def rejected(self) -> pa.Table:
        """What could not be read or coded, by path and place."""
        return self._ask("rejected", selection.REJECTED)

    def status(self) -> Status:
        """What the workspace holds: articles, records, languages, pairs of states, what was rejected, and
        how much was judged."""
        judged = Judged(
            judgements=len(self.corrections()),
            lost=sum(not each.holds for each in self.validity().values()),
            audits=len({each.audit for each in self.audits()}),
        )
        return status_of(self.folder, self.datasets(), judged)

    def remove(
        self,
        article_ids: Collection[str] = (),
        *,
        outlets: Collection[str] = (),
        files: Collection[str | Path] = (),
        confirm: removal.Confirm = lambda found: True,
    ) -> removal.Removed | None:
        """Take out articles and all that was coded from them; what was taken out.

        Articles are named by id, outlet, or the file or folder in which they were met; of a file also goes
        what was rejected in it. Reading an article again adds it again. `confirm` is told what was found
        and may say no, which gives None. Raises `QueryError` where one of what is named is not there, and
        `WorkspaceError` where another process writes.
        """
        asked = removal.asked_for(sorted(article_ids), sorted(outlets), sorted(map(str, files)))
        return removal.remove(self.folder, asked, confirm)

    def check(self, *, repair: bool = False) -> repairing.Checked:
        """Compare all bytes with what was noted when they were written; with `repair`, repair what can be.

        Raises `WorkspaceError` where another process writes.
        """
        return repairing.check(self.folder, repair=repair)

    @contextmanager
    def importing(self) -> Iterator[imports.ImportWriter]:
        """Hold the workspace for importing; raises `WorkspaceError` where another process writes."""
        with imports.importing(self.folder) as writer:
            yield writer

    def imported(
        self,
        *,
        between: tuple[str, str] | None = None,
        dataset: str | None = None,
        ids: Collection[str] | None = None,
    ) -> pa.Table:
        """Imported rows by date, data set, file and line, of all or of what is asked for.

        `ids` are values of `imported_id`.
        """
        given: dict[str, Any] = {}
        conditions = ["true"]
        if between is not None:
            given["pair"] = "-".join(sorted(resolve_pair(between)))
            conditions.append("pair = $pair")
        if ids is not None:
            given["ids"] = sorted(ids)
            conditions.append("list_contains($ids, imported_id)")
        sql = imports.ROWS.replace("{condition}", " AND ".join(conditions))
        schema = arrow_schema(Imported)
        with explained(self.folder):
            found = imports.ask_imported(self.folder, sql, dataset, **given)
        return schema.empty_table() if found is None else conform(found, schema)

    def imported_acts(self, between: tuple[str, str], dataset: str, schema: pa.Schema) -> pa.Table:
        """What one data set tells of two states, with the columns of `schema` (`measuring.ACTS`)."""
        first, second = resolve_pair(between)
        pair = "-".join(sorted((first, second)))
        with explained(self.folder):
            found = imports.ask_acts(self.folder, dataset, first=first, second=second, pair=pair)
        return schema.empty_table() if found is None else conform(found, schema)

    def imported_coverage(self, dataset: str, schema: pa.Schema) -> pa.Table:
        """How many acts of all states one data set tells of, day by day (`measuring.tally.COVERAGE`)."""
        with explained(self.folder):
            found = imports.ask_imported(self.folder, imports.COVERAGE, dataset)
        return schema.empty_table() if found is None else conform(found, schema)

    def datasets(self) -> dict[str, tuple[int, dt.date, dt.date]]:
        """Name of each imported data set, with its number of rows, first and last day."""
        with explained(self.folder):
            found = imports.ask_imported(self.folder, imports.COUNTS)
        rows = [] if found is None else found.to_pylist()
        return {row["dataset"]: (row["n"], row["first"], row["last"]) for row in rows}

    def _merged(
        self, told: Sequence[Report], asked: Query, merge: Merge, telling: Collection[str] | None
    ) -> Merged:
        texts = self._texts({report.event.article_id for report in told})
        corrected = None if asked.uncorrected else self._corrected()
        judged = corrected.links if corrected else ()
        return merge_reports(told, texts, asked, merge, telling=telling, judged=judged)

    def _stand(self, asked: Query, merge: Merge) -> bool:
        """Whether a question of occurrences is answered from those that are kept."""
        if merge != "alike" or names_parties(asked):
            return False
        with connected(self.folder, "events", "", uncorrected=True) as connection:
            (row,) = connection.execute("SELECT count(*) FROM events").fetchall()
        return int(row[0]) >= KEPT_FROM

    def _standing(self, asked: Query) -> Iterator[pa.Table]:
        shown = {"superseded": asked.superseded, "uncorrected": asked.uncorrected}
        told = of_reports(asked)
        fits = self._ids(told) if told else None
        with explained(self.folder):
            yield from answers(self.folder, lambda found: chosen(found, asked, fits), **shown)

    def _ids(self, query: Query) -> set[str]:
        batches = self.batches("events", query)
        return {each for found, _ in batches for each in found.column("event_id").to_pylist()}

    def _texts(self, article_ids: Collection[str]) -> Iterator[tuple[str, str]]:
        if not article_ids:
            return
        condition, values = selection.one_of("r.article_id", article_ids)
        sql = selection.TEXTS.format(where=condition)
        with connected(self.folder, "articles", sql, superseded=True) as connection:
            for found in ask_in_batches(connection, sql, **values):
                yield from zip(*(each.to_pylist() for each in found.columns), strict=True)

    def _told(self, table: selection.Table, query: Query) -> pa.Table:
        """Records of a table with outlet and date of their article."""
        chosen = selection.told_selection(query, table)
        if not self._has(table):
            added = (pa.field("outlet", pa.string()), pa.field("published", pa.date32()))
            return pa.schema([*arrow_schema(TABLES[table]), *added]).empty_table()
        sql = selection.told_sql(query, table, chosen)
        return self._raw(
            table, sql, superseded=query.superseded, uncorrected=query.uncorrected, **chosen.values
        )

    def _batches(
        self, table: selection.Table, query: Query, chosen: Selection, added: tuple[str, ...]
    ) -> Iterator[tuple[pa.Table, pa.Table]]:
        if not self._has(table):
            return
        sql = selection.told_sql(query, table, chosen, added=added)
        schema, facts = arrow_schema(TABLES[table]), [selection.fact(name) for name in added]
        with connected(
            self.folder, table, sql, superseded=query.superseded, uncorrected=query.uncorrected
        ) as connection:
            for found in ask_in_batches(connection, sql, **chosen.values):
                yield conform(found, schema), found.select(facts).rename_columns(list(added))

    def _has(self, table: str) -> bool:
        with explained(self.folder):
            return has_table(self.folder, table)

    def _ask(self, name: str, sql: str, *, superseded: bool = False, **values: Any) -> pa.Table:
        found = self._raw(name, sql, superseded=superseded, **values)
        return conform(found, arrow_schema(TABLES[name]))

    def _corrected(self) -> Corrected | None:
        with explained(self.folder):
            return corrections.corrected(self.folder)

    def _raw(
        self,
        name: str,
        sql: str,
        *,
        superseded: bool = False,
        uncorrected: bool = False,
        **values: Any,
    ) -> pa.Table:
        with connected(
            self.folder, name, sql, superseded=superseded, uncorrected=uncorrected
        ) as connection:
            return ask(connection, sql, **values)
