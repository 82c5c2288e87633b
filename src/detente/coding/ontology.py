"""PLOVER's types, modes, quad classes and scores, and CAMEO's Goldstein scores.

The table in `ontology.tsv` states the facts of the PLOVER manual (Halterman et al., 2021); the
table in `cameo.tsv` the Goldstein (1992) scores that the CAMEO project assigned to its codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from detente import tables
from detente.records import EventType, QuadClass

COOPERATIVE = frozenset({"verbal cooperation", "material cooperation"})


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One type with one of its modes (empty for the type itself)."""

    event_type: EventType
    mode: str
    quad_class: QuadClass
    needs_recipient: bool
    score: float | None


@cache
def ontology() -> dict[tuple[str, str], TypeRow]:
    """(type, mode) to its row."""
    columns = ("event_type", "mode", "quad_class", "recipient_required", "score")
    found = {}
    for row in tables.rows(tables.packaged("coding", "ontology.tsv"), columns):
        found[(row["event_type"], row["mode"])] = TypeRow(
            cast(EventType, row["event_type"]),
            row["mode"],
            cast(QuadClass, row["quad_class"]),
            row["recipient_required"] == "yes",
            float(row["score"]) if row["score"] else None,
        )
    return found


@cache
def event_types() -> tuple[EventType, ...]:
    """The sixteen types in the manual's order."""
    return tuple(dict.fromkeys(row.event_type for row in ontology().values()))


def quad_class(event_type: str) -> QuadClass:
    """Quad class of a type."""
    return ontology()[(event_type, "")].quad_class


def needs_recipient(event_type: str) -> bool:
    """Whether the manual requires a recipient for this type."""
    return ontology()[(event_type, "")].needs_recipient


def score(event_type: str, mode: str | None) -> float:
    """PLOVER score of a type and mode; the type's own where the mode has none."""
    row = ontology().get((event_type, mode or ""))
    if row is not None and row.score is not None:
        return row.score
    own = ontology()[(event_type, "")].score
    assert own is not None
    return own


def modes(event_type: str) -> tuple[str, ...]:
    """Modes of a type, without the empty one."""
    return tuple(mode for kind, mode in ontology() if kind == event_type and mode)


@cache
def goldstein_scores() -> dict[str, float]:
    """CAMEO code to Goldstein score."""
    path = tables.packaged("coding", "cameo.tsv")
    return {
        row["code"]: float(row["goldstein"])
        for row in tables.rows(path, ("code", "goldstein"))
        if row["goldstein"]
    }


def goldstein(cameo: str | None) -> float | None:
    """Goldstein score of a CAMEO code, from its nearest listed ancestor; None where there is none."""
    code = cameo or ""
    while code:
        if code in goldstein_scores():
            return goldstein_scores()[code]
        code = code[:-1]
    return None
