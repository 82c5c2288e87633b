"""From options to a question, and what to say where it finds nothing."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands.failing import Command
from detente.commands.shown import many

if TYPE_CHECKING:
    from detente.store import Query, Workspace
    from detente.store.query import Asked
    from detente.store.selection import Table

ASKING = ("events", "statements", "occurrences", "channels", "ledger")
"""Commands that ask for records."""
OF_OUTPUT = ("form", "out", "debug")
"""Options that say where the answer goes, and nothing of what is asked."""
OF_A_LIST = ("outlet", "issue", "actor_sector", "recipient_sector")
"""Fields whose values are known only from the workspace."""
FIELD = re.compile(r"`(\w+)`")
MOST_NAMED = 4
"""Filters that are named where nothing is found."""


class Asking(Command):
    """A command that asks for records, and says which of them an option narrows that it does not have."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as problem:
            having = _having(ctx, problem.option_name)
            if having:
                told = f"{problem.option_name} narrows {', '.join(having)}, not {ctx.info_name}."
                raise click.UsageError(f"{told}{_instead(ctx, problem)}", ctx) from problem
            raise


def _having(ctx: click.Context, option: str) -> list[str]:
    group = ctx.parent.command if ctx.parent else None
    commands = group.commands if isinstance(group, click.Group) else {}
    return [
        name
        for name in ASKING
        if name in commands and any(option in param.opts for param in commands[name].params)
    ]


def _instead(ctx: click.Context, problem: click.NoSuchOption) -> str:
    from detente.store.query import INSTEAD

    field = problem.option_name.removeprefix("--").replace("-", "_")
    told = INSTEAD.get((field, ctx.info_name or ""))
    return "" if told is None else " " + FIELD.sub(r"--\1", told)


def query_of(asked: dict[str, Any]) -> Query:
    """The question that the options of a command ask; an option that is not given narrows nothing."""
    from detente.store import Query

    given = {name: value for name, value in asked.items() if value not in (None, ())}
    blocs = _blocs(given.pop("bloc", ()))
    return Query(**given, blocs=blocs)


def _blocs(given: Iterable[str]) -> dict[str, Sequence[Any]]:
    """Blocs of a user's own: each `NAME=FRA,DEU`, or a table of them."""
    from detente.store.blocs import read_blocs

    found: dict[str, Sequence[Any]] = {}
    for each in given:
        name, equals, members = each.partition("=")
        if equals:
            found[name] = [member.strip() for member in members.split(",") if member.strip()]
        elif Path(each).is_file():
            found |= read_blocs(Path(each))
        else:
            raise click.UsageError(
                f"--bloc {each}: neither NAME=FRA,DEU nor a table of bloc, member, from, until."
            )
    return found


def as_options(name: str, value: Any) -> str:
    """A field of a question as it is asked for on the command line."""
    option = f"--{name.replace('_', '-')}"
    if name == "between":
        pairs = [value] if isinstance(value[0], str) else value
        return " ".join(f"{option} {shlex.join(pair)}" for pair in pairs)
    if name == "recalled":
        return option if value else "--news"
    if value is True:
        return option
    values = value if isinstance(value, tuple) else (value,)
    return " ".join(f"{option} {shlex.quote(str(each))}" for each in values)


def in_words(query: Query | None = None) -> list[tuple[str, str]]:
    """What the running command was asked, for an export that says so: its options, those that it had
    without being asked, and the members of blocs of one's own."""
    context = click.get_current_context()
    given: list[str] = []
    unasked: list[str] = []
    for option in context.command.params:
        if not isinstance(option, click.Option) or option.name in OF_OUTPUT:
            continue
        words = _option_words(option, context.params.get(option.name or ""))
        source = context.get_parameter_source(option.name or "")
        (unasked if source is click.core.ParameterSource.DEFAULT else given).extend(words)
    told = [("question", shlex.join(["detente", context.info_name or "", *given]))]
    if unasked:
        told.append(("unless asked otherwise", shlex.join(unasked)))
    if query is not None:
        told += [
            (f"bloc {name}", ", ".join(sorted(query.party(name).codes))) for name in query.blocs
        ]
    return told


def _option_words(option: click.Option, value: Any) -> list[str]:
    """An option as it is written on the command line; nothing for one that says nothing."""
    if value in (None, ()) or (value is False and not option.secondary_opts):
        return []
    if option.is_flag:
        return [(option.opts if value else option.secondary_opts)[0]]
    words = []
    for each in value if option.multiple else [value]:
        several = each if option.nargs > 1 else [_written(each)]
        words += [option.opts[0], *map(str, several)]
    return words


def _written(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def tell_if_none(found: Sequence[Any], what: Asked, workspace: Workspace, query: Query) -> None:
    """Say on standard error that nothing was found, and which filters keep everything out."""
    if len(found) > 0:
        return
    click.echo(f"no {what} as asked{why_none(workspace, what, query)}", err=True)
    if what in ("events", "occurrences"):
        tell_of_imported(what, workspace)


def tell_of_imported(what: str, workspace: Workspace) -> None:
    """Say that there are imported data, which are asked for in another way."""
    if held := workspace.datasets():
        click.echo(
            f"Imported data ({', '.join(held)}) are not among {what}: `detente index --from` and the"
            " other measures take them.",
            err=True,
        )


def why_none(workspace: Workspace, what: Asked, query: Query) -> str:
    """How many there would be without each filter, and which name is not in the workspace."""
    from detente.store import Query

    table: Table = "events" if what == "occurrences" else what
    given = query.given()
    if query.limit == 0:
        return ""
    if not given:
        return ": the workspace has none"
    every = workspace.count(table, Query())
    if not every:
        return f": the workspace has no {table}"
    unknown = _unknown(workspace, table, query)
    if unknown:
        return f": {unknown}"
    left = _left(workspace, table, query)
    if left:
        told = ", ".join(f"without {option} {many(n, table[:-1])}" for option, n in left)
        return f"; of the events that tell them, {told}" if what == "occurrences" else f"; {told}"
    alone = ", ".join(
        f"{as_options(name, value)} {_alone(workspace, table, query, name):,}"
        for name, value in [*given.items()][:MOST_NAMED]
    )
    return f"; no filter alone keeps them out. Of {every:,} {table} each alone finds: {alone}"


def _left(workspace: Workspace, table: Table, query: Query) -> list[tuple[str, int]]:
    """How many there are without each filter, where there are any, the most first."""
    counts = [
        (as_options(name, value), workspace.count(table, _sorted_by_day(query).without(name)))
        for name, value in query.given().items()
    ]
    return sorted((each for each in counts if each[1]), key=lambda each: -each[1])[:MOST_NAMED]


def _alone(workspace: Workspace, table: Table, query: Query, name: str) -> int:
    """How many there are where only one filter is kept."""
    asked = _sorted_by_day(query)
    for other in query.given():
        if other != name:
            asked = asked.without(other)
    return workspace.count(table, asked)


def _sorted_by_day(query: Query) -> Query:
    from dataclasses import replace

    return replace(query, sort="date", limit=None)


def _unknown(workspace: Workspace, table: Table, query: Query) -> str | None:
    """A name asked for that stands nowhere in the workspace, with the nearest that do."""
    for name in OF_A_LIST:
        asked = getattr(query, name)
        if asked is None:
            continue
        known = {each.casefold(): each for each in workspace.values(table, name)}
        missing = [each for each in asked if each.casefold() not in known]
        if missing and len(missing) == len(asked):
            near = difflib.get_close_matches(missing[0].casefold(), known, n=3)
            meant = f"; did you mean {', '.join(known[each] for each in near)}?" if near else ""
            return f"no {name.replace('_', ' ')} is called '{missing[0]}' there{meant}"
    return None
