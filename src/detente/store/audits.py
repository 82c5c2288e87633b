"""The tables of audits: what was drawn, and what was looked through."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from detente.records import Drawn, Looked
from detente.store.appended import held


def drawn(folder: Path) -> list[Drawn]:
    """The units of all audits, by when they were drawn and the order in which they are checked."""
    return cast("list[Drawn]", held(folder, "audits", "made", "audit", "place"))


def looked(folder: Path) -> list[Looked]:
    """Which passages were looked through, in order of time, but for what its reviewer took back."""
    last: dict[tuple[str, str, str], Looked] = {}
    for each in cast("list[Looked]", held(folder, "looked", "made", "unit", "reviewer")):
        name = each.audit, each.unit, each.reviewer
        last.pop(name, None)  # what is said last comes last
        last[name] = each
    return [each for each in last.values() if not each.undone]
