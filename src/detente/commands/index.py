"""`detente index`: a relation period by period, its level, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine
from detente.commands.failing import Command
from detente.commands.options import (
    BETWEEN_REQUIRED,
    DAYS,
    EVERY,
    FORM,
    MERGE,
    SCORED,
    TRACK,
    UNCORRECTED,
    WORKSPACE_ARGUMENT,
)
from detente.commands.question import in_words
from detente.commands.relating import tell_earlier

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.measuring import Level, LevelResult, Relationship
    from detente.measuring.question import Question
    from detente.merging import Merge
    from detente.store import Workspace

Indexed = Mapping[Any, "LevelResult"]
"""A level for each track, or the only one under the track asked for."""


@click.command(cls=Command, short_help="A relation, period by period.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@EVERY
@TRACK
@click.option("--by-track", is_flag=True, help="A series for each field of the relation.")
@click.option("--directed", is_flag=True, help="Only what the first state does to the second.")
@DAYS
@MERGE
@SCORED
@click.option(
    "--band/--no-band", default=None,
    help="With or without the level and its band; without them where tracks are told apart.",
)  # fmt: skip
@click.option(
    "--width", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.9,
    show_default=True, help="Share of the band.",
)  # fmt: skip
@click.option(
    "--parts",
    is_flag=True,
    help="Also the bands of sampling error, of the coder's error and of the mix of outlets alone.",
)
@click.option(
    "--confusion", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Table of how the coder errs: told, marked, n; else that of detente's own coder.",
)  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help="Of the random draws.")
@click.option(
    "--audited", is_flag=True,
    help="Beside it the mean score with the coder's errors taken off, by the audit of the two states.",
)  # fmt: skip
@UNCORRECTED
@FORM
def index(
    folder: Path,
    between: tuple[str, str],
    form: str,
    out: Path | None,
    by_track: bool,
    merge: Merge,
    dataset: str | None,
    band: bool | None,
    width: float,
    parts: bool,
    confusion: Path | None,
    seed: int,
    audited: bool,
    uncorrected: bool,
    **asked: Any,
) -> None:
    """Measure a relation period by period: occurrences, their kinds, the mean score, and the level.

    The score of an act runs from -10 (conflict) to 10 (cooperation). The level is what lasts of it,
    with a band that holds the true one nine times in ten. Without --since the series starts with the first
    article's period, since background may be decades old.

    \b
    detente index ws --between CHN USA --every quarter
    detente index ws --between CHN USA --parts --as csv --out index.csv
    """
    from detente.commands import index_table
    from detente.measuring import Level, read_confusion
    from detente.measuring.acts import relationship
    from detente.measuring.question import Question
    from detente.measuring.redrawing import PARTS
    from detente.store import Workspace

    if by_track and asked["track"]:
        raise click.UsageError("--track and --by-track exclude each other.")
    _check_audited(audited, by_track, dataset, merge, asked)
    machine.check_form(form, out)
    banded = not (by_track or audited) if band is None else band
    workspace = Workspace.open(folder)
    level = Level(
        width=width,
        alone=parts,
        seed=seed,
        confusion=read_confusion(confusion) if confusion else None,
        holds=PARTS if banded else (),
    )
    if uncorrected and (audited or dataset):
        raise click.UsageError("--uncorrected excludes --audited and --from.")
    of_both = relationship(
        workspace, between, every=asked["every"], since=asked["since"], dataset=dataset, merge=merge,
        uncorrected=uncorrected,
    )  # fmt: skip
    tell_earlier(of_both, asked["since"])
    question = Question(**{"between": between, **asked, "since": of_both.start})
    found = _measured(workspace, level, of_both, question, dataset, by_track)
    if audited:
        _write_audited(workspace, found, width, form, out)
        return
    if form == "table":
        index_table.show(found, by_track=by_track)
        _tell_if_none(found, workspace, dataset)
    else:
        machine.write(out, _writer(found, form, by_track, _columns(banded, parts)))


def _check_audited(
    audited: bool, by_track: bool, dataset: str | None, merge: Merge, asked: Mapping[str, Any]
) -> None:
    """Refuse what an audit cannot set right."""
    other = by_track or dataset or asked["track"] or asked["normalise"] != "none"
    if audited and (other or merge != "alike"):
        raise click.UsageError(
            "--audited excludes --track, --by-track, --from, --normalise and --merge one-a-day."
        )


def _measured(
    workspace: Workspace,
    level: Level,
    found: Relationship,
    question: Question,
    dataset: str | None,
    by_track: bool,
) -> Indexed:
    from detente.measuring.acts import coverage
    from detente.measuring.measure import questions_by_track

    asks: dict[str | None, Question] = {}
    if by_track:
        asks.update(questions_by_track(found.acts, question))
    else:
        asks[question.track] = question
    everything = coverage(workspace, dataset=dataset) if question.normalise == "coverage" else None
    return {track: level.fit(found.acts, each, coverage=everything) for track, each in asks.items()}


def _write_audited(
    workspace: Workspace, found: Indexed, width: float, form: str, out: Path | None
) -> None:
    from detente.auditing import audited, checked

    (level,) = found.values()
    told = audited(checked(workspace, level.series.between), level.series, width=width)
    if form == "table":
        from detente.commands.audit_table import show_series

        show_series(told)
    else:
        machine.write(out, machine.tabular(told.to_table(), form))


def _columns(banded: bool, parts: bool) -> list[str]:
    """The columns of the level that are asked for."""
    from detente.measuring import LevelRow
    from detente.schema import csv_header

    return csv_header(LevelRow)[: 0 if not banded else None if parts else 5]


def _writer(found: Indexed, form: str, by_track: bool, columns: list[str]) -> machine.Writer:
    from detente.measuring import LevelRow
    from detente.schema import csv_header

    dropped = [name for name in csv_header(LevelRow) if name not in columns]
    return machine.tabular(_table(found, by_track).drop_columns(dropped), form, question=in_words())


def _table(found: Indexed, by_track: bool) -> pa.Table:
    import pyarrow as pa

    from detente.measuring import LevelRow, Row
    from detente.schema import arrow_schema

    if not by_track:
        return next(iter(found.values())).to_table()
    name = pa.field("track", pa.string(), nullable=False)
    schema = pa.schema([name, *arrow_schema(Row), *arrow_schema(LevelRow)])
    tables = [
        level.to_table().add_column(0, name, pa.array([track] * len(level.rows), pa.string()))
        for track, level in found.items()
    ]
    return pa.concat_tables([schema.empty_table(), *tables])


def _tell_if_none(found: Indexed, workspace: Workspace, dataset: str | None) -> None:
    from detente.measuring.acts import use_imported

    if any(row.n for level in found.values() for row in level.series.rows):
        return
    click.echo("nothing to count as asked; ask for less, or for another --between", err=True)
    if dataset is None and (advice := use_imported(workspace)):
        click.echo(advice, err=True)
