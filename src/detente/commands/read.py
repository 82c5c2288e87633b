"""`detente read`: texts coded into a workspace."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands.failing import KEPT, REJECTED, Command
from detente.commands.inputs import Given, ReadTally, coder, reading_options
from detente.commands.options import INPUT, PATH_ARGUMENT, Model
from detente.commands.progress import progress
from detente.commands.shown import many, one_line
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.engines.contract import CoderFactory
    from detente.reading_run import ReadReport

WORTH_A_WORKER = 2_000_000
"""Bytes of input for which one more process pays for its start."""


@click.command(cls=Command, short_help="Read and code texts into a workspace.")
@PATH_ARGUMENT
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="WORKSPACE",
    help="Folder of the workspace; made where there is none.",
)  # fmt: skip
@click.option(
    "--show-mapping", is_flag=True,
    help="Print which columns and settings would be used, as TOML, and store nothing.",
)  # fmt: skip
@INPUT
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes; else as many as the input is worth.",
)
@click.pass_context
def read(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    into: Path | None,
    show_mapping: bool,
    names: tuple[Path, ...],
    model: Model,
    calendar: Given,
    workers: int | None,
    **options: Any,
) -> None:
    """Read and code files and folders into a workspace; run again, it adds only what is new.

    Reads .txt, .md, .html, .json, .jsonl, .csv and .tsv, also packed by gzip; `-` is standard
    input. What cannot be read never stops a run: it is kept in the table `rejected`, and the exit
    status is then 3. Sentences that were read and gave nothing do not count.

    \b
    detente read news/ more.jsonl.gz --into ws
    detente read news/ --show-mapping
    """
    if show_mapping:
        from detente.reading import used_mapping

        click.echo(used_mapping(paths, reading_options(**options)), nl=False)
        return
    if into is None:
        raise click.UsageError("Missing option '--into'.")
    ctx.meta[KEPT] = f"what was committed to {into} is kept; run it again for the rest"
    tally = ReadTally()
    make = partial(coder, names, model, calendar)
    done = _run(paths, into, make, workers, tally, options)
    click.echo(_summary(done, tally, into), err=True)
    ctx.exit(REJECTED if tally.rejected else 0)


def _run(
    paths: tuple[str, ...],
    into: Path,
    make: CoderFactory,
    workers: int | None,
    tally: ReadTally,
    options: dict[str, Any],
) -> ReadReport:
    from detente import reading
    from detente.reading_run import read_into
    from detente.store import Workspace

    _check_apart(paths, into)
    size = reading.count(paths)
    with progress(size) as shown:
        found = reading.read(paths, reading_options(**options), on_progress=shown.take)
        return read_into(
            Workspace.open_or_create(into),
            tally.watch(found),
            make,
            workers=workers or _workers(size),
            on_progress=shown.tell,
        )


def _check_apart(paths: tuple[str, ...], into: Path) -> None:
    """Refuse to read a workspace's own files into it."""
    inside = [path for path in paths if into.resolve().is_relative_to(Path(path).resolve())]
    if inside and inside != ["-"]:
        raise InputError(
            "the workspace would lie inside what is read",
            where=inside[0],
            advice=f"Choose a folder outside {inside[0]} for --into.",
        )


def _workers(size: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, size // WORTH_A_WORKER))


def _summary(done: ReadReport, tally: ReadTally, into: Path) -> str:
    new, known = many(done.articles_new, "new article"), f"{done.articles_known:,} known before"
    lines = [
        f"{new}, {known}; {many(done.events, 'event')}, {many(done.statements, 'statement')}"
        f" ({done.seconds:.1f} s)",
        *_rejected(tally),
    ]
    uncoded = done.rejected - tally.rejected - tally.notes
    if uncoded:
        what = many(uncoded, "sentence names", "sentences name")
        lines.append(f"{what} two states and gave nothing: `detente explain PATH` says why")
    return "\n".join([*lines, f"next: detente events {into}"])


def _rejected(tally: ReadTally) -> list[str]:
    lines = [f"{many(tally.rejected, 'input')} rejected:"] if tally.rejected else []
    for reason, count in tally.reasons.most_common(3):
        example = tally.examples[reason]
        lines.append(one_line(f"  {count:,} × {reason}, as {example}"))
    others = len(tally.reasons) - 3
    lines += [f"  and {many(others, 'other reason')}"] if others > 0 else []
    if tally.notes:
        lines.append(f"{many(tally.notes, 'note')} on articles that were kept")
    return lines
