"""The words of `cues.tsv`: what gives words to a source, and what makes a clause a position."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from detente import tables
from detente.records import StatementKind

NO_KIND = "-"
WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


@cache
def _table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    path = tables.packaged("coding", "voice", "cues.tsv")
    for row in tables.rows(path, ("form", "word", "kind")):
        found[row["form"]][row["word"]] = row["kind"]
    return found


@cache
def cues(form: str) -> dict[str, StatementKind]:
    """Word to kind for one form of `cues.tsv`; words that take no position are left out."""
    words = _table().get(form, {})
    return {word: kind for word, kind in words.items() if kind != NO_KIND}  # type: ignore[misc]


@cache
def words_of(form: str) -> frozenset[str]:
    """Every word of one form, whether it takes a position or not."""
    return frozenset(_table().get(form, {}))


@cache
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Fixed phrases as words, by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in words_of("phrase"):
        words = tuple(WORD.findall(phrase))
        found[words[0]].append(words)
    return {first: tuple(sorted(each, key=len, reverse=True)) for first, each in found.items()}


@cache
def _kind_of_phrase() -> dict[tuple[str, ...], StatementKind]:
    return {tuple(WORD.findall(phrase)): kind for phrase, kind in cues("phrase").items()}


def kinds_in(text: str) -> set[StatementKind]:
    """Kinds whose fixed phrases stand in a text."""
    words = WORD.findall(text.lower().replace("’", "'"))
    kinds: set[StatementKind] = set()
    beginnings, known = _phrases(), _kind_of_phrase()
    place = 0
    while place < len(words):
        met = next(
            (
                phrase
                for phrase in beginnings.get(words[place], ())
                if tuple(words[place : place + len(phrase)]) == phrase
            ),
            None,
        )
        if met is not None:
            kinds.add(known[met])
        place += len(met) if met else 1
    return kinds
