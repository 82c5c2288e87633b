"""`detente agreement`: how far two data sets tell the same of two states."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands import machine
from detente.commands.failing import Command
from detente.commands.options import BETWEEN_REQUIRED, DAYS, EVERY, FORM, WORKSPACE_ARGUMENT

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.measuring.periods import Every
    from detente.store import Workspace

OWN = "own"


@click.command(cls=Command, short_help="How far two data sets agree.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@click.option(
    "--of", nargs=2, required=True, metavar="FIRST SECOND",
    help="Two imported data sets; `own` are the occurrences of the workspace.",
)  # fmt: skip
@EVERY
@DAYS
@FORM
def agreement(
    folder: Path,
    between: tuple[str, str],
    of: tuple[str, str],
    every: Every,
    since: dt.date | None,
    until: dt.date | None,
    form: str,
    out: Path | None,
) -> None:
    """Correlate what two data sets tell of two states, period by period.

    Compared are the mean and the sum of scores, the sum of Goldstein scores, the number of acts and the
    shares of the four kinds, over the days that both cover.

    \b
    detente agreement ws --between CHN USA --of gdelt icews
    """
    from detente.commands.flat import flat_header, flat_row
    from detente.measuring.agreement import Agreed, Agreement
    from detente.schema import to_json
    from detente.store import Workspace

    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    first, second = (_acts(workspace, name, between, since, until) for name in of)
    found = Agreement(between, every).fit(first, second, of)
    if form == "table":
        click.echo(str(found))
    elif form == "parquet":
        machine.write(out, machine.parquet(found.to_table()))
    elif form == "jsonl":
        machine.write(out, machine.lines(map(to_json, found.rows)))
    else:
        machine.write(out, machine.csv_rows(flat_header(Agreed), map(flat_row, found.rows)))


def _acts(
    workspace: Workspace,
    name: str,
    between: tuple[str, str],
    since: dt.date | None,
    until: dt.date | None,
) -> pa.Table:
    from detente.commands.acts import acts_of
    from detente.measuring import chosen

    acts = acts_of(workspace, between, None if name == OWN else name)
    return chosen(acts, since=since, until=until)
