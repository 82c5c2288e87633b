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
    "--brief",
    is_flag=True,
    help="Only the page at its head, which also goes into a .pdf or .docx.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
    help="The file to write: .html, or of the brief .pdf or .docx too.",
)  # fmt: skip
def report(
    folder: Path,
    between: tuple[str, str],
    since: dt.date | None,
    until: dt.date | None,
    every: Every,
    dataset: str | None,
    brief: bool,
    out: Path,
) -> None:
    """Write an HTML report on two states and print its path; it opens without a network.

    \b
    detente report ws --between CHN USA --out report.html
    detente report ws --between CHN USA --brief --out brief.pdf
    detente report ws --between CHN USA --from icews --out report.html
    """
    from detente import reporting
    from detente.store import Workspace

    workspace = Workspace.open(folder)
    with progress(0, "report") as shown:
        path = reporting.report(
            workspace, between, since=since, until=until, every=every, dataset=dataset, brief=brief,
            out=out, doing=shown.say,
        )  # fmt: skip
    click.echo(path)
