"""How is it said when something was, no more exactly than it is known?"""

from __future__ import annotations

import datetime as dt

from detente.measuring import Every, Period, period_of
from detente.reporting import wording

EVERY: tuple[Every, ...] = ("year", "quarter", "month", "week")


def days(start: dt.date | None, end: dt.date | None) -> str:
    """`5 Aug 2022`, `August 2022`, `2022`, or the first and last day."""
    every = unit(start, end)
    return wording.period(start, every) if start and every else wording.span(start, end)


def unit(start: dt.date | None, end: dt.date | None) -> Every | None:
    """The unit that two days are the ends of; None where they are not those of one."""
    if start is None or end is None:
        return None
    return next((each for each in EVERY if period_of(start, each) == Period(start, end)), None)
