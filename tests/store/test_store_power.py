"""What was told as stored outlives a power failure, and what was not leaves nothing half.

A disk is recorded: of a file it has what was there when the file was last synced, of a folder the names
that were there when the folder was. Anything later may be there, or not. A workspace is made of what the
disk has at some moment, and must open, hold what was told as stored, and take in the rest.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from store_world import FakeCoder, article, items

from detente.errors import WorkspaceError
from detente.reading_run import read_into
from detente.records import Revision
from detente.store import Batch, Workspace, Writer

COUNT, EVERY = 20, 10
MOMENTS = 4
SCRIPT = Path(__file__).with_name("store_run.py")
linux = pytest.mark.skipif(sys.platform != "linux", reason="files are told by /proc")


class Disk:
    """What a disk surely has of a folder, by what was synced."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._bytes: dict[Path, bytes] = {}
        self._renamed: dict[int, bytes] = {}
        """What was synced under another name, by the number that the system gives a file."""
        self._names: dict[Path, set[str]] = {}

    def sync(self, path: Path) -> None:
        if path.is_dir():
            self._names[path] = {each.name for each in path.iterdir()}
        elif self._root in path.parents:
            self._bytes[path] = self._renamed[path.stat().st_ino] = path.read_bytes()

    def surely(self) -> dict[Path, bytes]:
        """The files whose names, and those of their folders, are on the disk; what is not is empty."""
        return dict(self._below(self._root, lambda folder: self._names.get(folder, set())))

    def names_first(self) -> dict[Path, bytes]:
        """The same, had the disk all names there are, as it may."""
        return dict(self._below(self._root, lambda folder: {at.name for at in folder.iterdir()}))

    def _below(
        self, folder: Path, names: Callable[[Path], set[str]]
    ) -> Iterator[tuple[Path, bytes]]:
        for path in [folder / name for name in sorted(names(folder))]:
            if path.is_dir():
                yield from self._below(path, names)
            else:
                yield path.relative_to(self._root), self._held(path)

    def _held(self, path: Path) -> bytes:
        if path in self._bytes or not path.exists():
            return self._bytes.get(path, b"")
        renamed = self._renamed.get(path.stat().st_ino)
        return renamed if renamed == path.read_bytes() else b""


State = tuple[str, set[str], dict[Path, bytes]]


@contextmanager
def recorded(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[State]]:
    """What the disk has at some moments, and which articles were told as stored by then."""
    disk, states, told, turn = Disk(root), [], set(), iter(range(10**6))
    real, append = os.fsync, Writer.append
    chosen = set(random.Random(7).sample(range(110), MOMENTS))

    def capture(when: str) -> None:
        for name, found in (("surely", disk.surely()), ("names first", disk.names_first())):
            states.append((f"{when}, {name}", set(told), found))

    def fsync(handle: int) -> None:
        real(handle)
        if (place := next(turn)) in chosen:
            capture(f"before sync {place}")
        disk.sync(Path(f"/proc/self/fd/{handle}").readlink())

    def tell(self: Writer, batch: Batch) -> list[Revision]:
        revised = append(self, batch)
        told.update(each.article_id for each in batch.articles)
        capture(f"{len(told)} articles told")
        return revised

    monkeypatch.setenv("DETENTE_SYNC", "yes")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        patched.setattr(Writer, "append", tell)
        yield states
    assert len(states) >= MOMENTS


def contents(workspace: Workspace) -> list[object]:
    tables = (workspace.articles(), workspace.events(), workspace.addresses(), workspace.rejected())
    return [table.to_pylist() for table in tables]


def write(found: dict[Path, bytes], root: Path) -> None:
    root.mkdir()
    for path, content in found.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


@linux
def test_at_whatever_moment_the_power_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "disk"
    root.mkdir()
    with recorded(root, monkeypatch) as states:
        workspace = Workspace.create(root / "w")
        read_into(workspace, items(COUNT), FakeCoder, batch=EVERY, commit_every=EVERY)
    monkeypatch.setenv("DETENTE_SYNC", "no")
    whole = contents(workspace)
    for number, (when, told, found) in enumerate(states):
        write(found, tmp_path / str(number))
        left = Workspace.open_or_create(tmp_path / str(number) / "w")
        assert told <= set(left.articles().column("article_id").to_pylist()), when
        read_into(left, items(COUNT), FakeCoder)
        assert contents(left) == whole, when


@contextmanager
def mounted(image: Path, at: Path) -> Iterator[Path]:
    """The disk that an image is; only root may mount one, and not everywhere."""
    at.mkdir()
    try:
        done = subprocess.run(["mount", "-o", "loop", str(image), str(at)], check=False)
    except FileNotFoundError:
        pytest.skip("no disk can be mounted here")
    if done.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


@linux
def test_the_disk_has_what_a_run_that_ended_told_as_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of a disk's image, made at once, is what the disk has if the power fails at once."""
    if not shutil.which("mkfs.ext4"):
        pytest.skip("no disk can be made here")
    monkeypatch.setenv("DETENTE_SYNC", "yes")
    with (tmp_path / "image").open("wb") as image:
        image.truncate(64 * 2**20)
    subprocess.run(["mkfs.ext4", "-q", str(tmp_path / "image")], check=True)
    with mounted(tmp_path / "image", tmp_path / "disk") as disk:
        Workspace.create(disk / "w")
        run = [sys.executable, str(SCRIPT), str(disk / "w"), str(COUNT), "1"]
        assert subprocess.run(run, check=True).returncode == 0
        shutil.copy(tmp_path / "image", tmp_path / "copy")
        whole = contents(Workspace.open(disk / "w"))
    with mounted(tmp_path / "copy", tmp_path / "left") as disk:
        left = Workspace.open(disk / "w")
        assert left.check().damages == ()
        assert contents(left) == whole


@linux
def test_nothing_told_is_safe_where_nothing_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The recorded disk can tell: without syncing, it has nothing to open."""
    root = tmp_path / "disk"
    root.mkdir()
    with recorded(root, monkeypatch) as states:
        monkeypatch.setattr("detente.store.disk._sync", lambda path: None)
        workspace = Workspace.create(root / "w")
        for number in range(2):
            with workspace.writing() as writer:
                writer.append(Batch((article(number),)))
    write(states[-1][2], tmp_path / "left")
    with pytest.raises(WorkspaceError):
        Workspace.open(tmp_path / "left" / "w")
