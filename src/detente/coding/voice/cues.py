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
