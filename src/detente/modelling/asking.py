"""What the hidden relation is estimated from, taken out of a workspace."""

from __future__ import annotations

from collections.abc import Callable, Collection

from detente.days import Day
from detente.errors import TooLittleDataError
from detente.measuring.acts import Relationship, datasets_of_acts, relationship
from detente.measuring.covered import volume
from detente.measuring.periods import Every
from detente.modelling.counting import By, Counts, Source, counts_of
from detente.store.query import as_days, resolve_pair
from detente.store.workspace import Workspace

OWN = "own"
"""The name of what was read here, among data sets."""
Told = Callable[[Relationship], None]


def _nothing(_: Relationship) -> None:
    """Tell nobody."""


def counts_in(
    workspace: Workspace,
    between: tuple[str, str],
    *,
    every: Every = "month",
    by: By = "type",
    track: str | None = None,
    since: Day | None = None,
    until: Day | None = None,
    datasets: Collection[str] = (),
    uncorrected: bool = False,
    told: Told = _nothing,
) -> Counts:
    """How many acts of each sort a workspace tells of two states, given by code or name, by period.

    `datasets` names imported data, and `own` the events that were read; without, all that have acts of the
    two are taken. `told` is given what was read of the two. Raises `QueryError` for a state, unit or data
    set that does not exist, and `TooLittleDataError` where no act joins the two.
    """
    first, last = as_days(since, until)
    pair = resolve_pair(between)
    held = {}
    for name in datasets or (OWN, *datasets_of_acts(workspace)):
        found = relationship(
            workspace, pair, every=every, since=first,
            dataset=None if name == OWN else name, uncorrected=uncorrected,
        )  # fmt: skip
        if name == OWN:
            told(found)
        if len(found.acts):
            held[name] = _source(workspace, name, pair, found)
    if not held:
        raise TooLittleDataError(
            "no event joins the two in that time",
            advice="Ask for other states, dates or data sets.",
        )
    return counts_of(held, pair, every=every, by=by, track=track, since=first, until=last)


def _source(
    workspace: Workspace, name: str, between: tuple[str, str], found: Relationship
) -> Source:
    """The acts of a data set, with how much it tells of others and the days that it covers."""
    if name == OWN:
        return Source(found.acts, volume(workspace, [between]), found.start)
    _, first, last = workspace.datasets()[name]
    return Source(found.acts, volume(workspace, [between], dataset=name), first, last)
