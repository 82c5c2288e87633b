"""`detente fetch`: what feeds, sitemaps and pages name, into a workspace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands.failing import KEPT, REJECTED, Command
from detente.commands.inputs import Given, coder
from detente.commands.options import CODING, Model
from detente.commands.progress import progress
from detente.commands.read_table import counts
from detente.commands.shown import console, many, one_line

if TYPE_CHECKING:
    from detente.fetching import FetchReport, OriginReport


@click.command(cls=Command, short_help="Fetch feeds and pages into a workspace.")
@click.argument("feeds", type=click.Path(dir_okay=False, path_type=Path), metavar="FEEDS")
@click.option(
    "--into", type=click.Path(path_type=Path), required=True, metavar="WORKSPACE",
    help="Folder of the workspace; made where there is none.",
)  # fmt: skip
@CODING
@click.option(
    "--again", is_flag=True,
    help="Fetch also what was taken out with `detente remove`, or was given up.",
)  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1), default=1, metavar="N", help="Processes.")
@click.pass_context
def fetch(
    ctx: click.Context,
    /,
    feeds: Path,
    into: Path,
    names: tuple[Path, ...],
    calendar: Given,
    model: Model,
    again: bool,
    workers: int,
) -> None:
    """Fetch what is new in feeds, sitemaps and pages, and code it into a workspace.

    FEEDS is a TOML file that names them. Each text is fetched once, however often this is run;
    what fails is kept in the table `rejected`, is tried anew in the next run, and the exit status
    is then 3. Sites are asked slowly, and only for what their robots.txt allows.

    \b
    detente fetch feeds.toml --into ws
    """
    from detente import fetching
    from detente.store import Workspace

    wanted = fetching.read_feeds(feeds)
    ctx.meta[KEPT] = f"what was committed to {into} is kept; run it again for the rest"
    with progress(0, "fetching") as shown:

        def tell(report: FetchReport) -> None:
            shown.count(_so_far(report), report.read.seconds)

        done = fetching.fetch(
            wanted,
            Workspace.open_or_create(into),
            partial(coder, names, model, calendar),
            again=again,
            workers=workers,
            on_progress=tell,
        )
    _show(done.origins)
    click.echo("\n".join(_summary(done, into)), err=True)
    ctx.exit(REJECTED if done.failed else 0)


def _so_far(report: FetchReport) -> str:
    to_come = f", {report.waiting:,} to come" if report.waiting else ""
    return f"{many(report.new, 'text')}{to_come}, {report.failed:,} failed"


def _show(origins: Sequence[OriginReport]) -> None:
    """What came of each feed, sitemap and page, with the reasons of what failed under it."""
    from rich.text import Text

    from detente.commands.record_tables import plain_table

    table = plain_table("new", "known", "failed", "from", right=("new", "known", "failed"))
    for origin in origins:
        told = Text("\n  ".join(map(one_line, [origin.url, *_why(origin)])), overflow="fold")
        counts = (origin.new, origin.known, sum(origin.failed.values()))
        table.add_row(*(f"{count:,}" for count in counts), told)
    console(err=True).print(table)


def _why(origin: OriginReport) -> Iterator[str]:
    for reason, count in Counter(origin.failed).most_common(2):
        yield f"{count:,} × {reason}"
    if len(origin.failed) > 2:
        yield f"and {many(len(origin.failed) - 2, 'other reason')}"
    if origin.given_up:
        yield f"{origin.given_up:,} given up after three runs"
    if origin.unchanged and not origin.failed:
        yield "names what it named before"


def _summary(done: FetchReport, into: Path) -> Iterator[str]:
    yield counts(done.read)
    if done.failed:
        yield f"{many(done.failed, 'address failed', 'addresses failed')}: run it again to try them anew"
    if done.read.articles_new:
        yield f"next: detente events {into}"
    elif done.failed:
        yield f"next: detente status {into} tells what failed, and what to do"
