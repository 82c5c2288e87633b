"""What the reader can answer, in the order of its outputs."""

from __future__ import annotations

from typing import cast, get_args

from detente.coding import ontology
from detente.records import EventType, StatementKind, Status

TYPES: tuple[EventType, ...] = cast(tuple[EventType, ...], get_args(EventType))
KINDS: tuple[StatementKind, ...] = cast(tuple[StatementKind, ...], get_args(StatementKind))
STATUSES: tuple[Status, ...] = cast(tuple[Status, ...], get_args(Status))
MODES: tuple[str | None, ...] = (
    None,
    *sorted({mode for kind in TYPES for mode in ontology.modes(kind)}),
)
ROLES = ("actor", "recipient", "reporter", "speaker", "addressee")
"""What a party is to an act (the first three) or to a position (the others)."""
