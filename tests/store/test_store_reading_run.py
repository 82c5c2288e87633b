from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_world import FakeCoder, article, events_of, items, rejection

from detente.errors import QueryError
from detente.reading_run import ReadReport, grouped, read_into
from detente.store import Workspace
from examples import some
from made_once import copy_of

COUNT = 60
COPIES = len(range(0, COUNT, 7))
EVENTS = sum(events_of(number) for number in range(COUNT))
STATEMENTS = len(range(0, COUNT, 3))
BAD_SENTENCES = len(range(0, COUNT, 9))


def counts(report: ReadReport) -> tuple[int, ...]:
    articles = (report.articles_new, report.articles_known, report.articles_repeated)
    return (*articles, report.events, report.statements, report.rejected)


def contents(workspace: Workspace) -> list[object]:
    tables = (
        workspace.articles(),
        workspace.events(),
        workspace.statements(),
        workspace.channels(),
    )
    return [t.to_pylist() for t in (*tables, workspace.addresses(), workspace.rejected())]


def test_a_second_run_adds_nothing(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    first = read_into(workspace, items(COUNT), FakeCoder)
    assert counts(first) == (COUNT, 0, COPIES, EVENTS, STATEMENTS, 2 + BAD_SENTENCES)
    assert workspace.channels().num_rows == len(range(0, COUNT, 4))
    before = contents(workspace)
    again = read_into(workspace, items(COUNT), FakeCoder)
    assert counts(again) == (0, COUNT + COPIES, 0, 0, 0, 2)
    assert contents(workspace) == before


def test_an_article_met_elsewhere_adds_its_address_once(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    copy = article(1, address="elsewhere")
    for _ in range(2):
        read_into(workspace, [article(1), copy, copy], FakeCoder)
    addresses = workspace.addresses().to_pylist()
    assert addresses == [
        {"article_id": "a0001", "address": "elsewhere"},
        {"article_id": "a0001", "address": "folder/1.txt"},
    ]


def read_at_once(folder: Path) -> Workspace:
    made = Workspace.create(folder)
    read_into(made, items(20), FakeCoder)
    return made


@settings(max_examples=some(4, deep=8))
@given(batch=st.integers(1, 70), commit_every=st.integers(1, 70))
def test_batches_and_commits_do_not_change_what_is_stored(
    tmp_path_factory: pytest.TempPathFactory, batch: int, commit_every: int
) -> None:
    expected = copy_of(read_at_once, tmp_path_factory.mktemp("one") / "w")
    found = Workspace.create(tmp_path_factory.mktemp("two") / "w")
    read_into(found, items(20), FakeCoder, batch=batch, commit_every=commit_every)
    assert contents(found) == contents(expected)


def test_workers_do_not_change_what_is_stored(tmp_path: Path) -> None:
    one, two = Workspace.create(tmp_path / "1"), Workspace.create(tmp_path / "2")
    read_into(one, items(COUNT), FakeCoder)
    read_into(two, items(COUNT), FakeCoder, workers=2, batch=7)
    assert contents(one) == contents(two)


def test_progress_ends_with_the_report(tmp_path: Path) -> None:
    told: list[ReadReport] = []
    workspace = Workspace.create(tmp_path / "w")
    report = read_into(workspace, items(COUNT), FakeCoder, batch=10, on_progress=told.append)
    assert counts(told[-1]) == counts(report)
    assert [t.articles_new for t in told] == sorted(t.articles_new for t in told)
    assert len(told) >= COUNT / 10


def test_only_rejections(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    for _ in range(2):
        report = read_into(workspace, [rejection("1"), rejection("2")], FakeCoder)
        assert report.rejected == 2
    assert workspace.rejected().column("place").to_pylist() == ["1", "2"]


def test_no_articles_a_batch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError):
        read_into(Workspace.create(tmp_path / "w"), [], FakeCoder, batch=0)


@pytest.mark.parametrize(
    ("lengths", "groups"),
    [
        ([], []),
        ([1, 1, 1, 1], [3, 1]),  # by count
        ([4, 7, 1], [2, 1]),  # by characters
        ([99, 1, 99], [1, 2]),  # one big article is no problem
    ],
)
def test_grouping(lengths: list[int], groups: list[int]) -> None:
    told = [article(number, text="x" * length) for number, length in enumerate(lengths)]
    made = list(grouped(told, 3, 10))
    assert [len(group) for group in made] == groups
    assert [one for group in made for one in group] == told
