"""One article, what is coded in it, and reviewers whose clock ticks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from detente import Query, Workspace
from detente.correcting import Reviewer
from detente.records import Actor, Article, Event, Evidence, Statement
from detente.schema import to_rows

TEXT = "Chile met Norway in Oslo. Chile warned Norway of a ban on fish. Kenya looked on."
LATER = "Late edition. " + TEXT.replace("Kenya looked on", "Fiji looked on, too")
FEBRUARY = dt.date(2024, 2, 29)
START = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


def article(article_id: str = "a1", text: str = TEXT, **changes: Any) -> Article:
    made = Article(
        article_id, text, "Fish", "Herald", dt.date(2024, 3, 1), "news", f"{article_id}.txt"
    )
    return replace(made, **changes)


def actor(text: str, code: str, of: Article) -> Actor:
    start = of.text.index(text)
    return Actor(text, start, start + len(text), text, code, None)


def event(event_id: str, word: str, kind: Any, of: Article, **changes: Any) -> Event:
    """What `Chile <word> Norway` tells."""
    start = of.text.index(word)
    first = of.text.rindex("Chile", 0, start)
    end = of.text.index(".", start) + 1
    made = Event(
        event_id=event_id, article_id=of.article_id, sentence=of.text.count(".", 0, start),
        start=first, end=end,
        actors=(Actor("Chile", first, first + 5, "Chile", "CHL", None),),
        recipients=(actor("Norway", "NOR", of),),
        reciprocal=False, event_type=kind, mode=None, cameo=None, quad_class="verbal cooperation",
        score=1.0, goldstein=None, contexts=(), tracks=("diplomatic",), issues=(),
        trigger=Evidence(word, start, start + len(word)), status="done",
        date_start=dt.date(2024, 3, 1), date_end=dt.date(2024, 3, 1), date_precision="day",
        date_basis="publication", recalled=False, place=None, reported_by=None, confidence=0.7,
        coder="coder 1",
    )  # fmt: skip
    return replace(made, **changes)


def said(statement_id: str, of: Article) -> Statement:
    about = "of a ban on fish"
    start = of.text.index(about)
    return Statement(
        statement_id=statement_id, article_id=of.article_id, sentence=1,
        start=of.text.index("Chile warned"), end=start + len(about) + 1,
        speaker=Actor("Chile", None, None, "Chile", "CHL", None), addressees=(), kind="warning",
        about=Evidence(about, start, start + len(about)), issues=(), tracks=("economic",),
        condition=None, quoted=False, date=None, confidence=0.6, coder="coder 1",
    )  # fmt: skip


def ticking() -> Callable[[], dt.datetime]:
    moments: Iterator[dt.datetime] = (START + dt.timedelta(minutes=n) for n in range(1000))
    return lambda: next(moments)


def reviewers(
    workspace: Workspace, *, as_coded: bool = False, clocks: Sequence[Any] = ()
) -> tuple[Reviewer, Reviewer]:
    """Ana and Ben, by one clock or each by a clock of their own."""
    clock = ticking()
    first, second = clocks or (clock, clock)
    return (
        Reviewer(workspace, "Ana", as_coded=as_coded, clock=first),
        Reviewer(workspace, "Ben", as_coded=as_coded, clock=second),
    )


def told(workspace: Workspace, **asked: Any) -> dict[str, Event]:
    return {each.event_id: each for each in to_rows(workspace.events(Query(**asked)), Event)}
