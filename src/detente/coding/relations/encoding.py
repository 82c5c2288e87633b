"""How pairs of parties are put to the relation model, in training and in use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

from detente.coding import ontology
from detente.coding.pieces import Span
from detente.records import EventType, Status

TYPES: tuple[EventType | None, ...] = (*ontology.event_types(), None)
"""What the model tells of a pair: its type, or last that nothing joins the two."""
MODES = tuple((kind, mode) for kind in ontology.event_types() for mode in ontology.modes(kind))
STATUSES: tuple[Status, ...] = get_args(Status)
DEPENDENCIES = (
    "", "nsubj", "nsubjpass", "dobj", "pobj", "poss", "appos", "ROOT", "compound", "amod", "dative",
    "attr", "npadvmod", "nmod",
)  # fmt: skip
"""Labels of how a phrase hangs in its sentence; others share the number after these."""
UNLABELLED = (0, 0, 1)
"""What the features of a pair are multiplied by to take its two labels out: the first label is none."""
NOT_READ, JOINED, TOUCHED = 0, 1, 2
"""What the lexicon read between two parties: nothing, an act of theirs, an act of one of them."""
READINGS = 1 + 2 * len(ontology.event_types())
UNKNOWN_READING = READINGS
"""The reading of a pair for which the lexicon was not asked."""


@dataclass(frozen=True, slots=True)
class PairFeatures:
    """Two spans of a sentence, either of which may be None, and what parse and lexicon say of them."""

    actor: Span | None
    recipient: Span | None
    actor_dependency: str = ""
    recipient_dependency: str = ""
    reading: int = UNKNOWN_READING

    def shifted(self, by: int) -> PairFeatures:
        """The same with offsets that count from elsewhere."""
        return replace(self, actor=_moved(self.actor, by), recipient=_moved(self.recipient, by))

    @property
    def spans(self) -> frozenset[Span | None]:
        """The two spans."""
        return frozenset({self.actor, self.recipient})

    @property
    def features(self) -> tuple[int, int, int]:
        """Numbers of the two labels, and of the reading."""
        return (
            _label(self.actor_dependency), _label(self.recipient_dependency), self.reading,
        )  # fmt: skip


def reading_of(hold: int, event_type: EventType | None) -> int:
    """The number of what the lexicon read."""
    if hold == NOT_READ or event_type is None:
        return 0
    return 1 + (hold - 1) * len(ontology.event_types()) + TYPES.index(event_type)


def _moved(span: Span | None, by: int) -> Span | None:
    return None if span is None else (span[0] + by, span[1] + by)


def _label(dependency: str) -> int:
    return DEPENDENCIES.index(dependency) if dependency in DEPENDENCIES else len(DEPENDENCIES)
