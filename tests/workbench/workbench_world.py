"""A small workspace: Chile and Norway quarrel and make up, Kenya looks on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from detente.coding import ontology
from detente.records import Actor, Article, Event, Evidence, Statement
from detente.store import Batch, Workspace
from made_once import copy_of

STATES = {"Chile": "CHL", "Norway": "NOR", "Kenya": "KEN"}
TOLD = (
    # month, actor, verb, recipient, type
    (1, "Chile", "met", "Norway", "CONSULT"),
    (1, "Norway", "met", "Chile", "CONSULT"),
    (2, "Chile", "thanked", "Norway", "SUPPORT"),
    (2, "Norway", "aided", "Chile", "AID"),
    (2, "Chile", "joined", "Norway", "COOPERATE"),
    (7, "Chile", "warned", "Norway", "THREATEN"),
    (7, "Norway", "accused", "Chile", "ACCUSE"),
    (8, "Chile", "banned", "Norway", "SANCTION"),
    (8, "Norway", "rejected", "Chile", "REJECT"),
    (9, "Chile", "seized", "Norway", "COERCE"),
    (9, "Kenya", "met", "Norway", "CONSULT"),
)
MARKUP = '<script>alert("x")</script> & co.'
OUTLET = "The Post/Herald"


def stored(folder: Path) -> Workspace:
    """All that the tests look at, in a workspace."""
    return copy_of(written, folder, catalogued=True)


def written(folder: Path) -> Workspace:
    """The same, and no copy: its tables are others than those of any other."""
    made = Workspace.create(folder)
    batches = [_batch(number, *told) for number, told in enumerate(TOLD)]
    whole = Batch(
        articles=(*(each for batch in batches for each in batch.articles), _undated()),
        events=tuple(each for batch in batches for each in batch.events),
        statements=tuple(each for batch in batches for each in batch.statements),
    )
    with made.writing() as writer:
        writer.append(whole)  # one file of each table: each page opens all that there are
    return made


def _batch(number: int, month: int, actor: str, verb: str, recipient: str, kind: str) -> Batch:
    sentence = f"{actor} {verb} {recipient} over fish & <b>oil</b>."
    text = f"{sentence}\n\n{actor} wants peace. {MARKUP}"
    outlet = OUTLET if number % 2 else "Gazette"
    article = Article(
        f"a{number}", text, f"{actor} and {recipient}", outlet, dt.date(2024, month, 10 + number),
        "news", f"https://news.example/{number}",
    )  # fmt: skip
    event = event_of(number, article, sentence, actor, verb, recipient, kind)
    return Batch(
        articles=(article,), events=(event,), statements=(said_of(number, article, actor),)
    )


def event_of(
    number: int, article: Article, sentence: str, actor: str, verb: str, recipient: str, kind: Any
) -> Event:
    """What one sentence of an article tells."""
    start = sentence.index(verb)
    return Event(
        event_id=f"e{number}", article_id=article.article_id, sentence=0, start=0,
        end=len(sentence), actors=(_party(actor, article),), recipients=(_party(recipient, article),),
        reciprocal=kind == "CONSULT", event_type=kind, mode=None, cameo=None,
        quad_class=ontology.quad_class(kind), score=ontology.score(kind, None), goldstein=None,
        contexts=(), tracks=("economic",), issues=("fisheries",),
        trigger=Evidence(verb, start, start + len(verb)), status="done",
        date_start=article.published, date_end=article.published, date_precision="day",
        date_basis="publication", recalled=False, place=None, reported_by=None,
        confidence=0.5 + number / 25, coder="coder 1",
    )  # fmt: skip


def said_of(number: int, article: Article, speaker: str) -> Statement:
    """What somebody wants, in the second sentence of an article."""
    about = "wants peace"
    start = article.text.index(about)
    return Statement(
        statement_id=f"s{number}", article_id=article.article_id, sentence=1,
        start=start - len(speaker) - 1, end=start + len(about) + 1,
        speaker=Actor(speaker, start - len(speaker) - 1, start - 1, speaker, STATES[speaker], "GOV"),
        addressees=(), kind="demand", about=Evidence(about, start, start + len(about)), issues=(),
        tracks=("diplomatic",), condition=None, quoted=False, date=article.published,
        confidence=0.6, coder="coder 1",
    )  # fmt: skip


def _party(name: str, article: Article) -> Actor:
    start = article.text.index(name)
    return Actor(name, start, start + len(name), name, STATES[name], "GOV")


def _undated() -> Article:
    return Article("plain", "Nothing happened.", None, None, None, "news", "notes/plain.txt")
