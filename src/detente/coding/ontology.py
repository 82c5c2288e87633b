"""PLOVER's types, modes, quad classes and scores, and CAMEO's Goldstein scores.

The table in `ontology.tsv` states the facts of the PLOVER manual (Halterman et al., 2021); the
table in `cameo.tsv` the Goldstein (1992) scores that the CAMEO project assigned to its codes, and the
types that they become in PLOVER; `plover_cameo.tsv` goes the other way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from detente import tables
from detente.records import EventType, QuadClass

COOPERATIVE = frozenset({"verbal cooperation", "material cooperation"})
CAMEO_QUADS: tuple[QuadClass, ...] = (
    "verbal cooperation", "material cooperation", "verbal conflict", "material conflict",
)  # fmt: skip
"""CAMEO's own: roots 01 to 05, 06 to 08, 09 to 13, 14 to 20."""


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


@dataclass(frozen=True, slots=True)
class CameoRow:
    """One CAMEO code: its name, its score, and what it becomes in PLOVER (None: not an act there)."""

    code: str
    name: str
    goldstein: float | None
    event_type: EventType | None
    mode: str | None
    contexts: tuple[str, ...]

    @property
    def quad_class(self) -> QuadClass:
        """PLOVER's quad class of its type; where it has none, CAMEO's own."""
        if self.event_type is not None:
            return quad_class(self.event_type)
        root = int(self.code[:2])
        return CAMEO_QUADS[(root > 5) + (root > 8) + (root > 13)]


@cache
def cameo_codes() -> dict[str, CameoRow]:
    """CAMEO code to its row."""
    columns = ("code", "goldstein", "name", "event_type", "mode", "contexts")
    return {
        row["code"]: CameoRow(
            row["code"],
            row["name"],
            float(row["goldstein"]) if row["goldstein"] else None,
            cast(EventType, row["event_type"]) if row["event_type"] else None,
            row["mode"] or None,
            tuple(row.many("contexts")),
        )
        for row in tables.rows(tables.packaged("coding", "cameo.tsv"), columns)
    }


def cameo_row(code: str | None) -> CameoRow | None:
    """The row of a CAMEO code, or of its nearest listed ancestor; None where there is none."""
    code = code or ""
    while code:
        if code in cameo_codes():
            return cameo_codes()[code]
        code = code[:-1]
    return None


@cache
def _cameo_names() -> dict[str, str]:
    # Of a root and the code under it that share a name, the code: data sets use no roots.
    return {_plain(row.name): code for code, row in cameo_codes().items()}


def cameo_named(name: str) -> str | None:
    """The CAMEO code with a name (`Make a visit`); case and hyphens do not matter. None if none."""
    return _cameo_names().get(_plain(name))


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name).strip().casefold()


@cache
def _plover_cameo() -> dict[tuple[str, str], str]:
    path = tables.packaged("coding", "plover_cameo.tsv")
    return {
        (row["event_type"], row["mode"]): row["cameo"]
        for row in tables.rows(path, ("event_type", "mode", "cameo"))
    }


def cameo_of(event_type: str, mode: str | None) -> str | None:
    """The CAMEO code nearest to a PLOVER type and mode; the type's own where the mode has none."""
    codes = _plover_cameo()
    return codes.get((event_type, mode or "")) or codes.get((event_type, ""))


def goldstein(cameo: str | None) -> float | None:
    """Goldstein score of a CAMEO code, from its nearest listed ancestor; None where there is none."""
    row = cameo_row(cameo)
    return row.goldstein if row else None
