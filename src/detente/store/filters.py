"""The conditions that narrow a question, as SQL with parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.store.blocs import Party
from detente.store.query import Query
from detente.store.words import TELLS


@dataclass(slots=True)
class Selection:
    """Conditions joined by AND, with the values of their parameters."""

    conditions: list[str] = field(default_factory=lambda: ["true"])
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, condition: str, **values: Any) -> None:
        """Narrow it."""
        self.conditions.append(f"({condition})")
        self.values |= values

    @property
    def where(self) -> str:
        """All conditions as one."""
        return " AND ".join(self.conditions)


@dataclass(frozen=True, slots=True)
class Sides:
    """SQL for who is on which side of a record `r`: lists of actors, or of codes."""

    acting: str
    acted_upon: str
    unaddressed: str
    """Nobody is acted upon or addressed."""
    day: str
    """On which a bloc's members are asked for."""
    are_codes: bool = False


FIRST_DAY = "coalesce(r.date_start, r.date_end, a.published)"
LAST_DAY = "coalesce(r.date_end, r.date_start, a.published)"
SAID_DAY = "coalesce(r.date, a.published)"
EVENT_SIDES = Sides(
    acting="r.actors",
    # All parties of a reciprocal act are actors: each is acted upon by the others.
    acted_upon="CASE WHEN r.reciprocal THEN list_concat(r.actors, r.recipients) ELSE r.recipients END",
    unaddressed="NOT r.reciprocal"
    " AND len(list_filter(r.recipients, lambda x: x.country IS NOT NULL)) = 0",
    day=FIRST_DAY,
)
STATEMENT_SIDES = Sides(
    acting="[r.speaker]",
    acted_upon="r.addressees",
    unaddressed="len(r.addressees) = 0",
    day=SAID_DAY,
)
CHANNEL_SIDES = Sides("r.parties", "r.parties", "false", FIRST_DAY, are_codes=True)
EQUALS = {
    "type": "r.event_type", "mode": "r.mode", "quad_class": "r.quad_class", "kind": "r.kind",
    "status": "r.status", "genre": "a.genre",
}  # fmt: skip
"""Fields of a question that name the values of a column."""
HAVE = {"issue": "r.issues", "track": "r.tracks"}
"""Fields of a question that name what a list may hold."""
SENTENCE = 'substring(a.text, r.start + 1, r."end" - r.start)'
TITLED = r"concat_ws(E'\n\n', a.title, a.text)"


def add_parties(chosen: Selection, query: Query, sides: Sides) -> None:
    """Whose record it is."""
    ways = _Ways(chosen, query, sides)
    if query.pairs:
        chosen.add(" OR ".join(ways.between(pair, query.directed) for pair in query.pairs))
    if query.by is not None and query.to is not None:
        chosen.add(ways.between((query.by, query.to), True))
    elif query.by is not None:
        chosen.add(f"len({ways.acting(query.by)}) > 0")
    elif query.to is not None:
        chosen.add(ways.or_nobody(f"len({ways.acted_upon(query.to)}) > 0"))
    if query.of is not None:
        either = f"len({ways.acting(query.of)}) > 0 OR len({ways.acted_upon(query.of)}) > 0"
        chosen.add(ways.or_nobody(either))


class _Ways:
    """Conditions on the parties of a record, whose parameters go into a selection."""

    def __init__(self, chosen: Selection, query: Query, sides: Sides) -> None:
        self._chosen, self._query, self._sides = chosen, query, sides
        self._acting = self._codes(sides.acting, "actor_sector", query.actor_sector)
        self._acted_upon = self._codes(sides.acted_upon, "recipient_sector", query.recipient_sector)

    def _codes(self, actors: str, name: str, sectors: Any) -> str:
        """The codes of a side; where sectors are asked for, of those who are of them."""
        if self._sides.are_codes:
            return actors
        if sectors is not None:
            actors = f"list_filter({actors}, lambda x: list_contains(${name}::VARCHAR[], x.sector))"
            self._chosen.add(f"len({actors}) > 0", **{name: list(sectors)})
        return f"list_transform({actors}, lambda x: x.country)"

    def acting(self, name: str) -> str:
        """Those of a state or bloc that act or speak."""
        return f"list_intersect({self._acting}, {self._members(self._query.party(name))})"

    def acted_upon(self, name: str) -> str:
        """Those of a state or bloc that are acted upon or addressed."""
        return f"list_intersect({self._acted_upon}, {self._members(self._query.party(name))})"

    def between(self, pair: tuple[str, str], directed: bool) -> str:
        """One of the pair acts upon the other, who is somebody else: blocs may overlap."""
        options = []
        for actor, other in [pair] if directed else [pair, pair[::-1]]:
            acting, acted_upon = self.acting(actor), self.acted_upon(other)
            apart = f"len(list_distinct(list_concat({acting}, {acted_upon}))) > 1"
            options.append(f"len({acting}) > 0 AND len({acted_upon}) > 0 AND {apart}")
            if self._query.unaddressed:
                options.append(f"len({acting}) > 0 AND {self._sides.unaddressed}")
        return " OR ".join(f"({option})" for option in options)

    def or_nobody(self, condition: str) -> str:
        """A condition, or else that nobody is acted upon, where that is asked for."""
        if not self._query.unaddressed:
            return condition
        return f"{condition} OR ({self._sides.unaddressed})"

    def _members(self, party: Party) -> str:
        """The codes that belong to a party on the record's day, as SQL."""
        name = f"party{len(self._chosen.values)}"
        if not party.is_dated:
            self._chosen.values[name] = sorted(party.codes)
            return f"${name}::VARCHAR[]"
        self._chosen.values[name] = [
            {"code": each.code, "since": each.since, "until": each.until} for each in party.members
        ]
        day = self._sides.day
        then = f"{day} IS NULL OR (m.since <= {day} AND {day} <= m.until)"
        return f"list_transform(list_filter(${name}, lambda m: {then}), lambda m: m.code)"


def add_values(chosen: Selection, query: Query) -> None:
    """Of which type, kind, track … it is, and how sure."""
    given = query.given()
    for name, column in _given(EQUALS, given):
        chosen.add(f"list_contains(${name}::VARCHAR[], {column})", **{name: list(given[name])})
    for name, column in _given(HAVE, given):
        chosen.add(f"list_has_any({column}, ${name}::VARCHAR[])", **{name: list(given[name])})
    if query.recalled is not None:
        chosen.add("r.recalled = $recalled", recalled=query.recalled)
    if query.confidence is not None:
        chosen.add("r.confidence >= $confidence", confidence=query.confidence)


def _given(columns: Mapping[str, str], given: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, column) for name, column in columns.items() if name in given]


def add_days(chosen: Selection, query: Query, *, first: str, last: str) -> None:
    """When it happened or was said, and when it was published."""
    if query.since is not None:
        chosen.add(f"{last} >= $since", since=query.since)
    if query.until is not None:
        chosen.add(f"{first} <= $until", until=query.until)
    if query.reported_since is not None:
        chosen.add("a.published >= $reported_since", reported_since=query.reported_since)
    if query.reported_until is not None:
        chosen.add("a.published <= $reported_until", reported_until=query.reported_until)


def add_texts(chosen: Selection, query: Query) -> None:
    """Who published it, and in which words."""
    if query.outlet is not None:
        same = "list_transform($outlet::VARCHAR[], lambda x: lower(x))"
        chosen.add(f"list_contains({same}, lower(a.outlet))", outlet=list(query.outlet))
    told = {
        "words": f"[{SENTENCE}]",
        "article_words": f"[{TITLED}]",
        "speaker": _named("[r.speaker]"),
        "addressee": _named("r.addressees"),
    }
    for name, texts in _given(told, query.given()):
        chosen.add(f"{TELLS}({texts}, ${name})", **{name: getattr(query, name)})


def _named(actors: str) -> str:
    """The words for each of some actors: as written, and as it resolves."""
    return f"list_transform({actors}, lambda x: concat_ws(' ', x.text, x.name))"
