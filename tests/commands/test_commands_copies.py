"""`detente copies`, and `detente outlets --independent`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import commands_world
import pytest
from commands_run import Run


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles of one text: by Harbour Post first, then twice by Inland Echo."""
    return commands_world.make(tmp_path_factory.mktemp("copied") / "ws")


def test_what_was_printed_elsewhere_in_words(run: Run, copied: Path) -> None:
    told = run("copies", copied)
    assert told.exit_code == 0
    assert told.stderr.splitlines() == ["3 articles, at most 366 MB of memory"]
    first, post, echo = told.stdout.splitlines()
    assert first == "2 of 3 articles print the text of an earlier one."
    assert post.startswith("Harbour Post: 0 of 1 article printed earlier elsewhere")
    assert echo.startswith(
        "Inland Echo: 2 of 2 articles printed earlier elsewhere (first in Harbour Post 2)"
    )


def test_texts_in_words(run: Run, copied: Path) -> None:
    told = run("copies", copied, "--show", "texts").stdout.splitlines()[1]
    assert told.startswith(
        "a1: printed by 3 articles of 2 outlets, first by Harbour Post on 2023-03-01"
    )


def test_articles_as_csv(run: Run, copied: Path) -> None:
    told = run("copies", copied, "--show", "articles").stdout
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [(row["article_id"], row["copy_of"], row["days"]) for row in rows] == [
        ("a2", "a1", "8"), ("a3", "a1", "80"),
    ]  # fmt: skip


def test_lists_are_joined_in_one_cell(run: Run, copied: Path) -> None:
    told = run("copies", copied, "--show", "texts", "--as", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(told))
    assert row["outlets"] == "Harbour Post;Inland Echo"


@pytest.mark.parametrize(
    ("asked", "articles"),
    [(("--since", "2023-03-02"), 2), (("--until", "2023-03"), 2), (("--words", "quarrel"), 1),
     (("--outlet", "Harbour Post"), 1), (("--genre", "opinion"), 0)],
)  # fmt: skip
def test_articles_are_chosen(run: Run, copied: Path, asked: tuple[str, ...], articles: int) -> None:
    assert f" of {articles} article" in run("copies", copied, *asked).stdout.splitlines()[0]


ASKED = ("--between", "KEN", "FJI")


def test_a_copy_is_no_telling_of_its_own(run: Run, copied: Path) -> None:
    both = run("outlets", copied, *ASKED).stdout
    assert "Inland Echo told 1 of the 1 it could have told" in both
    own = run("outlets", copied, *ASKED, "--independent").stdout
    assert "1 act told by 2 outlets." in own.splitlines()[0]
    assert "Harbour Post told 1 of the 1 it could have told, 1 of them alone" in own
    assert "Inland Echo told 0 of the 0" in own
    assert "1 more it has in copies of others' texts alone" in own
