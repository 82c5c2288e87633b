"""Merging day after day: what can meet nothing that is still to come is merged, and let go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from detente.merging.judged import Judged, regrouped
from detente.merging.likeness import GAP
from detente.merging.linking import Part, parts, within
from detente.merging.reports import Report
from detente.merging.telling import NEWS, ToldWords, telling

NEVER = 1 << 30
"""A day that never comes."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A report in its turn."""

    report: Report
    day: int
    """The day that it tells of, or else of its publication, as an ordinal; by it reports come."""
    until: int
    """The last such day of what is told in its sentence."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Reports that meet no others, as they are compared, and in groups that tell one occurrence each."""

    tellings: tuple[ToldWords, ...]
    groups: tuple[tuple[Report, ...], ...]


def settled(
    reports: Sequence[Report], tellings: Sequence[ToldWords], judged: Judged = ()
) -> Iterator[Settled]:
    """All of some reports, in as small parts as can be; what they can meet is among them."""
    named = _ids(link.event_ids for link in judged)
    for part in parts(tellings, _together(judged)):
        yield _settled(part, reports, tellings, judged, named)


def swept(coming: Iterable[Coming], judged: Judged = (), *, least: int) -> Iterator[Settled]:
    """The same of reports that come by day, looked through when there are `least` new ones.

    No more are held than that, or twice as many as may meet what is still to come.
    """
    held, enough = list[Coming](), least
    for each in coming:
        if len(held) >= enough and each.day > held[-1].day:
            done, held = _parted(held, each.day, judged)
            yield from done
            enough = len(held) + max(least, len(held))
        held.append(each)
    yield from _parted(held, NEVER, judged)[0]


def _parted(held: Sequence[Coming], day: int, judged: Judged) -> tuple[list[Settled], list[Coming]]:
    """What meets nothing that comes on this day or later; and what may."""
    reports, tellings = [each.report for each in held], [telling(each.report) for each in held]
    awaited, named = _ids(_together(judged)), _ids(link.event_ids for link in judged)
    done, left = list[Settled](), set[int]()
    for part in parts(tellings, _together(judged)):
        places = [place for same in part for place in same]
        ends = (max(held[place].until, _last_met(tellings[place], awaited)) for place in places)
        if max(ends) >= day:
            left.update(places)
        else:
            done.append(_settled(part, reports, tellings, judged, named))
    return done, [held[place] for place in sorted(left)]


def _last_met(told: ToldWords, awaited: Set[str]) -> int:
    """The last day of which a report may come that meets this one, its own sentence aside."""
    if told.event_id in awaited:
        return NEVER - 1
    return told.days.last + GAP + NEWS if told.days else 0


def _settled(
    part: Part,
    reports: Sequence[Report],
    tellings: Sequence[ToldWords],
    judged: Judged,
    named: Set[str],
) -> Settled:
    own = tuple(tellings[place] for same in part for place in same)
    groups = [[reports[place] for place in group] for group in within(part, tellings)]
    if not named.isdisjoint(each.event_id for each in own):
        groups = regrouped(groups, judged)
    return Settled(own, tuple(map(tuple, groups)))


def _together(judged: Judged) -> list[frozenset[str]]:
    return [link.event_ids for link in judged if link.same]


def _ids(links: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*links)
