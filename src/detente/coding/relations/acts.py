"""An act as read: a type, its parties, and how the text puts it."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.coding.actors.phrases import Party
from detente.coding.relations.lexicon import Pattern
from detente.coding.relations.stance import Stance
from detente.records import EventType, Status


@dataclass(slots=True)
class Act:
    """One act as read, before dates and speakers are added.

    `probability` is that of its type and parties as the relation model tells it, or None where
    the model was not asked.
    """

    trigger: int
    pattern: Pattern
    event_type: EventType
    mode: str | None
    cameo: str | None
    actors: list[Party]
    recipients: list[Party]
    reciprocal: bool
    status: Status
    stance: Stance
    via: str
    consumed: set[int] = field(default_factory=set)
    probability: float | None = None

    @property
    def basis(self) -> str:
        """What read it: lexicon, model, or both."""
        if self.via == "model":
            return "model"
        return "lexicon" if self.probability is None else "lexicon and model"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A trigger that gave no event, and why."""

    trigger: int
    reason: str


def codes_of(parties: list[Party]) -> list[str]:
    """Distinct states of parties, in order."""
    return list(dict.fromkeys(party.code for party in parties if party.code))
