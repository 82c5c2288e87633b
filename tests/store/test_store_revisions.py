"""An article that has changed: the later text counts, the earlier one is kept and told."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st
from store_world import DAY, FakeCoder, article, made_before_manifests

from detente.reading_run import read_into
from detente.records import Article
from detente.store import Query, Workspace, commits
from detente.store.revisions import CROWDED, is_revision
from detente.store.seeing import folder_of
from examples import some
from made_once import copy_of

URL = "https://herald.example/fish"
HOME, NEXT = "https://herald.example/", DAY + dt.timedelta(1)
FIRST = "Chile has asked Norway for talks on fish. Norway has not answered yet."
LATER = "Chile has asked Norway for talks on fish. Norway agreed to them on Friday."
OTHER = "A ferry was late, and nobody minded, as the sun was out over the fjord."
TABLES = ("addresses", "events", "statements", "channels", "revisions", "articles")


def told(number: int, text: str = FIRST, address: str = URL, **changes: Any) -> Article:
    return article(number, text=text, address=address, **changes)


@pytest.mark.parametrize(
    ("earlier", "later", "revised"),
    [
        ({}, {"text": LATER}, True),
        ({}, {"text": LATER, "outlet": "Other", "published": None}, True),  # one page all the same
        ({}, {"text": OTHER}, False),  # one page, several articles
        ({}, {"text": LATER, "published": DAY + dt.timedelta(7)}, True),
        ({}, {"text": LATER, "published": DAY + dt.timedelta(8)}, False),  # a page that goes on
        (
            {},
            {"published": DAY + dt.timedelta(99)},
            True,
        ),  # its date was read wrongly the first time
        ({"address": HOME}, {"address": HOME, "text": LATER}, True),
        ({"address": HOME}, {"address": HOME, "text": LATER, "outlet": "Other"}, False),
        ({"address": HOME}, {"address": HOME, "text": LATER, "published": NEXT}, False),
        (
            {"address": f"{HOME}?id=3"},
            {"address": f"{HOME}?id=3", "text": LATER, "published": NEXT},
            True,
        ),
        ({"address": "http://["}, {"address": "http://[", "text": LATER, "published": NEXT}, True),
        ({"text": ""}, {"text": ""}, False),  # coded data without text
        ({"text": FIRST}, {"text": FIRST + OTHER * 9}, True),  # a first line, then all of it
        ({"address": "a.txt"}, {"address": "a.txt", "text": LATER}, True),
        ({"address": "a.csv#3"}, {"address": "a.csv#3", "text": LATER}, True),
        ({"address": "a.csv#3"}, {"address": "a.csv#3", "text": OTHER}, False),  # a row moved down
        ({"address": "a.txt", "outlet": None}, {"address": "a.txt"}, True),  # told the second time
        ({"address": "a.txt"}, {"address": "a.txt", "published": None}, True),
        ({"address": "a.txt"}, {"address": "a.txt", "outlet": "Other"}, False),
        ({"address": "a.txt"}, {"address": "a.txt", "published": dt.date(2020, 1, 1)}, False),
        ({"address": "-"}, {"address": "-", "text": LATER}, False),
        ({"address": "-#3"}, {"address": "-#3", "text": LATER}, False),
    ],
)
def test_what_is_a_revision(earlier: dict[str, Any], later: dict[str, Any], revised: bool) -> None:
    first, second = told(1, outlet="Herald", published=DAY), told(2, outlet="Herald", published=DAY)
    assert is_revision(replace(second, **later), replace(first, **earlier)) is revised


def ids(table: pa.Table, name: str = "article_id") -> list[str]:
    return sorted(set(table.column(name).to_pylist()))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return copy_of(read_thrice, tmp_path / "w")


def read_thrice(folder: Path) -> Workspace:
    """Three articles, of which the third is a later version of the first."""
    made = Workspace.create(folder)
    report = read_into(made, [told(1), told(2, OTHER), told(3, LATER)], FakeCoder)
    assert (report.articles_new, report.articles_revised) == (3, 1)
    return made


def test_only_the_later_version_counts(workspace: Workspace) -> None:
    assert ids(workspace.articles()) == ["a0002", "a0003"]
    assert ids(workspace.events()) == ["a0002", "a0003"]
    assert ids(workspace.statements()) == ["a0003"]
    members = {name for each in workspace.occurrences() for name in each.members}
    assert {name.partition("-")[0] for name in members} == {"a0002", "a0003"}
    (revision,) = workspace.revisions().to_pylist()
    assert revision == {
        "article_id": "a0001", "replaced_by": "a0003", "address": URL,
        "published": article(3).published,
    }  # fmt: skip


def test_earlier_versions_are_kept_and_shown_where_asked_for(workspace: Workspace) -> None:
    both = Query(superseded=True)
    assert ids(workspace.events(both)) == ["a0001", "a0002", "a0003"]
    assert ids(workspace.articles(superseded=True)) == ["a0001", "a0002", "a0003"]
    assert len(workspace.merged(both).reports) > len(workspace.merged().reports)
    earlier = workspace.article("a0001")
    assert earlier is not None and earlier.text == FIRST


def test_all_that_an_earlier_version_told_does_not_count(tmp_path: Path) -> None:
    def counts(query: Query | None = None) -> list[int]:
        return [len(workspace.channels(query)), len(workspace.statements(query))]

    workspace = Workspace.create(tmp_path / "w")
    read_into(workspace, [told(36)], FakeCoder)
    assert (counts(), len(workspace.rejected())) == ([1, 1], 1)
    read_into(workspace, [told(37, LATER)], FakeCoder)
    assert (counts(), len(workspace.rejected())) == ([0, 0], 0)
    assert counts(Query(superseded=True)) == [1, 1]


def test_reading_again_changes_nothing(workspace: Workspace) -> None:
    report = read_into(workspace, [told(1), told(2, OTHER), told(3, LATER)], FakeCoder)
    assert (report.articles_new, report.articles_revised) == (0, 0)
    assert ids(workspace.articles()) == ["a0002", "a0003"]


def test_a_third_version_replaces_both(workspace: Workspace) -> None:
    read_into(workspace, [told(4, LATER + " They begin in May.")], FakeCoder)
    assert ids(workspace.articles()) == ["a0002", "a0004"]
    found = workspace.revisions().to_pylist()
    pairs = [(row["article_id"], row["replaced_by"]) for row in found]
    assert pairs == [("a0001", "a0003"), ("a0001", "a0004"), ("a0003", "a0004")]


# The same text as four runs with other options read it, and another text.
DATED, REDATED = told(1, published=DAY), told(2, FIRST, published=NEXT)
UNDATED, UNNAMED = told(3, FIRST, published=None), told(4, FIRST, published=DAY, outlet=None)
CORRECTED = told(5, LATER, published=DAY)


@pytest.mark.parametrize(
    ("items", "counts"),
    [
        ([DATED, REDATED, DATED], DATED),
        ([DATED, UNDATED, DATED], DATED),  # an e-book, dated by its file in former versions
        ([UNDATED, DATED, UNDATED], DATED),  # what is read each day keeps what it was given once
        ([UNNAMED, DATED, UNNAMED], DATED),
        ([DATED, REDATED, UNDATED, REDATED, DATED], DATED),
        ([DATED, CORRECTED, DATED], CORRECTED),  # an old file undoes no correction
        ([DATED, REDATED, replace(DATED, address="https://post.example/fish")], REDATED),
    ],
)
def test_when_an_earlier_version_that_is_read_again_counts_again(
    tmp_path: Path, items: list[Article], counts: Article
) -> None:
    for name, step in (("one", 1), ("all", len(items))):
        workspace = Workspace.create(tmp_path / name)
        for first in range(0, len(items), step):
            read_into(workspace, items[first : first + step], FakeCoder, batch=2)
        assert ids(workspace.articles()) == [counts.article_id]


def test_what_counts_again_can_be_taken_out(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    for one in (DATED, REDATED):
        read_into(workspace, [one], FakeCoder)
    report = read_into(workspace, [DATED], FakeCoder)
    assert (report.articles_new, report.articles_known, report.articles_revised) == (0, 1, 1)
    assert workspace.revisions().to_pylist() == [
        {"article_id": "a0002", "replaced_by": "a0001", "address": URL, "published": DAY}
    ]
    removed = workspace.remove(["a0001"])
    assert removed is not None and removed.restored == 1
    assert ids(workspace.articles()) == ["a0002"]


AGAIN = [told(n, FIRST, published=DAY + dt.timedelta(n)) for n in range(4)]


@settings(max_examples=some(4, deep=8))
@given(
    order=st.lists(st.integers(0, 3), min_size=1, max_size=8),
    batch=st.integers(1, 4),
    commit_every=st.integers(1, 4),
    cut=st.integers(0, 8),
)
def test_in_whatever_batches_a_version_is_replaced_by_those_read_later(
    tmp_path_factory: pytest.TempPathFactory,
    order: list[int],
    batch: int,
    commit_every: int,
    cut: int,
) -> None:
    items = [AGAIN[number] for number in order]
    workspace = Workspace.create(tmp_path_factory.mktemp("w") / "w")
    for part in (items[:cut], items[cut:]):
        read_into(workspace, part, FakeCoder, batch=batch, commit_every=commit_every)
    last = [AGAIN[n].article_id for n in sorted({*order}, key=lambda n: order[::-1].index(n))]
    assert ids(workspace.articles()) == last[:1]
    found = [(row["article_id"], row["replaced_by"]) for row in workspace.revisions().to_pylist()]
    assert sorted(found) == sorted(
        (earlier, later) for at, later in enumerate(last) for earlier in last[at + 1 :]
    )


def unlike(number: int) -> str:
    """A text that shares no run of words with that of another number."""
    return " ".join(f"word{number}x{place}" for place in range(30))


def test_an_address_of_many_texts_hides_none(tmp_path: Path) -> None:
    texts = [told(number, unlike(number)) for number in range(CROWDED + 3)]
    again = told(CROWDED + 3, unlike(0) + " Mended.")
    for name, step in (("one", 1), ("all", len(texts))):
        workspace = Workspace.create(tmp_path / name)
        for first in range(0, len(texts), step):
            read_into(workspace, texts[first : first + step], FakeCoder)
        read_into(workspace, [again], FakeCoder)
        assert workspace.revisions().num_rows == 0
        assert workspace.articles().num_rows == len(texts) + 1


def test_of_a_live_page_only_the_latest_text_counts(tmp_path: Path) -> None:
    texts = [told(n, f"{FIRST} {n}", published=DAY) for n in range(CROWDED + 3)]
    found = []
    for name, step in (("one", 1), ("some", 5), ("all", len(texts))):
        workspace = Workspace.create(tmp_path / name)
        for first in range(0, len(texts), step):
            read_into(workspace, texts[first : first + step], FakeCoder)
        assert ids(workspace.articles()) == [texts[-1].article_id]
        found.append(workspace.revisions())
    assert found[0].equals(found[1]) and found[0].equals(found[2])


def test_a_workspace_from_before_there_were_revisions(workspace: Workspace) -> None:
    shutil.rmtree(workspace.folder / "revisions")
    made_before_manifests(workspace.folder)
    assert ids(workspace.events()) == ["a0001", "a0002", "a0003"]
    assert workspace.revisions().num_rows == 0
    assert workspace.status().superseded == 0
    read_into(workspace, [told(4, LATER + " They begin in May.")], FakeCoder)
    assert ids(workspace.articles()) == ["a0002", "a0004"]


def stored(workspace: Workspace) -> dict[str, list[str]]:
    tables = {name: DeltaTable(workspace.folder / name).to_pyarrow_table() for name in TABLES}
    return {name: sorted(map(repr, table.to_pylist())) for name, table in tables.items()}


VERSIONS = [
    told(number, f"{FIRST} Text {number}.", f"https://herald.example/{number % 3}")
    for number in range(12)
]


@settings(max_examples=some(4, deep=8))
@given(batch=st.integers(1, 13), commit_every=st.integers(1, 13), cut=st.integers(0, 12))
def test_batches_commits_and_interruptions_do_not_change_what_counts(
    tmp_path_factory: pytest.TempPathFactory, batch: int, commit_every: int, cut: int
) -> None:
    expected = Workspace.create(tmp_path_factory.mktemp("one") / "w")
    read_into(expected, VERSIONS, FakeCoder)
    found = Workspace.create(tmp_path_factory.mktemp("two") / "w")
    read_into(found, VERSIONS[:cut], FakeCoder, batch=batch, commit_every=commit_every)
    read_into(found, VERSIONS, FakeCoder, batch=batch, commit_every=commit_every)
    assert stored(found) == stored(expected)
    assert ids(found.articles()) == ["a0009", "a0010", "a0011"]


@pytest.mark.parametrize("written", TABLES)
def test_a_kill_between_any_two_tables_is_repaired(
    tmp_path: Path, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, workspace = Workspace.create(tmp_path / "v"), Workspace.create(tmp_path / "w")
    numbered = (told(1), told(24, LATER), told(27, LATER))
    items = [replace(each, published=DAY) for each in numbered]  # in all, something for each table
    read_into(whole, items[:1], FakeCoder)
    read_into(whole, items[1:], FakeCoder)
    read_into(workspace, items[:1], FakeCoder)

    append = commits.append

    def append_then_die(table: DeltaTable, rows: pa.Table, *, batch: int) -> None:
        append(table, rows, batch=batch)
        if folder_of(table).name == written:
            raise KeyboardInterrupt

    monkeypatch.setattr(commits, "append", append_then_die)
    with pytest.raises(KeyboardInterrupt):
        read_into(workspace, items[1:], FakeCoder)
    monkeypatch.undo()
    assert ids(workspace.articles()) == (["a0027"] if written == "articles" else ["a0001"])
    read_into(workspace, items[1:], FakeCoder)
    assert stored(workspace) == stored(whole)
