"""Invented articles on Norway and Chile, as records: a line each, whose words are found by heart."""

from __future__ import annotations

import datetime as dt
from typing import Any

from detente.coding import ontology
from detente.coding.topics import topics_of
from detente.ledgers import Record, ledger
from detente.merging import Report
from detente.records import Actor, Article, Event, Evidence, Family, LedgerRow, Statement

NAMES = {
    "NOR": "Norway",
    "CHL": "Chile",
    "PER": "Peru",
    "FRA": "France",
    "IGO:EU": "European Union",
}


class World:
    """Collects statements and events, each in an article of its own, on a day of May 2024."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.reports: list[Report] = []
        self.articles: dict[str, Article] = {}

    def article(self, day: int, text: str, outlet: str = "Fjord Post") -> Article:
        """A new article, or the one there is already of these words, day and outlet."""
        date = dt.date(2024, 5, day)
        key = f"{day:02}-{outlet}-{text}"
        made = Article(key, text, None, outlet, date, "news", f"{len(self.articles)}.txt")
        return self.articles.setdefault(key, made)

    def say(
        self, day: int, who: str, kind: str, text: str, about: str, *,
        to: tuple[str, ...] = (), outlet: str = "Fjord Post", **changes: Any,
    ) -> Statement:  # fmt: skip
        """A state takes a position."""
        told = self.article(day, text, outlet)
        place, name = text.index(about), changes.pop("name", None)
        made: dict[str, Any] = {"condition": None, "quoted": False, "confidence": 0.8, **changes}
        said = Statement(
            statement_id=f"s{len(self.statements):03}", article_id=told.article_id, sentence=0,
            start=0, end=len(text), speaker=party(who, made.pop("sector", "GOV"), name=name),
            addressees=tuple(map(party, to)), kind=kind,  # type: ignore[arg-type]
            about=Evidence(about, place, place + len(about)), issues=topics_of(text).issues,
            tracks=(), date=told.published, coder="made-1", **made,
        )  # fmt: skip
        self.statements.append(said)
        return said

    def do(
        self, day: int, dyad: str, event_type: str, text: str, trigger: str, **changes: Any
    ) -> Event:
        """A state acts: `NOR>CHL`, or both, `NOR-CHL`; `people` names who acts for it."""
        told = self.article(day, text, changes.pop("outlet", "Fjord Post"))
        place = text.index(trigger)
        both = "-" in dyad
        first, second = dyad.replace("-", ">").split(">")
        made: dict[str, Any] = {
            "status": "done", "recalled": False, "reported_by": None, "date_start": None,
            "date_precision": None, "confidence": 0.8, "mode": None, **changes,
        }  # fmt: skip
        named = made.pop("people", {})
        one, other = (party(code, name=named.get(code)) for code in (first, second))
        event = Event(
            event_id=f"e{len(self.reports):03}", article_id=told.article_id, sentence=0,
            start=0, end=len(text), actors=(one, other) if both else (one,),
            recipients=() if both else (other,), reciprocal=both,
            event_type=event_type,  # type: ignore[arg-type]
            cameo=None, quad_class=ontology.quad_class(event_type),
            score=ontology.score(event_type, None), goldstein=None, contexts=(), tracks=(),
            issues=topics_of(text).issues, trigger=Evidence(trigger, place, place + len(trigger)),
            date_end=made["date_start"], date_basis=None, place=None,
            coder="made-1", **made,
        )  # fmt: skip
        self.reports.append(Report(event, told.outlet, told.published))
        return event

    def record(self) -> Record:
        """All of it."""
        return Record(statements=self.statements, reports=self.reports, articles=self.articles)

    def rows(
        self, family: Family, state: str = "NOR", towards: str | None = "CHL"
    ) -> list[LedgerRow]:
        """The ledger of a state."""
        return ledger(self.record(), state, family, towards=towards)


def party(code: str, sector: str | None = "GOV", *, name: str | None = None) -> Actor:
    """A state as it is named, or one of its people."""
    return Actor(name or NAMES[code], None, None, name or NAMES[code], code, sector)
