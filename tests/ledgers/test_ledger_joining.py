"""Which statements tell the same, whatever their order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import tables
from detente.coding.topics import topics_of
from detente.ledgers.joining import Joined, Said, joined
from detente.ledgers.words import content_beside


def said(clause: str) -> Said:
    issues = frozenset(topics_of(clause).issues)
    return Said(content_beside(clause, issues), issues, frozenset())


def test_the_threshold_is_right_of_most_invented_pairs() -> None:
    table = Path(__file__).with_name("pairs.tsv")
    rows = list(tables.rows(table, ("verdict", "one", "other")))
    joined_pairs = [row["verdict"] for row in rows if alike(said(row["one"]), said(row["other"]))]
    assert joined_pairs.count("same") == [row["verdict"] for row in rows].count("same")
    assert joined_pairs.count("apart") <= 5


def alike(one: Said, other: Said) -> bool:
    return len(joined([one, other])) == 1


MATTERS = st.builds(
    Said,
    st.frozensets(st.sampled_from("abcdefgh"), max_size=5),
    st.frozensets(st.sampled_from(["x", "y"]), max_size=2),
    st.frozensets(st.sampled_from(["NOR", "CHL"]), max_size=2),
)


@given(st.lists(MATTERS, max_size=14))
def test_each_statement_is_in_one_row(statements: list[Said]) -> None:
    groups = joined(statements)
    assert sorted(place for group in groups for place in group) == list(range(len(statements)))
    assert all(group == sorted(group) for group in groups)


@given(MATTERS, MATTERS)
def test_of_two_it_does_not_matter_which_comes_first(one: Said, other: Said) -> None:
    assert alike(one, other) == alike(other, one)


@given(st.lists(MATTERS, min_size=1, max_size=14))
def test_likeness_is_a_share(statements: list[Said]) -> None:
    *before, last = statements
    row = Joined()
    for place, said in enumerate(before):
        row.add(place, said)
    assert 0 <= row.likeness(last) <= 1


def test_a_chain_of_likes_is_not_one_row() -> None:
    chain = [of(word + after) for word, after in zip("abcdefgh", "bcdefghi", strict=True)]
    assert len(joined([of("abc"), of("bcd"), of("cde"), of("def"), of("efg")])) > 1
    assert len(joined(chain)) == len(chain)


def of(words: str, issues: str = "", to: str = "") -> Said:
    return Said(frozenset(words), frozenset(issues), frozenset(filter(None, [to])))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (of("ab", to="CHL"), of("ab", to="PER"), False),
        (of("ab", to="CHL"), of("ab"), True),
        (of("ab", "x"), of("ab", "y"), False),
        (of("ab", "x"), of("ab", "xy"), True),
        (of("a"), of("a"), True),
        (of("a"), of("ab"), False),
        (of("", "x"), of("", "x"), False),
        (of(""), of(""), False),
    ],
)
def test_when_two_are_alike(one: Said, other: Said, same: bool) -> None:
    assert alike(one, other) is same


def test_rows_that_time_kept_apart_are_one_if_their_cores_are_alike() -> None:
    lake, dam = frozenset({"lake"}), frozenset({"dam"})
    statements = [
        Said(frozenset({"arm"}), lake, frozenset()),
        Said(frozenset({"arm", "guard", "bank"}), frozenset(), frozenset()),
        Said(frozenset({"arm", "guard"}), lake, frozenset()),
        Said(frozenset({"arm"}), dam, frozenset()),
    ]
    assert joined(statements) == [[0, 1, 2], [3]]
