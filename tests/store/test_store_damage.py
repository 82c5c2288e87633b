"""Damage is found and told, nothing lost is taken for nothing told, and what can be is repaired."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from damaging import CORRECTION, RUNS, contents, cut, empty, entries, files, flip, made, some
from store_world import FakeCoder, events_of, made_before_manifests

from detente.errors import WorkspaceError
from detente.reading_run import read_into
from detente.store import Workspace, checking, manifest
from detente.store.checking import refuse_damage


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return made(tmp_path_factory.mktemp("whole") / "w")


@pytest.fixture
def workspace(whole: Workspace, tmp_path: Path) -> Workspace:
    return Workspace.open(shutil.copytree(whole.folder, tmp_path / "w"))


SECOND = {f"a{number:04d}" for number in RUNS[1]}
EVERY = {f"a{number:04d}" for numbers in RUNS for number in numbers}
LOST_FILES: dict[str, tuple[Callable[[Path], object], str, set[str]]] = {
    "events missing": (lambda at: files(at, "events")[1].unlink(), "file is missing", SECOND),
    "events cut": (lambda at: cut(files(at, "events")[1]), "bytes are left of", SECOND),
    "articles cut": (lambda at: cut(files(at, "articles")[1]), "bytes are left of", SECOND),
    "addresses empty": (lambda at: empty(files(at, "addresses")[1]), "0 bytes are left", SECOND),
    "events gone": (lambda at: shutil.rmtree(at / "events"), "table is missing", EVERY),
    "channels gone": (lambda at: shutil.rmtree(at / "channels"), "table is missing", EVERY),
}
LOST_LOGS: dict[str, tuple[Callable[[Path], object], str]] = {
    "commit emptied": (lambda at: empty(entries(at, "events")[2]), "has lost a commit"),
    "last commit gone": (lambda at: entries(at, "events")[-1].unlink(), "has lost a commit"),
    "commit gone": (lambda at: entries(at, "events")[1].unlink(), "log cannot be read"),
    "articles gone": (lambda at: entries(at, "articles")[-1].unlink(), "has lost a commit"),
    "log gone": (lambda at: shutil.rmtree(at / "events" / "_delta_log"), "log cannot be read"),
}


@pytest.mark.parametrize(("spoil", "what", "lost"), LOST_FILES.values(), ids=LOST_FILES)
def test_lost_files(
    workspace: Workspace,
    whole: Workspace,
    spoil: Callable[[Path], object],
    what: str,
    lost: set[str],
) -> None:
    spoil(workspace.folder)
    with pytest.raises(WorkspaceError, match=what), workspace.writing():
        pass
    found = workspace.check()
    assert what in str(found.damages[0]) and set(found.articles) == lost
    assert workspace.check(repair=True).repaired
    assert not workspace.check().damages
    kept = workspace.articles().column("article_id").to_pylist()
    assert set(kept) == EVERY - lost
    again = read_into(workspace, some(range(12)), FakeCoder)
    assert (again.articles_new, again.articles_known) == (len(lost), 12 - len(lost))
    assert contents(workspace) == contents(whole)


@pytest.mark.parametrize(("spoil", "what"), LOST_LOGS.values(), ids=LOST_LOGS)
def test_lost_commits(
    workspace: Workspace, whole: Workspace, spoil: Callable[[Path], object], what: str
) -> None:
    spoil(workspace.folder)
    with pytest.raises(WorkspaceError, match=what), workspace.writing():
        pass
    found = workspace.check(repair=True)
    assert (found.repaired, dict(found.articles)) == (True, {})
    assert contents(workspace) == contents(whole)


def test_a_flipped_bit(workspace: Workspace) -> None:
    flip(files(workspace.folder, "articles")[1])
    found = workspace.check()
    assert ["bytes have changed" in str(damage) for damage in found.damages] == [True]
    assert set(found.articles) == SECOND
    assert found.articles["a0005"] == "folder/5.txt"


def test_what_is_whole_is_told_as_whole(workspace: Workspace) -> None:
    before = contents(workspace)
    found = workspace.check(repair=True)
    assert (found.damages, dict(found.articles), found.repaired) == ((), {}, False)
    assert (found.tables, found.unnoted) == (11, 0)
    assert found.rows > 12 + sum(map(events_of, range(12)))
    assert contents(workspace) == before


def test_merged_files_know_their_articles(workspace: Workspace) -> None:
    for number in range(12, 17):
        read_into(workspace, some(range(number, number + 1)), FakeCoder)
    held = manifest.read(workspace.folder)["articles"].files
    (merged,) = [name for name, each in held.items() if each.rows >= 12]
    flip(workspace.folder / "articles" / merged)
    assert set(workspace.check().articles) >= EVERY
    assert workspace.check(repair=True).repaired
    assert read_into(workspace, some(range(17)), FakeCoder).articles_new >= 12


def test_what_was_taken_out_is_no_damage(workspace: Workspace) -> None:
    workspace.remove(["a0003", "a0009"])
    assert not workspace.check().damages
    entries(workspace.folder, "articles")[-1].unlink()  # as if they had never been taken out
    assert "has lost a commit" in str(workspace.check(repair=True).damages[0])
    assert set(workspace.articles().column("article_id").to_pylist()) == EVERY - {"a0003", "a0009"}


def test_an_older_workspace_is_noted_at_the_next_writing(workspace: Workspace) -> None:
    made_before_manifests(workspace.folder)
    found = workspace.check()
    assert (found.damages, found.unnoted) == ((), found.files)
    with workspace.writing():
        pass
    assert workspace.check().unnoted == 0
    flip(files(workspace.folder, "events")[0])
    assert set(workspace.check().articles) == EVERY


def test_a_table_of_an_older_workspace_is_missed(workspace: Workspace, whole: Workspace) -> None:
    made_before_manifests(workspace.folder)
    shutil.rmtree(workspace.folder / "events")
    with pytest.raises(WorkspaceError, match="events: the table is missing"), workspace.writing():
        pass
    assert set(workspace.check(repair=True).articles) == EVERY
    assert read_into(workspace, some(range(12)), FakeCoder).articles_new == 12
    assert contents(workspace) == contents(whole)


def test_a_manifest_that_was_cut_short_is_made_up_for(workspace: Workspace) -> None:
    cut(workspace.folder / "manifest.jsonl")
    with workspace.writing():
        pass
    found = workspace.check()
    assert (found.damages, found.unnoted) == ((), 0)
    entries(workspace.folder, "articles")[-1].unlink()
    assert workspace.check().damages


def test_corrections_that_are_lost_are_told_and_not_made_anew(workspace: Workspace) -> None:
    workspace.correct([CORRECTION])
    shutil.rmtree(workspace.folder / "corrections")
    for act in (workspace.corrections, lambda: workspace.correct([CORRECTION])):
        with pytest.raises(WorkspaceError, match="corrections: the table is missing"):
            act()
    assert workspace.check(repair=True).repaired
    assert workspace.corrections() == []


@pytest.mark.parametrize("step", [(manifest, "read"), (checking, "_opened")])
def test_what_is_added_meanwhile_is_no_damage(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, step: tuple[Any, str]
) -> None:
    """Whether a reviewer adds before a table is opened, or after."""
    place, name = step
    real, said = getattr(place, name), list[Path]()

    def step_then_add(path: Path, *rest: Any) -> Any:
        found = real(path, *rest)
        if not said:
            said.append(path)
            workspace.correct([CORRECTION])
        return found

    with monkeypatch.context() as patched:
        patched.setattr(place, name, step_then_add)
        refuse_damage(workspace.folder, ["corrections"])
    assert len(workspace.corrections()) == len(said) == 1
    assert workspace.check().damages == ()
