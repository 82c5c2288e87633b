"""The queue of review: one record after the other, in an order that is worth a reviewer's time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from detente.correcting import disagreements
from detente.correcting.history import names
from detente.records import Correction
from detente.store import Query, Workspace
from detente.store.corrected import id_of, in_time, records_of, reviewer_of
from detente.workbench.addresses import ORDERS, TABLES, Kind, Order, QueueAsked, RecordAsked
from detente.workbench.views.record import Record, record


@dataclass(frozen=True, slots=True)
class Queue:
    """What the page of the queue shows."""

    asked: QueueAsked
    shown: Record | None
    """The record whose turn it is; None where none is left."""
    number: int
    """Its place, from 1."""
    total: int
    judged: int
    next: str | None
    """Where the next one is that nobody has judged."""
    previous: str | None
    orders: tuple[tuple[str, str, bool], ...]
    """Name and address of each order, and whether it is this one."""


def queue(workspace: Workspace, asked: QueueAsked, reviewer: str = "") -> Queue:
    """The queue at one of its records. Raises `NotFoundError` for a record that does not exist."""
    line = LINES[asked.order](workspace, asked, reviewer)
    if asked.at is not None and asked.at not in line:  # it left the line when it was judged
        line = [asked.at, *line]
    done = (
        _judged(workspace.catalogue().corrections()) & set(line)
        if asked.order != "changed"
        else set()
    )
    place = _place(line, done, asked)
    left = [each for each in _round(line, place) if each not in done]
    shown = line[place] if place is not None else None
    return Queue(
        asked=asked,
        shown=record(workspace, RecordAsked(_kind(asked), shown)) if shown else None,
        number=0 if place is None else place + 1,
        total=len(line),
        judged=len(done),
        next=asked.of(left[0]) if left else None,
        previous=asked.of(line[place - 1]) if place else None,
        orders=tuple(_order(asked, each) for each in ORDERS),
    )


def units_of_audit(workspace: Workspace) -> tuple[RecordAsked, ...]:
    """The acts of the audit that was drawn last, in its order; none where no audit is under way.

    What was deleted is no more to be judged. The passages of an audit are looked through in its sheet.
    """
    drawn = workspace.audits()
    ids = [each.unit for each in drawn if each.audit == drawn[-1].audit and each.kind == "act"]
    there = (
        {each["event_id"] for each in workspace.events(Query(ids=ids)).to_pylist()} if ids else ()
    )
    return tuple(RecordAsked("event", each) for each in ids if each in there)


def _kind(asked: QueueAsked) -> Kind:
    return next(kind for kind, table in TABLES.items() if table == asked.what)


def _place(line: Sequence[str], done: set[str], asked: QueueAsked) -> int | None:
    """Where in the line it stands: at the record asked for, or else at the first that is left."""
    if asked.at is None:
        return next((n for n, each in enumerate(line) if each not in done), None)
    return line.index(asked.at)


def _round(line: Sequence[str], place: int | None) -> Sequence[str]:
    """What comes after a place, and then what comes before it."""
    return [*line[place + 1 :], *line[:place]] if place is not None else []


def _order(asked: QueueAsked, order: Order) -> tuple[str, str, bool]:
    of = QueueAsked(order=order, what=asked.what, between=asked.between)
    return ORDERS[order], of.address, order == asked.order


def _least_sure(workspace: Workspace, asked: QueueAsked, reviewer: str) -> list[str]:
    return workspace.catalogue().least_sure(asked.what, Query(between=asked.between))


def _audit(workspace: Workspace, asked: QueueAsked, reviewer: str) -> list[str]:
    """The sample whole: its pair is that of the audit."""
    return [each.record_id for each in units_of_audit(workspace) if each.kind == _kind(asked)]


def _changed(workspace: Workspace, asked: QueueAsked, reviewer: str) -> list[str]:
    """What reviewers do not agree on, then what others judged last, the latest first."""
    every = sorted(workspace.catalogue().corrections(), key=in_time)
    own = [each for each in every if each.table == asked.what]
    disputed = [each.record_id for each in disagreements(own)]
    last = {name: each for each in own for name in sorted(names(each))}
    others = [name for name, each in reversed(last.items()) if each.reviewer != reviewer]
    found = dict.fromkeys([*disputed, *sorted(others, key=lambda name: last[name].made)[::-1]])
    if asked.between is None:
        return list(found)
    of_pair = Query(between=asked.between, ids=list(found) or None)
    kept = {row[f"{_kind(asked)}_id"] for row in workspace.catalogue().cards(asked.what, of_pair)}
    return [each for each in found if each in kept]


LINES: dict[Order, Callable[[Workspace, QueueAsked, str], list[str]]] = {
    "least-sure": _least_sure, "audit": _audit, "changed": _changed,
}  # fmt: skip


def _judged(corrections: Iterable[Correction]) -> set[str]:
    """Ids of records on which somebody's word stands: what was undone is to be judged again."""
    found: set[str] = set()
    for each in sorted(corrections, key=in_time):
        if each.table == "occurrences":
            continue
        after = records_of(each.table, each.after)
        found |= {*each.records}
        found -= {id_of(one) for one in after if reviewer_of(one) is None}
        found |= {id_of(one) for one in after if reviewer_of(one) is not None}
    return found
