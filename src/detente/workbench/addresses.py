"""The address of each view, made and read in one place: whatever a page shows can be sent as a link."""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, get_args
from urllib.parse import quote, urlencode

from detente.days import as_day
from detente.errors import QueryError
from detente.store.corrected import Coded
from detente.store.query import Query, as_days, check_choice, resolve_pair

if TYPE_CHECKING:
    from detente.measuring import Every

Parameters = Mapping[str, Sequence[str]]
"""What stands behind the `?` of an address."""
Sort = Literal["pair", "events", "articles", "level", "change", "sure", "last"]
SORTS: tuple[Sort, ...] = ("pair", "events", "articles", "level", "change", "sure", "last")
Size = Literal["wide", "narrow"]
"""Of a chart, for a screen of a desk and for one of a hand."""
Part = Literal["turns", "tracks", "words", "ledgers", "channels", "outlets"]
PARTS: dict[Part, str] = {
    "turns": "Level and turning points",
    "tracks": "Tracks of the relation",
    "words": "What each side said",
    "ledgers": "Ruled out, promised, demanded",
    "channels": "Channels",
    "outlets": "Who tells what",
}
"""Parts of what is known of a pair that take long to find, each with an address of its own."""
Kind = Literal["event", "statement"]
TABLES: dict[Kind, Coded] = {"event": "events", "statement": "statements"}
EVERY: tuple[Every, ...] = ("day", "week", "month", "quarter", "year")
PAGE = 50
"""Records on one page."""
HOME = "/"
WATCH = "/watch"
FEED = "/watch.rss"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewAsked:
    """All pairs of states, sorted."""

    sort: Sort = "events"
    down: bool = True

    @property
    def address(self) -> str:
        """Where it is shown."""
        if self == OverviewAsked():
            return HOME
        return f"{HOME}?{urlencode({'sort': ('-' if self.down else '') + self.sort})}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAsked:
    """Two states in some time."""

    between: tuple[str, str]
    since: dt.date | None = None
    until: dt.date | None = None
    every: Every = "month"
    part: Part | None = None

    @property
    def address(self) -> str:
        """Where it is shown."""
        first, second = map(_quoted, self.between)
        part = f"/{self.part}" if self.part else ""
        given = {"since": self.since, "until": self.until}
        asked = {name: str(day) for name, day in given.items() if day}
        asked |= {"every": self.every} if self.every != "month" else {}
        return f"/pair/{first}/{second}{part}{_with(asked)}"

    def of(self, part: Part | None) -> str:
        """The address of one of its parts."""
        return replace(self, part=part).address

    def drawn(self, size: Size) -> str:
        """The address of its chart as a drawing of its own."""
        path, _, asked = self.of(None).partition("?")
        return f"{path}.svg?{asked}{'&' if asked else ''}size={size}"


@dataclass(frozen=True, slots=True)
class RecordAsked:
    """One event or statement."""

    kind: Kind
    record_id: str
    why: bool = False
    """Why it was coded so."""

    @property
    def address(self) -> str:
        """Where it is shown."""
        return f"/{self.kind}/{_quoted(self.record_id)}{'/why' if self.why else ''}"


@dataclass(frozen=True, slots=True)
class OccurrenceAsked:
    """What happened once, by the id of any event that tells it."""

    event_id: str

    @property
    def address(self) -> str:
        """Where it is shown."""
        return f"/occurrence/{_quoted(self.event_id)}"


@dataclass(frozen=True, slots=True)
class ArticleAsked:
    """One article."""

    article_id: str

    @property
    def address(self) -> str:
        """Where it is shown."""
        return f"/article/{_quoted(self.article_id)}"


@dataclass(frozen=True, slots=True)
class OutletAsked:
    """One outlet."""

    name: str

    @property
    def address(self) -> str:
        """Where it is shown."""
        return f"/outlet/{_quoted(self.name)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAsked:
    """Records with something in common, page by page."""

    what: Coded = "events"
    query: Query = field(default_factory=lambda: Query(sort="-date"))
    page: int = 1

    @property
    def address(self) -> str:
        """Where it is shown."""
        asked: list[tuple[str, str]] = [("what", self.what)] if self.what != "events" else []
        for name, value in self.query.given().items():
            asked += [(name, each) for each in _written(name, value)]
        asked += [("sort", self.query.sort)] if self.query.sort != "-date" else []
        asked += [("page", str(self.page))] if self.page > 1 else []
        return f"/search{_with(asked)}"

    def where(self, **changes: Any) -> str:
        """The address of the first page of another question; None as value widens it."""
        asked = self.query
        for name, value in changes.items():
            asked = asked.without(name) if value is None else replace(asked, **{name: value})
        return replace(self, query=asked, page=1).address


Order = Literal["least-sure", "audit", "changed"]
ORDERS: dict[Order, str] = {
    "least-sure": "Least sure first",
    "audit": "Sample of the audit",
    "changed": "Judged by others",
}
"""In which order records come to be reviewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAsked:
    """Records to review, one after the other."""

    order: Order = "least-sure"
    what: Coded = "events"
    between: tuple[str, str] | None = None
    at: str | None = None
    """The id of the record that is shown; None for the first that nobody has judged."""
    judging: str | None = None
    """The id of one that is judged by the time this is shown; no part of the address."""

    @property
    def address(self) -> str:
        """Where it is shown."""
        asked: list[tuple[str, str]] = [("order", self.order)]
        asked += [("what", self.what)] if self.what != "events" else []
        asked += [("between", each) for each in self.between or ()]
        asked += [("at", self.at)] if self.at else []
        return f"/review{_with(asked)}"

    def of(self, at: str | None) -> str:
        """The address of another record of the same queue."""
        return replace(self, at=at).address


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingAsked:
    """How outlets tell the deeds of two states, in sentences that tell some words."""

    between: tuple[str, str]
    words: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def address(self) -> str:
        """Where it is shown."""
        first, second = map(_quoted, self.between)
        given = {"words": self.words, "since": self.since, "until": self.until}
        return f"/framing/{first}/{second}{_with({name: str(v) for name, v in given.items() if v})}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicesAsked:
    """What others say and do about two states in some time."""

    between: tuple[str, str]
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def address(self) -> str:
        """Where it is shown."""
        first, second = map(_quoted, self.between)
        given = {"since": self.since, "until": self.until}
        return f"/voices/{first}/{second}{_with({name: str(v) for name, v in given.items() if v})}"


@dataclass(frozen=True, slots=True)
class AuditAsked:
    """What the audit of two states tells."""

    between: tuple[str, str]

    @property
    def address(self) -> str:
        """Where it is shown."""
        first, second = map(_quoted, self.between)
        return f"/audit/{first}/{second}"

    @property
    def queue(self) -> str:
        """Where its sample is checked."""
        return QueueAsked(order="audit", between=self.between).address


def of_event(event_id: str) -> str:
    """Where an event is shown."""
    return RecordAsked("event", event_id).address


def of_statement(statement_id: str) -> str:
    """Where a statement is shown."""
    return RecordAsked("statement", statement_id).address


def of_article(article_id: str) -> str:
    """Where an article is shown."""
    return ArticleAsked(article_id).address


def of_anchor(anchor: str) -> str:
    """Where something is shown that stands within a report under an anchor."""
    kind, _, name = anchor.partition("-")
    if kind == "event":
        return OccurrenceAsked(name).address
    return of_statement(name) if kind == "statement" else f"#{anchor}"


def of_outlet(name: str | None) -> str | None:
    """Where an outlet is shown; None where it has no name."""
    return OutletAsked(name).address if name else None


def of_audit(first: str, second: str) -> str:
    """Where it is shown what the audit of two states tells."""
    return AuditAsked((first, second)).address


def of_pair(first: str, second: str) -> str:
    """Where two states are shown."""
    return PairAsked(between=(first, second)).address


def of_framing(first: str, second: str) -> str:
    """Where it is shown how outlets tell the deeds of two states."""
    return FramingAsked(between=(first, second)).address


def to_split(record: RecordAsked, parts: int = 2) -> str:
    """Where an event is split in several."""
    return f"{record.address}/split{_with({'parts': parts} if parts != 2 else {})}"


def to_add(article_id: str, what: Coded = "events", words: str = "") -> str:
    """Where a record is added to an article."""
    asked = {"what": what} if what != "events" else {}
    return f"{of_article(article_id)}/add{_with(asked | ({'words': words} if words else {}))}"


def to_look(unit: str) -> str:
    """Where a form about a passage of an audit is sent to."""
    return f"/passage/{_quoted(unit)}/look"


def with_said(address: str, said: str, seen: str = "") -> str:
    """An address that also tells of a judgement just made, and of the last one its maker had seen."""
    asked = {"said": said} | ({"seen": seen} if seen else {})
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def with_looked(address: str, unit: str, correction_id: str = "") -> str:
    """An address that also tells that a passage was looked through, or an act said to be missed in it."""
    asked = {"looked": unit} | ({"missed": correction_id} if correction_id else {})
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def is_own(address: str) -> bool:
    """Whether an address leads to a page of the workbench, and nowhere else."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    return plain and address.startswith("/") and not address.startswith("//")


def twin(address: str, ending: str) -> str:
    """The address of the same view in another form, `json` or `csv`."""
    path, mark, asked = address.partition("?")
    return f"{'/overview' if path == HOME else path}.{ending}{mark}{asked}"


ADDED = ("said", "seen", "looked", "missed", "token")
"""What the workbench itself adds to an address: what was judged just before, and a token."""
FOREIGN = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id")
"""What others add to a link that they pass on."""


def check_parameters(given: Parameters, known: Sequence[str]) -> None:
    """Raise `QueryError`, with the nearest one that does, for a parameter that asks nothing of a page."""
    for name in given:
        if name not in known and name not in ADDED and not FOREIGN.fullmatch(name):
            raise unknown_parameter(name, known)


def unknown_parameter(name: str, known: Sequence[str]) -> QueryError:
    """Why a parameter is refused."""
    near = difflib.get_close_matches(name, known, n=1)
    meant = f"Did you mean '{near[0]}'? " if near else ""
    return QueryError(
        f"there is no parameter '{name}' here",
        advice=f"{meant}There are: {', '.join(known) or 'none'}.",
    )


OF_OVERVIEW = ("sort",)
OF_PAIR = ("since", "until", "every")
OF_FRAMING = ("words", "since", "until")
OF_VOICES = ("since", "until")
OF_QUEUE = ("order", "what", "between", "at", "judging")


def read_overview(given: Parameters) -> OverviewAsked:
    """What an address asks of all pairs. Raises `QueryError` for an order that does not exist."""
    sort = _one(given, "sort") or "-events"
    check_choice("order", sort.removeprefix("-"), SORTS)
    found = next(each for each in SORTS if each == sort.removeprefix("-"))
    return OverviewAsked(sort=found, down=sort.startswith("-"))


def read_pair(first: str, second: str, given: Parameters, part: str | None = None) -> PairAsked:
    """What an address asks of two states. Raises `QueryError` and `InputError` for what does not exist."""
    since, until = as_days(
        as_day(_one(given, "since") or None), as_day(_one(given, "until") or None)
    )
    every: Any = _one(given, "every") or "month"
    check_choice("unit", every, EVERY)
    if part is not None:
        check_choice("part", part, tuple(PARTS))
    found: Part | None = next((each for each in PARTS if each == part), None)
    pair = resolve_pair((first, second))
    return PairAsked(between=pair, since=since, until=until, every=every, part=found)


def read_framing(first: str, second: str, given: Parameters) -> FramingAsked:
    """What an address asks of how two states are told of. Raises as `read_pair`."""
    asked = read_pair(first, second, {name: given[name] for name in given if name != "words"})
    words = (_one(given, "words") or "").strip() or None
    return FramingAsked(between=asked.between, words=words, since=asked.since, until=asked.until)


def read_voices(first: str, second: str, given: Parameters) -> VoicesAsked:
    """What an address asks of others about two states. Raises as `read_pair`."""
    asked = read_pair(first, second, given)
    return VoicesAsked(between=asked.between, since=asked.since, until=asked.until)


def read_drawing(first: str, second: str, given: Parameters) -> tuple[PairAsked, Size]:
    """Of which chart an address asks, and how wide. Raises as `read_pair`."""
    check_parameters(given, (*OF_PAIR, "size"))
    asked, size = read_pair(first, second, given), _one(given, "size") or "wide"
    check_choice("size", size, get_args(Size))
    return asked, next(each for each in get_args(Size) if each == size)


def read_audit(first: str, second: str) -> AuditAsked:
    """Of which audit an address asks. Raises `QueryError` and `InputError` for what does not exist."""
    return AuditAsked(resolve_pair((first, second)))


def read_queue(given: Parameters) -> QueueAsked:
    """What an address asks to review. Raises `QueryError` and `InputError` for what does not exist."""
    check_parameters(given, OF_QUEUE)
    order = _one(given, "order") or "least-sure"
    check_choice("order", order, tuple(ORDERS))
    what = _one(given, "what") or "events"
    check_choice("table", what, tuple(TABLES.values()))
    states = [each.strip() for each in given.get("between", ()) if each.strip()]
    if len(states) not in (0, 2):
        raise QueryError("between needs two states", advice="Write both, or neither.")
    return QueueAsked(
        order=next(each for each in ORDERS if each == order),
        what=next(each for each in TABLES.values() if each == what),
        between=resolve_pair((states[0], states[1])) if states else None,
        at=_one(given, "at") or None,
        judging=_one(given, "judging") or None,
    )


FLAGS = ("recalled", "unaddressed", "directed")
SEVERAL = (
    "type", "mode", "quad_class", "kind", "issue", "track", "status", "outlet", "genre",
    "actor_sector", "recipient_sector",
)  # fmt: skip
ONE = (
    "of", "by", "to", "speaker", "addressee", "words", "article_words", "since", "until",
    "reported_since", "reported_until",
)  # fmt: skip
OF_SEARCH = ("what", "between", *ONE, *SEVERAL, *FLAGS, "confidence", "sort", "page")


def read_search(given: Parameters) -> SearchAsked:
    """What an address asks of records. Raises `QueryError` and `InputError` for what does not exist."""
    what: Any = _one(given, "what") or "events"
    check_choice("table", what, tuple(TABLES.values()))
    asked: dict[str, Any] = {"sort": _one(given, "sort") or "-date"}
    for name in SEVERAL:
        asked[name] = tuple(filter(None, map(str.strip, given.get(name, ())))) or None
    for name in ONE:
        asked[name] = _one(given, name) or None
    for name in FLAGS:
        asked |= {name: _one(given, name) == "yes"} if _one(given, name) else {}
    asked["confidence"] = _number(given, "confidence")
    pair = [each.strip() for each in given.get("between", ()) if each.strip()]
    if len(pair) == 1:
        asked["of"] = asked["of"] or pair[0]
    elif pair:
        asked["between"] = (pair[0], pair[1])
    return SearchAsked(what=what, query=Query(**asked), page=_page(given))


MOST_PAGES = 1_000_000


def _page(given: Parameters) -> int:
    text = _one(given, "page") or "1"
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PAGES))
    if is_number and 1 <= int(text) <= MOST_PAGES:
        return int(text)
    raise QueryError(
        f"there is no page '{text}'", advice=f"Pages are counted from 1 to {MOST_PAGES:,}."
    )


def _one(given: Parameters, name: str) -> str:
    values = [each.strip() for each in given.get(name, ())]
    return values[-1] if values else ""


def _number(given: Parameters, name: str) -> float | None:
    text = _one(given, name)
    with suppress(ValueError):
        value = float(text) if text else None
        if value is None or math.isfinite(value):
            return value
    raise QueryError(f"{name} '{text}' is no number", advice="Write it as 0.5.")


def _written(name: str, value: Any) -> list[str]:
    if name in FLAGS:
        return ["yes" if value else "no"]
    return [str(each) for each in value] if isinstance(value, tuple) else [str(value)]


def _with(asked: Any) -> str:
    return f"?{urlencode(asked)}" if asked else ""


def _quoted(text: str) -> str:
    return quote(text, safe="")
