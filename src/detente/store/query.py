"""What a user may ask of the store."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, cast, get_args

from detente.coding.ontology import ontology
from detente.coding.topics import TRACKS
from detente.days import Day, first_day, last_day
from detente.errors import QueryError
from detente.records import EventType, Genre, QuadClass, StatementKind, Status
from detente.store.blocs import Blocs, Party, own_blocs, resolve_party
from detente.store.countries import resolve_country
from detente.store.words import phrases

Asked = Literal["events", "statements", "channels", "occurrences"]
"""What there is to be asked for; `channels` are the mentions of them."""
Pair = tuple[str, str]
Choices = str | Collection[str] | None
"""One, several (any of them will do), or None."""
SORTS = ("date", "confidence", "score", "outlets")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A choice of events, statements, channels or occurrences; a field left None does not narrow it.

    A state is a code or common name. A bloc (`EU`, `NATO`, or one of `blocs`) may stand wherever a
    state may: any of its members at the record's date, or the body itself. Where several values
    are given any of them will do; all fields given must hold. `between` holds codes afterwards,
    and pairs. Raises `QueryError` for whatever does not exist, with the choices or the nearest
    names; a field that does not narrow what is asked for is refused there, not passed over.
    """

    between: Pair | Collection[Pair] | None = None
    """Two who act upon, or speak to, each other; or several such pairs."""
    directed: bool = False
    """Of each pair the first acts, or speaks, and the second is acted upon; reciprocal events count both
    ways."""
    of: str | None = None
    """Who acts or speaks, or is acted upon or addressed."""
    by: str | None = None
    """Who acts or speaks."""
    to: str | None = None
    """Who is acted upon or addressed."""
    blocs: Blocs = field(default_factory=dict)
    """Blocs of your own: name to members."""
    actor_sector: Choices = None
    """PLOVER sector of who acts or speaks: that of `by`, where it is given."""
    recipient_sector: Choices = None
    """PLOVER sector of who is acted upon or addressed: that of `to`, where it is given."""
    type: Choices = None
    mode: Choices = None
    quad_class: Choices = None
    kind: Choices = None
    speaker: str | None = None
    """Words in the phrase or name of who speaks: `foreign minister`."""
    addressee: str | None = None
    """Words in the phrase or name of one who is addressed."""
    issue: Choices = None
    track: Choices = None
    status: Choices = None
    recalled: bool | None = None
    """Only background (True), only news (False), both (None)."""
    confidence: float | None = None
    """The least."""
    since: dt.date | None = None
    """First day, as ISO text too, which may be a month or year; an event or channel counts whose dates, or
    else its publication date, reach it."""
    until: dt.date | None = None
    """Last day, included."""
    outlet: Choices = None
    """Who published the article; case does not matter."""
    genre: Choices = None
    reported_since: dt.date | None = None
    """First day of publication."""
    reported_until: dt.date | None = None
    """Last day of publication, included."""
    words: str | None = None
    """Words that all stand in the sentence, in any form; those in quotation marks one after the other."""
    article_words: str | None = None
    """The same, in the article or its title."""
    unaddressed: bool = False
    """Also those in which one of the pair, or without a pair anybody, acts upon, or addresses, no state."""
    superseded: bool = False
    """Also what was read from articles that a later version replaced."""
    uncorrected: bool = False
    """As the coder read it, without what reviewers corrected."""
    ids: Collection[str] | None = None
    """Only these `event_id`, `statement_id` or `channel_report_id`."""
    sort: str = "date"
    """`date`, `confidence`, `score` or `outlets` (how many), upwards; with `-` before it downwards."""
    limit: int | None = None

    def __post_init__(self) -> None:
        self._hold("blocs", own_blocs(self.blocs))
        self._hold_parties()
        self._hold_choices()
        for first, last in (("since", "until"), ("reported_since", "reported_until")):
            days = as_days(getattr(self, first), getattr(self, last))
            for name, day in zip((first, last), days, strict=True):
                self._hold(name, day)
        for name in ("words", "article_words", "speaker", "addressee"):
            if (text := getattr(self, name)) is not None:
                phrases(text)
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise QueryError(
                f"confidence {self.confidence} is no probability", advice="Give 0 to 1."
            )
        check_choice("order", self.sort.removeprefix("-"), SORTS)
        if self.limit is not None and self.limit < 0:
            raise QueryError(f"limit {self.limit} is negative", advice="Give 0 or more.")

    def _hold(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)

    def _hold_parties(self) -> None:
        if self.between is not None:
            pairs = tuple(self._named_pair(pair) for pair in as_pairs(self.between))
            self._hold("between", pairs[0] if len(pairs) == 1 else pairs or None)
        for name in ("of", "by", "to"):
            if (text := getattr(self, name)) is not None:
                self._hold(name, self.party(text).name)
        if self.by is not None and self.to is not None:
            self._named_pair((self.by, self.to))

    def _hold_choices(self) -> None:
        for name, choices in CLOSED.items():
            if (given := getattr(self, name)) is not None:
                self._hold(name, chosen(name.replace("_", " "), given, choices))
        for name in ("actor_sector", "recipient_sector", "issue", "outlet"):
            if (given := getattr(self, name)) is not None:
                self._hold(name, several(given))

    def _named_pair(self, pair: Pair) -> Pair:
        first, second = (self.party(text) for text in pair)
        if first == second and len(first.codes) == 1:
            raise _one_state(pair)
        return first.name, second.name

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of `between`, as codes or names of blocs; none where it is not given."""
        return as_pairs(self.between) if self.between is not None else ()

    def without(self, name: str) -> Query:
        """The same question, not narrowed by a field."""
        left: dict[str, Any] = {
            each.name: each.default for each in fields(self) if each.name == name
        }
        return replace(self, **left)

    def party(self, name: str) -> Party:
        """Who is meant by a name, where the blocs are those of this question."""
        return resolve_party(name, self.blocs)

    def given(self) -> dict[str, Any]:
        """The fields that narrow it, with their values, in the order of declaration."""
        narrowing = (each for each in fields(self) if each.name in NARROWS)
        values = ((each, getattr(self, each.name)) for each in narrowing)
        return {each.name: value for each, value in values if value is not each.default}


_ALL = frozenset(get_args(Asked))
_CODED = _ALL - {"channels"}
_ACTS = frozenset({"events", "occurrences"})
_SAID = frozenset({"statements"})
_TOLD = _ALL - {"occurrences"}
NARROWS: Mapping[str, frozenset[str]] = {
    "between": _ALL,
    "directed": _ALL,
    "of": _ALL,
    "by": _CODED,
    "to": _CODED,
    "actor_sector": _CODED,
    "recipient_sector": _CODED,
    "type": _ACTS,
    "mode": _ACTS,
    "quad_class": _ACTS,
    "kind": _SAID,
    "speaker": _SAID,
    "addressee": _SAID,
    "issue": _CODED,
    "track": _CODED,
    "status": _ACTS | {"channels"},
    "recalled": _ACTS,
    "confidence": _CODED,
    "since": _ALL,
    "until": _ALL,
    "outlet": _ALL,
    "genre": _ALL,
    "reported_since": _ALL,
    "reported_until": _ALL,
    "words": _ALL,
    "article_words": _ALL,
    "unaddressed": _CODED - {"occurrences"},
    "ids": _TOLD,
}
"""Fields that narrow a question, with what they can be asked of."""

CLOSED: Mapping[str, tuple[str, ...]] = {
    "type": get_args(EventType),
    "mode": tuple(dict.fromkeys(row.mode for row in ontology().values() if row.mode)),
    "quad_class": get_args(QuadClass),
    "kind": get_args(StatementKind),
    "track": TRACKS,
    "status": get_args(Status),
    "genre": get_args(Genre),
}
"""Fields with a closed list of values."""


def check_for(query: Query, asked: Asked) -> None:
    """Raise `QueryError` for a field, or an order, that means nothing for what is asked for."""
    for name in query.given():
        if asked not in NARROWS[name]:
            raise QueryError(
                f"'{name}' does not narrow {asked}: it is of {_listed(NARROWS[name])}",
                advice=INSTEAD.get(
                    (name, asked), f"Leave it out, or ask for {_listed(NARROWS[name])}."
                ),
            )
    known = orders(asked)
    if query.sort.removeprefix("-") not in known:
        raise QueryError(
            f"{asked} cannot be sorted by {query.sort.removeprefix('-')}",
            advice=f"Choose {', '.join(known)}; with - before it downwards.",
        )


INSTEAD = {
    ("kind", "events"): "Acts have a type: `type`, such as SANCTION.",
    ("kind", "occurrences"): "Acts have a type: `type`, such as SANCTION.",
    ("type", "statements"): "Statements have a kind: `kind`, such as demand.",
    ("by", "channels"): "A channel has parties on no side: say `of`, or `between`.",
    ("to", "channels"): "A channel has parties on no side: say `of`, or `between`.",
    ("speaker", "events"): "Say `by` for who acts.",
    ("addressee", "events"): "Say `to` for who is acted upon.",
}
"""What to ask instead of a field that means nothing."""


def orders(asked: Asked) -> tuple[str, ...]:
    """By what records can be sorted."""
    known = {
        "events": SORTS[:3], "statements": SORTS[:2], "channels": SORTS[:1], "occurrences": SORTS,
    }  # fmt: skip
    return known[asked]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name for name in get_args(Asked) if name in names)


def as_pairs(between: Pair | Collection[Pair]) -> tuple[Pair, ...]:
    """One or several pairs as several."""
    given = tuple(between)
    if given and all(isinstance(name, str) for name in given):
        given = (cast(Pair, given),)
    for pair in given:
        if isinstance(pair, str) or len(pair) != 2:
            raise QueryError("between needs two states, or several such pairs")
    return tuple((first, second) for first, second in cast("tuple[Pair, ...]", given))


def several(given: str | Collection[str]) -> tuple[str, ...]:
    """One or several values as several, sorted."""
    return (given,) if isinstance(given, str) else tuple(sorted(set(given)))


def chosen(what: str, given: str | Collection[str], choices: tuple[str, ...]) -> tuple[str, ...]:
    """One or several of the choices as they are written; case and hyphens do not matter.

    Raises `QueryError` where what is given is none of them.
    """
    known = {_bare(choice): choice for choice in choices}
    for each in several(given):
        if _bare(each) not in known:
            check_choice(what, each, choices)
    return tuple(sorted({known[_bare(each)] for each in several(given)}))


def _bare(text: str) -> str:
    return text.strip().casefold().replace("-", " ").replace("_", " ")


def resolve_pair(between: tuple[str, str]) -> tuple[str, str]:
    """Codes of two different states given by code or name; raises `QueryError`."""
    first, second = (resolve_country(text) for text in between)
    if first == second:
        raise _one_state(between)
    return first, second


def _one_state(pair: Sequence[object]) -> QueryError:
    return QueryError(f"{pair[0]} and {pair[1]} are the same state", advice="Name two states.")


def check_track(track: str | None) -> None:
    """Raise `QueryError` for a track that does not exist."""
    if track is not None:
        check_choice("track", track, TRACKS)


def as_days(since: Day | None, until: Day | None) -> tuple[dt.date | None, dt.date | None]:
    """First and last day as dates; a month or year counts whole. Raises `InputError` for a text that is no
    date, and `QueryError` where the first is after the last."""
    first, last = first_day(since), last_day(until)
    if first is not None and last is not None and first > last:
        raise QueryError(f"since {first} is after until {last}", advice="Swap the two dates.")
    return first, last


def check_choice(what: str, given: str, choices: tuple[str, ...]) -> None:
    """Raise `QueryError` where what is given is none of the choices."""
    if given in choices:
        return
    near = difflib.get_close_matches(given.casefold(), [each.casefold() for each in choices], n=1)
    meant = (
        f"Did you mean {next(each for each in choices if each.casefold() == near[0])}? "
        if near
        else ""
    )
    raise QueryError(
        f"no {what} is called '{given}'", advice=f"{meant}Choose {', '.join(choices)}."
    )
