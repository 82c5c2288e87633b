"""`detente code`: records of some texts, without a workspace."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.commands import inputs, machine
from detente.commands.failing import REJECTED, Command
from detente.commands.options import INPUT, PATH_ARGUMENT, Model
from detente.records import Article

if TYPE_CHECKING:
    from detente.coding.coder import Coder


@click.command(cls=Command, short_help="Code texts; JSON Lines, no workspace.")
@PATH_ARGUMENT
@INPUT
@click.option("--channels", is_flag=True, help="Print what is told of standing dialogues as well.")
@click.pass_context
def code(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    names: tuple[Path, ...],
    model: Model,
    calendar: inputs.Given,
    channels: bool,
    **options: Any,
) -> None:
    """Code texts and print the records as JSON Lines; `-` reads standard input.

    Each line has `record`, "event" or "statement" (with --channels also "channel"), and the fields of
    that record. What cannot be
    read is told on standard error, and the exit status is then 3.

    \b
    detente code statement.txt --published 2024-01-11 --outlet "Global Times"
    """
    from detente.reading import read

    tally = inputs.ReadTally()
    items = read(paths, inputs.reading_options(**options))
    make = partial(inputs.coder, names, model, calendar)
    coded = _records(inputs.articles(items, tally), make, channels=channels)
    machine.write(None, machine.lines(coded))
    ctx.exit(REJECTED if tally.rejected else 0)


def _records(
    articles: Iterator[Article], make: Callable[[], Coder], *, channels: bool
) -> Iterator[str]:
    coder = None
    for batch in inputs.batches(articles):
        coder = coder or make()
        for coding in coder.code_articles(batch):
            yield from (_line("event", event) for event in coding.events)
            yield from (_line("statement", said) for said in coding.statements)
            if channels:
                yield from (_line("channel", told) for told in coding.channels)
        sys.stdout.buffer.flush()


def _line(kind: str, record: Any) -> str:
    from detente.schema import to_dict

    return json.dumps({"record": kind, **to_dict(record)}, ensure_ascii=False, default=str)
