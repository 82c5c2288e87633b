"""What a user may ask of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import get_args

from detente.coding.topics import TRACKS
from detente.days import Day, as_day
from detente.errors import QueryError
from detente.records import Status
from detente.store.countries import resolve_country


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A choice of events, statements or channels; a field left None does not narrow it.

    `between` takes codes or common names and holds codes afterwards. Its order matters only with
    `directed`: then the first state acts, or speaks, and the second is acted upon; reciprocal
    events count both ways. Raises `QueryError` for a state, track or status that does not exist,
    for dates in the wrong order, and for a negative limit.
    """

    between: tuple[str, str] | None = None
    directed: bool = False
    since: dt.date | None = None
    """First day, as ISO text too; an event or channel counts whose dates, or else its publication date,
    reach it."""
    until: dt.date | None = None
    """Last day, included."""
    track: str | None = None
    """Of events and statements; channels have none."""
    status: Collection[Status] | None = None
    """Of events and channels; statements have none."""
    recalled: bool | None = None
    """Of events: only background (True), only news (False), both (None)."""
    unaddressed: bool = False
    """Of events and statements: also those in which one of the two acts upon, or addresses, no state."""
    superseded: bool = False
    """Also what was read from articles that a later version replaced."""
    ids: Collection[str] | None = None
    """Only these `event_id`, `statement_id` or `channel_report_id`."""
    limit: int | None = None

    def __post_init__(self) -> None:
        if self.between is not None:
            object.__setattr__(self, "between", resolve_pair(self.between))
        check_track(self.track)
        since, until = as_days(self.since, self.until)
        object.__setattr__(self, "since", since)
        object.__setattr__(self, "until", until)
        for status in self.status or ():
            check_choice("status", status, get_args(Status))
        if self.limit is not None and self.limit < 0:
            raise QueryError(f"limit {self.limit} is negative", advice="Give 0 or more.")


def resolve_pair(between: tuple[str, str]) -> tuple[str, str]:
    """Codes of two different states given by code or name; raises `QueryError`."""
    first, second = (resolve_country(text) for text in between)
    if first == second:
        raise QueryError(
            f"{between[0]} and {between[1]} are the same state", advice="Name two states."
        )
    return first, second


def check_track(track: str | None) -> None:
    """Raise `QueryError` for a track that does not exist."""
    if track is not None:
        check_choice("track", track, TRACKS)


def as_days(since: Day | None, until: Day | None) -> tuple[dt.date | None, dt.date | None]:
    """First and last day as dates. Raises `InputError` for a text that is no date, and `QueryError` where
    the first is after the last."""
    first, last = as_day(since), as_day(until)
    if first is not None and last is not None and first > last:
        raise QueryError(f"since {first} is after until {last}", advice="Swap the two dates.")
    return first, last


def check_choice(what: str, given: str, choices: tuple[str, ...]) -> None:
    """Raise `QueryError` where what is given is none of the choices."""
    if given not in choices:
        raise QueryError(f"no {what} is called '{given}'", advice=f"Choose {', '.join(choices)}.")
