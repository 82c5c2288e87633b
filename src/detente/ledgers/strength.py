"""How strongly is it put?"""

from __future__ import annotations

import re
from functools import cache

from detente import tables
from detente.errors import LexiconError
from detente.records import Trend

GRADES = range(1, 6)
UNSAID = r"(?<!\bnot )(?<!n't )(?<!\bno longer )"


def grade(text: str) -> int | None:
    """Grade of the strongest words in a text, 1 (worry) to 5 (will act, whatever it takes).

    None where no phrase of `data/strength.tsv` stands in it.
    """
    plain = " ".join(text.replace("’", "'").split())
    return next((each for each, pattern in _patterns() if pattern.search(plain)), None)


def trend(first: int | None, last: int | None) -> Trend | None:
    """The last grade against the first; None where either is missing."""
    if first is None or last is None:
        return None
    return "same" if first == last else "sharper" if last > first else "softer"


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """Grades with what tells them, the strongest first."""
    phrases: dict[int, list[str]] = {each: [] for each in GRADES}
    for row in tables.rows(
        tables.packaged("ledgers", "data", "strength.tsv"), ("grade", "phrases")
    ):
        if row["grade"] not in map(str, GRADES):
            raise LexiconError(
                f"grade '{row['grade']}'", where=row.where, advice="Give one of 1, 2, 3, 4, 5."
            )
        phrases[int(row["grade"])] += row.many("phrases")
    return tuple((each, _pattern(phrases[each])) for each in reversed(GRADES) if phrases[each])


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    written = (re.escape(phrase).replace(r"\*", r"\w*") for phrase in phrases)
    return re.compile(rf"\b{UNSAID}(?:{'|'.join(written)})\b", re.IGNORECASE)
