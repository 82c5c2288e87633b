"""Who did what to whom, and how often? Types counted by direction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from detente.coding.ontology import event_types, quad_class
from detente.reporting import wording
from detente.reporting.gathering import Material

Way = Literal["forward", "backward", "mutual"]


@dataclass(frozen=True, slots=True)
class TypeView:
    """One PLOVER type: how often each way."""

    event_type: str
    words: str
    quad: str
    forward: int
    backward: int
    mutual: int


def type_rows(material: Material) -> tuple[TypeView, ...]:
    """The types that occur, from cooperation to conflict as the manual orders them."""
    counts = way_counts(material)
    rows = (_row(event_type, counts) for event_type in event_types())
    return tuple(row for row in rows if row.forward + row.backward + row.mutual)


def way_counts(material: Material) -> Counter[tuple[str, Way]]:
    """Events by type and direction."""
    columns = (material.acts[name].to_pylist() for name in ("event_type", "forward", "backward"))
    return Counter((kind, _way(*ways)) for kind, *ways in zip(*columns, strict=True))


def _way(forward: bool, backward: bool) -> Way:
    if forward and backward:
        return "mutual"
    return "forward" if forward else "backward"


def _row(event_type: str, counts: Counter[tuple[str, Way]]) -> TypeView:
    return TypeView(
        event_type,
        wording.TYPES[event_type],
        quad_class(event_type),
        counts[event_type, "forward"],
        counts[event_type, "backward"],
        counts[event_type, "mutual"],
    )
