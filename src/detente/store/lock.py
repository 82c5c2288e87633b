"""One writer at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import WorkspaceError
from detente.store.failures import explained

LOCK = "writer.lock"


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the folder for writing.

    The system holds the lock for this process and lets go of it when the process ends in any
    way, so a killed run never leaves a folder locked. Readers do not look at it. Raises
    `WorkspaceError` at once where another process holds it.
    """
    with explained(folder):
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        with explained(folder):
            if not _acquire(handle):
                raise _held(folder, handle)
            os.truncate(handle, 0)
            os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)


@contextmanager
def lock_if_writable(folder: Path) -> Iterator[None]:
    """The same, or nothing where the folder is for reading only: nobody writes to it then."""
    file = folder / LOCK
    with explained(folder):
        writable = os.access(file if file.exists() else folder, os.W_OK)
    if writable:
        with writer_lock(folder):
            yield
    else:
        yield


def _held(folder: Path, handle: int) -> WorkspaceError:
    owner = os.read(handle, 20).decode("ascii", "replace").strip()
    return WorkspaceError(
        f"process {owner} is writing to it" if owner else "another process is writing to it",
        where=str(folder),
        advice="Wait until it is done, or stop it; reading is possible meanwhile.",
    )


if sys.platform == "win32":
    import msvcrt

    def _acquire(handle: int) -> bool:
        os.lseek(handle, 1 << 30, os.SEEK_SET)  # a locked byte cannot be read: keep off the id
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _acquire(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
