"""Which acts does an outlet tell rather than each other outlet?

Two outlets are compared over the acts that one of them tells and the other does not, while both were
read. How much an act is worth telling then drops out, whatever it is, if it adds to the log odds of both
alike (Rasch, Probabilistic Models for Some Intelligence and Attainment Tests, 1960; Andersen, "Asymptotic
properties of conditional maximum-likelihood estimators", JRSS B 32, 1970): of such an act the odds that
the one tells it are those of the two outlets, and of the articles that were read of each. An outlet of
few articles that tells great acts only, as all outlets do with few articles, chooses nothing by this.
Acts count by how likely they were to fall to the other side, so that none counts beyond measure (Li,
Morgan and Zaslavsky, "Balancing covariates via propensity score weighting", JASA 113, 2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

STEPS = 25


@dataclass(frozen=True, slots=True, eq=False)
class Apart:
    """The acts that an outlet and each of some others tell apart: a row for each act, a column for each."""

    own: Floats
    """What an act counts that the outlet tells and the other does not; 0 elsewhere."""
    theirs: Floats
    """What one counts that the other tells and the outlet does not."""
    only_own: Truths
    """Where the first are."""
    met: Truths
    """Where the outlet tells an act while the other was read."""

    @classmethod
    def of(
        cls, told: Truths, read: Truths, articles: Floats, outlet: int, others: list[int]
    ) -> Apart:
        """From who told which act, who was read at its time, and how many articles."""
        mine, beside = told[:, [outlet]], told[:, others]
        both_read = read[:, [outlet]] & read[:, others]
        only_own, only_theirs = mine & ~beside & both_read, ~mine & beside & both_read
        volume = np.log(np.maximum(articles, 1.0))
        chance = _chances(volume[:, [outlet]] - volume[:, others], only_own, only_theirs)
        return cls(
            own=np.where(only_own, 1 - chance, 0.0),
            theirs=np.where(only_theirs, chance, 0.0),
            only_own=only_own,
            met=mine & both_read,
        )

    @property
    def known(self) -> Truths:
        """Of which others it can be said: each of the two tells an act that the other does not."""
        return np.asarray((self.own.sum(axis=0) > 0) & (self.theirs.sum(axis=0) > 0))


def _chances(volume: Floats, only_own: Truths, only_theirs: Truths) -> Floats:
    """The chance that an act which one of two tells is told by the outlet, given the volumes of both."""
    either = only_own | only_theirs
    wanted, count = only_own.sum(axis=0), either.sum(axis=0)
    level = np.log((wanted + 0.5) / (count - wanted + 0.5))
    for _ in range(STEPS):
        chance = expit(level + volume) * either
        weight = np.maximum((chance * (1 - chance)).sum(axis=0), 1e-6)
        step = np.clip((wanted - chance.sum(axis=0)) / weight, -2.0, 2.0)
        level = level + np.where((wanted > 0) & (wanted < count), step, 0.0)
        if np.abs(step).max(initial=0.0) < 1e-9:
            break
    return np.asarray(expit(level + volume))
