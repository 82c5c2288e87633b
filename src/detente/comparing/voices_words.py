"""The words by which an appeal is one for talks, and phrases that speak for no state."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from detente import tables

Calming = Literal["between", "talks", "calm"]


def speaks_of(text: str, *what: Calming) -> bool:
    """Whether a clause speaks of going between, of talks and peace, or of calm."""
    return any(_calming(each).search(text) for each in what)


def is_vague(phrase: str, code: str | None) -> bool:
    """Whether a phrase is nobody's: the world as a whole; observers and experts, but not those of a
    body."""
    whole = _vague("always").search(phrase)
    if whole is not None and not phrase[whole.end() :].strip():
        return True
    return bool(_vague("people").search(phrase)) and not is_body(code)


def is_body(code: str | None) -> bool:
    """Whether a code is of a body such as the UN, and of no state."""
    return code is not None and ":" in code


@cache
def _calming(of: Calming) -> re.Pattern[str]:
    return _pattern("calming.tsv", "word", of)


@cache
def _vague(of: str) -> re.Pattern[str]:
    return _pattern("vague.tsv", "phrase", of)


def _pattern(table: str, column: str, of: str) -> re.Pattern[str]:
    path = tables.packaged("comparing", "data", table)
    words = [row[column] for row in tables.rows(path, (column, "of")) if row["of"] == of]
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])", re.IGNORECASE)
