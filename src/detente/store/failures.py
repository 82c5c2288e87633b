"""What went wrong with the folder, in words: nothing of Delta, Arrow or DuckDB leaks raw."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from detente.errors import WorkspaceError

RAW = (DeltaError, pa.ArrowException, duckdb.Error, OSError, UnicodeError)
PANIC = "PanicException"
"""What Rust raises where it gives up; no `Exception`, and nowhere to be imported from."""
INTERRUPTED = "Query interrupted"
"""What DuckDB says on Ctrl-C, in a `RuntimeError`; an error of its own is for what a program interrupts."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
MISSING = frozenset({errno.ENOENT, errno.ENOTDIR})
SCARCE = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
LOCKLESS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})
# Rust's object store gives the number only in its text: `os error 28`, `Os { code: 28, … }`.
NO_SPACE = "No space left on device"  # as DuckDB says it
NUMBER = re.compile(r"(?:os error |code: )(\d+)")
# Percent signs that seem to spell a letter, letters without a shape, and what Windows parts folders by.
MISTAKEN = re.compile(r"%[0-9A-Fa-f]{2}|[\x00-\x1f\x7f]" + ("" if os.name == "nt" else r"|\\"))

BUCKET = "s3:"
"""What a path begins with that was given as `s3://…`."""


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn errors of the store's parts, within the block, into `WorkspaceError`."""
    try:
        yield
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except RAW as problem:
        raise explain(problem, folder) from problem
    except BaseException as problem:
        if is_interruption(problem):
            raise KeyboardInterrupt from None
        if type(problem).__name__ != PANIC:
            raise
        raise explain(problem, folder) from problem


def is_interruption(problem: BaseException) -> bool:
    """Whether an error is DuckDB's word for Ctrl-C."""
    return isinstance(problem, RuntimeError) and str(problem) == INTERRUPTED


def hindered(problem: BaseException) -> bool:
    """Whether permissions, or a limit of the system, kept from us what may well be whole."""
    return _number(problem) in FORBIDDEN | SCARCE


def forbids_writing(problem: BaseException) -> bool:
    """Whether a full disk, or permissions, kept something from being written; elsewhere it may be."""
    return NO_SPACE in str(problem) or _number(problem) in FULL | FORBIDDEN


def check_path(folder: Path) -> None:
    """Refuse a folder whose path the tables' library takes for another one, and would write elsewhere."""
    if folder.parts[:1] == (BUCKET,):
        raise WorkspaceError(
            "a workspace lies in a folder, and not on object storage",
            where=str(folder),
            advice="Work in a folder; `detente push` and `detente pull` take it there and back.",
        )
    for found in MISTAKEN.findall(str(folder.resolve())):
        raise WorkspaceError(
            f"its path holds {found!r}, which the tables' library cannot tell from another path",
            where=str(folder),
            advice="Rename that folder, or choose another: all other letters and signs will do.",
        )


def explain(problem: BaseException, folder: Path) -> WorkspaceError:
    """The `WorkspaceError` that says what an error of Delta, Arrow, DuckDB or the system means."""
    what, advice = _meaning(problem)
    return WorkspaceError(what, where=str(folder), advice=advice)


def _meaning(problem: BaseException) -> tuple[str, str]:
    number = _number(problem)
    if number in FULL or NO_SPACE in str(problem):
        return "no space left on the disk", (
            "Free some space and run the command again: what was stored is whole, "
            "and only the rest is added."
        )
    if number in FORBIDDEN:
        return "no permission to read or write here", (
            "Change the folder's permissions, or choose a workspace elsewhere."
        )
    if number in LOCKLESS:
        return (
            "its disk can lock no files, so that two who write at once would lose what they write",
            ("Choose a workspace on a disk of this machine, or mount that disk with locks."),
        )
    if isinstance(problem, CommitFailedError):
        return "another program changed the tables at the same time", "Run the command again."
    if number in MISSING or isinstance(problem, TableNotFoundError):
        return f"a table or a file of it is missing ({_first_line(problem)})", (
            "Restore the folder from a copy; or see what is lost, and repair it: `detente check`."
        )
    if isinstance(problem, duckdb.OutOfMemoryException):
        return "not enough memory for this question", "Narrow it by --since, --until or --between."
    return f"its tables cannot be read or written ({_first_line(problem)})", (
        "Run the command again; if this stays, see what is lost: `detente check`, or restore the folder"
        " from a copy."
    )


def _number(problem: BaseException) -> int | None:
    if isinstance(problem, OSError) and problem.errno is not None:
        return problem.errno
    found = NUMBER.findall(str(problem))
    return int(found[-1]) if found else None


def _first_line(problem: BaseException) -> str:
    lines = str(problem).strip().splitlines()
    return lines[0] if lines else type(problem).__name__
