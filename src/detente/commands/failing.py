"""What a user sees when something goes wrong, and the exit status that scripts see."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from detente.errors import DetenteError

ERROR, REJECTED, STOPPED, READER_GONE = 1, 3, 130, 141
DEBUG, KEPT = "detente.debug", "detente.kept"
CLICKS_OWN = (click.ClickException, click.exceptions.Exit, click.Abort, SystemExit)


class Guarded(click.Group):
    """A group whose commands end in a message and an exit status, never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _flushed():
                return super().invoke(ctx)
        except CLICKS_OWN:
            raise
        except BaseException as problem:
            if ctx.meta.get(DEBUG):
                click.echo("".join(traceback.format_exception(problem)), err=True)
            ctx.exit(explain(problem, kept=ctx.meta.get(KEPT)))


class Command(click.Command):
    """A command that also takes `--debug`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params.append(
            click.Option(
                ["--debug"], is_flag=True, expose_value=False, callback=_note_debug,
                help="Show where in the program an error came from.",
            )
        )  # fmt: skip


def _note_debug(ctx: click.Context, param: click.Parameter, given: bool) -> None:
    ctx.meta[DEBUG] = given


def explain(problem: BaseException, *, kept: str | None = None) -> int:
    """Say what an error means, on standard error; the exit status that goes with it."""
    if isinstance(problem, BrokenPipeError):
        _drop_output()
        return READER_GONE
    if isinstance(problem, KeyboardInterrupt):
        click.echo(f"stopped{': ' + kept if kept else ''}", err=True)
        return STOPPED
    if isinstance(problem, DetenteError):
        _say(str(problem))
    elif isinstance(problem, OSError):
        _say(f"{problem.filename or 'the output'}: {problem.strerror or problem}")
    else:
        _say(
            f"{type(problem).__name__}: {problem}\nThis is a bug in detente. Run the command again"
            " with --debug, and report what it prints."
        )
    return ERROR


def _say(message: str) -> None:
    first, *others = message.splitlines() or [""]
    click.echo(click.style("error: ", fg="red", bold=True) + click.style(first, fg="red"), err=True)
    for line in others:
        click.echo(f"       {line}", err=True)


@contextmanager
def _flushed() -> Iterator[None]:
    """Meet a reader that is gone here, and not when the interpreter ends."""
    try:
        yield
    finally:
        sys.stdout.flush()


def _drop_output() -> None:
    """Let what is still buffered go nowhere, so that the interpreter ends in silence."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
