"""How do things stand? From occurrences to a series."""

from detente.measuring.measure import measure, measure_by_track
from detente.measuring.periods import Every, Period, Weekday, period_of
from detente.measuring.series import Row, Series

__all__ = [
    "Every",
    "Period",
    "Row",
    "Series",
    "Weekday",
    "measure",
    "measure_by_track",
    "period_of",
]
