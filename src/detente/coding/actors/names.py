"""The table of names and the one pass that finds them in a text."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from detente import tables
from detente.coding.actors.name import Kind, Name
from detente.coding.actors.petrarch import actor_names
from detente.coding.grammar.lemmas import is_dictionary_word
from detente.errors import LexiconError

SURNAME_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "HKG", "MAC", "VNM", "KHM"})
"""States whose news names put the family name first."""

GIVEN_FIRST = frozenset(
    """Algernon Annette Anson Antony Carrie Eddie Eugene Fredrick Jason Jasper Jeff Joanne Johnny
    Katharine Morris Murray Regina Rita Syngman Wellington""".split()
)
"""Given names that stand first in names of such states, and that no others in the tables bear."""

EITHER_ORDER = frozenset({"SGP", "MYS"})
"""States in whose news some family names stand first and others last."""

GIVEN_NAME_LAST = frozenset({"VNM"})
"""States whose news goes on with the last word of a full name that has stood, or of a title."""

REGNAL = frozenset(
    "King Queen Prince Princess Sultan Emir Emperor Empress Shah Pope Crown Tsar Kaiser Abu".split()
)
"""Titles that stand with a given name: what follows them is no family name."""
RANKS_BEFORE = frozenset(
    """General Gen. Marshal Field Air Admiral Colonel Col. Captain Major Lt. Generalissimo Chairman
    President Premier Madame Mrs Mrs. Mr Mr. Dr Dr. Sir Lord Big Bishop Archbishop U Daw Thakin""".split()
)
"""Words before a name in the tables that are no part of it."""
SUFFIXES = frozenset("Jr Jr. Sr Sr. I II III IV V VI VII VIII IX X XI XII".split())

KNOWN_BY_SURNAME = frozenset(
    """head-of-state head-of-government ruling-party-leader foreign-minister defence-minister
    deputy-head""".split()
)
"""Offices whose holder a text may name by surname alone, without introduction."""

PREFIXES = {
    "Sino": "CHN",
    "Russo": "RUS",
    "Franco": "FRA",
    "Anglo": "GBR",
    "Indo": "IND",
    "Greco": "GRC",
    "Soviet": "RUS",
}
"""First halves of joint adjectives (`Sino-American`); found only before a hyphen."""


SPACE = re.compile(r"[^\S\n]|(?<!\n)\n(?!\n)")
"""Each white space between words, and the end of a line that another follows."""


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name found in a text, with all its readings."""

    start: int
    end: int
    readings: tuple[Name, ...]


@dataclass(slots=True)
class NameTable:
    """All names the coder knows, with the automaton that finds them in one pass."""

    readings: dict[str, tuple[Name, ...]]
    _surfaces: list[str] = field(init=False)
    _automaton: AhoCorasick = field(init=False)

    def __post_init__(self) -> None:
        self._surfaces = sorted(self.readings)
        self._automaton = AhoCorasick(self._surfaces, matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[NameHit]:
        """Names in a text, longest first from the left, never inside a word; a name may be wrapped to the
        next line, or have other spaces between its words."""
        found = self._automaton.find_matches_as_indexes(SPACE.sub(" ", text), overlapping=True)
        whole = [each for each in found if _bounded(text, each[1], each[2])]
        hits: list[NameHit] = []
        for index, start, end in sorted(whole, key=lambda each: (each[1], -each[2])):
            if not hits or start >= hits[-1].end:
                hits.append(NameHit(start, end, self.readings[self._surfaces[index]]))
        return hits


def _bounded(text: str, start: int, end: int) -> bool:
    if start and text[start - 1].isalnum() and text[start].isalnum():
        return False
    return not (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())


def build_table(names: Iterable[Name]) -> NameTable:
    """A table of names; readings of one surface keep the order in which they were given."""
    grouped: dict[str, dict[Name, None]] = defaultdict(dict)
    for name in names:
        grouped[name.surface][name] = None
    return NameTable({surface: tuple(readings) for surface, readings in grouped.items()})


@cache
def default_names() -> tuple[Name, ...]:
    """Every name that ships with detente."""
    return (
        *_countries(),
        *_places(),
        *_organisations(),
        *_institutions(),
        *_officeholders(),
        *_nonactors(),
    )


def state_names() -> Iterator[Name]:
    """The names of states alone, with those of their people and capitals."""
    return _countries()


@cache
def name_table(extra: tuple[Path, ...] = ()) -> NameTable:
    """The table of shipped names and of a user's files, whose readings come first."""
    added = [name for path in extra for name in user_names(path)]
    return build_table([*added, *default_names()])


DATA = ("coding", "actors", "data")


def _countries() -> Iterator[Name]:
    columns = ("code", "names", "adjectives", "people", "capitals", "seats", "cautions", "heir")
    kinds: tuple[tuple[str, Kind, str | None], ...] = (
        ("names", "country", "GOV"),
        ("adjectives", "adjective", None),
        ("people", "people", "CVL"),
        ("capitals", "capital", "GOV"),
        ("seats", "seat", "GOV"),
    )
    for row in tables.rows(tables.packaged(*DATA, "countries.tsv"), columns):
        canonical = row.many("names")[0]
        code = row["heir"] or row["code"]
        cautions = set(row.many("cautions"))
        for column, kind, sector in kinds:
            for surface in row.many(column):
                yield Name(surface, kind, code, sector, canonical, caution=surface in cautions)
    for surface, code in PREFIXES.items():
        yield Name(f"{surface}-", "adjective", code, None, surface)


def _places() -> Iterator[Name]:
    for row in tables.rows(tables.packaged(*DATA, "subnational.tsv"), ("name", "country")):
        caution = bool(row.cells.get("caution"))
        yield Name(row["name"], "place", row["country"], None, row["name"], caution=caution)


def _organisations() -> Iterator[Name]:
    path = tables.packaged(*DATA, "organisations.tsv")
    for row in tables.rows(path, ("code", "names", "sector", "from", "to")):
        surfaces, term = row.many("names"), _term(row)
        for surface in surfaces:
            yield Name(
                surface, "organisation", row["code"] or None, row["sector"], surfaces[0], None, *term
            )  # fmt: skip


def _institutions() -> Iterator[Name]:
    path = tables.packaged(*DATA, "institutions.tsv")
    for row in tables.rows(path, ("names", "country", "sector", "from", "to")):
        surfaces, term = row.many("names"), _term(row)
        for surface in surfaces:
            yield Name(
                surface, "institution", row["country"] or None, row["sector"], surfaces[0], None, *term
            )  # fmt: skip


def _nonactors() -> Iterator[Name]:
    for row in tables.rows(tables.packaged(*DATA, "nonactors.tsv"), ("name",)):
        yield Name(row["name"], "nonactor", None, None, row["name"])


def _officeholders() -> Iterator[Name]:
    for row in _holders():
        yield from _officeholder(row)


def _holders() -> Iterator[tables.TableRow]:
    columns = ("name", "aliases", "country", "office", "sector", "from", "to")
    for table in tables.packaged_tables(*DATA, "officeholders"):
        yield from tables.rows(table, columns)


def _officeholder(row: tables.TableRow) -> Iterator[Name]:
    term = _term(row)
    for surface in (row["name"], *row.many("aliases")):
        yield Name(
            surface, "person", row["country"], row["sector"], row["name"], row["office"], *term
        )
    for family in _family_names(row):
        yield Name(
            family, "surname", row["country"], row["sector"], row["name"], row["office"], *term
        )
    words = [word for word in row["name"].split() if word not in SUFFIXES]
    if row["country"] in GIVEN_NAME_LAST or (words[0] in REGNAL and len(words) == 2):
        yield Name(words[-1], "surname", row["country"], row["sector"], row["name"], None, *term)


def _family_names(row: tables.TableRow) -> dict[str, None]:
    """The family names in a holder's name and in its other spellings, not in its longer forms."""
    if row["name"].split()[0] in REGNAL:
        return {}
    length = len(row["name"].split())
    forms = [form for form in (row["name"], *row.many("aliases")) if len(form.split()) <= length]
    named = [form for form in forms if form.split()[0] not in REGNAL]
    families = (surname(form, row["country"]) for form in named)
    return dict.fromkeys(
        family
        for family in families
        if family and len(family) > 1 and f"{family}." not in RANKS_BEFORE
    )


def surname(name: str, country: str | None) -> str | None:
    """The family name in a full name, or None where the name is a single word."""
    parts = [part for part in name.split() if part not in SUFFIXES]
    while parts and parts[0] in RANKS_BEFORE:
        del parts[0]
    if len(parts) < 2:
        return None
    return parts[0] if country in SURNAME_FIRST and not _western(parts[0]) else parts[-1]


def _western(first: str) -> bool:
    """Whether a first word is a given name, such as some bear where family names stand first."""
    here, elsewhere = _first_words()
    return first.endswith(".") or first in GIVEN_FIRST or elsewhere[first] > here[first]


@cache
def _first_words() -> tuple[Counter[str], Counter[str]]:
    """How many holders' names begin with a word, where family names stand first and elsewhere."""
    here: set[str] = set()
    elsewhere: set[str] = set()
    for row in _holders():
        if row["country"] not in EITHER_ORDER:
            (here if row["country"] in SURNAME_FIRST else elsewhere).add(row["name"])
    first = (Counter(name.split()[0] for name in names) for names in (here, elsewhere))
    return next(first), next(first)


@cache
def forenames() -> frozenset[str]:
    """First words of the full names that the tables hold, where they are nothing else."""
    names = default_names()
    first = {
        name.canonical.split()[0]
        for name in names
        if name.kind == "person" and " " in name.canonical and name.code not in SURNAME_FIRST
    }
    other = {name.surface for name in names if name.kind not in ("person", "surname")}
    return frozenset(
        word
        for word in first - REGNAL - RANKS_BEFORE - other
        if word.isalpha() and word.istitle() and not is_dictionary_word(word.lower())
    )


PARTIAL_DAY = re.compile(r"^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$")


def day(text: str, where: str, *, last: bool = False) -> dt.date | None:
    """The first (or last) day of a date written as YYYY, YYYY-MM or YYYY-MM-DD; None where empty."""
    if not text:
        return None
    found = PARTIAL_DAY.match(text)
    if not found:
        raise LexiconError(
            f"{text!r} is not a date", where=where, advice="Write YYYY, YYYY-MM or YYYY-MM-DD."
        )
    year, month, date = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if date is not None and month is not None:
            return dt.date(year, month, date)
        if not last:
            return dt.date(year, month or 1, 1)
        following = dt.date(year + 1, 1, 1) if month in (None, 12) else dt.date(year, month + 1, 1)
        return following - dt.timedelta(days=1)
    except ValueError as error:
        raise LexiconError(
            f"{text!r} is not a day of the calendar", where=where, advice="Correct the date."
        ) from error


def _term(row: tables.TableRow) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of the term that a row gives, where it does."""
    first, last = row.cells.get("from", ""), row.cells.get("to", "")
    return day(first, row.where), day(last, row.where, last=True)


def user_names(path: Path) -> list[Name]:
    """Names from a user's file: `name<TAB>country<TAB>sector`, with a header line.

    `country` is an ISO 3166-1 alpha-3 code or `IGO:…`; `aliases` (joined by `|`), `from` and `to`
    are optional columns. A file that ends in `.actors.txt` or `.agents.txt` is read in PETRARCH's
    format instead. Raises `LexiconError` with file and line.
    """
    if path.name.endswith(".actors.txt"):
        return actor_names(path)
    names = []
    for row in tables.rows(path, ("name", "country", "sector")):
        term = _term(row)
        aliases = row.many("aliases") if "aliases" in row.cells else []
        for surface in (row["name"], *aliases):
            names.append(
                Name(
                    surface,
                    "institution",
                    row["country"] or None,
                    row["sector"] or None,
                    row["name"],
                    None,
                    *term,
                )
            )
    return names
