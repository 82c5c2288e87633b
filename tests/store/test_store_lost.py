"""A question to which damage would give fewer records is refused: what, where, why, and what to do."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from damaging import CORRECTION, cut, empty, entries, files, made, some
from store_world import FakeCoder, article, made_before_manifests

from detente.errors import WorkspaceError
from detente.reading_run import read_into
from detente.store import Batch, Query, Workspace, commits, disk, layout, log, manifest
from detente.store.checking import refuse_damage
from detente.store.manifest import Commit, Held


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = made(tmp_path_factory.mktemp("whole") / "w")
    workspace.remove(["a0003"])
    workspace.correct([CORRECTION])
    return workspace


@pytest.fixture
def workspace(whole: Workspace, tmp_path: Path) -> Workspace:
    return Workspace.open(shutil.copytree(whole.folder, tmp_path / "w"))


def longer(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"x")


QUESTIONS: dict[str, Callable[[Workspace], object]] = {
    "events": lambda workspace: workspace.events(),
    "occurrences": lambda workspace: workspace.occurrences(),
    "count": lambda workspace: workspace.count("events"),
    "status": lambda workspace: workspace.status(),
    "catalogue": lambda workspace: workspace.catalogue().counted("events", Query()),
}
SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "last commit emptied": (lambda at: empty(entries(at, "events")[-1]), "events: its log has lost"),
    "last commit gone": (lambda at: entries(at, "events")[-1].unlink(), "events: its log has lost"),
    "commit emptied": (lambda at: empty(entries(at, "events")[2]), "events: its log has lost"),
    "removal gone": (lambda at: entries(at, "articles")[-1].unlink(), "articles: its log has lost"),
    "file gone": (lambda at: files(at, "events")[1].unlink(), "events/part.*: the file is missing"),
    "file longer": (lambda at: longer(files(at, "events")[1]), "events/part.*: .* bytes are left of"),
    "file cut": (lambda at: cut(files(at, "events")[1]), "events/part.*: .* bytes are left of"),
}  # fmt: skip


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize(("spoil", "what"), SPOILT.values(), ids=SPOILT)
def test_no_question_is_answered_with_less(
    workspace: Workspace,
    spoil: Callable[[Path], object],
    what: str,
    ask: Callable[[Workspace], object],
) -> None:
    ask(workspace)
    dropped = {file for table in ("events", "articles") for file in files(workspace.folder, table)}
    for table in ("events", "articles"):  # what a removal replaced stays for a day
        dropped -= {
            workspace.folder / table / name for name in manifest.read(workspace.folder)[table].files
        }
    for file in dropped:
        file.unlink()
    spoil(workspace.folder)
    with pytest.raises(WorkspaceError, match=f"damaged: {what}") as told:
        ask(Workspace.open(workspace.folder))
    assert "detente check" in str(told.value)


@pytest.mark.parametrize("spoil", [Path.unlink, empty])
def test_no_judgement_is_passed_over(workspace: Workspace, spoil: Callable[[Path], object]) -> None:
    spoil(entries(workspace.folder, "corrections")[-1])
    for act in (workspace.corrections, workspace.events, lambda: workspace.correct([CORRECTION])):
        with pytest.raises(WorkspaceError, match="corrections: its log has lost a commit"):
            act()


def test_an_older_workspace_is_believed(workspace: Workspace) -> None:
    before = workspace.events().num_rows
    made_before_manifests(workspace.folder)
    assert workspace.events().num_rows == before


def test_what_a_killed_run_left_unnoted_is_no_damage(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = workspace.folder / "manifest.jsonl"
    before = told.read_bytes()
    read_into(workspace, some(range(12, 16)), FakeCoder)
    after = workspace.events().num_rows
    told.write_bytes(before)
    assert workspace.events().num_rows == after
    synced: set[str] = set()
    monkeypatch.setattr(log, "sync_entry", lambda table, version: synced.add(table.name))
    refuse_damage(workspace.folder)
    assert synced >= {"articles", "events"}  # before it is noted
    assert (
        manifest.read(workspace.folder)["articles"].last
        == len(log.versions(workspace.folder / "articles")) - 1
    )


def test_who_takes_out_meanwhile_leaves_no_article_half(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader has opened the articles, and before it opens the events, one is taken out."""
    real, opened = layout.DeltaTable, list[Path]()

    def open_slowly(path: Path) -> object:
        opened.append(path)
        if len(opened) == 2:
            with monkeypatch.context() as at_once:
                at_once.setattr(layout, "DeltaTable", real)
                workspace.remove(["a0007"])
        return real(path)

    monkeypatch.setattr(layout, "DeltaTable", open_slowly)
    tables = layout.open_tables(workspace.folder, ["events"])
    monkeypatch.undo()
    ids = [set(tables[name].to_pyarrow_table()["article_id"].to_pylist()) for name in tables]
    assert "a0007" not in ids[0] | ids[1]


def test_a_lost_table_is_not_made_empty(workspace: Workspace) -> None:
    (workspace.folder / "workspace.json").unlink()
    shutil.rmtree(workspace.folder / "events")
    with pytest.raises(WorkspaceError, match="events: the table is missing"):
        Workspace.open_or_create(workspace.folder)


def test_a_long_manifest_is_told_in_one_line(tmp_path: Path) -> None:
    """And what came before that line is not read."""
    held = [Held(number, 1, "0" * 64, ((number, number),)) for number in range(manifest.LONG)]
    for number, each in enumerate(held):
        gone = (f"f{number - 1}",) if number % 3 == 1 else ()
        manifest.note(tmp_path, [Commit("events", number, {f"f{number}": each}, gone)])
    before = manifest.read(tmp_path)["events"]
    manifest.shorten(tmp_path, "events")
    manifest.shorten(tmp_path, "events")
    lines = (tmp_path / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    assert len(lines) == manifest.LONG + 1
    (tmp_path / "manifest.jsonl").write_bytes(lines[-1])
    after = manifest.read(tmp_path)["events"]
    assert (after.files, after.last) == (before.files, before.last)
    assert manifest.last_batch(tmp_path) == manifest.LONG - 1


def test_a_table_that_is_a_link_is_not_written_to(workspace: Workspace, tmp_path: Path) -> None:
    shutil.move(workspace.folder / "events", tmp_path / "elsewhere")
    (workspace.folder / "events").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WorkspaceError, match="folder events is a link"), workspace.writing():
        pass
    assert workspace.events().num_rows
    (tmp_path / "link").symlink_to(workspace.folder)
    assert Workspace.open(tmp_path / "link").check().damages == ()


@pytest.mark.skipif(sys.platform == "win32", reason="locks otherwise")
def test_a_disk_that_can_lock_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", flock)
    with pytest.raises(WorkspaceError, match="can lock no files"), workspace.writing():
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="syncs no folders")
@pytest.mark.parametrize(
    ("number", "of_folder", "told"),
    [(errno.EINVAL, True, True), (errno.EINVAL, False, False), (errno.EIO, True, False)],
)
def test_what_cannot_be_synced_is_not_told_as_stored(
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    of_folder: bool,
    told: bool,
) -> None:
    """Some disks sync no folders, and need not; any other failure is one."""
    real = disk._flush

    def flush(handle: int) -> None:
        if os.fstat(handle).st_mode & 0o040000 == 0o040000 * of_folder:
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setenv("DETENTE_SYNC", "yes")
    monkeypatch.setattr(disk, "_flush", flush)
    with workspace.writing() as writer:
        if told:
            writer.append(Batch((article(30),)))
        else:
            with pytest.raises(WorkspaceError):
                writer.append(Batch((article(30),)))
    monkeypatch.undo()
    assert ("a0030" in workspace.articles()["article_id"].to_pylist()) == told


def test_what_deletes_old_files_is_synced_and_noted(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = workspace.folder / "events" / "part-old.parquet"
    old.write_bytes(b"left by a killed run")
    os.utime(old, (1e9, 1e9))
    table, synced = layout.open_table(workspace.folder, "events"), list[int]()
    monkeypatch.setattr(log, "sync_entry", lambda folder, version: synced.append(version))
    before = table.version()
    commits.tidy(table)
    assert not old.exists()
    assert synced == list(range(before + 1, table.version() + 1)) != []
    assert manifest.read(workspace.folder)["events"].last == table.version()
    monkeypatch.undo()
    log.entry(workspace.folder / "events", table.version()).unlink()  # no file goes with it
    assert ["has lost a commit" in str(each) for each in workspace.check().damages] == [True]
    with pytest.raises(WorkspaceError, match="has lost a commit"):
        workspace.events()


def test_a_folder_for_reading_only_is_checked(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_lock(folder: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("detente.store.lock.writer_lock", no_lock)
    monkeypatch.setattr(os, "access", lambda path, how: False)
    assert workspace.check().damages == ()


@pytest.mark.parametrize(
    "line",
    [b"", b"\0\0", b"7", b'{"add":7}', b'{"add":{"path":"p"}}', b'{"commitInfo":[]}', b"\xff\n{}"],
)
def test_an_entry_that_is_damaged_tells_nothing(tmp_path: Path, line: bytes) -> None:
    file = log.entry(tmp_path, 0)
    file.parent.mkdir()
    file.write_bytes(b'{"add":{"path":"whole","size":1}}\n' + line)
    told = log.changes(tmp_path, 0)
    assert told in (log.NOTHING, log.Entry({"whole": 1}, (), None))
    assert (told == log.NOTHING) == bool(line)


@pytest.mark.parametrize("noted", [None, "", "{", "7", '{"f":7}', '{"f":{"size":1}}'])
def test_a_note_that_is_damaged_tells_nothing(noted: str | None) -> None:
    assert manifest.unpacked(noted) == {}
    held = {"f": Held(1, 2, "x", ((3, 4),))}
    assert manifest.unpacked(manifest.packed(held)) == held


def test_two_who_note_at_once_may_do_so_in_either_order(tmp_path: Path) -> None:
    came, went = Commit("looked", 1, {"f": Held(1, 1, "x")}), Commit("looked", 2, {}, ("f",))
    for number, order in enumerate([(came, went), (went, came)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        for each in order:
            manifest.note(folder, [each])
        assert manifest.read(folder)["looked"].files == {}


def test_a_checkpoint_is_synced_with_its_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, synced = tmp_path / log.LOG, list[str]()
    place.mkdir()
    commit, checkpoint = f"{7:020}.json", f"{7:020}.checkpoint.parquet"
    for name in (commit, checkpoint, log.LAST_CHECKPOINT, f"{8:020}.json"):
        (place / name).touch()
    monkeypatch.setattr(log, "sync", lambda paths: synced.extend(path.name for path in paths))
    log.sync_entry(tmp_path, 7)
    assert sorted(synced[:-1]) == sorted((commit, checkpoint, log.LAST_CHECKPOINT))
    assert synced[-1] == log.LOG  # the folder of the files, after them
    synced.clear()
    log.sync_entry(tmp_path, 8)
    assert synced == [f"{8:020}.json", log.LOG]


def test_each_line_of_the_manifest_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setenv("DETENTE_SYNC", "yes")
    monkeypatch.setattr(disk, "_sync", synced.append)
    path = tmp_path / "manifest.jsonl"
    for version in range(2):
        manifest.note(tmp_path, [Commit("events", version, {})])
    assert synced == [path, tmp_path, path]


@pytest.mark.parametrize(
    ("runs", "joined"),
    [
        ([(1, 1), (3, 3)], ((1, 1), (3, 3))),
        ([(2, 2), (1, 1)], ((1, 2),)),
        ([(1, 5), (2, 3), (5, 6)], ((1, 6),)),
        ([], ()),
    ],
)
def test_batches_are_joined_where_they_meet(
    runs: list[tuple[int, int]], joined: tuple[tuple[int, int], ...]
) -> None:
    """And no further: an article between them would be taken out for nothing."""
    assert manifest.joined(Held(1, 1, "x", (run,)) for run in runs) == joined
