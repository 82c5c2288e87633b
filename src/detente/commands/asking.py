"""`detente events`, `statements`, `channels`, `occurrences`: the records of a workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine, record_tables
from detente.commands.failing import Command
from detente.commands.options import (
    BETWEEN,
    DAYS,
    FORM,
    LIMIT,
    MERGE,
    RECALLED,
    STATUS,
    SUPERSEDED,
    TRACK,
    WORKSPACE_ARGUMENT,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.merging import Merge
    from detente.records import Article, Occurrence
    from detente.store import Workspace

ARTICLE_COLUMNS = ("outlet", "published", "title", "address")
"""Columns of the article that CSV adds, since nobody joins tables in a spreadsheet."""


@click.command(cls=Command, short_help="Who did what to whom.")
@WORKSPACE_ARGUMENT
@BETWEEN
@DAYS
@TRACK
@STATUS
@RECALLED
@SUPERSEDED
@LIMIT
@FORM
def events(folder: Path, form: str, out: Path | None, **asked: Any) -> None:
    """Print the events of a workspace: who did what to whom, when, and who says so.

    CSV has a column for each field of a nested record, and adds the article's outlet, date,
    title and address.

    \b
    detente events ws --between CHN USA --track military --since 2023-01-01
    """
    from detente.records import Event
    from detente.store import Query, Workspace

    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    table = workspace.events(Query(**asked | {"status": asked["status"] or None}))
    if form == "table":
        record_tables.show_events(*with_articles(workspace, table, Event))
        tell_if_none(table, "events", workspace)
    else:
        write(workspace, table, Event, form, out)


@click.command(cls=Command, short_help="Who demands, promises or rules out what.")
@WORKSPACE_ARGUMENT
@BETWEEN
@DAYS
@TRACK
@SUPERSEDED
@LIMIT
@FORM
def statements(folder: Path, form: str, out: Path | None, **asked: Any) -> None:
    """Print the statements of a workspace: who demands, promises or rules out what.

    With --between, those of each state that are addressed to the other.

    \b
    detente statements ws --between CHN USA --as csv --out statements.csv
    """
    from detente.records import Statement
    from detente.store import Query, Workspace

    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    table = workspace.statements(Query(**asked))
    if form == "table":
        record_tables.show_statements(*with_articles(workspace, table, Statement))
        tell_if_none(table, "statements")
    else:
        write(workspace, table, Statement, form, out)


@click.command(cls=Command, short_help="Standing dialogues of states.")
@WORKSPACE_ARGUMENT
@BETWEEN
@DAYS
@click.option(
    "--reports", is_flag=True, help="Each mention of a channel with its sentence, not the channels."
)
@SUPERSEDED
@LIMIT
@FORM
def channels(
    folder: Path, form: str, out: Path | None, reports: bool, limit: int | None, **asked: Any
) -> None:
    """Print the standing dialogues of states: rounds held, gaps, and how each stands.

    --since and --until choose the mentions that are counted. The time since the last round is counted to
    --until, or else to the last article of the workspace.

    \b
    detente channels ws --between CHN USA
    """
    from detente import merging
    from detente.records import Channel, ChannelReport
    from detente.schema import to_arrow
    from detente.store import Query, Workspace

    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    record = ChannelReport if reports else Channel
    if reports:
        table = workspace.channels(Query(**asked, limit=limit))
    else:
        until = asked["until"] or workspace.last_published()
        found = merging.channels(workspace.told_channels(Query(**asked)), until)[:limit]
        table = to_arrow(found, Channel)
    if form != "table":
        write(workspace, table, record, form, out)
        return
    if reports:
        record_tables.show_channel_reports(*with_articles(workspace, table, ChannelReport))
    else:
        record_tables.show_channels(found)
    tell_if_none(table, "channels")


@click.command(cls=Command, short_help="What happened, once each.")
@WORKSPACE_ARGUMENT
@BETWEEN
@DAYS
@TRACK
@MERGE
@click.option(
    "--left-out", is_flag=True, help="Only what no index counts, such as what was denied, with why."
)
@click.option("--open", "opened", metavar="ID", help="Show one occurrence with its sentences.")
@LIMIT
@FORM
def occurrences(
    folder: Path, form: str, out: Path | None, limit: int | None, opened: str | None, **asked: Any
) -> None:
    """Print what happened, once each: reports that tell one act are one occurrence.

    What was denied, conditional or supposed, or has no day, is not among it: --left-out shows that.
    --open shows who tells an occurrence and in which words; the id of any event that tells it finds
    it too.

    \b
    detente occurrences ws --between CHN USA --as csv --out occurrences.csv
    detente occurrences ws --between CHN USA --open 5e07b1
    """
    from detente.records import Event, Occurrence
    from detente.schema import to_arrow
    from detente.store import Query, Workspace

    machine.check_form(form, out)
    workspace = Workspace.open(folder)
    found = merged(workspace, **asked)[:limit]
    if opened is not None:
        found = [_with_id(found, opened)]
    table = to_arrow(found, Occurrence)
    if form != "table":
        write(workspace, table, Occurrence, form, out)
        return
    record_tables.show_occurrences(found)
    tell_if_none(table, "occurrences", workspace)
    if opened is not None:
        events = workspace.events(Query(ids=found[0].members))
        record_tables.show_members(found[0], *with_articles(workspace, events, Event))


def _with_id(found: Sequence[Occurrence], wanted: str) -> Occurrence:
    from detente.errors import QueryError

    having = [
        each
        for each in found
        if any(name.startswith(wanted) for name in (each.occurrence_id, *each.members))
    ]
    if len(having) == 1:
        return having[0]
    raise QueryError(
        f"{len(having) or 'no'} occurrences have an id or a member that begins with '{wanted}'",
        advice="Give an id that the same command prints with --as jsonl, without --open.",
    )


def merged(
    workspace: Workspace,
    *,
    between: tuple[str, str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    track: str | None = None,
    merge: Merge = "alike",
    left_out: bool = False,
) -> list[Occurrence]:
    """Occurrences of a workspace whose day and tracks are as asked: those counted, or those not."""
    from detente.store import Query

    query = Query(between=between, since=since, until=until, track=track)
    found = workspace.occurrences(query, merge=merge)
    return [each for each in found if (each.left_out is not None) == left_out]


def write(workspace: Workspace, table: pa.Table, record: type, form: str, out: Path | None) -> None:
    """Write records of one class in a form for programs."""
    if form == "parquet":
        machine.write(out, machine.parquet(table))
    elif form == "csv":
        machine.write(out, _csv(workspace, table, record))
    else:
        machine.write(out, machine.lines(_json_lines(table, record)))


def _json_lines(table: pa.Table, record: type) -> Iterable[str]:
    from detente.schema import to_json, to_rows

    for batch in table.to_batches(1000):
        yield from map(to_json, to_rows(batch, record))


def _csv(workspace: Workspace, table: pa.Table, record: type) -> machine.Writer:
    from detente.commands.flat import flat_header, flat_row

    header, rows = flat_header(record), flat_row
    if "article_id" not in header:
        found, _ = with_articles(workspace, table, record)
        return machine.csv_rows(header, map(rows, found))
    found, articles = with_articles(workspace, table, record, text=False)
    return machine.csv_rows(
        [*header, *ARTICLE_COLUMNS],
        ([*rows(item), *_facts(articles[item.article_id])] for item in found),
    )


def _facts(article: Article) -> list[str]:
    values = (getattr(article, name) for name in ARTICLE_COLUMNS)
    return ["" if value is None else str(value) for value in values]


def with_articles(
    workspace: Workspace, table: pa.Table, record: type, *, text: bool = True
) -> tuple[list[Any], dict[str, Article]]:
    """The records, and their articles by id; without `text` those have an empty one."""
    import pyarrow as pa

    from detente.records import Article
    from detente.schema import to_rows

    found = to_rows(table, record)
    ids = {item.article_id for item in found if hasattr(item, "article_id")}
    if not ids:
        return found, {}
    held = workspace.articles(ids)
    if not text:
        place = held.schema.get_field_index("text")
        held = held.set_column(place, held.schema.field(place), pa.array([""] * len(held)))
    return found, {article.article_id: article for article in to_rows(held, Article)}


def tell_if_none(
    table: Sequence[Any] | pa.Table, what: str, workspace: Workspace | None = None
) -> None:
    """Say on standard error that nothing was found, and what a workspace has imported instead."""
    if len(table) > 0:
        return
    click.echo(f"no {what} as asked; ask for less: another --between, or other dates", err=True)
    if workspace is not None and (held := workspace.datasets()):
        click.echo(
            f"Imported data ({', '.join(held)}) are not among {what}: `detente index --from` and the"
            " other measures take them.",
            err=True,
        )
