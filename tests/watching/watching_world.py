"""A workspace of records made by hand, on Chile, Norway, Fiji and Kenya; each in an article of one line."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.coding import ontology
from detente.records import Actor, Article, ChannelReport, Event, Evidence, Statement
from detente.store import Batch, Workspace

LAST = dt.date(2024, 5, 31)
"""The day of the last article: what was published from the 24th on is new."""
NAMES = {"CHL": "Chile", "NOR": "Norway", "FJI": "Fiji", "KEN": "Kenya", "SWE": "Sweden"}
Told = tuple[Article, Event | Statement | ChannelReport | None]


def article(
    day: int, text: str, *, outlet: str = "Fjord Post", month: int = 5, **changes: Any
) -> Article:
    date = changes.pop("published", dt.date(2024, month, day))
    name = hashlib.blake2b(f"{text}{outlet}{date}".encode(), digest_size=8).hexdigest()
    address = changes.pop("address", f"https://{outlet.split()[0].lower()}.example/{name}")
    return Article(name, text, None, outlet, date, "news", address)


def act(day: int, dyad: str, kind: str, text: str = "", **changes: Any) -> Told:
    """`NOR>CHL` acts, on the day that it is told unless `on` says another."""
    by, to = dyad.split(">")
    text = text or f"{NAMES[by]} did a thing of the kind {kind} to {NAMES[to]} on the {day}th."
    told = article(day, text, **{k: changes.pop(k) for k in ("outlet", "month", "published", "address")
                                 if k in changes})  # fmt: skip
    on = changes.pop("on", told.published)
    mode = changes.pop("mode", None)
    made: dict[str, Any] = {
        "event_id": f"e{told.article_id}{kind}", "article_id": told.article_id, "sentence": 0,
        "start": 0, "end": len(text), "actors": (party(by),), "recipients": (party(to),),
        "reciprocal": False, "event_type": kind, "mode": mode, "cameo": None,
        "quad_class": ontology.quad_class(kind), "score": ontology.score(kind, mode),
        "goldstein": None, "contexts": (), "tracks": (), "issues": (),
        "trigger": Evidence(text[:4], 0, 4), "status": "done", "date_start": on, "date_end": on,
        "date_precision": "day", "date_basis": "explicit", "recalled": False, "place": None,
        "reported_by": None, "confidence": 0.9, "coder": "by hand",
    }  # fmt: skip
    return told, Event(**made | changes)


def says(day: int, dyad: str, kind: str, text: str, about: str, **changes: Any) -> Told:
    """`NOR>CHL` takes a position."""
    by, to = dyad.split(">")
    told = article(day, text, **{k: changes.pop(k) for k in ("outlet", "month") if k in changes})
    place = text.index(about)
    made: dict[str, Any] = {
        "statement_id": f"s{told.article_id}", "article_id": told.article_id, "sentence": 0,
        "start": 0, "end": len(text), "speaker": party(by), "addressees": (party(to),), "kind": kind,
        "about": Evidence(about, place, place + len(about)), "issues": (), "tracks": (),
        "condition": None, "quoted": False, "date": told.published, "confidence": 0.9,
        "coder": "by hand",
    }  # fmt: skip
    return told, Statement(**made | changes)


def channel(day: int, told: str, text: str, **changes: Any) -> Told:
    """What is told of the talks of Chile and Norway."""
    source = article(day, text, **{k: changes.pop(k) for k in ("outlet", "month") if k in changes})
    made: dict[str, Any] = {
        "channel_report_id": f"c{source.article_id}", "article_id": source.article_id, "sentence": 0,
        "start": 0, "end": len(text), "channel": "Fisheries Dialogue", "key": "dialogue fisheries",
        "kind": "dialogue", "named": Evidence(text[:4], 0, 4), "parties": ("CHL", "NOR"),
        "parties_from": "name", "ordinal": None, "told": told, "trigger": Evidence(text[:4], 0, 4),
        "status": "done", "date_start": source.published, "date_end": source.published,
        "date_precision": "day", "date_basis": "explicit", "reported_by": None, "coder": "by hand",
    }  # fmt: skip
    return source, ChannelReport(**made | changes)


def party(code: str) -> Actor:
    return Actor(NAMES[code], None, None, NAMES[code], code, "GOV")


def weather(day: int = LAST.day, month: int = 5) -> Told:
    """An article that tells nothing of anybody."""
    return article(day, "It rained in Suva.", outlet="Reef News", month=month), None


@dataclass
class World:
    """A workspace that grows."""

    workspace: Workspace

    @classmethod
    def at(cls, folder: Path, *told: Told) -> World:
        world = cls(Workspace.create(folder))
        world.read(weather(), *told)
        return world

    def read(self, *told: Told) -> None:
        """Read articles, in the order given."""
        records = [record for _, record in told]
        articles = {source.article_id: source for source, _ in told}
        with self.workspace.writing() as writer:
            writer.append(
                Batch(
                    tuple(articles.values()),
                    tuple(each for each in records if isinstance(each, Event)),
                    tuple(each for each in records if isinstance(each, Statement)),
                    channels=tuple(each for each in records if isinstance(each, ChannelReport)),
                )
            )
