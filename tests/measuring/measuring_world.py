"""Acts made by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from detente.coding.ontology import quad_class, score
from detente.measuring import ACTS

PAIR = ("CHN", "USA")


def act(day: str, event_type: str = "ACCUSE", **changes: Any) -> dict[str, Any]:
    """One act of the first state towards the second."""
    return {
        "act_id": f"{day} {event_type} {sorted(changes.items())}",
        "day": dt.date.fromisoformat(day),
        "forward": True,
        "backward": False,
        "event_type": event_type,
        "quad_class": quad_class(event_type),
        "score": score(event_type, None),
        "goldstein": None,
        "confidence": None,
        "tracks": [],
        "outlets": [],
    } | changes


def table(*acts: dict[str, Any]) -> pa.Table:
    """The acts as `ACTS`."""
    return pa.Table.from_pylist(list(acts), schema=ACTS)
