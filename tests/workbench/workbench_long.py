"""Four years in which Chile and Norway first deal well with each other, and then do not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from workbench_world import _batch

from detente.records import Article, Event
from detente.store import Batch, Workspace

MONTHS = 48
GOOD, BAD = ("thanked", "SUPPORT"), ("warned", "THREATEN")


def long_stored(folder: Path) -> Workspace:
    """Two acts of each month in most months, one each way."""
    made = Workspace.create(folder)
    sides = (("Chile", "Norway"), ("Norway", "Chile"))
    told = [
        _told(month, number, *side)
        for month in range(MONTHS)
        for number, side in enumerate(sides)
        if (month * 7 + number * 3) % 5
    ]
    with made.writing() as writer:
        writer.append(
            Batch(
                articles=tuple(article for article, _ in told),
                events=tuple(event for _, event in told),
            )
        )
    return made


def _told(month: int, number: int, actor: str, other: str) -> tuple[Article, Event]:
    verb, kind = GOOD if month < MONTHS // 2 else BAD
    day = dt.date(2019 + month // 12, month % 12 + 1, 5 + 9 * number)
    batch = _batch(0, 1, actor, verb, other, kind)
    (article,), (event,) = batch.articles, batch.events
    name = f"{month}-{number}"
    text = f"{article.text} Report {name}."
    score = event.score + 0.3 * (month % 3)  # acts that are all alike drive nothing
    return (
        replace(article, article_id=f"a{name}", text=text, published=day),
        replace(
            event,
            event_id=f"e{name}",
            article_id=f"a{name}",
            date_start=day,
            date_end=day,
            score=score,
        ),
    )
