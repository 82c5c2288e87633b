"""The classical filter: what many articles tell of one day happened once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from detente.merging.dyads import party_codes
from detente.merging.reports import Report
from detente.records import Event, Occurrence, Status

COUNTED: frozenset[Status] = frozenset({"done", "ongoing", "planned"})
"""Statuses that count. `planned` is that of the promised or threatened act; its AGREE or
THREATEN, the act of saying so, did happen. Hypothetical, conditional and denied acts did not."""


class Key(NamedTuple):
    """What two reports must share to tell one occurrence."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    reciprocal: bool
    event_type: str
    day: str


def one_a_day(
    reports: Iterable[Report], *, statuses: Collection[Status] = COUNTED
) -> list[Occurrence]:
    """One occurrence for each parties, type and day, by date and id.

    The "one-a-day" filter of the KEDS project (Schrodt and Gerner, "Validity assessment of a
    machine-coded event data set for the Middle East, 1982-92", American Journal of Political
    Science 38, 1994; and their "Analyzing International Event Data", 2012): it takes away that
    many outlets tell one act, at the price of merging like acts of one day. The result does not
    depend on the order of the reports.

    Left out are events of other statuses, those without the country of an actor, and those
    without a day (see `counted_day`); all stay in the store.
    """
    groups: dict[Key, dict[str, Report]] = {}
    for report in reports:
        key = _key(report) if report.event.status in statuses else None
        if key is not None:
            groups.setdefault(key, {})[report.event.event_id] = report
    occurrences = [_merge(key, list(members.values())) for key, members in groups.items()]
    return sorted(occurrences, key=lambda found: (found.date or dt.date.max, found.occurrence_id))


def counted_day(event: Event, published: dt.date | None) -> dt.date | None:
    """The day an event is counted on, or None.

    The day the text gives, where it gives one that is not after publication (a planned act is
    counted when it is announced); else the publication date, unless the event is recalled.
    """
    dated = event.date_start if event.date_precision == "day" else None
    if dated is not None and (published is None or dated <= published):
        return dated
    return None if event.recalled else published


def _key(report: Report) -> Key | None:
    event = report.event
    day = counted_day(event, report.published)
    actors, recipients = party_codes(event.actors), party_codes(event.recipients)
    if event.reciprocal:
        actors, recipients = party_codes([*actors, *recipients]), ()
    if day is None or not actors:
        return None
    return Key(actors, recipients, event.reciprocal, event.event_type, day.isoformat())


def _merge(key: Key, reports: list[Report]) -> Occurrence:
    best = min(reports, key=lambda told: (-told.event.confidence, told.event.event_id)).event
    return Occurrence(
        occurrence_id=_identify(key),
        members=tuple(sorted(told.event.event_id for told in reports)),
        outlets=tuple(sorted({told.outlet for told in reports if told.outlet})),
        first_reported=min((told.published for told in reports if told.published), default=None),
        actors=key.actors,
        recipients=key.recipients,
        reciprocal=key.reciprocal,
        event_type=best.event_type,
        quad_class=best.quad_class,
        score=best.score,
        goldstein=best.goldstein,
        confidence=best.confidence,
        tracks=best.tracks,
        date=dt.date.fromisoformat(key.day),
        representative=best.event_id,
    )


def _identify(key: Key) -> str:
    return hashlib.blake2b(json.dumps(key).encode(), digest_size=10).hexdigest()
