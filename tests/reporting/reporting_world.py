"""A small made-up world for the report's tests: articles whose sentences are known by heart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from lxml import html

from detente.coding import ontology
from detente.records import Actor, Article, Event, Evidence, Rejected, Statement
from detente.store import Batch, Workspace

STATES = {"China": "CHN", "America": "USA", "Norway": "NOR"}
MET = "China met America on trade."
SANCTIONED = "America sanctioned China over chips."
WARNED = "China warned America that it would answer if the ships came."
OPINION = "Both sides must talk."


def article(article_id: str, text: str, published: dt.date | None, **changes: Any) -> Article:
    """An article of the Herald."""
    made = {
        "title": "A title",
        "outlet": "Herald",
        "genre": "news",
        "address": f"https://herald.example/{article_id}",
        **changes,
    }
    return Article(article_id=article_id, text=text, published=published, **made)


def event(
    told: Article, event_type: str, trigger: str, actor: str, recipient: str, **changes: Any
) -> Event:
    """An event read from an article's text as a whole."""
    place = told.text.index(trigger)
    made = {
        "reciprocal": False,
        "status": "done",
        "recalled": False,
        "date_start": None,
        "date_precision": None,
        "tracks": ("economic",),
        "confidence": 0.8,
        "mode": None,
        **changes,
    }
    return Event(
        event_id=f"{told.article_id}-{trigger}",
        article_id=told.article_id,
        sentence=0,
        start=0,
        end=len(told.text),
        actors=(party(told, actor),),
        recipients=(party(told, recipient),),
        event_type=event_type,  # type: ignore[arg-type]
        cameo=None,
        quad_class=ontology.quad_class(event_type),
        score=ontology.score(event_type, made["mode"]),
        goldstein=None,
        contexts=(),
        issues=(),
        trigger=Evidence(trigger, place, place + len(trigger)),
        date_end=made["date_start"],
        date_basis=None,
        place=None,
        reported_by=None,
        coder="made-1",
        **made,
    )


def party(told: Article, name: str) -> Actor:
    """A state named in an article."""
    place = told.text.index(name)
    return Actor(name, place, place + len(name), name, STATES[name], "GOV")


def statement(told: Article, speaker: Actor, kind: str, about: str, **changes: Any) -> Statement:
    """A statement read from an article's text as a whole."""
    made = {"addressees": (), "condition": None, "quoted": False, "issues": (), **changes}
    return Statement(
        statement_id=f"{told.article_id}-{kind}",
        article_id=told.article_id,
        sentence=0,
        start=0,
        end=len(told.text),
        speaker=speaker,
        kind=kind,  # type: ignore[arg-type]
        about=evidence(told, about),
        tracks=(),
        date=told.published,
        confidence=0.7,
        coder="made-1",
        **made,
    )


def evidence(told: Article, words: str) -> Evidence:
    """Words of an article with their place."""
    place = told.text.index(words)
    return Evidence(words, place, place + len(words))


def world() -> Batch:
    """Two counted events (one told twice), one denied, one undated, three statements."""
    met = article("a1", MET, dt.date(2024, 1, 10))
    again = article("a2", MET, dt.date(2024, 1, 10), outlet="Wire", address="papers/a2.txt")
    hit = article("a3", SANCTIONED, dt.date(2024, 3, 5))
    denied = article("a4", SANCTIONED, dt.date(2024, 3, 6))
    undated = article("a5", MET, None)
    warned = article("a6", WARNED, dt.date(2024, 3, 7), genre="statement")
    comment = article("a7", f"{OPINION} China met America.", dt.date(2024, 3, 8), genre="opinion")
    outlet = Actor("Herald", None, None, "Herald", None, "MED")
    return Batch(
        articles=(met, again, hit, denied, undated, warned, comment),
        events=(
            event(met, "CONSULT", "met", "China", "America"),
            event(again, "CONSULT", "met", "China", "America", confidence=0.6),
            event(hit, "SANCTION", "sanctioned", "America", "China", tracks=("technology",)),
            event(denied, "SANCTION", "sanctioned", "America", "China", status="denied"),
            event(undated, "CONSULT", "met", "China", "America"),
        ),
        statements=(
            statement(
                warned, party(warned, "China"), "condition", "that it would answer",
                addressees=(party(warned, "America"),),
                condition=evidence(warned, "if the ships came"),
            ),
            statement(warned, party(warned, "China"), "warning", "it would answer"),
            statement(comment, outlet, "demand", "must talk",
                      addressees=(party(comment, "China"),)),
        ),
        rejected=(
            Rejected("bad.txt", None, "reading", "an empty file", "Leave it out.", None),
            Rejected("a3", "sentence 2", "coding", "'met': nobody; 'saw': nobody", "See.", "a3"),
        ),
    )  # fmt: skip


def stored(folder: Path, batch: Batch | None = None) -> Workspace:
    """A workspace that holds a batch."""
    workspace = Workspace.create(folder)
    with workspace.writing() as writer:
        writer.append(batch or world())
    return workspace


def parsed(text: str) -> html.HtmlElement:
    """The tree of a page."""
    return html.document_fromstring(text)


def words(element: html.HtmlElement) -> str:
    """The text of an element, blanks made single."""
    return " ".join(element.text_content().split())
