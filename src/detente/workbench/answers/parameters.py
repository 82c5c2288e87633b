"""What a program may ask: parameters with their meaning and choices, and how they are read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.days import as_day
from detente.errors import QueryError
from detente.records import Family
from detente.store.query import CLOSED, NARROWS, Asked, Query, check_choice, check_for, orders
from detente.workbench.addresses import EVERY, Parameters
from detente.workbench.parameters import unknown_parameter

if TYPE_CHECKING:
    from detente.measuring.flows import Of

Schema = Mapping[str, Any]
"""A JSON Schema."""
API = "/api"
"""Where programs are answered."""
FAMILIES: Mapping[str, Family] = {
    "red-lines": "red-line", "commitments": "commitment", "demands": "demand",
}  # fmt: skip
"""Ledgers as they are asked for."""
WHAT: tuple[Of, ...] = ("mean", "total", "hostility", "cooperation", "acts")
"""What of acts a measure can be asked for."""
USUAL, MOST = 50, 500
"""Records on a page where nothing is said of it, and at most."""
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
COUNT: Schema = {"type": "integer", "minimum": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Something that may be asked."""

    name: str
    meaning: str
    schema: Schema
    """Of one value."""
    several: bool = False
    """Whether it may be given several times: any of the values will do."""
    required: bool = False
    in_path: bool = False

    @property
    def whole(self) -> Schema:
        """The schema of all that is given."""
        return {"type": "array", "items": self.schema} if self.several else self.schema


MEANINGS = {
    "between": "Two who act upon, or speak to, each other, joined by a comma: `CHL,NOR`. Several pairs: "
    "any of them. A state is an ISO code or an English name, and a bloc such as `EU` may stand for one.",
    "directed": "Of each pair only what the first does, or says, to the second.",
    "of": "A state or bloc that acts or speaks, or is acted upon or addressed.",
    "by": "The state or bloc that acts or speaks.",
    "to": "The state or bloc that is acted upon or addressed.",
    "actor_sector": "PLOVER sector of who acts or speaks: `GOV`, `MIL`, `BUS` …",
    "recipient_sector": "PLOVER sector of the other side.",
    "type": "PLOVER type of the act.",
    "mode": "PLOVER mode of the act.",
    "quad_class": "Class of the type: words or deeds, cooperation or conflict.",
    "kind": "What kind of position it is.",
    "speaker": "Words in the phrase or name of who speaks.",
    "addressee": "Words in the phrase or name of one who is addressed.",
    "issue": "What it is about, such as `arms-control`.",
    "track": "Field of the relation.",
    "status": "Whether it happened, as it is told.",
    "recalled": "Only background (true), or only news (false).",
    "confidence": "The least confidence.",
    "since": "First day of what happened or was said.",
    "until": "Last day of it, included.",
    "outlet": "Who published the article.",
    "genre": "What kind of text it is.",
    "reported_since": "First day of publication.",
    "reported_until": "Last day of publication, included.",
    "words": "Words that all stand in the sentence, in any form; those in quotation marks one after the "
    "other.",
    "article_words": "The same of the article or its title.",
    "unaddressed": "Also what is done or said to no state.",
    "ids": "Only records with these ids.",
}
"""Of every field that narrows a `Query`."""
FLAGS = ("directed", "recalled", "unaddressed")
DAYS = ("since", "until", "reported_since", "reported_until")
SEVERAL = (
    "between", "actor_sector", "recipient_sector", "type", "mode", "quad_class", "kind", "issue", "track",
    "status", "outlet", "genre", "ids",
)  # fmt: skip
BLOC = Parameter(
    name="bloc",
    meaning="A bloc of your own, which may then be asked for: `NAME=FRA,DEU`.",
    schema={"type": "string", "pattern": "^[^=]+=.+$"},
    several=True,
)
ALSO = (
    Parameter(
        name="superseded",
        meaning="Also what was read from articles that a later version replaced.",
        schema=FLAG,
    ),
    Parameter(
        name="uncorrected",
        meaning="As the coder read it, without what reviewers corrected.",
        schema=FLAG,
    ),
)
LIMIT = Parameter(
    name="limit",
    meaning=f"Records on a page; {USUAL} where it is not given.",
    schema={"type": "integer", "minimum": 1, "maximum": MOST},
)
CURSOR = Parameter(
    name="cursor",
    meaning="The `next` of the page before; all else must be asked as it was there.",
    schema=TEXT,
)
PAGES = (LIMIT, CURSOR)
SINCE, UNTIL = (Parameter(name=each, meaning=MEANINGS[each], schema=DAY) for each in DAYS[:2])
UNIT = Parameter(
    name="every",
    meaning="Length of a period; a month where it is not given.",
    schema={"type": "string", "enum": list(EVERY)},
)


def of_records(asked: Asked) -> tuple[Parameter, ...]:
    """All by which records of a table can be chosen, sorted and looked through."""
    fields = [_field(name) for name, tables in NARROWS.items() if asked in tables]
    ways = [way + each for each in orders(asked) for way in ("", "-")]
    sort = Parameter(
        name="sort",
        meaning="The order; with `-` before it downwards. By date where it is not given.",
        schema={"type": "string", "enum": ways},
    )
    return (*fields, BLOC, *ALSO, sort, *PAGES)


def _field(name: str) -> Parameter:
    return Parameter(
        name=name, meaning=MEANINGS[name], schema=_value(name), several=name in SEVERAL
    )


def _value(name: str) -> Schema:
    if name in CLOSED:
        return {"type": "string", "enum": list(CLOSED[name])}
    if name in FLAGS:
        return FLAG
    if name == "confidence":
        return {"type": "number", "minimum": 0, "maximum": 1}
    return DAY if name in DAYS else TEXT


def read(parameters: Sequence[Parameter], given: Parameters) -> dict[str, Any]:
    """The values that are given, each as its parameter's type; a parameter without a value is left out.

    Raises `QueryError` for a parameter that does not exist, for a second value where there is one, and
    where one is missing that must be given; it or `InputError` for a value that is none.
    """
    known = {each.name: each for each in parameters}
    for name in given:
        if name not in known:
            raise unknown_parameter(name, list(known))
    found = {}
    for name, each in known.items():
        values = [text for text in map(str.strip, given.get(name, ())) if text]
        if not values and each.required:
            raise QueryError(f"'{name}' must be given", advice=each.meaning)
        if len(values) > 1 and not each.several:
            raise QueryError(f"'{name}' is given more than once", advice="Give it one value.")
        if values:
            # Two states alone are one pair, as in the address of a page.
            alone = name == "between" and len(values) == 2 and not any("," in one for one in values)
            values = [",".join(values)] if alone else values
            told = [_typed(each, text) for text in values]
            found[name] = told if each.several else told[0]
    return found


def _typed(parameter: Parameter, text: str) -> Any:
    """One value as its type. What only a table of the workspace can tell is found out there."""
    schema, name = parameter.schema, parameter.name
    if "enum" in schema and name not in CLOSED:  # those the question itself checks, and kindly
        check_choice(name, text, tuple(schema["enum"]))
    if schema.get("type") == "boolean":
        return _flag(name, text)
    if schema.get("type") in ("integer", "number"):
        return _number(name, text, schema)
    if schema.get("format") == "date":
        return as_day(text)
    if name == "between":
        first, comma, second = text.partition(",")
        if not comma or "," in second or not first.strip() or not second.strip():
            raise QueryError(f"'{text}' is no pair", advice="Join two by a comma: between=CHL,NOR.")
        return first.strip(), second.strip()
    return text


def _flag(name: str, text: str) -> bool:
    if text not in ("true", "false"):
        raise QueryError(
            f"{name} '{text}' is neither true nor false", advice="Write true or false."
        )
    return text == "true"


def _number(name: str, text: str, schema: Schema) -> float | int:
    whole = schema["type"] == "integer"
    least, most = schema["minimum"], schema.get("maximum", math.inf)
    with suppress(ValueError):
        value = int(text) if whole else float(text)
        if least <= value <= most:
            return value
    span = f"from {least} to {most}" if "maximum" in schema else f"from {least}"
    raise QueryError(
        f"{name} '{text}' is no {'whole ' if whole else ''}number {span}",
        advice="Write it in digits, such as 1.",
    )


def query_of(asked: Asked, given: Mapping[str, Any]) -> Query:
    """The question that parameters ask of a table. Raises `QueryError` and `InputError`."""
    values = {
        name: value for name, value in given.items() if name not in ("bloc", "limit", "cursor")
    }
    if "between" in values:
        values["between"] = tuple(values["between"])
    query = Query(**values, blocs=dict(map(_bloc, given.get("bloc", ()))))
    check_for(query, asked)
    return query


def _bloc(text: str) -> tuple[str, list[str]]:
    name, equals, members = text.partition("=")
    found = [each.strip() for each in members.split(",") if each.strip()]
    if not equals or not name.strip() or not found:
        raise QueryError(f"'{text}' is no bloc", advice="Write NAME=FRA,DEU.")
    return name.strip(), found
