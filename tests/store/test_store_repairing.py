"""Repairing gives back what can be, whatever comes between, and takes nothing of what is whole."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from damaging import contents, cut, empty, entries, files, flip, made, some
from store_world import FakeCoder, article, made_before_manifests

from detente.errors import WorkspaceError
from detente.reading_run import read_into
from detente.store import Workspace, commits, manifest, recovery
from detente.store.manifest import Commit

KILLS = range(2, 60, 8)
LONGER = article(20, address="folder/1.txt", outlet="Outlet 1", published=article(1).published,
                 text="Article 1. It's “plain”. It is told at length.")  # fmt: skip
"""A later version of the second article."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return made(tmp_path_factory.mktemp("whole") / "w")


@pytest.fixture
def workspace(whole: Workspace, tmp_path: Path) -> Workspace:
    return Workspace.open(shutil.copytree(whole.folder, tmp_path / "w"))


def spoil(folder: Path) -> None:
    files(folder, "events")[1].unlink()
    flip(files(folder, "articles")[2])
    empty(entries(folder, "statements")[2])


@pytest.fixture
def spoilt(workspace: Workspace) -> Workspace:
    spoil(workspace.folder)
    return workspace


def stop_at(turn: int, what: BaseException) -> Callable[[int], None]:
    real, turns = os.fsync, iter(range(10**6))

    def fsync(handle: int) -> None:
        if next(turns) == turn:
            raise what
        real(handle)

    return fsync


def told_of(workspace: Workspace, table: str) -> list[str]:
    """The files that a table is made of, in the order in which they came."""
    return list(manifest.read(workspace.folder)[table].files)


def read_again(workspace: Workspace) -> list[object]:
    read_into(workspace, some(range(12)), FakeCoder)
    return contents(workspace)


@pytest.mark.parametrize("turn", KILLS)
def test_a_repair_that_was_killed_is_finished(
    spoilt: Workspace, whole: Workspace, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    """Between any two steps something is synced; beyond the last number nothing is left to kill."""
    with monkeypatch.context() as patched:
        patched.setenv("DETENTE_SYNC", "yes")
        patched.setattr(os, "fsync", stop_at(turn, KeyboardInterrupt()))
        if turn == KILLS[-1]:
            spoilt.check(repair=True)
        else:
            with pytest.raises(KeyboardInterrupt):
                spoilt.check(repair=True)
    spoilt.check(repair=True)
    assert spoilt.check().damages == ()
    assert read_again(spoilt) == contents(whole)


def test_a_repair_that_finds_the_disk_full_loses_nothing(
    spoilt: Workspace, whole: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = commits.enter

    def enter(*given: object, **options: object) -> None:
        if "events" in str(given[0].table_uri):  # type: ignore[attr-defined]  # a table
            raise OSError(errno.ENOSPC, "x")
        real(*given, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(commits, "enter", enter)
        with pytest.raises(WorkspaceError, match="no space"):
            spoilt.check(repair=True)
    assert [damage.table for damage in spoilt.check().damages][:1] == ["events"]
    assert spoilt.check(repair=True).repaired
    assert read_again(spoilt) == contents(whole)


def test_of_what_is_whole_nothing_changes(workspace: Workspace) -> None:
    def held() -> dict[Path, bytes]:
        there = (path for path in workspace.folder.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in there if path.name != "writer.lock"}

    before = held()
    for repair in (True, True, False):
        assert not workspace.check(repair=repair).damages
    assert held() == before


@pytest.mark.parametrize("unnoted", ["articles", "events"])
def test_a_file_of_a_killed_run_keeps_its_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unnoted: str
) -> None:
    """The manifest did not come to tell of a commit; later a file of the same batch is lost."""
    workspace, real = Workspace.create(tmp_path / "w"), manifest.note
    read_into(workspace, some(range(4)), FakeCoder)
    first = {file.name for file in files(workspace.folder, "events")}

    def note_or_die(folder: Path, made: Iterable[Commit]) -> None:
        told = list(made)
        if any(each.table == unnoted and each.came for each in told):
            raise KeyboardInterrupt
        real(folder, told)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(manifest, "note", note_or_die)
        read_into(workspace, some(range(4, 8)), FakeCoder)
    read_into(workspace, some(range(4, 8)), FakeCoder)
    read_into(workspace, some(range(8, 12)), FakeCoder)
    before = contents(workspace)
    second = next(name for name in told_of(workspace, "events") if name not in first)
    (workspace.folder / "events" / second).unlink()
    assert set(workspace.check(repair=True).articles) == {f"a000{n}" for n in range(4, 8)}
    assert read_again(workspace) == before


@pytest.mark.parametrize("lost", [0, 1])
@pytest.mark.parametrize("table", ["articles", "events", "revisions"])
def test_of_two_versions_the_later_still_counts(tmp_path: Path, table: str, lost: int) -> None:
    workspace = Workspace.create(tmp_path / "w")
    for told in ([article(1), article(2)], [LONGER, article(3)]):
        read_into(workspace, told, FakeCoder)
    before = contents(workspace)
    own = files(workspace.folder, table)
    cut(own[min(lost, len(own) - 1)])
    workspace.check(repair=True)
    read_into(workspace, [article(1), article(2), LONGER, article(3)], FakeCoder)
    assert contents(workspace) == before
    assert workspace.revisions().num_rows == 1


def test_a_removal_that_was_killed_lets_no_two_versions_hide_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.create(tmp_path / "w")
    read_into(workspace, [article(1), LONGER], FakeCoder)
    real = recovery.delete_rows

    def delete_or_die(table: object, *given: object, **options: object) -> None:
        if "revisions" in str(table.table_uri):  # type: ignore[attr-defined]
            raise KeyboardInterrupt
        real(table, *given, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("detente.store.removal.delete_rows", delete_or_die)
        workspace.remove(["a0001"])
    read_into(workspace, [article(1)], FakeCoder)
    assert workspace.articles().column("article_id").to_pylist() == ["a0001"]


def test_nothing_is_deleted_of_which_nobody_knows_what_it_was(workspace: Workspace) -> None:
    made_before_manifests(workspace.folder)
    names = {file.name for file in files(workspace.folder, "events")}
    shutil.rmtree(workspace.folder / "events" / "_delta_log")
    assert workspace.check(repair=True).repaired
    assert {file.name for file in workspace.folder.glob("damaged/events-1/*.parquet")} == names


@pytest.mark.parametrize(
    ("number", "what"), [(errno.EIO, "cannot be read"), (errno.EACCES, None), (errno.EMFILE, None)]
)
def test_a_file_that_the_disk_does_not_give(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, number: int, what: str | None
) -> None:
    """A bad disk is damage; a file that may not be opened, now or by this user, is none."""
    bad, real = files(workspace.folder, "events")[1], manifest.digest_of

    def digest_of(file: Path) -> str:
        if file == bad:
            raise OSError(number, os.strerror(number))
        return real(file)

    monkeypatch.setattr(manifest, "digest_of", digest_of)
    if what:
        assert [what in str(damage) for damage in workspace.check().damages] == [True]
    else:
        with pytest.raises(WorkspaceError):
            workspace.check(repair=True)
        monkeypatch.undo()
        assert not workspace.check().damages


def test_a_log_that_has_lost_a_column(workspace: Workspace, whole: Workspace) -> None:
    first = entries(workspace.folder, "events")[0]
    first.write_bytes(first.read_bytes().replace(b'\\"goldstein\\"', b'\\"goldsteim\\"'))
    assert "lost columns" in str(workspace.check(repair=True).damages[0])
    assert not workspace.check().damages
    assert contents(workspace) == contents(whole)
