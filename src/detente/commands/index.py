"""`detente index`: a relation period by period."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import index_table, machine
from detente.commands.failing import Command
from detente.commands.options import (
    BETWEEN_REQUIRED,
    DAYS,
    EVERY,
    FORM,
    MERGE,
    TRACK,
    WORKSPACE_ARGUMENT,
)

if TYPE_CHECKING:
    from detente.measuring import Series
    from detente.merging import Merge
    from detente.store import Workspace

Indexed = Mapping[Any, "Series"]
"""A series for each track, or the only one under the track asked for."""


@click.command(cls=Command, short_help="A relation, period by period.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@EVERY
@TRACK
@click.option("--by-track", is_flag=True, help="A series for each field of the relation.")
@click.option("--directed", is_flag=True, help="Only what the first state does to the second.")
@DAYS
@MERGE
@FORM
def index(
    folder: Path,
    between: tuple[str, str],
    form: str,
    out: Path | None,
    by_track: bool,
    track: str | None,
    merge: Merge,
    **asked: Any,
) -> None:
    """Measure a relation period by period: occurrences, their kinds, and the mean score.

    The score of an act runs from -10 (conflict) to 10 (cooperation). Without --since the series
    starts with the first article's period, since background may be decades old.

    \b
    detente index ws --between CHN USA --every quarter
    """
    from detente.store import Workspace

    if by_track and track:
        raise click.UsageError("--track and --by-track exclude each other.")
    machine.check_form(form, out)
    found = _measured(Workspace.open(folder), between, by_track, track, merge, asked)
    if form == "table":
        index_table.show(found, by_track=by_track)
        _tell_if_none(found)
    else:
        machine.write(out, _writer(found, form, by_track))


def _measured(
    workspace: Workspace,
    between: tuple[str, str],
    by_track: bool,
    track: str | None,
    merge: Merge,
    asked: dict[str, Any],
) -> Indexed:
    from detente.commands.asking import merged
    from detente.measuring import measure, measure_by_track

    start = asked["since"] or _first_period(workspace, between, asked["every"])
    acts = merged(workspace, between=between, since=start, until=asked["until"], merge=merge)
    if by_track:
        return {**measure_by_track(acts, between=between, **asked)}
    return {track: measure(acts, between=between, track=track, **asked)}


def _first_period(workspace: Workspace, between: tuple[str, str], every: str) -> dt.date | None:
    """Start of the period of the first article that tells of the two."""
    from detente.measuring import period_of
    from detente.store import Query

    told = workspace.reports(Query(between=between))
    first = min((each.published for each in told if each.published), default=None)
    return period_of(first, every).start if first else None


def _writer(found: Indexed, form: str, by_track: bool) -> machine.Writer:
    from detente.commands.flat import flat_header, flat_row
    from detente.measuring import Row
    from detente.schema import to_dict

    if form == "parquet":
        return machine.parquet(_table(found, by_track))
    rows = [(track, row) for track, series in found.items() for row in series.rows]
    if form == "jsonl":
        objects = ({**_track(track, by_track), **to_dict(row)} for track, row in rows)
        return machine.lines(json.dumps(each, default=str) for each in objects)
    header = [*(["track"] if by_track else []), *flat_header(Row)]
    return machine.csv_rows(
        header, ([*_track(track, by_track).values(), *flat_row(row)] for track, row in rows)
    )


def _track(track: str | None, by_track: bool) -> dict[str, str]:
    return {"track": track or ""} if by_track else {}


def _table(found: Indexed, by_track: bool) -> Any:
    import pyarrow as pa

    from detente.measuring import Row
    from detente.schema import arrow_schema

    if not by_track:
        return next(iter(found.values())).to_table()
    schema = arrow_schema(Row).insert(0, pa.field("track", pa.string(), nullable=False))
    tables = [
        series.to_table().add_column(0, schema.field(0), pa.array([track] * len(series.rows)))
        for track, series in found.items()
    ]
    return pa.concat_tables([schema.empty_table(), *tables])


def _tell_if_none(found: Indexed) -> None:
    if not any(row.n for series in found.values() for row in series.rows):
        click.echo("nothing to count as asked; ask for less, or for another --between", err=True)
