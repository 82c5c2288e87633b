"""Is it English? Told by the commonest words alone, in Python and in SQL alike."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["en", "other", "figures", "short"]

HEAD = 1_000
"""Characters from a text's beginning that are looked at."""
FEWEST = 40
"""Words below which a text is too short to tell: headlines have few of the common words."""
SHARE = 0.05
"""Least share of common words in English. News and speeches have some 20 in a hundred, other
languages hardly any, as words that they share with English are left out."""
FIGURES = 0.25
"""Share of words with digits from which a text without common words is a table of figures, such as
prices or a budget, which has no sentences in any language."""
WIDE = 1.5
"""Bytes of UTF-8 a character from which a text is not in the Latin alphabet."""
COMMON = (
    "the of and to with that this from his her their which has been would not they said its will who "
    "than were it have after"
).split()
# ASCII rules, so that Python and DuckDB find the same words.
_PATTERN = rf"(?i)\b(?:{'|'.join(COMMON)})\b"
_COMMON = re.compile(_PATTERN, re.ASCII)
_FIGURE_PATTERN = r"[^ \n]*[0-9][^ \n]*"
_FIGURE = re.compile(_FIGURE_PATTERN)


def language(text: str) -> Language:
    """`en`; `other` languages; `figures` without sentences; `short` where few words tell.

    A text in another alphabet is `other`, however short.
    """
    head = text[:HEAD]
    if head and len(head.encode("utf-8", "replace")) >= WIDE * len(head):
        return "other"
    words = 1 + head.count(" ") + head.count("\n")
    if words < FEWEST:
        return "short"
    if len(_COMMON.findall(head)) >= SHARE * words:
        return "en"
    return "figures" if len(_FIGURE.findall(head)) >= FIGURES * words else "other"


def language_sql(column: str) -> str:
    """The same as an SQL expression for DuckDB."""
    head = f"substring({column}, 1, {HEAD})"
    words = f"(1 + strlen({head}) - strlen(replace(replace({head}, ' ', ''), chr(10), '')))"
    common = f"len(regexp_extract_all({head}, '{_PATTERN}'))"
    figures = f"len(regexp_extract_all({head}, '{_FIGURE_PATTERN}'))"
    wide = f"length({head}) > 0 AND strlen({head}) >= {WIDE} * length({head})"
    return (
        f"CASE WHEN {wide} THEN 'other' WHEN {words} < {FEWEST} THEN 'short'"
        f" WHEN {common} >= {SHARE} * {words} THEN 'en'"
        f" WHEN {figures} >= {FIGURES} * {words} THEN 'figures' ELSE 'other' END"
    )
