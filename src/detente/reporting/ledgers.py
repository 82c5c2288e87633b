"""What was ruled out, promised and demanded? The two states' ledgers, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.ledgers import Record, happened_in, ledger
from detente.merging import Report
from detente.records import Bearing, Family, LedgerRow, Outcome, Trend, Wording
from detente.reporting import wording
from detente.reporting.gathering import Material

FAMILIES: dict[Family, str] = {
    "red-line": "Red lines", "commitment": "Commitments", "demand": "Demands",
}  # fmt: skip

TRENDS: dict[Trend, str] = {
    "sharper": "Sharpened", "softer": "Softened", "same": "As strong as before",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordingView:
    """One statement of a row."""

    link: str
    day: str
    outlet: str
    text: str
    condition: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CameView:
    """What happened later on the same matter, with everyone who says so."""

    link: str | None
    day: str
    parties: str
    what: str
    text: str
    status: str | None
    outcome: str | None
    said_by: str


@dataclass(frozen=True, slots=True)
class TrendView:
    """How a row was sharpened or softened."""

    words: str
    first: str
    first_grade: int | None
    last: str
    last_grade: int | None


@dataclass(frozen=True, slots=True)
class RowView:
    """One row as the page shows it."""

    anchor: str
    wording: str
    parties: str
    when: str
    told: str
    issues: str
    trend: TrendView | None
    outcomes: tuple[str, ...]
    wordings: tuple[WordingView, ...]
    came: tuple[CameView, ...]


@dataclass(frozen=True, slots=True)
class SideView:
    """The rows of one family of one state."""

    name: str
    anchor: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class FamilyView:
    """One family, of both states."""

    family: Family
    title: str
    sides: tuple[SideView, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one family of one state."""

    family: Family
    state: str
    rows: tuple[LedgerRow, ...]


def held(material: Material) -> tuple[Held, ...]:
    """Red lines, commitments and demands of the two states towards each other, as the ledgers have them."""
    told: list[Report] = [*material.reports.values(), *material.left_out]
    record = Record(statements=material.statements, reports=told, articles=material.articles)
    first, second = material.asked.between
    happened = happened_in(record)
    return tuple(
        Held(family, state, tuple(ledger(record, state, family, towards=other, happened=happened)))
        for family in FAMILIES
        for state, other in ((first, second), (second, first))
    )


def ledgers(found: Iterable[Held], material: Material) -> tuple[FamilyView, ...]:
    """The same as the page shows them."""
    anchors = {
        event_id: f"event-{each.occurrence_id}"
        for each in material.occurrences
        for event_id in each.members
    }
    sides = [
        (
            each.family,
            SideView(
                wording.country_name(each.state),
                f"{each.family}-{each.state.lower().replace(':', '-')}",
                tuple(_row(row, anchors) for row in each.rows),
            ),
        )
        for each in found
    ]
    return tuple(
        FamilyView(family, title, tuple(side for of, side in sides if of == family))
        for family, title in FAMILIES.items()
    )


def _row(row: LedgerRow, anchors: Mapping[str, str]) -> RowView:
    return RowView(
        f"row-{row.row_id}",
        row.wording,
        _parties(row),
        wording.span(row.first, row.last),
        _told(row),
        ", ".join(issue.replace("-", " ") for issue in row.issues),
        _trend(row),
        tuple(_outcome(row, each) for each in row.outcomes),
        tuple(map(_wording, row.wordings)),
        _came(row.bearings, anchors),
    )


def _outcome(row: LedgerRow, outcome: Outcome) -> str:
    """`kept, 9 May 2024`; `open, due 31 Dec 2024`; `due 31 Mar 2024, not seen`."""
    if row.settled and row.settled.outcome == outcome:
        return f"{outcome}, {wording.day(row.settled.date)}"
    if row.due and outcome == "open":
        return f"open, due {wording.day(row.due)}"
    return f"due {wording.day(row.due)}, not seen" if outcome == "due, not seen" else outcome


def _told(row: LedgerRow) -> str:
    if row.times == row.outlets == 1:
        return "once"
    times, days = wording.many(row.times, "time"), wording.many(row.days, "day")
    return f"{times} on {days}, in {wording.many(row.outlets, 'outlet')}"


def _trend(row: LedgerRow) -> TrendView | None:
    if row.trend is None:
        return None
    return TrendView(
        TRENDS[row.trend], row.first_wording, row.first_grade, row.last_wording, row.last_grade
    )


def _parties(row: LedgerRow) -> str:
    states = wording.listed(wording.country_name(code) for code in (row.state, *row.jointly))
    if not row.addressees:
        return states
    to = wording.listed(wording.country_name(code) for code in row.addressees)
    return f"{states} \N{RIGHTWARDS ARROW} {to}"


def _wording(each: Wording) -> WordingView:
    notes = [
        "in quotation marks" if each.quoted else "",
        f"strength {each.grade} of 5" if each.grade else "",
        "the same sentence again" if each.copy_of else "",
    ]
    return WordingView(
        f"statement-{each.statement_id}",
        wording.day(each.date),
        each.outlet or "outlet unknown",
        each.text,
        each.condition,
        tuple(filter(None, notes)),
    )


def _came(bearings: Iterable[Bearing], anchors: Mapping[str, str]) -> tuple[CameView, ...]:
    """Events of one occurrence together, in order of time."""
    groups: dict[tuple[str, str | None], list[Bearing]] = {}
    for each in bearings:
        key = anchors.get(each.event_id or "") or each.event_id or f"statement-{each.statement_id}"
        groups.setdefault((key, each.outcome), []).append(each)
    return tuple(_happened(key, members, anchors) for (key, _), members in groups.items())


def _happened(key: str, members: list[Bearing], anchors: Mapping[str, str]) -> CameView:
    first = members[0]
    linked = first.event_id is None or first.event_id in anchors
    reciprocal = first.event_id is not None and not first.recipients
    return CameView(
        key if linked else None,
        wording.day(first.date),
        wording.parties(first.actors, first.recipients, reciprocal=reciprocal),
        "accuses" if first.event_id is None else wording.act(first.what, None),
        first.text,
        wording.STATUSES[first.status] if first.status not in (None, "done", "ongoing") else None,
        first.outcome,
        ", ".join(dict.fromkeys(each.reported_by or "outlet unknown" for each in members)),
    )
