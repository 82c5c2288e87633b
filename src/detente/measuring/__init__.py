"""How do things stand? From occurrences to a series, and from series to what can be said of them.

What needs the statistical packages is loaded when it is first used, since they take a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from detente.measuring.measure import measure, measure_by_track
from detente.measuring.periods import Every, Period, Weekday, period_of
from detente.measuring.series import Row, Series

if TYPE_CHECKING:
    from detente.measuring.drivers import Drivers, DriversFound
    from detente.measuring.flows import by_period, chosen, directed
    from detente.measuring.leadlag import LeadLag, LeadLagFound
    from detente.measuring.points import Points
    from detente.measuring.reciprocity import Reciprocity, ReciprocityFound
    from detente.measuring.shocks import ShockFound, Shocks
    from detente.measuring.turns import Turns, TurnsFound

_HOMES = {
    "Drivers": "drivers",
    "DriversFound": "drivers",
    "LeadLag": "leadlag",
    "LeadLagFound": "leadlag",
    "Points": "points",
    "Reciprocity": "reciprocity",
    "ReciprocityFound": "reciprocity",
    "ShockFound": "shocks",
    "Shocks": "shocks",
    "Turns": "turns",
    "TurnsFound": "turns",
    "by_period": "flows",
    "chosen": "flows",
    "directed": "flows",
}
"""Where the names are that are loaded late; none may also be the name of a module here."""

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
    "by_period",
    "chosen",
    "directed",
    "measure",
    "measure_by_track",
    "period_of",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(
            f"module 'detente.measuring' has no attribute {name!r}; it has {', '.join(__all__)}"
        )
    return getattr(import_module(f"detente.measuring.{_HOMES[name]}"), name)
