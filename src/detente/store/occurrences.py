"""What the events of a workspace tell, each occurrence once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from detente.merging import Merge, Report, copies, expand, merge
from detente.records import Article, Occurrence
from detente.store.query import Query


@dataclass(frozen=True, slots=True)
class Merged:
    """Occurrences, and by `event_id` the reports that tell them."""

    occurrences: tuple[Occurrence, ...]
    reports: Mapping[str, Report]


def merge_reports(
    reports: Iterable[Report], articles: Mapping[str, Article], query: Query, how: Merge
) -> Merged:
    """Merges reports with the sentences of their articles, and keeps what was asked for.

    All reports are merged first: which day an occurrence counts on, whose it is and which tracks
    it has is known only then.
    """
    told = [_with_sentence(report, articles) for report in reports]
    same = copies((name, article.text) for name, article in articles.items())
    found = tuple(each for each in merge(told, how, same) if _is_asked_for(each, query))
    members = {event_id for each in found for event_id in each.members}
    by_id = {each.event.event_id: each for each in told}
    return Merged(found[: query.limit], {event_id: by_id[event_id] for event_id in members})


def _with_sentence(report: Report, articles: Mapping[str, Article]) -> Report:
    event, article = report.event, articles.get(report.event.article_id)
    return replace(report, sentence=article.text[event.start : event.end]) if article else report


def _is_asked_for(found: Occurrence, query: Query) -> bool:
    if query.between is not None:
        dyads = {tuple(dyad) for dyad in expand(found)}
        ways = {query.between} if query.directed else {query.between, query.between[::-1]}
        if dyads.isdisjoint(ways):
            return False
    if query.track is not None and query.track not in found.tracks:
        return False
    day = found.date or found.date_start or found.first_reported or dt.date.min
    return (query.since or dt.date.min) <= day <= (query.until or dt.date.max)
