"""Which acts may be one, and which one may be two? What merging decided on a near thing.

Reports are joined where the log-odds that they tell one act (`likeness`) are even or better on average.
What lies near even may be otherwise, with the chance that the log-odds say (Fellegi and Sunter 1969).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.merging.likeness import UNIT
from detente.merging.linking import Links, compared
from detente.merging.reports import Report
from detente.merging.telling import telling
from detente.records import Occurrence

SURE = 0.95
"""Chance from which on a join, or that there is none, is in no doubt."""


@dataclass(frozen=True, slots=True)
class DoubtfulMerge:
    """An act, by `occurrence_id`, and another that may be the same; with no other, an act of which one
    report may tell another act. `chance` is that of their being one."""

    act: str
    other: str | None
    chance: float


def doubtful(
    occurrences: Iterable[Occurrence],
    reports: Mapping[str, Report],
    settled: Collection[str] = (),
) -> list[DoubtfulMerge]:
    """What is in doubt about the merging of reports (by `event_id`), by act.

    Each act is taken once: of several that it may be one with the likeliest. `settled` are events of which
    a reviewer said whether they tell one act; their acts are in no doubt.
    """
    held = [each for each in occurrences if each.date and not frozenset(settled) & {*each.members}]
    members = [(number, name) for number, each in enumerate(held) for name in each.members]
    same, links = compared([telling(reports[name]) for _, name in members])
    groups: dict[int, list[int]] = defaultdict(list)
    for distinct, places in enumerate(same):
        for number in sorted({members[place][0] for place in places}):
            groups[number].append(distinct)
    names = [each.occurrence_id for each in held]
    joins = sorted(_joins(groups, links), key=lambda each: (-each[2], each[:2]))
    return sorted(
        [*_once(joins, names), *_splits(groups, links, names)],
        key=lambda each: (each.act, each.other or ""),
    )


def _once(joins: Sequence[tuple[int, int, float]], names: Sequence[str]) -> Iterator[DoubtfulMerge]:
    """The likeliest joins, of which no two have an act in common."""
    taken = set[int]()
    for one, other, chance in joins:
        if taken.isdisjoint((one, other)):
            taken |= {one, other}
            yield DoubtfulMerge(names[one], names[other], chance)


def _joins(groups: Mapping[int, list[int]], links: Links) -> Iterator[tuple[int, int, float]]:
    """Two acts that were not joined and may be one, with the chance of it."""
    act_of = {place: number for number, places in groups.items() for place in places}
    near = {
        (act_of[place], act_of[other])
        for place, others in links.items()
        for other in others
        if act_of[place] < act_of[other]
    }
    for one, other in sorted(near):
        alike = _average(groups[one], groups[other], links)
        # What is alike enough and was kept apart, a rule or a reviewer kept apart.
        if alike is not None and alike < 0 and (chance := _chance(alike)) > 1 - SURE:
            yield one, other, chance


def _splits(
    groups: Mapping[int, list[int]], links: Links, names: Sequence[str]
) -> Iterator[DoubtfulMerge]:
    """Acts of which the report that is least like the others may tell another."""
    for number, places in groups.items():
        averages = [
            _average([each], [other for other in places if other != each], links)
            for each in places
            if len(places) > 1
        ]
        least = min((each for each in averages if each is not None), default=None)
        if least is not None and (chance := max(_chance(least), 0.5)) < SURE:
            yield DoubtfulMerge(names[number], None, chance)


def _average(one: Sequence[int], other: Sequence[int], links: Links) -> float | None:
    """How alike two groups are on average, in hundredths of log-odds; None where any two cannot be one."""
    found = [links.get(first, {}).get(second) for first in one for second in other]
    alike = [each for each in found if each is not None]
    return sum(alike) / len(alike) if alike and len(alike) == len(found) else None


def _chance(alike: float) -> float:
    return 1 / (1 + math.exp(-alike / UNIT))
