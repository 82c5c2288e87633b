"""What reviewers said of which reports tell one act, laid over what was found alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.merging.reports import Report


@dataclass(frozen=True, slots=True)
class Link:
    """One judgement of events, by `event_id`."""

    same: bool
    """Whether all of them tell one act; else none of them tells the act of the others."""
    event_ids: frozenset[str]


Judged = Sequence[Link]
"""What reviewers said, in order of time: of two judgements the later counts."""


def regrouped(groups: Sequence[list[Report]], judged: Judged) -> list[list[Report]]:
    """The groups of reports as reviewers say."""
    found = [list(group) for group in groups]
    for link in judged:
        if link.same:
            found = _joined(found, link.event_ids)
        else:
            found = [part for group in found for part in _parted(group, link.event_ids)]
    return found


def _parted(group: list[Report], own: frozenset[str]) -> list[list[Report]]:
    inside = [each for each in group if each.event.event_id in own]
    outside = [each for each in group if each.event.event_id not in own]
    return [part for part in (inside, outside) if part]


def _joined(groups: list[list[Report]], same: frozenset[str]) -> list[list[Report]]:
    touched = [group for group in groups if any(each.event.event_id in same for each in group)]
    if len(touched) < 2:
        return groups
    left = [group for group in groups if not any(group is each for each in touched)]
    whole = sorted(
        (each for group in touched for each in group), key=lambda each: each.event.event_id
    )
    return [*left, whole]
