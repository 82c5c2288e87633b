"""The keys that a pattern needs: they may sift, and never lose a match."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.coding.time.explicit import RULES as EXPLICIT
from detente.coding.time.expressions import Rule
from detente.coding.time.needs import DIGIT, KeyFinder, needs_of
from detente.coding.time.relative import RULES as RELATIVE

RULES = (*EXPLICIT, *RELATIVE)
FINDER = KeyFinder(keys for rule in RULES for keys in rule.needs)


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("by then", [{"by then"}]),
        (r"by\s+then", [{"by"}, {"then"}]),
        ("Ma(?:rch|y)", [{"ma"}]),
        ("noon|(?:on )?(?:May|June)", [{"noon", "may", "june"}]),
        (r"1[6-9]\d\d", [{"16", "17", "18", "19"}, {DIGIT}, {DIGIT}]),
        (r"\d\d? days?", [{DIGIT}, {" day"}]),
        (r"(?<=in )May(?!or)(?= \d)", [{"in "}, {"may"}, {DIGIT}]),
        ("(?:week)?(?:day)*", []),
        ("[^a]day|no", [{"day", "no"}]),
        ("day|.", []),
        (r"été|\w+", []),
        ("(?:at once){2,3}", [{"at once"}]),
    ],
)
def test_what_a_pattern_needs(pattern: str, needs: list[set[str]]) -> None:
    assert list(needs_of(pattern)) == needs


def test_keys_that_a_text_holds() -> None:
    finder = KeyFinder([frozenset({"day", "monday", "since", "may", DIGIT})])
    assert finder.held_in("ON MONDAY") == {"day", "monday"}
    assert finder.held_in("ſİnce ٣") == {"since", DIGIT}


@given(st.sampled_from(RULES), st.data())
def test_a_rule_is_passed_over_only_where_it_finds_nothing(rule: Rule, data: st.DataObject) -> None:
    shown = re.compile(rule.pattern.pattern.replace("(?<=", "(?:"), re.IGNORECASE)
    text = data.draw(st.from_regex(shown))
    assume(rule.pattern.search(text))
    assert rule.may_match(FINDER.held_in(text))


def test_a_rule_of_time_is_tried_in_few_sentences() -> None:
    """Else the keys sift nothing, and reading dates costs several times as much."""
    held = FINDER.held_in("The two ministers met again, and said that they would trade more grain.")
    assert sum(rule.may_match(held) for rule in RULES) < len(RULES) / 10
