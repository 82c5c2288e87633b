"""What a workspace holds is counted as a reader of all its rows would count it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from store_world import AMERICA, CHINA, RUSSIA, article, channel, event, rejection, statement

from detente.records import Actor
from detente.store import Batch, Query, Status, Workspace
from detente.store.status import Count, MonthCount, PairCount, ReasonCount

JANUARY, MARCH = dt.date(2024, 1, 1), dt.date(2024, 3, 1)
UNION = Actor("EU", 0, 2, "European Union", "IGO:EU", None)
NOBODY = Actor("rebels", 0, 6, None, None, "REB")
ENGLISH = "They said that the talks with them have been of use to the two. " * 5
ARTICLES = (
    article(1, text=ENGLISH, outlet="Herald", published=dt.date(2024, 1, 31), genre="opinion"),
    article(2, text=ENGLISH + "2", outlet="Herald", published=dt.date(2024, 1, 2)),
    article(3, text="Palabras. " * 50, outlet="Herald", published=dt.date(2024, 3, 3)),
    article(4, text="Too short.", outlet=None, published=None),
    article(5, text="Said and done, and said again.", outlet="Echo", address="https://e.example/1"),
    article(6, text="Said and done, and said twice.", outlet="Echo", address="https://e.example/1",
            published=None),
)  # fmt: skip
EVENTS = (
    event("one", "a0001"),
    event("two", "a0001", actors=(CHINA, AMERICA), recipients=(RUSSIA,)),
    event("same", "a0002", actors=(CHINA, CHINA), recipients=(CHINA, NOBODY, UNION)),
    event("other", "a0002", actors=(AMERICA,), recipients=(CHINA,), coder="fake 2"),
    event("met", "a0002", actors=(AMERICA, CHINA, RUSSIA), recipients=(), reciprocal=True),
    event("superseded", "a0005"),
)
REJECTED = (
    rejection("1", reason="malformed JSON: line 7"),
    rejection("2", reason="malformed JSON: line 3", path="a.csv"),
    rejection("3", reason="date not understood: soon", article_id="a0004"),
    rejection("4", reason="'met': no party", stage="coding", article_id="a0002"),
    rejection("5", reason="'met': no party", stage="coding", article_id="a0005"),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("status") / "w")
    with workspace.writing() as writer:
        writer.append(
            Batch(ARTICLES, EVENTS, (statement("s", "a0002"),), REJECTED, (), (channel("c"),))
        )
    return workspace


@pytest.fixture(scope="module")
def status(workspace: Workspace) -> Status:
    return workspace.status()


def test_articles(status: Status) -> None:
    assert (status.articles, status.superseded) == (5, 1)
    assert (status.undated, status.without_outlet) == (2, 1)
    assert (status.first, status.last) == (dt.date(2024, 1, 2), dt.date(2024, 3, 3))
    assert status.months == (
        MonthCount("Echo", None, 1),
        MonthCount("Herald", JANUARY, 2),
        MonthCount("Herald", MARCH, 1),
        MonthCount(None, None, 1),
    )
    assert status.outlets == (Count("Herald", 3), Count("", 1), Count("Echo", 1))
    assert status.languages == (Count("en", 2), Count("short", 2), Count("other", 1))
    assert status.genres == (Count("news", 4), Count("opinion", 1))


def test_records(status: Status) -> None:
    assert (status.events, status.statements, status.channels) == (5, 1, 1)
    assert status.coders == (Count("fake 1", 6), Count("fake 2", 1))


def test_a_pair_is_who_acts_and_who_is_acted_upon_or_who_act_jointly(status: Status) -> None:
    assert status.pairs == (
        PairCount(("CHN", "USA"), 3, 2),
        PairCount(("CHN", "RUS"), 2, 2),
        PairCount(("RUS", "USA"), 2, 2),
    )


def test_pairs_are_those_that_a_question_between_them_finds(workspace: Workspace) -> None:
    for pair in workspace.status().pairs:
        assert workspace.count("events", Query(between=pair.states)) == pair.events


def test_reasons(status: Status) -> None:
    assert status.reasons == (
        ReasonCount("reading", "malformed JSON", 2, "a.csv, 2", "Leave it."),
        ReasonCount("coding", "no party", 1, "bad.csv, 4", "Leave it."),
        ReasonCount("note", "date not understood", 1, "bad.csv, 3", "Leave it."),
    )


def test_an_empty_workspace(tmp_path: Path) -> None:
    status = Workspace.create(tmp_path / "w").status()
    assert (status.articles, status.first, status.months, status.pairs) == (0, None, (), ())
    assert (status.reasons, status.coders, status.datasets, status.outlets) == ((), (), (), ())
