"""A file that is asked for is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detente.whole import whole_file


@pytest.mark.parametrize("before", [None, b"what stood there"])
@pytest.mark.parametrize("problem", [KeyboardInterrupt, OSError])
def test_what_breaks_off_leaves_what_stood_there(
    tmp_path: Path, before: bytes | None, problem: type[BaseException]
) -> None:
    path = tmp_path / "a.csv"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(problem), whole_file(path) as stream:
        stream.write(b"half of it")
        stream.flush()
        raise problem
    assert (path.read_bytes() if path.exists() else None) == before
    assert {each.name for each in tmp_path.iterdir()} <= {"a.csv"}


def test_a_file_has_its_name_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / ("ä" * 120 + ".csv")
    with whole_file(path) as stream:
        stream.write(b"all of it")
        assert not path.exists()
    assert path.read_bytes() == b"all of it"


def test_its_bytes_are_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power failure may leave the name, and nothing in the place of what stood there."""
    steps, fsync, replace = list[str](), os.fsync, Path.replace

    def synced(handle: int) -> None:
        steps.append(f"{os.fstat(handle).st_size} bytes synced")
        fsync(handle)

    def named(self: Path, target: Path) -> Path:
        steps.append(f"named {target.name}")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", named)
    with whole_file(tmp_path / "a.csv") as stream:
        stream.write(b"all of it")
    assert steps == ["9 bytes synced", "named a.csv"]


def test_links_and_permissions_stay(tmp_path: Path) -> None:
    there, link = tmp_path / "there.csv", tmp_path / "link.csv"
    there.write_bytes(b"old")
    there.chmod(0o640)
    link.symlink_to(there)
    with whole_file(link) as stream:
        stream.write(b"new")
    assert link.is_symlink() and there.read_bytes() == b"new"
    assert there.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_as_it_is() -> None:
    with whole_file(Path(os.devnull)) as stream:
        stream.write(b"x")
    assert not Path(os.devnull).is_file()
