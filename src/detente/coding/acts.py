"""An act as read: a type and its parties."""

from __future__ import annotations

from dataclasses import dataclass

from detente.coding.actors.noun_phrases import Party
from detente.records import EventType, Status


@dataclass(frozen=True, slots=True)
class Act:
    """One act as read, before dates and topics are added; `trigger` is the word that tells it."""

    trigger: int
    event_type: EventType
    mode: str | None
    cameo: str | None
    actors: list[Party]
    recipients: list[Party]
    reciprocal: bool
    status: Status


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A trigger that gave no event, and why."""

    trigger: int
    reason: str
