"""`detente framing`: how outlets tell the deeds of two states."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands import machine
from detente.commands.failing import Command
from detente.commands.options import BETWEEN_REQUIRED, DAYS, FORM, WORKSPACE_ARGUMENT, several
from detente.commands.progress import progress
from detente.commands.shown import many

if TYPE_CHECKING:
    from detente.comparing.positions import Part
    from detente.measures import ShowFraming

IN_WORDS = ("outlets", "positions")
SHOWN = (*IN_WORDS, "deeds", "loaded", "shown")


@click.command(cls=Command, short_help="How outlets tell it: who acts, whose words, how sure.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@click.option(
    "--words",
    metavar="WORDS",
    help="Only sentences that tell these words, whichever state they name.",
)
@click.option(
    "--show", type=click.Choice(SHOWN), default="outlets", show_default=True,
    help="Shares by outlet; in what light each outlet shows the two; each deed as it is told, with its "
    "sentence; each loaded word; each sentence with its light.",
)  # fmt: skip
@click.option(
    "--by", type=click.Choice(["all", "month", "quarter", "year", "issue"]), default="all",
    show_default=True, help="Positions by period or issue.",
)  # fmt: skip
@DAYS
@several("--outlet", "outlet", "NAME", "Only articles of this outlet")
@FORM
def framing(
    folder: Path,
    between: tuple[str, str],
    words: str | None,
    show: ShowFraming,
    by: Part,
    since: dt.date | None,
    until: dt.date | None,
    outlet: tuple[str, ...],
    form: str,
    out: Path | None,
) -> None:
    """Compare how outlets tell the deeds of two states: with a doer or none, in whose words, as fact or
    as claim, in what loaded words, in what light.

    Sentences are read anew, so that deeds count which nobody is said to have done. Each share is held
    against that of all other outlets.

    \b
    detente framing ws --between RUS UKR --words Bucha
    detente framing ws --between RUS UKR --show positions --by month
    detente framing ws --between RUS UKR --show deeds --out deeds.csv
    """
    from detente import measures
    from detente.store import Workspace

    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    with progress(0) as shown:
        result = measures.framing(
            workspace, between, show=show, by=by, words=words, since=since, until=until, outlets=outlet,
            on_progress=lambda read: shown.say(many(read, "article")),
        )  # fmt: skip
    if form == "table" and show in IN_WORDS:
        click.echo(str(result))
        return
    machine.write(out, machine.tabular(result.to_table(), "csv" if form == "table" else form))
