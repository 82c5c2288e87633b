"""`detente outlets`: which outlet told what of two states, and what it left out."""

from __future__ import annotations

from collections.abc import Sequence
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
    PERIODS,
    SURE,
    TOLD,
    UNCORRECTED,
    WORKSPACE_ARGUMENT,
)
from detente.commands.question import Asking, in_words, query_of

if TYPE_CHECKING:
    from detente.comparing import By
    from detente.measures import ShowOutlets
    from detente.measuring.periods import Every
    from detente.merging import Merge

SHOWN = ("coverage", "acts", "omissions", "index", "distances", "clusters")
BY = ("outlet", "country", "owner", "bloc")
NAMED = 5
"""Outlets that are named where the table does not say of them what is asked."""


@click.command(cls=Asking, short_help="Which outlet told what, and left out what.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@click.option(
    "--show", type=click.Choice(SHOWN), default="coverage", show_default=True,
    help="What each outlet told in all; what it told of each act; which acts it tells less, or more, than "
    "others do; the pair's index as it tells it, and why that differs; how far outlets are apart, two by "
    "two; which tell the same record.",
)  # fmt: skip
@click.option(
    "--by", "group_by", type=click.Choice(BY), default="outlet", show_default=True,
    help="Count outlets together by what the table of outlets says of them.",
)  # fmt: skip
@click.option(
    "--outlets", "table", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own table of outlets: outlet, names, country, owner, bloc; it goes before the shipped one.",
)  # fmt: skip
@click.option(
    "--every", type=click.Choice(PERIODS), metavar="PERIOD",
    help=f"With --show index: for each {', '.join(PERIODS[:-1])} or {PERIODS[-1]}, not all together.",
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
    show: ShowOutlets,
    group_by: By,
    table: Path | None,
    every: Every | None,
    form: str,
    out: Path | None,
    merge: Merge,
    independent: bool,
    **asked: Any,
) -> None:
    """Compare outlets over the acts of two states: who told what, when first, in whose words.

    An outlet could have told what another told while it was read. `--show omissions` asks of each outlet
    and group of acts whether it tells them less, or more, than other acts of their kind that were as much
    told by others; nothing is told of an outlet from what was not read. `--show index` takes the mean score
    of the pair apart: what comes of which acts an outlet tells, and what of how it tells them.

    \b
    detente outlets ws --between RUS UKR
    detente outlets ws --between RUS UKR --show omissions --since 2022-03
    detente outlets ws --between RUS UKR --show index --by country
    """
    from detente import measures
    from detente.store import Workspace

    machine.check_form(form, out)
    if every and show != "index":
        raise click.UsageError("--every goes with --show index.")
    query = query_of(asked)
    found = measures.outlets(
        Workspace.open(folder), asked["between"], query, show=show, by=group_by, table=table, every=every,
        merge=merge, independent=independent, left_out=lambda names: _tell_left_out(group_by, names),
    )  # fmt: skip
    if form == "table" and show != "acts":
        click.echo(str(found))
        return
    form = "csv" if form == "table" else form
    machine.write(out, machine.tabular(found.to_table(), form, question=in_words(query)))


def _tell_left_out(by: By, left: Sequence[str]) -> None:
    """On standard error who is left out where outlets are counted together."""
    if left:
        others = f" and {len(left) - NAMED} more" if len(left) > NAMED else ""
        click.echo(
            f"left out, as the table of outlets does not say their {by}: "
            f"{', '.join(left[:NAMED])}{others}; give them by --outlets FILE",
            err=True,
        )
