"""`detente agreement`: how far two data sets tell the same of two states."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands import machine
from detente.commands.failing import Command
from detente.commands.options import BETWEEN_REQUIRED, DAYS, EVERY, FORM, WORKSPACE_ARGUMENT
from detente.commands.question import in_words

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
    from detente.measuring.agreement import Agreement
    from detente.store import Workspace

    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    first, second = (_acts(workspace, name, between, since, until) for name in of)
    held = workspace.datasets()
    covered = [_covered(held.get(name), since, until) for name in of]
    found = Agreement(between, every=every).fit(
        first, second, names=of, covered=(covered[0], covered[1])
    )
    if form == "table":
        click.echo(str(found))
    else:
        machine.write(out, machine.tabular(found.to_table(), form, question=in_words()))


def _covered(
    held: tuple[int, dt.date, dt.date] | None, since: dt.date | None, until: dt.date | None
) -> tuple[dt.date, dt.date] | None:
    """The days of an imported data set that are asked for; None of what was read here."""
    if held is None:
        return None
    _, first, last = held
    return max(first, since or first), min(last, until or last)


def _acts(
    workspace: Workspace,
    name: str,
    between: tuple[str, str],
    since: dt.date | None,
    until: dt.date | None,
) -> pa.Table:
    from detente.measuring import chosen
    from detente.measuring.acts import relationship

    dataset = None if name == OWN else name
    found = relationship(workspace, between, since=dt.date.min, dataset=dataset)
    return chosen(found.acts, since=since, until=until)
