"""Where outlets are seated, whose they are, and in which bloc: a table that the user can change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from detente import tables
from detente.errors import DetenteError, LexiconError
from detente.store.countries import folded, resolve_country

By = Literal["outlet", "country", "owner", "bloc"]
BY: tuple[By, ...] = get_args(By)
FACTS = BY[1:]
HELP = "See `Whose outlets` in docs/outlets.md."


@dataclass(frozen=True, slots=True)
class OutletFacts:
    """What is known of an outlet; None where nothing is said of it.

    `country` is a code, by ISO 3166-1 alpha-3 or as `IGO:UN`; `owner` and `bloc` are words of the table's.
    """

    outlet: str
    country: str | None = None
    owner: str | None = None
    bloc: str | None = None


@dataclass(frozen=True, slots=True)
class OutletTable:
    """Outlets by name and domain, in small letters."""

    known: Mapping[str, OutletFacts]

    def of(self, outlet: str) -> OutletFacts | None:
        """What is known of an outlet, as a workspace names it; None where it is in no row.

        Case and accents do not matter, and an address within a domain is the domain's.
        """
        name = folded(outlet)
        while name:
            if (found := self.known.get(name)) is not None:
                return found
            name = _wider(name)
        return None

    def fact(self, outlet: str, by: By) -> str | None:
        """What the table says of an outlet; for `outlet` its own name."""
        if by == "outlet":
            return outlet
        found = self.of(outlet)
        return getattr(found, by) if found else None


def outlet_table(own: Path | None = None) -> OutletTable:
    """The shipped table, and before it a user's own.

    That has a column `outlet`, and any of `names` (other names and domains, parted by `|`), `country` (code
    or English name), `owner` and `bloc`; tabs, commas or semicolons part its cells. An outlet that is in it
    keeps what the shipped table says only in the columns that yours does not have, under all its names.
    Raises `InputError` for a file that cannot be read, `LexiconError` with file and line for an outlet that
    stands there twice, and for a country that is none.
    """
    return shipped() if own is None else _over(shipped(), own)


@cache
def shipped() -> OutletTable:
    """The table that comes with detente. It says where outlets are seated, and nothing else of them."""
    table = tables.packaged("comparing", "data", "outlets.tsv")
    return OutletTable(dict(_read(tables.rows(table, ("outlet",)), OutletTable({}))))


def _over(table: OutletTable, own: Path) -> OutletTable:
    return OutletTable({**table.known, **_read(tables.sheet_rows(own, ("outlet",)), table)})


def _read(rows: Iterable[tables.TableRow], before: OutletTable) -> dict[str, OutletFacts]:
    found: dict[str, OutletFacts] = {}
    also: dict[str, OutletFacts] = {}
    for row in rows:
        held = before.of(row["outlet"])
        facts = _facts(row, held or OutletFacts(row["outlet"]))
        others = row.many("names") if "names" in row.cells else []
        for name in dict.fromkeys(map(_plain, (row["outlet"], *others))):
            if name in found:
                raise LexiconError(f"'{name}' stands here twice", where=row.where, advice=HELP)
            found[name] = facts
        also |= {name: facts for name, each in before.known.items() if each is held}
    return also | found


def _facts(row: tables.TableRow, held: OutletFacts) -> OutletFacts:
    if not row["outlet"]:
        raise LexiconError("no outlet is named", where=row.where, advice=HELP)
    said = {name: row[name] or None for name in FACTS if name in row.cells}
    try:
        if said.get("country"):
            said["country"] = resolve_country(str(said["country"]))
    except DetenteError as problem:
        raise LexiconError(problem.what, where=row.where, advice=problem.advice) from problem
    kept = {name: getattr(held, name) for name in FACTS}
    return OutletFacts(row["outlet"], **(kept | said))


def _plain(name: str) -> str:
    return folded(name).removeprefix("www.")


def _wider(name: str) -> str:
    """The domain around an address, as `news.example` of `en.news.example`; else nothing."""
    first, _, rest = name.partition(".")
    return rest if "." in rest and " " not in name and first else ""
