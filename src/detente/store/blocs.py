"""Who stands behind a name in a question: one state, or the members of a bloc."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from detente import tables
from detente.days import first_day, last_day
from detente.errors import DetenteError, LexiconError, QueryError
from detente.store.countries import folded, resolve_country

COLUMNS = ("bloc", "member", "from", "until")


@dataclass(frozen=True, slots=True)
class Member:
    """A state in a bloc, and the first and last day on which it belongs to it."""

    code: str
    since: dt.date = dt.date.min
    until: dt.date = dt.date.max


@dataclass(frozen=True, slots=True)
class Party:
    """What a state or bloc in a question means: any of the members, each in its time."""

    name: str
    members: tuple[Member, ...]

    @property
    def codes(self) -> frozenset[str]:
        """All that ever belong to it."""
        return frozenset(member.code for member in self.members)

    @property
    def is_dated(self) -> bool:
        """Whether anybody belongs to it only for a time."""
        return any((each.since, each.until) != (dt.date.min, dt.date.max) for each in self.members)

    def on(self, day: dt.date | None) -> frozenset[str]:
        """Who belongs to it on a day; where there is none, all that ever do."""
        if day is None:
            return self.codes
        return frozenset(each.code for each in self.members if each.since <= day <= each.until)


Blocs = Mapping[str, Collection[str | Member]]
"""Blocs of a user's own: name to members, as codes, names, or `Member` where there are dates."""


def resolve_party(text: str, own: Blocs | None = None) -> Party:
    """Who is meant by a code or name, one of a user's `own` blocs before any other.

    A bloc is meant by its name (`EU`, `Arab League`) and includes the body itself; its code (`IGO:EU`)
    means the body alone. Raises `QueryError` where nothing is meant.
    """
    for name, members in (own or {}).items():
        if folded(name) == folded(text):
            return Party(name, tuple(map(_as_member, members)))
    code = resolve_country(text)
    members = shipped_blocs().get(code, ())
    if not members or folded(text) == folded(code):
        return Party(code, (Member(code),))
    return Party(text.strip(), (*members, Member(code)))


def own_blocs(given: Blocs) -> dict[str, tuple[Member, ...]]:
    """Blocs with their members as codes. Raises `QueryError` for one without, and for an unknown state."""
    for name, members in given.items():
        if not name.strip() or isinstance(members, str) or not members:
            raise QueryError(
                f"the bloc '{name}' has no members", advice="Name its states, such as FRA and DEU."
            )
    return {name.strip(): tuple(map(_as_member, given[name])) for name in given}


def _as_member(given: str | Member) -> Member:
    return given if isinstance(given, Member) else Member(resolve_country(given))


@cache
def shipped_blocs() -> dict[str, tuple[Member, ...]]:
    """Members of each bloc that is known here, by the code of its body."""
    return _members(tables.rows(tables.packaged("store", "data", "blocs.tsv"), COLUMNS[:2]))


def read_blocs(path: Traversable | Path) -> dict[str, tuple[Member, ...]]:
    """Blocs of a user's own, from a table with the columns bloc, member, from and until.

    The last two may be left out or empty; a month or year counts whole. Raises `LexiconError`, which
    names file and line.
    """
    return _members(tables.rows(path, COLUMNS[:2]))


def _members(rows: Iterable[tables.TableRow]) -> dict[str, tuple[Member, ...]]:
    found: dict[str, tuple[Member, ...]] = {}
    for row in rows:
        found[row["bloc"]] = (*found.get(row["bloc"], ()), _member(row))
    return found


def _member(row: tables.TableRow) -> Member:
    """The state of a row in its time; raises `LexiconError`, which names file and line."""
    try:
        return Member(
            resolve_country(row["member"]),
            first_day(row.cells.get("from") or None) or dt.date.min,
            last_day(row.cells.get("until") or None) or dt.date.max,
        )
    except DetenteError as problem:
        raise LexiconError(problem.what, where=row.where, advice=problem.advice) from problem
