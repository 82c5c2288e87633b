"""What a workspace holds, counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from detente.reading.language import language_sql
from detente.reading.reasons import KIND_SQL
from detente.store.failures import explained
from detente.store.filters import EVENT_SIDES
from detente.store.layout import CODED, ask, connect, has_table, open_tables

PAIRS = 20
"""Pairs of states that are told."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often one thing is there."""

    name: str
    n: int


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Articles of one outlet in one month."""

    outlet: str | None
    month: dt.date | None
    """Its first day; None for articles without a date."""
    articles: int


@dataclass(frozen=True, slots=True)
class PairCount:
    """Two states of which one acts upon the other, or that act jointly, as `Query.between` finds them:
    codes in the order of the alphabet."""

    states: tuple[str, str]
    events: int
    articles: int


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """What was turned down, or noted of articles that were kept, for one reason."""

    stage: str
    """`reading`, `coding` or `importing`; `note` where the article was kept."""
    reason: str
    n: int
    example: str
    """The first file and place."""
    advice: str


@dataclass(frozen=True, slots=True)
class DatasetSpan:
    """An imported data set."""

    name: str
    rows: int
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said of the records."""

    judgements: int
    lost: int
    audits: int


@dataclass(frozen=True, slots=True)
class Status:
    """What a workspace holds. Articles that a later version replaced count only as `superseded`."""

    articles: int
    superseded: int
    undated: int
    """Articles without a date of publication."""
    without_outlet: int
    first: dt.date | None
    """First day on which an article was published."""
    last: dt.date | None
    events: int
    statements: int
    channels: int
    months: tuple[MonthCount, ...]
    languages: tuple[Count, ...]
    """`en`, `other`, or `short` where a text has too few words to tell."""
    genres: tuple[Count, ...]
    pairs: tuple[PairCount, ...]
    """The pairs most written about, at most twenty."""
    reasons: tuple[ReasonCount, ...]
    coders: tuple[Count, ...]
    """Versions of the coder, with the records that each made."""
    datasets: tuple[DatasetSpan, ...]
    judgements: int
    """What reviewers said of records: each judgement is kept, those that were undone too."""
    lost: int
    """Judgements that no longer fit what the articles say."""
    audits: int
    """Samples that were drawn to be checked."""

    @property
    def outlets(self) -> tuple[Count, ...]:
        """Articles by outlet, most first; the empty name stands for articles without one."""
        found: dict[str, int] = {}
        for each in self.months:
            found[each.outlet or ""] = found.get(each.outlet or "", 0) + each.articles
        ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Count(name, n) for name, n in ordered)


TOTALS = """
SELECT count(*) AS articles, (SELECT count(*) FROM all_articles) - count(*) AS superseded,
    count(*) - count(published) AS undated, count(*) - count(outlet) AS without_outlet,
    min(published) AS first, max(published) AS last
FROM articles
"""
RECORDS = "SELECT count(*) AS n FROM {} r SEMI JOIN articles a ON a.article_id = r.article_id"
MONTHS = """
SELECT outlet, date_trunc('month', published)::DATE AS month, count(*) AS articles FROM articles
GROUP BY ALL ORDER BY outlet NULLS LAST, month NULLS LAST
"""
BY_NAME = "SELECT {} AS name, count(*) AS n FROM articles GROUP BY name ORDER BY n DESC, name"
CODED_BY = ("events", "statements", "channels")
"""Tables whose records say by which coder they were coded."""
CODERS = """
SELECT coder AS name, count(*) AS n FROM ({}) r SEMI JOIN articles a ON a.article_id = r.article_id
GROUP BY name ORDER BY n DESC, name
"""
CODES = "list_distinct(list_transform({}, lambda x: x.country))"
PAIRED = f"""
WITH acting AS (
    SELECT r.event_id, r.article_id, {CODES.format(EVENT_SIDES.acted_upon)} AS acted_upon,
        unnest({CODES.format(EVENT_SIDES.acting)}) AS one
    FROM events r SEMI JOIN articles a ON a.article_id = r.article_id
), sides AS (SELECT event_id, article_id, one, unnest(acted_upon) AS other FROM acting)
SELECT least(one, other) AS first, greatest(one, other) AS second,
    count(DISTINCT event_id) AS events, count(DISTINCT article_id) AS articles
FROM sides WHERE one <> other AND NOT contains(one, ':') AND NOT contains(other, ':')
GROUP BY first, second ORDER BY events DESC, first, second LIMIT {PAIRS}
"""
REASONS = f"""
WITH told AS (
    SELECT *, {KIND_SQL} AS kind,
        CASE WHEN stage = 'reading' AND article_id IS NOT NULL THEN 'note' ELSE stage END AS step,
        concat_ws(', ', path, place) AS spot
    FROM rejected WHERE article_id IS NULL OR article_id IN (SELECT article_id FROM articles)
)
SELECT step AS stage, kind AS reason, count(*) AS n, min(spot) AS example, arg_min(advice, spot) AS advice
FROM told GROUP BY step, kind ORDER BY n DESC, stage, reason
"""


def status_of(
    folder: Path,
    datasets: dict[str, tuple[int, dt.date, dt.date]],
    judged: Judged,
) -> Status:
    """Count what the tables of a folder hold, beside what was imported into it and judged of it."""
    with explained(folder):
        names = [name for name in CODED if name != "addresses" and has_table(folder, name)]
        with connect(open_tables(folder, names), superseded=False) as connection:
            return _counted(connection, names, datasets, judged)


def coders_of(folder: Path) -> list[str]:
    """By which coders the records of a folder were coded, in order."""
    with explained(folder):
        names = [name for name in CODED_BY if has_table(folder, name)]
        with connect(open_tables(folder, names)) as connection:
            asked = " UNION ".join(f"SELECT DISTINCT coder FROM {name}" for name in names)
            return sorted(ask(connection, asked).column("coder").to_pylist())


def _counted(
    connection: duckdb.DuckDBPyConnection,
    names: list[str],
    datasets: dict[str, tuple[int, dt.date, dt.date]],
    judged: Judged,
) -> Status:
    def rows(sql: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = ask(connection, sql).to_pylist()
        return found

    coded = [name for name in CODED_BY if name in names]
    coders = " UNION ALL ".join(f"SELECT article_id, coder FROM {name}" for name in coded)
    counts: dict[str, int] = {name: rows(RECORDS.format(name))[0]["n"] for name in coded}
    return Status(
        **rows(TOTALS)[0],
        events=counts["events"],
        statements=counts["statements"],
        channels=counts.get("channels", 0),
        months=tuple(MonthCount(**row) for row in rows(MONTHS)),
        languages=_by_name(rows(BY_NAME.format(language_sql("text")))),
        genres=_by_name(rows(BY_NAME.format("genre"))),
        pairs=tuple(
            PairCount((row["first"], row["second"]), row["events"], row["articles"])
            for row in rows(PAIRED)
        ),
        reasons=tuple(ReasonCount(**row) for row in rows(REASONS)),
        coders=_by_name(rows(CODERS.format(coders))),
        datasets=tuple(DatasetSpan(name, *span) for name, span in datasets.items()),
        judgements=judged.judgements,
        lost=judged.lost,
        audits=judged.audits,
    )


def _by_name(rows: list[dict[str, Any]]) -> tuple[Count, ...]:
    return tuple(Count(**row) for row in rows)
