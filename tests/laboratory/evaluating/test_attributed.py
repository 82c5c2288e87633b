"""Attributions marked in brat's format: read with their offsets, and scored by overlap."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.laboratory.evaluating.attributed import (
    is_attributed,
    read_attributed,
    score_attributed,
)
from detente.records import Actor, Evidence

TEXT = (
    "“Talks will go on,” the minister said, “in autumn.” Rain fell, a poll found.\r\nIt “helps”.\n"
)
MARKS = """\
T1\tSource 20 32\tthe minister
T2\tCue 33 37\tsaid
T3\tContent 0 19;39 51\t“Talks will go on,” “in autumn.”
T4\tAttribution 33 37\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tContent 52 61\tRain fell
T6\tSource 63 69\ta poll
E2\tAttribution:T4 Content:T5 Source:T6
T7\tContent 78 89\tIt “helps”.
E3\tAttribution-no-source:T4 Content:T7
"""


@dataclass(frozen=True)
class Told:
    source: Actor
    content: Evidence


def told(source: str | None, content: str) -> Told:
    """By the words; without a source the text as a whole speaks."""
    start = TEXT.index(source) if source else None
    end = start + len(source) if source and start is not None else None
    actor = Actor(source or "The Post", start, end, None, None, None)
    first = TEXT.index(content)
    return Told(actor, Evidence(content, first, first + len(content)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "talks.txt").write_bytes(TEXT.encode())
    (tmp_path / "attributions" / "talks.ann").write_text(MARKS, encoding="utf-8")
    return tmp_path


def test_pieces_stand_where_the_marks_say(folder: Path) -> None:
    (read,) = read_attributed(folder)
    first, second = read.attributions
    assert [TEXT[slice(*piece)] for piece in first.content.pieces] == [
        "“Talks will go on,”", "“in autumn.”"
    ]  # fmt: skip
    assert (first.source.text, second.source.text) == ("the minister", "a poll")


@pytest.mark.parametrize(
    ("answers", "joined", "sources"),
    [
        ([told("minister", "autumn"), told("poll", "Rain")], (2, 2), (2, 2)),
        ([told("minister", "Talks"), told("the minister", "autumn")], (1, 2), (1, 2)),
        ([told("minister", "Talks"), told("minister", "helps")], (1, 2), (1, 1)),
        ([told("minister", "Rain"), told("poll", "Talks")], (0, 2), (2, 2)),
        ([told("minister", "the minister")], (0, 1), (1, 1)),
        ([told(None, "Talks"), told(None, "Rain")], (0, 0), (0, 0)),
        ([], (0, 0), (0, 0)),
    ],
)
def test_found_and_told(
    folder: Path, answers: list[Told], joined: tuple[int, int], sources: tuple[int, int]
) -> None:
    score = score_attributed(read_attributed(folder), lambda text: answers)
    assert (score.joined.right, score.joined.told) == joined
    assert (score.sources.right, score.sources.told) == sources
    assert score.joined.tagged == score.sources.tagged == 2
    assert len(score.missed) == 2 - joined[0]


def test_of_several_annotators_the_first_counts(folder: Path) -> None:
    marks = folder / "attributions"
    (marks / "talks.ann").rename(marks / "talks_b.ann")
    (marks / "talks_c.ann").write_text("", encoding="utf-8")
    assert len(read_attributed(folder)[0].attributions) == 2
    (marks / "talks_a.ann").write_text("", encoding="utf-8")
    assert [each.attributions for each in read_attributed(folder)] == [()]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("T9\tSource 21 33\tthe minister", "talks.ann:1.*the text at 21 33 is 'he minister "),
        ("T9 Source 20 32", "talks.ann:1.*no line"),
        ("E9\tAttribution:T4 Content:T3 Source:T8", "no span T4"),
    ],
)
def test_marks_that_do_not_fit_are_named(folder: Path, line: str, what: str) -> None:
    (folder / "attributions" / "talks.ann").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=what):
        read_attributed(folder)


def test_marks_without_a_text_are_named(folder: Path) -> None:
    (folder / "text" / "talks.txt").unlink()
    with pytest.raises(InputError, match=r"talks\.ann: no text"):
        read_attributed(folder)


def test_the_kind_is_told_by_its_folders(folder: Path) -> None:
    assert is_attributed(folder)
    assert not is_attributed(folder / "text")
