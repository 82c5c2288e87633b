"""`detente outlets`: which outlet told what of two states, and what it left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine
from detente.commands.options import (
    ABOUT,
    ACT,
    BETWEEN_REQUIRED,
    DAYS,
    FORM,
    MERGE,
    SURE,
    TOLD,
    UNCORRECTED,
    WORKSPACE_ARGUMENT,
)
from detente.commands.question import Asking, in_words, query_of

if TYPE_CHECKING:
    from detente.comparing import Gathered
    from detente.measuring.exporting import Exports
    from detente.merging import Merge

SHOWN = ("coverage", "acts", "omissions")


@click.command(cls=Asking, short_help="Which outlet told what, and left out what.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@click.option(
    "--show", type=click.Choice(SHOWN), default="coverage", show_default=True,
    help="What each outlet told in all; what it told of each act; which acts it tells less, or more, than "
    "others do.",
)  # fmt: skip
@ACT
@ABOUT
@SURE
@DAYS
@TOLD
@UNCORRECTED
@MERGE
@click.option(
    "--independent", is_flag=True,
    help="What an outlet has in copies of another's earlier text alone is no telling of its own, and "
    "nothing that it left out.",
)  # fmt: skip
@FORM
def outlets(
    folder: Path,
    show: str,
    form: str,
    out: Path | None,
    merge: Merge,
    independent: bool,
    **asked: Any,
) -> None:
    """Compare outlets over the acts of two states: who told what, when first, in whose words.

    An outlet could have told what another told while it was read. `--show omissions` asks of each outlet
    and group of acts whether it tells them less, or more, than other acts of their kind that were as much
    told by others; nothing is told of an outlet from what was not read.

    \b
    detente outlets ws --between RUS UKR
    detente outlets ws --between RUS UKR --show omissions --since 2022-03
    """
    from detente.comparing import gathered
    from detente.store import Workspace

    machine.check_form(form, out)
    query = query_of(asked)
    told = gathered(Workspace.open(folder), query, merge=merge, independent=independent)
    found = _shown(told, show)
    if form == "table" and show != "acts":
        click.echo(str(found))
        return
    form = "csv" if form == "table" else form
    machine.write(out, machine.tabular(found.to_table(), form, question=in_words(query)))


def _shown(found: Gathered, show: str) -> Exports:
    from detente.comparing import Omissions, acts_by_outlet, coverage_by_outlet

    if show == "omissions":
        return Omissions().fit(found.telling())
    return acts_by_outlet(found) if show == "acts" else coverage_by_outlet(found)
