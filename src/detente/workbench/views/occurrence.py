"""What happened once: all reports that tell one act, and what of it each of them tells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.errors import NotFoundError
from detente.merging import Report
from detente.merging.dyads import expand, party_codes
from detente.records import Article, Event, Occurrence
from detente.reporting import dating, wording
from detente.reporting.quoting import Piece
from detente.store import Query, Workspace
from detente.workbench import addresses
from detente.workbench.addresses import OccurrenceAsked, RecordAsked
from detente.workbench.views.marking import marked
from detente.workbench.views.record import Source, find, source_of

NEAR = dt.timedelta(days=31)
"""How far from a report another one is published that may tell the same act."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One report of an act."""

    address: str
    outlet: str
    published: dt.date | None
    status: str
    confidence: float
    taken: str
    """What of the act is taken from this report."""
    quote: tuple[Piece, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Happened:
    """What the page of one act shows."""

    asked: OccurrenceAsked
    title: str
    what: str
    quad_class: str
    score: float
    when: str
    """When it was, no more exactly than it is known; of its report where nothing tells it."""
    left_out: str | None
    """Why no index counts it; None where one does."""
    texts: int
    """Independent texts that tell it."""
    outlets: int
    rows: tuple[Telling, ...]
    near: int
    """Days on either side within which reports were compared."""


def happened(workspace: Workspace, asked: OccurrenceAsked) -> Happened:
    """The act that an event tells. Raises `NotFoundError` where there is no such event."""
    told, _, _ = find(workspace, RecordAsked("event", asked.event_id))
    assert isinstance(told, Event)
    found, reports = joined(workspace, told)
    ids = sorted({report.event.article_id for report in reports})
    articles = workspace.catalogue().articles(ids)
    return Happened(
        asked=asked,
        title=wording.parties(found.actors, found.recipients, reciprocal=found.reciprocal),
        what=wording.act(found.event_type, found.mode),
        quad_class=found.quad_class,
        score=found.score,
        when=dating.days(found.date_start or found.date, found.date_end or found.date),
        left_out=found.left_out,
        texts=found.texts,
        outlets=len(found.outlets),
        rows=tuple(_telling(report, found, articles) for report in reports),
        near=NEAR.days,
    )


def joined(workspace: Workspace, told: Event) -> tuple[Occurrence, list[Report]]:
    """The occurrence that holds an event, of reports of about that time between the same states."""
    for query in (_near(workspace, told), Query(ids=[told.event_id])):
        merged = workspace.catalogue().joined(query)
        for found in merged.occurrences:
            if told.event_id in found.members:
                return found, sorted((merged.reports[each] for each in found.members), key=_order)
    raise NotFoundError(
        f"the event {told.event_id} counts nowhere", advice="Its article was replaced or removed."
    )


def _near(workspace: Workspace, told: Event) -> Query:
    """Which reports may tell the same act."""
    article = workspace.catalogue().articles([told.article_id]).get(told.article_id)
    published = article.published if article else None
    if published is None:
        return Query(ids=[told.event_id])
    between = next((each for each in expand(told) if each.actor != each.recipient), None)
    one = next(iter(party_codes([*told.actors, *told.recipients])), None)
    return Query(
        between=between,
        of=one if between is None else None,
        type=None if between else told.event_type,
        reported_since=published - NEAR,
        reported_until=published + NEAR,
    )


def _order(report: Report) -> tuple[dt.date, str, str]:
    return report.published or dt.date.max, report.outlet or "", report.event.event_id


def _telling(report: Report, found: Occurrence, articles: dict[str, Article]) -> Telling:
    event = report.event
    article = articles[event.article_id]
    taken = [each.field for each in found.taken_from if each.event_id == event.event_id]
    return Telling(
        address=addresses.of_event(event.event_id),
        outlet=report.outlet or "outlet unknown",
        published=report.published,
        status=wording.STATUSES[event.status],
        confidence=event.confidence,
        taken=", ".join(each.replace("_", " ") for each in taken),
        quote=marked(article, [event], around=0),
        source=source_of(article),
    )
