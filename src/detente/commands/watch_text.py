"""Alerts on a screen, and as plain text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.commands.shown import console, many, one_line
from detente.reporting import wording
from detente.watching.telling import Group, Section, reasons, told_by

if TYPE_CHECKING:
    from rich.console import Console

    from detente.records import Alert

WIDTH = 100
"""Characters of a line in a file."""
INDENT = (0, 0, 0, 4)


def show(groups: Sequence[Group]) -> None:
    """Alerts on standard output."""
    _print(console(), groups)


def text_of(groups: Sequence[Group]) -> str:
    """Alerts as plain text."""
    from rich.console import Console

    whole = io.StringIO()
    _print(Console(file=whole, width=WIDTH, markup=False, highlight=False, emoji=False), groups)
    return whole.getvalue()


def _print(screen: Console, groups: Sequence[Group]) -> None:
    for place, group in enumerate(groups):
        if place:
            screen.print()
        screen.print(f"{group.title}: {many(group.count, 'alert')}", style="bold")
        for section in group.sections:
            _section(screen, section)


def _section(screen: Console, section: Section) -> None:
    screen.print(f"\n{section.title}", style="underline")
    for alert in section.shown:
        _alert(screen, alert)
    if section.more:
        screen.print(f"and {section.more:,} more: {section.command}", style="dim", soft_wrap=True)


def _alert(screen: Console, alert: Alert) -> None:
    from rich.padding import Padding
    from rich.text import Text

    day = f" ({wording.day(alert.day)})" if alert.sentence else ""
    screen.print(Text(f"• {one_line(alert.what)}{day}"))
    if alert.sentence:
        screen.print(
            Padding(Text(f"“{one_line(alert.sentence)}”", style="italic"), INDENT, expand=False)
        )
        source = f"{one_line(told_by(alert))}, {wording.day(alert.published)}"
        screen.print(Padding(Text(source), INDENT, expand=False))
        screen.print(f"    {one_line(alert.address or '')}", soft_wrap=True)
    screen.print(
        Padding(Text(f"why: {one_line(reasons(alert))}", style="dim"), INDENT, expand=False)
    )
