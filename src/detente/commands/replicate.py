"""`detente replicate`: a folder from which others come to the same figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands.failing import Command
from detente.commands.options import (
    BETWEEN_REQUIRED,
    DAYS,
    EVERY,
    FROM,
    WORKSPACE_ARGUMENT,
    Day,
)
from detente.commands.shown import many

if TYPE_CHECKING:
    from detente.measuring import Every


@click.command(cls=Command, short_help="A folder for others to compute again.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@EVERY
@click.option(
    "--event", "events", type=Day(), multiple=True,
    help="A day of which it is told what followed; may be repeated.",
)  # fmt: skip
@DAYS
@FROM
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FOLDER",
    help="The folder to write, which is not there yet.",
)  # fmt: skip
def replicate(
    folder: Path,
    between: tuple[str, str],
    every: Every,
    events: tuple[dt.date, ...],
    since: dt.date | None,
    until: dt.date | None,
    dataset: str | None,
    out: Path,
) -> None:
    """Write the acts of two states, what is measured of them, and a script that computes it again.

    The folder needs neither the workspace nor the articles: python replicate.py in it, wherever it is,
    computes every table and tells each figure that differs.

    \b
    detente replicate ws --between CHN USA --event 2023-02-04 --out replication
    """
    from detente.replicating import replicate as written
    from detente.store import Workspace

    found = written(
        Workspace.open(folder), between, out,
        every=every, events=events, since=since, until=until, dataset=dataset,
    )  # fmt: skip
    click.echo(f"{many(found.acts, 'act')}, {many(len(found.tables), 'table')}", err=True)
    for each in found.refused:
        click.echo(f"not computed: {each}", err=True)
    click.echo(found.folder)
