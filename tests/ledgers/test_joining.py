"""Which statements tell the same, whatever their order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import tables
from detente.coding.topics import topics_of
from detente.ledgers.joining import Said, alike, contradict, joined, likeness
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


MATTERS = st.builds(
    Said,
    st.frozensets(st.sampled_from("abcdefgh"), max_size=5),
    st.frozensets(st.sampled_from(["x", "y"]), max_size=2),
    st.frozensets(st.sampled_from(["NOR", "CHL"]), max_size=2),
)


def as_sets(groups: list[list[int]], statements: list[Said]) -> list[list[Said]]:
    return sorted(
        (sorted((statements[place] for place in group), key=repr) for group in groups), key=repr
    )


@given(st.lists(MATTERS, max_size=14), st.randoms())
def test_the_order_does_not_matter(statements: list[Said], chance: object) -> None:
    shuffled = list(statements)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert as_sets(joined(statements), statements) == as_sets(joined(shuffled), shuffled)


@given(st.lists(MATTERS, max_size=14))
def test_no_pair_is_lost_by_looking_up_rare_members_only(statements: list[Said]) -> None:
    group_of = {place: n for n, group in enumerate(joined(statements)) for place in group}
    for one in range(len(statements)):
        for other in range(one):
            if alike(statements[one], statements[other]):
                assert group_of[one] == group_of[other]


@given(MATTERS, MATTERS)
def test_likeness_is_a_share(one: Said, other: Said) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert not (alike(one, other) and contradict(one, other))


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
