"""`detente network` and `detente thirds`: how three and more states stand to one another."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine, measures_tables
from detente.commands.failing import Command
from detente.commands.options import (
    BETWEEN_REQUIRED,
    BLOC,
    DAYS,
    EVERY,
    FORM,
    FROM,
    PERIODS,
    WORKSPACE_ARGUMENT,
)
from detente.commands.question import query_of

if TYPE_CHECKING:
    from detente.measures import ShowNetwork
    from detente.measuring.periods import Every

SEED = click.option("--seed", type=int, default=0, show_default=True, help="Of the random draws.")


@click.command(cls=Command, short_help="All pairs at once: signs, balance, blocs.")
@WORKSPACE_ARGUMENT
@click.option(
    "--every", type=click.Choice(PERIODS), default="year", show_default=True,
    help="Length of a period.",
)  # fmt: skip
@click.option(
    "--states", multiple=True, metavar="A,B,…",
    help="Only pairs among these states or blocs, joined by commas; may be repeated.",
)  # fmt: skip
@BLOC
@click.option(
    "--balance", "shown", flag_value="balance", help="How balanced triads are, against chance."
)
@click.option("--blocs", "shown", flag_value="blocs", help="Which blocs the signs make.")
@click.option(
    "--cohesion", "shown", flag_value="cohesion",
    help="How acts within the blocs of --states and --bloc, and between them, score.",
)  # fmt: skip
@click.option(
    "--neutral", default="0", show_default=True, metavar="SCORE",
    help="The score between friendly and hostile; `mean` for that of all acts.",
)  # fmt: skip
@SEED
@DAYS
@FROM
@FORM
def network(
    folder: Path,
    every: Every,
    states: tuple[str, ...],
    bloc: tuple[str, ...],
    shown: ShowNetwork | None,
    neutral: str,
    seed: int,
    since: dt.date | None,
    until: dt.date | None,
    dataset: str | None,
    form: str,
    out: Path | None,
) -> None:
    """Tell how each pair of states stands by period: the mean score of its acts, its doubt, its sign.

    A sign is friendly or hostile where the interval of the mean is on one side of --neutral. Without
    --states and --bloc all states are in. Balance and blocs are held against signs by chance on the same
    pairs, and leave out acts of more than two states, which would make triads of themselves.

    \b
    detente network ws --every year --as csv --out edges.csv
    detente network ws --from keds --balance
    detente network ws --states NATO --bloc "Rest=CHN,RUS" --cohesion
    """
    from detente import measures
    from detente.store import Workspace

    machine.check_form(form, out)
    names = [name.strip() for each in states for name in each.split(",") if name.strip()]
    own = query_of({"bloc": bloc}).blocs
    if shown == "cohesion" and not (names or own):
        raise click.UsageError("--cohesion needs the blocs: --states NATO, or --bloc NAME=A,B.")
    found = measures.network(
        Workspace.open(folder), show=shown or "edges", every=every, states=names, blocs=own,
        neutral=_neutral(neutral), seed=seed, since=since, until=until, dataset=dataset,
    )  # fmt: skip
    measures_tables.show_or_write(found, form, out)


@click.command(cls=Command, short_help="Thirds beside two states.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@EVERY
@click.option(
    "--within", type=click.IntRange(min=0), default=3, show_default=True, metavar="DAYS",
    help="Days between two meetings of a third that belong together.",
)  # fmt: skip
@click.option(
    "--fewest", type=click.IntRange(min=1), default=20, show_default=True, metavar="N",
    help="Acts with each of the two from which a third is looked at.",
)  # fmt: skip
@SEED
@DAYS
@FROM
@FORM
def thirds(
    folder: Path,
    between: tuple[str, str],
    every: Every,
    within: int,
    fewest: int,
    seed: int,
    since: dt.date | None,
    until: dt.date | None,
    dataset: str | None,
    form: str,
    out: Path | None,
) -> None:
    """Tell whose relation to either of two states moves with theirs, and who goes between them.

    Over all thirds p-values are corrected for their number.

    \b
    detente thirds ws --between ISR EGY --from keds
    detente thirds ws --between CHN USA --within 1 --as csv
    """
    from detente import measures
    from detente.store import Workspace

    machine.check_form(form, out)
    found = measures.thirds(
        Workspace.open(folder), between, every=every, within=within, fewest=fewest, seed=seed,
        since=since, until=until, dataset=dataset,
    )  # fmt: skip
    measures_tables.show_or_write(found, form, out)


def _neutral(given: str) -> Any:
    if given == "mean":
        return given
    try:
        return float(given)
    except ValueError:
        raise click.UsageError(f"--neutral {given}: give a score, such as 0, or mean.") from None
