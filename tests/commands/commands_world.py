"""A small workspace of records made by hand, so that what commands choose hangs on no coder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from detente.records import Actor, Article, Event, Evidence, QuadClass, Statement
from detente.store import Batch, Workspace

TEXT = "Kenya accused Fiji of interference. Norway sanctioned Fijian traders. It rained in Suva."
ARTICLES = {
    "a1": ("Harbour Post", dt.date(2023, 3, 1), "Talks in Oslo"),
    "a2": ("Inland Echo", dt.date(2023, 3, 9), "The quarrel"),
    "a3": ("Inland Echo", dt.date(2023, 5, 20), "=Aid"),
}
QUADS: dict[str, QuadClass] = {
    "CONSULT": "verbal cooperation", "ACCUSE": "verbal conflict", "SANCTION": "material conflict",
    "AID": "material cooperation",
}  # fmt: skip


def named(code: str, sector: str = "GOV") -> Actor:
    return Actor(f"the {code} minister", 0, 5, code.title(), code, sector)


def told(name: str, source: str, kind: str, by: str, to: str, **changes: Any) -> Event:
    made: dict[str, Any] = {
        "event_id": name, "article_id": source, "sentence": 0, "start": 0, "end": 35,
        "actors": (named(by),), "recipients": (named(to),) if to else (), "reciprocal": False,
        "event_type": kind, "mode": None, "cameo": "042", "quad_class": QUADS[kind],
        "score": -2.0, "goldstein": None, "contexts": (), "tracks": ("economic",), "issues": (),
        "trigger": Evidence("accused", 6, 13), "status": "done", "date_start": None, "date_end": None,
        "date_precision": None, "date_basis": None, "recalled": False, "place": None,
        "reported_by": None, "confidence": 0.5, "coder": "by hand",
    }  # fmt: skip
    return Event(**made | changes)


def said(name: str, source: str, kind: str, by: str, to: str) -> Statement:
    return Statement(
        statement_id=name, article_id=source, sentence=0, start=0, end=35, speaker=named(by),
        addressees=(named(to),), kind=kind, about=Evidence("Fiji", 14, 18), issues=("fish",),  # type: ignore[arg-type]
        tracks=("economic",), condition=None, quoted=False, date=None, confidence=0.8,
        coder="by hand",
    )  # fmt: skip


EVENTS = (
    told("talks", "a1", "CONSULT", "NOR", "", reciprocal=True, actors=(named("NOR"), named("KEN"))),
    told("accuses", "a1", "ACCUSE", "KEN", "FJI"),
    told("accuses-again", "a2", "ACCUSE", "KEN", "FJI", date_start=dt.date(2023, 3, 1),
         date_end=dt.date(2023, 3, 1), date_precision="day", date_basis="explicit"),
    told("sanctions", "a2", "SANCTION", "NOR", "FJI", start=36, end=69, confidence=0.9),
    told("aids", "a3", "AID", "FJI", "KEN", status="denied"),
)  # fmt: skip
STATEMENTS = (
    said("demands", "a2", "demand", "KEN", "FJI"),
    said("praises", "a3", "praise", "FJI", "NOR"),
)


def make(folder: Path) -> Path:
    """The workspace in a folder."""
    made = Workspace.create(folder)
    articles = tuple(
        Article(name, TEXT, title, outlet, day, "news", f"https://reef.example/{name}")
        for name, (outlet, day, title) in ARTICLES.items()
    )
    with made.writing() as writer:
        writer.append(Batch(articles, EVENTS, STATEMENTS))
    return folder
