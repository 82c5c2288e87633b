"""A relation counted period by period.

The score of an act is PLOVER's (Halterman, Bagozzi, Beger, Schrodt and Scarborough, PLOVER and
POLECAT manual, 2021), a scale from -10, the worst conflict, to 10, the closest cooperation; it
follows Goldstein ("A conflict-cooperation scale for WEIS events data", Journal of Conflict
Resolution 36, 1992). `net` is the mean of these scores, `total` their sum, which Goldstein's and
most later studies use; the mean does not rise and fall with how much the press reports. The
quad classes count acts by verbal or material, and cooperation or conflict (Duval and Thompson
1980; Schrodt and Gerner). Occurrences are those of `detente.merging`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.coding.ontology import COOPERATIVE
from detente.measuring.periods import Every, Period, Weekday, check_unit, label, period_of, periods
from detente.measuring.series import Row, Series
from detente.merging.dyads import Dyad, expand
from detente.records import Occurrence
from detente.store.query import check_dates, check_track, resolve_pair


@dataclass(frozen=True, slots=True)
class _Act:
    """An occurrence, and which of the pair's two directions it has."""

    occurrence: Occurrence
    day: dt.date
    forward: bool
    backward: bool


def measure(
    occurrences: Iterable[Occurrence],
    *,
    between: tuple[str, str],
    every: Every = "month",
    directed: bool = False,
    track: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    week_starts: Weekday = "monday",
) -> Series:
    """The series of two states, given by code or name.

    `directed` keeps only what the first does towards the second; mutual acts are among it.
    `track` keeps occurrences that have it among their tracks. Without `since` or `until` the
    series starts and ends with the period of the first and last occurrence; with them the
    outermost periods are cut to the days asked for. Sums are exact (`math.fsum`), so no order
    changes them. Raises `QueryError` for a state, track, unit or weekday that does not exist.
    """
    pair = resolve_pair(between)
    check_track(track)
    check_dates(since, until)
    check_unit(every, week_starts)
    acts = _chosen(occurrences, pair, directed, track, since, until)
    rows = _rows(acts, every, week_starts, since, until)
    return Series(pair, every, directed, track, tuple(rows))


def measure_by_track(
    occurrences: Iterable[Occurrence],
    *,
    between: tuple[str, str],
    every: Every = "month",
    directed: bool = False,
    since: dt.date | None = None,
    until: dt.date | None = None,
    week_starts: Weekday = "monday",
) -> dict[str, Series]:
    """A series for each track that the pair's occurrences have, by name, over the same periods.

    An occurrence with several tracks counts in each; one without a track counts in none.
    """
    pair = resolve_pair(between)
    check_dates(since, until)
    check_unit(every, week_starts)
    acts = _chosen(occurrences, pair, directed, None, since, until)
    days = [act.day for act in acts]
    tracks = sorted({track for act in acts for track in act.occurrence.tracks})
    return {
        track: measure(
            [act.occurrence for act in acts],
            between=pair,
            every=every,
            directed=directed,
            track=track,
            since=since or period_of(min(days), every, week_starts).start,
            until=until or period_of(max(days), every, week_starts).end,
            week_starts=week_starts,
        )
        for track in tracks
    }


def _chosen(
    occurrences: Iterable[Occurrence],
    pair: tuple[str, str],
    directed: bool,
    track: str | None,
    since: dt.date | None,
    until: dt.date | None,
) -> list[_Act]:
    acts = []
    for occurrence in occurrences:
        act = _act(occurrence, pair)
        if act is None or not (act.forward or not directed):
            continue
        in_time = (since or dt.date.min) <= act.day <= (until or dt.date.max)
        if in_time and (track is None or track in occurrence.tracks):
            acts.append(act)
    return acts


def _act(occurrence: Occurrence, pair: tuple[str, str]) -> _Act | None:
    dyads = expand(occurrence)
    forward, backward = Dyad(*pair) in dyads, Dyad(*reversed(pair)) in dyads
    if occurrence.date is None or not (forward or backward):
        return None
    return _Act(occurrence, occurrence.date, forward, backward)


def _rows(
    acts: Sequence[_Act],
    every: Every,
    week_starts: Weekday,
    since: dt.date | None,
    until: dt.date | None,
) -> list[Row]:
    groups: dict[Period, list[_Act]] = {}
    for act in acts:
        groups.setdefault(period_of(act.day, every, week_starts), []).append(act)
    first = since or min((act.day for act in acts), default=until)
    last = until or max((act.day for act in acts), default=since)
    if first is None or last is None:
        return []
    return [
        _row(label(period, every), _cut(period, since, until), groups.get(period, []))
        for period in periods(first, last, every, week_starts)
    ]


def _cut(period: Period, since: dt.date | None, until: dt.date | None) -> Period:
    return Period(max(period.start, since or period.start), min(period.end, until or period.end))


def _row(name: str, days: Period, acts: Sequence[_Act]) -> Row:
    told = [act.occurrence for act in acts]
    quads = Counter[str](occurrence.quad_class for occurrence in told)
    total = math.fsum(occurrence.score for occurrence in told)
    return Row(
        period=name,
        start=days.start,
        end=days.end,
        n=len(acts),
        verbal_cooperation=quads["verbal cooperation"],
        material_cooperation=quads["material cooperation"],
        verbal_conflict=quads["verbal conflict"],
        material_conflict=quads["material conflict"],
        net=total / len(acts) if acts else None,
        total=total,
        cooperation=sum(quads[kind] for kind in COOPERATIVE) / len(acts) if acts else None,
        outlets=len({outlet for occurrence in told for outlet in occurrence.outlets}),
        forward=sum(act.forward and not act.backward for act in acts),
        backward=sum(act.backward and not act.forward for act in acts),
        mutual=sum(act.forward and act.backward for act in acts),
    )
