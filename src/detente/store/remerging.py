"""What is new in a workspace is merged into the occurrences that are kept of it; nothing else is looked at.

Reports are in parts that cannot meet (`merging.linking.parts`). A part is merged again where one of its
reports is gone or changed, was judged otherwise, or may meet what is new; all others stay as they are. So
the result is that of merging everything at once, whatever was kept before.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

import duckdb
import numpy as np
import pyarrow as pa

from detente.merging import Judged, Link, Report
from detente.merging.copies import BANDS, Hashes, contained, met, shingles, signature
from detente.merging.joining import Joined
from detente.merging.linking import OF_PAIR, blocks, one_sided, reached
from detente.merging.merged import merged
from detente.merging.sweeping import Coming, Settled, settled, swept
from detente.merging.telling import ToldWords, telling
from detente.records import Event, Occurrence
from detente.schema import arrow_schema, to_rows
from detente.store import remerging_sql as sql
from detente.store.conforming import conform
from detente.store.layout import ask, ask_in_batches, given

MOST_FRESH = 30_000
"""Reports that are merged into what is kept; where more are new, all are merged anew, day after day."""
MOST_NEAR = 100_000
"""Reports that these may meet."""
TOGETHER = 10_000
"""Reports that are looked through together where all are merged; more where more may still meet others."""
COMPARED = 10_000
"""Pairs of texts that are compared at a time."""
PART = 2_000
"""Occurrences that are written at a time."""
TOLD = pa.schema(
    {
        "event_id": pa.string(), "part": pa.string(), "article_id": pa.string(), "sentence": pa.int64(),
        "first": pa.int32(), "last": pa.int32(), "blocks": pa.list_(pa.string()), "one_sided": pa.bool_(),
    }
)  # fmt: skip


class Remerging:
    """Brings the file that a connection sees as `made` to what the events that it sees tell."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, judged: Judged) -> None:
        self._reading = connection
        self._writing = connection.cursor()
        self._judged = judged
        self._copies: dict[str, str] = {}

    def make(self, signs: str, *, kept: bool) -> None:
        """Merge what is new into a file that is `kept` and whole, or all into an empty one.

        `signs` tell from then on what it was made of.
        """
        if not kept:
            for table in sql.TABLES:
                self._writing.execute(table)
            _given(self._writing, "CREATE TABLE made.occurrences AS FROM given", _rows([]))
        self._look()
        if not (kept and self._update()):
            self._writing.execute("DELETE FROM made.told")
            self._writing.execute("DELETE FROM made.occurrences")
            self._write(swept(self._coming(), self._judged, least=TOGETHER))
        self._conclude(signs)

    def _update(self) -> bool:
        """Merge what is new; False where it is too much, and nothing is done."""
        self._touch()
        if self._count("fresh") > MOST_FRESH:
            return False
        fresh = list(self._reports("fresh"))
        tellings = list(map(telling, fresh))
        _given(self._reading, sql.NEAR, _asked(tellings))
        if self._count("near") > MOST_NEAR:
            return False
        tellings += map(telling, self._reports("near"))
        loose = self._reach(fresh, tellings)
        for table in ("told", "occurrences"):
            self._reading.execute(sql.PART_WITH.format(table=table))
        self._write(settled(loose, list(map(telling, loose)), self._judged))
        return True

    def _look(self) -> None:
        """What there is now, and which articles print the text of another."""
        self._reading.execute(sql.NOW)
        self._read_texts()
        self._compare()
        same = ask(self._reading, sql.COPIES).to_pylist()
        names: list[str] = sorted({name for pair in same for name in pair.values()})
        joined = Joined(names)
        for pair in same:
            joined.join(pair["one"], pair["other"])
        firsts = {name: joined.first(name) for name in names}
        self._copies = {name: first for name, first in firsts.items() if first != name}
        roots = pa.table(
            {"article_id": pa.array(self._copies.keys(), pa.string()),
             "root": pa.array(self._copies.values(), pa.string())}
        )  # fmt: skip
        _given(self._reading, sql.OTHER_ROOTS, roots)
        self._reading.execute("DELETE FROM made.roots")
        _given(self._reading, "INSERT INTO made.roots FROM given", roots)

    def _read_texts(self) -> None:
        """Note the signature of each text that is new."""
        self._reading.execute(sql.FORGET_TEXTS)
        for texts in ask_in_batches(self._reading, sql.NEW_TEXTS):
            names, found = texts.column(0), map(shingles, texts.column(1).to_pylist())
            marks = [signature(each).tobytes() if len(each) else None for each in found]
            rows = pa.table({"article_id": names, "signature": pa.array(marks, pa.binary())})
            _given(self._writing, "INSERT INTO made.signatures FROM given", rows)

    def _compare(self) -> None:
        """Compare the texts that are to be compared and were not yet."""
        names, pairs = self._to_compare()
        ordered = sorted(pairs)
        given = pa.table(
            {"one": pa.array([names[one] for one, _ in ordered], pa.string()),
             "other": pa.array([names[other] for _, other in ordered], pa.string())}
        )  # fmt: skip
        _given(self._reading, sql.PAIRS, given)
        self._reading.execute(sql.FORGET_PAIRS)
        new = ask(self._reading, sql.NEW_PAIRS)
        for start in range(0, len(new), COMPARED):
            few = new.slice(start, COMPARED)
            wanted = pa.chunked_array([*few.column("one").chunks, *few.column("other").chunks])
            ids = pa.table({"article_id": wanted.unique()})
            texts = _told_of(self._reading, sql.TEXTS, ids).to_pylist()
            hashes = {each["article_id"]: shingles(each["text"]) for each in texts}
            same = [
                contained(hashes[each["one"]], hashes[each["other"]]) for each in few.to_pylist()
            ]
            rows = few.append_column("contained", pa.array(same, pa.bool_()))
            _given(self._reading, "INSERT INTO made.compared FROM given", rows)

    def _to_compare(self) -> tuple[list[str], set[tuple[int, int]]]:
        """The articles, and the places of those of which the texts are to be compared."""
        names, marks = list[str](), list[Hashes]()
        for found in ask_in_batches(self._reading, sql.SIGNATURES):
            names += found.column(0).to_pylist()
            joined = b"".join(found.column(1).to_pylist())
            marks.append(np.frombuffer(joined, np.uint64).reshape(-1, BANDS))
        if not names:
            return [], set()
        return names, {(earlier, place) for place, earlier in met(np.concatenate(marks))}

    def _touch(self) -> None:
        """Tell what is fresh: what is new, and what was in a part with what is not as it was."""
        self._reading.execute(sql.FRESH)
        _given(self._reading, sql.TOUCHED, _ids(self._judged_otherwise()))
        self._reading.execute(sql.LOOSE)

    def _judged_otherwise(self) -> set[str]:
        """Events of which other judgements count than did, or that are joined to what is new."""
        rows = self._reading.execute("SELECT same, event_ids FROM made.links ORDER BY place")
        before = [Link(same, frozenset(ids)) for same, ids in rows.fetchall()]
        both = zip(before, self._judged, strict=False)
        kept = sum(1 for _ in itertools.takewhile(lambda two: two[0] == two[1], both))
        joined = [each for each in self._judged if each.same]
        named = _ids(frozenset().union(*(each.event_ids for each in joined)))
        asked = "SELECT event_id FROM fresh SEMI JOIN given USING (event_id)"
        new = set(_told_of(self._reading, asked, named).column(0).to_pylist())
        links = [*before[kept:], *self._judged[kept:]]
        links += [each for each in joined if not new.isdisjoint(each.event_ids)]
        return {event_id for link in links for event_id in link.event_ids}

    def _reach(self, fresh: Sequence[Report], tellings: Sequence[ToldWords]) -> list[Report]:
        """All that is to be merged again: what is fresh, whose `tellings` come first, and all in the parts
        that it reaches."""
        places = reached(tellings, range(len(fresh)))
        _given(self._reading, sql.REACHED, _ids(tellings[place].event_id for place in places))
        _given(self._reading, sql.MISSING, _ids(each.event.event_id for each in fresh))
        return [*fresh, *self._reports("missing")]

    def _write(self, parts: Iterable[Settled]) -> None:
        """Add parts to the file."""
        make = "CREATE OR REPLACE TABLE made.printed AS FROM given"
        _given(self._writing, make, TOLD.empty_table())
        told, rows = list[dict[str, object]](), list[tuple[str, Occurrence]]()
        for part in parts:
            name = min(each.event_id for each in part.tellings)
            told += [_told(each, name) for each in part.tellings]
            rows += [(name, merged(group, self._copies)) for group in part.groups]
            if len(rows) >= PART:
                self._put(told, rows)
                told, rows = [], []
        self._put(told, rows)

    def _put(self, told: list[dict[str, object]], rows: list[tuple[str, Occurrence]]) -> None:
        written = pa.Table.from_pylist(told, schema=TOLD)
        _given(self._writing, "INSERT INTO made.printed FROM given", written)
        _given(self._writing, "INSERT INTO made.occurrences FROM given", _rows(rows))

    def _conclude(self, signs: str) -> None:
        for statement in (sql.PRINTED, "DROP TABLE made.printed", "DELETE FROM made.links"):
            self._reading.execute(statement)
        links = [
            {"place": place, "same": link.same, "event_ids": sorted(link.event_ids)}
            for place, link in enumerate(self._judged)
        ]
        schema = {"place": pa.int32(), "same": pa.bool_(), "event_ids": pa.list_(pa.string())}
        table = pa.Table.from_pylist(links, schema=pa.schema(schema))
        _given(self._reading, "INSERT INTO made.links FROM given", table)
        self._reading.execute("DELETE FROM made.state")
        self._reading.execute("INSERT INTO made.state VALUES ($1)", [signs])

    def _coming(self) -> Iterator[Coming]:
        for found in ask_in_batches(self._reading, sql.COMING):
            days, untils = (found.column(name).to_pylist() for name in ("day", "until"))
            for report, day, until in zip(_as_reports(found), days, untils, strict=True):
                yield Coming(report, day.toordinal(), until.toordinal())

    def _reports(self, ids: str) -> Iterator[Report]:
        for found in ask_in_batches(self._reading, sql.REPORTS.format(ids=ids)):
            yield from _as_reports(found)

    def _count(self, table: str) -> int:
        (found,) = self._reading.execute(f"SELECT count(*) FROM {table}").fetchall()
        return int(found[0])


def _as_reports(found: pa.Table) -> list[Report]:
    events = to_rows(conform(found, arrow_schema(Event)), Event)
    facts = (found.column(name).to_pylist() for name in ("outlet", "published", "its_sentence"))
    return [Report(*told) for told in zip(events, *facts, strict=True)]


def _told(told: ToldWords, part: str) -> dict[str, object]:
    return {
        "event_id": told.event_id,
        "part": part,
        "article_id": told.article_id,
        "sentence": told.sentence,
        "first": told.days and told.days.first,
        "last": told.days and told.days.last,
        "blocks": ["|".join(each) for each in blocks(told)] if told.days else [],
        "one_sided": one_sided(told),
    }


def _asked(tellings: Iterable[ToldWords]) -> pa.Table:
    """In which blocks and when something may meet some tellings."""
    rows = {
        ("|".join(block), told.days.first, told.days.last, len(block) == OF_PAIR, one_sided(told))
        for told in tellings
        if told.days is not None
        for block in blocks(told)
    }
    schema = pa.schema(
        {"block": pa.string(), "first": pa.int32(), "last": pa.int32(), "of_pair": pa.bool_(),
         "one_sided": pa.bool_()}
    )  # fmt: skip
    return pa.Table.from_pylist(
        [dict(zip(schema.names, row, strict=True)) for row in sorted(rows)], schema=schema
    )


def _ids(ids: Iterable[str]) -> pa.Table:
    return pa.table({"event_id": pa.array(sorted(ids), pa.string())})


def _rows(found: Sequence[tuple[str, Occurrence]]) -> pa.Table:
    """Occurrences with the names of their parts; column by column, as there are many."""
    schema = arrow_schema(Occurrence)
    columns = {name: [getattr(each, name) for _, each in found] for name in schema.names}
    columns["taken_from"] = [
        [{"field": each.field, "event_id": each.event_id} for each in taken]
        for taken in columns["taken_from"]
    ]
    table = pa.Table.from_pydict(columns, schema=schema)
    return table.append_column("part", pa.array([name for name, _ in found], pa.string()))


def _given(connection: duckdb.DuckDBPyConnection, statement: str, rows: pa.Table) -> None:
    """Run a statement that takes rows from `given`."""
    with given(connection, rows):
        connection.execute(statement)


def _told_of(connection: duckdb.DuckDBPyConnection, question: str, rows: pa.Table) -> pa.Table:
    """The answer to a question about rows, which it calls `given`."""
    with given(connection, rows):
        return ask(connection, question)
