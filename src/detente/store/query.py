"""What a user may ask of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import get_args

from detente.coding.topics import TRACKS
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
    """First day; an event or channel counts whose dates, or else its publication date, reach it."""
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
    ids: Collection[str] | None = None
    """Only these `event_id`, `statement_id` or `channel_report_id`."""
    limit: int | None = None

    def __post_init__(self) -> None:
        if self.between is not None:
            object.__setattr__(self, "between", resolve_pair(self.between))
        check_track(self.track)
        check_dates(self.since, self.until)
        for status in self.status or ():
            _choice("status", status, get_args(Status))
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
        _choice("track", track, TRACKS)


def check_dates(since: dt.date | None, until: dt.date | None) -> None:
    """Raise `QueryError` where the first day is after the last."""
    if since is not None and until is not None and since > until:
        raise QueryError(f"since {since} is after until {until}", advice="Swap the two dates.")


def _choice(what: str, given: str, choices: tuple[str, ...]) -> None:
    if given not in choices:
        raise QueryError(f"no {what} is called '{given}'", advice=f"Choose {', '.join(choices)}.")
