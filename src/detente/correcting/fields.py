"""The fields of a record that a reviewer may change, and how they are written.

On the command line, in a form and in a request a value is text: only these read and write it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from detente.coding import ontology
from detente.coding.topics import CONTEXTS, TRACKS, issue_names
from detente.days import as_day
from detente.errors import DetenteError, InputError, QueryError
from detente.records import (
    Actor,
    Article,
    Event,
    EventType,
    Evidence,
    Sector,
    StatementKind,
    Status,
)
from detente.store.corrected import Coded, Told
from detente.store.countries import country_name, resolve_country
from detente.store.query import check_choice, chosen

NOBODY = ""
"""How it is written that nobody, or nothing, is told."""
SECTORS: tuple[str, ...] = get_args(Sector)
WHO = "Write who acts: the words that name it, its code, or both, such as the Pentagon = USA/MIL."
SPAN = re.compile(r"\s*\.\.\s*|\s+to\s+|(?<=-\d\d)\s*/\s*")
"""Between the first and the last day. What a spreadsheet makes of a day, `3/1/2024`, is none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: what is written is looked for there."""

    article: Article
    start: int
    """First character of its sentence."""
    end: int
    parties: Mapping[str, Actor] = field(default_factory=dict)
    """The parties of its record by how they are written, which stay as they are."""

    def find(self, text: str) -> tuple[int, int] | None:
        """Where words stand, in the sentence before the rest of the article."""
        spans = [(self.start, self.end), (0, len(self.article.text))]
        return words_in(self.article.text, text, spans)

    def names(self, words: str) -> bool:
        """Whether words may name a party by themselves: whole words of the article, or its outlet."""
        whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        told = words == self.article.outlet or whole.search(self.article.text) is not None
        return bool(words) and told


def words_in(text: str, words: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Where words stand in the first of some stretches of a text that has them: as whole words if it can be
    (`met` is not looked for in `comet`), else within others. None where none has them."""
    if not words:
        return None
    for pattern in (rf"(?<!\w){re.escape(words)}(?!\w)", re.escape(words)):
        for start, end in spans:
            if found := re.compile(pattern).search(text, start, end):
                return found.span()
    return None


def place_of(record: Told, article: Article) -> Place:
    """Where a record stands in its article."""
    told: list[Actor | None] = (
        [*record.actors, *record.recipients, record.reported_by]
        if isinstance(record, Event)
        else [record.speaker, *record.addressees]
    )
    parties = {actor_text(each): each for each in told if each is not None}
    return Place(article, record.start, record.end, parties)


def changed(record: Told, values: Mapping[str, str], place: Place) -> Told:
    """A record with some fields as they are written; what follows from them is set, too.

    Raises `QueryError` for a field that cannot be changed and `InputError` for a value that is none.
    """
    found = record
    known = CHANGEABLE[_table(record)]
    for name in values:
        if name not in known:
            raise QueryError(
                f"'{name}' of {_table(record)} cannot be changed",
                advice=f"Choose {', '.join(known)}.",
            )
    for name, one in known.items():
        if name in values and values[name].strip() != one.write(found).strip():
            found = replace(found, **one.read(values[name].strip(), place))
    if isinstance(found, Event):
        return _consistent(found, set(values))
    return found


def written(record: Told) -> dict[str, str]:
    """The changeable fields of a record as text: what `changed` reads."""
    return {name: one.write(record) for name, one in CHANGEABLE[_table(record)].items()}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a reviewer may change."""

    write: Callable[[Any], str]
    """From a record to text."""
    read: Callable[[str, Place], dict[str, Any]]
    """From text to the values of the record's fields."""
    meaning: str
    choices: tuple[str, ...] = ()
    many: bool = False
    """Whether several values may stand, with `;` between them."""


def actor_text(actor: Actor) -> str:
    """A party as it is written: `the Pentagon = USA/MIL`, `the rebels = REB`, `the envoy`."""
    code = "/".join(part for part in (actor.country, actor.sector) if part)
    text = actor.text.replace(";", ",")
    return f"{text} = {code}" if code else text


def read_actor(text: str, place: Place) -> Actor:
    """The party that is written `the Pentagon = USA/MIL`; `USA`, `USA/MIL` or `United States` will do.

    Without a code it must be named in the article. Raises `InputError` and `QueryError`.
    """
    if text in place.parties:
        return place.parties[text]
    words, sign, code = (part.strip() for part in text.rpartition("="))
    if not sign:
        words, code = _words_or_code(code, place)
    elif not code and not place.names(words):
        raise InputError(
            f"'{words}' does not stand in the article",
            advice="Give a code behind it, such as the Pentagon = USA/MIL, or words of the article.",
        )
    country, sector = _code(code) if code else (None, None)
    name = country_name(country) if country else None
    words = words or name or code
    where = place.find(words)
    start, end = where if where else (None, None)
    return Actor(words, start, end, name, country, sector)


def _words_or_code(text: str, place: Place) -> tuple[str, str]:
    """Words and code of a party that is written with one of the two alone."""
    try:
        _code(text)
    except DetenteError as unknown:
        if place.names(text):
            return text, ""
        raise InputError(
            f"{unknown.what}, and does not stand in the article", advice=unknown.advice
        ) from unknown
    return "", text


def _code(code: str) -> tuple[str | None, str | None]:
    """State and sector of `USA/MIL`, `USA` or `MIL`. Raises `InputError` and `QueryError`, with what is
    near, for what no record may hold."""
    first, _, second = (part.strip() for part in code.partition("/"))
    if second:
        check_choice("sector", second, SECTORS)
        return resolve_country(first), second
    try:
        return resolve_country(first), None
    except QueryError as unknown:
        if first in SECTORS:
            return None, first
        raise InputError(
            f"'{code}' is no code of a party",
            advice=f"{unknown.advice} Sectors are {', '.join(SECTORS)}.",
        ) from unknown


def _actors(name: str, meaning: str, *, needed: bool = False) -> Field:
    def write(record: Any) -> str:
        return "; ".join(actor_text(each) for each in getattr(record, name))

    def read(text: str, place: Place) -> dict[str, Any]:
        parts = [part for part in (each.strip() for each in text.split(";")) if part]
        if not parts and needed:
            raise InputError("an event needs an actor", advice=WHO)
        return {name: tuple(read_actor(part, place) for part in parts)}

    return Field(write, read, meaning, many=True)


def _actor(name: str, meaning: str, *, needed: bool = False) -> Field:
    def write(record: Any) -> str:
        actor = getattr(record, name)
        return actor_text(actor) if actor else NOBODY

    def read(text: str, place: Place) -> dict[str, Any]:
        if not text and needed:
            raise InputError(f"a {name} is needed", advice="Write who it is: USA/GOV.")
        return {name: read_actor(text, place) if text else None}

    return Field(write, read, meaning)


def _choice(name: str, meaning: str, choices: tuple[str, ...], *, optional: bool = False) -> Field:
    def read(text: str, place: Place) -> dict[str, Any]:
        if not text and optional:
            return {name: None}
        return {name: chosen(name.replace("_", " "), text, choices)[0]}

    return Field(lambda record: getattr(record, name) or NOBODY, read, meaning, choices)


def _names(name: str, meaning: str, choices: tuple[str, ...]) -> Field:
    def read(text: str, place: Place) -> dict[str, Any]:
        parts = [part for part in (each.strip() for each in text.split(";")) if part]
        found = dict.fromkeys(chosen(name, part, choices)[0] for part in parts)
        return {name: tuple(found)}

    return Field(lambda record: "; ".join(getattr(record, name)), read, meaning, choices, many=True)


def _flag(name: str, meaning: str) -> Field:
    def read(text: str, place: Place) -> dict[str, Any]:
        known = {"yes": True, "true": True, "no": False, "false": False, "": False}
        if text.casefold() not in known:
            raise InputError(f"'{text}' is neither yes nor no", advice="Write yes or no.")
        return {name: known[text.casefold()]}

    return Field(
        lambda record: "yes" if getattr(record, name) else "no", read, meaning, ("no", "yes")
    )


def _words(name: str, meaning: str, *, optional: bool = False) -> Field:
    """Words of the article itself: of several places the first in the sentence is meant."""

    def write(record: Any) -> str:
        found = getattr(record, name)
        return found.text if found else NOBODY

    def read(text: str, place: Place) -> dict[str, Any]:
        if not text and optional:
            return {name: None}
        where = place.find(text)
        if where is None:
            raise InputError(
                f"'{text}' does not stand in the article",
                advice="Give words exactly as they are written there.",
            )
        return {name: Evidence(text, *where)}

    return Field(write, read, meaning)


def _event_day() -> Field:
    def write(event: Any) -> str:
        days = [day.isoformat() for day in (event.date_start, event.date_end) if day]
        return " to ".join(dict.fromkeys(days))

    def read(text: str, place: Place) -> dict[str, Any]:
        if not text:
            return dict.fromkeys(("date_start", "date_end", "date_precision", "date_basis"))
        days = [as_day(part) for part in SPAN.split(text)]
        first, last = days[0], days[-1]
        if first > last or len(days) > 2:
            raise InputError(
                f"'{text}' is no span of days", advice="Write 2024-03-01 to 2024-03-31."
            )
        return {
            "date_start": first, "date_end": last,
            "date_precision": _precision(first, last), "date_basis": "explicit",
        }  # fmt: skip

    return Field(write, read, "day, or first and last day: 2024-03-01 to 2024-03-31")


def _precision(first: dt.date, last: dt.date) -> str:
    days = (last - first).days
    spans = ((0, "day"), (6, "week"), (30, "month"), (91, "quarter"), (365, "year"))
    return next((name for longest, name in spans if days <= longest), "decade")


def _said_day() -> Field:
    def write(said: Any) -> str:
        return said.date.isoformat() if said.date else NOBODY

    return Field(
        write, lambda text, place: {"date": as_day(text) if text else None}, "day it was said"
    )


MODES = tuple(dict.fromkeys(row.mode for row in ontology.ontology().values() if row.mode))
ISSUES = tuple(issue_names())
CHANGEABLE: Mapping[Coded, Mapping[str, Field]] = {
    "events": {
        "trigger": _words("trigger", "the words that tell it, as written"),
        "type": _choice("event_type", "PLOVER type", get_args(EventType)),
        "mode": _choice("mode", "PLOVER mode of that type", MODES, optional=True),
        "actors": _actors("actors", "who acts, `;` between: the Pentagon = USA/MIL", needed=True),
        "recipients": _actors("recipients", "towards whom, `;` between"),
        "reciprocal": _flag("reciprocal", "every party acts towards every other"),
        "status": _choice("status", "whether it happened", get_args(Status)),
        "date": _event_day(),
        "recalled": _flag("recalled", "told as background, not as news"),
        "place": Field(
            lambda record: record.place or NOBODY,
            lambda text, place: {"place": text or None},
            "where it happened",
        ),
        "reported_by": _actor("reported_by", "who says so; empty where the outlet itself does"),
        "tracks": _names("tracks", "fields of the relation, main one first", TRACKS),
        "issues": _names("issues", "what it is about", ISSUES),
        "contexts": _names("contexts", "PLOVER contexts", CONTEXTS),
    },
    "statements": {
        "speaker": _actor("speaker", "who takes the position", needed=True),
        "addressees": _actors("addressees", "towards whom, `;` between"),
        "kind": _choice("kind", "what kind of position it is", get_args(StatementKind)),
        "about": _words("about", "the clause that holds it, as written"),
        "condition": _words("condition", "the if-clause, as written", optional=True),
        "date": _said_day(),
        "quoted": _flag("quoted", "whether the clause stands in quotation marks"),
        "tracks": _names("tracks", "fields of the relation, main one first", TRACKS),
        "issues": _names("issues", "what it is about", ISSUES),
    },
}
"""What a reviewer may change."""


def _consistent(event: Event, given: set[str]) -> Event:
    """An event whose mode, code, quad class and scores fit its type, and whose parties fit its form.

    An act of each towards the others is none any more where somebody is told to be acted upon.
    """
    mode = event.mode
    if mode is not None and mode not in ontology.modes(event.event_type):
        if "mode" in given:
            known = ", ".join(ontology.modes(event.event_type)) or "none"
            raise InputError(
                f"{event.event_type} has no mode {mode}", advice=f"Its modes: {known}."
            )
        mode = None
    fits = ontology.cameo_row(event.cameo)
    same = fits is not None and fits.event_type == event.event_type and mode == event.mode
    cameo = event.cameo if same else ontology.cameo_of(event.event_type, mode)
    actors, recipients = event.actors, event.recipients
    both = event.reciprocal and ("reciprocal" in given or "recipients" not in given)
    if both:
        actors, recipients = (*actors, *recipients), ()
    return replace(
        event,
        actors=actors,
        recipients=recipients,
        reciprocal=both,
        mode=mode,
        cameo=cameo,
        quad_class=ontology.quad_class(event.event_type),
        score=ontology.score(event.event_type, mode),
        goldstein=ontology.goldstein(cameo),
    )


def _table(record: Told) -> Coded:
    return "events" if isinstance(record, Event) else "statements"
