"""`detente ledger`: what a state ruled out, promised or demanded, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import ledger_tables
from detente.commands.asking import check, export, with_articles
from detente.commands.options import (
    DAYS,
    FORM,
    ISSUE,
    LEDGER,
    LIMIT,
    SPEAKER,
    SUPERSEDED,
    SURE,
    TOLD,
    WITH,
    WORKSPACE_ARGUMENT,
)
from detente.commands.question import Asking, as_options, in_words, query_of
from detente.commands.shown import many

if TYPE_CHECKING:
    from detente.records import Article, Family, LedgerRow, Statement
    from detente.store import Query, Workspace

FAMILIES: dict[str, Family] = {
    "red-lines": "red-line", "commitments": "commitment", "demands": "demand",
}  # fmt: skip


@click.command(cls=Asking, short_help="What was ruled out, promised, demanded.")
@WORKSPACE_ARGUMENT
@LEDGER
@DAYS
@ISSUE
@SPEAKER
@SURE
@TOLD
@SUPERSEDED
@LIMIT
@click.option("--open", "row_id", metavar="ROW", help="Show one row with its sentences.")
@WITH
@FORM
def ledger(
    folder: Path,
    of: str | None,
    towards: str | None,
    between: tuple[str, str] | None,
    kind: str,
    since: dt.date | None,
    until: dt.date | None,
    limit: int | None,
    row_id: str | None,
    form: str,
    out: Path | None,
    added: Sequence[str],
    **told: Any,
) -> None:
    """Print what a state ruled out, promised or demanded, and what came of it.

    Statements that tell the same are one row, the most often stated first. Nothing is called kept,
    broken, met or refused without an event that shows it; --open shows sentences and events. What is
    asked of issue, speaker, confidence, outlet, words … must hold of at least one statement of a row.

    \b
    detente ledger ws --of CHN --towards USA --kind red-lines
    detente ledger ws --of CHN --towards USA --kind demands --open 612a2f
    detente ledger ws --between EU RUS --kind commitments
    """
    from detente.ledgers import ledgers
    from detente.records import LedgerRow
    from detente.schema import to_arrow
    from detente.store import Workspace

    check(form, out, added)
    workspace, query = Workspace.open(folder), query_of(told)
    asked: dict[str, Any] = {
        "of": of, "towards": towards, "between": between, "blocs": query.blocs,
        "since": since, "until": until, "superseded": query.superseded,
    }  # fmt: skip
    rows = ledgers(workspace, FAMILIES[kind], **asked, told=query if query.given() else None)
    rows = rows[:limit] if row_id is None else [_opened(rows, row_id)]
    if form != "table":
        table = to_arrow(rows, LedgerRow)
        export(workspace, table, LedgerRow, form, out, added=added, question=in_words(query))
    elif row_id is None:
        ledger_tables.show_ledger(rows)
        if not rows:
            every = ledgers(workspace, FAMILIES[kind], **asked) if query.given() else []
            _tell_of_none(kind, query, len(every))
    else:
        _open(workspace, rows[0])


def _tell_of_none(kind: str, query: Query, left: int) -> None:
    """Say that there are no rows, and how many there are where less is asked of their statements."""
    asked = " ".join(as_options(name, value) for name, value in query.given().items())
    told = f"; without {asked} {many(left, 'row')}" if left else ""
    click.echo(f"no {kind} as asked{told or '; ask for another state, or other days'}", err=True)


def _opened(rows: Sequence[LedgerRow], row_id: str) -> LedgerRow:
    from detente.errors import QueryError

    found = [row for row in rows if row.row_id.startswith(row_id)]
    if len(found) == 1:
        return found[0]
    raise QueryError(
        f"{len(found) or 'no'} rows of this ledger begin with '{row_id}'",
        advice="Give a row of the table that the same command prints without --open.",
    )


def _open(workspace: Workspace, row: LedgerRow) -> None:
    from detente.records import Event
    from detente.store import Query

    ledger_tables.show_row(row)
    ledger_tables.show_wordings(
        row, *_statements(workspace, [each.statement_id for each in row.wordings])
    )
    ids = [each.event_id for each in row.bearings if each.event_id]
    events = workspace.events(Query(ids=ids, superseded=True))
    said = _statements(workspace, [each.statement_id for each in row.bearings if each.statement_id])
    told, articles = with_articles(workspace, events, Event)
    ledger_tables.show_bearings(row, [*told, *said[0].values()], {**articles, **said[1]})


def _statements(
    workspace: Workspace, ids: Sequence[str]
) -> tuple[dict[str, Statement], Mapping[str, Article]]:
    """Statements and their articles, each by its id."""
    from detente.records import Statement
    from detente.store import Query

    if not ids:
        return {}, {}
    found, articles = with_articles(
        workspace, workspace.statements(Query(ids=ids, superseded=True)), Statement
    )
    return {said.statement_id: said for said in found}, articles
