"""Acts of pairs made by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from detente.networks.network import Edge, Sign
from detente.store.pairwise import ACTS


def acts(*rows: tuple[str, str, str, float], **changes: Any) -> pa.Table:
    """Acts of two states on a day, with a score each."""
    made = [
        {
            "act": None, "first": min(one, other), "second": max(one, other),
            "day": dt.date.fromisoformat(day), "n": 1, "weight": 1.0, "score": score,
            "event_type": "CONSULT", "mode": None, "parties": 2,
        } | changes
        for one, other, day, score in rows
    ]  # fmt: skip
    return pa.Table.from_pylist(made, schema=ACTS)


def edge(pair: str, sign: Sign, *, friendly: float | None = None, period: str = "2020") -> Edge:
    """An edge such as `A-B` of a sign, as sure as can be unless told otherwise."""
    first, second = pair.split("-")
    mean = {"friendly": 3.0, "hostile": -3.0, "unknown": 0.0}[sign]
    sure = {"friendly": 1.0, "hostile": 0.0, "unknown": 0.5}[sign]
    return Edge(
        period,
        first,
        second,
        9,
        mean,
        mean - 1,
        mean + 1,
        sure if friendly is None else friendly,
        sign,
    )
