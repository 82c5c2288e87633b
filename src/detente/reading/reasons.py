"""Which rejections were given for the same reason? Told in Python and in SQL alike."""

from __future__ import annotations

import re

# `'met': why` names its word first; what follows a colon or a semicolon tells only of the one case.
_WORD, _REST, _CASE = "^'[^']*': ", "[:;].*", "'[^']*'|[0-9][0-9.,]*"


def kind_of(reason: str) -> str:
    """A reason without what it says of the one case, such as numbers and quoted words."""
    general = re.sub(_REST, "", re.sub(_WORD, "", reason, count=1), count=1, flags=re.DOTALL)
    return re.sub(_CASE, "…", general).strip(" ")


def _replaced(text: str, pattern: str, by: str, options: str) -> str:
    quoted = pattern.replace("'", "''")
    return f"regexp_replace({text}, '{quoted}', '{by}', '{options}')"


_GENERAL = _replaced(_replaced("reason", _WORD, "", ""), _REST, "", "s")
KIND_SQL = f"trim({_replaced(_GENERAL, _CASE, '…', 'g')})"
"""The same of a column `reason`, as an SQL expression for DuckDB."""
