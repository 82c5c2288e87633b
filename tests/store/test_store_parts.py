"""Rows that others write count once they are committed, and not before."""

from __future__ import annotations

from pathlib import Path

import pytest
from deltalake import DeltaTable
from store_world import article, event, rejection

from detente.errors import WorkspaceError
from detente.records import Article
from detente.store import Batch, Workspace
from detente.store.parts import read_part, write_part


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w")


def told(number: int) -> Article:
    return article(number)


def ids(workspace: Workspace, table: str, column: str) -> list[str]:
    found: list[str] = DeltaTable(workspace.folder / table).to_pyarrow_table()[column].to_pylist()
    return found


def test_a_part_holds_what_was_written(workspace: Workspace) -> None:
    records = [told(number) for number in range(5)]
    (part,) = write_part(workspace.folder, "articles", records)
    assert (part.table, part.rows) == ("articles", 5)
    assert part.size == (workspace.folder / "articles" / part.name).stat().st_size
    assert read_part(workspace.folder, part) == records
    assert read_part(workspace.folder, part, 1, 2) == records[1:3]


def test_nothing_is_no_part(workspace: Workspace) -> None:
    assert write_part(workspace.folder, "events", []) == ()


def test_a_part_counts_once_it_is_committed(workspace: Workspace) -> None:
    articles = [told(1), told(2)]
    events = [event("e1", "a0001"), event("e2", "a0002")]
    late = rejection("1", stage="coding", article_id="a0002")
    parts = [
        part
        for name, rows in (("articles", articles), ("events", events), ("rejected", [late]))
        for part in write_part(workspace.folder, name, rows)
    ]
    assert len(workspace.articles()) == len(workspace.events()) == 0
    with workspace.writing() as writer:
        writer.append(Batch(tuple(articles), parts=tuple(parts)))
        assert writer.known(["a0001", "a0002", "a0003"]) == {"a0001", "a0002"}
    assert ids(workspace, "articles", "article_id") == ["a0001", "a0002"]
    assert ids(workspace, "addresses", "article_id") == ["a0001", "a0002"]
    assert ids(workspace, "events", "event_id") == ["e1", "e2"]
    assert ids(workspace, "rejected", "place") == ["1"]


def test_parts_and_records_stand_side_by_side(workspace: Workspace) -> None:
    with workspace.writing() as writer:
        writer.append(Batch((told(3),), (event("e3", "a0003"),)))
        for number in (1, 2):
            (part,) = write_part(workspace.folder, "articles", [told(number)])
            writer.append(Batch((told(number),), parts=(part,)))
        writer.compact()
    assert sorted(ids(workspace, "articles", "article_id")) == ["a0001", "a0002", "a0003"]
    assert ids(workspace, "events", "event_id") == ["e3"]


def test_parts_of_stored_articles_are_refused(workspace: Workspace) -> None:
    with workspace.writing() as writer:
        writer.append(Batch((told(1),)))
        (part,) = write_part(workspace.folder, "articles", [told(1)])
        with pytest.raises(WorkspaceError, match="articles that are stored"):
            writer.append(Batch((told(1),), parts=(part,)))
    assert ids(workspace, "articles", "article_id") == ["a0001"]


def test_the_snapshot_that_is_open_holds_what_was_committed(workspace: Workspace) -> None:
    """Else an earlier version would not be found, and two versions of one page would count."""
    page = {"address": "https://news.example/page", "outlet": None, "title": None}
    texts = ["Chile met Norway in Fiji today.", "Chile met Norway in Fiji today. They talked."]
    versions = [
        article(number, text=text, published=None, **page) for number, text in enumerate(texts)
    ]
    with workspace.writing() as writer:
        for each in versions:
            (part,) = write_part(workspace.folder, "articles", [each])
            writer.append(Batch((each,), parts=(part,)))
    assert workspace.revisions()["replaced_by"].to_pylist() == ["a0001"]
