"""What is written in `watch.toml`?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from detente.errors import DetenteError, InputError
from detente.records import AlertRule
from detente.store import Query
from detente.store.blocs import own_blocs
from detente.store.query import NARROWS
from detente.tables import settings_in
from detente.watching.rules import KINDS, Asked, QuestionRule, Rule, Watched, Watchlist, WordsRule

NAME = "watch.toml"
"""The file that is looked for in a workspace."""
EXAMPLE = 'Write, for example:\n[[pair]]\nbetween = ["CHN", "USA"]'
QUESTIONS: tuple[Asked, ...] = ("events", "statements")
TOP = ("defaults", "blocs", "pair", *QUESTIONS)
OF_A_PAIR = ("between", "words", *KINDS, *QUESTIONS)
Made = TypeVar("Made")
Kinds = tuple[type, ...]
NUMBER: Kinds = (float, int)
SEVERAL: Kinds = (str, list)
CALLED: Mapping[Kinds, str] = {
    NUMBER: "a number", (int,): "a whole number", (str,): "text in quotes",
    SEVERAL: 'text in quotes, or several: ["…", "…"]', (bool,): "true or false",
    (list,): 'two, such as ["CHN", "USA"]',
    (dt.date, str): "a day, such as 2024-01-31",
}  # fmt: skip
SETTINGS: Mapping[str, Kinds] = {
    "below": NUMBER, "above": NUMBER, "by": NUMBER, "confidence": NUMBER, "every": (str,),
    "within": (int,), "over": (int,), "days": (int,), "state": SEVERAL, "type": SEVERAL,
}  # fmt: skip
FLAGS = ("directed", "recalled", "unaddressed")
DAYS = ("since", "until", "reported_since", "reported_until")
TEXTS = ("of", "by", "to", "speaker", "addressee", "words", "article_words")
QUERY: Mapping[str, Kinds] = {
    name: (bool,) if name in FLAGS
    else (dt.date, str) if name in DAYS
    else (str,) if name in TEXTS
    else (list,) if name == "between"
    else NUMBER if name == "confidence" else SEVERAL
    for name, of in NARROWS.items() if name != "ids" and of & {"occurrences", "statements"}
}  # fmt: skip
"""What may be asked of acts and statements, with the kinds of values that it takes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A table of the file, and where it begins."""

    file: str
    table: str
    line: int | None = None
    text: str = ""
    """All of the file: TOML's reader keeps no lines, so they are looked for."""

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"{self.file}{line}{', ' if self.table else ''}{self.table}"

    def of(self, header: str, *, name: str, number: int = 1) -> Place:
        """A table that begins below this place, by its header without brackets; of several, one of them."""
        pattern = rf"\s*\[+\s*{re.escape(header)}\s*\]+\s*(#.*)?"
        found = [line for line, text in self._below() if re.fullmatch(pattern, text)]
        table = f"{self.table}, {name}" if self.table else name
        return replace(
            self, table=table, line=found[number - 1] if number <= len(found) else self.line
        )

    def under(self, name: str) -> Place:
        """A table within this one."""
        return replace(self.at(name), table=f"{self.table}, {name}")

    def at(self, name: str) -> Place:
        """Where this table says something under a name; the table itself where that is not found."""
        brackets = "" if self.table else r"\[*\s*"
        for line, text in self._below():
            if re.match(rf"\s*{brackets}[\"']?{re.escape(name)}\b", text):
                return replace(self, line=line)
            if self.table and re.match(r"\s*\[", text):  # the next table begins
                break
        return self

    def _below(self) -> Iterable[tuple[int, str]]:
        lines = enumerate(self.text.splitlines(), start=1)
        return ((line, text) for line, text in lines if line > (self.line or 0))

    def refuse(self, what: str, advice: str) -> InputError:
        """The error for what is wrong here."""
        return InputError(what, where=str(self), advice=advice)


def read_watchlist(path: str | Path) -> Watchlist:
    """What a file wants watched; raises `InputError` that names the file, the line and the table in it."""
    text, declared = settings_in(Path(path), where=str(path), advice=EXAMPLE, absent=EXAMPLE)
    whole = Place(str(path), "", text=text)
    for name in declared:
        if name not in TOP:
            raise whole.at(name).refuse(f"'{name}' is no table", f"There are {', '.join(TOP)}.")
    blocs = _made(
        whole.of("blocs", name="[blocs]"), own_blocs, given=_table(declared, "blocs", whole)
    )
    usual = _table(declared, "defaults", whole)
    watched = []
    for number, pair in enumerate(_tables(declared, "pair", whole), start=1):
        place = whole.of("pair", name=f"[[pair]] {number}", number=number)
        watched.append(_pair(pair, usual, blocs, place))
    alone = tuple(_questions(declared, blocs, whole))
    watched += [_made(whole, Watched, rules=alone, blocs=blocs)] if alone else []
    if not watched:
        raise whole.refuse("nothing is watched", EXAMPLE)
    return Watchlist(tuple(watched))


def _pair(
    table: Mapping[str, Any], usual: Mapping[str, Any], blocs: Mapping[str, Any], place: Place
) -> Watched:
    for name in table:
        if name not in OF_A_PAIR:
            raise place.at(name).refuse(
                f"'{name}' is no setting", f"There are {', '.join(OF_A_PAIR)}."
            )
    between = table.get("between")
    if not isinstance(between, list) or [type(each) for each in between] != [str, str]:
        raise place.at("between").refuse("names no pair", 'Write: between = ["CHN", "USA"]')
    pair = (between[0], between[1])
    bare = _made(place, Watched, between=pair, rules=(), blocs=blocs)
    rules = [*_rules(table, usual, place, of_states=bare.of_states)]
    words = table.get("words", usual.get("words", []))
    _check(place, "words", words, SEVERAL)
    rules += [
        _made(place, WordsRule, words=each)
        for each in ([words] if isinstance(words, str) else words)
    ]
    rules += _questions(table, blocs, place, between=pair)
    return _made(place, Watched, between=pair, rules=tuple(rules), blocs=blocs)


def _rules(
    table: Mapping[str, Any], usual: Mapping[str, Any], place: Place, *, of_states: bool
) -> Iterable[Rule]:
    """The rules of a pair: its own word, else that of `[defaults]`, else as they are without either."""
    for name in usual:
        if name not in ("words", *KINDS):
            known = ", ".join(("words", *KINDS))
            raise (
                replace(place, line=None, table="")
                .of("defaults", name="[defaults]")
                .at(name)
                .refuse(f"'{name}' is no rule", f"There are {known}.")
            )
    for name, kind in KINDS.items():
        given = table.get(name, usual.get(name, True))
        # A level that is only a default is not asked of a bloc, which has none.
        if given is False or (name == "level" and name not in table and not of_states):
            continue
        settings = {} if given is True else given
        yield _rule(name, kind, settings, place.under(name))


def _rule(name: AlertRule, kind: type[Any], settings: Any, place: Place) -> Rule:
    if not isinstance(settings, dict):
        raise place.refuse(f"{name} is {settings!r}", f"Write true, false, or {name} = {{ … }}.")
    known = [each.name for each in fields(kind)]
    for setting, value in settings.items():
        if setting not in known:
            told = (
                f"There are {', '.join(known)}." if known else "It has none: write true or false."
            )
            raise place.refuse(f"'{setting}' is no setting", told)
        _check(place, setting, value, SETTINGS[setting])
    return cast(
        Rule, _made(place, kind, **{one: _several(one, it) for one, it in settings.items()})
    )


def _several(name: str, value: Any) -> Any:
    if SETTINGS[name] is not SEVERAL:
        return value
    return (value,) if isinstance(value, str) else tuple(value)


def _questions(
    table: Mapping[str, Any], blocs: Mapping[str, Any], place: Place, **pair: Any
) -> Iterable[QuestionRule]:
    for name in QUESTIONS:
        for number, asked in enumerate(_tables(table, name, place), start=1):
            header = f"pair.{name}" if pair else name
            here = place.of(header, name=f"[[{name}]] {number}", number=number)
            yield _question(name, asked, blocs, here, number, pair)


def _question(
    name: Asked,
    asked: Mapping[str, Any],
    blocs: Mapping[str, Any],
    place: Place,
    number: int,
    pair: Mapping[str, Any],
) -> QuestionRule:
    given = {each: value for each, value in asked.items() if each != "name"}
    title = asked.get("name", f"question {number} for {name}")
    _check(place, "name", title, (str,))
    if pair and "between" in given:
        raise place.refuse("names a pair within a pair", f"Put it under [[{name}]], by itself.")
    for field, value in given.items():
        if field not in QUERY:
            raise place.at(field).refuse(
                f"'{field}' is no setting", f"There are {', '.join(QUERY)}."
            )
        _check(place.at(field), field, value, QUERY[field])
    query = _made(place, Query, **pair, **given, blocs=blocs)
    return _made(place, QuestionRule, name=name, query=query, title=title)


def _check(place: Place, name: str, value: Any, kinds: Kinds) -> None:
    """Raise where a value is of another kind than its setting."""
    fits = isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))
    if isinstance(value, list) and name != "between":
        fits = fits and all(isinstance(each, str) for each in value)
    if not fits:
        raise place.refuse(f"{name} is {value!r}", f"Give {CALLED[kinds]}.")


def _table(declared: Mapping[str, Any], name: str, whole: Place) -> dict[str, Any]:
    found = declared.get(name, {})
    if not isinstance(found, dict):
        raise whole.at(name).refuse(f"'{name}' is no table", f"Put it under [{name}].")
    return found


def _tables(declared: Mapping[str, Any], name: str, place: Place) -> list[dict[str, Any]]:
    found = declared.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise place.at(name).refuse(f"'{name}' is no list of tables", f"Put each under [[{name}]].")
    return found


def _made(place: Place, make: Callable[..., Made], **given: Any) -> Made:
    try:
        return make(**given)
    except DetenteError as problem:
        raise place.refuse(problem.what, problem.advice or "Correct it.") from problem
