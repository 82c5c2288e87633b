"""What is kept of a workspace between runs is found as long as it is right, and goes in time."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from store_world import article, event

from detente.store import Batch, Query, Workspace, cards, kept
from made_once import copy_of

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace."""
    return copy_of(of_one_article, tmp_path / "w").folder


def of_one_article(folder: Path) -> Workspace:
    made = Workspace.create(folder)
    add(made.folder, 1)
    return made


def add(folder: Path, number: int) -> None:
    """One more article with an event."""
    told = article(number)
    with Workspace.open(folder).writing() as writer:
        writer.append(Batch(articles=(told,), events=(event(f"e{number}", told.article_id),)))


def count(folder: Path) -> int:
    """How many events one who opens the workspace anew is told of."""
    catalogue = Workspace.open(folder).catalogue()
    found = catalogue.counted("events", Query()).total
    catalogue.close()
    return found


def files(place: Path) -> list[Path]:
    return sorted(place.iterdir())


def test_a_second_run_makes_nothing_anew(
    folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert count(folder) == 1
    (before,) = files(place)
    monkeypatch.setattr(cards, "write", None)
    assert count(folder) == 1
    assert files(place) == [before]


def test_what_changed_is_made_anew_and_the_earlier_goes(folder: Path, place: Path) -> None:
    count(folder)
    earlier = files(place)
    add(folder, 2)
    assert count(folder) == 2
    assert len(files(place)) == 1 and files(place) != earlier


def test_another_workspace_in_the_same_folder_is_another(folder: Path, tmp_path: Path) -> None:
    assert count(folder) == 1
    folder.rename(tmp_path / "before")
    again = Workspace.create(folder)
    with again.writing() as writer:  # as many commits, other content
        acts = tuple(event(f"x{n}", "a0001") for n in range(5))
        writer.append(Batch(articles=(article(1),), events=acts))
    assert count(folder) == 5


def test_two_servers_ask_one_file(folder: Path, place: Path) -> None:
    one, other = (Workspace.open(folder).catalogue() for _ in range(2))
    assert one.counted("events", Query()).total == other.counted("events", Query()).total == 1
    assert len(files(place)) == 1
    add(folder, 2)
    assert other.counted("events", Query()).total == one.counted("events", Query()).total == 2
    one.close()
    assert other.record("events", "e2") is not None


@pytest.mark.parametrize("content", [b"", b"no database" * 1000])
def test_a_broken_file_is_made_anew(folder: Path, place: Path, content: bytes) -> None:
    count(folder)
    (path,) = files(place)
    path.write_bytes(content)
    assert count(folder) == 1
    assert path.read_bytes() != content


def test_what_a_killed_run_left_is_not_asked_and_goes(folder: Path, place: Path) -> None:
    place.mkdir(parents=True)
    for name, days in (("old", 2), ("young", 0)):
        begun = place / f"{name}{kept.BEGUN}"
        begun.mkdir()
        (begun / "half.duckdb").write_bytes(b"half")
        then = time.time() - days * kept.DAY
        os.utime(begun, (then, then))
    assert count(folder) == 1
    assert [each.name for each in files(place) if each.name.endswith(kept.BEGUN)] == [
        f"young{kept.BEGUN}"
    ]


def test_so_many_are_kept_and_none_for_ever(tmp_path: Path, folder: Path, place: Path) -> None:
    place.mkdir(parents=True)
    for number in range(kept.MOST + 2):
        path = place / f"{number:016x}-0{kept.WHOLE}"
        path.touch()
        then = time.time() - (number + 1) * 60
        os.utime(path, (then, then))
    old = place / f"{0:016x}-0{kept.WHOLE}"
    os.utime(old, (0, 0))
    count(folder)
    left = {each.name[:16] for each in files(place)}
    assert len(left) == kept.MOST and f"{0:016x}" not in left and f"{1:016x}" in left


def test_nothing_is_kept_of_what_was_removed(folder: Path, place: Path) -> None:
    count(folder)
    assert files(place)
    Workspace.open(folder).remove(["a0001"])
    assert not files(place)


def test_others_cannot_read_it(folder: Path, place: Path) -> None:
    count(folder)
    assert os.name == "nt" or place.stat().st_mode & 0o077 == 0
