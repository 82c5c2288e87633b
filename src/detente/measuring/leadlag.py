"""Which of two series comes first, such as two tracks of a relation, and by how much.

Three answers. Each series is freed of its own past by an autoregression, and the two remainders are
correlated at every lag (Haugh, "Checking the independence of two covariance-stationary time
series", Journal of the American Statistical Association 71, 1976); the largest correlation
is held against those of shuffled remainders. Granger's test is made both ways. Last, the turns of the two
are compared: how long after one the other turned the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from statsmodels.tsa.ar_model import ar_select_order
from statsmodels.tsa.stattools import ccf

from detente.errors import QueryError, TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.points import Floats, Points
from detente.measuring.reciprocity import Answer, Reciprocity
from detente.measuring.refusing import finite, refusing
from detente.measuring.turn_order import Gap, TurnOrder
from detente.records import column

CORRELATIONS = "the correlation of the two at each lag"


@dataclass(frozen=True, slots=True)
class Lag:
    """The correlation of two series, one of them moved."""

    lag: int = column("periods by which the second follows the first; negative where it leads")
    r: float = column("correlation of the two, each freed of its own past")
    outside: bool = column("beyond what the largest of all lags would be by chance")


@dataclass(frozen=True, slots=True, eq=False)
class LeadLagResult(Exports):
    """Correlations by lag, the two Granger tests, and how far turns lie apart."""

    record = Lag

    names: tuple[str, str]
    what: str
    every: str
    n: int
    lags: tuple[Lag, ...]
    lag: int
    peak: float
    limit: float
    p_value: float
    answers: tuple[Answer, ...]
    gaps: tuple[Gap, ...]
    options: LeadLag

    def records(self) -> Sequence[Lag]:
        """The correlations, by lag."""
        return self.lags

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return {
            "measure": "lead and lag",
            "names": self.names,
            "what": self.what,
            "every": self.every,
            "n": self.n,
            "lag": self.lag,
            "p_value": self.p_value,
            "draws": self.options.draws,
            "seed": self.options.seed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLag:
    """Finds which of two series comes first.

    `most` is the longest lag looked at; `clear` the largest p-value that counts; `draws` shuffles make the
    limit, from `seed`.
    """

    most: int = 12
    clear: float = 0.05
    draws: int = 999
    seed: int = 0

    def fit(self, first: Points, second: Points, names: tuple[str, str]) -> LeadLagResult:
        """Compare two series over the same periods; raises `QueryError` as `Reciprocity.fit` does."""
        if first.names != second.names:
            raise QueryError(
                f"{names[0]} and {names[1]} are not over the same periods",
                advice="Make both with `by_period` and the same `since` and `until`.",
            )
        given = dict(zip(names, (first, second), strict=True))
        tests = Reciprocity(clear=self.clear).fit(given)
        with refusing("an autoregression of each series"):
            one, other = _whitened(first.values), _whitened(second.values)
        size = min(len(one), len(other))
        one, other = one[-size:], other[-size:]
        if size < 2 * self.most:
            raise TooLittleDataError(
                f"{size} periods are too few for lags up to {self.most}",
                advice="Look at fewer lags, or take shorter periods.",
            )
        with refusing(CORRELATIONS):
            found = _correlations(one, other, self.most)
            shuffled = self._shuffled(one, other)
        finite(CORRELATIONS, found)
        limit = float(np.quantile(shuffled, 1 - self.clear))
        place = int(np.argmax(np.abs(found)))
        return LeadLagResult(
            names=names,
            what=first.what,
            every=first.every,
            n=size,
            lags=tuple(
                Lag(lag, float(r), bool(abs(r) > limit))
                for lag, r in enumerate(found, start=-self.most)
            ),
            lag=place - self.most,
            peak=float(found[place]),
            limit=limit,
            p_value=float(1 + np.sum(shuffled >= abs(found[place]))) / (1 + self.draws),
            answers=tests.answers,
            gaps=self._gaps(given),
            options=self,
        )

    def _gaps(self, given: dict[str, Points]) -> tuple[Gap, ...]:
        return TurnOrder(clear=self.clear).fit(given).gaps

    def _shuffled(self, one: Floats, other: Floats) -> Floats:
        """The largest correlation of any lag, of series in random order."""
        rng = np.random.default_rng(self.seed)
        return np.array(
            [
                np.abs(_correlations(rng.permutation(one), other, self.most)).max()
                for _ in range(self.draws)
            ]
        )


def _whitened(values: Floats) -> Floats:
    """What an autoregression, its lags by Akaike's criterion, leaves of a series."""
    most = min(12, len(values) // 10)
    chosen = ar_select_order(values, most, ic="aic")
    fit = chosen.model.fit()
    return np.asarray(fit.resid, dtype=float)


def _correlations(one: Floats, other: Floats, most: int) -> Floats:
    """Correlations of `other` with `one` so many periods earlier, from -`most` to `most`."""
    after = ccf(other, one, adjusted=False, fft=False, nlags=most + 1)
    before = ccf(one, other, adjusted=False, fft=False, nlags=most + 1)
    return np.concatenate([before[:0:-1], after])
