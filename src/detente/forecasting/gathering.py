"""The history of two states in a workspace: what they did in each period, and since when it is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from detente.days import Day, last_day
from detente.errors import TooLittleDataError
from detente.forecasting.known import KNOWN, History, Published
from detente.measuring.acts import Relationship, acts_imported, coverage, relationship
from detente.measuring.flows import Of, chosen
from detente.measuring.periods import Every, Period, periods
from detente.records import Occurrence
from detente.store.reported import published_reports
from detente.store.workspace import Workspace

OVER = 0.1
"""The largest share of a period that may be missing from its end, where it counts as over."""


def history(
    workspace: Workspace,
    between: tuple[str, str],
    *,
    every: Every = "month",
    of: Of = "hostility",
    track: str | None = None,
    directed: bool = False,
    since: Day | None = None,
    until: Day | None = None,
    dataset: str | None = None,
    uncorrected: bool = False,
) -> History:
    """What two states, given by code or name, did to each other, and what of it was known when.

    An act read here is known from the day on which its first report was published; imported data do not
    say when, and count as known on the day of the act. A last period that is not over in the record is left
    out. Raises `QueryError` for a state or data set that does not exist, and `TooLittleDataError` where the
    two have no act in that time.
    """
    found = relationship(
        workspace, between, every=every, since=since, dataset=dataset, uncorrected=uncorrected
    )
    return history_in(
        workspace, found, every=every, of=of, track=track, directed=directed, until=until, dataset=dataset
    )  # fmt: skip


def history_in(
    workspace: Workspace,
    found: Relationship,
    *,
    every: Every = "month",
    of: Of = "hostility",
    track: str | None = None,
    directed: bool = False,
    until: Day | None = None,
    dataset: str | None = None,
) -> History:
    """The history of a relationship that was found in the workspace, as `history` has it."""
    way: Literal["forward", "both"] = "forward" if directed else "both"
    acts = chosen(found.acts, direction=way, track=track, since=found.start, until=until)
    if not len(acts):
        raise TooLittleDataError(
            "there are no acts to forecast from", advice="Ask for other states, dates or tracks."
        )
    known = acts["day"] if dataset is not None else _first_told(acts, found.occurrences)
    counted, own = _told(workspace, found.between, dataset)
    record = Published(
        acts=acts.append_column(KNOWN, known),
        spans=_spans(workspace, found, acts, every, of, until, dataset),
        every=every,
        of=of,
        counted=counted,
        own=own,
    )
    return History(record, len(record.spans))


def _first_told(acts: pa.Table, occurrences: Sequence[Occurrence]) -> pa.Array:
    """When the first report of each act was published; the day of the act where nobody knows."""
    first = {each.occurrence_id: each.first_reported for each in occurrences}
    days = zip(acts["act_id"].to_pylist(), acts["day"].to_pylist(), strict=True)
    return pa.array([first.get(act) or day for act, day in days], pa.date32())


def _told(
    workspace: Workspace, between: tuple[str, str], dataset: str | None
) -> tuple[pa.Table, pa.Table]:
    """What is told of all states, by day and the day it was known; and what of it is of the two."""
    if dataset is not None:
        counted = coverage(workspace, dataset=dataset)
        own = acts_imported(workspace, between, dataset).select(["act_id", "day"])
        return counted.append_column(KNOWN, counted["day"]), own.append_column(KNOWN, own["day"])
    everybody, own = (
        _with_known(published_reports(workspace.folder, pairs)) for pairs in (None, [between])
    )
    counted = everybody.group_by(["day", KNOWN]).aggregate([("act_id", "count")])
    return counted.rename_columns(["day", KNOWN, "n"]), own


def _with_known(reports: pa.Table) -> pa.Table:
    known = pc.coalesce(reports["published"], reports["day"])
    return reports.select(["act_id", "day"]).append_column(KNOWN, known)


def _spans(
    workspace: Workspace,
    found: Relationship,
    acts: pa.Table,
    every: Every,
    of: Of,
    until: Day | None,
    dataset: str | None,
) -> list[Period]:
    """The periods of the record, as the other measures count them, without a last one that is not over.

    A sum is zero where the record covers a time and tells nothing of the two; a mean has no value there.
    """
    first, last = pc.min(acts["day"]).as_py(), _end(workspace, acts, until, dataset)
    if dataset is None:
        first = found.start or first
    elif of != "mean":
        first = found.start or workspace.datasets()[dataset][1]
    held = list(periods(first, last, every))
    length = (held[-1].end - held[-1].start).days + 1
    return held if (held[-1].end - last).days <= OVER * length else held[:-1] or held


def _end(workspace: Workspace, acts: pa.Table, until: Day | None, dataset: str | None) -> dt.date:
    """The last day of which the record tells."""
    told = workspace.last_published() if dataset is None else workspace.datasets()[dataset][2]
    last: dt.date = pc.max(acts["day"]).as_py()
    record = max(last, told) if told else last
    asked = last_day(until)
    return record if asked is None else min(record, asked)
