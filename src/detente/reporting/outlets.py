"""Who told it? What each outlet contributes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from detente.coding.ontology import COOPERATIVE
from detente.merging import Report
from detente.records import Article
from detente.reporting import wording
from detente.reporting.gathering import Material


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet: its articles about the two states, and the events it reports."""

    outlet: str
    articles: int
    reports: int
    statements: int
    cooperative: str
    first: str
    last: str


def outlet_rows(material: Material) -> tuple[OutletRow, ...]:
    """Outlets, those with most articles first."""
    articles: dict[str, list[Article]] = defaultdict(list)
    for article in material.articles.values():
        articles[_name(article.outlet)].append(article)
    rows = [_row(outlet, found, material) for outlet, found in articles.items()]
    return tuple(sorted(rows, key=lambda row: (-row.articles, row.outlet)))


def _name(outlet: str | None) -> str:
    return outlet or "outlet unknown"


def _row(outlet: str, articles: list[Article], material: Material) -> OutletRow:
    ids = {article.article_id for article in articles}
    reports = [each for each in material.reports.values() if each.event.article_id in ids]
    dates = [article.published for article in articles if article.published]
    said = (*material.statements, *material.opinions)
    return OutletRow(
        outlet,
        len(articles),
        len(reports),
        sum(each.article_id in ids for each in said),
        wording.percent(_cooperative(reports)),
        _day(min(dates, default=None)),
        _day(max(dates, default=None)),
    )


def _day(date: dt.date | None) -> str:
    return wording.day(date)


def _cooperative(reports: Iterable[Report]) -> float | None:
    found = [each.event.quad_class in COOPERATIVE for each in reports]
    return sum(found) / len(found) if found else None
