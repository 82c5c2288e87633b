"""What `watch.toml` says, and what it says wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import InputError
from detente.watching import (
    ActRule,
    QuestionRule,
    SilenceRule,
    Watchlist,
    WordsRule,
    read_watchlist,
)
from detente.watching.rules import defaults

PAIR = '[[pair]]\nbetween = ["NOR", "CHL"]\n'


def read(folder: Path, text: str) -> Watchlist:
    (folder / "watch.toml").write_text(text, encoding="utf-8")
    return read_watchlist(folder / "watch.toml")


def test_two_lines_suffice(tmp_path: Path) -> None:
    assert read(tmp_path, PAIR) == Watchlist.of(("NOR", "CHL"))
    assert read(tmp_path, PAIR).watched[0].rules == defaults()


def test_rules_are_set_for_all_and_for_one(tmp_path: Path) -> None:
    text = f"""
[defaults]
demand = false
silence = {{ days = 10 }}

[blocs]
Nordic = ["NOR", "SWE"]

{PAIR}
act = {{ below = -7, type = ["ASSAULT", "coerce"] }}
words = "trawler"

[[pair.events]]
name = "Visits"
mode = "visit"

[[pair]]
between = ["Nordic", "Fiji"]
silence = false

[[statements]]
by = "Kenya"
kind = ["offer", "demand"]
"""
    first, second, third = read(tmp_path, text).watched
    rules = {rule.name: rule for rule in first.rules or ()}
    assert "demand" not in rules
    assert rules["silence"] == SilenceRule(days=10)
    assert rules["act"] == ActRule(below=-7, type=("ASSAULT", "COERCE"))
    assert rules["words"] == WordsRule(words="trawler")
    asked = rules["events"]
    assert isinstance(asked, QuestionRule)
    assert (asked.title, asked.query.between, asked.query.mode) == (
        "Visits",
        ("NOR", "CHL"),
        ("visit",),
    )
    assert [rule.name for rule in second.rules or ()] == ["channel", "red-line", "promise", "act"]
    assert second.sides == (frozenset({"NOR", "SWE"}), frozenset({"FJI"}))
    assert third.between is None


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("[[pair]\n", "watch.toml", "line 1"),
        ("", "watch.toml", "nothing is watched"),
        ("[[pears]]\n", "watch.toml, line 1", "'pears' is no table"),
        ("pair = 5", "watch.toml, line 1", "'pair' is no list of tables"),
        ("\n[[pair]]\n", "line 2, [[pair]] 1", "names no pair"),
        (f"{PAIR}\n[[pair]]\nbetween = ['NOR', 'Nowhere']", "line 4, [[pair]] 2", "no state is called"),
        (f"{PAIR}acts = true", "line 3, [[pair]] 1", "'acts' is no setting"),
        (f"{PAIR}\n# act\nact = 5", "line 5, [[pair]] 1, act", "act is 5"),
        (f"{PAIR}act = {{ beyond = 5 }}", "[[pair]] 1, act", "'beyond' is no setting"),
        (f"{PAIR}act = {{ below = 'x' }}", "[[pair]] 1, act", "below is 'x'"),
        (f"{PAIR}act = {{ below = true }}", "[[pair]] 1, act", "below is True"),
        (f"{PAIR}act = {{ type = 'SHOUT' }}", "[[pair]] 1, act", "no type is called 'SHOUT'"),
        (f"{PAIR}demand = {{ days = 3 }}", "[[pair]] 1, demand", "'days' is no setting"),
        (f"{PAIR}silence = {{ days = 0 }}", "[[pair]] 1, silence", "days 0"),
        (f"{PAIR}words = [1]", "[[pair]] 1", "words is [1]"),
        (f"{PAIR}[[pair.events]]\nkind = 'demand'", "line 3, [[pair]] 1, [[events]] 1", "'kind' does not"),
        (f"{PAIR}[[pair.events]]\nof = ['NOR']", "line 4, [[pair]] 1, [[events]] 1", "of is ['NOR']"),
        (f"{PAIR}[[pair.events]]\n[[pair]]\nbetween = ['NOR', 'KEN']\n[[pair.events]]\nx = 1",
         "line 7, [[pair]] 2, [[events]] 1", "'x' is no setting"),
        ("[[events]]\n[[ events ]] # two\nofs = 'NOR'", "line 3, [[events]] 2", "'ofs' is no"),
        ("[[events]]\nsince = '31/12/2024'", "line 1, [[events]] 1", "is no date in ISO form"),
        ("[defaults]\nacts = true\n" + PAIR, "line 2, [defaults]", "'acts' is no rule"),
        ("[blocs]\nNordic = ['Nowhere']\n" + PAIR, "line 1, [blocs]", "no state is called"),
        ("[[pair]]\nbetween = ['EU', 'CHL']\nlevel = true", "[[pair]] 1", "a bloc has no level"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, text: str, where: str, what: str
) -> None:
    with pytest.raises(InputError) as told:
        read(tmp_path, text)
    assert where in str(told.value.where)
    assert what in told.value.what
    assert told.value.advice


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_watchlist(tmp_path / "none.toml")
