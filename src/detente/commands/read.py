"""`detente read`: texts coded into a workspace."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.buckets import is_in_bucket
from detente.commands.failing import KEPT, REJECTED, Command
from detente.commands.inputs import Given, ReadTally, coder, reading_options
from detente.commands.options import INPUT, PATH_ARGUMENT, Model
from detente.commands.progress import progress
from detente.commands.read_table import counts, show_files, show_missing
from detente.commands.shown import many, one_line
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.cluster import RayCluster
    from detente.engines.contract import CoderFactory
    from detente.reading_run import ReadReport
    from detente.reading_summary import ReadingSummary

REASONS = 20
"""Reasons of one kind that are told."""
LOCAL, RAY = "local", "ray"
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
    help="Processes; else as many as the input is worth, or as the cluster has processors.",
)
@click.option(
    "--engine", default=LOCAL, show_default=True, metavar="ENGINE",
    help="Where it is coded: `local`, or on a Ray cluster: `ray` (that of RAY_ADDRESS, or one on this "
    "machine), or that of HOST:PORT.",
)  # fmt: skip
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
    engine: str,
    **options: Any,
) -> None:
    """Read and code files and folders into a workspace; run again, it adds only what is new.

    Reads text, web pages, PDF, .docx, .odt, .rtf, .epub, .eml, .mbox, .warc, .json, .jsonl, .csv
    and .tsv, exports of press archives and news services, also packed by gzip; `-` is standard
    input, s3://BUCKET/KEY an object or all below a key. What cannot be read never stops a run: it
    is kept in the table `rejected`, and the exit status is then 3. Sentences that were read and
    gave nothing do not count. Where an article has changed since it was read, its later text
    counts and the earlier one is kept. A table tells what came of each file, after lines on what
    the articles lack.

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
    make = partial(coder, *_anywhere(names, model), calendar)
    with _cluster(engine, workers) as cluster:
        done, summary = _run(paths, into, make, workers, cluster, tally, options)
    show_missing(summary, reading_options(**options))
    click.echo(counts(done), err=True)
    show_files(summary)
    click.echo(
        "\n".join([*_coders(done, into), *_rest(done, tally), f"next: detente events {into}"]),
        err=True,
    )
    ctx.exit(REJECTED if tally.rejected else 0)


def _run(
    paths: tuple[str, ...],
    into: Path,
    make: CoderFactory,
    workers: int | None,
    cluster: RayCluster | None,
    tally: ReadTally,
    options: dict[str, Any],
) -> tuple[ReadReport, ReadingSummary]:
    from detente import reading
    from detente.reading_run import read_into
    from detente.reading_summary import ReadingSummary
    from detente.store import Workspace

    _check_apart(paths, into)
    size, summary = reading.count(paths), ReadingSummary()
    with progress(size) as shown:
        found = reading.read(
            paths,
            reading_options(**options),
            on_progress=shown.take,
            on_file=summary.begin,
        )
        done = read_into(
            Workspace.open_or_create(into),
            summary.watch(tally.watch(found)),
            make,
            workers=workers or _workers(size),
            on_progress=shown.tell,
            cluster=cluster,
        )
    return done, summary


def _anywhere(names: tuple[Path, ...], model: Model) -> tuple[list[Path], Model]:
    """The same files, named so that a process in another folder finds them."""
    there = model.resolve() if isinstance(model, Path) else model
    return [path.resolve() for path in names], there


def _cluster(engine: str, workers: int | None) -> AbstractContextManager[RayCluster | None]:
    """The cluster that an engine names, to be let go of afterwards; none where it is this machine's own."""
    if engine == LOCAL:
        return nullcontext()
    from detente.cluster import RayCluster

    host, colon, port = engine.removeprefix("ray://").rpartition(":")
    if engine != RAY and not (host and colon and port.isdecimal()):
        raise click.BadParameter(
            f"{engine!r} is none of local, ray and HOST:PORT.",
            param_hint="'--engine'",
        )
    return RayCluster(None if engine == RAY else engine, workers=workers)


def _check_apart(paths: tuple[str, ...], into: Path) -> None:
    """Refuse to read a workspace's own files into it."""
    in_folders = [path for path in paths if not is_in_bucket(path)]
    inside = [path for path in in_folders if into.resolve().is_relative_to(Path(path).resolve())]
    if inside and inside != ["-"]:
        raise InputError(
            "the workspace would lie inside what is read",
            where=inside[0],
            advice=f"Choose a folder outside {inside[0]} for --into.",
        )


def _workers(size: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, size // WORTH_A_WORKER))


def _coders(done: ReadReport, into: Path) -> Iterator[str]:
    """That what was known before was coded by another coder, where it was."""
    from detente.store.status import coders_of

    coders = coders_of(into) if done.articles_known else []
    if len(coders) > 1:
        yield f"CODED BY SEVERAL: {', '.join(coders)}; what one finds more than another changes no relation"
        yield "  What was known before was not coded again: for one coder, read all into a new workspace."


def _rest(done: ReadReport, tally: ReadTally) -> Iterator[str]:
    """What was replaced, rejected, noted and not coded, in lines."""
    if done.hindered:
        one, several = (f"{each} could not write" for each in ("machine", "machines"))
        yield f"{many(len(done.hindered), one, several)}, and others did their work:"
        yield from (one_line(f"  {told}") for told in done.hindered)
    if done.articles_revised:
        replace = "replaces another version, which is kept but does not count"
        several = "replace other versions, which are kept but do not count"
        yield f"{many(done.articles_revised, f'article {replace}', f'articles {several}')}"
    if tally.rejected:
        yield f"{many(tally.rejected, 'input')} rejected:"
        yield from _reasons(tally.reasons, tally)
    if tally.notes:
        yield f"{many(tally.notes, 'note')} on articles that were kept:"
        yield from _reasons(tally.noted, tally)
    uncoded = done.rejected - tally.rejected - tally.notes
    if uncoded:
        what = many(uncoded, "sentence names", "sentences name")
        yield f"{what} two states and gave nothing: `detente explain PATH` says why"


def _reasons(counts: Counter[str], tally: ReadTally) -> Iterator[str]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    for reason, count in ordered[:REASONS]:
        yield one_line(f"  {count:,} × {reason}, as {tally.examples[reason]}")
    if len(ordered) > REASONS:
        yield f"  and {many(len(ordered) - REASONS, 'other reason')}: see `detente status`"
