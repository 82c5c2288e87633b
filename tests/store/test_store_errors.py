"""Every trouble with the folder is a WorkspaceError that says what to do."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from store_world import FakeCoder, items

from detente.errors import WorkspaceError
from detente.reading_run import read_into
from detente.store import Workspace
from detente.store.failures import explain, explained


def touch(folder: Path) -> None:
    folder.write_text("a file")


def other_things(folder: Path) -> None:
    (folder / "holiday").mkdir(parents=True)


def newer(folder: Path) -> None:
    Workspace.create(folder)
    (folder / "workspace.json").write_text(json.dumps({"format": 2}))


def spoilt_mark(folder: Path) -> None:
    Workspace.create(folder)
    (folder / "workspace.json").write_text("{")


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda folder: None, "no such folder"),
        (touch, "not a folder"),
        (other_things, "not a workspace"),
        (newer, "pip install --upgrade"),
        (spoilt_mark, "does not say the format"),
    ],
)
def test_opening(tmp_path: Path, prepare: Callable[[Path], None], message: str) -> None:
    prepare(tmp_path / "w")
    with pytest.raises(WorkspaceError, match=message):
        Workspace.open(tmp_path / "w")


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (touch, "not a folder"),
        (other_things, "holds other things"),
        (Workspace.create, "a workspace already"),
    ],
)
def test_creating(tmp_path: Path, prepare: Callable[[Path], object], message: str) -> None:
    prepare(tmp_path / "w")
    with pytest.raises(WorkspaceError, match=message):
        Workspace.create(tmp_path / "w")


def test_a_making_that_was_killed_is_finished(tmp_path: Path) -> None:
    Workspace.create(tmp_path)
    (tmp_path / "workspace.json").unlink()
    shutil.rmtree(tmp_path / "events")
    assert Workspace.open_or_create(tmp_path).events().num_rows == 0


@contextmanager
def a_plain_user() -> Iterator[None]:
    """Root may do everything; the tests then act as `nobody`."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


ACTS: dict[str, Callable[[Path], object]] = {
    "open": lambda folder: Workspace.open(folder),
    "create": lambda folder: Workspace.create(folder / "new"),
    "query": lambda folder: Workspace(folder).events(),
    "write": lambda folder: read_into(Workspace(folder), items(3), FakeCoder),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_no_permission(tmp_path: Path, act: Callable[[Path], object]) -> None:
    folder = tmp_path / "w"
    Workspace.create(folder)
    folder.chmod(0o000)
    try:
        with a_plain_user(), pytest.raises(WorkspaceError, match="no permission"):
            act(folder)
    finally:
        folder.chmod(0o700)


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """A disk of its own, which can really be full; only root may make one."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("no disk can be made here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_disk_full_while_writing_then_freed(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "600k") as disk:
        workspace = Workspace.create(disk / "w")
        (disk / "other").write_bytes(b"x" * (shutil.disk_usage(disk).free - 30_000))
        with pytest.raises(WorkspaceError, match="Free some space"):
            read_into(workspace, items(300), FakeCoder)
        assert workspace.events().num_rows == 0
        (disk / "other").unlink()
        read_into(workspace, items(300), FakeCoder)
        assert workspace.articles().num_rows == 300
        assert not workspace.check().damages


def test_a_part_that_gives_up_is_an_error_like_others() -> None:
    panic = type("PanicException", (BaseException,), {})
    with (
        pytest.raises(WorkspaceError, match=r"cannot be read or written \(no such thing\)"),
        explained(Path("w")),
    ):
        raise panic("no such thing")


def test_an_interrupted_question_is_an_interruption() -> None:
    with pytest.raises(KeyboardInterrupt), explained(Path("w")):
        raise duckdb.InterruptException("INTERRUPT Error: Interrupted!")


CTRL_C = """
import os, signal, threading
from pathlib import Path
from detente.store.failures import explained
from detente.store.databases import opened
connection = opened()
connection.execute("SET threads = 1")
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    with explained(Path("w")):
        connection.sql("SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3").to_arrow_table()
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends signals otherwise")
def test_ctrl_c_while_duckdb_is_at_work() -> None:
    """As it really comes: of what DuckDB raises then, its own documentation tells nothing."""
    done = subprocess.run(
        [sys.executable, "-c", CTRL_C], capture_output=True, text=True, check=True
    )
    assert done.stdout == "interrupted\n"


@pytest.mark.parametrize("name", ["articles", "events"])
def test_a_lost_table(tmp_path: Path, name: str) -> None:
    workspace = Workspace.create(tmp_path / "w")
    shutil.rmtree(workspace.folder / name)
    with pytest.raises(WorkspaceError, match="is missing"):
        workspace.events()


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_bytes(b"spoilt")])
def test_a_lost_or_spoilt_file(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    workspace = Workspace.create(tmp_path / "w")
    read_into(workspace, items(5), FakeCoder)
    for file in (workspace.folder / "events").glob("*.parquet"):
        spoil(file)
    with pytest.raises(WorkspaceError, match=r"from a copy|into a new workspace"):
        workspace.events()


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (OSError(errno.ENOSPC, "x"), "no space"),
        (OSError("Generic error: Os { code: 28, kind: StorageFull }"), "no space"),
        (OSError("IO error: Read-only file system (os error 30)"), "no permission"),
        (duckdb.IOException("IO Error: No space left on device"), "no space"),
        (OSError("quite unheard of\nand long"), r"\(quite unheard of\)"),
    ],
)
def test_wording(problem: Exception, message: str) -> None:
    error = explain(problem, Path("w"))
    assert error.where == "w"
    assert error.advice
    with pytest.raises(WorkspaceError, match=message):
        raise error
