"""The catalogue answers what the workspace answers, whatever is asked and whatever has changed."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any, get_args

import pytest
from deltalake import DeltaTable, write_deltalake
from hypothesis import given, settings
from hypothesis import strategies as st
from store_world import (
    AMERICA,
    CHINA,
    DAY,
    RUSSIA,
    FakeCoder,
    article,
    event,
    made_before_manifests,
    statement,
)

from detente.correcting import Reviewer
from detente.errors import WorkspaceError
from detente.merging import COUNTED, counted_day
from detente.reading_run import read_into
from detente.records import Article, Status
from detente.schema import to_arrow, to_rows
from detente.store import Batch, Query, Workspace, cards
from detente.store.catalogue import MOST_TOLD
from detente.store.corrected import KEYS, KINDS, Coded
from detente.store.stopping import Stoppable
from examples import some
from made_once import copy_of

WORDY = "Tankers were stopped. Café “Zürich” ﬁshes on oil prices."
QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"between": ("CHN", "USA")},
    {"between": ("CHN", "USA"), "directed": True},
    {"between": ("CHN", "USA"), "unaddressed": True},
    {"between": [("CHN", "USA"), ("RUS", "CHN")]},
    {"of": "RUS"},
    {"of": "G7"},
    {"by": "CHN", "to": "USA"},
    {"actor_sector": "MIL"},
    {"track": "economic"},
    {"confidence": 0.6},
    {"since": "2024-01-15", "until": "2024-02-01"},
    {"outlet": "outlet 1"},
    {"reported_since": "2024-01-20"},
    {"words": "tanker"},
    {"words": "zurich"},
    {"words": "fish"},
    {"article_words": '"oil price"'},
    {"article_words": "title tanker"},
    {"sort": "-confidence"},
    {"of": "G7", "directed": True, "between": ("G7", "CHN")},
    {"by": "CHN", "to": "G7"},
    {"to": "USA"},
    {"between": ("CHN", "USA"), "actor_sector": "GOV"},
    {"between": ("CHN", "USA"), "words": "tanker", "since": "2024-01-15"},
    {"article_words": '"tankers were" oil'},
    {"article_words": '"on oil price" "oil price"'},
)


def stored(folder: Path) -> Workspace:
    """Forty articles with an event and a statement each."""
    sides = ((CHINA, AMERICA), (AMERICA, CHINA), (RUSSIA, CHINA), (CHINA, RUSSIA), (RUSSIA, None))
    texts, acts, said = [], [], []
    for number in range(1, 41):
        actor, other = sides[number % len(sides)]
        told = article(number, text=WORDY if number % 4 == 0 else f"Plain text {number}.")
        others = (other,) if other else ()
        changes: dict[str, Any] = {
            "end": len(told.text),
            "confidence": number / 50,
            "tracks": ("economic",) if number % 3 else ("military",),
        }
        day = DAY if number % 2 else None
        name = told.article_id
        texts.append(told)
        acts.append(
            event(f"e{number}", name, actors=(actor,), recipients=others, date_start=day, **changes)
        )
        said.append(statement(f"s{number}", name, speaker=actor, addressees=others, **changes))
    made = Workspace.create(folder)
    with made.writing() as writer:
        writer.append(Batch(articles=tuple(texts), events=tuple(acts), statements=tuple(said)))
    return made


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One that no test changes."""
    return stored(tmp_path_factory.mktemp("catalogue") / "w s#%")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """One to be changed."""
    return copy_of(stored, tmp_path / "w")


def both(workspace: Workspace, table: Coded, query: Query) -> tuple[list[str], list[str]]:
    """The ids that workspace and catalogue give to one question."""
    key = KEYS[table]
    ask = workspace.events if table == "events" else workspace.statements
    cards = workspace.catalogue().cards(table, query)
    return ask(query).column(key).to_pylist(), [each[key] for each in cards]


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
@pytest.mark.parametrize("table", ["events", "statements"])
def test_it_finds_what_the_workspace_finds(
    world: Workspace, table: Coded, asked: dict[str, Any]
) -> None:
    query = Query(**asked)
    expected, found = both(world, table, query)
    assert found == expected
    assert world.catalogue().counted(table, query).total == len(expected)
    assert world.catalogue().total(table, query) == len(expected)


def test_questions_find_something(world: Workspace) -> None:
    found = [world.count("events", Query(**asked)) for asked in QUESTIONS]
    assert all(n > 0 for n in found) and len(set(found)) > 5


@pytest.mark.parametrize("corrected", [False, True])
def test_what_is_alike_stands_in_one_order(workspace: Workspace, corrected: bool) -> None:
    told = article(50, text=WORDY)
    places = {"z": (0, 9), "y": (0, 5), "x": (3, 5), "w": (2, 20), "v": (0, 9)}
    acts = [
        event(name, told.article_id, start=start, end=end) for name, (start, end) in places.items()
    ]
    with workspace.writing() as writer:
        writer.append(Batch(articles=(told,), events=tuple(acts)))
    if corrected:
        Reviewer(workspace, "Ana").change("events", "x", {"status": "planned"})
    for sort in ("date", "-date", "-confidence", "score"):
        expected, found = both(workspace, "events", Query(sort=sort))
        assert found == expected
        assert [each for each in found if each in "vwyz"] == ["v", "y", "z", "w"]


def test_pages_are_parts_of_the_whole(world: Workspace) -> None:
    whole = world.events(Query(sort="-date")).column("event_id").to_pylist()
    pages = [
        world.catalogue().cards("events", Query(sort="-date", limit=15), skip=skip)
        for skip in (0, 15, 30)
    ]
    assert [each["event_id"] for page in pages for each in page] == whole


def test_it_is_made_anew_when_something_changes(workspace: Workspace) -> None:
    catalogue = workspace.catalogue()
    before, state = catalogue.counted("events", Query()).total, catalogue.state
    with workspace.writing() as writer:
        writer.append(Batch(articles=(article(90),), events=(event("late", "a0090"),)))
    assert catalogue.counted("events", Query()).total == before + 1
    workspace.remove(["a0090"])
    assert catalogue.counted("events", Query()).total == before
    assert catalogue.state != state


def test_corrections_stand_at_once(workspace: Workspace) -> None:
    ana = Reviewer(workspace, "Ana")
    assert workspace.catalogue().record("events", "e4") is not None
    ana.delete("events", "e4")
    ana.change("events", "e8", {"type": "AID"})
    ana.change("statements", "s8", {"kind": "offer"})
    catalogue = workspace.catalogue()
    assert catalogue.record("events", "e4") is None
    assert catalogue.records_of("events", "a0004") == []
    for table, asked in (("events", {"type": "AID"}), ("statements", {"kind": "offer"})):
        expected, found = both(workspace, table, Query(**asked))  # type: ignore[arg-type]
        assert found == expected and len(found) == 1
    expected, found = both(workspace, "events", Query())
    assert found == expected


@pytest.mark.parametrize("words", [None, "tanker"])
def test_it_joins_what_the_workspace_joins(workspace: Workspace, words: str | None) -> None:
    asked = Query(words=words)
    before = workspace.catalogue().joined(asked)
    if words is None:
        assert before == workspace.merged(asked)
    ana = Reviewer(workspace, "Ana")
    ana.delete("events", "e4")
    ana.change("events", "e8", {"type": "AID"})
    ana.together(["e12", "e20"])
    after = workspace.catalogue().joined(asked)
    assert any({"e12", "e20"} <= set(each.members) for each in after.occurrences)
    assert {"e8"} in [set(each.members) for each in after.occurrences if each.event_type == "AID"]
    assert "e4" in before.reports and "e4" not in after.reports
    if words is None:
        assert after == workspace.merged(asked)


def test_a_record_is_the_whole_record(world: Workspace) -> None:
    for table, name in (("events", "e7"), ("statements", "s7")):
        ask = world.events if table == "events" else world.statements
        (expected,) = to_rows(ask(Query(ids=[name])), KINDS[table])  # type: ignore[index]
        assert world.catalogue().record(table, name) == expected  # type: ignore[arg-type]
    assert world.catalogue().articles(["a0007"])["a0007"] == world.article("a0007")


def test_what_a_later_version_replaced_does_not_count(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "w")
    first = "Chile has asked Norway for talks on fish. Norway has not answered yet."
    later = first.replace("has not answered yet", "agreed to them on Friday")
    page = {"address": "https://herald.example/fish"}
    read_into(made, [article(1, text=first, **page), article(3, text=later, **page)], FakeCoder)
    expected, found = both(made, "events", Query())
    assert found == expected and found
    assert set(made.catalogue().articles(["a0001", "a0003"])) == {"a0003"}


def test_an_act_counts_on_the_day_on_which_an_index_counts_it(tmp_path: Path) -> None:
    days = (None, DAY, DAY - dt.timedelta(days=400), DAY + dt.timedelta(days=9))
    cases = product(days, ("day", "month"), (True, False), get_args(Status), (DAY, None))
    made, expected = Workspace.create(tmp_path / "w"), {}
    texts, acts = [], []
    for number, (day, precision, recalled, status, published) in enumerate(cases):
        texts.append(article(number, published=published))
        changes: dict[str, Any] = {"date_start": day, "date_end": day, "status": status}
        changes |= {"date_precision": precision if day else None, "recalled": recalled}
        acts.append(event(f"e{number}", texts[-1].article_id, **changes))
        day = counted_day(acts[-1], published) if status in COUNTED else None
        expected[f"e{number}"] = day
    with made.writing() as writer:
        writer.append(Batch(articles=tuple(texts), events=tuple(acts)))
    cards = made.catalogue().cards("events", Query())
    assert {each["event_id"]: each["counted"] for each in cards} == expected


def test_an_empty_workspace_has_an_empty_catalogue(tmp_path: Path) -> None:
    catalogue = Workspace.create(tmp_path / "w").catalogue()
    assert catalogue.months() == catalogue.latest() == []
    assert catalogue.counted("events", Query(of="CHN")).total == 0
    assert catalogue.published() == (None, None)


def test_articles_from_before_there_was_a_column_are_shown(workspace: Workspace) -> None:
    folder = workspace.folder / "articles"
    first, second = article(1), article(2, file_made=DAY)
    older = to_arrow([first], Article).drop_columns("file_made")
    shutil.rmtree(folder)
    made_before_manifests(workspace.folder)
    DeltaTable.create(folder, older.schema)
    write_deltalake(folder, older, mode="append")
    assert workspace.catalogue().articles(["a0001"]) == {"a0001": first}
    with workspace.writing() as writer:
        writer.append(Batch((second,)))
    found = workspace.catalogue().articles(["a0001", "a0002"])
    assert found == {"a0001": first, "a0002": second}


def test_where_nothing_can_be_kept_nothing_is_left_behind(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    catalogue = workspace.catalogue()
    catalogue.months()
    assert catalogue._place is not None
    place = Path(catalogue._place.name)
    assert list(place.iterdir())
    catalogue.close()
    assert not place.exists()
    assert catalogue.months() == workspace.catalogue().months()  # it can be asked again


LONG = "CREATE TABLE long AS SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b"


@pytest.mark.parametrize("amid", [True, False])
def test_one_that_is_being_made_is_left_when_it_is_closed(
    workspace: Workspace, place: Path, monkeypatch: pytest.MonkeyPatch, amid: bool
) -> None:
    """Amid a step, or between two, where DuckDB does not hear it; who waits for it is told so, too."""
    begun, steps = Event(), cards._steps

    def slow(tables: cards.Tables) -> Iterator[str]:
        begun.set()
        if amid:
            yield LONG
        assert is_stopped_soon(catalogue._making)
        yield from steps(tables)

    catalogue = workspace.catalogue()
    monkeypatch.setattr(cards, "_steps", slow)
    with ThreadPoolExecutor(3) as pool:
        told = [pool.submit(catalogue.months)]
        assert begun.wait(60)
        told += [pool.submit(catalogue.latest), pool.submit(catalogue.index_words)]
        time.sleep(0.5)
        catalogue.close()
        for each in told:
            with pytest.raises(WorkspaceError, match="closed before this was found"):
                each.result(60)
    assert not list(place.iterdir())
    monkeypatch.setattr(cards, "_steps", steps)
    assert catalogue.months() == Workspace.open(workspace.folder).catalogue().months()


def is_stopped_soon(work: Stoppable) -> bool:
    deadline = time.monotonic() + 60
    while not work.is_stopped and time.monotonic() < deadline:
        time.sleep(0.01)
    return work.is_stopped


def test_many_searches_for_words_leave_few_tables(world: Workspace) -> None:
    catalogue = world.catalogue()
    for number in (*range(MOST_TOLD + 5), 0, 1):
        asked = Query(words="tanker" if number == 0 else f"tanker {'stopped ' * number}")
        assert catalogue.counted("events", asked).total == len(catalogue.cards("events", asked)) > 0
    assert len(catalogue._told) == MOST_TOLD


PLACES = st.lists(
    st.sampled_from(
        ("trade", "trader", "traders’", "talks", "talk's", "Tälk", "oil", "\n\n", "-", "ø")
    ),
    max_size=12,
)
ASKED = (
    "trade talk",
    '"trade talk"',
    '"talk talk"',
    '"trade talk" oil',
    '"talk oil" "oil trade"',
    "tälk",
)


@settings(max_examples=some(4, deep=8))
@given(texts=st.lists(PLACES.map(" ".join), min_size=1, max_size=8))
def test_words_are_found_where_the_workspace_finds_them(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        made = Workspace.create(Path(folder) / "w")
        articles = [article(n, text=text or "-") for n, text in enumerate(texts)]
        acts = [
            event(f"e{n}", each.article_id, end=len(each.text)) for n, each in enumerate(articles)
        ]
        with made.writing() as writer:
            writer.append(Batch(articles=tuple(articles), events=tuple(acts)))
        for words in ASKED:
            for query in (Query(words=words), Query(article_words=words)):
                expected, found = both(made, "events", query)
                assert found == expected
        made.catalogue().close()
