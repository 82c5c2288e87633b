"""`detente check`: is a workspace whole, and what is lost?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands.failing import ERROR, Command
from detente.commands.options import WORKSPACE_ARGUMENT
from detente.commands.shown import many, one_line

if TYPE_CHECKING:
    from detente.store.repairing import Checked

SHOWN = 10
"""Damages, and files to read again, that are named."""
BY_HAND = ("corrections", "audits", "looked")
RECORD = re.compile(r"(#[0-9]+)?(#part [0-9]+)?$")


@click.command(cls=Command, short_help="Is a workspace whole? What is lost?")
@WORKSPACE_ARGUMENT
@click.option("--repair", is_flag=True,
              help="Repair what can be: what is lost can then be read, or imported, again.")  # fmt: skip
@click.pass_context
def check(ctx: click.Context, folder: Path, repair: bool) -> None:
    """Compare all bytes of a workspace with what was noted when they were written.

    Tells which files are lost, cut short or changed, and of which articles something is lost with them.
    With --repair, these articles are taken out, so that reading them again adds them whole; a log that
    lost an entry is written anew; and what is damaged is moved into the folder `damaged`. A copy that is
    restored loses less. The exit status is 1 where there is damage that was not repaired.

    \b
    detente check ws
    detente check ws --repair
    """
    from detente.store import Workspace

    found = Workspace.open(folder).check(repair=repair)
    click.echo("\n".join(told(found, folder)))
    ctx.exit(ERROR if found.damages and not found.repaired else 0)


def told(found: Checked, folder: Path) -> Iterator[str]:
    """What was found, in lines."""
    held = (
        f"{many(found.files, 'file')} of {many(found.tables, 'table')}, {many(found.rows, 'row')}"
    )
    if not found.damages:
        noted = f"; of {many(found.unnoted, 'file')} nothing was noted yet" if found.unnoted else ""
        yield f"whole: {held}{noted}"
        return
    yield f"damaged: {many(len(found.damages), 'thing')} in {held}"
    yield from _some([f"  {one_line(str(damage))}" for damage in found.damages])
    if found.articles:
        lost = f"{len(found.articles):,} of {many(found.stored, 'article')}"
        yield f"something is lost, or may be, of {lost}, met in"
        files = Counter(RECORD.sub("", address) for address in found.articles.values())
        yield from _some([f"  {one_line(file)} ({n:,})" for file, n in sorted(files.items())])
    yield from _advice(found, folder)


def _advice(found: Checked, folder: Path) -> Iterator[str]:
    tables = {damage.table for damage in found.damages if damage.rows}
    if not found.repaired:
        yield f"restore the folder from a copy, or repair what can be: detente check {folder} --repair"
        if found.articles:
            yield "repairing takes these articles out until they are read again"
        return
    yield "repaired; what was damaged lies in the folder `damaged`"
    if found.articles:
        yield "read these files again: only what is lost is added"
    if "imported" in tables:
        yield "import the files of the data sets again: only what is lost is added"
    if by_hand := tables.intersection(BY_HAND):
        yield f"what people said ({', '.join(sorted(by_hand))}) comes back from a copy only"


def _some(lines: list[str]) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"  and {len(lines) - SHOWN:,} more"
