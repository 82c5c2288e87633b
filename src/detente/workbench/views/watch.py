"""What is watched: the rules of each pair, what is new by them, and what was told before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Literal

from detente.errors import InputError, NotFoundError
from detente.records import Alert, AlertRule
from detente.store import Query, Workspace
from detente.watching import NAME, Memory, Watched, Watchlist, read_watchlist, rss, watch_since
from detente.watching.file import EXAMPLE
from detente.watching.rules import ORDER
from detente.watching.run import last_day
from detente.watching.saying import in_words
from detente.watching.telling import TITLES, link_of, reasons, title_of, told_by
from detente.workbench import addresses
from detente.workbench.addresses import PairAsked, Part, SearchAsked

DAYS = 30
"""Before the end of the record, for which it is shown what was told."""
KEPT = 2
"""Answers that are kept until the workspace, the file or what was told changes; each takes long."""
PARTS: Mapping[AlertRule, Part] = {
    "level": "turns", "channel": "channels", "red-line": "ledgers", "promise": "ledgers",
    "demand": "ledgers",
}  # fmt: skip
"""Where a rule's alerts are to be understood of which no event or statement is there."""
_ONE = Lock()
"""Two that ask at once wait for one search."""
State = Literal["new", "told"]


@dataclass(frozen=True, slots=True)
class Alerted:
    """One alert as a list shows it."""

    state: State
    """Whether `detente watch` has told it."""
    watched: str
    """`CHL-NOR`."""
    rule: AlertRule
    day: dt.date | None
    what: str
    why: str
    sentence: str | None
    told_by: str
    """Who tells that sentence: `Fjord Post and 3 more`."""
    published: dt.date | None
    outlets: int
    first_reported: dt.date
    address: str | None
    """Where the sentence is shown, or else what it is about; None where neither is."""
    link: str | None
    """The article where it was published."""
    alert_id: str


@dataclass(frozen=True, slots=True)
class Section:
    """What one rule tells."""

    title: str
    alerts: tuple[Alerted, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Those who are watched, their rules, and what these tell."""

    label: str
    title: str
    address: str | None
    """Their page, or a search for a bloc; None where there is neither."""
    rules: tuple[str, ...]
    """In words; none of who is no longer watched."""
    new: tuple[Alerted, ...]
    told: tuple[Alerted, ...]

    def sections(self, state: State) -> tuple[Section, ...]:
        """What is new, or was told, rule by rule."""
        each = groupby(self.new if state == "new" else self.told, key=lambda alert: alert.rule)
        return tuple(Section(TITLES[rule], tuple(alerts)) for rule, alerts in each)


@dataclass(frozen=True, slots=True)
class WatchPage:
    """What the page of what is watched shows."""

    groups: tuple[Group, ...] = ()
    since: dt.date | None = None
    """The day from which on it is shown what was told."""
    until: dt.date | None = None
    """The last day of the record; None where nothing has a date, or nothing is watched."""
    exists: bool = True
    """Whether there is a file that says who is watched."""
    problem: str | None = None
    """What is wrong in that file, with its line."""
    advice: str | None = None
    example: str = EXAMPLE.partition("\n")[2]

    @property
    def rows(self) -> tuple[Alerted, ...]:
        """All alerts, the new ones of each pair first."""
        return tuple(alert for each in self.groups for alert in (*each.new, *each.told))

    @property
    def new(self) -> int:
        """How many are new."""
        return sum(len(each.new) for each in self.groups)

    @property
    def told(self) -> int:
        """How many were told."""
        return sum(len(each.told) for each in self.groups)


@dataclass(frozen=True, slots=True)
class _Found:
    watchlist: Watchlist
    until: dt.date | None
    fresh: tuple[Alert, ...] = ()
    told: tuple[Alert, ...] = ()
    there: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the events and statements that tell them, by id."""


def is_watched(workspace: Workspace) -> bool:
    """Whether a file in a workspace says who is watched."""
    return _file(workspace).is_file()


def watched(workspace: Workspace, asked: None = None) -> WatchPage:
    """What is watched in a workspace, by its file. Nothing is noted as told."""
    if not is_watched(workspace):
        return WatchPage(exists=False)
    try:
        found = _found(workspace)
    except InputError as problem:
        where = (problem.where or "").replace(str(_file(workspace)), NAME)
        return WatchPage(problem=f"{where}: {problem.what}", advice=problem.advice)
    return WatchPage(
        groups=tuple(_groups(found)),
        since=found.until and found.until - dt.timedelta(days=DAYS),
        until=found.until,
    )


def feed(workspace: Workspace, page: str) -> bytes:
    """The same as a feed, which holds what `detente watch --as rss` would and leads to `page`.

    Raises `NotFoundError` where nothing is watched, and `InputError` for a mistake in the file.
    """
    if not is_watched(workspace):
        raise NotFoundError(
            f"there is no {NAME} in this workspace", advice=f"{addresses.WATCH} says what it is."
        )
    known = Memory(workspace).latest(rss.MOST)
    alerts = {each.alert_id: each for each in (*_found(workspace).fresh, *known)}
    return rss.feed(alerts.values(), name=workspace.folder.resolve().name, page=page)


def _file(workspace: Workspace) -> Path:
    return workspace.folder / NAME


def _found(workspace: Workspace) -> _Found:
    with _ONE:
        state = workspace.catalogue().state, Memory(workspace).state
        text = _file(workspace).read_bytes()
        return _search(workspace, state, text, last_day(workspace, dt.date.today()))


@lru_cache(maxsize=KEPT)
def _search(workspace: Workspace, state: object, text: bytes, last: dt.date | None) -> _Found:
    """What is new and what was told, as long as the workspace, its file and its memory stay as they are."""
    watchlist, memory = read_watchlist(_file(workspace)), Memory(workspace)
    if last is None:
        return _Found(watchlist, None)
    starts = memory.starts(watchlist, last)
    fresh, _ = memory.split(watch_since(workspace, watchlist, since=starts, until=last))
    told = memory.told_since(last - dt.timedelta(days=DAYS))
    ids = {name for alert in (*fresh, *told) for name in alert.evidence}
    return _Found(watchlist, last, tuple(fresh), tuple(told), _there(workspace, ids))


def _there(workspace: Workspace, ids: Collection[str]) -> dict[str, str]:
    """The addresses of those events and statements that have a page."""
    cards, query = workspace.catalogue().cards, Query(ids=ids)
    found = {row["event_id"]: addresses.of_event(row["event_id"]) for row in cards("events", query)}
    said = (row["statement_id"] for row in cards("statements", query))
    return found | {each: addresses.of_statement(each) for each in said}


def _groups(found: _Found) -> Iterator[Group]:
    """Who is watched, in the order of the file, and then those of whom something was told and who no longer
    are."""
    watched: dict[str, list[Watched]] = {}
    for each in found.watchlist.watched:
        watched.setdefault(each.label, []).append(each)
    earlier = [each.watched for each in found.told if each.watched not in watched]
    for label, those in watched.items():
        rules = tuple(in_words(rule) for each in those for rule in each.rules or ())
        yield _group(label, title_of(those[0]), rules, found, pair=those[0])
    for label in dict.fromkeys(earlier):
        yield _group(label, label, (), found)


def _group(
    label: str, title: str, rules: tuple[str, ...], found: _Found, *, pair: Watched | None = None
) -> Group:
    def shown(state: State, alerts: Iterable[Alert]) -> tuple[Alerted, ...]:
        own = [each for each in alerts if each.watched == label]
        return tuple(_alerted(each, state, pair, found.there) for each in own)

    told = sorted(found.told, key=lambda each: ORDER.index(each.rule))
    return Group(
        label=label,
        title=title,
        address=_address(pair),
        rules=rules,
        new=shown("new", found.fresh),
        told=shown("told", told),
    )


def _alerted(alert: Alert, state: State, pair: Watched | None, there: Mapping[str, str]) -> Alerted:
    sentence = next((there[each] for each in alert.evidence if each in there), None)
    return Alerted(
        state=state,
        watched=alert.watched,
        rule=alert.rule,
        day=alert.day,
        what=alert.what,
        why=reasons(alert),
        sentence=alert.sentence,
        told_by=told_by(alert) if alert.sentence else "",
        published=alert.published,
        outlets=alert.outlets,
        first_reported=alert.first_reported,
        address=sentence or _address(pair, PARTS.get(alert.rule)),
        link=link_of(alert),
        alert_id=alert.alert_id,
    )


def _address(pair: Watched | None, part: Part | None = None) -> str | None:
    """The page of two states or a part of it; for a bloc a search. The file's own blocs have neither."""
    if pair is None or pair.between is None or any(name in pair.blocs for name in pair.between):
        return None
    if pair.of_states:
        return PairAsked(between=pair.between, part=part).address
    return SearchAsked(query=Query(between=pair.between, sort="-date")).address
