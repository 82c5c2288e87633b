"""The ledgers of a workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from detente.days import Day
from detente.errors import QueryError
from detente.ledgers.gathering import gather
from detente.ledgers.rows import ledger
from detente.records import Family, LedgerRow
from detente.store import Query, Workspace, resolve_country
from detente.store.query import resolve_pair


class LedgerQuestion(TypedDict, total=False):
    """Whose ledger, and of which days: see `ledgers`."""

    of: str | None
    towards: str | None
    between: tuple[str, str] | None
    since: dt.date | None
    until: dt.date | None
    superseded: bool
    told: Query | None


def red_lines(workspace: Workspace, **asked: Unpack[LedgerQuestion]) -> list[LedgerRow]:
    """What a state ruled out; takes what `ledgers` takes."""
    return ledgers(workspace, "red-line", **asked)


def commitments(workspace: Workspace, **asked: Unpack[LedgerQuestion]) -> list[LedgerRow]:
    """What a state promised or offered; takes what `ledgers` takes."""
    return ledgers(workspace, "commitment", **asked)


def demands(workspace: Workspace, **asked: Unpack[LedgerQuestion]) -> list[LedgerRow]:
    """What a state demanded or asked for; takes what `ledgers` takes."""
    return ledgers(workspace, "demand", **asked)


def ledgers(
    workspace: Workspace,
    family: Family,
    *,
    of: str | None = None,
    towards: str | None = None,
    between: tuple[str, str] | None = None,
    since: Day | None = None,
    until: Day | None = None,
    superseded: bool = False,
    told: Query | None = None,
) -> list[LedgerRow]:
    """The rows of one family: `of` a state, `towards` another or all, or `between` two.

    States are given by code or name. `between` gives the rows of the first state towards the
    second, then those of the second towards the first. With `told`, a question for statements, only
    the rows that at least one such statement tells. With `superseded`, articles that a later version
    replaced count, too. Raises `QueryError` for a state that does
    not exist, for dates in the wrong order, and unless either `of` or `between` is given.
    """
    if (of is None) == (between is None) or (between is not None and towards is not None):
        raise QueryError(
            "a ledger needs one question", advice="Give either of, with towards or not, or between."
        )
    pairs: list[tuple[str, str | None]]
    if between is not None:
        first, second = resolve_pair(between)
        pairs = [(first, second), (second, first)]
    elif towards is not None:
        pairs = [resolve_pair((of or "", towards))]
    else:
        pairs = [(resolve_country(of or ""), None)]
    days: Any = {"since": since, "until": until}
    rows = [
        row
        for state, other in pairs
        for row in ledger(
            gather(workspace, of=state, towards=other, superseded=superseded, **days),
            state,
            family,
            towards=other,
        )
    ]
    fitting = rows if told is None else _told(workspace, rows, told)
    return _with_occurrences(fitting, workspace, pairs, superseded)


def _told(workspace: Workspace, rows: list[LedgerRow], told: Query) -> list[LedgerRow]:
    """The rows that at least one statement tells that is as asked for."""
    ids = {each.statement_id for row in rows for each in row.wordings}
    found = workspace.statements(replace(told, ids=ids, limit=None)).column("statement_id")
    fitting = frozenset(found.to_pylist())
    return [row for row in rows if any(each.statement_id in fitting for each in row.wordings)]


def _with_occurrences(
    rows: list[LedgerRow],
    workspace: Workspace,
    pairs: Sequence[tuple[str, str | None]],
    superseded: bool,
) -> list[LedgerRow]:
    """The rows with the occurrences that settle them; events are merged only where some do."""
    if not any(row.settled for row in rows):
        return rows
    state, other = pairs[0]
    between = (state, other) if other else None
    occurrences = {
        event_id: each.occurrence_id
        for each in workspace.occurrences(Query(between=between, superseded=superseded))
        for event_id in each.members
    }
    return [
        replace(
            row,
            settled=replace(row.settled, occurrence_id=occurrences.get(row.settled.event_id)),
        )
        if row.settled
        else row
        for row in rows
    ]
