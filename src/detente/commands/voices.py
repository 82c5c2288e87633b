"""`detente voices`: what others do and say about two states, and to whom the two speak."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import measures_tables
from detente.commands.machine import check_form
from detente.commands.options import (
    ABOUT,
    BETWEEN_REQUIRED,
    DAYS,
    EVERY,
    FORM,
    SURE,
    TOLD,
    UNCORRECTED,
    WORKSPACE_ARGUMENT,
)
from detente.commands.question import Asking, query_of

if TYPE_CHECKING:
    from detente.measures import ShowVoices
    from detente.measuring.periods import Every

SHOWN = ("thirds", "kinds", "periods", "statements", "audience")


@click.command(cls=Asking, short_help="What others say and do about two states.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@click.option(
    "--show", type=click.Choice(SHOWN), default="thirds", show_default=True,
    help="Each third, and whom it sides with; how often what towards whom; siding by period, with turns; "
    "each statement and act with its sentence; to whom the two speak of each other.",
)  # fmt: skip
@EVERY
@click.option(
    "--together", is_flag=True, help="Siding only from sentences that name both of the two."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the random draws.")
@ABOUT
@SURE
@DAYS
@TOLD
@UNCORRECTED
@FORM
def voices(
    folder: Path,
    between: tuple[str, str],
    show: ShowVoices,
    every: Every,
    together: bool,
    seed: int,
    form: str,
    out: Path | None,
    **asked: Any,
) -> None:
    """Tell what others do and say about two states: mediation, backing, warnings, demands, accusations.

    A third is another state or body; who speaks for none is counted as others without a state. Whom a
    third sides with is told where the interval of its siding leaves out 0, corrected for all thirds.

    \b
    detente voices ws --between RUS UKR
    detente voices ws --between RUS UKR --show statements --out statements.csv
    """
    from detente import measures
    from detente.store import Workspace

    check_form(form, out)
    found = measures.voices(
        Workspace.open(folder), between, query_of(asked), show=show, every=every, together=together,
        seed=seed,
    )  # fmt: skip
    measures_tables.show_or_write(found, form, out)
