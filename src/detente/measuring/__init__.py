"""How do things stand? From acts to a series, its level, and how sure that is."""

from detente.measuring.acts import ACTS, acts_between
from detente.measuring.confusion import Confusion, read_confusion
from detente.measuring.level import Level, LevelResult, LevelRow
from detente.measuring.measure import measure, measure_by_track
from detente.measuring.periods import Every, Period, Weekday, period_of
from detente.measuring.question import Normalise, Question, Scores
from detente.measuring.series import Row, Series
from detente.measuring.states import States, StatesResult

__all__ = [
    "ACTS",
    "Confusion",
    "Every",
    "Level",
    "LevelResult",
    "LevelRow",
    "Normalise",
    "Period",
    "Question",
    "Row",
    "Scores",
    "Series",
    "States",
    "StatesResult",
    "Weekday",
    "acts_between",
    "measure",
    "measure_by_track",
    "period_of",
    "read_confusion",
]
