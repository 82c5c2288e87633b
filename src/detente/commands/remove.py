"""`detente remove`: articles taken out of a workspace again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands.failing import Command
from detente.commands.options import WORKSPACE_ARGUMENT
from detente.commands.shown import many, one_line

if TYPE_CHECKING:
    from detente.store import Removed

NAMES = 5
"""Outlets and files that are named."""


@click.command(cls=Command, short_help="Take articles out again.")
@WORKSPACE_ARGUMENT
@click.option("--article", "articles", metavar="ID", multiple=True,
              help="An `article_id`; may be repeated.")  # fmt: skip
@click.option("--outlet", "outlets", metavar="NAME", multiple=True,
              help="All articles of an outlet, in whatever case; may be repeated.")  # fmt: skip
@click.option(
    "--file", "files", metavar="PATH", multiple=True,
    help="All that was met in a file or folder, named as it was for `detente read`; may be repeated.",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(
    folder: Path,
    articles: tuple[str, ...],
    outlets: tuple[str, ...],
    files: tuple[str, ...],
    yes: bool,
) -> None:
    """Take articles out of a workspace, with all that was coded from them.

    Reading an article again adds it again. Imported data stay. On the disk, the rows go a day later,
    with the next `detente read`.

    \b
    detente remove ws --outlet "Harbour Post"
    detente remove ws --file news/2024.csv --yes
    """
    from detente.store import Workspace

    if not (articles or outlets or files):
        raise click.UsageError("Name what to take out: --article, --outlet or --file.")
    if not yes and not at_a_terminal():
        raise click.UsageError("Nobody can be asked here: give --yes.")

    def confirm(found: Removed) -> bool:
        return yes or click.confirm(f"Take out {_told(found)}?", err=True)

    done = Workspace.open(folder).remove(articles, outlets=outlets, files=files, confirm=confirm)
    click.echo("nothing was taken out" if done is None else f"taken out: {_told(done)}", err=True)


def at_a_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _told(found: Removed) -> str:
    """How much is taken out, and of which outlets and files: what was asked for may fit several."""
    again = many(found.restored, "earlier version counts", "earlier versions count")
    much = ", ".join(
        [
            many(len(found.article_ids), "article"),
            many(found.events, "event"),
            many(found.statements, "statement"),
            many(found.channels, "report of a channel", "reports of channels"),
            *([f"and {again} again"] if found.restored else []),
        ]
    )
    matched = _named("of", found.outlets) + _named("from", found.files)
    return one_line(much + matched)


def _named(how: str, names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:NAMES]) + (
        f" and {len(names) - NAMES:,} more" if names[NAMES:] else ""
    )
    return f"; {how} {shown}" if names else ""
