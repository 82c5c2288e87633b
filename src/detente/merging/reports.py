"""An event, or what is told of a channel, with what its article adds to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.records import ChannelReport, Event


@dataclass(frozen=True, slots=True)
class Report:
    """One event as one outlet told it."""

    event: Event
    outlet: str | None
    """Who published its article."""
    published: dt.date | None
    """When its article was published."""
    sentence: str = ""
    """The words of its sentence, where they are at hand."""


@dataclass(frozen=True, slots=True)
class ToldChannel:
    """One mention of a channel as one outlet told it."""

    report: ChannelReport
    outlet: str | None
    """Who published its article."""
    published: dt.date | None
    """When its article was published."""
