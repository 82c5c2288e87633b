"""How likely is what a coder told of each period, under each mean that its acts may have?

What the acts truly were is summed over, not drawn: an act told as type j is likely by how common each type
k that it may be is in the pair's mix at that mean, times how often a coder takes k for j. What was invented
anyhow tells nothing of the mean. What was invented beside another act is as likely as real acts are, but no
act of its own: it adds nothing, and so each act counts by its chance not to be of that sort.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from detente.measuring.tally import Floats, Ints

COARSE = 48
"""Points at which it is computed; between them it is smooth."""


class ToldLikelihood:
    """Of tellings by period, in order, type told, score and confidence; `n` of each. `marked` is the mean
    score of each type; means are those on `points`, which are evenly spaced."""

    def __init__(
        self,
        place: Ints,
        kind: Ints,
        score: Floats,
        n: Ints,
        *,
        marked: Floats,
        periods: int,
        points: Floats,
    ) -> None:
        self.points, self.coarse = points, np.linspace(points[0], points[-1], COARSE)
        self._between = CubicSpline(self.coarse, np.eye(COARSE))(points).T
        self._kind, self._n, self._periods = kind, n.astype(np.float64), periods
        self._starts = np.flatnonzero(np.diff(place, prepend=-1))
        self._seen = place[self._starts]
        self._scores = _Scores.of_tellings(kind, score - marked[kind], self._n)

    def logs(self, likely: Floats, alike: float, ratios: Floats, tilts: Floats) -> Floats:
        """Log likelihoods, a row for each period, a column for each of `points`.

        `likely` has for each telling how likely each type is, then no act, in the mix of the confusion
        table; `ratios` for each of the points `coarse` how much commoner each type is there, `tilts`
        by how much the mix is tilted; `alike` is the share of what is invented that is like real acts.
        """
        rows, never = np.arange(len(likely)), likely[:, -1]
        # As fast as a product of matrices, and it wakes no threads of its own for so little.
        found = np.einsum("tk,gk->tg", likely[:, :-1], ratios)
        found += likely[rows, self._kind][:, None] * self._scores.surplus(ratios.T, tilts)
        copied = alike * never / (1 - never)
        found *= (1 + copied)[:, None]
        found += (never * (1 - alike))[:, None]
        np.log(found, out=found)
        found *= (self._n / (1 + copied))[:, None]
        logs = np.zeros((self._periods, COARSE))
        logs[self._seen] = np.add.reduceat(found, self._starts, axis=0)
        return np.asarray(logs @ self._between, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Scores:
    """Scores that acts of a type have by their modes: the type, how far off the type's mean each lies, how
    many have it, and which each telling has."""

    kind: Ints
    away: Floats
    n: Floats
    of: Ints

    @classmethod
    def of_tellings(cls, kind: Ints, away: Floats, n: Floats) -> _Scores:
        held, of = np.unique(np.column_stack([kind, away]), axis=0, return_inverse=True)
        each = of.reshape(-1)
        return cls(held[:, 0].astype(np.int64), held[:, 1], np.bincount(each, n), each)

    def surplus(self, ratios: Floats, tilts: Floats) -> Floats:
        """By telling how much commoner its own type with its score is than its type is, under each tilt."""
        weights = np.exp(self.away[:, None] * tilts)
        kinds = np.eye(len(ratios))[:, self.kind]
        usual = (kinds @ (weights * self.n[:, None])) / np.maximum(kinds @ self.n, 1)[:, None]
        own = ratios[self.kind] * (weights / usual[self.kind] - 1)
        return np.asarray(own[self.of], dtype=np.float64)
