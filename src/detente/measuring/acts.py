"""What measures are taken from: the acts of two states as one table, and the day from which they run."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from detente.days import Day, first_day
from detente.errors import QueryError
from detente.measuring.periods import Every, period_of
from detente.measuring.tally import COVERAGE
from detente.merging import Merge
from detente.merging.dyads import Dyad, expand
from detente.records import Occurrence
from detente.store.imports import MENTIONS
from detente.store.query import Query, resolve_pair
from detente.store.workspace import Workspace

ACTS = pa.schema(
    [
        pa.field("act_id", pa.string(), nullable=False),
        pa.field("day", pa.date32(), nullable=False),
        pa.field("forward", pa.bool_(), nullable=False),
        pa.field("backward", pa.bool_(), nullable=False),
        pa.field("event_type", pa.string(), nullable=False),
        pa.field("quad_class", pa.string(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("goldstein", pa.float64()),
        pa.field("confidence", pa.float64()),
        pa.field("tracks", pa.list_(pa.string()), nullable=False),
        pa.field("outlets", pa.list_(pa.string()), nullable=False),
    ]
)
"""One row for each act: its occurrence or imported event, the day it is counted on, which of the pair's
two directions it has (both, where it is mutual), its type and scores, how sure its coder is (null where
no coder says), its tracks and who told it."""


def acts_between(occurrences: Iterable[Occurrence], between: tuple[str, str]) -> pa.Table:
    """The dated occurrences of two states, given by code or name, as `ACTS`, by day and id.

    Raises `QueryError` for a state that does not exist.
    """
    pair = resolve_pair(between)
    rows = [row for each in occurrences if (row := _row(each, pair)) is not None]
    rows.sort(key=lambda row: (row["day"], row["act_id"]))
    return pa.Table.from_pylist(rows, schema=ACTS)


def acts_imported(workspace: Workspace, between: tuple[str, str], dataset: str) -> pa.Table:
    """What an imported data set tells of two states, as `ACTS`, by day and id.

    Each row of the set is an act, as its makers counted it; rows without a PLOVER type are none. Raises
    `QueryError` for a state that does not exist and a data set that was not imported.
    """
    found = workspace.imported_acts(between, dataset, ACTS)
    if not len(found) and dataset not in (held := workspace.datasets()):
        raise QueryError(
            f"no data set '{dataset}' was imported into {workspace.folder}",
            advice=f"There are: {', '.join(held)}."
            if held
            else "Import one: detente import --help",
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """What two states did to each other, as far as measures count it.

    `acts` are as `detente.measuring.ACTS`; `occurrences` the same as records, none of imported data;
    `start` is the day from which they run, None where any counts: unless another was asked for, the first
    day of the period in which, on `told`, the first article told of the two. `earlier` acts are dated
    before it, the first of them on `earliest`; they are not counted.
    """

    between: tuple[str, str]
    acts: pa.Table
    occurrences: tuple[Occurrence, ...] = ()
    start: dt.date | None = None
    told: dt.date | None = None
    earlier: int = 0
    earliest: dt.date | None = None

    @classmethod
    def of(
        cls,
        occurrences: Iterable[Occurrence],
        between: tuple[str, str],
        *,
        every: Every = "month",
        since: Day | None = None,
    ) -> Relationship:
        """The relationship that occurrences tell of, from a day on: `since`, else the start of the period
        in which the first article told of the two.

        From then on the press that was read covers the two; what it dates before is recollection, which may
        be decades old and tells of a few days only. It is counted in `earlier`, and a `since` takes it in.
        Raises `QueryError` for a state that does not exist.
        """
        held = list(occurrences)
        told = min((each.first_reported for each in held if each.first_reported), default=None)
        start = first_day(since) or (period_of(told, every).start if told else None)
        counted = tuple(
            each for each in held if each.date and (start is None or each.date >= start)
        )
        acts = acts_between(held, between)
        days = acts["day"].to_pylist()  # in order
        earlier = bisect_left(days, start) if start else 0
        return cls(
            between=between,
            acts=acts.slice(earlier),
            occurrences=counted,
            start=start,
            told=told,
            earlier=earlier,
            earliest=days[0] if earlier else None,
        )


def relationship(
    workspace: Workspace,
    between: tuple[str, str],
    *,
    every: Every = "month",
    since: Day | None = None,
    dataset: str | None = None,
    merge: Merge = "alike",
    uncorrected: bool = False,
) -> Relationship:
    """The relationship of two states, given by code or name, by what was read into a workspace or, with
    `dataset`, by data imported into it.

    `uncorrected` takes what was read as the coder told it, without what reviewers set right.
    Imported data run from `since`, or from their first day. Raises `QueryError` for a state that does not
    exist and a data set that was not imported.
    """
    if dataset is not None:
        acts = acts_imported(workspace, between, dataset)
        return Relationship(between=between, acts=acts, start=first_day(since))
    found = workspace.occurrences(Query(between=between, uncorrected=uncorrected), merge=merge)
    return Relationship.of(found, between, every=every, since=since)


def coverage(workspace: Workspace, *, dataset: str | None = None) -> pa.Table:
    """For each day the number of acts of all states, as `detente.measuring.tally.COVERAGE`."""
    if dataset is not None:
        return workspace.imported_coverage(dataset, COVERAGE)
    days = Counter[dt.date]()
    for found in workspace.occurrence_batches():
        days.update(day for day in found.column("date").to_pylist() if day)
    return pa.table({"day": sorted(days), "n": [days[day] for day in sorted(days)]}, COVERAGE)


def datasets_of_acts(workspace: Workspace) -> list[str]:
    """The imported data sets, but for those of mentions, which tell the same acts again."""
    return [name for name in workspace.datasets() if not name.endswith(MENTIONS)]


def use_imported(workspace: Workspace) -> str:
    """Advice to ask for the imported data, where there are any; else empty."""
    held = datasets_of_acts(workspace)
    return (
        f"Of data imported here: {' or '.join(f'--from {name}' for name in held)}." if held else ""
    )


def _row(occurrence: Occurrence, pair: tuple[str, str]) -> dict[str, object] | None:
    dyads = expand(occurrence)
    forward, backward = Dyad(*pair) in dyads, Dyad(*reversed(pair)) in dyads
    if occurrence.date is None or not (forward or backward):
        return None
    return {
        "act_id": occurrence.occurrence_id,
        "day": occurrence.date,
        "forward": forward,
        "backward": backward,
        "event_type": occurrence.event_type,
        "quad_class": occurrence.quad_class,
        "score": occurrence.score,
        "goldstein": occurrence.goldstein,
        "confidence": occurrence.confidence,
        "tracks": list(occurrence.tracks),
        "outlets": list(occurrence.outlets),
    }
