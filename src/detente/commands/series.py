"""`detente series`: measures of series of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine, measures_tables
from detente.commands.failing import Command
from detente.commands.options import FORM, PERIODS
from detente.commands.question import in_words

if TYPE_CHECKING:
    from detente.measuring import Points
    from detente.measuring.exporting import Exports

MEASURED = ("turns", "reciprocity", "leadlag")


@click.command(cls=Command, short_help="Turns and answers in series of your own.")
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
    help="How many periods reciprocity looks back; chosen by criterion else.",
)  # fmt: skip
@FORM
def series(
    measure: str,
    file: Path,
    columns: tuple[str, ...],
    period: str | None,
    every: Any,
    lags: int | None,
    form: str,
    out: Path | None,
) -> None:
    """Measure series of your own, such as published ones, from a CSV file with a header.

    MEASURE is turns (of one column), reciprocity (of two or more) or leadlag (of two). A period without a
    row, and an empty cell, have no value.

    \b
    detente series turns own.csv --of score --period month
    detente series reciprocity own.csv --of a_to_b --of b_to_a --lags 4
    """
    from detente.measuring.own import own_series

    machine.check_form(form, out)
    if len(set(columns)) < len(columns):
        raise click.UsageError("A column stands twice in --of.")
    if lags is not None and measure != "reciprocity":
        raise click.UsageError("--lags is of reciprocity.")
    _check_number(measure, len(columns))
    found = _fitted(measure, own_series(file, columns, period=period, every=every), lags)
    if form == "table":
        measures_tables.show(found)
    else:
        machine.write(out, machine.tabular(found.to_table(), form, question=in_words()))


def _check_number(measure: str, given: int) -> None:
    """Refuse columns that are too few or too many for a measure."""
    least, most = {"turns": (1, 1), "reciprocity": (2, given), "leadlag": (2, 2)}[measure]
    if not least <= given <= most:
        raise click.UsageError(
            f"{measure} takes {least if most == least else f'{least} or more'} of --of COLUMN."
        )


def _fitted(measure: str, held: dict[str, Points], lags: int | None) -> Exports:
    from detente.measuring import LeadLag, Reciprocity, Turns

    names = list(held)
    if measure == "turns":
        return Turns().fit(held[names[0]])
    if measure == "reciprocity":
        return Reciprocity(lags=lags).fit(held)
    first, second = names
    return LeadLag().fit(held[first], held[second], (first, second))
