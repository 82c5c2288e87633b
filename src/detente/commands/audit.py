"""`detente audit`: a sample to be checked by hand, and how right what was coded is by it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands import machine
from detente.commands.failing import Command
from detente.commands.options import BETWEEN_REQUIRED, FORM, WORKSPACE_ARGUMENT
from detente.commands.shown import many

if TYPE_CHECKING:
    from detente.auditing import SheetRead
    from detente.store import Workspace

SOME_REFUSED = 3
"""Exit status where some rows were not understood."""


@click.command(cls=Command, short_help="How right it is, by a sample checked by hand.")
@WORKSPACE_ARGUMENT
@BETWEEN_REQUIRED
@click.option(
    "--sample", type=click.IntRange(min=20), metavar="N", help="Draw a new sample of N units."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the random draw.")
@click.option(
    "--read", "filled", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read a sheet that was filled in, saved as CSV.",
)  # fmt: skip
@click.option("--review", is_flag=True, help="Check on the screen, one unit after the other.")
@click.option("--by", metavar="NAME", help="Who draws, fills in or checks.")
@FORM
def audit(
    folder: Path,
    between: tuple[str, str],
    sample: int | None,
    seed: int,
    filled: Path | None,
    review: bool,
    by: str | None,
    form: str,
    out: Path | None,
) -> None:
    """Draw a sample to be checked by hand, take in what was found, and tell how right the coding is.

    \b
    detente audit ws --between CHN USA --sample 100 --out audit.xlsx
    detente audit ws --between CHN USA --read audit.csv --by Ana
    detente audit ws --between CHN USA
    """
    from detente.auditing import draw
    from detente.store import Workspace

    if sum((sample is not None, filled is not None, review)) > 1:
        raise click.UsageError("--sample, --read and --review exclude each other.")
    if (filled or review) and not by:
        raise click.UsageError("Say who checks: --by NAME.")
    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    if filled is not None:
        _read(workspace, between, filled, str(by))
    elif review:
        from detente.commands.audit_review import go_through

        go_through(workspace, between, str(by))
    elif sample is not None:
        drawn = draw(workspace, between, sample=sample, seed=seed, by=by)
        click.echo(f"{many(len(drawn), 'unit')} drawn", err=True)
        _give_out(workspace, between, form, out)
        if out is not None:
            click.echo(
                f"{out} is written: fill it in, save it as CSV, and give it to --read", err=True
            )
    else:
        _tell(workspace, between, form, out)


def _give_out(workspace: Workspace, between: tuple[str, str], form: str, out: Path | None) -> None:
    """Write the sample as a sheet, where one is asked for."""
    from detente.auditing import COLUMNS, units

    if form == "table":
        click.echo(
            "check them in the browser (`detente serve`, Review, sample of the audit) or here with --review"
            " --by NAME; or draw again with --out audit.xlsx, fill that in, save it as CSV, and give it to"
            " --read",
            err=True,
        )
        return
    if form in ("parquet", "dta"):
        raise click.UsageError("A sheet to be filled in is .xlsx, .csv or .jsonl.")
    rows = [list(each.values()) for each in units(workspace, between)]
    if form == "xlsx":
        machine.write(out, _workbook(rows))
    elif form == "jsonl":
        import json

        machine.write(
            out,
            machine.lines(
                json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) for row in rows
            ),
        )
    else:
        machine.write(out, machine.csv_rows(list(COLUMNS), rows))


def _workbook(rows: list[list[str]]) -> machine.Writer:
    from detente.auditing import COLUMNS
    from detente.commands.flat import Column
    from detente.commands.sheets import Sheet
    from detente.commands.spreadsheet import workbook

    columns = [Column(name, meaning) for name, meaning in COLUMNS.items()]
    return workbook([Sheet("audit", columns, rows)], COLUMNS.items())


def _read(workspace: Workspace, between: tuple[str, str], path: Path, by: str) -> None:
    from detente.auditing import AuditReviewer, read_sheet
    from detente.commands.audit_sheet import rows_of

    found = read_sheet(
        workspace, between, rows_of(path), AuditReviewer(workspace, by), path=str(path)
    )
    _tell_read(found)
    if found.refused:
        raise click.exceptions.Exit(SOME_REFUSED)


def _tell_read(found: SheetRead) -> None:
    told = [f"{many(found.judged, 'unit')} taken in"]
    if found.refused:
        told = [f"nothing taken in: {many(len(found.refused), 'row')} not understood"]
    if found.held_back:
        told.append(f"{found.held_back:,} to be taken in once mended")
    if found.known:
        told.append(f"{found.known:,} known already")
    told.append(f"{found.blank:,} not filled in")
    click.echo(", ".join(told))
    for each in found.refused:
        click.echo(f"{each.path}, {each.place}: {each.reason}\n  {each.advice}", err=True)


def _tell(workspace: Workspace, between: tuple[str, str], form: str, out: Path | None) -> None:
    from detente.auditing import accuracy, checked

    found = accuracy(checked(workspace, between))
    if form == "table":
        from detente.commands.audit_table import show

        show(found)
    else:
        machine.write(out, machine.tabular(found.to_table(), form))
