"""What codes and names mean: each different one is looked up once, whatever the number of rows."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from detente import tables
from detente.coding import ontology
from detente.coding.actors.agents import agent_ending_at, agents
from detente.coding.actors.name import Name
from detente.coding.actors.names import default_names
from detente.coding.topics import CONTEXTS, TRACKS
from detente.importing.codebooks import (
    EVER,
    ActCode,
    Countries,
    ImportedParty,
    countries_of,
    weis_codes,
    weis_listed,
)

IN_BRACKETS = re.compile(r"^(?P<role>.*\S)\s*\((?P<where>[^()]+)\)$")
RANKED = ("country", "organisation", "person", "institution", "capital", "seat", "place")
"""Kinds of names that may stand alone, the surest first: a state is rather meant than its namesake."""
TYPE_TRACKS = {"ASSAULT": "military", "MOBILIZE": "military"}
MODE_TRACKS = {
    "cyber": "technology",
    "misinformation": "information",
    "censor": "information",
    "arrest": "legal",
    "convict": "legal",
    "deport": "legal",
    "expel": "diplomatic",
    "ceasefire": "military",
    "disarm": "military",
}
CONTEXT_TRACKS = {
    "military": "military", "peacekeeping": "military", "cbrn": "military", "terrorism": "military",
    "diplomatic": "diplomatic", "economic": "economic", "natural_resource": "economic",
    "technology": "technology", "cyber": "technology", "legal": "legal", "crime": "legal",
    "corruption": "legal", "illegal_drugs": "legal", "trafficking": "legal",
    "human_security": "humanitarian", "health": "humanitarian", "disasters": "humanitarian",
    "asylum": "humanitarian", "migration": "humanitarian",
    "intelligence": "information", "misinformation": "information",
}  # fmt: skip
SECTOR = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class ImportedAct:
    """What a code says; `known` tells a code without a PLOVER type from one that does not exist.

    `extends` is the code above it that it was read as, where no table has it itself.
    """

    known: bool
    extends: str | None = None
    event_type: str | None = None
    mode: str | None = None
    cameo: str | None = None
    quad_class: str | None = None
    score: float | None = None
    goldstein: float | None = None
    contexts: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()


def parties(system: str, text: str, own: Countries | None = None) -> list[ImportedParty]:
    """Who a code or name stands for; the spans of days do not overlap. Empty where nobody is known.

    `own` is a user's table, which goes first.
    """
    own = own or {}
    if system == "names":
        return list(own.get(text.upper(), ())) or _listed(
            [_party(part.strip(), own) for part in text.split(";")]
        )
    told = {**countries_of(system), **own}
    return (
        list(told.get(text.upper(), ())) if system == "codes" else _actor_code(text.upper(), told)
    )


def _party(text: str, own: Countries) -> list[ImportedParty]:
    return list(own.get(text.upper(), ()) or countries_of("codes").get(text, ())) or _named(text)


def _listed(found: Sequence[list[ImportedParty]]) -> list[ImportedParty]:
    """Who several names stand for: all for one state, or nobody."""
    if len(found) == 1:
        return found[0]
    countries = {party.country for parties in found for party in parties}
    return _always(countries.pop(), None) if all(found) and len(countries) == 1 else []


def act(
    system: str, code: str, contexts: str, own: Mapping[str, ActCode] | None = None
) -> ImportedAct:
    """What a code or name of an act says, with the contexts that the row gives.

    `own` is a user's table, which goes first.
    """
    told = tuple(name for name in CONTEXTS if name in set(re.split(r"[^a-z_]+", contexts.lower())))
    if own and code in own:
        return _told_by(own[code], told)
    if system == "plover":
        return _plover(code, told)
    if system == "weis":
        return _weis(code, told)
    return _cameo(
        ontology.cameo_named(code.replace("_", " ")) if system == "cameo-names" else code, told
    )


def sector(text: str) -> str | None:
    """PLOVER's code of a sector, or of the first in a list of ICEWS's sectors."""
    if SECTOR.fullmatch(text):
        return text
    told = {part.strip().casefold() for part in re.split(r"[,;]", text)}
    return next((code for name, code in _sectors().items() if name in told), None)


def _weis(code: str, told: tuple[str, ...]) -> ImportedAct:
    listed = weis_listed(code)
    if listed is None:
        return ImportedAct(known=False)
    return replace(_told_by(weis_codes()[listed], told), extends=None if listed == code else listed)


def _told_by(given: ActCode, told: tuple[str, ...]) -> ImportedAct:
    """The act of a table's row: of its CAMEO code, with its own score where it has one."""
    found = _cameo(given.cameo, told)
    return found if given.goldstein is None else replace(found, goldstein=given.goldstein)


def _cameo(code: str | None, told: tuple[str, ...]) -> ImportedAct:
    row = ontology.cameo_row(code)
    if row is None:
        return ImportedAct(known=False)
    kind, mode = row.event_type, row.mode
    joined = told or row.contexts
    return ImportedAct(
        known=True, extends=None if row.code == code else row.code, event_type=kind, mode=mode,
        cameo=row.code, quad_class=row.quad_class,
        score=ontology.score(kind, mode) if kind else None, goldstein=row.goldstein,
        contexts=joined, tracks=_tracks(kind, mode, joined),
    )  # fmt: skip


def _plover(code: str, told: Sequence[str]) -> ImportedAct:
    kind, _, told_mode = code.partition(" ")
    mode = re.sub(r"[ _]", "-", told_mode)
    if kind not in ontology.event_types():
        return ImportedAct(known=False)
    known = not mode or mode in ontology.modes(kind)
    kept = mode if mode and known else None
    cameo = ontology.cameo_of(kind, kept)
    return ImportedAct(
        known=known, event_type=kind, mode=kept, cameo=cameo, quad_class=ontology.quad_class(kind),
        score=ontology.score(kind, kept), goldstein=ontology.goldstein(cameo),
        contexts=tuple(told), tracks=_tracks(kind, kept, told),
    )  # fmt: skip


def _tracks(kind: str | None, mode: str | None, contexts: Iterable[str]) -> tuple[str, ...]:
    """Tracks that contexts, mode or type tell without a text; empty where none does."""
    found = {CONTEXT_TRACKS[name] for name in contexts if name in CONTEXT_TRACKS}
    if mode in MODE_TRACKS:
        found.add(MODE_TRACKS[mode])
    if kind in TYPE_TRACKS:
        found.add(TYPE_TRACKS[kind])
    return tuple(track for track in TRACKS if track in found)


def _always(country: str | None, sector: str | None) -> list[ImportedParty]:
    return [ImportedParty(*EVER, country, sector)] if country else []


def _actor_code(code: str, told: Mapping[str, tuple[ImportedParty, ...]]) -> list[ImportedParty]:
    """`ISRMIL` is Israel's military; `IGOUNO` the United Nations."""
    if code in told:
        return list(told[code])
    if code[:3] in ("IGO", "NGO", "IMG", "NGM"):
        return [replace(each, sector=code[:3]) for each in told.get(code[3:6], ())]
    role = code[3:6] if SECTOR.fullmatch(code[3:6]) else None
    return [replace(each, sector=role) for each in told.get(code[:3], ())]


def _named(text: str) -> list[ImportedParty]:
    bracketed = IN_BRACKETS.match(text)
    if not bracketed:
        return _terms(_known(text))
    role = _role(bracketed["role"])
    held = _terms(_known(bracketed["where"]))
    return [ImportedParty(each.since, each.until, each.country, role) for each in held]


def _known(text: str) -> tuple[Name, ...]:
    """Readings of a name, also of one turned round (`Moldova, Republic of`) or with middle names."""
    first, comma, last = text.partition(",")
    words = _folded(f"{last} {first}" if comma else text).removeprefix("the ").split()
    found = _readings().get(" ".join(words), ())
    if found or len(words) < 3:
        return found
    shorter = _readings().get(f"{words[0]} {words[-1]}", ())
    return tuple(each for each in shorter if each.kind == "person")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", letters).strip()


def _role(words: str) -> str | None:
    """Sector of a role noun (`Police`, `Media Personnel`), by its last known words."""
    lemmas = [word.lower() for word in re.findall(r"[\w'-]+", words)]
    forms = [lemmas, [*lemmas[:-1], lemmas[-1].rstrip("s")]] if lemmas else []
    for form in forms:
        for token in reversed(range(len(form))):
            if found := agent_ending_at(form, token, agents()):
                return found.sector
    return None


def _terms(readings: Sequence[Name]) -> list[ImportedParty]:
    """The country of a name: one, if all its readings agree; else by the terms of office."""
    for kind in RANKED:
        alike = [each for each in readings if each.kind == kind and each.code]
        if len({each.code for each in alike}) == 1:
            return _always(alike[0].code, alike[0].sector)
        if alike:
            bound = kind == "person" or all(each.since or each.until for each in alike)
            return list(_by_term(alike)) if bound else []
    return []


def _by_term(readings: Sequence[Name]) -> Iterator[ImportedParty]:
    """The spans of days on which all offices that were held are of one country."""
    spans = [(each.since or EVER[0], each.until or EVER[1], each) for each in readings]
    starts = {since for since, _, _ in spans} | {_after(until) for _, until, _ in spans}
    bounds = sorted(starts - {EVER[0]})
    for since, last in zip([EVER[0], *bounds], [*bounds, None], strict=True):
        until = last - dt.timedelta(days=1) if last else EVER[1]
        held = [each for first, end, each in spans if first <= since and until <= end]
        if len({each.code for each in held}) == 1:
            yield ImportedParty(since, until, held[0].code, held[0].sector)


def _after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1) if day < EVER[1] else EVER[0]


@cache
def _readings() -> dict[str, tuple[Name, ...]]:
    found: dict[str, list[Name]] = {}
    for name in default_names():
        if name.kind in RANKED:
            found.setdefault(_folded(name.surface).removeprefix("the "), []).append(name)
    return {surface: tuple(names) for surface, names in found.items()}


@cache
def _sectors() -> dict[str, str]:
    path = tables.packaged("importing", "data", "sectors.tsv")
    return {row["name"].casefold(): row["sector"] for row in tables.rows(path, ("name", "sector"))}
