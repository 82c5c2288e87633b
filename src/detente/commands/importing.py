"""`detente import`: others' event data into a workspace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands.failing import KEPT, REJECTED, Command
from detente.commands.progress import progress
from detente.commands.shown import many, one_line

if TYPE_CHECKING:
    from detente.importing import ImportReport

# Stated again here, since their module loads DuckDB; a test holds them to be the same.
KINDS = ("gdelt", "icews", "polecat", "phoenix", "keds", "csv")
IDENTICAL = ("kept", "once")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 3
"""How many examples are told of what went wrong."""


@click.command("import", cls=Command, short_help="Import others' event data.")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--into", type=click.Path(path_type=Path), required=True, metavar="WORKSPACE",
    help="Folder of the workspace; made where there is none.",
)  # fmt: skip
@click.option(
    "--between", nargs=2, multiple=True, metavar="A B",
    help="Only rows between two states; may be repeated.",
)  # fmt: skip
@click.option(
    "--mapping", type=FILE, metavar="FILE",
    help="What the columns of your own files are; needed for csv.",
)  # fmt: skip
@click.option(
    "--name", metavar="NAME",
    help="What the data set is called in the workspace; else its kind, or as the mapping says.",
)  # fmt: skip
@click.option(
    "--own-countries", type=FILE, metavar="FILE",
    help="Your table of codes or names of states, which goes before the set's own.",
)  # fmt: skip
@click.option(
    "--own-codes", type=FILE, metavar="FILE",
    help="Your table of codes of acts, which goes before the set's own.",
)  # fmt: skip
@click.option(
    "--identical", type=click.Choice(IDENTICAL),
    help="Rows without an id that are alike in every cell of a file: kept as acts of their own, or once."
    " [default: kept; of GDELT's mentions and the historical Phoenix sets: once]",
)  # fmt: skip
@click.pass_context
def import_(
    ctx: click.Context,
    /,
    kind: str,
    paths: tuple[str, ...],
    into: Path,
    between: tuple[tuple[str, str], ...],
    mapping: Path | None,
    name: str | None,
    own_countries: Path | None,
    own_codes: Path | None,
    identical: str | None,
) -> None:
    """Import event data that others coded; run again, it adds only what is new.

    KIND is gdelt (events of versions 1 and 2, mentions), icews (its own columns, or quadruples of names),
    polecat, phoenix, keds, or csv with a mapping file. Files may be packed by gzip or zip, and lie on
    object storage (s3://BUCKET/KEY): they are fetched into a temporary folder first. What cannot
    be read is kept in the table `rejected`, with file and line, and the exit status is then 3.

    \b
    detente import gdelt 2023/*.zip --into ws --between CHN USA
    detente import csv events.csv --mapping events.toml --into ws
    detente import keds balkans.csv --into ws --own-countries mine.tsv
    """
    from detente.buckets.fetching import fetched
    from detente.importing import codebook, import_files, user_format
    from detente.importing.opening import found_files
    from detente.store import Workspace

    if (kind == "csv") != (mapping is not None):
        raise click.UsageError("csv needs --mapping FILE, and only csv takes it.")
    formats = [user_format(mapping)] if mapping else kind
    own = codebook(countries=own_countries, codes=own_codes)
    ctx.meta[KEPT] = f"what was committed to {into} is kept; run it again for the rest"
    with fetched(paths) as (files, names):
        size = sum(path.stat().st_size for path in found_files(files))
        with progress(size, "importing") as shown:

            def tell(taken: int, report: ImportReport) -> None:
                shown.take(taken)
                shown.count(many(report.lines, "line"), report.seconds)

            done = import_files(
                Workspace.open_or_create(into),
                files,
                formats,
                name=name,
                between=between,
                identical=identical,
                codebook=own,
                names=names,
                on_progress=tell,
            )
    click.echo("\n".join(summary(done)), err=True)
    ctx.exit(REJECTED if done.verdicts["rejected"] or done.refused_files else 0)


def summary(done: ImportReport) -> Iterator[str]:
    """What came in and what did not, in lines."""
    counts = done.verdicts
    told = [
        many(counts["new"], "new row"), f"{counts['known']:,} known before",
        many(counts["duplicate"], "duplicate"), f"{counts['outside']:,} outside --between",
    ]  # fmt: skip
    where = f"{many(done.lines, 'line')} in {many(done.files, 'file')}"
    yield f"{'; '.join(told)}: {where} ({done.seconds:.1f} s)"
    if done.differing:
        yield f"{many(done.differing, 'duplicate')} only by id: day, parties or code differ"
    yield from _rejected(done)
    if done.untyped:
        yield f"{many(done.untyped, 'row')} with CAMEO codes that have no type in PLOVER: kept, no acts"
    if done.identical:
        yield f"{many(done.identical, 'row')} alike another of its file in every cell: kept as acts"
    yield from _unknown("code", done.unknown_codes)
    if done.extended_codes:
        yield f"codes read as the one above them: {_told(done.extended_codes)}"
    yield from _unknown("actor or recipient", done.unknown_parties, "actors and recipients")
    for dataset, days in done.days.items():
        yield f"{dataset}: {days.first} to {days.last}{_gaps(days.missing)}"
    if repeated := done.repeated_files:
        yield f"nothing new in {many(len(repeated), 'file')}, as {_examples(repeated)}"
    yield from _read_as(done)
    for dataset, twice in done.in_two_forms.items():
        if twice:
            yield (
                f"{dataset}: {many(twice, 'day')} in two forms, with ids and without, whose events count"
                " twice: keep one form to a workspace"
            )
    if done.unaccounted:
        yield f"{many(done.unaccounted, 'line')} unaccounted for: report this as a bug of detente"


def _read_as(done: ImportReport) -> Iterator[str]:
    if files := list(done.weis_files):
        yield f"codes of WEIS in {many(len(files), 'file')}, as {_examples(files)}"
    if files := list(done.shortened_files):
        yield (
            f"codes without their first zero in {many(len(files), 'file')}, as {_examples(files)}:"
            " put back"
        )


def _rejected(done: ImportReport) -> Iterator[str]:
    if not done.files and not done.refused_files:
        yield "no file found in the folders named"
    if done.refused_files:
        yield f"{many(len(done.refused_files), 'file')} not read: {_examples(done.refused_files)}"
    if done.verdicts["rejected"]:
        yield f"{many(done.verdicts['rejected'], 'row')} rejected:"
    if done.reasons:
        for why, n in done.reasons.most_common(SHOWN):
            advice, first = done.advice.get(why), done.examples.get(why)
            where = f", first in {one_line(first)}" if first else ""
            yield f"  {n:,} × {one_line(why)}{where}" + (f". {advice}" if advice else "")
    if len(done.reasons) > SHOWN:
        yield f"  and {many(len(done.reasons) - SHOWN, 'other reason')}"


def _unknown(what: str, found: Counter[str], several: str | None = None) -> Iterator[str]:
    if found:
        unknown = many(len(found), f"unknown {what}", several and f"unknown {several}")
        yield f"{unknown}: {_told(found)}"


def _told(found: Counter[str]) -> str:
    shown = ", ".join(f"{one_line(text)} ({n:,})" for text, n in found.most_common(SHOWN))
    return shown + (" …" if len(found) > SHOWN else "")


def _gaps(missing: Sequence[object]) -> str:
    if not missing:
        return ", no day missing"
    shown = ", ".join(map(str, missing[:SHOWN])) + (" …" if len(missing) > SHOWN else "")
    return f", {many(len(missing), 'day')} missing: {shown}"


def _examples(names: Sequence[str]) -> str:
    return ", ".join(map(one_line, names[:SHOWN])) + (" …" if len(names) > SHOWN else "")
