"""The parts of a pair as data, for their CSV: days, numbers, codes, sentences and addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.comparing import Covered, OutletIndex
from detente.measuring import LevelRow, Row
from detente.records import Channel, LedgerRow, Statement
from detente.reporting.gathering import Material
from detente.reporting.outlets import OutletRow
from detente.reporting.telling import Compared
from detente.schema import csv_header, to_dict
from detente.workbench import addresses
from detente.workbench.addresses import Part
from detente.workbench.views.listing import Listed, listed_statement


@dataclass(frozen=True, slots=True)
class LedgerData:
    """A row of a ledger; of several codes, issues or outcomes `;` stands between them."""

    row_id: str
    family: str
    state: str
    jointly: str
    addressees: str
    issues: str
    first: dt.date | None
    last: dt.date | None
    times: int
    days: int
    outlets: int
    wording: str
    sentence: str
    """That in which it is worded so."""
    statement_id: str
    address: str
    """Where that statement is shown."""
    first_grade: int | None
    last_grade: int | None
    trend: str | None
    due: dt.date | None
    outcomes: str
    settled: dt.date | None
    """Day of the event that shows it kept or broken."""
    settled_id: str | None
    settled_address: str | None


@dataclass(frozen=True, slots=True)
class ChannelData:
    """A channel; of several codes or outlets `;` stands between them."""

    channel_id: str
    channel: str
    kind: str
    parties: str
    state: str
    state_start: dt.date | None
    state_end: dt.date | None
    planned_start: dt.date | None
    planned_end: dt.date | None
    rounds: int
    first_held: dt.date | None
    last_held: dt.date | None
    longest_gap: int | None
    since_last: int | None
    outlets: str
    reports: int
    sentence: str
    """That which tells how it stands."""
    article_address: str


@dataclass(frozen=True, slots=True)
class OutletData:
    """What an outlet tells of the two."""

    outlet: str
    articles: int
    reports: int
    cooperative: float | None
    """Share of its reports, 0 to 1."""
    statements: int
    first: dt.date | None
    last: dt.date | None
    outlet_address: str | None
    could: int | None
    """Acts that it could have told; null, as what follows, where nobody knows."""
    told: int | None
    alone: int | None
    shared: int | None
    """Told by others too."""
    first_day: int | None
    """Of these on the first day."""
    lag: float | None
    """Days behind the first, in the middle."""
    score: float | None
    """Mean score of the acts that it tells, by its own reports."""
    usual: float | None
    """What that would be, did it choose and score acts as others do."""
    selection: float | None
    selection_q: float | None
    presentation: float | None
    presentation_q: float | None


def statement_rows(material: Material, said: Iterable[str]) -> tuple[Listed, ...]:
    """The statements of some ids, as a search lists them."""
    known = _statements(material)
    return tuple(
        listed_statement(known[each], material.articles.get(known[each].article_id))
        for each in said
    )


def ledger_rows(material: Material, rows: Iterable[LedgerRow]) -> tuple[LedgerData, ...]:
    """Rows of ledgers."""
    known = _statements(material)
    return tuple(_ledger(row, material, known) for row in rows)


def channel_rows(material: Material) -> tuple[ChannelData, ...]:
    """The channels of the two."""
    return tuple(_channel(found, material) for found in material.channels)


def outlet_rows(rows: Iterable[OutletRow], compared: Compared) -> tuple[OutletData, ...]:
    """What each outlet tells."""
    covered = {each.outlet: each for each in compared.covered}
    indexes = {each.outlet: each for each in compared.indexes}
    return tuple(
        OutletData(
            outlet=row.outlet,
            articles=row.articles,
            reports=row.reports,
            cooperative=row.cooperative,
            statements=row.statements,
            first=row.first,
            last=row.last,
            outlet_address=addresses.of_outlet(row.outlet if row.is_known else None),
            **_compared(covered.get(row.outlet), indexes.get(row.outlet)),
        )
        for row in rows
    )


def _compared(covered: Covered | None, index: OutletIndex | None) -> dict[str, Any]:
    """What is known of an outlet beside the others."""
    return {
        "could": covered and covered.could,
        "told": covered and covered.told,
        "alone": covered and covered.alone,
        "shared": covered and covered.shared,
        "first_day": covered and covered.first,
        "lag": covered and covered.lag,
        "score": index and index.score,
        "usual": index and index.others,
        "selection": index and index.selection,
        "selection_q": index and index.selection_q,
        "presentation": index and index.presentation,
        "presentation_q": index and index.presentation_q,
    }


def track_rows(material: Material) -> tuple[dict[str, Any], ...]:
    """Each track, period by period."""
    return tuple(
        {"track": track} | to_dict(row)
        for track, series in material.by_track.items()
        for row in series.rows
    )


def _columns(row: type) -> tuple[str, ...]:
    return tuple(csv_header(row))


COLUMNS: Mapping[Part, tuple[str, ...]] = {
    "turns": (*_columns(Row), *_columns(LevelRow)),
    "tracks": ("track", *_columns(Row)),
    "words": tuple(name for name in _columns(Listed) if name != "quote"),
    "ledgers": _columns(LedgerData),
    "channels": _columns(ChannelData),
    "outlets": _columns(OutletData),
}
"""Of the table of each part."""


def _statements(material: Material) -> Mapping[str, Statement]:
    return {each.statement_id: each for each in (*material.statements, *material.opinions)}


def _ledger(row: LedgerRow, material: Material, known: Mapping[str, Statement]) -> LedgerData:
    said, settled = known.get(row.statement_id), row.settled
    return LedgerData(
        row_id=row.row_id,
        family=row.family,
        state=row.state,
        jointly=";".join(row.jointly),
        addressees=";".join(row.addressees),
        issues=";".join(row.issues),
        first=row.first,
        last=row.last,
        times=row.times,
        days=row.days,
        outlets=row.outlets,
        wording=row.wording,
        sentence=_sentence(material, said.article_id, said.start, said.end) if said else "",
        statement_id=row.statement_id,
        address=addresses.of_statement(row.statement_id),
        first_grade=row.first_grade,
        last_grade=row.last_grade,
        trend=row.trend,
        due=row.due,
        outcomes=";".join(row.outcomes),
        settled=settled.date if settled else None,
        settled_id=settled.event_id if settled else None,
        settled_address=addresses.of_event(settled.event_id) if settled else None,
    )


def _channel(found: Channel, material: Material) -> ChannelData:
    report = material.told_channels[found.state_report].report
    return ChannelData(
        channel_id=found.channel_id,
        channel=found.channel,
        kind=found.kind,
        parties=";".join(found.parties),
        state=found.state,
        state_start=found.state_start,
        state_end=found.state_end,
        planned_start=found.planned_start,
        planned_end=found.planned_end,
        rounds=len(found.rounds),
        first_held=found.first_held,
        last_held=found.last_held,
        longest_gap=found.longest_gap,
        since_last=found.since_last,
        outlets=";".join(found.outlets),
        reports=len(found.members),
        sentence=_sentence(material, report.article_id, report.start, report.end),
        article_address=addresses.of_article(report.article_id),
    )


def _sentence(material: Material, article_id: str, start: int, end: int) -> str:
    article = material.articles.get(article_id)
    return article.text[start:end] if article else ""
