"""What are coders called that tell other records of the same text?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from detente.coding.channels.listed import CHANNELS
from detente.coding.events import CODER
from detente.coding.time.calendar import Calendar
from detente.coding.topics import FILES

LISTS = (*(f"{table}.tsv" for table in FILES), CHANNELS)


def coder_name(
    model: str | None, names: tuple[Path, ...], lists: Path | None, calendar: Calendar
) -> str:
    """Name and version, with a digest of each part that is a user's own.

    Records of both would else be mixed unseen. `model` is the digest of a reader of one's own.
    """
    parts = {
        "model": model,
        "names": _of_files(tuple((_form(path), path) for path in names)),
        "lists": _of_files(_held(lists)),
        "calendar": None if calendar == Calendar() else _digest([repr(calendar).encode()]),
    }
    return "-".join([CODER, *(f"{part}-{digest}" for part, digest in parts.items() if digest)])


def _form(path: Path) -> str:
    """What tells how a file of names is read: whether it is one of PETRARCH's, and which."""
    return "".join(path.suffixes[-2:]) if path.suffix == ".txt" else ""


def _held(folder: Path | None) -> tuple[tuple[str, Path], ...]:
    return tuple((name, path) for name in LISTS if folder and (path := folder / name).is_file())


@cache  # as the tables are that are made of the files
def _of_files(files: tuple[tuple[str, Path], ...]) -> str | None:
    """A digest of files in their order, wherever they lie, each with what it is read as."""
    parts = (part for form, path in files for part in (form.encode(), path.read_bytes()))
    return _digest(parts) if files else None


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.blake2b(digest_size=4)
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()
