"""How do things stand? From acts to a series, its level, and what can be said of them.

What needs the statistical packages is loaded when it is first used, since they take a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.late import late_names
from detente.measuring.acts import ACTS, Relationship, acts_between, acts_imported, relationship
from detente.measuring.confusion import Confusion, read_confusion
from detente.measuring.level import Level, LevelResult, LevelRow
from detente.measuring.measure import measure, measure_by_track
from detente.measuring.periods import Every, Period, Weekday, period_of
from detente.measuring.question import Normalise, Question, Scores
from detente.measuring.series import Row, Series
from detente.measuring.states import States, StatesResult

if TYPE_CHECKING:
    from detente.measuring.doubting import Doubt, DoubtResult
    from detente.measuring.drivers import Drivers, DriversResult
    from detente.measuring.flows import by_period, chosen, directed
    from detente.measuring.leadlag import LeadLag, LeadLagResult
    from detente.measuring.own import own_series
    from detente.measuring.points import Points
    from detente.measuring.reciprocity import Reciprocity, ReciprocityResult
    from detente.measuring.shocks import Shocks, ShocksResult
    from detente.measuring.spell_drivers import SpellDrivers, SpellDriversResult
    from detente.measuring.spells import Spells, SpellsResult
    from detente.measuring.turn_order import TurnOrder, TurnOrderResult
    from detente.measuring.turns import Turns, TurnsResult

_HOMES = {
    "Doubt": "doubting",
    "DoubtResult": "doubting",
    "Drivers": "drivers",
    "DriversResult": "drivers",
    "LeadLag": "leadlag",
    "LeadLagResult": "leadlag",
    "Points": "points",
    "Reciprocity": "reciprocity",
    "ReciprocityResult": "reciprocity",
    "ShocksResult": "shocks",
    "Shocks": "shocks",
    "SpellDrivers": "spell_drivers",
    "SpellDriversResult": "spell_drivers",
    "Spells": "spells",
    "SpellsResult": "spells",
    "TurnOrder": "turn_order",
    "TurnOrderResult": "turn_order",
    "Turns": "turns",
    "TurnsResult": "turns",
    "by_period": "flows",
    "own_series": "own",
    "chosen": "flows",
    "directed": "flows",
}

__all__ = [
    "ACTS",
    "Confusion",
    "Doubt",
    "DoubtResult",
    "Drivers",
    "DriversResult",
    "Every",
    "LeadLag",
    "LeadLagResult",
    "Level",
    "LevelResult",
    "LevelRow",
    "Normalise",
    "Period",
    "Points",
    "Question",
    "Reciprocity",
    "ReciprocityResult",
    "Relationship",
    "Row",
    "Scores",
    "Series",
    "Shocks",
    "ShocksResult",
    "SpellDrivers",
    "SpellDriversResult",
    "Spells",
    "SpellsResult",
    "States",
    "StatesResult",
    "TurnOrder",
    "TurnOrderResult",
    "Turns",
    "TurnsResult",
    "Weekday",
    "acts_between",
    "acts_imported",
    "by_period",
    "chosen",
    "directed",
    "measure",
    "measure_by_track",
    "own_series",
    "period_of",
    "read_confusion",
    "relationship",
]

__getattr__, __dir__ = late_names(__name__, _HOMES, __all__)
