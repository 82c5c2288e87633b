"""Objects as files: in a temporary folder, for what reads files alone."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from detente.buckets.failing import ObjectError
from detente.buckets.paths import BucketPath, is_in_bucket
from detente.errors import InputError

PLAIN = re.compile(r"[\w.~ -]{1,60}")
"""Names that a file may have anywhere; in UTF-8 the longest takes 240 bytes."""


@contextmanager
def fetched(paths: Sequence[str]) -> Iterator[tuple[list[str | Path], Mapping[Path, str]]]:
    """Paths, with files in the place of what lies on object storage; and what those files are called there.

    The files are there for the block. Raises `InputError` for what is not there, or cannot be fetched.
    """
    here = [path for path in paths if not is_in_bucket(path)]
    if len(here) == len(paths):
        yield [*here], {}
        return
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        there = [BucketPath.parse(path) for path in paths if is_in_bucket(path)]
        objects = dict.fromkeys(each for path in there for each in _objects(path))
        names = {
            _fetch(each, Path(folder) / f"{number:09}"): str(each)
            for number, each in enumerate(objects)
        }
        yield [*here, *names], names


def _objects(path: BucketPath) -> Iterator[BucketPath]:
    given = path.found()
    if given is None:
        raise InputError(
            "no such object or folder", where=str(path), advice="Check the path given."
        )
    if given.size is not None:
        yield given.path
        return
    for entry in given.path.files():
        yield entry.path


def _fetch(path: BucketPath, folder: Path) -> Path:
    folder.mkdir()
    file = folder / (path.name if PLAIN.fullmatch(path.name) else "file")
    try:
        stream, _ = path.open()
        with stream, file.open("wb") as target:
            shutil.copyfileobj(stream, target)
    except ObjectError as problem:
        raise InputError(problem.reason, where=str(path), advice=problem.advice) from None
    except OSError as problem:
        raise InputError(
            f"cannot be fetched into {folder.parent} ({problem.strerror or problem})",
            where=str(path),
            advice="Free some space, or name another folder for what is temporary: TMPDIR=/big/disk.",
        ) from problem
    return file
