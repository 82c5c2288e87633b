"""What is written in `feeds.toml`?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from detente.days import as_day
from detente.errors import DetenteError, InputError
from detente.fetching.feeds import Feed, Feeds, Page, Sitemap, Wanted
from detente.tables import settings

Made = TypeVar("Made")
Kinds = tuple[type, ...]

KINDS: dict[str, Callable[..., Wanted]] = {"feed": Feed, "sitemap": Sitemap, "page": Page}
TEXT: Kinds = (str,)
DAY: Kinds = (dt.date, str)
NUMBER: Kinds = (float, int)
CALLED: dict[Kinds, str] = {
    TEXT: "text in quotes", DAY: "a day, such as 2024-01-31", NUMBER: "a number", (bool,): "true or false",
    (dict,): "a table in [ ]", (list,): "tables in [[ ]]",
}  # fmt: skip
TEXTS: dict[str, Kinds] = {"url": TEXT, "outlet": TEXT, "genre": TEXT}
SETTINGS: dict[str, dict[str, Kinds]] = {
    "feed": {**TEXTS, "pages": (bool,)},
    "sitemap": {**TEXTS, "since": DAY, "match": TEXT},
    "page": TEXTS,
}
DEFAULTS: dict[str, Kinds] = {"pause": NUMBER, "contact": TEXT}


def read_feeds(path: str | Path) -> Feeds:
    """What a file wants fetched; raises `InputError` that names the file and the table in it."""
    file = Path(path)
    advice = 'Write tables such as [[feed]], and below it url = "https://…".'
    declared = settings(file, where=str(file), advice=advice)
    _check(declared, {"defaults": (dict,), **dict.fromkeys(KINDS, (list,))}, str(file))
    defaults = declared.get("defaults", {})
    _check(defaults, DEFAULTS, f"{file}, [defaults]")
    wanted = tuple(
        _wanted(kind, table, f"{file}, [[{kind}]] {number}")
        for kind in KINDS
        for number, table in enumerate(declared.get(kind, []), start=1)
    )
    return _made(Feeds, str(file), wanted=wanted, **defaults)


def _wanted(kind: str, table: Any, where: str) -> Wanted:
    _check(table, SETTINGS[kind], where)
    if "url" not in table:
        raise InputError("has no url", where=where, advice='Add a line: url = "https://…"')
    given = dict(table)
    if "since" in given:
        given["since"] = _made(as_day, where, given=given["since"])
    return _made(KINDS[kind], where, **given)


def _check(table: Any, known: Mapping[str, Kinds], where: str) -> None:
    """Raise where a table holds what is no setting, or a value of another kind than its setting."""
    if not isinstance(table, dict):
        raise InputError("is no table", where=where, advice='Write settings: url = "https://…"')
    for name, value in table.items():
        if name not in known:
            there = ", ".join(known)
            raise InputError(f"'{name}' is no setting", where=where, advice=f"There are {there}.")
        kinds = known[name]
        if not isinstance(value, kinds) or (kinds is NUMBER and isinstance(value, bool)):
            advice = f"Give {CALLED[kinds]}."
            raise InputError(f"{name} is {value!r}", where=where, advice=advice)


def _made(make: Callable[..., Made], where: str, **given: Any) -> Made:
    try:
        return make(**given)
    except DetenteError as problem:
        what = f"{problem.where}: {problem.what}" if problem.where else problem.what
        raise InputError(what, where=where, advice=problem.advice) from problem
