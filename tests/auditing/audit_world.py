"""A workspace of articles made by hand, whose truth is known, so that what an audit finds can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from detente.coding.ontology import quad_class, score
from detente.records import Actor, Article, Event, EventType, Evidence
from detente.store import Batch, Workspace
from made_once import copy_of

PAIR = ("CHL", "NOR")
WORDS: dict[str, EventType] = {
    "warned": "THREATEN", "accused": "ACCUSE", "praised": "SUPPORT", "met": "CONSULT", "helped": "AID",
}  # fmt: skip
START = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


def ticking() -> Callable[[], dt.datetime]:
    moments: Iterator[dt.datetime] = (START + dt.timedelta(minutes=n) for n in range(100_000))
    return lambda: next(moments)


def article(number: int, word: str, more: str = "Kenya looked on.") -> Article:
    """`Chile <word> Norway over catch <number>`, on a day of its own, and a second paragraph."""
    return Article(
        article_id=f"a{number:03}",
        text=f"Chile {word} Norway over catch {number} and its quota.\n\n{more}",
        title=None,
        outlet=("Herald", "Echo", "Post")[number % 3],
        published=dt.date(2024, 1, 1) + dt.timedelta(days=3 * number),
        genre="news",
        address=f"{number}.txt",
    )


def event(number: int, word: str, of: Article, **changes: Any) -> Event:
    """What that sentence tells."""
    kind = changes.pop("event_type", WORDS[word])
    start = of.text.index(word)
    other = start + len(word) + 1
    made: dict[str, Any] = {
        "event_id": f"e{number:03}", "article_id": of.article_id, "sentence": 0, "start": 0,
        "end": of.text.index(".") + 1,
        "actors": (Actor("Chile", 0, 5, "Chile", "CHL", None),),
        "recipients": (Actor("Norway", other, other + 6, "Norway", "NOR", None),),
        "reciprocal": False, "event_type": kind, "mode": None, "cameo": None,
        "quad_class": quad_class(kind), "score": score(kind, None), "goldstein": None,
        "contexts": (), "tracks": ("diplomatic",), "issues": (),
        "trigger": Evidence(word, start, start + len(word)), "status": "done",
        "date_start": of.published, "date_end": of.published, "date_precision": "day",
        "date_basis": "publication", "recalled": False, "place": None, "reported_by": None,
        "confidence": (0.9, 0.6, 0.4)[number % 3], "coder": "by hand",
    }  # fmt: skip
    return Event(**made | changes)


def make(folder: Path, *, acts: int = 40, missed: int = 8, silent: int = 30) -> Workspace:
    """A workspace of `acts` that were coded, `missed` ones that were not, and articles without any."""
    return copy_of(_make, folder, acts, missed, silent)


def _make(folder: Path, acts: int, missed: int, silent: int) -> Workspace:
    made = Workspace.create(folder)
    names = list(WORDS)
    articles, events = [], []
    for number in range(acts):
        word = names[number % len(names)]
        articles.append(article(number, word))
        events.append(event(number, word, articles[-1]))
    for number in range(acts, acts + missed):
        articles.append(article(number, "accused"))
    for number in range(acts + missed, acts + missed + silent):
        articles.append(article(number, "neighbours", "Norway and Fiji looked on."))
    with made.writing() as writer:
        writer.append(Batch(articles=tuple(articles), events=tuple(events)))
    return made


def missed_in(text: str) -> list[dict[str, str]]:
    """The act that a reviewer adds of a passage that tells one of its own."""
    if " accused " not in text:
        return []
    return [{"type": "ACCUSE", "actors": "CHL", "recipients": "NOR", "trigger": "accused"}]
