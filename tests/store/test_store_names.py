"""A workspace may be called what one likes."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_world import FakeCoder, article, items

from detente.errors import WorkspaceError
from detente.reading_run import read_into
from detente.store import Batch, Query, Workspace

NAMES = ("a[1] |b^c", "50 % #a?b", "été {日本}*'\"", "file:x;=@&%zz")
MISTAKEN = ("a%20b", "a\\b", "a\nb", "a%5B/w")


@pytest.mark.parametrize("name", NAMES)
def test_any_name(tmp_path: Path, name: str) -> None:
    workspace = Workspace.open_or_create(tmp_path / name / "w")
    read_into(workspace, items(12), FakeCoder)
    workspace.remove(["a0003"])
    with workspace.writing() as writer:
        for number in range(20, 28):
            writer.append(Batch((article(number),)))
        writer.compact()
    assert workspace.articles().num_rows == workspace.status().articles == 19
    assert workspace.count("events") == workspace.catalogue().counted("events", Query()).total
    assert workspace.check().damages == ()
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", MISTAKEN)
def test_what_would_be_taken_for_another_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WorkspaceError, match="Rename that folder"):
        Workspace.open_or_create(tmp_path / name)
    assert not [*tmp_path.iterdir()]
