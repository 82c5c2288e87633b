"""`detente turns`, `spells`, `reciprocity`, `leadlag`, `shocks`: what a relation did, who answers whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from detente.commands import machine, measures_tables
from detente.commands.doubting import DRAWS, Doubting
from detente.commands.failing import Command
from detente.commands.options import (
    BETWEEN_REQUIRED,
    DAYS,
    DIRECTED,
    EVERY,
    FORM,
    FROM,
    OF,
    OF_MEAN,
    TRACK,
    TRACKS,
    UNCORRECTED,
    WORKSPACE_ARGUMENT,
    Day,
)
from detente.commands.question import in_words
from detente.commands.relating import relationship_of
from detente.errors import TooLittleDataError

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.measuring import Every, Points, Relationship, SpellsResult, Turns
    from detente.measuring.coverage import Coverage
    from detente.measuring.covered import Volume
    from detente.measuring.exporting import Exports
    from detente.store import Workspace

DRIVERS = 7
"""Drivers of each turn that a table shows."""
KINDS = 3
"""Kinds of act of each spell that a table shows."""


@click.command(cls=Command, short_help="When the level changed, and why.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@EVERY
@OF_MEAN
@TRACK
@DIRECTED
@click.option(
    "--drivers", type=click.IntRange(min=0), metavar="N",
    help=f"Occurrences that drove each turn, {DRIVERS} in a table; in other forms, rows of these "
    "instead of turns.",
)  # fmt: skip
@DAYS
@FROM
@UNCORRECTED
@DRAWS
@FORM
def turns(
    folder: Path,
    between: tuple[str, str],
    every: Every,
    of: str,
    track: str | None,
    directed: bool,
    drivers: int | None,
    since: dt.date | None,
    until: dt.date | None,
    dataset: str | None,
    uncorrected: bool,
    draws: int | None,
    without: tuple[str, ...],
    form: str,
    out: Path | None,
) -> None:
    """Find lasting changes in the level of a relation, with their doubt and what drove them.

    Dates and sizes have 90% intervals. What drove a turn is told of the mean score; a table has turns
    and spells of hostility too. Without --since the time starts with the first article's period.

    \b
    detente turns ws --between CHN USA --every month --drivers 7
    detente turns ws --between CHN USA --of hostility
    """
    from detente.measuring import Drivers, Turns, by_period
    from detente.measuring.covered import volume
    from detente.store import Workspace

    machine.check_form(form, out)
    if drivers is not None and of != "mean":
        raise click.UsageError("--drivers are of the mean score; leave --of out.")
    if drivers is not None and draws is not None and form != "table":
        raise click.UsageError("The rows are turns with --draws, and drivers with --drivers.")
    workspace = Workspace.open(folder)
    of_both = relationship_of(workspace, between, every, since, dataset, uncorrected=uncorrected)
    since, until = _span(workspace, of_both, of, since, until, dataset)
    asked: Any = {"every": every, "of": of}
    acts = _chosen(of_both.acts, track, since, until, directed=directed)
    points = by_period(acts, since=since, until=until, **asked)
    again = Doubting.asked(
        workspace, of_both, draws, without, dataset=dataset, uncorrected=uncorrected,
        between=_codes(between), every=every, directed=directed, track=track, since=since, until=until,
    )  # fmt: skip
    if of != "mean":
        told = volume(workspace, [between], dataset=dataset).over(points)
        _show(_told(Turns(), points, again, of, told), form, out)
        return
    stood = again.of(Turns()) if again else None
    found = Turns().fit(points)
    explained = Drivers(most=DRIVERS if drivers is None else drivers).fit(
        found, acts, _codes(between)
    )
    if form == "table":
        measures_tables.show_turns(found, explained, workspace, of_both.occurrences, dataset)
        if stood:
            measures_tables.show_stood(stood)
        first, last = _span(workspace, of_both, "hostility", since, until, dataset)
        asked = {"every": every, "since": first, "until": last}
        _show_beside(acts, _codes(between), volume(workspace, [between], dataset=dataset), asked)
    else:
        _show(stood or (found if drivers is None else explained), form, out)


@click.command(cls=Command, short_help="Crises that begin and end.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@EVERY
@click.option(
    "--of", type=click.Choice(["hostility", "deeds", "words", "cooperation", "acts"]),
    default="hostility", show_default=True,
    help="What was out of the usual; deeds and words are those of hostility.",
)  # fmt: skip
@TRACK
@DIRECTED
@click.option(
    "--drivers", type=click.IntRange(min=0), metavar="N",
    help=f"Kinds of act that drove each spell, {KINDS} in a table; in other forms, rows of these "
    "instead of spells.",
)  # fmt: skip
@DAYS
@FROM
@UNCORRECTED
@DRAWS
@FORM
def spells(
    folder: Path,
    between: tuple[str, str],
    every: Every,
    of: str,
    track: str | None,
    directed: bool,
    drivers: int | None,
    since: dt.date | None,
    until: dt.date | None,
    dataset: str | None,
    uncorrected: bool,
    draws: int | None,
    without: tuple[str, ...],
    form: str,
    out: Path | None,
) -> None:
    """Find stretches in which hostility or cooperation was beyond what the time before led to expect.

    A table also tells which acts, by whom, there were more of than usual.

    \b
    detente spells ws --between CHN USA --every week
    detente spells ws --between CHN USA --of cooperation --drivers 5 --as csv
    """
    from detente.measuring import SpellDrivers, Spells
    from detente.measuring.covered import volume
    from detente.measuring.spells_view import PARTS, points_of_part
    from detente.store import Workspace

    machine.check_form(form, out)
    if drivers is not None and draws is not None and form != "table":
        raise click.UsageError("The rows are spells with --draws, and drivers with --drivers.")
    if of in PARTS and draws is not None:
        raise click.UsageError("--draws are of hostility, cooperation or acts.")
    workspace = Workspace.open(folder)
    of_both = relationship_of(workspace, between, every, since, dataset, uncorrected=uncorrected)
    since, until = _span(workspace, of_both, of, since, until, dataset)
    asked: Any = {"every": every, "since": since, "until": until}
    acts = _chosen(of_both.acts, track, since, until, directed=directed)
    points = points_of_part(acts, of, **asked)
    told = volume(workspace, [between], dataset=dataset).over(points)
    again = Doubting.asked(
        workspace, of_both, draws, without, dataset=dataset, uncorrected=uncorrected,
        between=_codes(between), every=every, directed=directed, track=track, since=since, until=until,
    )  # fmt: skip
    found = Spells().fit(points, coverage=told)
    stood = again.of(Spells(), of=of, coverage=told) if again else None
    if form == "table":
        measures_tables.show(stood or found)
        _show_driven(found, acts, _codes(between), KINDS if drivers is None else drivers)
    elif drivers is not None:
        _show(SpellDrivers(most=drivers).fit(found, acts, _codes(between)), form, out)
    else:
        _show(stood or found, form, out)


@click.command(cls=Command, short_help="Who answers whom, and how soon.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@click.option("--with", "third", metavar="C", help="A third state.")
@EVERY
@OF
@TRACK
@DAYS
@FROM
@DRAWS
@FORM
def reciprocity(
    folder: Path,
    between: tuple[str, str],
    third: str | None,
    every: Every,
    of: str,
    track: str | None,
    since: dt.date | None,
    until: dt.date | None,
    dataset: str | None,
    draws: int | None,
    without: tuple[str, ...],
    form: str,
    out: Path | None,
) -> None:
    """Test whether what one state does is answered by the other, by a vector autoregression.

    Mutual acts are left out, since they answer nothing. Told with how much is told of other states held
    constant, and beside it without. Too short a time is refused, with the reason.

    \b
    detente reciprocity ws --between CHN USA --of hostility
    detente reciprocity ws --between CHN USA --with RUS --every week
    """
    from detente.measuring import Reciprocity, directed
    from detente.measuring.covered import volume
    from detente.store import Workspace

    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    if third and draws is not None:
        raise click.UsageError("--draws is of two states; leave --with out.")
    states = [*between, *([third] if third else [])]
    found = {
        _codes(pair): relationship_of(workspace, pair, every, since, dataset)
        for pair in combinations(states, 2)
    }
    since, until = _span(workspace, next(iter(found.values())), of, since, until, dataset)
    acts = {pair: each.acts for pair, each in found.items()}
    asked: Any = {"every": every, "of": of}
    series = directed(acts, track=track, since=since, until=until, **asked)
    told = volume(workspace, list(acts), dataset=dataset).over(next(iter(series.values())))
    again = Doubting.asked(
        workspace, next(iter(found.values())), draws, without, dataset=dataset, between=_codes(between),
        every=every, track=track, since=since, until=until,
    )  # fmt: skip
    given = Reciprocity()
    _show(
        again.of(given, of=of, coverage=told) if again else given.fit(series, coverage=told),
        form,
        out,
    )


@click.command(cls=Command, short_help="Which track moves first.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@click.option(
    "--tracks", nargs=2, type=click.Choice(TRACKS), metavar="A B", required=True,
    help="Two fields of the relation.",
)  # fmt: skip
@EVERY
@OF
@DAYS
@FROM
@DRAWS
@FORM
def leadlag(
    folder: Path,
    between: tuple[str, str],
    tracks: tuple[str, str],
    every: Every,
    of: str,
    since: dt.date | None,
    until: dt.date | None,
    dataset: str | None,
    draws: int | None,
    without: tuple[str, ...],
    form: str,
    out: Path | None,
) -> None:
    """Tell which of two fields of a relation moves first, by how long, and how far turns lie apart.

    Told with how much is told of other states held constant; where it differs, also without.

    \b
    detente leadlag ws --between CHN USA --tracks economic military
    """
    from detente.measuring import LeadLag, by_period, chosen
    from detente.measuring.covered import volume
    from detente.measuring.flows import span_of
    from detente.store import Workspace

    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    of_both = relationship_of(workspace, between, every, since, dataset)
    since, until = _span(workspace, of_both, of, since, until, dataset)
    acts = of_both.acts
    held = [chosen(acts, track=track, since=since, until=until) for track in tracks]
    start, end = span_of(held, since, until)
    asked: Any = {"every": every, "of": of, "since": start, "until": end}
    first, second = (by_period(table, **asked) for table in held)
    told = volume(workspace, [between], dataset=dataset).over(first)
    again = Doubting.asked(
        workspace, of_both, draws, without, dataset=dataset, between=_codes(between), every=every,
        since=since, until=until,
    )  # fmt: skip
    if again:
        _show(again.of(LeadLag(), of=of, tracks=tracks, coverage=told), form, out)
        return
    _show(LeadLag().fit(first, second, tracks, coverage=told), form, out)


@click.command(cls=Command, short_help="What followed a day.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@click.option("--on", type=Day(), required=True, help="The day of what happened.")
@click.option(
    "--width", type=click.IntRange(min=1), default=7, show_default=True, metavar="DAYS",
    help="Length of a step, counted from that day both ways.",
)  # fmt: skip
@click.option(
    "--ahead", type=click.IntRange(min=1), default=8, show_default=True, metavar="N",
    help="How many steps are followed.",
)  # fmt: skip
@OF
@TRACK
@DIRECTED
@DAYS
@FROM
@FORM
def shocks(
    folder: Path,
    between: tuple[str, str],
    on: dt.date,
    width: int,
    ahead: int,
    of: str,
    track: str | None,
    directed: bool,
    since: dt.date | None,
    until: dt.date | None,
    dataset: str | None,
    form: str,
    out: Path | None,
) -> None:
    """Hold what followed a day against the half year before, and against other dates.

    Sums are taken at the volume of reporting of that half year; where it matters, also as they are.

    \b
    detente shocks ws --between CHN USA --on 2023-02-04 --width 5
    """
    from detente.measuring import Shocks
    from detente.measuring.covered import volume
    from detente.store import Workspace

    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    held = relationship_of(workspace, between, "day", since, dataset).acts
    acts = _chosen(held, track, since, until, directed=directed)
    asked: Any = {"width": width, "ahead": ahead, "of": of}
    told = volume(workspace, [between], dataset=dataset)
    found = Shocks(**asked).fit(acts, on, until=until, coverage=told.counted, own=told.own[0])
    _show(found, form, out)


def _chosen(
    acts: pa.Table,
    track: str | None,
    since: dt.date | None,
    until: dt.date | None,
    *,
    directed: bool,
) -> pa.Table:
    """The acts of a track and a time, of both directions or of the first state's alone."""
    from detente.measuring import chosen

    direction: Literal["forward", "both"] = "forward" if directed else "both"
    return chosen(acts, direction=direction, track=track, since=since, until=until)


def _show_beside(
    acts: pa.Table, between: tuple[str, str], told: Volume, asked: dict[str, Any]
) -> None:
    """When hostility turned; when it, a part of it or cooperation was out of the usual; what drove that."""
    from detente.measuring import Turns, by_period
    from detente.measuring.spells_view import spells_in_view

    hostile = by_period(acts, of="hostility", **asked)
    _show_or_tell(partial(Turns().fit, hostile, coverage=told.over(hostile)))
    try:
        found = spells_in_view(acts, told.over, **asked)
    except TooLittleDataError as refusal:
        measures_tables.show_also(refusal.what)
        return
    for each in found:
        if each.spells or each is found[0]:
            measures_tables.show_also(str(each))
            _show_driven(each, acts, between, KINDS)


def _show_driven(found: SpellsResult, acts: pa.Table, between: tuple[str, str], most: int) -> None:
    """What drove each spell, where there is one."""
    from detente.measuring import SpellDrivers

    if found.spells and most:
        measures_tables.show_also(str(SpellDrivers(most=most).fit(found, acts, between)))


def _show_or_tell(fit: Callable[[], Exports]) -> None:
    """The sentences of a result, or why there is none."""
    try:
        measures_tables.show_also(str(fit()))
    except TooLittleDataError as refusal:
        measures_tables.show_also(refusal.what)


def _span(
    workspace: Workspace,
    found: Relationship,
    of: str,
    since: dt.date | None,
    until: dt.date | None,
    dataset: str | None,
) -> tuple[dt.date | None, dt.date | None]:
    """From when to when a sum is counted.

    A time that is covered and tells of no act of the two is zero, also before their first act and, in
    imported data, after their last. A mean has no value there, and begins with their first act; where there
    is no act at all, nothing is counted.
    """
    if of == "mean" or not len(found.acts):
        return since, until
    if dataset is None:
        return since or found.start, until
    _, first, last = workspace.datasets()[dataset]
    return since or first, until or last


def _codes(between: tuple[str, str]) -> tuple[str, str]:
    from detente.store.query import resolve_pair

    return resolve_pair(between)


def _told(
    measure: Turns,
    points: Points,
    again: Doubting | None,
    of: str,
    coverage: Coverage | None,
) -> Exports:
    """What a measure finds; with how often it stands, where that is asked for."""
    if again is None:
        return measure.fit(points, coverage=coverage)
    return again.of(measure, of=of, coverage=coverage)


def _show(found: Exports, form: str, out: Path | None) -> None:
    if form == "table":
        measures_tables.show(found)
        return
    machine.write(out, machine.tabular(_rows(found), form, question=in_words()))


def _rows(found: Exports) -> pa.Table:
    """Its rows, each with how often it stands where that was asked for."""
    from detente.measuring import DoubtResult

    return found.beside() if isinstance(found, DoubtResult) else found.to_table()
