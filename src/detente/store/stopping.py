"""What one thread lets DuckDB make may be stopped by another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

import duckdb

from detente.errors import WorkspaceError

AGAIN = 0.05
"""Seconds until what is to stop is told so once more."""


class Stoppable:
    """Work of several steps on one connection.

    A thread that is at work in a library as the program ends would bring that down.
    """

    def __init__(self) -> None:
        self.is_stopped = False
        self._connection: duckdb.DuckDBPyConnection | None = None

    def stop(self) -> None:
        """Let the step that is at work, and `check`, raise `duckdb.InterruptException`."""
        self.is_stopped, connection = True, self._connection
        if connection is not None:
            with suppress(duckdb.Error):  # it ended meanwhile
                connection.interrupt()

    @contextmanager
    def going_on(self, folder: Path) -> Iterator[None]:
        """Raise `WorkspaceError` where it is stopped within the block."""
        try:
            yield
        except duckdb.InterruptException:
            if not self.is_stopped:
                raise
            raise WorkspaceError(
                "closed before this was found", where=str(folder), advice="Open it, and ask again."
            ) from None

    def on(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Say on which connection it is at work."""
        self._connection = connection
        self.check()

    def check(self) -> None:
        """Raise `duckdb.InterruptException` where it is to stop; to be asked before each step."""
        if self.is_stopped:
            raise duckdb.InterruptException("stopped")


@contextmanager
def passing_over(*faults: type[Exception]) -> Iterator[None]:
    """End a block at one of some faults, as `suppress` does; but not where it was interrupted."""
    try:
        yield
    except duckdb.InterruptException:
        raise
    except faults:
        pass


@contextmanager
def ended(lock: Lock, *works: Stoppable) -> Iterator[None]:
    """Hold a lock as soon as the works that are done under it are stopped.

    They are told so again and again: DuckDB does not hear it between two steps.
    """
    for work in works:
        work.stop()
    while not lock.acquire(timeout=AGAIN):
        for work in works:
            work.stop()
    try:
        yield
    finally:
        lock.release()
