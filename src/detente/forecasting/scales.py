"""On which scale do values move alike, whether they are small or large?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.measuring.points import Floats


@dataclass(frozen=True, slots=True)
class Scale:
    """`log(1 + value / unit)` for sums, which vary the more the larger they are; scores as they are.

    Below its unit it is as good as straight, above it a logarithm.
    """

    unit: float | None

    @classmethod
    def of(cls, values: Floats, *, sums: bool) -> Scale:
        """The scale of values; the unit of sums is the median of those above zero."""
        above = values[values > 0]
        return cls(float(np.median(above)) if sums and len(above) else None)

    def to(self, values: Floats) -> Floats:
        """Values on the scale."""
        return values if self.unit is None else np.asarray(np.log1p(values / self.unit))

    def back(self, values: Floats, most: float) -> Floats:
        """What values on the scale are; sums neither below zero nor above `most`."""
        if self.unit is None:
            return values
        top = np.log1p(most / self.unit)
        return np.asarray(self.unit * np.expm1(np.clip(values, 0.0, top)))
