"""Made reports for the tests of merging."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from detente.merging import Report
from detente.records import Actor, Event, Evidence

DAY = dt.date(2024, 1, 10)
LATER = dt.date(2024, 3, 1)


def actor(code: str | None, text: str = "x") -> Actor:
    return Actor(text, 0, 1, None, code, None)


def actors(codes: str) -> tuple[Actor, ...]:
    """`CHN USA ?` as three actors, the last without a country."""
    return tuple(actor(None if code == "?" else code) for code in codes.split())


PLAIN = Event(
    event_id="e",
    article_id="a",
    sentence=0,
    start=0,
    end=1,
    actors=actors("CHN"),
    recipients=actors("USA"),
    reciprocal=False,
    event_type="ACCUSE",
    mode=None,
    cameo=None,
    quad_class="verbal conflict",
    score=-3.0,
    goldstein=None,
    contexts=(),
    tracks=("military",),
    issues=(),
    trigger=Evidence("x", 0, 1),
    status="done",
    date_start=None,
    date_end=None,
    date_precision=None,
    date_basis=None,
    recalled=False,
    place=None,
    reported_by=None,
    confidence=0.5,
    coder="fake 1",
)


def report(
    event_id: str, *, outlet: str | None = "A", published: dt.date | None = DAY, **changes: Any
) -> Report:
    return Report(replace(PLAIN, event_id=event_id, **changes), outlet, published)


def on(day: dt.date, **more: Any) -> dict[str, Any]:
    return {"date_start": day, "date_end": day, "date_precision": "day", **more}
