"""One reading of a written name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "country",
    "adjective",
    "people",
    "capital",
    "seat",
    "place",
    "organisation",
    "institution",
    "person",
    "surname",
    "nonactor",
]


ONE_YEAR = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of which a text speaks, from the first to the last."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Name:
    """One reading of a written name."""

    surface: str
    kind: Kind
    code: str | None
    sector: str | None
    canonical: str
    office: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    caution: bool = False

    def opens(self, early: dt.timedelta = dt.timedelta()) -> dt.date:
        """The first day of its term, or one so much earlier."""
        since = self.since or dt.date.min
        return since - early if since - dt.date.min > early else dt.date.min

    def closes(self, late: dt.timedelta = dt.timedelta()) -> dt.date:
        """The last day of its term, or one so much later."""
        until = self.until or dt.date.max
        return until + late if dt.date.max - until > late else dt.date.max

    def held_in(self, days: Days) -> bool:
        """Whether its term meets the days."""
        return self.opens() <= days.last and days.first <= self.closes()

    def near(self, days: Days) -> bool:
        """Whether its term, with a year of grace on either side, meets the days."""
        return self.opens(ONE_YEAR) <= days.last and days.first <= self.closes(ONE_YEAR)
