"""Which of two series comes first, such as two tracks of a relation, and by how much.

Three answers. Each series is freed of its own past by an autoregression, and the two remainders are
correlated at every lag (Haugh, "Checking the independence of two covariance-stationary time
series", Journal of the American Statistical Association 71, 1976); the largest correlation
is held against those of shuffled remainders. The same is done with coverage and a trend taken out as well
(`holding`), where the remainders keep their places and lose their signs at random, so that months which
vary more than others do so in the draws too (Liu, "Bootstrap procedures under some non-i.i.d. models",
Annals of Statistics 16, 1988); that one is told. Granger's test is made both ways. Last, the turns of the
two are compared: how long after one the other turned the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from statsmodels.tsa.ar_model import ar_select_order

from detente.errors import QueryError, TooLittleDataError
from detente.measuring.coverage import Coverage, Truths
from detente.measuring.exporting import Exports
from detente.measuring.holding import held_constant, lagged, varies
from detente.measuring.points import Floats, Points
from detente.measuring.reciprocity import FEWEST, Answer, Reciprocity
from detente.measuring.refusing import finite, refusing
from detente.measuring.turn_order import Gap, TurnOrder
from detente.records import column

Draw = Callable[[Floats, np.random.Generator], Floats]
"""Makes of remainders others that chance might have made."""
CORRELATIONS = "the correlation of the two at each lag"


@dataclass(frozen=True, slots=True)
class Lag:
    """The correlation of two series, one of them moved."""

    lag: int = column("periods by which the second follows the first; negative where it leads")
    r: float = column("correlation of the two, each freed of its own past")
    outside: bool = column("beyond what the largest of all lags would be by chance")


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """The correlations of two remainders at every lag, the largest of them, the limit that the largest by
    chance keeps to, and how often chance makes one as large."""

    lags: tuple[Lag, ...]
    lag: int
    peak: float
    limit: float
    p_value: float
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class LeadLagResult(Exports):
    """Correlations by lag, the two Granger tests, and how far turns lie apart.

    `held` has coverage and trend taken out, None where too few periods are left for that; `plain` has not.
    """

    record = Lag

    names: tuple[str, str]
    what: str
    every: str
    held: Crossing | None
    plain: Crossing
    answers: tuple[Answer, ...]
    gaps: tuple[Gap, ...]
    coverage: Coverage | None
    options: LeadLag

    @property
    def told(self) -> Crossing:
        """The correlations that are told: those held, where there are any."""
        return self.held or self.plain

    @property
    def lags(self) -> tuple[Lag, ...]:
        """The correlations, by lag."""
        return self.told.lags

    @property
    def lag(self) -> int:
        """The lag of the largest correlation."""
        return self.told.lag

    @property
    def peak(self) -> float:
        """The largest correlation."""
        return self.told.peak

    @property
    def limit(self) -> float:
        """What the largest of all lags keeps to by chance."""
        return self.told.limit

    @property
    def p_value(self) -> float:
        """How often chance makes as large a correlation."""
        return self.told.p_value

    @property
    def n(self) -> int:
        """Periods that are correlated."""
        return self.told.n

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
            "held": self.held is not None,
            "volume_held": varies(self.coverage),
            "lag_plain": self.plain.lag,
            "p_plain": self.plain.p_value,
            "draws": self.options.draws,
            "seed": self.options.seed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLag:
    """Finds which of two series comes first.

    `most` is the longest lag looked at; `lags` fixes how many periods Granger's test looks back, chosen by
    criterion else; `clear` the largest p-value that counts; `draws` shuffles make the limit, from `seed`.
    `turns` says whether the turns of the two are compared, too, which takes longest.
    """

    most: int = 12
    lags: int | None = None
    clear: float = 0.05
    draws: int = 999
    seed: int = 0
    turns: bool = True

    def fit(
        self,
        first: Points,
        second: Points,
        names: tuple[str, str],
        *,
        coverage: Coverage | None = None,
    ) -> LeadLagResult:
        """Compare two series over the same periods; raises `QueryError` as `Reciprocity.fit` does.

        `coverage` of the same periods (`coverage_of`) lets what is written be held constant.
        """
        if first.names != second.names:
            raise QueryError(
                f"{names[0]} and {names[1]} are not over the same periods",
                advice="Make both with `by_period` and the same `since` and `until`.",
            )
        given = dict(zip(names, (first, second), strict=True))
        tests = Reciprocity(lags=self.lags, clear=self.clear).fit(given, coverage=coverage)
        with refusing("an autoregression of each series"):
            lags = _own_lags(first.values), _own_lags(second.values)
            both = tuple(zip((first.values, second.values), lags, strict=True))
            plain = [_plain_remainders(values, most) for values, most in both]
            held = [_held_remainders(values, max(1, most), coverage) for values, most in both]
        size = _pairs(*plain)
        if size < 2 * self.most:
            raise TooLittleDataError(
                f"{size} periods are too few for lags up to {self.most}",
                advice="Look at fewer lags, or take shorter periods.",
            )
        enough = _pairs(*held) >= max(2 * self.most, FEWEST)
        return LeadLagResult(
            names=names,
            what=first.what,
            every=first.every,
            held=self._crossing(held, _signed) if enough else None,
            plain=self._crossing(plain, _shuffled),
            answers=tests.answers,
            gaps=TurnOrder(clear=self.clear).fit(given).gaps if self.turns else (),
            coverage=coverage,
            options=self,
        )

    def _crossing(self, both: Sequence[Floats], drawn: Draw) -> Crossing:
        one, other = both
        rng = np.random.default_rng(self.seed)
        with refusing(CORRELATIONS):
            found = correlations(one, other, self.most)
            chance = np.array(
                [
                    np.abs(correlations(drawn(one, rng), other, self.most)).max()
                    for _ in range(self.draws)
                ]
            )
        finite(CORRELATIONS, found)
        limit = float(np.quantile(chance, 1 - self.clear))
        place = int(np.argmax(np.abs(found)))
        return Crossing(
            lags=tuple(
                Lag(lag, float(r), bool(abs(r) > limit))
                for lag, r in enumerate(found, start=-self.most)
            ),
            lag=place - self.most,
            peak=float(found[place]),
            limit=limit,
            p_value=float(1 + np.sum(chance >= abs(found[place]))) / (1 + self.draws),
            n=_pairs(one, other),
        )


def correlations(one: Floats, other: Floats, most: int) -> Floats:
    """Correlations of `other` with `one` so many places earlier, from -`most` to `most`.

    All are over the number of places of which both have a value, as is usual (`ccf` of statsmodels).
    """
    first, second = _standard(one), _standard(other)
    middle = len(second) - 1
    sums = np.correlate(second, first, "full")[middle - most : middle + most + 1]
    return np.asarray(sums / _pairs(one, other))


def _standard(values: Floats) -> Floats:
    """About a mean of zero in units of the standard deviation; zero where there is no value."""
    return np.nan_to_num((values - np.nanmean(values)) / np.nanstd(values))


def _pairs(one: Floats, other: Floats) -> int:
    return int((np.isfinite(one) & np.isfinite(other)).sum())


def _own_lags(values: Floats) -> int:
    """How far an autoregression of a series looks back, by Akaike's criterion."""
    most = min(12, len(values) // 10)
    lags = ar_select_order(values, most, ic="aic").ar_lags
    return len(lags) if lags is not None else 0


def _plain_remainders(values: Floats, lags: int) -> Floats:
    """What an autoregression leaves of a series."""
    size = len(values) - lags
    return _remainders(values, lags, np.ones((size, 1)), np.ones(size, dtype=bool))


def _held_remainders(values: Floats, lags: int, coverage: Coverage | None) -> Floats:
    """What is left by its own past, coverage and a trend; nan where a period is missing."""
    return _remainders(values, lags, *held_constant(len(values), lags, coverage))


def _remainders(values: Floats, lags: int, common: Floats, kept: Truths) -> Floats:
    """What least squares on the last values and other columns leave; nan where they do not reach."""
    past = [lagged(values, lags)] if lags else []
    design, target = np.column_stack([*past, common])[kept], values[lags:][kept]
    found = np.full(len(values), np.nan)
    fitted = design @ np.linalg.lstsq(design, target, rcond=None)[0]
    found[lags:][kept] = target - fitted
    return found


def _shuffled(values: Floats, rng: np.random.Generator) -> Floats:
    """The values in random order, over the places that have one."""
    found, held = values.copy(), np.isfinite(values)
    found[held] = rng.permutation(values[held])
    return found


def _signed(values: Floats, rng: np.random.Generator) -> Floats:
    """Each value with its sign by chance."""
    return np.asarray(values * rng.choice((-1.0, 1.0), len(values)))
