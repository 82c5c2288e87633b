"""How often does a series lie as far out as in some of its periods, if its tail may be heavy?

Up to a threshold it is the share of all periods that do. Beyond it excesses have a generalised Pareto
distribution (Pickands, Annals of Statistics 3, 1975; Coles, "An Introduction to Statistical Modeling of
Extreme Values", 2001), whose shape and scale nobody knows from a few dozen values: the chance is averaged
over both by their posterior (Coles and Powell, "Bayesian methods in extreme value modelling", International
Statistical Review 64, 1996). The prior says that excesses are those of an exponential distribution unless
the values say otherwise: what is given has been measured by a distribution that would make them so. The
largest values enter as censored, by the chance of lying beyond the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from detente.measuring.points import Floats

SHARE = 0.3
"""Of the values, how many lie beyond the threshold."""
CENSORED = 0.15
"""Of the values, how many are only known to be larger than the others (censored): were they taken as they
are, a few crises would make crises usual; were they left out, the tail of any series would end short."""
SHAPES = np.linspace(1e-6, 1.0, 21)
SCALES = np.geomspace(0.3, 4.0, 15)
SHAPE_SPREAD, SCALE_SPREAD = 0.1, 1.0
"""Standard deviations of the prior, about a shape of 0 and the logarithm of a scale of 1."""
SHAPE, SCALE = (each.ravel()[:, None] for each in np.meshgrid(SHAPES, SCALES, indexing="ij"))


@dataclass(frozen=True, slots=True, eq=False)
class Tail:
    """Values in order, where their tail begins and how often it is met, and how likely each pair of shape
    and scale is, as a logarithm."""

    values: Floats
    threshold: float
    share: float
    weights: Floats

    @classmethod
    def of(cls, values: Floats) -> Tail:
        """The tail of values that are none below zero, by all but the largest of them, of which only is
        known that they are larger."""
        held = np.sort(values)
        threshold = float(held[-max(1, round(SHARE * len(held))) - 1 :][0])
        largest = int(CENSORED * len(held))
        excess = np.maximum(held[: len(held) - largest] - threshold, 0.0)
        beyond = largest if excess[-1] > 0 else 0
        excess = excess[excess > 0]
        prior = -0.5 * ((SHAPE / SHAPE_SPREAD) ** 2 + (np.log(SCALE) / SCALE_SPREAD) ** 2)
        each = np.log(SCALE) + (1 + 1 / SHAPE) * np.log1p(SHAPE * excess / SCALE)
        logs = prior[:, 0] - each.sum(axis=1)
        if beyond:
            logs -= beyond * np.log1p(SHAPE[:, 0] * excess[-1] / SCALE[:, 0]) / SHAPE[:, 0]
        share = (np.count_nonzero(held > threshold) + 1) / (len(held) + 1)
        return cls(held, threshold, share, logs - logsumexp(logs))

    def surprise(self, values: Floats) -> Floats:
        """Minus the logarithm of the chance of each value, or of a larger one."""
        as_large = len(self.values) - np.searchsorted(self.values, values, side="left")
        below = -np.log((1 + as_large) / (1 + len(self.values)))
        excess = np.maximum(values - self.threshold, 0.0)
        chances = self.weights[:, None] - np.log1p(SHAPE * excess / SCALE) / SHAPE
        beyond = -np.log(self.share) - logsumexp(chances, axis=0)
        return np.asarray(np.where(values > self.threshold, beyond, below))
