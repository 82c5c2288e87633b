"""Records for other programs: CSV, JSON Lines, Parquet, Excel and Stata."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.commands import machine
from detente.commands.sheets import (
    KEYS,
    Sheet,
    added_column,
    added_for,
    added_values,
    check_added,
    rows_of,
    sheet,
)
from detente.records import Channel, ChannelReport, Event, Occurrence

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.commands.flat import Column
    from detente.store import Query, Workspace
    from detente.store.selection import Table

NAMES = {"LedgerRow": "ledger", "ChannelReport": "mentions"}
"""Names of sheets that are not that of the record's class."""
REPORTS = {Occurrence: ("events", Event, "occurrence_id"),
           Channel: ("channels", ChannelReport, "channel_id")}  # fmt: skip
"""Records that are told by others, which have a sheet of their own in a workbook."""
STREAMED = frozenset({"csv", "jsonl", "parquet"})
"""Forms that are written record by record; a workbook is made whole."""
PART = 2000
"""Records that are written at a time."""
DAY_COLUMNS = ("date", "date_start", "last_held", "last", "published")
"""Where the day of a record stands, the best first."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some records, as an Arrow table, with what is added to each of them."""

    table: pa.Table
    facts: Sequence[Sequence[Any]]


def write(
    workspace: Workspace,
    table: pa.Table,
    record: type,
    form: str,
    out: Path | None,
    *,
    added: Sequence[str] = (),
    question: Iterable[tuple[str, str]] = (),
    uncorrected: bool = False,
) -> None:
    """Write records of one class in a form for programs.

    `added` are facts of their articles, or `sentence`; `question` is what was asked, for the sheet
    that says so; `uncorrected` says that what tells them is shown as the coder read it.
    """
    check_added(record, added)
    if form in STREAMED:
        added = beside(record, form, added)
        parts = _parts(workspace, table, record, added)
        machine.write(out, streamed(parts, record, form, added, question))
        return
    found = rows_of(table, record)
    made = sheet(workspace, found, record, name_of(record), added_for(record, added))
    if form == "dta":
        from detente.commands.stata import stata

        machine.write(out, stata(made))
        return
    from detente.commands.spreadsheet import workbook

    sheets = [made, *_reports(workspace, found, record, uncorrected)]
    machine.write(out, workbook(sheets, [*about(question), *_span(made)]))


def write_told(
    workspace: Workspace,
    name: Table,
    query: Query,
    record: type,
    form: str,
    out: Path | None,
    *,
    added: Sequence[str] = (),
    question: Iterable[tuple[str, str]] = (),
) -> None:
    """Write what a query finds in a table, as `write` does; where the form allows, without holding it
    all."""
    if form not in STREAMED:
        table = getattr(workspace, name)(query)
        write(workspace, table, record, form, out, added=added, question=question)
        return
    added = beside(record, form, added)
    told = workspace.batches(name, query, added=added)
    parts = (Part(table, _rows(facts) if added else [()] * len(table)) for table, facts in told)
    machine.write(out, streamed(_begun(parts), record, form, added, question))


def write_batches(
    workspace: Workspace,
    batches: Iterable[pa.Table],
    record: type,
    form: str,
    out: Path | None,
    *,
    added: Sequence[str] = (),
    question: Iterable[tuple[str, str]] = (),
) -> None:
    """Write records that come in batches, as `write` does, in one of the forms of `STREAMED`."""
    check_added(record, added)
    added = beside(record, form, added)
    tables = machine.regrouped(batches, PART)
    parts = (part for table in tables for part in _parts(workspace, table, record, added))
    machine.write(out, streamed(_begun(parts), record, form, added, question))


def _begun(parts: Iterator[Part]) -> Iterator[Part]:
    """The parts, of which the first is there: what cannot be asked fails before there is a file."""
    return itertools.chain(list(itertools.islice(parts, 1)), parts)


def beside(record: type, form: str, added: Sequence[str]) -> tuple[str, ...]:
    """What stands beside a record in a form."""
    return added_for(record, added) if form == "csv" else tuple(added)


def _rows(facts: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in facts.columns), strict=True))


def _parts(
    workspace: Workspace, table: pa.Table, record: type, added: Sequence[str]
) -> Iterator[Part]:
    """The parts of a table that is at hand; what is added is looked up at once."""
    found = rows_of(table, record) if added else [None] * len(table)
    facts = added_values(workspace, found, record, added)
    starts = range(0, len(table), PART)
    return (Part(table.slice(each, PART), facts[each : each + PART]) for each in starts)


def streamed(
    parts: Iterable[Part],
    record: type,
    form: str,
    added: Sequence[str],
    question: Iterable[tuple[str, str]],
) -> machine.Writer:
    """A writer of records in one of the forms of `STREAMED`, each part as soon as it is there."""
    columns = [added_column(name) for name in added]
    if form == "parquet":
        schema = _schema(record, columns)
        told = machine.with_metadata(schema.empty_table(), about(question)).schema
        return machine.parquet_parts(told, (_with_added(part, schema) for part in parts))
    if form == "jsonl":
        return machine.lines(_json_lines(parts, record, [column.name for column in columns]))
    from detente.commands.flat import cell, flat_columns, flat_values

    header = [column.name for column in (*flat_columns(record), *columns)]
    rows = (
        [cell(value) for value in (*flat_values(each), *facts)]
        for part in parts
        for each, facts in zip(rows_of(part.table, record), part.facts, strict=True)
    )
    return machine.csv_rows(header, rows)


def name_of(record: type) -> str:
    """What a sheet of records of a class is called."""
    return NAMES.get(record.__name__, f"{record.__name__.lower()}s")


def about(question: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was asked, and of which version."""
    from detente.version import __version__

    return [*question, ("version", f"detente {__version__}")]


def _span(made: Sheet) -> list[tuple[str, str]]:
    """First and last day of the records."""
    names = [column.name for column in made.columns]
    places = [names.index(name) for name in DAY_COLUMNS if name in names]
    days: list[dt.date] = [
        next(day for place in places if (day := row[place]) is not None)
        for row in made.rows
        if any(row[place] is not None for place in places)
    ]
    return [("days", f"{min(days)} to {max(days)}")] if days else []


def _reports(
    workspace: Workspace, found: Sequence[Any], record: type, uncorrected: bool
) -> list[Sheet]:
    """The sheet of what tells the records, each row with the id of the record that it tells."""
    if record not in REPORTS:
        return []
    from detente.commands.flat import Column
    from detente.store import Query

    table, kind, key = REPORTS[record]
    whole = {name: getattr(each, key) for each in found for name in each.members}
    query = Query(ids=whole, superseded=True, uncorrected=uncorrected)
    told = rows_of(getattr(workspace, table)(query), kind)
    made = sheet(workspace, told, kind, "reports", added_for(kind, ("sentence",)))
    own = [column.name for column in made.columns].index(KEYS[table])
    rows = [[whole[row[own]], *row] for row in made.rows]
    return [
        Sheet(
            "reports",
            [Column(key, f"the {record.__name__.lower()} that it tells"), *made.columns],
            rows,
        )
    ]


def _json_lines(parts: Iterable[Part], record: type, names: Sequence[str]) -> Iterator[str]:
    from detente.schema import to_dict

    for part in parts:
        for each, facts in zip(rows_of(part.table, record), part.facts, strict=True):
            told = to_dict(each) | dict(zip(names, facts, strict=True))
            yield json.dumps(told, ensure_ascii=False, default=dt.date.isoformat)


def _schema(record: type, columns: Sequence[Column]) -> pa.Schema:
    """The Arrow schema of a record class with columns beside it."""
    import pyarrow as pa

    from detente.schema import arrow_schema

    kinds = [pa.date32() if column.kind is dt.date else pa.string() for column in columns]
    extra = [pa.field(column.name, kind) for column, kind in zip(columns, kinds, strict=True)]
    return pa.schema([*arrow_schema(record), *extra])


def _with_added(part: Part, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    table = part.table
    for place, field in enumerate(schema.names[table.num_columns :]):
        kind = schema.field(field)
        values = pa.array([each[place] for each in part.facts], kind.type)
        table = table.append_column(kind, values)
    return table
