"""The ledgers of a workspace."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from detente.days import Day
from detente.errors import QueryError
from detente.ledgers.gathering import Record, gather
from detente.ledgers.rows import happened_in, ledger, most_stated
from detente.records import Family, LedgerRow
from detente.store import Query, Workspace
from detente.store.blocs import Blocs, Party

Side = tuple[str, str | None]
"""Whose rows, and towards whom; None where that is all."""


class LedgerQuestion(TypedDict, total=False):
    """Whose ledger, and of which days: see `ledgers`."""

    of: str | None
    towards: str | None
    between: tuple[str, str] | None
    blocs: Blocs | None
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
    blocs: Blocs | None = None,
    since: Day | None = None,
    until: Day | None = None,
    superseded: bool = False,
    told: Query | None = None,
) -> list[LedgerRow]:
    """The rows of one family: `of` a state, `towards` another or all, or `between` two.

    States are given by code or name. A bloc, one of your own `blocs` among them, may stand wherever a
    state may: the rows are then those of each member for the time of its membership, and of the body
    itself. `between` gives the rows of the first towards the second, then those of the second towards the
    first. With `told`, a question for statements, only the rows that at least one such statement
    tells. With `superseded`, articles that a later version replaced count, too. Raises `QueryError` for a
    state that does not exist, for dates in the wrong order, and unless either `of` or `between` is given.
    """
    if (of is None) == (between is None) or (between is not None and towards is not None):
        raise QueryError(
            "a ledger needs one question", advice="Give either of, with towards or not, or between."
        )
    if of is not None and towards is None:
        asked = Query(of=of, blocs=blocs or {})
        sides: list[Side] = [(asked.of or of, None)]
    else:
        asked = Query(between=between or (of or "", towards or ""), blocs=blocs or {})
        ways = [way for pair in asked.pairs for way in (pair, pair[::-1])]
        sides = list(dict.fromkeys(ways if between is not None else asked.pairs))
    asked = replace(asked, superseded=superseded)
    within: dict[str, Any] = {
        "blocs": asked.blocs, "since": since, "until": until, "superseded": superseded,
    }  # fmt: skip
    rows = [
        row
        for of, towards in sides
        for row in _of_side(
            gather(workspace, of=of, towards=towards, **within),
            asked.party(of),
            asked.party(towards) if towards is not None else None,
            family,
        )
    ]
    fitting = rows if told is None else _told(workspace, rows, told)
    return _with_occurrences(fitting, workspace, asked)


def _of_side(
    record: Record, party: Party, towards: Party | None, family: Family
) -> list[LedgerRow]:
    """The rows of a state, or of each member of a bloc, the most often stated first."""
    happened = happened_in(record)
    found: list[LedgerRow] = []
    for code in sorted(party.codes):
        others = towards.codes - {code} if towards is not None else None
        if others is None or others:
            own = _while_member(record, party, code)
            found += ledger(own, code, family, towards=others, happened=happened)
    return sorted(found, key=most_stated)


def _while_member(record: Record, party: Party, code: str) -> Record:
    """A record with the statements of the days on which a state belongs to a party."""
    if not party.is_dated:
        return record
    said = [each for each in record.statements if code in party.on(record.day(each))]
    return replace(record, statements=said)


def _told(workspace: Workspace, rows: list[LedgerRow], told: Query) -> list[LedgerRow]:
    """The rows that at least one statement tells that is as asked for."""
    ids = {each.statement_id for row in rows for each in row.wordings}
    found = workspace.statements(replace(told, ids=ids, limit=None)).column("statement_id")
    fitting = frozenset(found.to_pylist())
    return [row for row in rows if any(each.statement_id in fitting for each in row.wordings)]


def _with_occurrences(rows: list[LedgerRow], workspace: Workspace, asked: Query) -> list[LedgerRow]:
    """The rows with the occurrences that settle them; events, those of the parties asked for alone, are
    merged only where some do."""
    if not any(row.settled for row in rows):
        return rows
    occurrences = {
        event_id: each.occurrence_id
        for each in workspace.occurrences(asked)
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
