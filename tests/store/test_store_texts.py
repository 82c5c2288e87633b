"""The texts of many articles."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from store_world import DAY, article

from detente.errors import QueryError
from detente.store import Batch, Query, Workspace
from detente.store.texts import Texts, TextsOf

EARLIER = "Chile has asked Norway for talks on fish. Norway has not answered yet."
LATER = "Chile has asked Norway for talks on fish. Norway agreed again on Friday."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("texts") / "ws"
    told = [article(number) for number in range(6)]
    told[1] = replace(told[1], text=EARLIER)
    again = replace(told[1], article_id="a0009", text=LATER)
    with Workspace.create(place).writing() as writer:
        writer.append(Batch(tuple(told)))
        writer.append(Batch((again,)))
    return place


def ids(texts: Texts) -> list[str]:
    found = [table.column("article_id").to_pylist() for table in texts.batches()]
    return sorted(name for names in found for name in names)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "a0000 a0002 a0003 a0004 a0005 a0009"),
        ({"superseded": True}, "a0000 a0001 a0002 a0003 a0004 a0005 a0009"),
        ({"outlet": "outlet 0"}, "a0000 a0003"),
        ({"reported_since": DAY + dt.timedelta(days=4)}, "a0004 a0005"),
        ({"reported_until": DAY}, "a0000"),
        ({"article_words": "again"}, "a0009"),
        ({"genre": "opinion"}, ""),
    ],
)
def test_articles_are_chosen(folder: Path, asked: dict[str, Any], expected: str) -> None:
    texts = Texts(folder, Query(**asked))
    assert ids(texts) == expected.split()
    assert texts.count() == len(expected.split())


def test_texts_are_read_again_by_id(folder: Path) -> None:
    found = dict(Texts(folder).of(["a0003", "a0001"]))
    assert found == {"a0001": EARLIER, "a0003": article(3).text}


def test_some_articles_by_id(folder: Path) -> None:
    texts = TextsOf(folder, ["a0001", "a0002"])
    assert (texts.count(), ids(texts)) == (2, ["a0001", "a0002"])


def test_what_does_not_narrow_articles_is_refused(folder: Path) -> None:
    with pytest.raises(QueryError, match="'between' does not narrow articles"):
        Texts(folder, Query(between=("CHN", "USA")))
