"""Which events matter most? By how many tell them and how sure the program is, never by score alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from detente.merging import Report
from detente.records import Occurrence
from detente.reporting.events import confidence_of
from detente.reporting.gathering import Material
from detente.reporting.standing import SURE

EVENTS, FEWEST = 5, 3
"""How many are told, and up to how many what a single report tells less surely."""
TOLD_ONCE = 0.85
"""Confidence from which a single report is enough."""
OF_ONE_TYPE = 2
"""Most events of one type among those that matter most."""
SAME_MATTER = dt.timedelta(days=7)
"""Within what time two acts of one type between the same parties are taken for one matter."""
NEARLY_AS_SURE = 0.1
"""How much less sure a report may be than the surest, to be the one that is quoted."""


def matter_most(material: Material) -> list[Occurrence]:
    """The events that matter most, by day: none twice, and not all of one type.

    What a single report tells, and the program is not very sure of, comes in only where the list would be
    too short without it: it is misread too often to stand for what is rare.
    """
    ranked = by_weight(material)
    firm = [each for each in ranked if _is_firm(each, material)]
    chosen: list[Occurrence] = []
    for among, most in ((firm, EVENTS), (ranked, FEWEST)):
        for each in among:
            if len(chosen) < most and _adds(each, chosen, material):
                chosen.append(each)
    return sorted(chosen, key=lambda each: (each.date or dt.date.max, each.occurrence_id))


def by_weight(material: Material, among: Iterable[Occurrence] | None = None) -> list[Occurrence]:
    """The sure events, those with most outlets times confidence (to the tenth) first, and among equals
    those of a type that is rarest between the two in this time."""
    types = Counter(each.event_type for each in material.occurrences)
    told = material.occurrences if among is None else among
    sure = [each for each in told if confidence_of(each, material) >= SURE]

    def rank(found: Occurrence) -> tuple[float, int, float, dt.date, str]:
        weight = len(found.outlets) * round(confidence_of(found, material), 1)
        confidence = confidence_of(found, material)
        day = found.date or dt.date.max
        return (-round(weight, 1), types[found.event_type], -confidence, day, found.occurrence_id)

    return sorted(sure, key=rank)


def _is_firm(found: Occurrence, material: Material) -> bool:
    return len(found.members) > 1 or confidence_of(found, material) >= TOLD_ONCE


def _adds(found: Occurrence, chosen: Sequence[Occurrence], material: Material) -> bool:
    alike = sum(each.event_type == found.event_type for each in chosen)
    return alike < OF_ONE_TYPE and not any(one_matter(found, each, material) for each in chosen)


def one_matter(first: Occurrence, second: Occurrence, material: Material) -> bool:
    """Whether two events may be told of one matter: in one sentence, or as acts of one type between the
    same parties within a week."""
    if _sentences(first, material) & _sentences(second, material):
        return True
    if first.event_type != second.event_type or _parties(first) != _parties(second):
        return False
    return bool(first.date and second.date and abs(first.date - second.date) <= SAME_MATTER)


def by_one_outlet(chosen: Sequence[Occurrence]) -> bool:
    """Whether no two outlets tell any of the events."""
    return all(len(each.outlets) < 2 for each in chosen)


def quoted(found: Occurrence, material: Material) -> Report:
    """The report in whose words an event is told: of those that are about as sure as the surest, the one
    printed first, as later ones tell it beside what is new by then."""
    surest = material.reports[found.representative]
    least = surest.event.confidence - NEARLY_AS_SURE
    alike = [
        each
        for each in (material.reports[member] for member in found.members)
        if each.event.event_type == found.event_type
        and each.event.confidence >= least
        and each.event.recalled <= surest.event.recalled
    ]
    return min(
        alike,
        key=lambda each: (
            each.published or dt.date.max,
            -each.event.confidence,
            each.event.event_id,
        ),
    )


def _sentences(found: Occurrence, material: Material) -> set[tuple[str, int]]:
    told = (material.reports[member].event for member in found.members)
    return {(each.article_id, each.start) for each in told}


def _parties(found: Occurrence) -> set[str]:
    return {*found.actors, *found.recipients}
