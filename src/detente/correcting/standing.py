"""On which records does somebody's word stand? What was undone is to be judged again."""

from __future__ import annotations

from collections.abc import Iterable

from detente.records import Correction
from detente.store.corrected import id_of, in_time, records_of, reviewer_of


def judged(corrections: Iterable[Correction]) -> set[str]:
    """Ids of the records on which somebody's word stands."""
    found: set[str] = set()
    for each in sorted(corrections, key=in_time):
        if each.table == "occurrences":
            continue
        found |= {*each.records}
        for one in records_of(each.table, each.after):
            (found.add if reviewer_of(one) is not None else found.discard)(id_of(one))
    return found
