"""What a text must hold for a pattern to be found in it, told from the pattern alone.

To look for all such words in one pass over a text costs far less than to try each pattern at each place
in it. That they can be derived from a regular expression is an idea of Cox (2012), Regular Expression
Matching with a Trigram Index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import Any

from ahocorasick_rs import AhoCorasick

Keys = frozenset[str]
DIGIT = r"\d"
"""The key that stands for any digit."""
SHORTEST = 2
"""Letters of a key that is worth a look."""
MOST = 10
"""Keys that a run of letters with a choice in it (`1[6-9]`) is spelled out to."""
LIKE_ASCII = str.maketrans("İıſ", "iis")
"""Letters that `re.IGNORECASE` takes for those of ASCII, and `str.lower` does not."""


def needs_of(pattern: str) -> tuple[Keys, ...]:
    """Sets of keys, of each of which every text in which the pattern is found, in whatever case,
    holds one at least. None where nothing can be told."""
    return tuple(keys for keys in _needs(syntax.parse(pattern)) if _worth(keys) >= SHORTEST)


class KeyFinder:
    """Finds in one pass which keys a text holds, of those in some needs."""

    def __init__(self, needs: Iterable[Keys]) -> None:
        self._keys = sorted(frozenset(chain.from_iterable(needs)) - {DIGIT})
        self._automaton = AhoCorasick(self._keys)

    def held_in(self, text: str) -> Keys:
        """The keys that a text holds, in whatever case."""
        plain = text.translate(LIKE_ASCII).lower()
        found = self._automaton.find_matches_as_indexes(plain, overlapping=True)
        digits = {DIGIT} if re.search(DIGIT, plain) else ()
        return frozenset({self._keys[index] for index, _, _ in found}.union(digits))


def _needs(sequence: Iterable[tuple[Any, Any]]) -> Iterator[Keys]:
    runs = {""}
    for kind, given in sequence:
        letters = _letters(str(kind), given)
        if letters and len(runs) * len(letters) <= MOST:
            runs = {run + letter for run in runs for letter in letters}
            continue
        yield frozenset(runs)
        runs = {""}
        yield from _needs_of_part(str(kind), given)
    yield frozenset(runs)


def _needs_of_part(kind: str, given: Any) -> Iterator[Keys]:
    match kind:
        case "SUBPATTERN":
            yield from _needs(given[-1])
        case "ASSERT":
            yield from _needs(given[1])
        case "MAX_REPEAT" | "MIN_REPEAT" if given[0] > 0:
            yield from _needs(given[2])
        case "BRANCH":
            yield frozenset().union(*(max(_needs(each), key=_worth) for each in given[1]))
        case "IN" if [str(value) for _, value in given] == ["CATEGORY_DIGIT"]:
            yield frozenset({DIGIT})


def _letters(kind: str, given: Any) -> set[str]:
    """The letters, in lower case, one of which stands here; none where they are not of ASCII or many."""
    match kind:
        case "LITERAL" if given < 128:
            return {chr(given).lower()}
        case "RANGE" if given[1] < 128 and given[1] - given[0] < MOST:
            return {chr(code).lower() for code in range(given[0], given[1] + 1)}
        case "IN":
            members = [_letters(str(member), value) for member, value in given]
            return set().union(*members) if all(members) else set()
    return set()


def _worth(keys: Keys) -> int:
    """How much a set of keys sifts: the letters of its shortest."""
    return min(map(len, keys))
