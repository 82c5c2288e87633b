"""An outlet beside the others: selection and presentation, over all acts and over drawn weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from detente.comparing.apart import Apart
from detente.comparing.scoring import Scored
from detente.comparing.weeks import Weeks

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

FEWEST_ACTS = 10
"""Acts that others tell too, and acts told apart, below which there are no parts."""


class Figures(NamedTuple):
    """Figures of an outlet; one for each drawing of weeks."""

    score: Floats
    difference: Floats
    selection: Floats
    presentation: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """What an outlet tells, beside what others tell: a value for each act."""

    told: Truths
    shared: Truths
    """Which others tell too."""
    own: Floats
    """Its scores; 0 where it has none."""
    theirs: Floats
    """Mean of the others' scores; 0 where they have none."""
    apart: Apart

    @classmethod
    def of(
        cls, scored: Scored, outlet: int, within: Truths, *, without: int | None = None
    ) -> Compared:
        """An outlet over some acts, held against all others but perhaps one."""
        others = [at for at in range(len(scored.telling.outlets)) if at not in (outlet, without)]
        told = scored.told & within[:, None]
        scores = scored.scores[:, others]
        count = np.isfinite(scores).sum(axis=1)
        return cls(
            told=told[:, outlet],
            shared=told[:, outlet] & (count > 0),
            own=np.where(told[:, outlet], np.nan_to_num(scored.scores[:, outlet]), 0.0),
            theirs=np.nansum(scores, axis=1) / np.maximum(count, 1),
            apart=Apart.of(
                told,
                scored.telling.read,
                scored.telling.articles.astype(np.float64),
                outlet,
                others,
            ),
        )

    @property
    def is_enough(self) -> bool:
        """Whether enough acts are told by others too, and enough by one alone of two."""
        known = self.apart.known
        sides = (
            (self.apart.own[:, known] > 0).any(axis=1),
            (self.apart.theirs[:, known] > 0).any(axis=1),
        )
        counts = [int(each.sum()) for each in (self.shared, *sides)]
        return min(counts) >= FEWEST_ACTS

    def weeks(self, weeks: Weeks) -> int:
        """In how many weeks it tells an act."""
        return int((weeks.sums(self.told.astype(float)) > 0).sum())

    def figures(self, weeks: Weeks, drawn: Floats) -> Figures:
        """Score, difference and its two parts where each week counts as often as it is drawn."""
        shared = self.shared.astype(float)
        acts, scores, both, beyond = (
            drawn @ weeks.sums(each)
            for each in (
                self.told.astype(float),
                self.own,
                shared,
                shared * (self.own - self.theirs),
            )
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            presentation = beyond / both
            selection = self._selection(weeks, drawn, presentation)
            score = scores / acts
        return Figures(score, selection + presentation, selection, presentation)

    def _selection(self, weeks: Weeks, drawn: Floats, presentation: Floats) -> Floats:
        apart, known = self.apart, np.flatnonzero(self.apart.known)
        alone = (self.told & ~self.shared).astype(float)
        found, met = np.zeros(len(drawn)), np.zeros(len(drawn))
        for other in known:
            values = (
                apart.own[:, other],
                apart.own[:, other] * self._known,
                apart.own[:, other] * alone,
                apart.theirs[:, other],
                apart.theirs[:, other] * self.theirs,
                apart.only_own[:, other].astype(float),
                apart.met[:, other].astype(float),
            )
            own, told, guessed, theirs, beside, count, times = (
                drawn @ weeks.sums(each) for each in values
            )
            between = (told - guessed * presentation) / own - beside / theirs
            seen = np.isfinite(between)
            found += np.where(seen, count * between, 0.0)
            met += np.where(seen, times, 0.0)
        return np.asarray(found / met)

    @property
    def _known(self) -> Floats:
        """The others' score of each act that it tells; its own, where they have none."""
        return np.where(self.shared, self.theirs, self.own)

    def chances(self, weeks: Weeks) -> tuple[float, float]:
        """How likely by chance selection and presentation are so large.

        Each act has its part in both, and these are turned in sign by whole weeks.
        """
        beyond = self.shared * (self.own - self.theirs)
        presentation = beyond.sum() / self.shared.sum()
        alone = self.told & ~self.shared
        score = np.where(self.told, self._known - alone * presentation, self.theirs)
        found = np.zeros(len(score))
        guessed = 0.0
        for other in np.flatnonzero(self.apart.known):
            own, theirs = self.apart.own[:, other], self.apart.theirs[:, other]
            middle = (own @ score + theirs @ score) / (own.sum() + theirs.sum())
            count = self.apart.only_own[:, other].sum()
            found += count * (own / own.sum() - theirs / theirs.sum()) * (score - middle)
            guessed += float(count * (own @ alone) / own.sum())
        doubt = (beyond - self.shared * presentation) / self.shared.sum()
        return weeks.chance(found - guessed * doubt), weeks.chance(beyond)
