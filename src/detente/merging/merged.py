"""One record of what several reports tell."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from detente.merging.dyads import party_codes
from detente.merging.reports import Report
from detente.records import Event, LeftOut, Occurrence, Status, Taken

COUNTED: frozenset[Status] = frozenset({"done", "ongoing", "planned"})
"""Statuses that count. `planned` is that of the promised or threatened act; its AGREE or
THREATEN, the act of saying so, did happen. Hypothetical, conditional and denied acts did not."""
UNREAL: dict[Status, LeftOut] = {
    "denied": "denied",
    "conditional": "conditional",
    "hypothetical": "hypothetical",
}
UNITS = ("day", "week", "month", "quarter", "season", "year", "decade", None)
BASES = ("explicit", "relative", "publication", None)
"""What a date was read from, the surest first."""
FIELDS = {
    "type": ("event_type", "quad_class", "confidence"),
    "mode": ("mode", "score", "goldstein"),
    "parties": ("actors", "recipients", "reciprocal"),
    "dates": ("date_start", "date_end", "date_precision", "date_basis"),
    "status": ("status",),
    "place": ("place",),
    "contexts": ("contexts",),
    "tracks": ("tracks",),
    "issues": ("issues",),
}
"""Fields that are taken from one member together."""


class Parties(NamedTuple):
    """Who acts towards whom, as country codes."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    reciprocal: bool

    @property
    def named(self) -> bool:
        """Whether both sides are."""
        return len(self.actors) > 1 if self.reciprocal else bool(self.actors and self.recipients)


def parties(event: Event) -> Parties:
    """Parties of an event; all are actors where it is reciprocal."""
    actors, recipients = party_codes(event.actors), party_codes(event.recipients)
    if event.reciprocal:
        actors, recipients = party_codes([*actors, *recipients]), ()
    return Parties(actors, recipients, event.reciprocal)


def counted_day(event: Event, published: dt.date | None) -> dt.date | None:
    """The day an event is counted on, or None.

    The day the text gives, where it gives one that is not after publication (a planned act is
    counted when it is announced); else the publication date, unless the event is recalled.
    """
    dated = _told_day(event, published)
    return dated or (None if event.recalled else published)


def merged(reports: Iterable[Report], copies: Mapping[str, str]) -> Occurrence:
    """The occurrence that one or more reports tell; their order does not matter.

    Type, mode, parties, status and place are those that most independent texts tell, weighed by
    confidence; dates are those of the report that dates it best. `copies` gives for an article
    the text that it is a copy of, if it is one.
    """
    told = sorted(reports, key=lambda each: (-each.event.confidence, each.event.event_id))
    chosen = _chosen(told, copies)
    from_member = {field: chosen[group] for group, names in FIELDS.items() for field in names}
    values: dict[str, Any] = {field: getattr(each, field) for field, each in from_member.items()}
    values |= parties(chosen["parties"])._asdict()
    first = min(told, key=lambda each: (each.published or dt.date.max, each.event.event_id))
    day = _day(told, chosen["dates"])
    left_out = _left_out(values["status"], values["actors"], day)
    return Occurrence(
        occurrence_id=first.event.event_id,
        members=tuple(sorted(each.event.event_id for each in told)),
        outlets=tuple(sorted({each.outlet for each in told if each.outlet})),
        texts=len({_text(each, copies) for each in told}),
        first_reported=first.published,
        date=None if left_out else day,
        left_out=left_out,
        representative=chosen["type"].event_id,
        taken_from=tuple(Taken(name, each.event_id) for name, each in from_member.items()),
        **values,
    )


def _chosen(told: Sequence[Report], copies: Mapping[str, str]) -> dict[str, Event]:
    """For each group of fields the member they are taken from; `told` has the surest first."""
    kind = _told_most(told, copies, lambda event: event.event_type)
    same = [each for each in told if each.event.event_type == kind.event_type]
    full = [each for each in told if parties(each.event).named]
    return {
        "type": kind,
        "mode": _told_most(same, copies, lambda event: event.mode) if _any_mode(same) else kind,
        "parties": _told_most(full or told, copies, parties),
        "dates": min(told, key=_dated_ill).event,
        "status": _told_most(told, copies, lambda event: event.status),
        "place": _told_most(told, copies, lambda event: event.place),
        **{name: _first_with(name, kind, told) for name in ("contexts", "tracks", "issues")},
    }


def _any_mode(told: Iterable[Report]) -> bool:
    return any(each.event.mode for each in told)


def _told_most(
    told: Sequence[Report], copies: Mapping[str, str], value: Callable[[Event], Hashable]
) -> Event:
    """The surest member with the value that most texts tell, each as sure as its surest copy.

    A missing value counts only where no member has one.
    """
    votes: dict[Hashable, dict[str, float]] = defaultdict(dict)
    for each in told:  # the surest first, so that a later copy adds nothing
        votes[value(each.event)].setdefault(_text(each, copies), each.event.confidence)
    known = [what for what in votes if what is not None] or [None]
    most = max(known, key=lambda what: math.fsum(votes[what].values()))  # of equals the surest
    return next(each.event for each in told if value(each.event) == most)


def _first_with(name: str, kind: Event, told: Iterable[Report]) -> Event:
    """The member of the chosen type, or the surest that names what it does not."""
    return next((e for e in (kind, *(each.event for each in told)) if getattr(e, name)), kind)


def _dated_ill(report: Report) -> tuple[int, bool, int, int, float, str]:
    """How badly a report dates what it tells: the higher the worse."""
    event = report.event
    first, last = event.date_start, event.date_end
    return (
        UNITS.index(event.date_precision if first else None),
        event.date_basis == "publication",
        (last - first).days if first and last else 0,
        BASES.index(event.date_basis),
        -event.confidence,
        event.event_id,
    )


def _told_day(event: Event, published: dt.date | None) -> dt.date | None:
    dated = event.date_start if event.date_precision == "day" else None
    return dated if dated and (published is None or dated <= published) else None


def _day(told: Iterable[Report], dated: Event) -> dt.date | None:
    """The day told best, where it had come; else the first that a member is counted on."""
    days = {each.event.event_id: counted_day(each.event, each.published) for each in told}
    best = days[dated.event_id]
    if best is not None and best == dated.date_start:
        return best
    return min((day for day in days.values() if day), default=None)


def _left_out(status: Status, actors: tuple[str, ...], day: dt.date | None) -> LeftOut | None:
    if status in UNREAL:
        return UNREAL[status]
    if not actors:
        return "no acting state"
    return None if day else "undated"


def _text(report: Report, copies: Mapping[str, str]) -> str:
    return copies.get(report.event.article_id, report.event.article_id)
