"""Where the catalogue of a workspace is kept between runs, under what name, and when it goes.

A file is named by the folder and by all that its content follows from: the commits of the tables that it is
made from, and the versions that made it. So a file that is found is right, whoever made it, and one that
is no longer right is not found. It is written under another name, and gets its own when it is whole.

Beside it may stand what is made of it in turn, the index of its words: it comes later, and goes with it.
The merged occurrences of a workspace are kept here, too, under one name whatever its state is: of which one
they were made stands in the file (`standing`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from deltalake import DeltaTable

from detente.store import log

MOST = 4
"""So many workspaces have files that are kept: those that were asked last."""
DAYS = 30
"""After so many days in which nobody asked it a file goes."""
UNFINISHED = 1
"""After so many days goes what a killed run left unfinished; on a younger one somebody may be at work."""
DAY = 24 * 60 * 60
WHOLE, BESIDE, MERGED, BEGUN = ".duckdb", ".words", ".merged", ".begun"
CATALOGUES, OCCURRENCES = (WHOLE, BESIDE), (MERGED,)
"""Files that go together; of either kind so many are kept."""


def path_of(folder: Path, tables: Mapping[str, DeltaTable], made_by: str) -> Path | None:
    """Where what is made of some tables of a workspace is kept, or would be; None where nothing can be.

    `made_by` stands for whatever else its content follows from.
    """
    try:
        place = _place()
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = hashlib.sha256(made_by.encode() + state_of(folder, tables))
    except (OSError, RuntimeError):  # no home, no permission, no commit
        return None
    return place / f"{_name(folder)}-{content.hexdigest()[:32]}{WHOLE}"


def state_of(folder: Path, tables: Mapping[str, DeltaTable]) -> bytes:
    """What tells a state of some tables from all others. Raises `OSError`."""
    # A commit names the files that it adds, which are called by chance: no two are alike.
    return b"".join(
        f"\n{name} {table.version()}\n".encode()
        + log.entry(folder / name, table.version()).read_bytes()
        for name, table in sorted(tables.items())
    )


def beside(path: Path, made_by: str) -> Path:
    """Where what is made of a file is kept, or would be; `made_by` is as in `path_of`."""
    content = hashlib.sha256(made_by.encode()).hexdigest()
    return path.with_name(f"{_stem(path)}.{content[:16]}{BESIDE}")


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
        for path in _held(_place(), (*CATALOGUES, *OCCURRENCES)):
            if path.name.startswith(f"{_name(folder)}-"):
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


def _held(place: Path, endings: Sequence[str]) -> list[Path]:
    """The files of some kinds that are kept in a folder."""
    return [each for each in place.iterdir() if each.suffix in endings]


def _stem(path: Path) -> str:
    """What a file and those beside it are called by: workspace and content."""
    return path.name.partition(".")[0]


def _tidy(path: Path) -> None:
    """Let go of other files: of the same workspace as it was, of those not asked for long, of too many."""
    with suppress(OSError):
        now, asked = time.time(), dict[str, float]()
        kinds = OCCURRENCES if path.suffix in OCCURRENCES else CATALOGUES
        held = [each for each in _held(path.parent, kinds) if _stem(each) != _stem(path)]
        for each in held:
            asked[_stem(each)] = max(asked.get(_stem(each), 0), each.stat().st_mtime)
        latest = sorted(asked, key=lambda stem: asked[stem], reverse=True)[: MOST - 1]
        own = _stem(path).partition("-")[0]
        for each in held:
            stem = _stem(each)
            is_old = now - asked[stem] > DAYS * DAY
            if is_old or stem not in latest or stem.startswith(own):
                _drop(each)
        for each in path.parent.glob(f"*{BEGUN}"):
            if now - each.stat().st_mtime > UNFINISHED * DAY:
                shutil.rmtree(each, ignore_errors=True)


def _drop(path: Path) -> None:
    with suppress(OSError):  # on Windows, where another has it open: it goes later
        path.unlink()
