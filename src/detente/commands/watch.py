"""`detente watch`: what is new since last time."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine
from detente.commands.failing import KEPT, Command
from detente.commands.options import WORKSPACE_ARGUMENT, Day
from detente.commands.progress import progress
from detente.commands.shown import many

if TYPE_CHECKING:
    from detente.records import Alert
    from detente.store import Workspace
    from detente.watching import Watchlist
    from detente.watching.memory import Memory

FORMS = ("text", "html", "rss", "jsonl", "json")
NOT_NOTED = "nothing is noted as told; run it again"
MOST = 5


@click.command(cls=Command, short_help="What is new since last time.")
@WORKSPACE_ARGUMENT
@click.argument(
    "rules", type=click.Path(dir_okay=False, path_type=Path), required=False, metavar="[RULES]"
)
@click.option(
    "--as", "form", type=click.Choice(FORMS), default="text", show_default=True,
    help="Form of the output.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path),
    help="File to write to instead of standard output.",
)  # fmt: skip
@click.option(
    "--webhook", metavar="URL", envvar="DETENTE_WEBHOOK",
    help="Also post it there as JSON, if there is anything new; DETENTE_WEBHOOK in the environment "
    "keeps the address out of the list of processes.",
)  # fmt: skip
@click.option(
    "--since", type=Day(), help="First day of publication, instead of where a rule began."
)
@click.option("--again", is_flag=True, help="Also what was told before.")
@click.option("--dry-run", is_flag=True, help="Show it, post nothing, note nothing as told.")
@click.option(
    "--most", type=click.IntRange(min=1), default=MOST, show_default=True, metavar="N",
    help="In text and HTML, at most so many of one rule on one pair; the rest is counted.",
)  # fmt: skip
@click.pass_context
def watch(
    ctx: click.Context,
    /,
    folder: Path,
    rules: Path | None,
    form: str,
    out: Path | None,
    webhook: str | None,
    since: dt.date | None,
    again: bool,
    dry_run: bool,
    most: int,
) -> None:
    """Tell what is new in a workspace since this was last run.

    RULES is a TOML file that says who is watched and for what; without it, watch.toml in the
    workspace. Each thing is told once. It is noted as told after it was written and posted: stop
    it before, and it is told again. The exit status is 0 whether or not there is anything new.

    \b
    detente watch ws
    detente watch ws desk.toml --as html --out monday.html
    detente watch ws --as rss --out alerts.xml --webhook https://hooks.example/d
    """
    from detente.store import Workspace
    from detente.watching import NAME, Memory, read_watchlist, watch_since
    from detente.watching import webhook as hook
    from detente.watching.run import last_day

    if webhook:
        hook.check(webhook)
    workspace = Workspace.open(folder)
    watchlist = read_watchlist(rules or folder / NAME)
    last = last_day(workspace, dt.date.today())
    if last is None:
        click.echo("the workspace has no article with a date: nothing can be new", err=True)
        return
    memory = Memory(workspace)
    starts = memory.starts(watchlist, last)
    asked = dict.fromkeys(starts, since) if since else starts
    ctx.meta[KEPT] = NOT_NOTED
    with progress(0, "watching"):
        found = watch_since(workspace, watchlist, since=asked, until=last)
    fresh, known = memory.split(found)
    told = found if again else fresh
    first = min(asked.values(), default=last)
    about = {"since": first, "until": last}
    _write(told, workspace, watchlist, memory, form, out, most, about)
    sys.stdout.flush()  # a reader that went away got nothing, and nothing is noted
    if webhook and told and not dry_run:
        _post(webhook, told, workspace, about)
    if not dry_run:
        memory.remember([*fresh, *known], starts)
    _summarise(told, fresh, about, dry_run=dry_run)


def _write(
    told: Sequence[Alert],
    workspace: Workspace,
    watchlist: Watchlist,
    memory: Memory,
    form: str,
    out: Path | None,
    most: int,
    about: dict[str, Any],
) -> None:
    from detente.schema import to_json
    from detente.watching import page, rss, telling

    name = workspace.folder.resolve().name
    if form == "jsonl":
        machine.write(out, machine.lines(map(to_json, told)))
    elif form == "json":
        payload = telling.as_json(telling.payload(told, name=name, **about))
        machine.write(out, machine.lines([payload]))
    elif form == "rss":
        before = {each.alert_id: each for each in (*told, *memory.latest(rss.MOST))}
        made = rss.feed(before.values(), name=name)
        machine.write(out, lambda stream: _put(stream, made))
    else:
        groups = telling.grouped(told, watchlist, folder=str(workspace.folder), most=most)
        if form == "html":
            made = page.page(groups, name=name, **about).encode()
            machine.write(out, lambda stream: _put(stream, made))
        else:
            from detente.commands.watch_text import show, text_of

            if out is None:
                show(groups)
            else:
                machine.write(out, lambda stream: _put(stream, text_of(groups).encode()))


def _put(stream: Any, written: bytes) -> None:
    stream.write(written)


def _post(address: str, told: Sequence[Alert], workspace: Workspace, about: dict[str, Any]) -> None:
    from detente.fetching.hosts import SystemClock
    from detente.watching import telling, webhook

    name = workspace.folder.resolve().name
    webhook.post(address, telling.payload(told, name=name, **about), clock=SystemClock())


def _summarise(
    told: Sequence[Alert], fresh: Sequence[Alert], about: dict[str, Any], *, dry_run: bool
) -> None:
    if not told:
        click.echo(f"nothing new (published {about['since']} to {about['until']})", err=True)
        return
    before = len(told) - len(fresh)
    earlier = f", {many(before, 'alert')} told before" if before else ""
    noted = "; nothing is noted as told" if dry_run else ""
    click.echo(f"{many(len(fresh), 'new alert')}{earlier}{noted}", err=True)
