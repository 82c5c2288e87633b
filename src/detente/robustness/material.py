"""What every specification is computed from: the acts of a pair by data set and merging, read once.

Beside them, the acts of pairs that share one of the two states and are told of about as often, in which
nothing that is found of the pair should be found (placebos).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pyarrow as pa

from detente.days import Day
from detente.errors import TooLittleDataError
from detente.measuring import Every, Relationship, acts_imported, chosen
from detente.measuring.acts import datasets_of_acts, use_imported
from detente.measuring.covered import Volume, volume
from detente.merging.merged import COUNTED, counted_day, merged
from detente.merging.reports import Report
from detente.records import Occurrence
from detente.store import Query, Workspace
from detente.store.query import Pair, as_days, resolve_pair
from detente.store.told_pairs import told_pairs

READ = "read"
"""What the data set is called that was read here, and not imported."""
USUAL = "usual"
"""The merging that a data set has unless asked otherwise."""
ALIKE, A_DAY, EACH = "alike", "one-a-day", "each report"
PLACEBO_PAIRS = 6
LIKE = 3.0
"""How many times as much, or as little, a pair may be told of that is to be like another."""

Doing = Callable[[str], None]


def _nothing(_: str) -> None:
    """Says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What one data set tells of two states: `acts` (`ACTS`) by merging, the usual one first.

    `first` and `last` are the ends of the time that it covers, where sums without acts are zero; None
    where that begins and ends with the acts.
    """

    name: str
    between: tuple[str, str]
    acts: Mapping[str, pa.Table]
    volume: Volume | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    @classmethod
    def of_acts(
        cls, acts: pa.Table, between: tuple[str, str], *, name: str = "acts",
        volume: Volume | None = None, first: dt.date | None = None, last: dt.date | None = None,
    ) -> Source:  # fmt: skip
        """A data set whose rows are acts as they stand; and with like acts of a day taken as one."""
        return cls(name, between, {EACH: acts, A_DAY: once_a_day(acts)}, volume, first, last)

    def merging(self, name: str) -> str:
        """That merging, or the usual one where this data set has none of the name."""
        return name if name in self.acts else next(iter(self.acts))

    @property
    def usual(self) -> pa.Table:
        """The acts as they are merged unless asked otherwise."""
        return next(iter(self.acts.values()))


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """The data sets that tell of a pair, the one asked for first, and what that one tells of others."""

    between: tuple[str, str]
    sources: tuple[Source, ...]
    placebos: tuple[Source, ...] = ()
    left_out: tuple[str, ...] = ()
    """Data sets that tell of no act of the two in that time."""


def gathered(
    workspace: Workspace,
    between: Pair,
    *,
    every: Every = "month",
    since: Day | None = None,
    until: Day | None = None,
    dataset: str | None = None,
    alone: bool = False,
    doing: Doing = _nothing,
) -> Material:
    """What the workspace tells of two states, given by code or name; first by `dataset`, or what was read.

    `alone` reads that data set merged as usual, and no other and no other pairs. Raises `QueryError` for a
    state that does not exist and a data set that was not imported, and `TooLittleDataError` where no act
    joins the two.
    """
    pair = resolve_pair(between)
    asked = _Asked(workspace, every, *as_days(since, until))
    doing(f"reading {pair[0]} and {pair[1]}")
    first = asked.source(pair, dataset, all_ways=not alone)
    if not len(first.usual):
        raise TooLittleDataError(
            f"no act joins {pair[0]} and {pair[1]} in that time", advice=_advice(workspace, dataset)
        )
    if alone:
        return Material(pair, (first,))
    others = [asked.source(pair, name) for name in _datasets(workspace) if name != dataset]
    told = [each for each in others if len(each.usual)]
    placebos = []
    for other in like_pairs(told_pairs(workspace, dataset=dataset), pair):
        doing(f"reading {other[0]} and {other[1]}, to compare")
        placebos.append(asked.source(other, dataset, all_ways=False))
    return Material(
        pair,
        (first, *told),
        tuple(each for each in placebos if len(each.usual)),
        tuple(each.name for each in others if each not in told and each.name != READ),
    )


def like_pairs(
    counted: Mapping[tuple[str, str], int], pair: tuple[str, str], *, most: int = PLACEBO_PAIRS
) -> list[tuple[str, str]]:
    """Pairs that share one state with this one and are told of about as often, the likest first, with the
    shared state where it stands in this pair; of each state as many as of the other, if there are."""
    own = next((n for states, n in counted.items() if set(states) == set(pair)), 0)
    if not own:
        return []
    ranked: dict[str, list[tuple[float, tuple[str, str]]]] = {state: [] for state in pair}
    for states, n in counted.items():
        shared = set(states) & set(pair)
        if len(shared) == 1 and 1 / LIKE <= n / own <= LIKE:
            (state,) = shared
            (other,) = set(states) - shared
            placed = (state, other) if state == pair[0] else (other, state)
            ranked[state].append((abs(math.log(n / own)), placed))
    each = most // 2
    return [found for held in ranked.values() for _, found in sorted(held)[:each]]


def once_a_day(acts: pa.Table) -> pa.Table:
    """Of the acts (`ACTS`) of one day, direction and type the first by id."""
    ordered = acts.sort_by([("day", "ascending"), ("act_id", "ascending")])
    numbered = ordered.append_column("place", pa.array(range(len(ordered)), pa.int64()))
    kinds = numbered.group_by(["day", "forward", "backward", "event_type"])
    places = kinds.aggregate([("place", "min")])["place_min"].sort()
    return ordered.take(places)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is read of each pair."""

    workspace: Workspace
    every: Every
    since: dt.date | None
    until: dt.date | None

    def source(
        self, pair: tuple[str, str], dataset: str | None, *, all_ways: bool = True
    ) -> Source:
        """What a data set tells of a pair, merged in every way or only as usual."""
        counted = volume(self.workspace, [pair], dataset=dataset)
        if dataset is not None:
            acts = self._within(acts_imported(self.workspace, pair, dataset))
            _, first, last = self.workspace.datasets()[dataset]
            held = Source.of_acts(acts, pair, name=dataset, volume=counted)
            return replace(held, first=self.since or first, last=self.until or last)
        told = self.workspace.reports(Query(between=pair)) if all_ways else []
        found = {ALIKE: self._read(pair, "alike")}
        if all_ways:
            found |= {
                A_DAY: self._read(pair, "one-a-day"),
                EACH: self._related(_each(told), pair),
            }
        acts = {name: self._within(each.acts) for name, each in found.items()}
        start = self.since or found[ALIKE].start
        return Source(READ, pair, acts, counted, start, self.until)

    def _read(self, pair: tuple[str, str], merge: Literal["alike", "one-a-day"]) -> Relationship:
        return self._related(self.workspace.occurrences(Query(between=pair), merge=merge), pair)

    def _related(self, told: Sequence[Occurrence], pair: tuple[str, str]) -> Relationship:
        return Relationship.of(told, pair, every=self.every, since=self.since)

    def _within(self, acts: pa.Table) -> pa.Table:
        return chosen(acts, since=self.since, until=self.until)


def _each(told: Sequence[Report]) -> list[Occurrence]:
    """Each counted report as something that happened of its own."""
    return [
        replace(
            merged([report], {}),
            occurrence_id=report.event.event_id,
            date=counted_day(report.event, report.published),
            left_out=None,
        )
        for report in told
        if report.event.status in COUNTED
    ]


def _datasets(workspace: Workspace) -> list[str | None]:
    """What was read, and each data set that was imported."""
    return [None, *datasets_of_acts(workspace)]


def _advice(workspace: Workspace, dataset: str | None) -> str:
    imported = use_imported(workspace) if dataset is None else ""
    return imported or "Ask for other states or a longer time."
