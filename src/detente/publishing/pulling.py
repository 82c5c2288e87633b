"""How does a folder get what lies on object storage?"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from detente.errors import WorkspaceError
from detente.publishing.contents import MUTABLE, Contents, Kept, commits_in, contents_of, log_names
from detente.publishing.shelf import Moved, Progress, Shelf, at_once
from detente.store.disk import sync
from detente.store.failures import check_path, explained
from detente.store.layout import TABLES
from detente.store.lock import LOCK, writer_lock
from detente.store.manifest import MANIFEST, digest_of
from detente.store.mark import MARK, check_mark, check_vacant

OUR_OWN = {*TABLES, MARK, MANIFEST, LOCK, ".cluster"}
"""What is replaced; all else in a folder is kept as it is."""
LOCKLESS = ("corrections", "audits", "looked")
"""Tables that reviewers add to while others hold the lock."""


def pull(address: str, path: str | Path, *, on_progress: Progress = lambda size: None) -> Moved:
    """Bring a folder to the contents that count at an address such as `s3://bucket/ws`.

    The folder is new, empty, or a workspace all of which lies there, too. Such a one is replaced by
    another, made beside it, at the end; only what it lacks is moved. Killed at any moment and run
    again, it goes on. `on_progress` is told of bytes as files are there. Raises `WorkspaceError` where the
    folder holds what does not lie there, and where that is damaged; `InputError` where object storage
    cannot be asked.
    """
    shelf, folder = Shelf(address), Path(path)
    counting = shelf.counting()
    if counting is None:
        raise WorkspaceError(
            "no workspace was pushed there", where=shelf.name, advice="Check the address."
        )
    contents = counting.contents
    _check_format(shelf, contents)
    with explained(folder):
        check_path(folder)
        _bring_back(folder)
        if (folder / MARK).exists():
            check_mark(folder)
            return _renew(shelf, folder, contents, on_progress)
        for name in (MARK, MANIFEST):
            _new(folder / name).unlink(missing_ok=True)
        check_vacant(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with writer_lock(folder):
            if not contents.goes_on_from(commits_in(folder)):
                raise _holds_more(shelf, folder)
            return _moved(_Filling(shelf, folder, contents, on_progress).fill(), contents)


def _renew(shelf: Shelf, folder: Path, contents: Contents, on_progress: Progress) -> Moved:
    """Bring a workspace to contents that it is older than."""
    with writer_lock(folder):
        here = contents_of(folder, {})
        if here == contents or here.goes_on_from(contents):
            return _moved([], contents, newer=here != contents)
        if not contents.goes_on_from(here):
            raise _holds_more(shelf, folder)
        beside = _beside(folder, "pulled")
        # Begun by a pull that was killed, perhaps of other contents.
        if beside.exists() and not contents.goes_on_from(commits_in(beside)):
            shutil.rmtree(beside)
        beside.mkdir(exist_ok=True)
        same = {name for name, kept in here.files.items() if contents.files.get(name) == kept}
        with writer_lock(beside):
            filling = _Filling(shelf, beside, contents, on_progress, folder, same - MUTABLE)
            moved = filling.fill()
            _take_along(folder, beside)
            _put_in_place(beside, folder, here)
    return _moved(moved, contents)


@dataclass(frozen=True, slots=True)
class _Filling:
    """A folder that is filled with the files of some contents; the `same` lie in another, too."""

    shelf: Shelf
    folder: Path
    contents: Contents
    on_progress: Progress
    other: Path = Path()
    same: Collection[str] = ()

    def fill(self) -> list[Kept]:
        """Fill the folder, with what makes it a workspace last; what was fetched."""
        moved: list[Kept] = []
        for names in self.contents.in_turns():
            folders = sorted({(self.folder / name).parent for name in names})
            for each in folders:
                each.mkdir(parents=True, exist_ok=True)
            for name in at_once(self._get, names):
                file, kept = self.folder / name, self.contents.files[name]
                if _new(file).exists():
                    _new(file).replace(file)
                    moved.append(kept)
                self.on_progress(kept.size)
            sync((*folders, self.folder, self.folder.absolute().parent))
        return moved

    def _get(self, name: str) -> None:
        file, kept = self.folder / name, self.contents.files[name]
        _new(file).unlink(missing_ok=True)
        if name in self.same:
            _link(self.other / name, file)
        elif not (file.exists() and file.stat().st_size == kept.size and _is(file, kept)):
            self.shelf.fetch(kept, _new(file))
            sync((_new(file),))


def _link(there: Path, here: Path) -> None:
    """Have a file, which never changes, in another folder, too."""
    here.unlink(missing_ok=True)
    try:
        os.link(there, here)
    except OSError:  # a disk that knows no links
        shutil.copyfile(there, here)
        sync((here,))


def _take_along(folder: Path, beside: Path) -> None:
    """Have beside what else lies in a folder: what was fetched, a watchlist and what it told."""
    for entry in folder.iterdir():
        if entry.name in OUR_OWN:
            continue
        if entry.is_dir():
            shutil.copytree(entry, beside / entry.name, symlinks=True, dirs_exist_ok=True)
        else:
            shutil.copy2(entry, beside / entry.name, follow_symlinks=False)


def _put_in_place(beside: Path, folder: Path, here: Contents) -> None:
    """Have one folder in the place of another. Between the two steps there is none: see `_bring_back`.

    A reviewer needs no lock to add to it. What he added since its contents were looked at is not beside.
    """
    whole, old = folder.resolve(), _beside(folder, "old")
    whole.rename(old)
    if any(name not in here.files for table in TABLES for name in log_names(old, table)):
        old.rename(whole)
        raise WorkspaceError(
            "somebody added to it meanwhile",
            where=str(folder),
            advice="It is as it was. Close what works on it; what was added is to be pushed first.",
        )
    beside.rename(whole)
    _hand_on(old, whole)
    sync((whole.parent,))
    shutil.rmtree(old, ignore_errors=True)  # what is left goes with the next pull


def _hand_on(old: Path, whole: Path) -> None:
    """Have a file that a reviewer wrote into the old folder where he is about to commit it."""
    for table in (each for each in LOCKLESS if (whole / each).is_dir()):
        for file in (old / table).glob("*.parquet"):
            if not (whole / table / file.name).exists():
                _link(file, whole / table / file.name)


def _bring_back(folder: Path) -> None:
    """Mend what a pull left that was killed while it put a folder in the place of another.

    Raises `WorkspaceError` where another pull is at it, and where something else was made in that place.
    """
    old = _beside(folder, "old")
    if not old.exists():
        return
    with writer_lock(old):
        if not folder.exists():
            old.rename(folder.resolve())
        elif commits_in(folder).goes_on_from(commits_in(old)):
            shutil.rmtree(old)
        else:
            raise WorkspaceError(
                f"a pull that was killed left what it was before in {old.name}, and that holds more",
                where=str(folder),
                advice="Move one of the two elsewhere, and pull again.",
            )


def _check_format(shelf: Shelf, contents: Contents) -> None:
    """Raise `WorkspaceError` for a workspace that cannot be read here, before any of it is fetched."""
    with tempfile.TemporaryDirectory(prefix="detente-") as place:
        if MARK in contents.files:
            shelf.fetch(contents.files[MARK], Path(place) / MARK)
        try:
            check_mark(Path(place))
        except WorkspaceError as problem:
            raise WorkspaceError(problem.what, where=shelf.name, advice=problem.advice) from None


def _beside(folder: Path, what: str) -> Path:
    whole = folder.resolve()
    return whole.with_name(f".{whole.name}.{what}")


def _new(file: Path) -> Path:
    """Where a file is written until it is whole."""
    return file.with_name(f".{file.name}.new")


def _is(file: Path, kept: Kept) -> bool:
    return digest_of(file) == kept.digest


def _moved(moved: list[Kept], contents: Contents, *, newer: bool = False) -> Moved:
    total = sum(kept.size for kept in contents.files.values())
    return Moved(len(moved), sum(kept.size for kept in moved), len(contents.files), total, newer)


def _holds_more(shelf: Shelf, folder: Path) -> WorkspaceError:
    return WorkspaceError(
        f"it holds records that {shelf.name} does not",
        where=str(folder),
        advice="Pull into a new folder, and read there what this one has more.",
    )
