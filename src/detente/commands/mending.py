"""What would give articles the date or the outlet that they lack: a line for files that one thing mends."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.commands.shown import many

if TYPE_CHECKING:
    from detente.reading import ReadingOptions
    from detente.reading.likely import Lacked
    from detente.reading_summary import FileSummary, ReadingSummary

GIVE: dict[Lacked, str] = {
    "published": "--published 2024-01-31 for all of one day",
    "outlet": '--outlet "…" for all of one outlet',
}
FRONT: dict[Lacked, str] = {"published": "date: 2024-01-31", "outlet": "outlet: …"}
MAPPED: dict[Lacked, str] = {"published": "published = 2024-01-31", "outlet": 'outlet = "…"'}
BY_FILE = "read again with --dated-by-file if they came out then, else with "
MENDS = 4
"""Lines of advice."""
FILES = 3
"""Files that a line names."""
COLUMNS = 8
"""Columns of a file that are named where none looks right."""

Files = list[tuple[str, int]]
"""Files as they are shown, each with its number of articles."""


def mends(summary: ReadingSummary, field: Lacked, options: ReadingOptions) -> Iterator[str]:
    """A line for each thing that mends files, what mends most first; then what no line names."""
    mended: dict[str, Files] = defaultdict(list)
    for row in summary.rows():
        for file, count in row.lacking[field].items():
            made = row.made.get(file) if field == "published" else None
            told = f"{file}, made {made}" if made else file
            advice = BY_FILE + GIVE[field] if made else _advice(file, field, options)
            mended[advice].append((told, count))
    ordered = sorted(mended.items(), key=lambda item: -_articles(item[1]))
    if len(ordered) > MENDS + 1:
        del ordered[MENDS:]  # a last one takes no more room than the line on what is left
    for advice, files in ordered:
        yield f"{_told(files)} ({_articles(files):,}): {advice}"
    left = _lacking(summary.total(), field) - sum(_articles(files) for _, files in ordered)
    if left:
        yield f"and {many(left, 'other article')} in files not named here"


def _articles(files: Files) -> int:
    return sum(count for _, count in files)


def _lacking(total: FileSummary, field: Lacked) -> int:
    return total.articles - (total.dated if field == "published" else total.with_outlet)


def _told(files: Files) -> str:
    named = "; ".join(name for name, _ in files[:FILES])
    return named + (f"; {many(len(files) - FILES, 'other file')}" if len(files) > FILES else "")


def _advice(file: str, field: Lacked, options: ReadingOptions) -> str:
    from detente.reading import columns_of, takes_front_matter

    if file == "-":
        return f"read again with {GIVE[field]}"
    if columns := columns_of(file, options):
        return _advice_on_columns(columns, field, options)
    if takes_front_matter(file):
        return (
            f"write `{FRONT[field]}` on top, between lines of ---, or read again with {GIVE[field]}"
        )
    return (
        f"read again with {GIVE[field]}, or with a detente.toml in the folder that is read:"
        f' a line ["FILE"] for each, then {MAPPED[field]}'
    )


def _advice_on_columns(columns: dict[str, str], field: Lacked, options: ReadingOptions) -> str:
    from detente.reading.dates import in_numbers
    from detente.reading.drafts import keys
    from detente.reading.likely import likely_column

    tried = keys(columns, options).get(field, "")
    open_date = columns.get(tried, "") if field == "published" and not options.dates else ""
    if in_numbers(open_date):
        return f"`{tried}` has days such as {open_date}: read again with --dates day-first or month-first"
    left = {name: value for name, value in columns.items() if name != tried}
    if likely := likely_column(field, left):
        return f"read again with --column {shlex.quote(f'{field}={likely}')}"
    there = ", ".join([*left][:COLUMNS]) + (" …" if len(left) > COLUMNS else "")
    return f"has {there}; read again with --column {field}=NAME, or {GIVE[field]}"
