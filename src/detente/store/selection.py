"""The SQL that answers a query."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from detente.store.query import Query

EVENTS = """
SELECT r.*, a.outlet, a.published
FROM events r JOIN articles a ON r.article_id = a.article_id
WHERE {conditions}
ORDER BY coalesce(r.date_start, a.published) NULLS LAST, r.article_id, r."start", r.event_id
"""
STATEMENTS = """
SELECT r.* FROM statements r JOIN articles a ON r.article_id = a.article_id
WHERE {conditions}
ORDER BY coalesce(r.date, a.published) NULLS LAST, r.article_id, r."start", r.statement_id
"""
CHANNELS = """
SELECT r.*, a.outlet, a.published
FROM channels r JOIN articles a ON r.article_id = a.article_id
WHERE {conditions}
ORDER BY coalesce(r.date_start, a.published) NULLS LAST, r.article_id, r."start", r.channel_report_id
"""
LAST_PUBLISHED = "SELECT max(published) AS day FROM articles"
REJECTED = """
SELECT r.* FROM rejected r
WHERE r.stage <> 'coding' OR r.article_id IS NULL
    OR r.article_id IN (SELECT article_id FROM articles)
ORDER BY r.path, r.place NULLS FIRST, r.stage, r.reason, r.article_id NULLS FIRST
"""
ADDRESSES = """
SELECT r.* FROM addresses r SEMI JOIN articles a ON r.article_id = a.article_id
ORDER BY r.article_id, r.address
"""
REVISIONS = """
SELECT r.* FROM revisions r SEMI JOIN articles a ON a.article_id = r.replaced_by
ORDER BY r.address, r.article_id, r.replaced_by
"""
ARTICLES = "SELECT r.* FROM articles r {where} ORDER BY r.published NULLS LAST, r.article_id"

FIRST_DAY = "coalesce(r.date_start, r.date_end, a.published)"
LAST_DAY = "coalesce(r.date_end, r.date_start, a.published)"
SAID_DAY = "coalesce(r.date, a.published)"
ACTOR = "list_contains(list_transform(r.actors, lambda x: x.country), ${})"
RECIPIENT = "list_contains(list_transform(r.recipients, lambda x: x.country), ${})"
NO_RECIPIENT = (
    "NOT r.reciprocal AND len(list_filter(r.recipients, lambda x: x.country IS NOT NULL)) = 0"
)
ADDRESSEE = "list_contains(list_transform(r.addressees, lambda x: x.country), ${})"


@dataclass(slots=True)
class Selection:
    """Conditions joined by AND, with the values of their parameters."""

    conditions: list[str] = field(default_factory=lambda: ["true"])
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, condition: str, **values: Any) -> None:
        """Narrow it."""
        self.conditions.append(f"({condition})")
        self.values |= values

    def sql(self, template: str, limit: int | None) -> str:
        """The finished question."""
        question = template.format(conditions=" AND ".join(self.conditions))
        return question if limit is None else f"{question} LIMIT {int(limit)}"


def events_selection(query: Query) -> Selection:
    """Conditions on `events r` joined to `articles a`."""
    chosen = Selection()
    if query.between is not None:
        first, second = query.between
        condition = _acts(directed=query.directed, unaddressed=query.unaddressed)
        chosen.add(condition, first=first, second=second)
    if query.status is not None:
        chosen.add("list_contains($status, r.status)", status=sorted(query.status))
    if query.recalled is not None:
        chosen.add("r.recalled = $recalled", recalled=query.recalled)
    _add_common(chosen, query, key="event_id", first_day=FIRST_DAY, last_day=LAST_DAY)
    return chosen


def statements_selection(query: Query) -> Selection:
    """Conditions on `statements r` joined to `articles a`."""
    chosen = Selection()
    if query.between is not None:
        first, second = query.between
        condition = _says(directed=query.directed, unaddressed=query.unaddressed)
        chosen.add(condition, first=first, second=second)
    _add_common(chosen, query, key="statement_id", first_day=SAID_DAY, last_day=SAID_DAY)
    return chosen


def channels_selection(query: Query) -> Selection:
    """Conditions on `channels r` joined to `articles a`."""
    chosen = Selection()
    if query.between is not None:
        first, second = query.between
        both = "list_contains(r.parties, $first) AND list_contains(r.parties, $second)"
        chosen.add(both, first=first, second=second)
    if query.status is not None:
        chosen.add("list_contains($status, r.status)", status=sorted(query.status))
    _add_common(
        chosen, replace(query, track=None), key="channel_report_id",
        first_day=FIRST_DAY, last_day=LAST_DAY,
    )  # fmt: skip
    return chosen


def _add_common(
    chosen: Selection, query: Query, *, key: str, first_day: str, last_day: str
) -> None:
    if query.since is not None:
        chosen.add(f"{last_day} >= $since", since=query.since)
    if query.until is not None:
        chosen.add(f"{first_day} <= $until", until=query.until)
    if query.track is not None:
        chosen.add("list_contains(r.tracks, $track)", track=query.track)
    if query.ids is not None:
        chosen.add(f"list_contains($ids::VARCHAR[], r.{key})", ids=sorted(query.ids))


def _acts(*, directed: bool, unaddressed: bool) -> str:
    ways = [("first", "second")] if directed else [("first", "second"), ("second", "first")]
    options = [f"{ACTOR.format(actor)} AND {RECIPIENT.format(other)}" for actor, other in ways]
    if unaddressed:
        options += [f"{ACTOR.format(actor)} AND {NO_RECIPIENT}" for actor, _ in ways]
    both = f"r.reciprocal AND {ACTOR.format('first')} AND {ACTOR.format('second')}"
    return " OR ".join([*options, both])


def _says(*, directed: bool, unaddressed: bool) -> str:
    ways = [("first", "second")] if directed else [("first", "second"), ("second", "first")]
    reach = "{} OR len(r.addressees) = 0" if unaddressed else "{}"
    options = [
        f"r.speaker.country = ${speaker} AND ({reach.format(ADDRESSEE.format(other))})"
        for speaker, other in ways
    ]
    return " OR ".join(f"({option})" for option in options)
