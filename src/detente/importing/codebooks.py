"""What codes of states and of acts mean in a data set: tables that ship with detente, or a user's own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path

from detente import tables
from detente.coding import ontology
from detente.errors import LexiconError

EVER = (dt.date.min, dt.date.max)
WEIS_CODE = re.compile(r"(0[1-9]|1\d|2[0-2])\d\w{0,2}")
"""A code of WEIS, or an extension of one: its first two digits are one of 22 roots."""
CODE_OF_A_PARTY = re.compile(r"[A-Z]{3}(:[A-Z0-9]+)?")
TABLES = {
    "keds-codes": ("keds-countries",),
    "weis-codes": ("keds-countries", "weis-countries"),
}
"""Tables of the codes that are a data set's own, the last one first."""
HELP = "See `Tables of your own` in docs/importing.md."


@dataclass(frozen=True, slots=True)
class ImportedParty:
    """Whose name it is, from a day to a day; `country` is None for who is known to be no state."""

    since: dt.date
    until: dt.date
    country: str | None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class ActCode:
    """What a code of an act says: nearly the same as a CAMEO code; `goldstein` is its own score."""

    cameo: str
    goldstein: float | None


Countries = Mapping[str, tuple[ImportedParty, ...]]
"""A code or name, in capitals, to whom it stands for; the spans of days do not overlap."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """A user's own tables, which go before those of the data set."""

    countries: Countries = field(default_factory=dict)
    codes: Mapping[str, ActCode] = field(default_factory=dict)

    def before(self, other: Codebook) -> Codebook:
        """Both together; where both have a code, what the other says counts."""
        return Codebook({**self.countries, **other.countries}, {**self.codes, **other.codes})


def codebook(*, countries: Path | None = None, codes: Path | None = None) -> Codebook:
    """A user's own tables.

    That of countries has `text` and `country`, and `since` and `until` where a code was reused; an empty
    country is nobody's: the code is known and no state. That of codes has `code` and `cameo`, and
    `goldstein` where it is not that of the CAMEO code. Raises `InputError` for a file that cannot be read,
    `LexiconError` with file and line for what does not parse.
    """
    return Codebook(
        countries_in(_readable(countries)) if countries else {},
        _codes_in(_readable(codes)) if codes else {},
    )


def _codes_in(path: Path) -> dict[str, ActCode]:
    found: dict[str, ActCode] = {}
    for row in tables.rows(path, ("code", "cameo")):
        if row["cameo"] not in ontology.cameo_codes():
            raise _wrong(row, f"'{row['cameo']}' is no code of CAMEO")
        if row["code"] in found:
            raise _wrong(row, f"'{row['code']}' stands here twice")
        found[row["code"]] = ActCode(row["cameo"], _number(row))
    return found


def countries_in(path: Traversable | Path) -> Countries:
    """The countries of a table, by the codes or names that stand for them."""
    found: dict[str, list[tuple[ImportedParty, tables.TableRow]]] = {}
    for row in tables.rows(path, ("text", "country")):
        country = row["country"]
        if country and not _is_party(country):
            raise _wrong(row, f"'{country}' is no country's code")
        span = (_day(row, "since") or EVER[0], _day(row, "until") or EVER[1])
        found.setdefault(row["text"].upper(), []).append(
            (ImportedParty(*span, country or None), row)
        )
    return {text: tuple(_in_turn(held)) for text, held in found.items()}


@cache
def countries_of(system: str) -> Countries:
    """What codes of states mean: those that are alike in all sets, and before them those of a set."""
    folder = tables.packaged("importing", "data")
    found: dict[str, tuple[ImportedParty, ...]] = {
        code: (ImportedParty(*EVER, code),) for code in _states()
    }
    for table in ("countries", *TABLES.get(system, ())):
        found |= countries_in(folder.joinpath(f"{table}.tsv"))
    return found


@cache
def weis_codes() -> dict[str, ActCode]:
    """The codes of WEIS and its roots."""
    path = tables.packaged("importing", "data", "weis.tsv")
    rows = tables.rows(path, ("code", "goldstein", "cameo", "name"))
    return {row["code"]: ActCode(row["cameo"], float(row["goldstein"])) for row in rows}


def weis_listed(code: str) -> str | None:
    """The code of WEIS that a code is, or extends, else its root; None where it is of no root."""
    if not WEIS_CODE.fullmatch(code):
        return None
    return next(each for each in (code, code[:3], f"{code[:2]}0") if each in weis_codes())


@cache
def _states() -> frozenset[str]:
    path = tables.packaged("coding", "actors", "data", "countries.tsv")
    return frozenset(row["code"] for row in tables.rows(path, ("code",)))


def _is_party(code: str) -> bool:
    return code in _states() or (":" in code and CODE_OF_A_PARTY.fullmatch(code) is not None)


def _in_turn(held: list[tuple[ImportedParty, tables.TableRow]]) -> Iterator[ImportedParty]:
    """The spans of one text in order of time; raises `LexiconError` where two overlap."""
    held = sorted(held, key=lambda each: each[0].since)
    for (earlier, _), (later, row) in pairwise(held):
        if later.since <= earlier.until:
            raise _wrong(row, f"'{row['text']}' stands for two on {later.since}")
    yield from (party for party, _ in held)


def _day(row: tables.TableRow, name: str) -> dt.date | None:
    text = row.cells.get(name, "")
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _wrong(row, f"{name} = '{text}' is no day such as 1991-06-25") from error


def _number(row: tables.TableRow) -> float | None:
    text = row.cells.get("goldstein", "")
    try:
        score = float(text) if text else None
    except ValueError as error:
        raise _wrong(row, f"goldstein = '{text}' is no number") from error
    if score is not None and not -10 <= score <= 10:
        raise _wrong(row, f"goldstein = {text} lies outside -10 to 10")
    return score


def _readable(path: Path) -> Path:
    tables.text_of(path)
    return path


def _wrong(row: tables.TableRow, what: str) -> LexiconError:
    return LexiconError(what, where=row.where, advice=HELP)
