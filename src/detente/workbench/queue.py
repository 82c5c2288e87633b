"""The queue of review: one record after the other, in an order that is worth a reviewer's time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detente.correcting import disagreements, judged
from detente.correcting.history import names
from detente.store import Query, Workspace
from detente.store.corrected import in_time
from detente.workbench.addresses import ORDERS, TABLES, Kind, Order, QueueAsked, RecordAsked
from detente.workbench.sample import Sample, sample
from detente.workbench.views.passage import Passage, passage
from detente.workbench.views.record import Record, record


@dataclass(frozen=True, slots=True)
class Queue:
    """What the page of the queue shows."""

    asked: QueueAsked
    shown: Record | None
    """The record whose turn it is; None where none is left, or it is a passage's turn."""
    passage: Passage | None
    """The passage of an audit whose turn it is."""
    sample: Sample | None
    """The sample of the audit, where that is the order."""
    number: int
    """Its place, from 1."""
    total: int
    judged: int
    next: str | None
    """Where the next one is that nobody has judged."""
    previous: str | None
    orders: tuple[tuple[str, str, bool], ...]
    """Name and address of each order, and whether it is this one."""

    @property
    def left(self) -> int:
        """What is still to be judged."""
        return self.total - self.judged

    @property
    def minutes_left(self) -> int | None:
        """How long the rest of a sample takes the reviewer who asks; None where that is not known."""
        pace = self.sample.pace if self.sample else None
        return max(1, round(self.left * pace / 60)) if pace is not None and self.left else None


def queue(workspace: Workspace, asked: QueueAsked, reviewer: str = "") -> Queue:
    """The queue at one of its records. Raises `NotFoundError` for a record that does not exist."""
    drawn = sample(workspace, asked.between, reviewer) if _is_audit(asked) else None
    line = _units(drawn) if _is_audit(asked) else LINES[asked.order](workspace, asked, reviewer)
    if asked.at is not None and asked.at not in line:  # it left the line when it was judged
        line = [asked.at, *line]
    done = _done(workspace, asked, drawn).union(filter(None, [asked.judging])) & set(line)
    place = _place(line, done, asked)
    left = [each for each in _round(line, place) if each not in done]
    shown = line[place] if place is not None else None
    unit = drawn.unit(shown) if drawn and shown else None
    looked = unit is not None and unit.kind == "passage"
    return Queue(
        asked=asked,
        shown=record(workspace, RecordAsked(kind_of(asked), shown))
        if shown and not looked
        else None,
        passage=passage(workspace, unit) if unit and looked else None,
        sample=drawn,
        number=0 if place is None else place + 1,
        total=len(line),
        judged=len(done),
        next=asked.of(left[0]) if left else None,
        previous=asked.of(line[place - 1]) if place else None,
        orders=tuple(_order(asked, each) for each in ORDERS),
    )


def _is_audit(asked: QueueAsked) -> bool:
    return asked.order == "audit"


def _units(drawn: Sample | None) -> list[str]:
    """The sample of an audit, acts and passages, in the order in which they are checked."""
    return [each.unit for each in drawn.units] if drawn else []


def _done(workspace: Workspace, asked: QueueAsked, drawn: Sample | None) -> set[str]:
    """What is judged; nothing is for good where reviewers look at what others said."""
    if _is_audit(asked):
        return set(drawn.checked) if drawn else set()
    return set() if asked.order == "changed" else judged(workspace.catalogue().corrections())


def kind_of(asked: QueueAsked) -> Kind:
    """Of which kind its records are."""
    # The sample of an audit has events alone.
    table = "events" if _is_audit(asked) else asked.what
    return next(kind for kind, each in TABLES.items() if each == table)


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
    kept = {row[f"{kind_of(asked)}_id"] for row in workspace.catalogue().cards(asked.what, of_pair)}
    return [each for each in found if each in kept]


LINES: dict[Order, Callable[[Workspace, QueueAsked, str], list[str]]] = {
    "least-sure": _least_sure, "changed": _changed,
}  # fmt: skip
