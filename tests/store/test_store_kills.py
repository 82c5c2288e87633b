"""A run killed at any moment loses nothing and doubles nothing; readers see only whole articles."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from store_world import FakeCoder, events_of, items

from detente.errors import WorkspaceError
from detente.reading_run import read_into
from detente.store import Workspace, commits
from detente.store.seeing import folder_of

COUNT = 400
SCRIPT = Path(__file__).with_name("store_run.py")
TABLES = ("articles", "addresses", "events", "statements", "channels", "rejected")


def start(folder: Path, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(SCRIPT), str(folder), str(COUNT), str(workers)]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def stored(folder: Path) -> dict[str, list[str]]:
    """Every row in the tables, seen or unseen by readers, in one order."""
    return {
        name: sorted(map(repr, DeltaTable(folder / name).to_pyarrow_table().to_pylist()))
        for name in TABLES
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("whole") / "w"
    read_into(Workspace.create(folder), items(COUNT), FakeCoder)
    return stored(folder)


def wait_for_first_commit(folder: Path, running: subprocess.Popen[bytes]) -> None:
    while DeltaTable(folder / "addresses").version() == 0 and running.poll() is None:
        time.sleep(0.01)


@pytest.mark.parametrize("workers", [1, 2])
def test_kills_lose_nothing_and_double_nothing(
    tmp_path: Path, whole: dict[str, list[str]], workers: int
) -> None:
    folder = tmp_path / "w"
    Workspace.create(folder)
    moments = random.Random(workers)
    killed = 0
    for _ in range(5):
        running = start(folder, workers)
        wait_for_first_commit(folder, running)
        time.sleep(moments.uniform(0.0, 0.5))
        killed += running.poll() is None
        running.kill()
        running.communicate()
    assert killed >= 3  # else the run is too short to say anything
    last = start(folder, workers)
    assert last.wait() == 0, last.communicate()
    assert stored(folder) == whole


@pytest.mark.parametrize("written", TABLES)
def test_a_kill_between_any_two_tables_is_repaired(
    tmp_path: Path,
    whole: dict[str, list[str]],
    written: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "w"
    Workspace.create(folder)

    append = commits.append

    def append_then_die(table: DeltaTable, rows: pa.Table, *, batch: int) -> None:
        append(table, rows, batch=batch)
        if folder_of(table).name == written:
            raise KeyboardInterrupt

    monkeypatch.setattr(commits, "append", append_then_die)
    with pytest.raises(KeyboardInterrupt):
        read_into(Workspace.open(folder), items(COUNT), FakeCoder)
    monkeypatch.undo()
    assert Workspace.open(folder).events().num_rows == 0 or written == "articles"
    read_into(Workspace.open(folder), items(COUNT), FakeCoder)
    assert stored(folder) == whole


def test_readers_see_only_whole_articles_while_a_run_writes(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    running = start(workspace.folder, 1)
    seen = set()
    while running.poll() is None:
        articles = workspace.articles().column("article_id").to_pylist()
        events = Counter(workspace.events().column("article_id").to_pylist())
        assert all(events[own] == events_of(int(own[1:])) for own in [*articles, *events])
        seen.add(len(articles))
    assert running.communicate()[1] == b""
    assert len(seen) > 3  # it was read in the middle


def test_a_second_writer_is_told_and_a_killed_one_forgotten(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    running = start(workspace.folder, 1)
    wait_for_first_commit(workspace.folder, running)
    with (
        pytest.raises(WorkspaceError, match=f"process {running.pid} is writing"),
        workspace.writing(),
    ):
        pass
    running.kill()
    running.communicate()
    with workspace.writing():
        pass
