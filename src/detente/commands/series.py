"""`detente series`: measures of series of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine, measures_tables
from detente.commands.failing import Command
from detente.commands.options import FORM, PERIODS

if TYPE_CHECKING:
    from detente.measuring import Points
    from detente.measuring.exporting import Exports

MEASURED = ("turns", "reciprocity", "leadlag", "forecast")
AHEAD = 3
"""Periods that are forecast where nobody says."""


@click.command(cls=Command, short_help="Turns, answers, forecasts of series of your own.")
@click.argument("measure", type=click.Choice(MEASURED), metavar="MEASURE")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE"
)
@click.option(
    "--of", "columns", multiple=True, required=True, metavar="COLUMN",
    help="A column of numbers, called as you like; repeated for two or more.",
)  # fmt: skip
@click.option(
    "--period", metavar="COLUMN",
    help="The column that names the periods (1988, 1988-Q2, 1988-04, 1988-04-01); else rows are counted.",
)  # fmt: skip
@click.option(
    "--every", type=click.Choice(PERIODS), help="Length of a period, where their names do not tell."
)
@click.option(
    "--lags", type=click.IntRange(min=1), metavar="N",
    help="How many periods reciprocity and leadlag look back; chosen by criterion else.",
)  # fmt: skip
@click.option(
    "--ahead",
    type=click.IntRange(1, 24),
    metavar="N",
    help="How many periods are forecast; 3 else.",
)
@FORM
def series(
    measure: str,
    file: Path,
    columns: tuple[str, ...],
    period: str | None,
    every: Any,
    lags: int | None,
    ahead: int | None,
    form: str,
    out: Path | None,
) -> None:
    """Measure series of your own, such as published ones, from a CSV file with a header.

    MEASURE is turns or forecast (of one column), reciprocity (of two or more) or leadlag (of two). A
    period without a row, and an empty cell, have no value.

    \b
    detente series turns own.csv --of score --period month
    detente series reciprocity own.csv --of a_to_b --of b_to_a --lags 4
    detente series forecast own.csv --of score --period month --ahead 6
    """
    from detente.measuring.own import own_series

    machine.check_form(form, out)
    if len(set(columns)) < len(columns):
        raise click.UsageError("A column stands twice in --of.")
    if lags is not None and measure not in ("reciprocity", "leadlag"):
        raise click.UsageError("--lags is of reciprocity and leadlag.")
    if ahead is not None and measure != "forecast":
        raise click.UsageError("--ahead is of forecast.")
    _check_number(measure, len(columns))
    held = own_series(file, columns, period=period, every=every)
    found = _fitted(measure, held, lags, ahead or AHEAD)
    measures_tables.show_or_write(found, form, out)


def _check_number(measure: str, given: int) -> None:
    """Refuse columns that are too few or too many for a measure."""
    least, most = {
        "turns": (1, 1),
        "reciprocity": (2, given),
        "leadlag": (2, 2),
        "forecast": (1, 1),
    }[measure]
    if not least <= given <= most:
        raise click.UsageError(
            f"{measure} takes {least if most == least else f'{least} or more'} of --of COLUMN."
        )


def _fitted(measure: str, held: dict[str, Points], lags: int | None, ahead: int) -> Exports:
    from detente.forecasting import Forecasts
    from detente.measuring import LeadLag, Reciprocity, Turns

    names = list(held)
    if measure == "turns":
        return Turns().fit(held[names[0]])
    if measure == "forecast":
        return Forecasts(ahead=ahead).fit(held[names[0]])
    if measure == "reciprocity":
        return Reciprocity(lags=lags).fit(held)
    first, second = names
    return LeadLag(lags=lags).fit(held[first], held[second], (first, second))
