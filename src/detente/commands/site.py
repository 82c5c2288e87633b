"""`detente site`: the workbench's pages as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from detente.commands.failing import Command
from detente.commands.options import PAIRS, WORKSPACE_ARGUMENT
from detente.commands.progress import progress
from detente.commands.shown import many

MOST = 2_000
# Stated again here, since its module loads the workbench; a test holds them to be the same.


@click.command(cls=Command, short_help="The same pages as files.")
@WORKSPACE_ARGUMENT
@PAIRS
@click.option(
    "--pairs", type=click.IntRange(min=0), default=20, show_default=True, metavar="N",
    help="Without --between: so many pairs, those of whom most is told.",
)  # fmt: skip
@click.option(
    "--most", type=click.IntRange(min=1), default=MOST, show_default=True, metavar="N",
    help="Pages at most; those of the pairs are all written.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True,
    help="The folder to write to.",
)  # fmt: skip
def site(
    folder: Path, between: Sequence[tuple[str, str]], pairs: int, most: int, out: Path
) -> None:
    """Write the pages of a workspace as files, for any web server or none, and print the first one's path.

    The overview, the pairs, and the events, statements, articles and outlets that they lead to, each also
    as JSON and CSV. Sentences and texts of articles are among them: mind whose they are before you
    publish a site. Other files in the folder stay as they are.

    \b
    detente site ws --between CHN USA --out public
    detente site ws --pairs 5 --out public
    """
    from detente.store import Workspace
    from detente.workbench.site import write_site

    workspace = Workspace.open(folder)
    with progress(0, "site") as shown:
        made = write_site(workspace, out, between=between, pairs=pairs, most=most, doing=shown.say)
    click.echo(f"{many(made.pages, 'page')}, {made.bytes / 1e6:,.1f} MB", err=True)
    if made.left:
        click.echo(f"{many(made.left, 'page')} more would be led to: give --most {made.pages + made.left}"
                   " or more for them", err=True)  # fmt: skip
    click.echo(made.front)
