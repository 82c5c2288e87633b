"""What did a reviewer set right? Corrections, made and looked through."""

from detente.correcting.fields import CHANGEABLE, written
from detente.correcting.history import (
    Difference,
    Disagreement,
    differences,
    disagreements,
    history_of,
    undoable,
)
from detente.correcting.reviewer import Reviewer
from detente.correcting.standing import judged

__all__ = [
    "CHANGEABLE",
    "Difference",
    "Disagreement",
    "Reviewer",
    "differences",
    "disagreements",
    "history_of",
    "judged",
    "undoable",
    "written",
]
