"""The acts of two states that measures are taken from, of events read here or of imported ones."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from detente.errors import QueryError

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.merging import Merge
    from detente.records import Occurrence
    from detente.store import Workspace


def acts_of(
    workspace: Workspace, between: tuple[str, str], dataset: str | None, merge: Merge = "alike"
) -> pa.Table:
    """Acts of two states as `ACTS`, of the workspace's own events or of a data set imported into it.

    Raises `QueryError` for a data set that was not imported.
    """
    from detente.commands.asking import merged
    from detente.measuring import acts_between, acts_imported

    if dataset is not None:
        return acts_imported(workspace, between, dataset)
    return acts_between(merged(workspace, between=between, merge=merge), between)


def acts_told(
    workspace: Workspace,
    between: tuple[str, str],
    every: str,
    since: dt.date | None,
    dataset: str | None,
) -> tuple[pa.Table, list[Occurrence]]:
    """Acts as `ACTS` from the period of the first article, unless told, with the occurrences that they
    are; imported ones have none.

    Raises `QueryError` for a data set that was not imported, and where nothing was read and data were
    imported.
    """
    from detente.measuring import acts_between, acts_imported
    from detente.measuring.acts import use_imported

    if dataset is not None:
        return acts_imported(workspace, between, dataset), []
    told, _ = _counted(workspace, between, every, since)
    if not told and (advice := use_imported(workspace)):
        raise QueryError("no event that was read here joins the two in that time", advice=advice)
    return acts_between(told, between), told


def acts_since(
    workspace: Workspace,
    between: tuple[str, str],
    every: str,
    since: dt.date | None,
    dataset: str | None,
    merge: Merge = "alike",
) -> tuple[pa.Table, dt.date | None]:
    """Acts as `ACTS` and the day from which they run: as told, or the start of the period of the first
    article; None for imported ones.

    Raises `QueryError` for a data set that was not imported.
    """
    from detente.measuring import acts_between, acts_imported

    if dataset is not None:
        return acts_imported(workspace, between, dataset), since
    told, start = _counted(workspace, between, every, since, merge)
    return acts_between(told, between), start


def coverage_of(workspace: Workspace, dataset: str | None) -> pa.Table:
    """For each day the number of acts of all states."""
    import pyarrow as pa

    from detente.commands.asking import merged
    from detente.measuring.tally import COVERAGE

    if dataset is not None:
        return workspace.imported_coverage(dataset, COVERAGE)
    days = Counter(found.date for found in merged(workspace) if found.date)
    return pa.table({"day": sorted(days), "n": [days[day] for day in sorted(days)]}, COVERAGE)


def _counted(
    workspace: Workspace,
    between: tuple[str, str],
    every: str,
    since: dt.date | None,
    merge: Merge = "alike",
) -> tuple[list[Occurrence], dt.date | None]:
    """Occurrences that are counted, from a day on, and that day: as told, or the start of the period of
    the first article that tells of the two."""
    from detente.measuring.acts import first_told
    from detente.store import Query

    found = workspace.occurrences(Query(between=between), merge)
    start = since or first_told((each.first_reported for each in found), every)
    counted = (each for each in found if each.left_out is None)
    return [each for each in counted if each.date and (not start or each.date >= start)], start
