"""`detente latent`: the hidden relation that would make what is told of two states."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands import machine, measures_tables
from detente.commands.agreement import OWN
from detente.commands.failing import Command
from detente.commands.options import (
    BETWEEN_REQUIRED,
    DAYS,
    EVERY,
    FORM,
    TRACK,
    UNCORRECTED,
    WORKSPACE_ARGUMENT,
)
from detente.commands.question import in_words
from detente.commands.relating import tell_earlier

if TYPE_CHECKING:
    from detente.measuring import Every
    from detente.modelling.counting import By


@click.command(cls=Command, short_help="A hidden level, of several data sets at once.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@EVERY
@click.option(
    "--by", type=click.Choice(["type", "quad"]), default="type", show_default=True,
    help="What acts are counted by: PLOVER type, or quad class.",
)  # fmt: skip
@TRACK
@DAYS
@click.option(
    "--from", "datasets", multiple=True, metavar="DATASET",
    help=f"Imported data, or `{OWN}`, the events read here; may be repeated. All that have acts of the "
    "two if not given.",
)  # fmt: skip
@click.option("--items", is_flag=True, help="Rows of what each item tells instead of periods.")
@UNCORRECTED
@FORM
def latent(
    folder: Path,
    between: tuple[str, str],
    every: Every,
    by: By,
    track: str | None,
    since: dt.date | None,
    until: dt.date | None,
    datasets: tuple[str, ...],
    items: bool,
    uncorrected: bool,
    form: str,
    out: Path | None,
) -> None:
    """Estimate the hidden relation that would make acts as many, of each type, as are told.

    Conflict and cooperation have an intensity each; the level is the balance of the two. No choice between
    mean and sum is needed, and data sets that tell more or less are taken together.

    \b
    detente latent ws --between CHN USA
    detente latent ws --between CHN USA --from own --from keds --items --as csv
    """
    from detente.modelling import Latent, counts_in
    from detente.store import Workspace

    machine.check_form(form, out)
    counts = counts_in(
        Workspace.open(folder), between, every=every, by=by, track=track, since=since, until=until,
        datasets=datasets, uncorrected=uncorrected, told=lambda found: tell_earlier(found, since),
    )  # fmt: skip
    found = Latent().fit(counts)
    if form == "table":
        measures_tables.show(found)
    else:
        table = found.items_table() if items else found.to_table()
        machine.write(out, machine.tabular(table, form, question=in_words()))
