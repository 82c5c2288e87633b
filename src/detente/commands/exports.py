"""Records for other programs: CSV, JSON Lines, Parquet, Excel and Stata."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
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

    from detente.store import Workspace

NAMES = {"LedgerRow": "ledger", "ChannelReport": "mentions"}
"""Names of sheets that are not that of the record's class."""
REPORTS = {Occurrence: ("events", Event, "occurrence_id"),
           Channel: ("channels", ChannelReport, "channel_id")}  # fmt: skip
"""Records that are told by others, which have a sheet of their own in a workbook."""
DAY_COLUMNS = ("date", "date_start", "last_held", "last", "published")
"""Where the day of a record stands, the best first."""


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
    machine.write(out, _writer(workspace, table, record, form, added, question, uncorrected))


def _writer(
    workspace: Workspace,
    table: pa.Table,
    record: type,
    form: str,
    added: Sequence[str],
    question: Iterable[tuple[str, str]],
    uncorrected: bool,
) -> machine.Writer:
    if form == "parquet":
        told = _with_added(workspace, table, record, added)
        return machine.parquet(machine.with_metadata(told, about(question)))
    if form == "jsonl":
        return machine.lines(_json_lines(workspace, table, record, added))
    found = rows_of(table, record)
    made = sheet(workspace, found, record, name_of(record), added_for(record, added))
    if form == "csv":
        from detente.commands.flat import cell

        header = [column.name for column in made.columns]
        return machine.csv_rows(header, ([cell(value) for value in row] for row in made.rows))
    if form == "dta":
        from detente.commands.stata import stata

        return stata(made)
    from detente.commands.spreadsheet import workbook

    sheets = [made, *_reports(workspace, found, record, uncorrected)]
    return workbook(sheets, [*about(question), *_span(made)])


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


def _json_lines(
    workspace: Workspace, table: pa.Table, record: type, added: Sequence[str]
) -> Iterable[str]:
    from detente.schema import to_dict

    names = [added_column(name).name for name in added]
    for batch in table.to_batches(1000):
        found = rows_of(batch, record)
        for each, facts in zip(found, added_values(workspace, found, record, added), strict=True):
            told = to_dict(each) | dict(zip(names, facts, strict=True))
            yield json.dumps(told, ensure_ascii=False, default=dt.date.isoformat)


def _with_added(
    workspace: Workspace, table: pa.Table, record: type, added: Sequence[str]
) -> pa.Table:
    import pyarrow as pa

    facts = added_values(workspace, rows_of(table, record) if added else [], record, added)
    for place, name in enumerate(added):
        column = added_column(name)
        kind = pa.date32() if column.kind is dt.date else pa.string()
        values = pa.array([each[place] for each in facts], kind)
        table = table.append_column(pa.field(column.name, kind), values)
    return table
