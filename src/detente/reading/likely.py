"""Which column or key of a record could hold its date or its outlet, by name and by what is there?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from detente.reading.dates import in_numbers, parse_date

Lacked = Literal["published", "outlet"]
"""The fields that articles lack most, and most to their loss."""

NAMED: dict[Lacked, re.Pattern[str]] = {
    "published": re.compile(r"pub|date|time|day|seen|created|issued", re.I),
    "outlet": re.compile(
        r"outlet|source|publisher|publication(?!.?date)|paper|media|site|domain", re.I
    ),
}
"""Names that columns for a field may well have."""
_LONGEST_DATE = 40


def likely_columns(field: Lacked, columns: Mapping[str, str]) -> list[str]:
    """The columns that may hold a field, the likeliest first: by name, and for a date by what is there."""
    named = [name for name in columns if NAMED[field].search(name)]
    if field == "outlet":
        return [name for name in named if columns[name] and not is_date(columns[name])]
    others = [name for name in columns if name not in named]
    return [name for name in (*named, *others) if is_date(columns[name])]


def likely_column(field: Lacked, columns: Mapping[str, str]) -> str | None:
    """The column that probably holds a field, or None."""
    return next(iter(likely_columns(field, columns)), None)


def flat(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """The keys of a record with what they hold as text; those within others joined by dots."""
    for name, value in record.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", "" if value is None else str(value)


def is_date(value: str) -> bool:
    """Whether a value is a date, be it one in which day and month cannot be told apart."""
    short = len(value) <= _LONGEST_DATE
    return short and (parse_date(value) is not None or in_numbers(value) is not None)
