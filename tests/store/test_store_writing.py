from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from deltalake import DeltaTable, write_deltalake
from hypothesis import given, settings
from hypothesis import strategies as st
from store_world import (
    DAY,
    FakeCoder,
    article,
    channel,
    event,
    made_before_manifests,
    rejection,
    statement,
)

from detente.errors import WorkspaceError
from detente.reading_run import read_into
from detente.records import Article, Rejected
from detente.schema import to_arrow, to_rows
from detente.store import Address, Batch, Workspace
from detente.store.layout import make_tables
from detente.store.ledger import Ledger


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w")


def test_known_before_and_within_a_writing(workspace: Workspace) -> None:
    with workspace.writing() as writer:
        writer.append(Batch((article(1),)))
        assert writer.known(["a0001", "a0002"]) == {"a0001"}
    with workspace.writing() as writer:
        assert writer.known(["a0001", "a0002"]) == {"a0001"}
        assert writer.known([]) == set()


def test_articles_known_before_are_told_apart_from_those_given_twice(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    read_into(workspace, [article(1)], FakeCoder)
    items = [article(number) for number in (1, 2, 2, 1, 3, 2)]
    for batch in (1, 2, 6):
        copy = shutil.copytree(workspace.folder, tmp_path / f"w{batch}")
        done = read_into(Workspace.open(copy), items, FakeCoder, batch=batch, commit_every=1)
        counts = (done.articles_new, done.articles_known, done.articles_repeated)
        assert counts == (2, 2, 2)


def test_nothing_is_doubled(workspace: Workspace) -> None:
    batch = Batch(
        (article(1), article(1)),
        (event("e1"),),
        (statement("s1"),),
        (rejection("1"), rejection("1"), rejection("2")),
        (Address("a0001", "folder/1.txt"), Address("a0001", "copy")),
        (channel("c1"),),
    )
    for _ in range(2):
        with workspace.writing() as writer:
            writer.append(batch)
            writer.append(batch)
    found = [workspace.articles(), workspace.events(), workspace.statements(), workspace.channels()]
    assert [table.num_rows for table in found] == [1, 1, 1, 1]
    assert workspace.rejected().column("place").to_pylist() == ["1", "2"]
    assert workspace.addresses().column("address").to_pylist() == ["copy", "folder/1.txt"]


def test_a_workspace_from_before_there_were_channels(workspace: Workspace) -> None:
    with workspace.writing() as writer:
        writer.append(Batch((article(1),), (event("e1"),)))
    shutil.rmtree(workspace.folder / "channels")
    made_before_manifests(workspace.folder)
    older = Workspace.open(workspace.folder)
    assert (older.channels().num_rows, older.told_channels()) == (0, [])
    assert older.events().num_rows == 1
    with older.writing() as writer:
        writer.append(Batch((article(2),), channels=(channel("c2", "a0002"),)))
    assert older.channels().column("channel_report_id").to_pylist() == ["c2"]
    assert older.events().num_rows == 1


def test_a_workspace_from_before_there_was_a_column(workspace: Workspace) -> None:
    folder = workspace.folder / "articles"
    first, second = article(1), article(2, file_made=DAY)
    older = to_arrow([first], Article).drop_columns("file_made")
    shutil.rmtree(folder)
    made_before_manifests(workspace.folder)
    DeltaTable.create(folder, older.schema)
    write_deltalake(folder, older, mode="append")
    assert Workspace.open(workspace.folder).article("a0001") == first
    assert workspace.status().articles == 1
    with workspace.writing() as writer:
        writer.append(Batch((second,)))
    assert to_rows(workspace.articles(), Article) == [first, second]


def test_rows_of_articles_that_never_came_are_unseen_then_deleted(workspace: Workspace) -> None:
    lost = Rejected("x", None, "coding", "why", "what", "a0009")
    with workspace.writing() as writer:
        writer.append(Batch((article(1),), (event("e1"),)))
        writer._write("events", [event("e9", "a0009"), event("e8", "o'clock")])
        writer._write("rejected", [lost, rejection("1", article_id="a0009")])
    assert workspace.events().column("event_id").to_pylist() == ["e1"]
    assert workspace.rejected().column("place").to_pylist() == ["1"]
    with workspace.writing() as writer:
        assert writer.recovered == 2
    kept = DeltaTable(workspace.folder / "events").to_pyarrow_table()
    assert kept.column("event_id").to_pylist() == ["e1"]
    assert workspace.rejected().num_rows == 1  # one from reading stands for itself


def test_a_writer_that_failed_refuses_more(workspace: Workspace) -> None:
    broken = event("e1", sentence="not a number")
    with workspace.writing() as writer:
        with pytest.raises(WorkspaceError, match="tables cannot be"):
            writer.append(Batch((article(1),), (broken,)))
        with pytest.raises(WorkspaceError, match="earlier batch"):
            writer.append(Batch((article(2),)))
    with workspace.writing() as writer:
        writer.append(Batch((article(1),), (event("e1"),)))
    assert workspace.events().num_rows == workspace.addresses().num_rows == 1


def test_compaction_keeps_the_rows_and_an_open_readers_files(workspace: Workspace) -> None:
    with workspace.writing() as writer:
        for number in range(12):
            writer.append(Batch((article(number),)))
        before, reader = workspace.articles(), DeltaTable(workspace.folder / "articles")
        writer.compact()
    after = DeltaTable(workspace.folder / "articles")
    assert (len(reader.file_uris()), len(after.file_uris())) == (12, 1)
    assert workspace.articles().equals(before)
    assert reader.to_pyarrow_table().num_rows == 12
    log = workspace.folder / "articles" / "_delta_log" / f"{after.version():020}.json"
    actions = [json.loads(line) for line in log.read_text().splitlines()]
    changed = [
        each["dataChange"] for action in actions for each in action.values() if "path" in each
    ]
    assert changed == [False] * 13


KEYS = st.lists(st.tuples(st.text(max_size=3), st.none() | st.text(max_size=3)), max_size=8)


@settings(max_examples=25)
@given(added=KEYS, asked=KEYS)
def test_a_ledger_is_a_set(
    tmp_path_factory: pytest.TempPathFactory,
    added: list[tuple[str, str | None]],
    asked: list[tuple[str, str | None]],
) -> None:
    folder = tmp_path_factory.getbasetemp() / "ledger"
    make_tables(folder)
    ledger = Ledger(DeltaTable(folder / "addresses"), ("article_id", "address"))
    ledger.add(added)
    assert ledger.known(asked) == set(added) & set(asked)
    assert ledger.fresh(asked) == set(asked) - set(added)
    ledger.close()
