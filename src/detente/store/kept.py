"""Where the catalogue of a workspace is kept between runs, under what name, and when it goes.

A file is named by the folder and by all that its content follows from: the commits of the tables that it is
made from, and the versions that made it. So a file that is found is right, whoever made it, and one that
is no longer right is not found. It is written under another name, and gets its own when it is whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from deltalake import DeltaTable

MOST = 4
"""Files that are kept: of the workspaces that were asked last."""
DAYS = 30
"""After so many days in which nobody asked it a file goes."""
UNFINISHED = 1
"""After so many days goes what a killed run left unfinished; on a younger one somebody may be at work."""
DAY = 24 * 60 * 60
WHOLE, MERGED, BEGUN = ".duckdb", ".merged", ".begun"
"""Ends of the names of catalogues, of merged occurrences (`standing`), and of what is not yet whole."""


def path_of(folder: Path, tables: Mapping[str, DeltaTable], made_by: str) -> Path | None:
    """Where what is made of some tables of a workspace is kept, or would be; None where nothing can be.

    `made_by` stands for whatever else its content follows from.
    """
    try:
        place = _place()
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = hashlib.sha256(made_by.encode())
        for name, table in sorted(tables.items()):
            # A commit names the files that it adds, which are called by chance: no two are alike.
            commit = folder / name / "_delta_log" / f"{table.version():020}.json"
            content.update(f"\n{name} {table.version()}\n".encode() + commit.read_bytes())
    except (OSError, RuntimeError):  # no home, no permission, no commit
        return None
    return place / f"{_name(folder)}-{content.hexdigest()[:32]}{WHOLE}"


def keep(path: Path, write: Callable[[Path], None]) -> None:
    """Let a file be written and kept there, and let go of those that are too old or too many.

    Of two who do so at once each writes the same, and either is kept. Raises `OSError`, and what `write`
    raises.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, suffix=BEGUN) as begun:
        new = Path(begun) / path.name
        write(new)
        try:
            new.replace(path)
        except PermissionError:  # on Windows, where another has it open by now
            if not path.exists():
                raise
    _tidy(path)


def touch(path: Path) -> None:
    """Note that a file was asked."""
    with suppress(OSError):
        os.utime(path)


def forget(folder: Path) -> None:
    """Let go of all that is kept of a workspace."""
    with suppress(OSError, RuntimeError):
        for ending in (WHOLE, MERGED):
            for path in _place().glob(f"{_name(folder)}-*{ending}"):
                _drop(path)


def _name(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]


def _place() -> Path:
    """The folder of this user for what can be made anew, as the system has it."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "detente"
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA")
        return (Path(home) if home else Path.home() / "AppData" / "Local") / "detente" / "Cache"
    caches = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path.home() / caches / "detente"


def _tidy(path: Path) -> None:
    """Let go of other files: of the same workspace as it was, of those not asked for long, of too many."""
    with suppress(OSError):
        now = time.time()
        asked = sorted(
            (
                (each.stat().st_mtime, each)
                for each in path.parent.glob(f"*{path.suffix}")
                if each != path
            ),
            reverse=True,
        )
        own = path.name.partition("-")[0]
        for number, (when, each) in enumerate(asked, start=1):
            if each.name.startswith(own) or number >= MOST or now - when > DAYS * DAY:
                _drop(each)
        for each in path.parent.glob(f"*{BEGUN}"):
            if now - each.stat().st_mtime > UNFINISHED * DAY:
                shutil.rmtree(each, ignore_errors=True)


def _drop(path: Path) -> None:
    with suppress(OSError):  # on Windows, where another has it open: it goes later
        path.unlink()
