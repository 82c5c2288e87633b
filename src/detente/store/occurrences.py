"""What the events of a workspace tell, each occurrence once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pyarrow as pa

from detente.merging import Judged, Merge, Report, copies, expand, merge
from detente.records import Occurrence
from detente.schema import arrow_schema, to_arrow, to_rows
from detente.store.conforming import conform
from detente.store.layout import BATCH, ask_in_batches
from detente.store.query import Pair, Query
from detente.store.remerging_sql import FIRST
from detente.store.remerging_sql import ORDERS as SQL_ORDERS

KEPT_FROM = 20_000
"""Events from which on the occurrences of all are kept: of fewer they are merged in a few seconds."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Occurrences, and by `event_id` the reports that tell them."""

    occurrences: tuple[Occurrence, ...]
    reports: Mapping[str, Report]


def merge_reports(
    reports: Iterable[Report],
    texts: Iterable[tuple[str, str]],
    query: Query,
    how: Merge,
    *,
    telling: Collection[str] | None = None,
    judged: Judged = (),
) -> Merged:
    """Merges reports with the sentences of their articles, and keeps what was asked for.

    `texts` has the text of each article, by id, each of which is looked at once and let go.
    All reports are merged first: which day an occurrence counts on, whose it is and which tracks
    it has is known only then. `telling` has the `event_id` of all reports that are as asked for, `judged`
    what reviewers said of which tell one act.
    """
    told = list(reports)
    same = copies(_quoted(told, texts))
    as_asked = None if telling is None else frozenset(telling)
    found = [
        each
        for each in merge(told, how, same, judged)
        if is_asked_for(each, query) and (as_asked is None or as_asked.intersection(each.members))
    ]
    kept = tuple(_ordered(found, query.sort))
    members = {event_id for each in kept for event_id in each.members}
    by_id = {each.event.event_id: each for each in told}
    return Merged(kept[: query.limit], {event_id: by_id[event_id] for event_id in members})


def to_merge(query: Query) -> Query:
    """Which reports may tell the occurrences that are asked for: those of the same parties.

    Those that do not say who was acted upon are among them, since others may say it of the act.
    """
    shared: dict[str, Any] = {
        "blocs": query.blocs, "superseded": query.superseded, "uncorrected": query.uncorrected,
    }  # fmt: skip
    if query.between is not None:
        return Query(between=query.between, unaddressed=True, **shared)
    if query.by is not None and query.to is not None:
        return Query(between=(query.by, query.to), unaddressed=True, **shared)
    one = query.of or query.by or query.to
    return Query(of=one, unaddressed=one is not None, **shared)


def of_reports(query: Query) -> Query | None:
    """What a question says of reports alone; None where it says nothing of them.

    Whose sector it is only a report tells: with one, the parties must be told by it too.
    """
    given = query.given()
    names = OF_REPORTS | OF_PARTIES if SECTORS & given.keys() else OF_REPORTS
    asked = {name: value for name, value in given.items() if name in names}
    told = Query(
        **asked, blocs=query.blocs, superseded=query.superseded, uncorrected=query.uncorrected
    )
    return told if asked.keys() & OF_REPORTS else None


SECTORS = frozenset({"actor_sector", "recipient_sector"})
OF_PARTIES = frozenset({"between", "directed", "of", "by", "to"})
OF_REPORTS = SECTORS | {
    "recalled", "outlet", "genre", "reported_since", "reported_until", "words", "article_words",
}  # fmt: skip
"""Fields that hold of a report, and not of what it tells."""


def names_parties(query: Query) -> bool:
    """Whether a question is about certain states: then reports of others are not merged."""
    return any((query.between, query.of, query.by, query.to))


def in_batches(found: Sequence[Occurrence]) -> Iterator[pa.Table]:
    """Occurrences that are at hand, some thousand at a time."""
    for start in range(0, len(found), BATCH):
        yield to_arrow(list(found[start : start + BATCH]), Occurrence)


def chosen(
    connection: duckdb.DuckDBPyConnection, query: Query, telling: Collection[str] | None
) -> Iterator[pa.Table]:
    """Those that are asked for of all `occurrences` that a connection sees, some thousand at a time.

    `telling` is as in `merge_reports`.
    """
    as_asked = None if telling is None else frozenset(telling)
    narrowed, left = bool(query.given()), query.limit
    for found in ask_in_batches(connection, _in_order(query.sort)):
        table = conform(found, arrow_schema(Occurrence))
        if narrowed:
            fits = [
                is_asked_for(each, query)
                and (as_asked is None or not as_asked.isdisjoint(each.members))
                for each in to_rows(table, Occurrence)
            ]
            table = table.filter(pa.array(fits, pa.bool_()))
        if left is not None:
            table, left = table.slice(0, left), left - len(table.slice(0, left))
        if len(table):
            yield table
        if left == 0:
            return


def _in_order(sort: str) -> str:
    value, way = SQL_ORDERS[sort.removeprefix("-")], "DESC" if sort.startswith("-") else "ASC"
    own = "" if sort == "date" else f"{value} {way} NULLS LAST, "
    return f"SELECT * EXCLUDE (part) FROM occurrences ORDER BY {own}{FIRST}"


def _quoted(told: list[Report], texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The texts as they pass; the reports get their sentences from them."""
    places: dict[str, list[int]] = {}
    for place, report in enumerate(told):
        places.setdefault(report.event.article_id, []).append(place)
    for name, text in texts:
        for place in places.get(name, ()):
            event = told[place].event
            told[place] = replace(told[place], sentence=text[event.start : event.end])
        yield name, text


def is_asked_for(found: Occurrence, query: Query) -> bool:
    """Whether an occurrence is of the parties, the day and the kind that are asked for."""
    return _has_parties(found, query) and _has_values(found, query) and _has_day(found, query)


def _has_parties(found: Occurrence, query: Query) -> bool:
    day = _day(found)
    acting, acted_upon = set(found.actors), set(found.recipients)
    if found.reciprocal:
        acted_upon |= acting
    dyads = [tuple(dyad) for dyad in expand(found)]

    def members(name: str) -> frozenset[str]:
        return query.party(name).on(day)

    def act(pair: Pair) -> bool:
        first, second = members(pair[0]), members(pair[1])
        return any(one in first and other in second and one != other for one, other in dyads)

    pairs = [*query.pairs, *(() if query.directed else (pair[::-1] for pair in query.pairs))]
    if pairs and not any(map(act, pairs)):
        return False
    if query.by and query.to and not act((query.by, query.to)):
        return False
    sides = ((query.by, acting), (query.to, acted_upon), (query.of, acting | acted_upon))
    return all(name is None or not side.isdisjoint(members(name)) for name, side in sides)


def _has_values(found: Occurrence, query: Query) -> bool:
    values = (
        (query.type, {found.event_type}),
        (query.mode, {found.mode}),
        (query.quad_class, {found.quad_class}),
        (query.status, {found.status}),
        (query.track, set(found.tracks)),
        (query.issue, set(found.issues)),
    )
    if any(asked is not None and has.isdisjoint(asked) for asked, has in values):
        return False
    return query.confidence is None or found.confidence >= query.confidence


def _has_day(found: Occurrence, query: Query) -> bool:
    day = _day(found) or dt.date.min
    return (query.since or dt.date.min) <= day <= (query.until or dt.date.max)


def _day(found: Occurrence) -> dt.date | None:
    return found.date or found.date_start or found.first_reported


ORDERS: Mapping[str, Callable[[Occurrence], Any]] = {
    "date": _day,
    "confidence": lambda found: found.confidence,
    "score": lambda found: found.score,
    "outlets": lambda found: len(found.outlets),
}


def _ordered(found: Sequence[Occurrence], sort: str) -> Sequence[Occurrence]:
    """In the order asked for; those that have no day last, equals in that of merging."""
    if sort == "date":
        return found
    value = ORDERS[sort.removeprefix("-")]
    known = [each for each in found if value(each) is not None]
    unknown = [each for each in found if value(each) is None]
    return [*sorted(known, key=value, reverse=sort.startswith("-")), *unknown]
