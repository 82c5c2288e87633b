"""`detente forecast`: what may come next, and whether that was right before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine, measures_tables
from detente.commands.failing import Command
from detente.commands.options import (
    BETWEEN_REQUIRED,
    DAYS,
    DIRECTED,
    EVERY,
    FORM,
    FROM,
    OF_HOSTILITY,
    TRACK,
    UNCORRECTED,
    WORKSPACE_ARGUMENT,
)
from detente.commands.relating import relationship_of

if TYPE_CHECKING:
    from detente.forecasting import History
    from detente.measuring import Every
    from detente.measuring.exporting import Exports
    from detente.measuring.flows import Of


@click.command(cls=Command, short_help="What may come next, and how right that was before.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@EVERY
@click.option(
    "--ahead", type=click.IntRange(1, 24), default=3, show_default=True, metavar="N",
    help="How many periods are forecast.",
)  # fmt: skip
@OF_HOSTILITY
@click.option("--risk", is_flag=True, help="The chance that a spell is on within so many periods.")
@click.option("--begins", is_flag=True, help="With --risk: that one begins, where none is on.")
@click.option(
    "--threshold", type=float, metavar="X",
    help="With --risk: any period of X or more counts as a spell.",
)  # fmt: skip
@click.option(
    "--scores",
    is_flag=True,
    help="Rows of how each model did, instead of forecasts; not with --risk.",
)
@TRACK
@DIRECTED
@DAYS
@FROM
@UNCORRECTED
@FORM
def forecast(
    folder: Path,
    between: tuple[str, str],
    every: Every,
    ahead: int,
    of: Of,
    risk: bool,
    begins: bool,
    threshold: float | None,
    scores: bool,
    track: str | None,
    directed: bool,
    since: dt.date | None,
    until: dt.date | None,
    dataset: str | None,
    uncorrected: bool,
    form: str,
    out: Path | None,
) -> None:
    """Forecast the next periods of a relation, and hold such forecasts against what came before.

    First it is said whether any model does better than all past values, the last value, or the same
    season before. Where none does, one of these gives the forecast. What was published later counts
    in no forecast of the record.

    \b
    detente forecast ws --between CHN USA --every week --ahead 4
    detente forecast ws --between CHN USA --every week --risk
    """
    from detente.forecasting import history_in
    from detente.store import Workspace

    machine.check_form(form, out)
    if (begins or threshold is not None) and not risk:
        raise click.UsageError("--begins and --threshold are of --risk.")
    if scores and risk:
        raise click.UsageError("--scores is not of --risk.")
    workspace = Workspace.open(folder)
    found = relationship_of(workspace, between, every, since, dataset, uncorrected=uncorrected)
    asked: Any = {"every": every, "of": of, "track": track, "directed": directed}
    held = history_in(workspace, found, until=until, dataset=dataset, **asked)
    told = _risks(held, ahead, begins, threshold) if risk else _forecasts(held, ahead, scores)
    measures_tables.show_or_write(told, form, out)


def _forecasts(held: History, ahead: int, scores: bool) -> Exports:
    from detente.forecasting import Forecasts

    found = Forecasts(ahead=ahead).fit(held)
    return found.scoreboard() if scores else found


def _risks(held: History, ahead: int, begins: bool, threshold: float | None) -> Exports:
    from detente.forecasting import Risks

    return Risks(ahead=ahead, begins=begins, threshold=threshold).fit(held)
