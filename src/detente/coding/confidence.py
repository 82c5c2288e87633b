"""How sure the coder is of parties and type.

A first value, told by the relation model or, where it was not asked, by what parse and lexicon say, is
put through a rising line that was fitted on held-out sentences (isotonic regression; Zadrozny and
Elkan, 2002), so that of events told at 0.7 some 70 in 100 are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.coding.relations.acts import Act

VIA = {"own": 0.0, "agent": 0.0, "light": -0.03, "conj": -0.06, "control": -0.08, "owner": -0.08,
       "gerund": -0.12, "participle": -0.1, "none": -0.05, "spoken": -0.1}  # fmt: skip
STATUS = {"done": 0.0, "ongoing": -0.02, "planned": -0.05, "denied": -0.1, "conditional": -0.1,
          "hypothetical": -0.15}  # fmt: skip
Line = tuple[tuple[float, float], ...]
"""Points of a rising line: first value, then the share that is right."""
STRAIGHT: Line = ((0.0, 0.0), (1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Calibration:
    """One line for acts that the model weighed, one for those it was not asked about."""

    weighed: Line = STRAIGHT
    unweighed: Line = STRAIGHT

    def of(self, act: Act) -> float:
        """Probability that parties and type are right, 0 to 1."""
        line = self.unweighed if act.probability is None else self.weighed
        return round(along(line, first_value(act)), 2)


def first_value(act: Act) -> float:
    """The model's probability, or the rank of an act it was not asked about."""
    return rank(act) if act.probability is None else act.probability


def rank(act: Act) -> float:
    """Between 0.2 and 0.95: more conditions met, direct parties and a plain subject raise it."""
    parties = [*act.actors, *act.recipients]
    direct = all(party.direct for party in parties)
    stated = all(party.code for party in parties)
    value = (
        0.72
        + 0.05 * min(act.pattern.weight, 4) / 2
        + (0.08 if act.actors and (act.recipients or act.reciprocal) else -0.12)
        + (0.0 if direct else -0.12)
        + (0.03 if stated else -0.1)
        - (0.15 if any(party.implied for party in parties) else 0.0)
        + VIA.get(act.via, 0.0)
        + STATUS[act.status]
    )
    return round(min(0.95, max(0.2, value)), 2)


def along(line: Sequence[tuple[float, float]], value: float) -> float:
    """The share that is right where something is first told at a value."""
    return float(np.interp(value, [told for told, _ in line], [right for _, right in line]))
