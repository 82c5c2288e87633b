"""How pairs of spans are put to the relation model."""

from __future__ import annotations

from dataclasses import dataclass
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
NOTHING_ELSE = 1 + 2 * len(ontology.event_types())
"""The third feature, which said what a lexicon read between the two, where none is asked."""


@dataclass(frozen=True, slots=True)
class PairFeatures:
    """Two spans of a sentence, either of which may be None, and how they hang in its parse."""

    actor: Span | None
    recipient: Span | None
    actor_dependency: str = ""
    recipient_dependency: str = ""

    @property
    def spans(self) -> frozenset[Span | None]:
        """The two spans."""
        return frozenset({self.actor, self.recipient})

    @property
    def features(self) -> tuple[int, int, int]:
        """Numbers of the two labels, and that nothing else is known."""
        return _label(self.actor_dependency), _label(self.recipient_dependency), NOTHING_ELSE


def _label(dependency: str) -> int:
    return DEPENDENCIES.index(dependency) if dependency in DEPENDENCIES else len(DEPENDENCIES)
