"""Who is named? People, and states by the names of them and of their capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from detente import tables
from detente.coding.actors.names import state_names
from detente.records import Actor

DATA = ("coding", "actors", "data")
LISTED = {
    "countries.tsv": "names", "organisations.tsv": "names", "institutions.tsv": "names",
    "subnational.tsv": "name", "nonactors.tsv": "name",
}  # fmt: skip
"""Tables of names that are no person's, with the column of the name."""
NAME = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)+")
WITH = re.compile(r"\bwith (?:the )?([A-Z]\w+(?: [A-Z]\w+)*)")
Person = tuple[str, str]
"""Name and the code of the state."""


def people(actors: Iterable[Actor]) -> frozenset[Person]:
    """The people among some actors of states, by their full names."""
    return frozenset(
        (each.name, each.country)
        for each in actors
        if each.name and each.country and NAME.fullmatch(each.name) and each.name not in _things()
    )


def is_with_itself(text: str, state: str) -> bool:
    """Whether a text has a state do something with itself (`Norway promised to talk with Oslo`).

    No state promises that: whoever speaks was misread.
    """
    return any(_states().get(name) == state for name in WITH.findall(text))


@cache
def _things() -> frozenset[str]:
    return frozenset(
        name
        for table, column in LISTED.items()
        for row in tables.rows(tables.packaged(*DATA, table), (column,))
        for name in row.many(column)
    )


@cache
def _states() -> dict[str, str]:
    """Names of states and of their capitals, with the code of the state."""
    return {
        each.surface: each.code
        for each in state_names()
        if each.code and each.kind in ("country", "capital")
    }
