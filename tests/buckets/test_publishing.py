"""A workspace on object storage: whole at any moment, and never set back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable
from store_world import FakeCoder, article, items

from detente.buckets import BucketPath, paths, putting, stream
from detente.buckets.client import client
from detente.errors import DetenteError, InputError, WorkspaceError
from detente.publishing import pull, pulling, push, pushing
from detente.reading_run import read_into
from detente.records import Looked
from detente.store import Workspace, commits
from detente.store.appended import append
from detente.store.layout import TABLES
from detente.store.lock import writer_lock
from detente.store.manifest import digest_of

pytest.importorskip("botocore", reason="needs the extra `s3`")
LOOKED = Looked("sample", "a0001 0", "me", "2024-05-03T10:00:00Z", undone=None)


def read_more(folder: Path, first: int, last: int) -> None:
    read_into(
        Workspace.open_or_create(folder),
        [article(number) for number in range(first, last)],
        FakeCoder,
        commit_every=5,
    )


def rows(folder: Path) -> dict[str, list[str]]:
    """All that a workspace holds."""
    tables = {name: DeltaTable(folder / name).to_pyarrow_table().to_pylist() for name in TABLES}
    return {name: sorted(map(repr, found)) for name, found in tables.items()}


def is_whole(folder: Path) -> bool:
    return not Workspace.open(folder).check().damages


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    read_into(Workspace.create(tmp_path / "mine"), items(12), FakeCoder, commit_every=5)
    return tmp_path / "mine"


@pytest.fixture
def address(bucket: str) -> str:
    return f"s3://{bucket}/shared/ws"


def put(folder: Path, address: str) -> Any:
    return push(Workspace.open(folder), address)


def test_what_is_pushed_is_pulled(mine, address, tmp_path):
    taken: list[int] = []
    first = push(Workspace.open(mine), address, on_progress=taken.append)
    assert first.moved > 10
    yours = tmp_path / "a" / "yours"
    fetched = pull(address, yours)
    assert (fetched.files, fetched.total_bytes) == (first.files, first.total_bytes)
    assert rows(yours) == rows(mine)
    assert is_whole(yours)
    assert put(mine, address).moved == put(yours, address).moved == pull(address, yours).moved == 0


def test_only_what_is_new_is_moved(mine, address, tmp_path):
    whole = put(mine, address)
    pull(address, tmp_path / "yours")
    before = set((tmp_path / "yours").rglob("*.parquet"))
    (tmp_path / "yours" / "fetched.sqlite").write_text("what was fetched")
    read_more(mine, 12, 20)
    second = put(mine, address)
    assert 0 < second.moved < whole.moved
    assert (
        pull(address, tmp_path / "yours").moved <= second.moved + 1
    )  # and what makes it a workspace
    assert rows(tmp_path / "yours") == rows(mine)
    assert before < set((tmp_path / "yours").rglob("*.parquet"))
    assert (tmp_path / "yours" / "fetched.sqlite").read_text() == "what was fetched"
    assert is_whole(tmp_path / "yours")
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "yours"}


def test_two_who_work_in_turn(mine, address, tmp_path):
    yours = tmp_path / "yours"
    put(mine, address)
    pull(address, yours)
    read_more(yours, 30, 35)
    assert pull(address, yours).newer
    put(yours, address)
    with pytest.raises(WorkspaceError, match="further than this folder"):
        put(mine, address)
    pull(address, mine)
    assert rows(mine) == rows(yours)
    read_more(mine, 40, 45)
    assert put(mine, address).moved


def test_two_who_go_different_ways(mine, address, tmp_path):
    yours = tmp_path / "yours"
    put(mine, address)
    pull(address, yours)
    read_more(mine, 30, 35)
    read_more(yours, 40, 45)
    put(mine, address)
    before = rows(yours)
    with pytest.raises(WorkspaceError, match="holds records that this folder does not"):
        put(yours, address)
    with pytest.raises(WorkspaceError, match="holds records that s3:"):
        pull(address, yours)
    assert rows(yours) == before
    pull(address, tmp_path / "third")
    assert rows(tmp_path / "third") == rows(mine)


def test_another_workspace_is_never_replaced(mine, address, tmp_path):
    put(mine, address)
    read_more(tmp_path / "other", 0, 12)
    with pytest.raises(WorkspaceError, match="holds records that this folder does not"):
        put(tmp_path / "other", address)
    with pytest.raises(WorkspaceError, match="holds records that s3:"):
        pull(address, tmp_path / "other")


@pytest.mark.parametrize("known", [True, False])
def test_of_two_pushes_at_once_one_counts(mine, address, tmp_path, monkeypatch, known):
    yours, put_files = tmp_path / "yours", pushing._put_files
    if known:
        put(mine, address)
    shutil.copytree(mine, yours)
    read_more(mine, 30, 35)
    read_more(yours, 40, 45)

    def overtaken(*given: Any) -> Any:
        monkeypatch.setattr(pushing, "_put_files", put_files)
        put(yours, address)
        return put_files(*given)

    monkeypatch.setattr(pushing, "_put_files", overtaken)
    with pytest.raises(WorkspaceError, match="another push came first"):
        put(mine, address)
    pull(address, tmp_path / "third")
    assert rows(tmp_path / "third") == rows(yours)


class Stopped(BaseException):
    """A kill."""


class Stopping:
    """A client that is stopped before, or right after, one of what it does."""

    def __init__(self, at: int, *, after: bool = False) -> None:
        self.done = 0
        self._at, self._after, self._real = at, after, client()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        do = getattr(self._real, name)

        def step(*given: Any, **named: Any) -> Any:
            self.done += 1
            if self.done > self._at or (self.done == self._at and not self._after):
                raise Stopped
            answer = do(*given, **named)
            if self.done == self._at:
                raise Stopped
            return answer

        return step


def stopped(do: Callable[[], object], stopping: Stopping) -> None:
    """Do something with such a client, which may end it."""
    with pytest.MonkeyPatch.context() as patch, suppress(Stopped):
        patch.setattr("detente.publishing.shelf.AT_ONCE", 1)
        for module in (paths, putting, stream):
            patch.setattr(module, "client", lambda: stopping)
        do()


def steps_of(do: Callable[[], object]) -> list[int]:
    """Some of the steps that something takes: the first, one amid, and the last."""
    counting = Stopping(1_000_000)
    stopped(do, counting)
    last = counting.done
    assert last > 10
    return [1, last // 2, last - 2, last - 1, last]


@pytest.mark.parametrize("after", [False, True])
def test_a_push_that_is_killed_anywhere(mine, address, tmp_path, after):
    older = shutil.copytree(mine, tmp_path / "older")
    read_more(mine, 30, 33)
    put(older, f"{address}-0")
    new: list[bool] = []
    for step in steps_of(lambda: put(mine, f"{address}-0")):
        there = f"{address}-{step}"
        put(older, there)
        stopped(lambda there=there: put(mine, there), Stopping(step, after=after))
        pull(there, tmp_path / f"seen-{step}")
        found = rows(tmp_path / f"seen-{step}")
        assert found in (rows(older), rows(mine))
        new.append(found == rows(mine))
        put(mine, there)
        pull(there, tmp_path / f"seen-{step}")
        assert rows(tmp_path / f"seen-{step}") == rows(mine)
    assert new == [False] * (len(new) - after) + [True] * after


@pytest.mark.parametrize("after", [False, True])
def test_a_pull_that_is_killed_anywhere(mine, address, tmp_path, after):
    put(mine, address)
    yours = tmp_path / "yours"
    steps = steps_of(lambda: pull(address, yours))
    older = rows(yours)
    shutil.copytree(yours, tmp_path / "older")
    for step in steps:
        shutil.rmtree(yours)
        stopped(lambda: pull(address, yours), Stopping(step, after=after))
        assert not (yours / "workspace.json").exists()
        pull(address, yours)
        assert rows(yours) == older
        assert is_whole(yours)
    read_more(mine, 30, 33)
    put(mine, address)
    for step in steps_of(lambda: pull(address, yours)):
        shutil.rmtree(yours)
        shutil.copytree(tmp_path / "older", yours)
        stopped(lambda: pull(address, yours), Stopping(step, after=after))
        assert rows(yours) == older
        pull(address, yours)
        assert rows(yours) == rows(mine)
        assert is_whole(yours)
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "older", "yours"}


@pytest.mark.parametrize("step", range(4))
def test_a_pull_that_is_killed_while_folders_change_places(
    mine, address, tmp_path, monkeypatch, step
):
    put(mine, address)
    yours = tmp_path / "yours"
    pull(address, yours)
    read_more(mine, 30, 33)
    put(mine, address)
    left = [step]

    def dying(do: Callable[..., Any]) -> Callable[..., Any]:
        def one(*given: Any, **named: Any) -> Any:
            if left[0] == 0:
                raise Stopped
            left[0] -= 1
            return do(*given, **named)

        return one

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", dying(Path.rename))
        patch.setattr("detente.publishing.pulling.shutil.rmtree", dying(shutil.rmtree))
        if step < 3:
            with pytest.raises(Stopped):
                pull(address, yours)
        else:
            pull(address, yours)
    pull(address, yours)
    assert rows(yours) == rows(mine)
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "yours"}


def test_what_a_reviewer_adds_while_folders_change_places_is_kept(
    mine, address, tmp_path, monkeypatch
):
    put(mine, address)
    yours, take_along = tmp_path / "yours", pulling._take_along
    pull(address, yours)
    read_more(mine, 30, 33)
    put(mine, address)

    def added_to(folder: Path, beside: Path) -> None:
        take_along(folder, beside)
        append(folder, "looked", [LOOKED])

    monkeypatch.setattr(pulling, "_take_along", added_to)
    with pytest.raises(WorkspaceError, match="added to it meanwhile"):
        pull(address, yours)
    assert len(rows(yours)["looked"]) == 1


def test_files_that_came_and_went_between_two_pushes_are_not_needed(mine, address, tmp_path):
    put(mine, address)
    pull(address, tmp_path / "yours")
    read_more(mine, 30, 60)
    for name in ("articles", "events"):
        table = DeltaTable(mine / name)
        table.optimize.compact()
        table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)
    put(mine, address)
    pull(address, tmp_path / "yours")
    pull(address, tmp_path / "third")
    assert rows(tmp_path / "yours") == rows(tmp_path / "third") == rows(mine)


def test_a_log_whose_oldest_commits_are_gone(mine, address, tmp_path):
    put(mine, address)
    pull(address, tmp_path / "yours")
    read_more(mine, 30, 60)
    for name in ("articles", "events"):
        table = DeltaTable(mine / name)
        table.create_checkpoint()
        (mine / name / "_delta_log" / f"{0:020}.json").unlink()
    put(mine, address)
    pull(address, tmp_path / "yours")
    for step in range(1, 60, 7):
        stopped(lambda step=step: pull(address, tmp_path / "third"), Stopping(step))
    pull(address, tmp_path / "third")
    assert rows(tmp_path / "yours") == rows(tmp_path / "third") == rows(mine)


def test_what_is_begun_while_folders_change_places_is_not_damaged(
    mine, address, tmp_path, monkeypatch
):
    """A reviewer's file lies in the old folder, and is committed in the new one."""
    append(mine, "looked", [LOOKED])
    put(mine, address)
    yours = tmp_path / "yours"
    pull(address, yours)
    read_more(mine, 30, 33)
    put(mine, address)
    commit = commits.commit

    def overtaken(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(commits, "commit", commit)
        pull(address, yours)
        return commit(*given, **named)

    monkeypatch.setattr(commits, "commit", overtaken)
    append(yours, "looked", [replace(LOOKED, made="2024-05-04T10:00:00Z")])
    assert len(rows(yours)["looked"]) == 2
    assert is_whole(yours)


@pytest.mark.parametrize("made", [True, False])
def test_what_was_made_where_a_pull_was_killed_costs_nothing(
    mine, address, tmp_path, monkeypatch, made
):
    """It was killed between two renames, and before it knew that a reviewer had added something."""
    put(mine, address)
    yours, old = tmp_path / "yours", tmp_path / ".yours.old"
    pull(address, yours)
    append(yours, "looked", [LOOKED])
    before = rows(yours)
    yours.rename(old)
    if not made:
        pull(address, yours)
        assert rows(yours) == before
        return
    read_more(yours, 50, 52)
    with pytest.raises(WorkspaceError, match="left what it was before"):
        pull(address, yours)
    assert rows(old) == before


def test_one_that_another_pull_is_replacing_is_left_to_it(mine, address, tmp_path):
    put(mine, address)
    yours, old = tmp_path / "yours", tmp_path / ".yours.old"
    pull(address, old)
    with writer_lock(old), pytest.raises(WorkspaceError, match="is writing to it"):
        pull(address, yours)
    assert not yours.exists()


@pytest.mark.parametrize("cut", [True, False])
def test_what_somebody_deleted_there_is_put_there_again(mine, address, tmp_path, cut):
    put(mine, address)
    (bucket, key), *_ = keys(address, "files/")
    if cut:
        client().put_object(Bucket=bucket, Key=key, Body=b"")
    else:
        client().delete_object(Bucket=bucket, Key=key)
    assert put(mine, address).moved == 1
    pull(address, tmp_path / "yours")
    assert rows(tmp_path / "yours") == rows(mine)


def test_one_of_a_newer_format_is_not_pulled(mine, address, tmp_path):
    (mine / "workspace.json").write_text('{"format": 99}')
    push(Workspace(mine), address)
    with pytest.raises(WorkspaceError, match=f"{address}: of format 99, made by a newer detente"):
        pull(address, tmp_path / "yours")
    assert not (tmp_path / "yours").exists()


def test_damage_is_not_pushed(mine, address):
    file = max((mine / "articles").glob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(WorkspaceError, match="is not what was written"):
        put(mine, address)


def keys(address: str, what: str) -> list[tuple[str, str]]:
    bucket = address.split("/")[2]
    listed = client().list_objects_v2(Bucket=bucket, Prefix=f"shared/ws/{what}")
    return [(bucket, each["Key"]) for each in listed["Contents"]]


@pytest.mark.parametrize("what", ["files/", "contents/"])
@pytest.mark.parametrize("lost", [True, False])
def test_damage_is_told_and_not_pulled(mine, address, tmp_path, what, lost):
    put(mine, address)
    bucket, key = keys(address, what)[0]
    if lost:
        client().delete_object(Bucket=bucket, Key=key)
    else:
        client().put_object(Bucket=bucket, Key=key, Body=b"something else")
    with pytest.raises(WorkspaceError, match="damaged"):
        pull(address, tmp_path / "yours")
    assert not (tmp_path / "yours" / "workspace.json").exists()


@pytest.mark.parametrize(
    "name",
    [
        "../out.txt",
        "/out.txt",
        "articles/../../out",
        ".bashrc",
        "writer.lock",
        "other/x",
        "articles/..",
    ],
)
def test_no_file_is_written_elsewhere(mine, address, tmp_path, name):
    put(mine, address)
    bucket, key = keys(address, "contents/")[0]
    told = json.loads(client().get_object(Bucket=bucket, Key=key)["Body"].read())
    told["files"][name] = told["files"]["workspace.json"]
    data = json.dumps(told, separators=(",", ":")).encode()
    file = tmp_path / "told"
    file.write_bytes(data)
    digest = digest_of(file)
    client().put_object(Bucket=bucket, Key=f"shared/ws/contents/{digest}.json", Body=data)
    pointer = json.dumps({"format": 1, "contents": digest})
    client().put_object(Bucket=bucket, Key="shared/ws/detente-workspace.json", Body=pointer)
    with pytest.raises(WorkspaceError, match="no workspace has here"):
        pull(address, tmp_path / "yours")
    assert not (tmp_path / "yours").exists()


@pytest.mark.parametrize(
    ("pointer", "what"),
    [
        ("", "does not say which contents"),
        ('{"format": 1}', "does not say which contents"),
        ('{"format": 2, "contents": "x"}', "newer detente"),
    ],
)
def test_pointers_that_are_not_understood(mine, bucket, tmp_path, pointer, what):
    client().put_object(Bucket=bucket, Key="ws/detente-workspace.json", Body=pointer)
    with pytest.raises(WorkspaceError, match=what):
        pull(f"s3://{bucket}/ws", tmp_path / "yours")
    with pytest.raises(WorkspaceError, match=what):
        put(mine, f"s3://{bucket}/ws")


def test_a_push_whose_answer_was_lost_is_done(mine, address, monkeypatch):
    put_if = putting.put_if

    def heard_twice(data: bytes, to: BucketPath, version: str | None) -> bool:
        put_if(data, to, version)
        return put_if(data, to, version)

    monkeypatch.setattr("detente.publishing.shelf.put_if", heard_twice)
    assert put(mine, address).moved
    assert put(mine, address).moved == 0


def test_storage_that_keeps_no_conditions_is_refused(mine, address, monkeypatch):
    real = client()

    class Careless:
        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

        def put_object(self, *, IfMatch: str = "", IfNoneMatch: str = "", **named: Any) -> Any:  # noqa: N803
            return real.put_object(**named)

    monkeypatch.setattr(putting, "client", Careless)
    with pytest.raises(InputError, match="keeps no conditions"):
        put(mine, address)


def test_what_cannot_be_pushed_or_pulled(mine, bucket, tmp_path):
    with pytest.raises(InputError, match="not on object storage"):
        put(mine, str(tmp_path / "elsewhere"))
    with pytest.raises(InputError, match="no such bucket"):
        put(mine, "s3://archive-of-nobody/ws")
    with pytest.raises(DetenteError, match="no workspace was pushed"):
        pull(f"s3://{bucket}/nothing", tmp_path / "yours")
    put(mine, f"s3://{bucket}/ws")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear reader")
    with pytest.raises(WorkspaceError, match="holds other things"):
        pull(f"s3://{bucket}/ws", tmp_path / "full")
    with Workspace.open(mine).writing(), pytest.raises(WorkspaceError, match="writing to it"):
        put(mine, f"s3://{bucket}/ws")
