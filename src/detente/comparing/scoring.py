"""How each outlet scores the acts that it tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.comparing.telling import Telling

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Who told which act, and with which score: acts against outlets as in `telling`, NaN where it did not.

    A score is PLOVER's, -10 to 10, of type and mode as the outlet's own reports tell them.
    """

    telling: Telling
    scores: Floats

    @classmethod
    def of(cls, telling: Telling, scores: Mapping[tuple[str, str], float]) -> Scored:
        """From the score of each act id and outlet. What has none is not told, for what is asked here."""
        held = np.array(
            [
                [scores.get((act.act_id, outlet), np.nan) for outlet in telling.outlets]
                for act in telling.acts
            ]
        ).reshape(len(telling.acts), len(telling.outlets))
        return cls(telling, held)

    @property
    def told(self) -> npt.NDArray[np.bool_]:
        """Whether the outlet scores the act."""
        return np.isfinite(self.scores)


def mean_of(values: Iterable[float]) -> float:
    """The mean of some values, in whatever order they come."""
    held = sorted(values)
    return sum(held) / len(held)
