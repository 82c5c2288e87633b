"""What a user sees when something goes wrong, and the exit status that scripts see."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click

from detente.errors import DetenteError

ERROR, REJECTED, STOPPED, READER_GONE = 1, 3, 130, 141
DEBUG, KEPT = "detente.debug", "detente.kept"
PACKAGE = Path(__file__).parent.parent
ADVICE = {
    errno.ENOSPC: "Free some space on that disk, or choose another, and run it again.",
    errno.EACCES: "Choose a place that you may read and write, or ask for the right to.",
    errno.EPERM: "Choose a place that you may read and write, or ask for the right to.",
    errno.EROFS: "That disk can only be read; choose another place.",
    errno.EMFILE: "Too many files are open at once; close other programs and run it again.",
}
"""What to do about the failures of an operating system that are nobody's error."""
CLICKS_OWN = (click.ClickException, click.exceptions.Exit, click.Abort, SystemExit)


class Guarded(click.Group):
    """A group whose commands end in a message and an exit status, never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        stopped = threading.Event()
        try:
            _open_output()
            with _noting_ctrl_c(stopped), _flushed():
                return super().invoke(ctx)
        except CLICKS_OWN:
            raise
        except BaseException as found:
            # A library written in C may, on Ctrl-C while it is loaded, fail in any way instead.
            problem = KeyboardInterrupt() if stopped.is_set() else found
            if ctx.meta.get(DEBUG):
                click.echo("".join(traceback.format_exception(found)), err=True)
            told = explain(problem, kept=ctx.meta.get(KEPT), command=ctx.invoked_subcommand)
            ctx.exit(told)


@contextmanager
def _noting_ctrl_c(stopped: threading.Event) -> Iterator[None]:
    """Within the block note that Ctrl-C came, beside raising what Python does."""
    usual = signal.default_int_handler
    if signal.getsignal(signal.SIGINT) is not usual or not _is_main_thread():
        yield
        return

    def note(number: int, frame: FrameType | None) -> None:
        stopped.set()
        usual(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


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


def explain(problem: BaseException, *, kept: str | None = None, command: str | None = None) -> int:
    """Say what an error means, on standard error; the exit status that goes with it.

    Only what nobody foresaw is called an error of detente, and has its traceback put into a file.
    """
    if isinstance(problem, BrokenPipeError):
        _drop_output()
        return READER_GONE
    if isinstance(problem, KeyboardInterrupt) or _is_interruption(problem):
        click.echo(f"stopped{': ' + kept if kept else ''}", err=True)
        return STOPPED
    if isinstance(problem, DetenteError):
        _say(str(problem))
    elif isinstance(problem, OSError):
        what = f"{problem.filename or 'the output'}: {problem.strerror or problem}"
        _say("\n".join(filter(None, [what, ADVICE.get(problem.errno or 0)])))
    elif isinstance(problem, MemoryError):
        _say("there is not enough memory for this\nAsk for less at once, or close other programs.")
    else:
        _say(_unforeseen(problem, command))
    return ERROR


def _is_interruption(problem: BaseException) -> bool:
    """Whether it is DuckDB's word for Ctrl-C."""
    if not isinstance(problem, RuntimeError):
        return False
    from detente.store.failures import is_interruption

    return is_interruption(problem)


def _unforeseen(problem: BaseException, command: str | None) -> str:
    """What failed, where, whose fault it is, and how to report it."""
    asked = f"`detente {command}`" if command else "detente"
    lines = [
        f"{asked} failed: {type(problem).__name__}: {problem}",
        f"It is an error of detente, not of yours{_where(problem)}.",
    ]
    kept = _traceback_file(problem)
    if kept is not None:
        lines.append(f"Please report it with the file {kept}, which says how it came about.")
    else:
        lines.append("Run it again with --debug, and please report what that prints.")
    return "\n".join(lines)


def _where(problem: BaseException) -> str:
    """The last place in the package that it came through: `, in measuring/acts.py, line 12`."""
    frames = traceback.extract_tb(problem.__traceback__)
    places = [(Path(frame.filename), frame.lineno) for frame in frames]
    inside = [(path, line) for path, line in places if path.is_relative_to(PACKAGE)]
    if not inside:
        return ""
    path, line = inside[-1]
    return f", in {path.relative_to(PACKAGE).as_posix()}, line {line}"


def _traceback_file(problem: BaseException) -> str | None:
    """A file with the traceback and the versions; None where it cannot be written."""
    from detente.version import __version__

    head = f"detente {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n"
    try:
        file, name = tempfile.mkstemp(prefix="detente-error-", suffix=".txt", text=True)
        with os.fdopen(file, "w", encoding="utf-8", errors="replace") as stream:
            stream.write(head + "".join(traceback.format_exception(problem)))
    except OSError:
        return None
    return name


def _say(message: str) -> None:
    first, *others = message.splitlines() or [""]
    click.echo(click.style("error: ", fg="red", bold=True) + click.style(first, fg="red"), err=True)
    for line in others:
        click.echo(f"       {line}", err=True)


def _open_output() -> None:
    """Let what is printed go nowhere where the output was closed (`>&-`) before anything ran."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # open to the end


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
