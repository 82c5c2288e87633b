"""What was said of a record, by whom; and where two do not agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.records import Correction
from detente.schema import to_dict
from detente.store.corrected import Told, id_of, in_time, records_of

SIGNED = frozenset({"coder", "confidence"})
"""Fields that say who judged, not what."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two reviewers, each of whose last word on a record differs from the other's."""

    record_id: str
    first: Correction
    second: Correction
    """The later of the two, which stands."""


def history_of(record_id: str, corrections: Iterable[Correction]) -> list[Correction]:
    """What was said of one record, and of those it came from, in order of time."""
    every = sorted(corrections, key=in_time)
    known = {record_id}
    for each in reversed(every):
        if known & _made(each):
            known |= set(each.records)
    return [each for each in every if known & names(each)]


def disagreements(corrections: Iterable[Correction]) -> list[Disagreement]:
    """Records on which the last words of two reviewers differ, by record and time."""
    last: dict[str, dict[str, Correction]] = {}
    for each in sorted(corrections, key=in_time):
        for name in each.records:
            held = last.setdefault(name, {})
            held.pop(each.reviewer, None)
            held[each.reviewer] = each
    found = []
    for name, words in sorted(last.items()):
        *earlier, latest = words.values()
        found += [
            Disagreement(name, each, latest)
            for each in earlier
            if each.table == latest.table and _outcome(each, name) != _outcome(latest, name)
        ]
    return found


def names(correction: Correction) -> set[str]:
    """The ids of the records that a correction is about: those it was made on and those that it made."""
    return {*correction.records, *_made(correction)}


def _made(correction: Correction) -> set[str]:
    return {id_of(each) for each in records_of(correction.table, correction.after)}


def _outcome(correction: Correction, name: str) -> object:
    """What a judgement makes of a record, whoever made it."""
    if correction.table == "occurrences":
        return correction.judgement, correction.records
    return [_said(each) for each in records_of(correction.table, correction.after)]


def _said(record: Told) -> object:
    return {name: value for name, value in to_dict(record).items() if name not in SIGNED}
