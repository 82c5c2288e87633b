"""What was said of a record, by whom; and where two do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.correcting.fields import written
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


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that a correction changes, as it is written before and after."""

    name: str
    before: str | None
    """None where there was no record before."""
    after: str


def differences(correction: Correction) -> list[Difference]:
    """What a correction changes of the first record it was made on; of what is added, all that is told."""
    if correction.table == "occurrences":
        return []
    before, after = (
        records_of(correction.table, part) for part in (correction.before, correction.after)
    )
    was = written(before[0]) if before else {}
    return [
        Difference(name, was.get(name), value)
        for record in after
        for name, value in written(record).items()
        if value != was.get(name, "")
    ]


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
        for name in sorted(names(each)):
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


def undoable(reviewer: str, corrections: Iterable[Correction]) -> Iterator[Correction]:
    """What a reviewer said of records and can undo, the latest first: nobody has judged these since, and it
    is no undoing itself."""
    later: set[str] = set()
    for each in sorted(corrections, key=in_time, reverse=True):
        own = each.reviewer == reviewer and each.table != "occurrences"
        if own and each.judgement != "undo" and not later & names(each):
            yield each
        later |= names(each)


def names(correction: Correction) -> set[str]:
    """The ids of the records that a correction is about: those it was made on and those that it made."""
    return {*correction.records, *_made(correction)}


def _made(correction: Correction) -> set[str]:
    return {id_of(each) for each in records_of(correction.table, correction.after)}


def _outcome(correction: Correction, name: str) -> object:
    """What a judgement makes of a record, whoever made it; of one that it made, that record alone."""
    if correction.table == "occurrences":
        return correction.judgement, correction.records
    after = records_of(correction.table, correction.after)
    own = name in correction.records
    return [said(each) for each in after if own or id_of(each) == name]


def said(record: Told) -> object:
    """All that is told of a record, whoever tells it."""
    return {name: value for name, value in to_dict(record).items() if name not in SIGNED}
