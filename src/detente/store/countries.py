"""Which state a user means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache

from detente import tables
from detente.errors import QueryError

WITH_ARTICLE = re.compile(
    r"^(?:Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Seychelles)$"
    r"|\b(?:Community|Council|Emirates|Islands|Kingdom|League|Nations|Republic|States|Union)\b"
)
"""Names that English gives an article."""


def resolve_country(text: str) -> str:
    """Code of a state: ISO 3166-1 alpha-3, a common English name, or `IGO:UN` and the like.

    Case and accents do not matter. Raises `QueryError`, with the nearest names, where nothing or
    more than one state is meant.
    """
    codes = _names().get(folded(text), frozenset())
    if len(codes) == 1:
        return next(iter(codes))
    if codes:
        raise QueryError(
            f"'{text}' names {len(codes)} states", advice=f"Say which: {', '.join(sorted(codes))}."
        )
    raise QueryError(f"no state is called '{text}'", advice=_nearest(text))


@cache
def _names() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for table in ("countries.tsv", "organisations.tsv"):
        path = tables.packaged("coding", "actors", "data", table)
        for row in tables.rows(path, ("code", "names")):
            code = row.cells.get("heir") or row["code"]
            for name in row.many("names"):
                found.setdefault(folded(name), set()).add(code)
            found.setdefault(folded(row["code"]), set()).add(row["code"])
    # A code is never ambiguous, even where it is also somebody's short name.
    codes = {folded(code): frozenset({code}) for held in found.values() for code in held}
    return {name: frozenset(held) for name, held in found.items()} | codes


def folded(text: str) -> str:
    """A name as it is compared with others: in small letters, without accents."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _nearest(text: str) -> str:
    near = difflib.get_close_matches(folded(text), _names(), n=3, cutoff=0.6)
    if not near:
        return "Use an ISO 3166-1 alpha-3 code, such as CHN, or a common English name."
    codes = dict.fromkeys(code for name in near for code in sorted(_names()[name]))
    choices = (f"{country_name(code)} ({code})" for code in codes)
    return f"Did you mean {', '.join(choices)}? ISO codes such as CHN work too."


@cache
def _plain_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in ("countries.tsv", "organisations.tsv"):
        path = tables.packaged("coding", "actors", "data", table)
        for row in tables.rows(path, ("code", "names")):
            for name in row.many("names")[:1]:
                found.setdefault(row["code"], name)
    return found


def country_name(code: str) -> str:
    """Plain English name of a state or organisation; the code itself where it has none."""
    return _plain_names().get(code, code)


def country_names() -> tuple[tuple[str, str], ...]:
    """Code and plain English name of each state and organisation, by name; each is what it resolves to."""
    known = sorted(_plain_names().items(), key=lambda each: (folded(each[1]), each[0]))
    return tuple((code, name) for code, name in known if _names()[folded(name)] == {code})


def in_sentence(name: str) -> str:
    """A name as it stands within a sentence: `the United States`, `China`."""
    return f"the {name}" if WITH_ARTICLE.search(name) else name
