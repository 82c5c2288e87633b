"""The acts of two states as one flat table, which every measure is taken from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pyarrow as pa

from detente.errors import QueryError
from detente.measuring.periods import period_of
from detente.merging.dyads import Dyad, expand
from detente.records import Occurrence
from detente.store.query import resolve_pair
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


def first_told(published: Iterable[dt.date | None], every: str) -> dt.date | None:
    """Start of the period of the first article that tells of two states, from which measures run where
    no day is given; None without any. `published` are the days of those articles.

    Background that articles recall may be decades old; one such event would stretch every series.
    """
    first = min((day for day in published if day), default=None)
    return period_of(first, every).start if first else None


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


def use_imported(workspace: Workspace) -> str:
    """Advice to ask for the imported data, where there are any; else empty."""
    held = [name for name in workspace.datasets() if not name.endswith("-mentions")]
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
