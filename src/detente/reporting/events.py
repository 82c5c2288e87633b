"""What happened, and who tells it? Occurrences with every report of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from detente.coding.ontology import COOPERATIVE
from detente.measuring import Row
from detente.merging import Report
from detente.merging.dyads import party_codes
from detente.records import Article, Imported, Occurrence
from detente.reporting import wording
from detente.reporting.gathering import Material
from detente.reporting.imported import place_of
from detente.reporting.quoting import Piece, event_quote, in_words
from detente.reporting.sending import fit_to_send, link_of
from detente.reporting.standing import FIRM, SURE

STRONGEST = 6
"""Events shown at either end of the scale."""


@dataclass(frozen=True, slots=True)
class EventSource:
    """Where a sentence stands."""

    outlet: str
    published: str
    title: str | None
    genre: str | None
    address: str
    """Of a page its address, of a file its name alone: a report is sent on, and folders are its maker's."""
    link: str | None
    """The address where a browser may follow it; null for files and anything else."""


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence that tells an event."""

    quote: tuple[Piece, ...]
    source: EventSource
    said_by: str | None
    status: str
    confidence: str | None
    """None where nobody says."""


@dataclass(frozen=True, slots=True)
class EventView:
    """One occurrence in plain words, its best report first."""

    anchor: str
    day: str
    words: str
    """What happened, in words of the sentence that tells it."""
    parties: str
    what: str
    quad: str
    score: str
    tracks: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class StrongestView:
    """Events farthest out on one side, and how many were left out as the coder is unsure of them."""

    events: tuple[EventView, ...]
    unsure: int


@dataclass(frozen=True, slots=True)
class PeriodView:
    """The events of one period."""

    anchor: str
    name: str
    row: Row
    net: str
    events: tuple[EventView, ...]
    unsure: tuple[EventView, ...]
    """Those that the program is less than half sure of."""


def period_anchor(row: Row) -> str:
    """Id of a period's list of events."""
    return f"period-{row.period}"


def periods(material: Material) -> tuple[PeriodView, ...]:
    """Every period that has events, with all of them."""
    every = material.asked.every
    return tuple(
        PeriodView(
            period_anchor(row),
            wording.period(row.start, every),
            row,
            wording.signed(row.net),
            *_sure_and_not(_within(row, material.occurrences), material),
        )
        for row in material.series.rows
        if row.n
    )


def strongest(material: Material, *, cooperative: bool) -> StrongestView:
    """The events farthest out on one side of the scale by score times confidence; none of which the coder
    is not firmly sure, as an act far out is the one that a single misreading makes."""
    chosen = [
        found
        for found in material.occurrences
        if (found.quad_class in COOPERATIVE) == cooperative and found.score
    ]
    ranked = sorted(chosen, key=lambda found: _rank(found, material))
    sure = [place for place, found in enumerate(ranked) if confidence_of(found, material) >= FIRM]
    shown = sure[:STRONGEST]
    seen = shown[-1] + 1 if len(shown) == STRONGEST else len(ranked)
    return StrongestView(tuple(view(ranked[place], material) for place in shown), seen - len(shown))


def view(found: Occurrence, material: Material) -> EventView:
    """An occurrence as the page shows it."""
    best = material.reports[found.representative]
    return EventView(
        f"event-{found.occurrence_id}",
        wording.day(found.date),
        in_words(best.event, material.articles.get(best.event.article_id)),
        wording.parties(
            found.actors,
            found.recipients,
            reciprocal=found.reciprocal,
            first=material.asked.between,
        ),
        wording.act(found.event_type, found.mode),
        found.quad_class,
        wording.signed(found.score),
        ", ".join(found.tracks),
        tuple(told(each, material.articles) for each in _members(found, material)),
    )


def view_imported(row: Imported, material: Material) -> EventView:
    """A row of a data set as the page shows it: its own words stand where the sentence would."""
    assert row.event_type is not None
    between = material.asked.between
    words = " · ".join(each for each in (row.actor, row.code, row.recipient) if each)
    link = row.url if row.url and row.url.lower().startswith(("http://", "https://")) else None
    outlet = row.outlet or row.dataset
    return EventView(
        f"event-{row.imported_id}",
        wording.day(row.date),
        words,
        wording.parties(
            [row.actor_country or ""],
            [row.recipient_country or ""],
            reciprocal=False,
            first=between,
        ),
        wording.act(row.event_type, row.mode),
        row.quad_class or "",
        wording.signed(row.score),
        ", ".join(row.tracks),
        (
            Told(
                (Piece(words, ""),),
                EventSource(
                    outlet, wording.day(row.date), place_of(row), None, row.url or "", link
                ),
                None,
                "done",
                None,
            ),
        ),
    )


def told(report: Report, articles: dict[str, Article]) -> Told:
    """One report as the page shows it."""
    event = report.event
    article = articles.get(event.article_id)
    speaker = event.reported_by
    return Told(
        event_quote(event, article),
        source(article, report.outlet, report.published),
        (speaker.name or speaker.text) if speaker else None,
        wording.STATUSES[event.status],
        wording.percent(event.confidence),
    )


def source(article: Article | None, outlet: str | None, published: dt.date | None) -> EventSource:
    """Where an article is to be found."""
    address = article.address if article else ""
    return EventSource(
        outlet or "outlet unknown",
        wording.day(published),
        article.title if article else None,
        article.genre if article else None,
        fit_to_send(address),
        link_of(address),
    )


def parties_of(report: Report, between: tuple[str, str]) -> str:
    """Who acts towards whom in one report."""
    event = report.event
    return wording.parties(
        party_codes(event.actors),
        party_codes(event.recipients),
        reciprocal=event.reciprocal,
        first=between,
    )


def _within(row: Row, occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    return [found for found in occurrences if found.date and row.start <= found.date <= row.end]


def _sure_and_not(
    found: Iterable[Occurrence], material: Material
) -> tuple[tuple[EventView, ...], tuple[EventView, ...]]:
    views = [(confidence_of(each, material) >= SURE, view(each, material)) for each in found]
    return (
        tuple(each for sure, each in views if sure),
        tuple(each for sure, each in views if not sure),
    )


def _members(found: Occurrence, material: Material) -> list[Report]:
    reports = [material.reports[event_id] for event_id in found.members]
    return sorted(
        reports,
        key=lambda each: (
            each.event.event_id != found.representative,
            each.published or dt.date.max,
            each.outlet or "",
            each.event.event_id,
        ),
    )


def _rank(found: Occurrence, material: Material) -> tuple[float, int, dt.date, str]:
    expected = abs(found.score) * confidence_of(found, material)
    day = found.date or dt.date.max
    return (-round(expected, 9), -len(found.outlets), day, found.occurrence_id)


def confidence_of(found: Occurrence, material: Material) -> float:
    """How sure the program is of the report that represents an occurrence."""
    return material.reports[found.representative].event.confidence
