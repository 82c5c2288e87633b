"""Days as users give them."""

from __future__ import annotations

import datetime as dt
from typing import overload

from detente.errors import InputError

Day = dt.date | str
"""A date, a datetime, or either in ISO form."""


@overload
def as_day(given: Day) -> dt.date: ...


@overload
def as_day(given: Day | None) -> dt.date | None: ...


def as_day(given: Day | None) -> dt.date | None:
    """The date that is meant; None stays None. Raises `InputError` for what is no date, nor one in ISO
    form."""
    if given is None:
        return None
    try:
        if isinstance(given, str):
            return dt.datetime.fromisoformat(given).date()
        if isinstance(given, dt.datetime):
            return given.date()
    except ValueError as problem:  # of a text, and of the missing day of pandas
        raise _no_date(given) from problem
    if not isinstance(given, dt.date):
        raise _no_date(given)
    return given


def _no_date(given: object) -> InputError:
    return InputError(f"{given!r} is no date", advice="Write it as 2021-03-04, or give a date.")
