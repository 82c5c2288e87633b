"""Which acts, and which sentences with certain words, does a rule tell of?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from detente.merging import Report
from detente.records import Alert, AlertRule, Occurrence, Statement, Status
from detente.reporting import wording
from detente.schema import to_rows
from detente.store import Merged, Query
from detente.watching.making import made, said_alert
from detente.watching.material import Material
from detente.watching.rules import ActRule, QuestionRule, WordsRule

HAPPENED: frozenset[Status] = frozenset({"done", "ongoing"})
FRESH = dt.timedelta(days=30)
"""How long before it was first told an act may be dated: what is older is recollection."""


def acts(rule: ActRule, material: Material) -> Iterator[Alert]:
    """Acts that happened, at or beyond the scores of a rule."""
    for found in material.merged.occurrences:
        if found.status not in HAPPENED or found.confidence < rule.confidence:
            continue
        if rule.type and found.event_type not in rule.type:
            continue
        if why := _beyond(rule, found.score):
            yield from _alert("act", found, material, material.merged.reports, why)


def words(rule: WordsRule, material: Material) -> Iterator[Alert]:
    """Acts and statements of the two in sentences with the words."""
    query = material.watched.query(words=rule.words)
    ids = material.select(query)
    why = f"has the words “{rule.words}”"
    for found in material.merged.occurrences:
        if ids.intersection(found.members):
            yield from _alert("words", found, material, material.merged.reports, why, ids=ids)
    for said in to_rows(material.workspace.statements(query), Statement):
        yield from said_alert("words", [said], material, why)


def asked(rule: QuestionRule, material: Material) -> Iterator[Alert]:
    """What a question finds."""
    if rule.name == "statements":
        for said in to_rows(material.workspace.statements(rule.query), Statement):
            yield from said_alert("statements", [said], material, rule.title)
        return
    merged = _merged(rule.query, material)
    for found in merged.occurrences:
        yield from _alert("events", found, material, merged.reports, rule.title)


def _merged(query: Query, material: Material) -> Merged:
    """The occurrences that a question finds. Those of the pair are merged once; an event that fits
    chooses its occurrence."""
    if material.watched.between is None or query.between != material.watched.between:
        return material.workspace.merged(query)
    ids = material.select(replace(query, sort="date", limit=None))
    kept = [each for each in material.merged.occurrences if ids.intersection(each.members)]
    return Merged(tuple(kept), material.merged.reports)


def _beyond(rule: ActRule, score: float) -> str | None:
    """Why a score is told; None where it is not. Without scores, every one of the types is."""
    if rule.below is not None and score <= rule.below:
        return f"scores {wording.signed(score)}, at or below {wording.signed(rule.below)}"
    if rule.above is not None and score >= rule.above:
        return f"scores {wording.signed(score)}, at or above {wording.signed(rule.above)}"
    if rule.below is None and rule.above is None:
        return (
            f"is of the type {wording.listed(rule.type)}" if rule.type else "is an act of the two"
        )
    return None


def _alert(
    name: AlertRule,
    found: Occurrence,
    material: Material,
    reports: Mapping[str, Report],
    why: str,
    *,
    ids: frozenset[str] = frozenset(),
) -> Iterator[Alert]:
    """An act as it is told, unless all who tell it recall it; by an event of `ids` where they are given."""
    members = [reports[each] for each in found.members]
    fresh = [each for each in members if not each.event.recalled]
    fitting = [each for each in fresh if each.event.event_id in ids] or fresh
    first = _first_told(found, members)
    if not fitting or first is None or _is_old(found, first):
        return
    shown = next(
        (each for each in fitting if each.event.event_id == found.representative), fitting[0]
    )
    rest = sorted(members, key=_in_time)
    yield from made(
        name,
        material,
        [shown.event, *(each.event for each in rest if each is not shown)],
        day=found.date or found.date_start,
        what=_what(found),
        why=why,
        outlets=len(found.outlets),
        weight=abs(found.score)
        * found.confidence
        * max(len(found.outlets), 1)
        * material.rarity(found),
        first_reported=first,
    )


def _first_told(found: Occurrence, members: Iterable[Report]) -> dt.date | None:
    """When it was first told: by the publication, or else by the day of what has no date."""
    days = [each.published for each in members if each.published]
    return min(days, default=found.date or found.date_start)


def _is_old(found: Occurrence, first: dt.date) -> bool:
    day = found.date_end or found.date
    return day is not None and first - day > FRESH


def _what(found: Occurrence) -> str:
    who = wording.parties(found.actors, found.recipients, reciprocal=found.reciprocal)
    status = "" if found.status in HAPPENED else f", {wording.STATUSES[found.status]}"
    return f"{who}: {wording.act(found.event_type, found.mode)}{status}"


def _in_time(report: Report) -> tuple[dt.date, str, int, str]:
    event = report.event
    return report.published or dt.date.max, event.article_id, event.start, event.event_id
