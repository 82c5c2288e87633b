"""`detente status`: what a workspace holds, and what it lacks."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine
from detente.commands.failing import Command
from detente.commands.options import WORKSPACE_ARGUMENT
from detente.commands.record_tables import plain_table
from detente.commands.shown import BOTH, console, many, one_line

if TYPE_CHECKING:
    from detente.store import Status
    from detente.store.status import MonthCount

OUTLETS = 10
"""Outlets that have a row of their own."""
REASONS = 10
COLUMN = 8
"""Characters of a column of months or years."""
BESIDE = 30
"""Characters beside them."""
FIELDS = ("section", "name", "month", "n", "first", "last", "example", "advice")
TOTALS = (
    "superseded", "undated", "without_outlet", "events", "statements", "channels", "judgements", "lost",
    "audits",
)  # fmt: skip
"""What is counted of the whole workspace, beside its articles."""
UNITS = {"month": "%Y-%m", "year": "%Y"}


@click.command(cls=Command, short_help="What a workspace holds, and what it lacks.")
@WORKSPACE_ARGUMENT
@click.option(
    "--as", "form", type=click.Choice(("table", "csv", "jsonl")),
    help="Form of the output, else by the ending of --out; csv and jsonl tell all outlets and reasons.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path),
    help="File to write to instead of standard output; not for tables.",
)  # fmt: skip
def status(folder: Path, form: str | None, out: Path | None) -> None:
    """Count what a workspace holds: articles by outlet and time, languages, pairs of states.

    Told, too, are articles without date or outlet, earlier versions that no longer count, what was
    rejected and why, which version of the coder made the records, what reviewers judged, and imported
    data.

    \b
    detente status ws
    detente status ws --as csv --out status.csv
    """
    from detente.store import Workspace

    form = machine.form_for(form, out)
    if form not in ("table", "csv", "jsonl"):
        raise click.UsageError(f"Status is not written as {form}: end the file in .csv or .jsonl.")
    found = Workspace.open(folder).status()
    if form == "table":
        _show(found)
    elif form == "csv":
        cells = ([_cell(row.get(name)) for name in FIELDS] for row in rows(found))
        machine.write(out, machine.csv_rows(FIELDS, cells))
    else:
        machine.write(out, machine.lines(map(_line, rows(found))))


def rows(found: Status) -> Iterator[dict[str, Any]]:
    """All that is counted, one count a row."""
    span = {"first": found.first, "last": found.last}
    yield {"section": "total", "name": "articles", "n": found.articles} | span
    for name in TOTALS:
        yield {"section": "total", "name": name, "n": getattr(found, name)}
    for each in found.months:
        month = each.month and each.month.strftime(UNITS["month"])
        yield {"section": "outlet", "name": each.outlet, "month": month, "n": each.articles}
    for section, counts in (
        ("language", found.languages), ("genre", found.genres), ("coder", found.coders),
    ):  # fmt: skip
        for count in counts:
            yield {"section": section, "name": count.name, "n": count.n}
    for pair in found.pairs:
        yield {"section": "pair", "name": "-".join(pair.states), "n": pair.events}
    for why in found.reasons:
        told = {"name": why.reason, "n": why.n, "example": why.example, "advice": why.advice}
        yield {"section": why.stage if why.stage == "note" else f"rejected in {why.stage}"} | told
    for data in found.datasets:
        span = {"first": data.first, "last": data.last}
        yield {"section": "imported", "name": data.name, "n": data.rows} | span


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=dt.date.isoformat)


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _show(found: Status) -> None:
    screen = console()
    for line in _summary(found):
        screen.print(one_line(line), soft_wrap=True)
    if found.months:
        units = _units(found, max(1, (screen.width - BESIDE) // COLUMN))
        _table(("outlet", "articles", *units), _by_outlet(found, units))
    pairs = [(f" {BOTH} ".join(p.states), f"{p.events:,}", f"{p.articles:,}") for p in found.pairs]
    _table(("states", "events", "in articles"), pairs)
    _show_reasons(found)
    spans = [(d.name, f"{d.rows:,}", str(d.first), str(d.last)) for d in found.datasets]
    _table(("imported", "rows", "first", "last"), spans)


def _summary(found: Status) -> Iterator[str]:
    span = f", {found.first} to {found.last}" if found.first else ""
    yield f"{many(found.articles, 'article')}{span}"
    if found.undated:
        yield f"NO DATE: {many(found.undated, 'article')}"
    if found.without_outlet:
        yield f"NO OUTLET: {many(found.without_outlet, 'article')}"
    if found.superseded:
        kept = many(found.superseded, "earlier version")
        yield f"{kept} kept, not counted here: other commands show them with --superseded"
    kinds = ", ".join(f"{each.name} {each.n:,}" for each in found.genres)
    tongues = ", ".join(f"{each.name} {each.n:,}" for each in found.languages)
    if found.articles:
        yield f"genres: {kinds}; languages: {tongues}"
    yield ", ".join(
        many(getattr(found, f"{name}s"), name) for name in ("event", "statement", "channel")
    )
    if found.judgements:
        lost = f", {found.lost:,} of them no longer fitting" if found.lost else ""
        yield f"{many(found.judgements, 'judgement')} of reviewers{lost}: `detente corrections` lists them"
    if found.audits:
        yield f"{many(found.audits, 'audit')} drawn: `detente audit` tells how right the records are"
    if found.coders:
        yield "coded by " + ", ".join(f"{each.name} ({each.n:,})" for each in found.coders)


def _units(found: Status, most: int) -> list[str]:
    """The months that a table has room for, else the years, else the latest of them."""
    days = sorted({each.month for each in found.months if each.month})
    for form in UNITS.values():
        units = list(dict.fromkeys(day.strftime(form) for day in days))
        if len(units) <= most:
            return units
    return ["earlier", *units[1 - most :]] if most > 1 else []


def _by_outlet(found: Status, units: Sequence[str]) -> Iterator[Sequence[str]]:
    named = [each.name for each in found.outlets if each.name]
    groups = {name: {name} for name in named[:OUTLETS]}
    if rest := named[OUTLETS:]:
        groups[many(len(rest), "other outlet")] = set(rest)
    if found.without_outlet:
        groups["(no outlet)"] = {""}
    for label, outlets in groups.items():
        counted = [each for each in found.months if (each.outlet or "") in outlets]
        cells = [sum(each.articles for each in counted if _in(each, unit, units)) for unit in units]
        total = sum(each.articles for each in counted)
        yield one_line(label), f"{total:,}", *(f"{n:,}" if n else "" for n in cells)


def _in(count: MonthCount, unit: str, units: Sequence[str]) -> bool:
    if count.month is None:
        return False
    written = count.month.isoformat()
    return written < min(units) if unit == "earlier" else written.startswith(unit)


def _show_reasons(found: Status) -> None:
    stages = {"reading": "rejected", "coding": "sentence", "importing": "imported row"}
    told = [
        (
            stages.get(why.stage, why.stage),
            f"{why.n:,}",
            one_line(why.reason),
            one_line(why.example),
        )
        for why in found.reasons
    ]
    _table(("not taken", "n", "why", "as"), told[:REASONS])
    if len(told) > REASONS:
        console().print(f"and {many(len(told) - REASONS, 'other reason')}: --as csv tells all")


def _table(heads: Sequence[str], cells: Iterable[Sequence[str]]) -> None:
    texts = ("name", "why", "as", "first", "last")
    table = plain_table(*heads, right=[head for head in heads[1:] if head not in texts])
    for row in cells:
        table.add_row(*row)
    if table.rows:
        console().print()
        console().print(table)
