"""A file or folder that is asked for is written whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from detente.errors import InputError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A stream into a file that gets its name once all is written, and is none where the block fails.

    What stood there stays until then. A device or a pipe is written to as it is. Raises `OSError`.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    target = path.resolve()  # a link stays a link
    part = target.with_name(f".detente-{secrets.token_hex(8)}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        with part.open(
            "rb+"
        ) as written:  # else a power failure may leave the name and not the content
            os.fsync(written.fileno())
        with suppress(FileNotFoundError):
            shutil.copymode(target, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to write into, which gets its name once all is written, and is none where the block fails.

    Nothing may stand there before. Raises `OSError`.
    """
    part = path.resolve().with_name(f".detente-{secrets.token_hex(8)}.part")
    part.mkdir()
    try:
        yield part
        part.rename(path.resolve())
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def unwritten(path: Path, problem: OSError) -> InputError:
    """The error that tells why a file cannot be written."""
    return InputError(
        f"cannot be written ({problem.strerror or problem})",
        where=str(path),
        advice="Choose a file in a folder that exists and that you may write to.",
    )
