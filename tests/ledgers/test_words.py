"""Which words say what a clause is about, which acts it names, and how strong it is."""

from __future__ import annotations

import pytest

from detente.ledgers.strength import grade, trend
from detente.ledgers.words import (
    acts,
    called_a_line,
    content,
    content_beside,
    issues_of,
    points_back,
    speaks_of,
)


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("demanded that Peru release the crews", {"release", "crew"}),
        ("promised to stabilise ties", {"stabilize", "tie"}),
        ("would stabilize the ties", {"stabilize", "tie"}),
        ("its arms and its arming", {"arm"}),
        ("Norway must never accept this", set()),
    ],
)
def test_content(clause: str, words: set[str]) -> None:
    assert content(clause) == words


def test_words_of_an_issue_say_nothing_beside_it() -> None:
    assert content_beside("lift the tariffs on salmon", frozenset({"tariffs"})) == {
        "lift",
        "salmon",
    }


def test_a_clause_has_the_issues_of_its_sentence_that_it_names() -> None:
    of_sentence = ("fishing", "tariffs")
    assert issues_of("lift the tariffs on salmon", of_sentence) == {"tariffs"}
    assert issues_of("lift them at once", of_sentence) == set(of_sentence)


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("promised to release the crew", {"release": True}),
        ("urged it to remove the duty, to stop jamming radars and to lift the ban",
         {"remove": True, "jam": False, "lift": True}),
        ("demanded that it stop arming the rebels and training them", {"arm": False, "train": False}),
        ("not to station missiles there", {"station": False}),
        ("will reopen the mines that it closed and drained", {"reopen": True}),
        ("asked for the suspended patrols to be restored", {"patrol": True, "restore": True}),
        ("won't sell the grain", {"sell": False}),
        ("to sell the ore and not to sell the coal", {}),
    ],
)  # fmt: skip
def test_acts(clause: str, told: dict[str, bool]) -> None:
    assert acts(clause) == told


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("was concerned about the dam", 1),
        ("opposed the dam", 2),
        ("firmly opposed the dam", 3),
        ("the dam was a red line", 4),
        ("Chile must not close the dam", 4),
        ("would keep the dam at all costs", 5),
        ("was not opposed to the dam", None),
        ("the dam is 90 metres high", None),
        ("won’t accept the dam", 4),
    ],
)
def test_grade(text: str, strength: int | None) -> None:
    assert grade(text) == strength


def test_trend() -> None:
    assert [trend(2, 4), trend(4, 2), trend(3, 3), trend(None, 3), trend(3, None)] == [
        "sharper", "softer", "same", None, None,
    ]  # fmt: skip


def test_breach() -> None:
    assert speaks_of("breach", "Chile accused Norway of breaking its word.")
    assert not speaks_of("breach", "Chile accused Norway of fishing.")


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Chile rejected the demand.", True),
        ("Chile turned down its latest request.", True),
        ("Norway demanded a road, which Chile refused.", False),
        ("Chile rejected the new toll.", False),
    ],
)
def test_words_that_point_back_to_what_was_asked(text: str, back: bool) -> None:
    assert points_back(text) is back


@pytest.mark.parametrize(
    ("clause", "subject"),
    [
        ("that the lake was a red line that nobody may cross", "the lake"),
        ("warned that the lake stood first among its red lines", "the lake"),
        ("The lake, he said, is the line", "The lake"),
        ("will never give up the lake", "will never give up the lake"),
    ],
)
def test_of_what_is_called_a_line_only_the_thing_counts(clause: str, subject: str) -> None:
    assert called_a_line(clause) == subject
