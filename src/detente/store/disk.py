"""What is told as stored is on the disk, and not only in the memory of the system."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

SETTING = "DETENTE_SYNC"
"""Environment variable: `no` tells success before the disk has it, which is faster where disks are slow
and less safe: a power failure may then damage the workspace."""


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

    def _sync(path: Path) -> None:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
