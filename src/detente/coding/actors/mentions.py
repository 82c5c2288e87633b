"""Which state each name in an article stands for."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass

from spacy.lang.en.stop_words import STOP_WORDS

from detente.coding.actors.agents import agents
from detente.coding.actors.bearers import (
    GIVEN_NAMES,
    TITLE_BEFORE,
    TITLES,
    bears_a_name,
    is_given_name,
    is_of_kin,
    is_part_of_other,
    names_of_persons,
    of_another_state,
)
from detente.coding.actors.explained import BODIES, explained_otherwise
from detente.coding.actors.name import Days, Kind, Name
from detente.coding.actors.names import (
    EITHER_ORDER,
    GIVEN_NAME_LAST,
    KNOWN_BY_SURNAME,
    REGNAL,
    SURNAME_FIRST,
    NameHit,
    NameTable,
    surname,
)
from detente.coding.actors.terms import counts_in_full, days_of, has_left
from detente.coding.grammar.lemmas import is_dictionary_word

GEOGRAPHIC: frozenset[Kind] = frozenset({"capital", "place"})
NATIONAL: frozenset[Kind] = frozenset({"country", "adjective", "people"})

FORMER_BEFORE = re.compile(r"\b(?:[Ff]ormer|[Ee]x-?|[Ll]ate|[Tt]hen-?)\s*(?:[A-Z][\w.]*\s+)*$")
GIVEN_NAME_BEFORE = re.compile(r"(?<![.!?\"“]\s)(?<!^)\b[A-Z][a-z]+(?:\s[A-Z]\.)?\s+$")

COMMON_SURNAMES = frozenset(
    """May Brown Rice Bush Major Hill King Young Long Bell Rose West Gore Day Powers Power Cook Fox
    Black White Green Gray Grey Wood Woods Stone Price Banks Field Fields Walker Hunter Carter
    Baker Cash Park Lee Kim Li Wang Zhang Chen Liu Yang Han Ma He Hu Wu Xu Sun Zhu Lin Lu Song An
    Hun Sen Khan Singh Kumar Sharma Shah Ali Hassan Hussein Mohammed Ahmed Abdullah Ibrahim Salman
    Silva Santos Costa Lopez Garcia Sanchez Perez Fernandez Gonzalez Rodriguez Martinez Castro
    Johnson Smith Jones Williams Miller Davis Wilson Taylor Thomas Jackson Clark Lewis Adams Cruz
    Blair Hague Straw Robertson Burns Bolton Ross Lamb Sunday Good Best Church Temple Law Love
    Will Grant Mark Bill Frank Rich Post Page Bishop Abbott Pope Knight Duke Cross Ramadan""".split()
)
"""Family names too common, or too like an English word, to name anyone without introduction."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in an article and the state it stands for; `code` is null for fixed names of things."""

    start: int
    end: int
    kind: Kind
    code: str | None
    sector: str | None
    name: str
    office: str | None = None

    @property
    def is_person(self) -> bool:
        """Whether it names a person."""
        return self.kind in ("person", "surname")


def find_mentions(text: str, table: NameTable, published: dt.date | None) -> list[Mention]:
    """All mentions in an article's text, in order.

    Family names count after a full name or a title in the same article, or for the well-known
    office-holders of the day; readings that need caution count when nothing beside them speaks
    against it. Where no day of publication is given, the years that the text tells stand for it.
    """
    hits = table.find(text)
    plain = in_small_letters(text)
    if plain != text:
        hits = _with_capitals(hits, table.find(plain))
        text = plain
    days = days_of(text, published)
    otherwise = explained_otherwise(text, table) | names_of_persons(text, hits)
    hits = _timely(text, hits, days, otherwise)
    introduced = _introduced(hits, days)
    support = Counter(
        reading.code
        for hit in hits
        for reading in hit.readings[:1]
        if not reading.caution and reading.kind in NATIONAL | {"seat", "institution", "person"}
    )
    mentions = []
    for hit in hits:
        chosen = _choose(text, hit, days, introduced, support)
        if chosen is not None:
            mentions.append(
                Mention(
                    hit.start,
                    hit.end,
                    chosen.kind,
                    chosen.code,
                    chosen.sector,
                    chosen.canonical,
                    chosen.office,
                )
            )
    return mentions


SHOUTED = re.compile(r"^[^a-z\n]+$", re.MULTILINE)
"""A line without a small letter."""
CAPITALS = re.compile(r"[A-Z]{2,}")


def in_small_letters(text: str) -> str:
    """The text with the words of lines all in capitals, of three words or more, as names are written, each
    in its place."""
    return SHOUTED.sub(lambda line: _capitalised(line.group()), text)


def _capitalised(line: str) -> str:
    if len(line.split()) < 3:
        return line
    return CAPITALS.sub(lambda word: word.group().capitalize(), line)


def _with_capitals(hits: list[NameHit], plain: list[NameHit]) -> list[NameHit]:
    """Names found in small letters, where none was found in capitals (`US`, `NATO`)."""
    more = [
        hit
        for hit in plain
        if not any(hit.start < other.end and other.start < hit.end for other in hits)
    ]
    return sorted([*hits, *more], key=lambda hit: hit.start)


def _timely(text: str, hits: list[NameHit], days: Days, otherwise: frozenset[str]) -> list[NameHit]:
    """The hits with those of their readings that may be meant in these days.

    Family names are judged later, beside what the article says of them; `otherwise` are names of
    bodies that stand for something else in this article.
    """
    found: list[NameHit] = []
    for previous, hit in zip([None, *hits], hits, strict=False):
        titled = TITLE_BEFORE.search(text, max(0, hit.start - 40), hit.start) is not None
        other = text[hit.start : hit.end] in otherwise
        readings = tuple(
            reading
            for reading in hit.readings
            if _may_be_meant(reading, days, titled=titled)
            and not (other and reading.kind in BODIES)
        )
        if (
            readings
            and not bears_a_name(text, hit, readings)
            and not of_another_state(text, NameHit(hit.start, hit.end, readings), previous)
        ):
            found.append(NameHit(hit.start, hit.end, readings))
    return found


def _may_be_meant(reading: Name, days: Days, *, titled: bool) -> bool:
    if reading.kind == "surname":
        return True
    if reading.kind == "person":
        return counts_in_full(reading, days, titled=titled)
    return reading.near(days)


def _introduced(hits: list[NameHit], days: Days) -> dict[str, Name]:
    """Family name to person, for those whom the article names in full."""
    found: dict[str, Name] = {}
    for hit in hits:
        people = [reading for reading in hit.readings if reading.kind == "person"]
        if people:
            person = _in_office(people, days)
            for word in _short_forms(person):
                found.setdefault(word, person)
    return found


def _short_forms(person: Name) -> set[str]:
    forms = {
        family
        for form in (person.surface, person.canonical)
        if (family := surname(form, person.code))
        and not (form.split()[0] in REGNAL and len(form.split()) > 2)
    }
    if person.code in GIVEN_NAME_LAST:
        forms.add(person.surface.split()[-1])
    return {form for form in forms if len(form) > 1}


def _choose(
    text: str,
    hit: NameHit,
    days: Days,
    introduced: dict[str, Name],
    support: Counter[str | None],
) -> Name | None:
    readings = hit.readings
    if readings[0].kind in ("nonactor", "institution", "organisation"):
        return next((reading for reading in readings if reading.held_in(days)), readings[0])
    people = [reading for reading in readings if reading.kind == "person"]
    if people:
        return _in_office(people, days)
    if text[hit.start : hit.end] in introduced and readings[0].kind not in NATIONAL:
        return _choose_surname(text, hit, days, introduced, support)
    named = [reading for reading in readings if reading.kind != "surname"]
    if named:
        return _choose_geographic(text, hit, named, support)
    return _choose_surname(text, hit, days, introduced, support)


def _choose_geographic(
    text: str, hit: NameHit, readings: list[Name], support: Counter[str | None]
) -> Name | None:
    best = max(readings, key=lambda reading: (support[reading.code], not reading.caution))
    if hit.end < len(text) and text[hit.end - 1] == "-" and best.surface.endswith("-"):
        return best
    if not best.caution:
        return None if _part_of_person(text, hit) and best.kind in GEOGRAPHIC else best
    if best.kind in NATIONAL:
        return None if _part_of_person(text, hit) else best
    return best if support[best.code] else None


def _part_of_person(text: str, hit: NameHit) -> bool:
    """Whether a place name looks like part of a personal name: `Michael Jordan`, `Denzel Washington`."""
    before = GIVEN_NAME_BEFORE.search(text, max(0, hit.start - 30), hit.start)
    if before is None:
        return False
    word = before.group().split()[0]
    return word in GIVEN_NAMES


def _choose_surname(
    text: str, hit: NameHit, days: Days, introduced: dict[str, Name], support: Counter[str | None]
) -> Name | None:
    surface = text[hit.start : hit.end]
    if is_part_of_other(text, hit):
        return None
    if surface in introduced:
        person = introduced[surface]
        if is_of_kin(text, hit, person):
            return None
        return Name(surface, "surname", person.code, person.sector, person.canonical, person.office)
    before = text[max(0, hit.start - 40) : hit.start]
    titled = TITLE_BEFORE.search(before) is not None
    if not titled and (_is_ordinary_word(surface) or _names_a_thing(text, hit)):
        return None
    family = [reading for reading in hit.readings if reading.kind == "surname"]
    holders = _titled(family, before, days) if titled else _well_known(family, days)
    if len({reading.canonical for reading in holders}) > 1:
        holders = [reading for reading in holders if support[reading.code]]
    if len({reading.canonical for reading in holders}) != 1:
        return None
    return None if _continues_name(text, hit, holders, titled=titled) else _in_office(holders, days)


def _well_known(family: list[Name], days: Days) -> list[Name]:
    return [name for name in family if name.office in KNOWN_BY_SURNAME and name.near(days)]


def _titled(family: list[Name], before: str, days: Days) -> list[Name]:
    """Holders of a family name who may be meant by it with the title before it."""
    former = FORMER_BEFORE.search(before) is not None
    holders = [name for name in family if (has_left(name, days) if former else name.near(days))]
    return _with_title(_fitting_in_kind(holders, before), before, days)


def _fitting_in_kind(holders: list[Name], before: str) -> list[Name]:
    """Kings and princes are called by a given name, others by a family name."""
    royal = before.split()[-1] in REGNAL
    return [
        reading
        for reading in holders
        if (reading.canonical.split()[0] in REGNAL) == royal
        and (royal or reading.office or reading.code in GIVEN_NAME_LAST)
    ]


def _is_ordinary_word(surface: str) -> bool:
    low = surface.lower()
    return (
        surface in COMMON_SURNAMES
        or surface in GIVEN_NAMES
        or low in STOP_WORDS
        or is_dictionary_word(low)
    )


def _names_a_thing(text: str, hit: NameHit) -> bool:
    """`the destroyer Higgins`: a vessel or body that bears a person's name."""
    before = re.search(r"([a-z-]+)\s$", text[max(0, hit.start - 25) : hit.start])
    if before is None:
        return False
    return any(agent.kind != "person" for agent in agents().get(before.group(1), ()))


def _continues_name(text: str, hit: NameHit, holders: list[Name], *, titled: bool) -> bool:
    """Whether another capitalised word stands beside it, so that it is part of some other name."""
    before = re.search(r"([A-Z][\w’'-]*|[A-Z]\.)\s$", text[max(0, hit.start - 25) : hit.start])
    if (
        before
        and not titled
        and not re.match(
            rf"(?:{TITLES.replace('.', '[.]')}|The|And|But|With|After|As|While|"
            r"When|In|On|For|Since|Before|To|If|Both|US|Both)$",
            before.group(1),
        )
    ):
        return True
    after = re.match(r"\s[A-Z](?:[a-z]+|\.)", text[hit.end : hit.end + 25])
    family_first = any(holder.code in SURNAME_FIRST | EITHER_ORDER for holder in holders)
    return bool(after) and (family_first or is_given_name(text[hit.start : hit.end]))


RANKS = (
    "head-of-state", "head-of-government", "ruling-party-leader", "deputy-head", "foreign-minister",
)  # fmt: skip


def _rank(name: Name) -> int:
    """Who holds two offices at once is known by the higher."""
    return -RANKS.index(name.office) if name.office in RANKS else -len(RANKS)


OFFICE_OF_TITLE = {
    "Secretary of State": "foreign-minister",
    "Foreign Minister": "foreign-minister",
    "Foreign Secretary": "foreign-minister",
    "Vice President": "deputy-head",
    "Vice Premier": "deputy-head",
    "Prime Minister": "head-of-government",
    "Premier": "head-of-government",
    "Chancellor": "head-of-government",
    "President": "head-of-state",
    "Defence Minister": "defence-minister",
    "Defense Minister": "defence-minister",
    "Defense Secretary": "defence-minister",
    "Finance Minister": "finance-minister",
    "Treasury Secretary": "finance-minister",
    "Commerce Minister": "commerce-minister",
    "Commerce Secretary": "commerce-minister",
    "Trade Minister": "commerce-minister",
    "Ambassador": "envoy",
}


PORTFOLIOS = frozenset({"finance-minister", "commerce-minister", "defence-minister"})
"""Offices that no head of state or government is called by."""


def _with_title(holders: list[Name], before: str, days: Days) -> list[Name]:
    """Of several holders of a family name, those in the office that the title before it names."""
    titles = [title for title in OFFICE_OF_TITLE if before.rstrip().endswith(title)]
    if not titles:
        return holders
    office = OFFICE_OF_TITLE[max(titles, key=len)]
    fitting = [reading for reading in holders if reading.office == office]
    serving = [reading for reading in fitting if reading.held_in(days)]
    return serving or fitting or ([] if office in PORTFOLIOS else holders)


def _in_office(readings: list[Name], days: Days) -> Name:
    """The reading whose office was held in these days, else the last one taken up before."""
    holding = [reading for reading in readings if reading.held_in(days)]
    if holding:
        return max(holding, key=lambda reading: (_rank(reading), reading.opens()))
    before = [reading for reading in readings if reading.opens() <= days.last]
    return max(before or readings, key=Name.opens)
