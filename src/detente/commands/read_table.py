"""What a run read, on the screen: first and loudly what the articles lack, then a table of the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import click

from detente.commands.record_tables import plain_table
from detente.commands.shown import console, many, one_line

if TYPE_CHECKING:
    from detente.reading_summary import FileSummary, ReadingSummary

Field = Literal["published", "outlet"]
LOST = {
    "published": ("NO DATE", "“on Monday” is no day in them, and no series counts what has none"),
    "outlet": ("NO OUTLET", "no comparison of outlets has them"),
}
GIVE: dict[Field, str] = {
    "published": "--published 2024-01-31 for all of one day",
    "outlet": '--outlet "…" for all of one outlet',
}
FRONT: dict[Field, str] = {"published": "date: 2024-01-31", "outlet": "outlet: …"}
FILES = 3
"""Files that are named."""
COLUMNS = 8
"""Columns of a file that are named where none looks right."""
BESIDE = 58
"""Characters that the columns beside a file's name take."""
LEAST = 24
"""Characters of a file's name that are always shown."""
HEADS = ("read", "articles", "dated", "outlet", "rejected", "language", "genre")
NUMBERS = ("articles", "dated", "outlet", "rejected")


def show_missing(summary: ReadingSummary, delimiter: str | None = None) -> None:
    """Say on standard error which articles have no date, no outlet, no English, and what mends it."""
    total = summary.total()
    lacking: dict[Field, int] = {
        "published": total.articles - total.dated,
        "outlet": total.articles - total.with_outlet,
    }
    for field, count in lacking.items():
        if count:
            head, loss = LOST[field]
            told = f"{head}: {count:,} of {many(total.articles, 'article')}; {loss}"
            click.secho(told, fg="red", bold=True, err=True)
            for line in _mending(summary, field, delimiter):
                click.echo(one_line(f"  {line}"), err=True)
    if any(lacking.values()):
        click.echo("  What is read again so replaces what was read without.", err=True)
    if other := total.languages["other"]:
        told = f"NOT ENGLISH: {other:,} of {many(total.articles, 'article')}; only English is understood"
        click.secho(told, fg="red", bold=True, err=True)


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


def _mending(summary: ReadingSummary, field: Field, delimiter: str | None) -> Iterator[str]:
    """One line for each file, of the first few, with what would give its articles the field."""
    rows = [row for row in summary.rows() if _lacking(row, field)]
    for row in rows[:FILES]:
        file = (row.undated_in if field == "published" else row.no_outlet_in) or row.name
        count = f"{_lacking(row, field):,}"
        where = file if row.files == 1 else f"{row.name}, as {file}"
        yield f"{where} ({count}): {_advice(file, field, delimiter)}"
    if len(rows) > FILES:
        yield f"and {many(len(rows) - FILES, 'other row')} of the table"


def _advice(file: str, field: Field, delimiter: str | None) -> str:
    from detente.reading import columns_of, likely_column

    columns = columns_of(file, delimiter=delimiter) if file != "-" else {}
    if likely := likely_column(field, columns):
        return f"read again with --column {field}={likely}"
    if columns:
        there = ", ".join([*columns][:COLUMNS]) + (" …" if len(columns) > COLUMNS else "")
        return f"has {there}; read again with --column {field}=NAME, or {GIVE[field]}"
    if file == "-":
        return f"read again with {GIVE[field]}"
    return f"write `{FRONT[field]}` on top, between lines of ---, or read again with {GIVE[field]}"


def _lacking(row: FileSummary, field: Field) -> int:
    return row.articles - (row.dated if field == "published" else row.with_outlet)


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
