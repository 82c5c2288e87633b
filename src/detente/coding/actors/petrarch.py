"""Readers of PETRARCH's actor and agent dictionaries (the formats of petrarch and petrarch2).

An actor file holds entries such as

    JOHN_DOE_  [USAGOV 010120-050119] [USAELI >050119]   # comment
    +JONATHAN_DOE

where a code is a country and a role, restricted to the dates in its brackets (`<date`, `>date`,
`date-date`, as YYMMDD or YYYYMMDD) and `+` lines are further spellings. An agent file holds
`FOREIGN_MINISTER [~GOV]`, with `!NOUN!`-style lines for plurals.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.coding.actors.name import Name
from detente.errors import LexiconError
from detente.tables import text_of

ENTRY = re.compile(r"^([^\[\]]+?)\s*((?:\[[^\]]*\]\s*)*)$")
CODE = re.compile(r"\[([^\]]*)\]")
DATED = re.compile(r"^(?P<code>[~A-Za-z]+)?\s*(?P<dates>[<>]?\s*\d{6,8}(?:\s*-\s*\d{6,8})?)?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a dictionary: its spellings and its bracketed codes."""

    where: str
    spellings: tuple[str, ...]
    codes: tuple[str, ...]


def actor_names(path: Path) -> list[Name]:
    """The names in a PETRARCH actor file. Raises `LexiconError` with file and line."""
    names = []
    for entry in _entries(path):
        canonical = _written(entry.spellings[0])
        for code in entry.codes:
            country, sector, since, until = _actor_code(code, entry.where)
            for spelling in entry.spellings:
                names.append(
                    Name(
                        _written(spelling),
                        "institution" if sector else "country",
                        country,
                        sector or "GOV",
                        canonical,
                        None,
                        since,
                        until,
                    )
                )
    return names


def agent_sectors(path: Path) -> dict[str, str]:
    """Lower-case agent noun to sector, from a PETRARCH agent file."""
    sectors = {}
    for entry in _entries(path):
        for code in entry.codes:
            role = code.strip().lstrip("~")[:3].upper()
            for spelling in entry.spellings:
                sectors[_written(spelling).lower()] = role
    return sectors


def _entries(path: Path) -> Iterator[Entry]:
    where, spellings, codes = "", list[str](), list[str]()
    for number, line in enumerate(text_of(path).splitlines(), start=1):
        text = re.sub(r"[#;].*$", "", line).strip()
        if not text or text.startswith("<!") or text.startswith("!"):
            continue
        if text.startswith("["):
            codes += CODE.findall(text)
            continue
        found = ENTRY.match(text.lstrip("+"))
        if not found:
            raise LexiconError(
                f"{text!r} is not an entry",
                where=f"{path.name}:{number}",
                advice="Write NAME_ [CODE], +SYNONYM, or [CODE dates] on a line of its own.",
            )
        if not text.startswith("+"):
            if spellings and codes:
                yield Entry(where, tuple(spellings), tuple(codes))
            where, spellings, codes = f"{path.name}:{number}", [], []
        spellings.append(found.group(1))
        codes += CODE.findall(found.group(2))
    if spellings and codes:
        yield Entry(where, tuple(spellings), tuple(codes))


def _written(spelling: str) -> str:
    words = spelling.strip().strip("_").replace("_", " ").split()
    short = {"OF", "THE", "AND", "FOR", "DE", "AL"}
    return " ".join(
        word.lower() if word in short and position else word.capitalize()
        for position, word in enumerate(words)
    )


def _actor_code(
    text: str, where: str
) -> tuple[str | None, str | None, dt.date | None, dt.date | None]:
    found = DATED.match(text.strip())
    if not found or not found["code"]:
        raise LexiconError(
            f"[{text}] is not a code with dates",
            where=where,
            advice="Write [USAGOV], [USAGOV <010120], [USAGOV >010120] or [USAGOV 010120-050119].",
        )
    code = found["code"].upper()
    since, until = _term((found["dates"] or "").replace(" ", ""), where)
    if code.startswith("IGO"):
        return f"IGO:{code[3:] or 'IGO'}", "IGO", since, until
    return code[:3], code[3:6] or None, since, until


def _term(dates: str, where: str) -> tuple[dt.date | None, dt.date | None]:
    if dates.startswith("<"):
        return None, _day(dates[1:], where)
    if dates.startswith(">"):
        return _day(dates[1:], where), None
    if "-" in dates:
        first, last = dates.split("-")
        return _day(first, where), _day(last, where)
    return None, None


def _day(digits: str, where: str) -> dt.date:
    if len(digits) == 6:
        century = "19" if int(digits[:2]) >= 30 else "20"
        digits = century + digits
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").date()
    except ValueError as error:
        raise LexiconError(
            f"{digits} is not a day", where=where, advice="Write YYMMDD or YYYYMMDD."
        ) from error
