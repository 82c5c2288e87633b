"""What a model is given: values up to now on their scale, and how it gives a distribution back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from detente.forecasting.scales import Scale
from detente.forecasting.scoring import LEVELS
from detente.measuring.points import Floats, Points

SEASONS = {"day": 7, "week": 52, "month": 12, "quarter": 4}
"""Periods after which a calendar comes round, by their length."""
SEASONS_NEEDED = 3
"""Seasons that must have gone by before one is reckoned with."""
BEYOND = 10.0
"""No sum is foreseen that is so many times the largest known."""


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """Values up to now, one a period, nan where there is none; how far ahead is asked for."""

    raw: Floats
    scale: Scale
    season: int | None
    ahead: int

    @classmethod
    def of(cls, points: Points, ahead: int) -> Past:
        """The values of points; sums are what is no mean and never below zero."""
        seen = points.values[points.seen()]
        sums = points.counts is None and bool(len(seen)) and float(seen.min()) >= 0
        length = SEASONS.get(points.every)
        season = length if length and len(points.values) >= SEASONS_NEEDED * length else None
        return cls(points.values, Scale.of(seen, sums=sums), season, ahead)

    @property
    def values(self) -> Floats:
        """The values on their scale."""
        return self.scale.to(self.raw)

    @property
    def seen(self) -> Floats:
        """Those of the values on their scale that are known."""
        values = self.values
        return np.asarray(values[np.isfinite(values)])

    @property
    def spread(self) -> float:
        """Standard deviation on the scale; 1 where nothing varies."""
        return float(np.std(self.seen)) or 1.0

    def about(self, centre: float, departures: Floats) -> Floats:
        """The members of a distribution that lies as some departures do, about a centre on the scale."""
        members = centre + np.quantile(departures, LEVELS)
        return self.scale.back(members, BEYOND * float(np.nanmax(self.raw)))


Foresight: TypeAlias = Callable[[Past], Floats]
"""From what is known, the members of the distribution of each of the periods ahead, a row for each."""
Model: TypeAlias = Callable[[Past], Foresight]
"""From what is known, what a model has learnt of it; that is used until it is asked to learn again."""
