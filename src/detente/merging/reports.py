"""An event with what its article adds to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.records import Event


@dataclass(frozen=True, slots=True)
class Report:
    """One event as one outlet told it."""

    event: Event
    outlet: str | None
    """Who published its article."""
    published: dt.date | None
    """When its article was published."""
