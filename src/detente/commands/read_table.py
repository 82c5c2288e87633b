"""What a run read, on the screen: first and loudly what the articles lack, then a table of the files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from detente.commands.mending import mends
from detente.commands.record_tables import plain_table
from detente.commands.shown import console, many, one_line

if TYPE_CHECKING:
    from detente.reading import Language, ReadingOptions
    from detente.reading.likely import Lacked
    from detente.reading_run import ReadReport
    from detente.reading_summary import FileSummary, ReadingSummary

LOST: dict[Lacked, tuple[str, str]] = {
    "published": (
        "NO DATE",
        "“on Monday” tells no day in them: only what a text dates in full counts",
    ),
    "outlet": ("NO OUTLET", "no comparison of outlets has them"),
}
UNREAD: dict[Language, tuple[str, str]] = {
    "other": ("NOT ENGLISH", "only English is understood"),
    "figures": ("NO SENTENCES", "they are tables of figures, and tell no act"),
}
"""Texts that give nothing, by what they are instead of English."""
BESIDE = 58
"""Characters that the columns beside a file's name take."""
LEAST = 24
"""Characters of a file's name that are always shown."""
HEADS = ("read", "articles", "dated", "outlet", "rejected", "language", "genre")
NUMBERS = ("articles", "dated", "outlet", "rejected")


def counts(done: ReadReport) -> str:
    """What a run added to a workspace, and what of it was there: for its last line but one."""
    articles = f"{many(done.articles_new, 'new article')}, {done.articles_known:,} known before"
    if done.articles_repeated:
        articles += f", {done.articles_repeated:,} given twice"
    told = f"{many(done.events, 'event')}, {many(done.statements, 'statement')}"
    return f"{articles}; {told} ({done.seconds:.1f} s)"


def show_missing(summary: ReadingSummary, options: ReadingOptions) -> None:
    """Say on standard error which articles have no date, no outlet, no English, and what mends it."""
    total = summary.total()
    lacking: dict[Lacked, int] = {
        "published": total.articles - total.dated,
        "outlet": total.articles - total.with_outlet,
    }
    for field, count in lacking.items():
        if count:
            head, loss = LOST[field]
            _aloud(f"{head}: {count:,} of {many(total.articles, 'article')}; {loss}")
            for line in mends(summary, field, options):
                click.echo(one_line(f"  {line}"), err=True)
    if any(lacking.values()):
        click.echo("  What is read again so replaces what was read without.", err=True)
    for language, (head, loss) in UNREAD.items():
        if count := total.languages[language]:
            _aloud(f"{head}: {count:,} of {many(total.articles, 'article')}; {loss}")


def _aloud(words: str) -> None:
    click.secho(words, fg="red", bold=True, err=True)


def show_files(summary: ReadingSummary) -> None:
    """A table on standard error: what came of each file or group of files."""
    rows, screen = summary.rows(), console(err=True)
    if not rows:
        return
    table = plain_table(*HEADS, right=NUMBERS)
    for column in table.columns[:-2]:
        column.no_wrap = True
    for row in rows:
        table.add_row(
            _name(row, max(LEAST, screen.width - BESIDE)),
            f"{row.articles:,}",
            f"{row.dated:,}",
            f"{row.with_outlet:,}",
            f"{row.rejected:,}" if row.rejected else "",
            _shares(row.languages),
            _shares(row.genres),
        )
    screen.print(table)


def _name(row: FileSummary, width: int) -> str:
    name = "standard input" if row.name == "-" else one_line(row.name)
    if row.files > 1 and not name.endswith("folders"):
        name += f" ({row.files:,})"
    return name if len(name) <= width else f"…{name[1 - width :]}"


def _shares(counts: Counter[str]) -> str:
    if len(counts) == 1:
        return next(iter(counts))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count:,}" for name, count in ordered)
