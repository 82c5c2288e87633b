"""Checking a sample on the screen, one unit after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from detente.commands.shown import CONTROLS, many
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.auditing import AuditReviewer
    from detente.records import Drawn
    from detente.store import Workspace

OF_ACTS = {"r": "right", "w": "not told", "c": "told otherwise", "s": "skip", "q": "quit"}
OF_PASSAGES = {"r": "nothing is missing", "m": "acts are missing", "s": "skip", "q": "quit"}
CHANGED = ("actors", "recipients", "type", "date")


def go_through(workspace: Workspace, between: tuple[str, str], by: str) -> None:
    """Ask for a verdict on each unit that the reviewer has not judged yet."""
    from detente.auditing import AuditReviewer, latest, units

    reviewer = AuditReviewer(workspace, by)
    rows = {row["unit"]: row for row in units(workspace, between)}
    drawn = latest(workspace, between)
    left = [each for each in drawn if each.unit in rows and not reviewer.has_judged(each)]
    click.echo(f"{many(len(left), 'unit')} to check", err=True)
    for number, unit in enumerate(left, 1):
        if not _ask(unit, rows[unit.unit], reviewer, f"{number} of {len(left)}"):
            return


def _ask(unit: Drawn, row: Mapping[str, str], reviewer: AuditReviewer, which: str) -> bool:
    """Have one unit judged; False where the reviewer stops."""
    _show(row, which)
    keys = OF_ACTS if unit.kind == "act" else OF_PASSAGES
    told = ", ".join(f"{key} {meaning}" for key, meaning in keys.items())
    while True:
        key = click.prompt(told, type=click.Choice([*keys]), show_choices=False)
        if key in "sq":
            return bool(key == "s")
        try:
            _judge(unit, key, reviewer)
        except DetenteError as problem:
            click.echo(str(problem), err=True)
        else:
            return True


def _judge(unit: Drawn, key: str, reviewer: AuditReviewer) -> None:
    from detente.auditing.sheet import read_missed

    if unit.kind == "passage":
        line = "TYPE: who > whom: words that tell it; several with | between"
        given = click.prompt(line) if key == "m" else ""
        reviewer.look(unit, [read_missed(each) for each in given.split("|") if each.strip()])
        return
    values = _changes(unit, reviewer) if key == "c" else {}
    reviewer.judge(unit, right=key == "r", values=values)


def _changes(unit: Drawn, reviewer: AuditReviewer) -> dict[str, str]:
    """What is changed: whatever is left as it is shown stays."""
    from detente.correcting import written
    from detente.errors import InputError

    now = written(reviewer.event(unit))
    given = {name: click.prompt(name, default=now[name]) for name in CHANGED}
    values = {name: value for name, value in given.items() if value != now[name]}
    if not values:
        raise InputError("nothing is changed", advice="Say right, or change something.")
    return values


def _show(row: Mapping[str, str], which: str) -> None:
    def plain(name: str) -> str:
        return " ".join(CONTROLS.sub(" ", row[name]).split())

    about = ", ".join(filter(None, (plain("outlet"), plain("published"))))
    click.echo(f"\n{which}: {row['kind']}; {about}")
    click.echo(f"  … {plain('before')[-200:]}")
    click.secho(f"  {plain('text')}", bold=True)
    click.echo(f"  {plain('after')[:200]} …")
    for line in row["coded"].splitlines():
        click.echo(f"  coded: {CONTROLS.sub(' ', line)}")
