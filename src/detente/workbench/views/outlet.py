"""One outlet: how much it published when, and what it tells most."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from detente.errors import NotFoundError
from detente.reading.language import language_sql
from detente.reporting import wording
from detente.store import Query, Workspace
from detente.workbench.addresses import OutletAsked, SearchAsked
from detente.workbench.views.listing import Listed, listed

MOST, LATEST = 8, 8
"""Values of a facet, and records, that are shown."""
LANGUAGES = {"en": "English", "other": "another language", "short": "too short to tell"}
MONTHS = """
SELECT date_trunc('month', published)::DATE AS month, count(*) AS articles
FROM texts WHERE outlet = $outlet GROUP BY month ORDER BY month NULLS LAST
"""
SPAN = "SELECT min(published) AS first, max(published) AS last FROM texts WHERE outlet = $outlet"
BY_LANGUAGE = f"""
SELECT {language_sql("text")} AS name, count(*) AS n
FROM texts WHERE outlet = $outlet GROUP BY name ORDER BY n DESC, name
"""
BY_GENRE = """
SELECT genre AS name, count(*) AS n FROM texts WHERE outlet = $outlet GROUP BY name ORDER BY n DESC, name
"""


@dataclass(frozen=True, slots=True)
class Month:
    """Articles of one month, None being those without a date."""

    month: dt.date | None
    articles: int
    share: float
    """Of the month with most, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Told:
    """How often one thing is told, and where that is listed."""

    name: str
    n: int
    address: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """What the page of one outlet shows."""

    asked: OutletAsked
    articles: int
    first: dt.date | None
    last: dt.date | None
    events: int
    statements: int
    languages: tuple[tuple[str, int], ...]
    genres: tuple[tuple[str, int], ...]
    rows: tuple[Month, ...]
    most: dict[str, tuple[Told, ...]]
    """What it tells most: kinds of act, states, tracks, kinds of statement."""
    latest: tuple[Listed, ...]
    everything: dict[str, str]
    """Addresses of the lists of all it tells."""


def outlet(workspace: Workspace, asked: OutletAsked) -> Outlet:
    """One outlet. Raises `NotFoundError` where it published nothing here."""
    catalogue = workspace.catalogue()
    months = catalogue.outlet(MONTHS, asked.name)
    if not months:
        raise NotFoundError(
            f"no outlet is called '{asked.name}' in this workspace",
            advice="Outlets are named as their articles name them: find one by searching.",
        )
    most = max(row["articles"] for row in months)
    query = Query(outlet=asked.name, sort="-date")
    acts, said = (catalogue.counted(table, query) for table in ("events", "statements"))
    (ends,) = catalogue.outlet(SPAN, asked.name)
    return Outlet(
        asked=asked,
        articles=sum(row["articles"] for row in months),
        first=ends["first"],
        last=ends["last"],
        events=acts.total,
        statements=said.total,
        languages=_counts(catalogue.outlet(BY_LANGUAGE, asked.name), LANGUAGES),
        genres=_counts(catalogue.outlet(BY_GENRE, asked.name), {}),
        rows=tuple(Month(r["month"], r["articles"], r["articles"] / most) for r in months),
        most={
            "Kinds of act": _most("type", acts.facets, query),
            "States": _most("state", acts.facets, query),
            "Tracks": _most("track", acts.facets, query),
            "Kinds of statement": _most("kind", said.facets, query),
        },
        latest=listed(
            workspace, "events",
            catalogue.cards("events", replace(query, until=ends["last"], limit=LATEST)),
        ),
        everything={
            "events": SearchAsked(query=query).address,
            "statements": SearchAsked(what="statements", query=query).address,
        },
    )  # fmt: skip


def _counts(rows: list[dict[str, Any]], names: dict[str, str]) -> tuple[tuple[str, int], ...]:
    return tuple((names.get(row["name"], row["name"]), row["n"]) for row in rows)


def _most(
    facet: str, facets: dict[str, tuple[tuple[str, int], ...]], query: Query
) -> tuple[Told, ...]:
    asked = SearchAsked(what="statements" if facet == "kind" else "events", query=query)
    field = "of" if facet == "state" else facet
    return tuple(
        Told(name_of(facet, value), n, asked.where(**{field: value}))
        for value, n in facets[facet][:MOST]
    )


def name_of(facet: str, value: str) -> str:
    """A value of a facet in words."""
    if facet == "state":
        return wording.country_name(value)
    if facet == "type":
        return wording.TYPES.get(value, value)
    if facet == "status":
        return wording.STATUSES.get(value, value)
    return value.replace("-", " ") if facet in ("kind", "track") else value
