"""Articles are taken out with all that was coded from them, and a kill leaves none half."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable
from store_world import FakeCoder, article, events_of, rejection

from detente.errors import QueryError, WorkspaceError
from detente.reading_run import read_into
from detente.store import Address, Query, Removed, Workspace, removal
from detente.store.recovery import delete_rows
from made_once import copy_of

ITEMS = (
    *(article(number, address=f"news/{number % 2}.csv#{number}") for number in range(40)),
    article(41, address="https://echo.example/41", outlet="Echo"),
    Address("a0041", "news/web.jsonl"),
    rejection("9", path="news/1.csv"),
    rejection("9", path="news/1.csv", article_id="a0007"),
    rejection("1", path="news/1.csvx"),
)
TABLES = ("articles", "addresses", "events", "statements", "channels", "revisions", "rejected")

OF_OUTLET = {f"a{number:04d}" for number in range(0, 40, 3)}


def known(workspace: Workspace) -> set[str]:
    return set(workspace.articles().column("article_id").to_pylist())


def stored(workspace: Workspace) -> dict[str, list[str]]:
    tables = {name: DeltaTable(workspace.folder / name).to_pyarrow_table() for name in TABLES}
    return {name: sorted(map(repr, table.to_pylist())) for name, table in tables.items()}


def made(folder: Path, *left_out: str) -> Workspace:
    """A workspace of all articles but some."""
    return copy_of(read_without, folder, *left_out)


def read_without(folder: Path, *left_out: str) -> Workspace:
    workspace = Workspace.create(folder)
    items = [item for item in ITEMS if getattr(item, "article_id", None) not in left_out]
    read_into(workspace, items, FakeCoder)
    return workspace


@pytest.mark.parametrize(
    ("asked", "gone"),
    [
        ({"article_ids": ["a0027", "a0004"]}, ["a0004", "a0027"]),
        ({"outlets": ["Echo"]}, ["a0041"]),
        ({"outlets": ["ECHO"]}, ["a0041"]),
        ({"files": ["news/web.jsonl"]}, ["a0041"]),
        ({"outlets": ["Outlet 0"]}, sorted(OF_OUTLET)),
        ({"outlets": ["Echo"], "article_ids": ["a0004"]}, ["a0004", "a0041"]),
        ({"files": [Path("./news/0.csv")]}, [f"a{number:04d}" for number in range(0, 40, 2)]),
    ],
)
def test_nothing_of_them_is_left(tmp_path: Path, asked: dict[str, Any], gone: list[str]) -> None:
    workspace = made(tmp_path / "w")
    done = workspace.remove(**asked)
    assert done is not None and list(done.article_ids) == gone
    assert stored(workspace) == stored(made(tmp_path / "v", *gone))


def test_a_file_goes_with_what_was_rejected_in_it(tmp_path: Path) -> None:
    workspace = made(tmp_path / "w")
    assert workspace.remove(files=["news/1.csv"]) is not None
    paths = set(workspace.rejected().column("path").to_pylist())
    assert "news/1.csv" not in paths and "news/1.csvx" in paths


def test_all_that_was_coded_is_counted(tmp_path: Path) -> None:
    done = made(tmp_path / "w").remove(["a0027", "a0004"])
    assert done == Removed(("a0004", "a0027"), (), 3, 1, 1, 0)


@pytest.mark.parametrize(
    ("file", "gone"),
    [
        ("n.csv", ["a0000", "a0001", "a0002"]),
        ("n", []),
        ("n#1.csv", ["a0003", "a0004"]),
        ("m", ["a0005"]),
    ],
)
def test_a_file_is_told_from_others_whose_names_begin_alike(
    tmp_path: Path, file: str, gone: list[str]
) -> None:
    workspace = Workspace.create(tmp_path / "w")
    addresses = "n.csv n.csv#3 n.csv#3#part~2 n#1.csv n#1.csv#2 m/a.csv#1 m#1/a.csv".split()
    items = [article(n, address=at.replace("~", " ")) for n, at in enumerate(addresses)]
    read_into(workspace, [*items, rejection("1", path="n")], FakeCoder)
    done = workspace.remove(files=[file])
    assert done is not None and list(done.article_ids) == gone


def test_it_is_told_what_was_matched(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    named = {1: "Echo", 2: "ECHO", 3: "Echoes"}
    items = [article(n, outlet=name, address=f"n/{n}.csv#{n}") for n, name in named.items()]
    read_into(workspace, items, FakeCoder)
    done = workspace.remove(outlets=["echo"], files=["n/3.csv"])
    assert done is not None
    assert (done.outlets, done.files) == (("ECHO", "Echo"), ("n/3.csv",))


def test_read_again_it_is_there_again(tmp_path: Path) -> None:
    workspace = made(tmp_path / "w")
    before = stored(workspace)
    workspace.remove(files=["news"])
    assert workspace.articles().num_rows == 0
    read_into(workspace, ITEMS, FakeCoder)
    assert stored(workspace) == before


@pytest.mark.parametrize("asked", [{"outlets": ["Outlet 0"]}, {"files": ["news/1.csv"]}])
def test_the_rest_can_be_asked_and_written_to(tmp_path: Path, asked: dict[str, Any]) -> None:
    """What Delta rewrites has texts of another type, which a filter must still find its way in."""
    workspace = made(tmp_path / "w")
    workspace.remove(**asked)
    told = workspace.events().to_pylist()
    kind = told[0]["event_type"]
    wanted = [row["event_id"] for row in told if row["event_type"] == kind]
    assert workspace.events(Query(type=kind)).column("event_id").to_pylist() == wanted
    assert workspace.statements(Query(kind="demand")).num_rows <= workspace.statements().num_rows
    assert workspace.status().articles == workspace.articles().num_rows
    assert workspace.remove(outlets=["Echo"]) is not None
    assert read_into(workspace, ITEMS, FakeCoder).articles_new > 0
    assert known(workspace) == known(made(tmp_path / "v"))


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """What is left without one outlet."""
    return made(tmp_path_factory.mktemp("without") / "w", *OF_OUTLET)


@pytest.mark.parametrize("deleted", range(10))
def test_a_kill_leaves_no_article_half(
    tmp_path: Path, deleted: int, without: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, left = made(tmp_path / "w"), iter(range(deleted))

    def delete_or_die(*args: Any, **options: Any) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        delete_rows(*args, **options)

    monkeypatch.setattr(removal, "delete_rows", delete_or_die)
    with pytest.raises(KeyboardInterrupt):
        workspace.remove(outlets=["Outlet 0"])
    monkeypatch.undo()
    there = known(workspace)
    assert there in (known(without), known(without) | OF_OUTLET)
    events = Counter(workspace.events().column("article_id").to_pylist())
    assert all(events[own] == events_of(int(own[1:])) for own in [*there, *events])
    turned_down = {row["article_id"] for row in workspace.rejected().to_pylist()}
    assert {own for own in there if int(own[1:]) % 9 == 0} <= turned_down
    if there & OF_OUTLET:
        workspace.remove(outlets=["Outlet 0"])
    with workspace.writing():
        pass  # whoever writes next tidies up
    assert stored(workspace) == stored(without)


def test_an_earlier_version_counts_again(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    url = "https://echo.example/fish"
    texts = [f"Chile and Norway held talks on fish, version {number}." for number in (1, 2, 3)]
    read_into(
        workspace,
        [article(number, text=text, address=url) for number, text in enumerate(texts)],
        FakeCoder,
    )
    assert known(workspace) == {"a0002"}
    done = workspace.remove(["a0001"])
    assert done is not None and (done.restored, known(workspace)) == (0, {"a0002"})
    done = workspace.remove(["a0002"])
    assert done is not None and (done.restored, known(workspace)) == (1, {"a0000"})


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "nothing to take out"),
        ({"article_ids": ["a0001", "a9999"]}, "no article a9999"),
        ({"outlets": ["Echoes"]}, "no article of outlet Echoes"),
        ({"files": ["news/0.csv", "news/2.csv"]}, "no article from news/2.csv"),
    ],
)
def test_what_is_not_there_is_refused(tmp_path: Path, asked: dict[str, Any], words: str) -> None:
    workspace = made(tmp_path / "w")
    before = stored(workspace)
    with pytest.raises(QueryError, match=words):
        workspace.remove(**asked)
    assert stored(workspace) == before


def test_one_may_say_no(tmp_path: Path) -> None:
    workspace, asked = made(tmp_path / "w"), []

    def no(found: Removed) -> bool:
        asked.append(found.events)
        return False

    assert workspace.remove(["a0027"], confirm=no) is None
    assert asked == [3] and "a0027" in known(workspace)


def test_not_while_another_writes(tmp_path: Path) -> None:
    workspace = made(tmp_path / "w")
    with workspace.writing(), pytest.raises(WorkspaceError, match="is writing"):
        workspace.remove(["a0027"])
