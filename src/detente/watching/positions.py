"""Which red lines and demands are stated, and which promises fall due?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from detente.ledgers import ledger
from detente.ledgers.fulfilling import GRACE
from detente.records import Alert, AlertRule, Family, LedgerRow, Statement, Wording
from detente.reporting import wording
from detente.watching.making import made, said_alert, towards
from detente.watching.material import Material, key_of
from detente.watching.rules import DemandRule, PromiseRule, RedLineRule

AGAIN = dt.timedelta(days=3)
"""Days of silence after which a position that is taken counts as taken again, not as still told."""
STATES = {
    "red-line": ("draws a red line", "restates a red line"),
    "demand": ("demands", "demands again"),
}


def stated(rule: RedLineRule | DemandRule, material: Material) -> Iterator[Alert]:
    """The times at which a position was taken, and taken again."""
    family: Family = "red-line" if isinstance(rule, RedLineRule) else "demand"
    by_id = {each.statement_id: each for each in material.statements}
    for row in _rows(family, material):
        said = _times(row.wordings)
        for number, time in enumerate(said):
            yield from _stated(rule.name, row, time, by_id, material, before=said[:number])


def due(rule: PromiseRule, material: Material) -> Iterator[Alert]:
    """Promises whose day comes, or has passed without their being seen kept."""
    by_id = {each.statement_id: each for each in material.statements}
    for row in _rows("commitment", material):
        if row.due is None or row.settled is not None:
            continue
        days = (row.due - material.until).days
        if "due, not seen" in row.outcomes:
            told = f"due {wording.day(row.due)}, not seen kept"
            first = row.due + GRACE + dt.timedelta(days=1)
            yield from _promise("passed", row, by_id, material, told, first=first)
        elif "open" in row.outcomes and 0 <= days <= rule.within:
            when = "today" if not days else f"in {wording.many(days, 'day')}"
            told = f"due {when}, {wording.day(row.due)}"
            yield from _promise("due", row, by_id, material, told, first=material.until)


def _rows(family: Family, material: Material) -> Iterator[LedgerRow]:
    """The rows of every state of either side that speaks."""
    sides = material.watched.sides
    for side, other in (sides, sides[::-1]):
        only = next(iter(other)) if len(other) == 1 else None
        for state in sorted(side):
            # Who says nothing has no row, and a bloc has many who say nothing.
            if any(each.speaker.country == state for each in material.statements):
                yield from ledger(
                    material.record, state, family, towards=only, happened=material.happened
                )


def _times(wordings: Sequence[Wording]) -> list[list[Wording]]:
    """The wordings of a row, apart where some days lie between them."""
    dated = [each for each in wordings if each.date]
    dated.sort(key=lambda each: (each.date or dt.date.min, each.statement_id))
    if not dated:
        return []
    times = [[dated[0]]]
    for one, other in pairwise(dated):
        assert one.date and other.date
        if other.date - one.date > AGAIN:
            times.append([])
        times[-1].append(other)
    return times


def _stated(
    name: AlertRule,
    row: LedgerRow,
    time: Sequence[Wording],
    by_id: dict[str, Statement],
    material: Material,
    *,
    before: Sequence[Sequence[Wording]],
) -> Iterator[Alert]:
    clearest = max(
        time, key=lambda each: (each.grade or 0, each.quoted, each.confidence, each.statement_id)
    )
    rest = [each for each in time if each is not clearest]
    said = [by_id[each.statement_id] for each in (clearest, *rest) if each.statement_id in by_id]
    if not said:
        return
    what = f"{wording.country_name(row.state)}{towards(said[0])}: {STATES[name][bool(before)]}"
    why = "first time in the record"
    if before:
        last = before[-1][-1].date
        why = f"last stated {wording.day(last)}; {wording.many(len(before), 'time')} before"
    yield from said_alert(name, said, material, why, what=what)


def _promise(
    kind: str,
    row: LedgerRow,
    by_id: dict[str, Statement],
    material: Material,
    told: str,
    *,
    first: dt.date,
) -> Iterator[Alert]:
    """A promise. It is known by its sentences and its day, apart for its coming and its passing."""
    said = [by_id[each.statement_id] for each in row.wordings if each.statement_id in by_id]
    said.sort(key=lambda each: each.statement_id != row.statement_id)
    sources = [source for each in said if (source := material.source(each)) is not None]
    if not sources:
        return
    yield from made(
        "promise",
        material,
        said,
        day=row.due,
        what=f"{wording.country_name(row.state)}{towards(said[0])}: promise {told}",
        why=f"stated {wording.many(row.times, 'time')}, last {wording.day(row.last)}",
        outlets=row.outlets,
        weight=row.outlets + row.times / 100,
        first_reported=first,
        keys=dict.fromkeys(key_of(kind, str(row.due), each.key) for each in sources),
    )
