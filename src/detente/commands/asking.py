"""`detente events`, `statements`, `channels`, `occurrences`: the records of a workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import machine, record_tables
from detente.commands.options import (
    ABOUT,
    ACT,
    BLOC,
    DAYS,
    FORM,
    LIMIT,
    MERGE,
    PARTIES,
    POSITION,
    RECALLED,
    SIDES,
    STATUS,
    SUPERSEDED,
    SURE,
    TOLD,
    UNCORRECTED,
    WITH,
    WORKSPACE_ARGUMENT,
    order,
    together,
)
from detente.commands.question import Asking, in_words, query_of, tell_if_none

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.merging import Merge
    from detente.records import Article, Occurrence
    from detente.store import Query, Workspace
    from detente.store.selection import Table as TableName


OF_ACTS = together(PARTIES, SIDES, BLOC, ACT, ABOUT, STATUS, RECALLED, SURE, DAYS, TOLD)
"""What may be asked of acts, as they are told or as they happened."""


@click.command(cls=Asking, short_help="Who did what to whom.")
@WORKSPACE_ARGUMENT
@OF_ACTS
@SUPERSEDED
@UNCORRECTED
@order("date", "confidence", "score")
@LIMIT
@WITH
@FORM
def events(folder: Path, form: str, out: Path | None, added: Sequence[str], **asked: Any) -> None:
    """Print the events of a workspace: who did what to whom, when, and who says so.

    All that is asked for must hold. CSV has a column for each field of a nested record, and adds
    the article's outlet, date, title and address.

    \b
    detente events ws --between CHN USA --track military --since 2023-01-01
    detente events ws --by EU --type SANCTION --out sanctions.xlsx
    """
    from detente.records import Event
    from detente.store import Workspace

    check(form, out, added)
    query = query_of(asked)
    workspace = Workspace.open(folder)
    if form == "table":
        table = workspace.events(query)
        record_tables.show_events(*with_articles(workspace, table, Event))
        tell_if_none(table, "events", workspace, query)
    else:
        question = in_words(query)
        export_told(workspace, "events", query, Event, form, out, added=added, question=question)


@click.command(cls=Asking, short_help="Who demands, promises or rules out what.")
@WORKSPACE_ARGUMENT
@PARTIES
@SIDES
@BLOC
@POSITION
@ABOUT
@SURE
@DAYS
@TOLD
@SUPERSEDED
@UNCORRECTED
@order("date", "confidence")
@LIMIT
@WITH
@FORM
def statements(
    folder: Path, form: str, out: Path | None, added: Sequence[str], **asked: Any
) -> None:
    """Print the statements of a workspace: who demands, promises or rules out what.

    With --between, those of each state that are addressed to the other.

    \b
    detente statements ws --by USA --to JPN --kind demand
    detente statements ws --between CHN USA --out statements.csv
    """
    from detente.records import Statement
    from detente.store import Workspace

    check(form, out, added)
    query = query_of(asked)
    workspace = Workspace.open(folder)
    if form == "table":
        table = workspace.statements(query)
        record_tables.show_statements(*with_articles(workspace, table, Statement))
        tell_if_none(table, "statements", workspace, query)
    else:
        question = in_words(query)
        export_told(
            workspace, "statements", query, Statement, form, out, added=added, question=question
        )


@click.command(cls=Asking, short_help="Standing dialogues of states.")
@WORKSPACE_ARGUMENT
@PARTIES
@BLOC
@STATUS
@DAYS
@TOLD
@click.option(
    "--reports", is_flag=True, help="Each mention of a channel with its sentence, not the channels."
)
@SUPERSEDED
@LIMIT
@WITH
@FORM
def channels(
    folder: Path,
    form: str,
    out: Path | None,
    added: Sequence[str],
    reports: bool,
    limit: int | None,
    **asked: Any,
) -> None:
    """Print the standing dialogues of states: rounds held, gaps, and how each stands.

    All that is asked for chooses the mentions that are counted. The time since the last round is counted to
    --until, or else to the last article of the workspace.

    \b
    detente channels ws --between CHN USA
    """
    from detente import merging
    from detente.records import Channel, ChannelReport
    from detente.schema import to_arrow
    from detente.store import Workspace

    check(form, out, added)
    workspace = Workspace.open(folder)
    query = query_of({**asked, "limit": limit if reports else None})
    record = ChannelReport if reports else Channel
    if reports and form != "table":
        question = in_words(query)
        export_told(
            workspace, "channels", query, ChannelReport, form, out, added=added, question=question
        )
        return
    if reports:
        table = workspace.channels(query)
    else:
        until = query.until or workspace.last_published()
        found = merging.channels(workspace.told_channels(query), until)[:limit]
        table = to_arrow(found, Channel)
    if form != "table":
        question = in_words(query)
        export(workspace, table, record, form, out, added=added, question=question)
        return
    if reports:
        record_tables.show_channel_reports(*with_articles(workspace, table, ChannelReport))
    else:
        record_tables.show_channels(found)
    tell_if_none(table, "channels", workspace, query)


@click.command(cls=Asking, short_help="What happened, once each.")
@WORKSPACE_ARGUMENT
@OF_ACTS
@MERGE
@click.option(
    "--left-out", is_flag=True, help="Only what no index counts, such as what was denied, with why."
)
@click.option("--open", "opened", metavar="ID", help="Show one occurrence with its sentences.")
@SUPERSEDED
@UNCORRECTED
@order("date", "confidence", "score", "outlets")
@LIMIT
@WITH
@FORM
def occurrences(
    folder: Path,
    form: str,
    out: Path | None,
    added: Sequence[str],
    limit: int | None,
    opened: str | None,
    merge: Merge,
    left_out: bool,
    **asked: Any,
) -> None:
    """Print what happened, once each: reports that tell one act are one occurrence.

    What is asked of the act must hold of the occurrence; outlet, genre, words, sectors and days of
    publication of at least one report that tells it. What was denied, conditional or supposed, or
    has no day, is not among it: --left-out shows that. --open shows who tells an occurrence and in
    which words; the id of any event that tells it finds it too.

    \b
    detente occurrences ws --between CHN USA --out occurrences.csv
    detente occurrences ws --between CHN USA --open 5e07b1
    """
    from detente.records import Event, Occurrence
    from detente.schema import to_arrow
    from detente.store import Query, Workspace

    check(form, out, added)
    query = query_of(asked)
    workspace = Workspace.open(folder)
    if form != "table" and opened is None:
        from detente.commands.exports import STREAMED, write_batches

        if form in STREAMED:
            batches = _counted(workspace.occurrence_batches(query, merge=merge), left_out, limit)
            question = in_words(query)
            write_batches(workspace, batches, Occurrence, form, out, added=added, question=question)
            return
    every = workspace.occurrences(query, merge=merge)
    found = [each for each in every if (each.left_out is not None) == left_out][:limit]
    if opened is not None:
        found = [_with_id(found, opened)]
    table = to_arrow(found, Occurrence)
    if form != "table":
        question = in_words(query)
        export(
            workspace, table, Occurrence, form, out,
            added=added, question=question, uncorrected=query.uncorrected,
        )  # fmt: skip
        return
    record_tables.show_occurrences(found)
    if every and not found and limit != 0:
        other = "without" if left_out else "with"
        click.echo(f"no occurrences as asked; {other} --left-out {len(every):,}", err=True)
    else:
        tell_if_none(table, "occurrences", workspace, query)
    if opened is not None:
        told = Query(ids=found[0].members, superseded=True, uncorrected=query.uncorrected)
        events = workspace.events(told)
        record_tables.show_members(found[0], *with_articles(workspace, events, Event))


def _counted(batches: Iterator[pa.Table], left_out: bool, limit: int | None) -> Iterator[pa.Table]:
    """Of batches of occurrences those that an index counts, or those that none does, up to a limit."""
    import pyarrow.compute as pc

    left = limit
    for table in batches:
        if left == 0:
            return
        missing = pc.is_null(table.column("left_out"))
        found = table.filter(pc.invert(missing) if left_out else missing)[:left]
        left = None if left is None else left - len(found)
        yield found


def export(
    workspace: Workspace, table: pa.Table, record: type, form: str, out: Path | None, **about: Any
) -> None:
    """Write records of one class in a form for programs; takes what `exports.write` takes."""
    from detente.commands.exports import write

    write(workspace, table, record, form, out, **about)


def export_told(
    workspace: Workspace,
    name: TableName,
    query: Query,
    record: type,
    form: str,
    out: Path | None,
    **about: Any,
) -> None:
    """Write what a query finds in a form for programs; takes what `exports.write_told` takes."""
    from detente.commands.exports import write_told

    write_told(workspace, name, query, record, form, out, **about)


def check(form: str, out: Path | None, added: Sequence[str]) -> None:
    """Refuse, before any work, a form that cannot go where it is asked to, or cannot carry more."""
    machine.check_form(form, out)
    if added and form == "table":
        raise click.UsageError("--with is for output to other programs: give --out FILE, or --as.")


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


def with_articles(
    workspace: Workspace, table: pa.Table, record: type
) -> tuple[list[Any], Mapping[str, Article]]:
    """The records, and their articles by id."""
    from detente.commands.sheets import articles_of, rows_of

    found = rows_of(table, record)
    return found, articles_of(workspace, found)
