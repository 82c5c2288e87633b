"""How do things stand? From occurrences to a series, and from series to what can be said of them.

The names here are loaded when they are first used: the statistical packages take a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.measuring.drivers import Drivers, DriversFound
    from detente.measuring.flows import chosen, directed, points
    from detente.measuring.leadlag import LeadLag, LeadLagFound
    from detente.measuring.measure import measure, measure_by_track
    from detente.measuring.periods import Every, Period, Weekday, period_of
    from detente.measuring.points import Points
    from detente.measuring.reciprocity import Reciprocity, ReciprocityFound
    from detente.measuring.series import Row, Series
    from detente.measuring.shocks import ShockFound, Shocks
    from detente.measuring.turns import Turns, TurnsFound

_HOMES = {
    "Drivers": "drivers",
    "DriversFound": "drivers",
    "Every": "periods",
    "LeadLag": "leadlag",
    "LeadLagFound": "leadlag",
    "Period": "periods",
    "Points": "points",
    "Reciprocity": "reciprocity",
    "ReciprocityFound": "reciprocity",
    "Row": "series",
    "Series": "series",
    "ShockFound": "shocks",
    "Shocks": "shocks",
    "Turns": "turns",
    "TurnsFound": "turns",
    "Weekday": "periods",
    "chosen": "flows",
    "directed": "flows",
    "measure": "measure",
    "measure_by_track": "measure",
    "period_of": "periods",
    "points": "flows",
}

__all__ = [
    "Drivers",
    "DriversFound",
    "Every",
    "LeadLag",
    "LeadLagFound",
    "Period",
    "Points",
    "Reciprocity",
    "ReciprocityFound",
    "Row",
    "Series",
    "ShockFound",
    "Shocks",
    "Turns",
    "TurnsFound",
    "Weekday",
    "chosen",
    "directed",
    "measure",
    "measure_by_track",
    "period_of",
    "points",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(
            f"module 'detente.measuring' has no attribute {name!r}; it has {', '.join(__all__)}"
        )
    return getattr(import_module(f"detente.measuring.{_HOMES[name]}"), name)
