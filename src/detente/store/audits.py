"""The tables of audits: what was drawn, and what was looked through."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from detente.records import Drawn, Looked
from detente.store.appended import held


def drawn(folder: Path) -> list[Drawn]:
    """The units of all audits, by when they were drawn and the order in which they are checked."""
    return cast("list[Drawn]", held(folder, "audits", "made, audit, place"))


def looked(folder: Path) -> list[Looked]:
    """Which passages were looked through, in order of time."""
    return cast("list[Looked]", held(folder, "looked", "made, unit, reviewer"))
