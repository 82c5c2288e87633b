"""Short forms that a text explains itself: `Confederation of British Industry (CBI)`."""

from __future__ import annotations

import re

from detente.coding.actors.name import Kind
from detente.coding.actors.names import NameTable

BODIES: frozenset[Kind] = frozenset({"organisation", "institution"})
SHORT = re.compile(r"\((?P<short>[A-Z]{2,7})\)")
FULL_BEFORE = re.compile(
    r"(?:\b[A-Z][\w’'.&-]*\s+(?:(?:of|and|for|the|in|on|de|du)\s+){0,2}){2,9}$"
)
CAPITALISED = re.compile(r"\b[A-Z][\w’'.&-]*")
REACH = 120
"""Characters before a bracket in which the full form stands."""


def explained_otherwise(text: str, table: NameTable) -> frozenset[str]:
    """Short forms of known bodies that this text explains as something of another state."""
    return frozenset(
        found["short"]
        for found in SHORT.finditer(text)
        if (known := table.readings.get(found["short"]))
        and known[0].kind in BODIES
        and (full := FULL_BEFORE.search(text[max(0, found.start() - REACH) : found.start()]))
        and _spells(full.group(), found["short"])
        and not _codes(full.group(), table) & {reading.code for reading in known}
    )


def _spells(full: str, short: str) -> bool:
    """Whether the first letters of its last words make up the short form."""
    words = CAPITALISED.findall(full)[-len(short) :]
    return "".join(word[0] for word in words) == short


def _codes(full: str, table: NameTable) -> set[str | None]:
    return {reading.code for hit in table.find(full) for reading in hit.readings}
