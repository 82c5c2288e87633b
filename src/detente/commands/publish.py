"""`detente push` and `detente pull`: a workspace to object storage, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands.failing import Command
from detente.commands.options import WORKSPACE_ARGUMENT
from detente.commands.progress import progress
from detente.commands.shown import many

if TYPE_CHECKING:
    from detente.publishing import Moved

ADDRESS_ARGUMENT = click.argument("address", metavar="s3://BUCKET/KEY")


@click.command(cls=Command, short_help="Put a workspace on object storage.")
@WORKSPACE_ARGUMENT
@ADDRESS_ARGUMENT
def push(folder: Path, address: str) -> None:
    """Put what a workspace holds on object storage, where others can pull it from.

    Only what is not there yet is moved. Who pulls meanwhile gets what was there before, whole. What
    somebody else pushed, and this folder does not go on from, is never replaced. What one machine
    alone needs (what was fetched, what a watchlist told) stays in the folder.

    \b
    detente push ws s3://archive/ws
    """
    from detente.publishing import push as push_there
    from detente.store import Workspace

    with progress(0, "pushing") as shown:
        moved = push_there(Workspace.open(folder), address, on_progress=shown.take)
    click.echo(told(moved, "put there"), err=True)


@click.command(cls=Command, short_help="Get a workspace from object storage.")
@ADDRESS_ARGUMENT
@WORKSPACE_ARGUMENT
def pull(address: str, folder: Path) -> None:
    """Bring a folder up to a workspace that was pushed; it is made where there is none.

    Only what the folder lacks is moved. A folder that holds records which do not lie there is left as
    it is.

    \b
    detente pull s3://archive/ws ws
    """
    from detente.publishing import pull as pull_here

    with progress(0, "pulling") as shown:
        moved = pull_here(address, folder, on_progress=shown.take)
    click.echo(told(moved, "fetched"), err=True)
    click.echo(f"next: detente status {folder}", err=True)


def told(moved: Moved, done: str) -> str:
    """What was moved, in a line."""
    if moved.newer:
        return "nothing to do: the folder is further than what lies there"
    whole = f"{many(moved.files, 'file')}, {moved.total_bytes / 1e6:,.1f} MB"
    if not moved.moved:
        return f"nothing to do: all of it is there, {whole}"
    return f"{many(moved.moved, 'file')} {done}, {moved.moved_bytes / 1e6:,.1f} MB; in all {whole}"
