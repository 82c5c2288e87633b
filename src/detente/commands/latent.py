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
from detente.errors import TooLittleDataError

if TYPE_CHECKING:
    from detente.measuring import Every
    from detente.modelling import Source
    from detente.modelling.counting import By
    from detente.store import Workspace


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
    from detente.measuring.acts import datasets_of_acts
    from detente.modelling import Latent, counts_of
    from detente.store import Workspace

    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    held = {
        name: source
        for name in datasets or (OWN, *datasets_of_acts(workspace))
        if (source := _source(workspace, name, between, every, since, uncorrected)) is not None
    }
    if not held:
        raise TooLittleDataError(
            "no event joins the two in that time",
            advice="Ask for other states, dates or data sets.",
        )
    found = Latent().fit(
        counts_of(held, between, every=every, by=by, track=track, since=since, until=until)
    )
    if form == "table":
        measures_tables.show(found)
    else:
        table = found.items_table() if items else found.to_table()
        machine.write(out, machine.tabular(table, form, question=in_words()))


def _source(
    workspace: Workspace,
    name: str,
    between: tuple[str, str],
    every: Every,
    since: dt.date | None,
    uncorrected: bool,
) -> Source | None:
    """What a data set tells of the two; None where it tells nothing."""
    from detente.measuring.acts import relationship
    from detente.measuring.covered import volume
    from detente.modelling import Source

    dataset = None if name == OWN else name
    found = relationship(
        workspace, between, every=every, since=since, dataset=dataset, uncorrected=uncorrected
    )
    if dataset is None:
        tell_earlier(found, since)
    if not len(found.acts):
        return None
    told = volume(workspace, [between], dataset=dataset)
    if dataset is None:
        return Source(found.acts, told, found.start)
    _, first, last = workspace.datasets()[dataset]
    return Source(found.acts, told, first, last)
