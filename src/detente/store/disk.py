"""What is told as stored is on the disk, and not only in the memory of the system."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path

SETTING = "DETENTE_SYNC"
"""Environment variable: `no` tells success before the disk has it, which is faster where disks are slow
and less safe: a power failure may then damage the workspace."""
NOT_OF_FOLDERS = frozenset({errno.EINVAL, errno.EBADF, errno.ENOTSUP})
"""What systems of files say, many of them over a network, that write folders by themselves."""


def sync(paths: Iterable[Path]) -> None:
    """Wait until files, and the entries of folders, are on the disk; in the order given."""
    if os.environ.get(SETTING, "").lower() == "no":
        return
    for path in paths:
        _sync(path)


def sync_new(file: Path) -> None:
    """Wait until a new file is on the disk, and then its name in its folder."""
    sync((file, file.parent))


if sys.platform == "win32":

    def _sync(path: Path) -> None:
        if path.is_dir():  # Windows writes what stands in a folder by itself, and opens none
            return
        handle = os.open(path, os.O_RDWR | os.O_BINARY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

else:
    import fcntl

    def _sync(path: Path) -> None:
        handle = os.open(path, os.O_RDONLY)
        try:
            _flush(handle)
        except OSError as problem:
            if problem.errno not in NOT_OF_FOLDERS or not path.is_dir():
                raise
        finally:
            os.close(handle)

    def _flush(handle: int) -> None:
        if sys.platform == "darwin":  # where `fsync` leaves it in the memory of the disk
            try:
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            except OSError:  # not every disk knows it
                os.fsync(handle)
        else:
            os.fsync(handle)
