"""How sure the coder is of parties and type.

A rank made of what the parse and the lexicon say, on a scale from 0 to 1. It is ordered as
correctness is on the sample, but it is not yet calibrated on held-out text.
"""

from __future__ import annotations

from detente.coding.relations.acts import Act

VIA = {"own": 0.0, "agent": 0.0, "light": -0.03, "conj": -0.06, "control": -0.08, "owner": -0.08,
       "gerund": -0.12, "participle": -0.1, "none": -0.05, "spoken": -0.1}  # fmt: skip
STATUS = {"done": 0.0, "ongoing": -0.02, "planned": -0.05, "denied": -0.1, "conditional": -0.1,
          "hypothetical": -0.15}  # fmt: skip


def confidence(act: Act) -> float:
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
