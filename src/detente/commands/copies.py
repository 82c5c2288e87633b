"""`detente copies`: text that several outlets print."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from detente.commands import machine
from detente.commands.failing import Command
from detente.commands.options import DAYS, FORM, WORKSPACE_ARGUMENT, several
from detente.commands.question import in_words, query_of
from detente.commands.shown import many
from detente.records import Genre

if TYPE_CHECKING:
    from detente.measures import ShowCopies

SHOWN = ("outlets", "texts", "articles")


@click.command(cls=Command, short_help="Text that several outlets print.")
@WORKSPACE_ARGUMENT
@click.option(
    "--show", type=click.Choice(SHOWN), default="outlets", show_default=True,
    help="How many articles of each outlet another printed first; the texts that were printed more than "
    "once; each article that is a copy, and of which.",
)  # fmt: skip
@DAYS
@several("--outlet", "outlet", "NAME", "Only articles of this outlet")
@click.option(
    "--genre", type=click.Choice(get_args(Genre)), multiple=True,
    help="Only texts of this kind; may be repeated.",
)  # fmt: skip
@click.option("--words", metavar="WORDS", help="Words that the article or its title has.")
@FORM
def copies(
    folder: Path,
    show: ShowCopies,
    since: dt.date | None,
    until: dt.date | None,
    outlet: tuple[str, ...],
    genre: tuple[str, ...],
    words: str | None,
    form: str,
    out: Path | None,
) -> None:
    """Find text that several outlets print, over all articles or those of a time.

    A text is a copy where four fifths of the shorter one are in the longer, in runs of four words. That an
    outlet printed it first does not say that it wrote it. How much memory it takes at most is told before.

    \b
    detente copies ws
    detente copies ws --since 2022-03 --show texts
    """
    from detente import measures
    from detente.comparing.signed import megabytes
    from detente.store import Workspace
    from detente.store.texts import Texts

    machine.check_form(form, out)
    asked = {"outlet": outlet, "genre": genre, "article_words": words}
    query = query_of({**asked, "reported_since": since, "reported_until": until})
    workspace = Workspace.open(folder)
    count = Texts(workspace.folder, query).count()
    click.echo(f"{many(count, 'article')}, at most {megabytes(count):,} MB of memory", err=True)
    found = measures.copies(workspace, query, show=show)
    if form == "table" and show != "articles":
        click.echo(str(found))
        return
    form = "csv" if form == "table" else form
    machine.write(out, machine.tabular(found.to_table(), form, question=in_words(query)))
