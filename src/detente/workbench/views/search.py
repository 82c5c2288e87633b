"""Records with something in common: what is found, page by page, and of what it is made."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from detente.reporting import wording
from detente.store import Query, Workspace
from detente.store.query import NARROWS
from detente.workbench.addresses import PAGE, SearchAsked
from detente.workbench.views.listing import Listed, listed
from detente.workbench.views.outlet import name_of

TITLES = {
    "type": "Kind of act", "quad_class": "Class", "kind": "Kind of statement", "status": "Did it happen?",
    "track": "Track", "state": "State", "outlet": "Outlet", "year": "Year",
}  # fmt: skip
MOST = 12
"""Values of a facet that are shown."""
NAMES = {
    "between": "between", "of": "of", "by": "by", "to": "to", "words": "words", "article_words":
    "words in the article", "since": "from", "until": "until", "reported_since": "published from",
    "reported_until": "published until", "confidence": "confidence from", "quad_class": "class",
    "actor_sector": "sector of who acts", "recipient_sector": "sector of the other side",
    "recalled": "told as background",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how many records have it, and the address that adds or takes it away."""

    value: str
    name: str
    n: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """Of what an answer is made, in one respect."""

    field: str
    title: str
    values: tuple[Value, ...]
    others: int
    """Values that are not shown."""
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """One thing that is asked for, with the address that no longer asks it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Search:
    """What the page of a search shows."""

    asked: SearchAsked
    total: int
    first: int
    """Place of the first record on the page, from 1."""
    rows: tuple[Listed, ...]
    facets: tuple[Facet, ...]
    chosen: tuple[Chosen, ...]
    previous: str | None
    next: str | None
    kinds: dict[str, str]
    """Addresses of the same search among events and among statements."""
    orders: dict[str, str]
    """Words for an order, with the address that sorts by it."""
    command: str
    """The question as it is asked on the command line."""


def search(workspace: Workspace, asked: SearchAsked) -> Search:
    """A page of records. Raises `QueryError` for a question that means nothing."""
    catalogue = workspace.catalogue()
    skip = (asked.page - 1) * PAGE
    counted = catalogue.counted(asked.what, asked.query)
    cards = catalogue.cards(asked.what, replace(asked.query, limit=PAGE), skip=skip)
    more = skip + len(cards) < counted.total and cards
    before = min(
        asked.page - 1, -(-counted.total // PAGE)
    )  # of a page far behind, the last there is
    return Search(
        asked=asked,
        total=counted.total,
        first=skip + 1 if cards else 0,
        rows=listed(workspace, asked.what, cards),
        facets=tuple(_facet(name, counted.facets[name], asked) for name in counted.facets),
        chosen=tuple(_chosen(asked)),
        previous=replace(asked, page=before).address if before > 0 else None,
        next=replace(asked, page=asked.page + 1).address if more else None,
        kinds={"events": _among(asked, "events"), "statements": _among(asked, "statements")},
        orders=dict(_orders(asked)),
        command=_command(asked),
    )


def _facet(name: str, counts: tuple[tuple[str, int], ...], asked: SearchAsked) -> Facet:
    given = _given(name, asked.query)
    return Facet(
        field=name,
        title=TITLES[name],
        values=tuple(_value(name, value, n, value in given, asked) for value, n in counts[:MOST]),
        others=max(len(counts) - MOST, 0),
        is_chosen=bool(given),
    )


def _given(name: str, query: Query) -> tuple[str, ...]:
    """The values of a facet that are asked for."""
    if name == "state":
        return tuple(filter(None, (query.of, query.by, query.to)))
    if name == "year":
        year = _year(query)
        return (year,) if year else ()
    return tuple(getattr(query, name) or ())


def _year(query: Query) -> str | None:
    """The year that a question is about, where it is about one."""
    first, last = query.since, query.until
    whole = first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return f"{first.year:04}" if first and last and whole and first.year == last.year else None


def _value(name: str, value: str, n: int, chosen: bool, asked: SearchAsked) -> Value:
    if name == "state":
        address = asked.where(of=None, by=None, to=None) if chosen else asked.where(of=value)
    elif name == "year":
        first, last = (f"{int(value):04}-{day}" for day in ("01-01", "12-31"))
        address = (
            asked.where(since=None, until=None) if chosen else asked.where(since=first, until=last)
        )
    else:
        given = _given(name, asked.query)
        left = tuple(each for each in given if each != value) if chosen else (*given, value)
        address = asked.where(**{name: left or None})
    return Value(value, name_of(name, value), n, address, chosen)


def _chosen(asked: SearchAsked) -> Iterator[Chosen]:
    for name, value in asked.query.given().items():
        title = NAMES.get(name, name.replace("_", " "))
        if isinstance(value, tuple) and name != "between":
            for each in value:
                left = tuple(other for other in value if other != each)
                yield Chosen(title, name_of(name, each), asked.where(**{name: left or None}))
        else:
            yield Chosen(title, _words(name, value), asked.where(**{name: None}))


def _words(name: str, value: Any) -> str:
    if name in ("of", "by", "to"):
        return wording.country_name(value)
    if name == "between":
        return " and ".join(map(wording.country_name, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _among(asked: SearchAsked, what: Any) -> str:
    """The address of the same search among other records, without what means nothing of them."""
    query = asked.query
    for name in query.given():
        if what not in NARROWS[name]:
            query = query.without(name)
    return replace(asked, what=what, query=replace(query, sort="-date"), page=1).address


def _orders(asked: SearchAsked) -> Iterator[tuple[str, str]]:
    known = {"latest first": "-date", "earliest first": "date", "surest first": "-confidence"}
    if asked.what == "events":
        known |= {"worst conflict first": "score", "closest cooperation first": "-score"}
    for words, sort in known.items():
        yield words, asked.where(sort=sort)


def _command(asked: SearchAsked) -> str:
    parts = [f"detente {asked.what} WORKSPACE"]
    for name, value in asked.query.given().items():
        option = f"--{name.replace('_', '-')}"
        if name == "between":
            parts.append(f"{option} {' '.join(map(shlex.quote, value))}")
        elif name == "recalled":
            parts.append("--recalled" if value else "--news")
        elif value is True:
            parts.append(option)
        else:
            values = value if isinstance(value, tuple) else (value,)
            parts += [f"{option} {shlex.quote(str(each))}" for each in values]
    return " ".join([*parts, f"--sort {asked.query.sort}"])
