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

    def held_on(self, day: dt.date | None) -> bool:
        """Whether the office was held on a day; without a day, whether it still is."""
        if day is None:
            return self.until is None
        return (self.since or dt.date.min) <= day <= (self.until or dt.date.max)
