"""The address of each view: whatever a page shows can be sent as a link. `parameters` reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlencode

from detente.store.corrected import Coded
from detente.store.query import Query

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
FLAGS = ("recalled", "unaddressed", "directed")
"""Parameters of a search that are yes or no."""
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


def _written(name: str, value: Any) -> list[str]:
    if name in FLAGS:
        return ["yes" if value else "no"]
    return [str(each) for each in value] if isinstance(value, tuple) else [str(value)]


def _with(asked: Any) -> str:
    return f"?{urlencode(asked)}" if asked else ""


def _quoted(text: str) -> str:
    return quote(text, safe="")
