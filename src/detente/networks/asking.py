"""What measures of three and more states are taken from: the acts of all pairs, of a workspace or data
set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from detente.errors import QueryError
from detente.measuring.periods import Every, check_unit
from detente.store.blocs import Blocs, Member, own_blocs, resolve_party
from detente.store.pairwise import Asked, Pairwise, pairwise, pairwise_of
from detente.store.query import as_days
from detente.store.workspace import Workspace


def pair_sums(
    source: Workspace | pa.Table,
    *,
    every: Every = "year",
    dataset: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    states: Collection[str] = (),
    blocs: Blocs | None = None,
    together: bool = True,
) -> pa.Table:
    """The acts of each pair and period (`detente.store.pairwise.SUMS`), of a workspace, of data imported
    into it (`dataset`), or of a table with the columns of `detente.store.pairwise.ACTS`.

    `states` narrows it to pairs among some, by code or name; a bloc, or one of your own `blocs`, stands for
    its members, each in its time. Without, all states are in and bodies, such as the UN, are not.
    `together` takes in acts of more than two states, once for each pair. Raises `QueryError` for a state or
    unit that does not exist, and a data set that was not imported.
    """
    check_unit(every)
    first, last = as_days(since, until)
    asked = Asked(members=members(states, blocs), since=first, until=last, together=together)
    with opened(source, dataset) as held:
        return held.sums(asked, every)


def members(states: Collection[str], blocs: Blocs | None = None) -> tuple[Member, ...]:
    """Who is meant by names of states and blocs, each in its time."""
    own = own_blocs(blocs or {})
    return tuple(each for name in states for each in resolve_party(name, own).members)


@contextmanager
def opened(source: Workspace | pa.Table, dataset: str | None) -> Iterator[Pairwise]:
    """The acts of all pairs; raises `QueryError` for a data set that was not imported."""
    if isinstance(source, Workspace):
        known_dataset(source, dataset)
    chosen: Any = (
        pairwise(source, dataset=dataset) if isinstance(source, Workspace) else pairwise_of(source)
    )
    with chosen as held:
        yield held


def known_dataset(workspace: Workspace, dataset: str | None) -> None:
    """Raise `QueryError`, with those that there are, for a data set that was not imported."""
    if dataset is None or dataset in (held := workspace.datasets()):
        return
    raise QueryError(
        f"no data set '{dataset}' was imported into {workspace.folder}",
        advice=f"There are: {', '.join(held)}." if held else "Import one: detente import --help",
    )
