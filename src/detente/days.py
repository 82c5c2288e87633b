"""Days as users give them."""

from __future__ import annotations

import datetime as dt
from typing import overload

from detente.errors import InputError

Day = dt.date | str
"""A date, a datetime, or a date in ISO form."""


@overload
def as_day(given: Day) -> dt.date: ...


@overload
def as_day(given: Day | None) -> dt.date | None: ...


def as_day(given: Day | None) -> dt.date | None:
    """The date that is meant; None stays None. Raises `InputError` for a text that is none in ISO form."""
    if isinstance(given, dt.datetime):
        return given.date()
    if not isinstance(given, str):
        return given
    try:
        return dt.date.fromisoformat(given)
    except ValueError as problem:
        raise InputError(f"'{given}' is no date", advice="Write it as 2021-03-04.") from problem
