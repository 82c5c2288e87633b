"""A small made-up world for the store's tests: articles, and a coder that knows what is in them."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.records import Actor, Article, ChannelReport, Event, Evidence, Rejected, Statement

CHINA = Actor("China", 0, 5, "China", "CHN", "GOV")
AMERICA = Actor("Washington", None, None, "United States", "USA", None)
RUSSIA = Actor("Moscow", 3, 9, None, "RUS", "MIL")
DAY = dt.date(2024, 1, 10)


@dataclass(frozen=True)
class Coding:
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    channels: tuple[ChannelReport, ...] = ()


def article(number: int, **changes: Any) -> Article:
    made = Article(
        article_id=f"a{number:04d}",
        text=f"Article {number}. It's “plain”.",
        title=None if number % 2 else "Title",
        outlet=f"Outlet {number % 3}",
        published=DAY + dt.timedelta(days=number % 40),
        genre="news",
        address=f"folder/{number}.txt",
    )
    return replace(made, **changes)


def event(event_id: str, article_id: str = "a0001", **changes: Any) -> Event:
    made = Event(
        event_id=event_id,
        article_id=article_id,
        sentence=0,
        start=0,
        end=10,
        actors=(CHINA,),
        recipients=(AMERICA,),
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
        trigger=Evidence("plain", 3, 8),
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
    return replace(made, **changes)


def statement(statement_id: str, article_id: str = "a0001", **changes: Any) -> Statement:
    made = Statement(
        statement_id=statement_id,
        article_id=article_id,
        sentence=0,
        start=0,
        end=10,
        speaker=CHINA,
        addressees=(AMERICA,),
        kind="demand",
        about=Evidence("plain", 3, 8),
        issues=("taiwan",),
        tracks=("military",),
        condition=None,
        quoted=False,
        date=None,
        confidence=0.5,
        coder="fake 1",
    )
    return replace(made, **changes)


def channel(report_id: str, article_id: str = "a0001", **changes: Any) -> ChannelReport:
    made = ChannelReport(
        channel_report_id=report_id,
        article_id=article_id,
        sentence=0,
        start=0,
        end=10,
        channel="Trade Dialogue",
        key="dialogue trade",
        kind="dialogue",
        named=Evidence("plain", 3, 8),
        parties=("CHN", "USA"),
        parties_from="name",
        ordinal=None,
        told="held",
        trigger=Evidence("plain", 3, 8),
        status="done",
        date_start=None,
        date_end=None,
        date_precision=None,
        date_basis=None,
        reported_by=None,
        coder="fake 1",
    )
    return replace(made, **changes)


def rejection(place: str, **changes: Any) -> Rejected:
    made = Rejected("bad.csv", place, "reading", "no text", "Leave it.", None)
    return replace(made, **changes)


def made_before_manifests(folder: Path) -> None:
    """Make a workspace one of an older version, which did not note what its tables are made of."""
    (folder / "manifest.jsonl").unlink()


def events_of(number: int) -> int:
    """How many events the fake coder finds in an article."""
    return number % 4


class FakeCoder:
    """Codes by the article's number; every ninth has a rejected sentence."""

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        return [self._code(int(told.article_id[1:]), told) for told in articles]

    def _code(self, number: int, told: Article) -> Coding:
        own = told.article_id
        spoken_for = RUSSIA if number % 5 == 0 else None
        events = tuple(
            event(f"{own}-{index}", own, start=index, reported_by=spoken_for)
            for index in range(events_of(number))
        )
        late = rejection("3", stage="coding", path=told.address, article_id=own)
        return Coding(
            events,
            (statement(f"s{own}", own),) if number % 3 == 0 else (),
            (late,) if number % 9 == 0 else (),
            (channel(f"c{own}", own),) if number % 4 == 0 else (),
        )


class SlowCoder(FakeCoder):
    """Takes long enough to be killed at work."""

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        time.sleep(0.001 * len(articles))
        return super().code_articles(articles)


def items(count: int) -> Iterator[Article | Rejected]:
    """Articles, each seventh of them met a second time elsewhere, and some unreadable lines."""
    for number in range(count):
        yield article(number)
        if number % 7 == 0:
            yield article(number, address=f"copies/{number}.txt")
        if number % 50 == 0:
            yield rejection(str(number))
