"""Who told it? What each outlet contributes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from detente.coding.ontology import COOPERATIVE
from detente.merging import Report
from detente.records import Article
from detente.reporting.gathering import Material

UNKNOWN = "outlet unknown"


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet: its articles about the two states, and the events it reports."""

    outlet: str
    articles: int
    reports: int
    statements: int
    cooperative: float | None
    """Share of its reports; None where it has none."""
    first: dt.date | None
    last: dt.date | None

    @property
    def is_known(self) -> bool:
        """Whether the outlet has a name."""
        return self.outlet != UNKNOWN


def outlet_rows(material: Material) -> tuple[OutletRow, ...]:
    """Outlets, those with most articles first."""
    articles: dict[str, list[Article]] = defaultdict(list)
    for article in material.articles.values():
        articles[_name(article.outlet)].append(article)
    rows = [_row(outlet, found, material) for outlet, found in articles.items()]
    return tuple(sorted(rows, key=lambda row: (-row.articles, row.outlet)))


def _name(outlet: str | None) -> str:
    return outlet or UNKNOWN


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
        _cooperative(reports),
        min(dates, default=None),
        max(dates, default=None),
    )


def _cooperative(reports: Iterable[Report]) -> float | None:
    found = [each.event.quad_class in COOPERATIVE for each in reports]
    return sum(found) / len(found) if found else None
