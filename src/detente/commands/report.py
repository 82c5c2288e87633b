"""`detente report`: one HTML file on two states."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands.failing import Command
from detente.commands.options import BETWEEN_REQUIRED, DAYS, EVERY, FROM, WORKSPACE_ARGUMENT
from detente.commands.progress import progress

if TYPE_CHECKING:
    from detente.measuring import Every


@click.command(cls=Command, short_help="One HTML file on two states.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@DAYS
@EVERY
@FROM
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
    help="The HTML file to write.",
)  # fmt: skip
def report(
    folder: Path,
    between: tuple[str, str],
    since: dt.date | None,
    until: dt.date | None,
    every: Every,
    dataset: str | None,
    out: Path,
) -> None:
    """Write an HTML report on two states and print its path; it opens without a network.

    \b
    detente report ws --between CHN USA --out report.html
    detente report ws --between CHN USA --from icews --out report.html
    """
    from detente import reporting
    from detente.store import Workspace

    workspace = Workspace.open(folder)
    with progress(0, "report") as shown:
        path = reporting.report(
            workspace, between, since=since, until=until, every=every, dataset=dataset, out=out,
            doing=shown.say,
        )  # fmt: skip
    click.echo(path)
