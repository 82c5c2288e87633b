"""Of what days a text speaks, and which names count then."""

from __future__ import annotations

import datetime as dt
import re

from detente.coding.actors.name import ONE_YEAR, Days, Name

NOW = Days(dt.date.max, dt.date.max)
"""Where a text has no day and tells no year: what has not ended counts."""

AFTERWARDS = 10 * ONE_YEAR
"""How long a full name alone still means one who has left office."""

LIFETIME = 30 * ONE_YEAR
"""How long `former President` and a family name do."""

LASTING = frozenset({"head-of-state", "head-of-government", "ruling-party-leader"})
"""Offices whose holders history names in full for ever."""

YEAR = r"(?:1[89]|20)\d\d"
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
BEFORE_YEAR = (
    rf"{MONTH},?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?"
    r"|(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|[Tt]he|[Ee]arly|"
    r"[Ll]ate|[Mm]id|[Bb]etween|of|spring|summer|autumn|fall|winter)[\s-]+"
)
YEARS_TOLD = re.compile(
    rf"\b(?:{BEFORE_YEAR})({YEAR})(?!\w|[.,]\d|\s?%)(?:\s?(?:and|to|[-–])\s?({YEAR})\b)?"
    rf"|(?<![\w-])({YEAR})-\d\d(?:-\d\d)?(?!\d)"
)
"""Years in the form of a date: `in 1987`, `from 1950 to 1953`, `the 1987 treaty`, `1987-05-03`."""


def days_of(text: str, published: dt.date | None) -> Days:
    """The day of publication, else the years from the first to the last that the text tells."""
    if published is not None:
        return Days(published, published)
    years = [int(year) for told in YEARS_TOLD.findall(text) for year in told if year]
    if not years:
        return NOW
    return Days(dt.date(min(years), 1, 1), dt.date(max(years), 12, 31))


def counts_in_full(name: Name, days: Days, *, titled: bool) -> bool:
    """Whether a person's full name counts: from a year before an office to some years after it,
    and for ever for those who led a state or stand with a title.

    Who has left an international body no longer stands for it. The years that a text tells say not
    how much later it was written: they bound no full name above.
    """
    if days.first == days.last < name.opens(ONE_YEAR):
        return False
    if name.code and ":" in name.code:
        return name.near(days)
    return titled or name.office in LASTING or days.first <= name.closes(AFTERWARDS)


def has_left(name: Name, days: Days) -> bool:
    """Whether an office was left within a lifetime before: `former President X`."""
    return name.closes() < days.first <= name.closes(LIFETIME)
