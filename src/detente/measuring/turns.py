"""When did the level of a relation change, by how much, and how sure is that?

A turn is a lasting change in level. Their number is decided in `segments`, their dates and the
intervals of these in `dating`; a break that noise alone makes in more than `clear` of bootstrap
draws is dropped, the weakest first, and its neighbours are dated again. Where a level that wanders does
better than all of them (`drift`), the series has no turns. Whether a change was gradual, and from when
to when, `gradual` says.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import mannwhitneyu

from detente.errors import TooLittleDataError
from detente.measuring.dating import DatedTurn, dated, redated
from detente.measuring.drift import criterion_of_drift
from detente.measuring.exporting import Exports
from detente.measuring.figures import many
from detente.measuring.gradual import Gradual, gradual, merged
from detente.measuring.noise import Noise, SeenValues, fitted, levels
from detente.measuring.points import Points, points_of
from detente.measuring.scanning import scanned
from detente.measuring.segments import criterion, segment
from detente.measuring.series import Series
from detente.records import column
from detente.records.values import later_column

if TYPE_CHECKING:
    from detente.measuring.coverage import Coverage

FEWEST = 12
"""Periods with a value that the search needs: with fewer the noise cannot be told from the levels."""
FEWEST_WITH_GAPS = 30
FULL, LEAST = 0.75, 0.1
"""Share of the periods with a value from which `FEWEST` of them do, and that a search needs at all. In
series without any turn, and with gaps, 12 such periods show one in nearly a tenth of all worlds, and 30 in
a twentieth, as the p-value promises (`benchmarks/turns.py --only gaps`)."""
MARGIN = 1.0
"""By how much, in minus twice the log likelihood, levels have to be better than drift. The more, the
seldomer long memory is told as turns, and the more turns in slow noise are lost
(`benchmarks/shapes.py`)."""
FEWEST_FOR_SHAPE = 30
"""Values from which drift is looked for: fewer tell no walk from a step."""
OF_RANKS = 0.02
"""Chance of ranks as far apart as those beside a turn, above which a turn of sums is dropped."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A lasting change in level."""

    period: str = column("first period of the new level")
    low: str = column("earliest period of the interval of that date")
    high: str = column("latest period of that interval")
    before: float = column("level before")
    after: float = column("level after")
    size: float = column("after less before")
    size_low: float = column("lower end of the interval of the size")
    size_high: float = column("upper end of it")
    p_value: float = column("share of series without a turn there that would show one as clear")
    n_before: int = column("periods with a value in the stretch before")
    n_after: int = column("periods with a value in the stretch after")
    began: str | None = later_column(
        "first period off the old level, where the change was gradual; null where it was sudden"
    )
    began_low: str | None = later_column("earliest period of the interval of that")
    began_high: str | None = later_column("latest period of it")
    ended: str | None = later_column("first period of the whole change, where it was gradual")
    ended_low: str | None = later_column("earliest period of the interval of that")
    ended_high: str | None = later_column("latest period of it")


@dataclass(frozen=True, slots=True)
class Plateau:
    """A stretch of periods with one level: the first and last, the level, periods with a value."""

    first: str
    last: str
    level: float
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class TurnsResult(Exports):
    """Turns, the levels between them, and the noise about the levels."""

    record = Turn

    points: Points
    turns: tuple[Turn, ...]
    levels: tuple[Plateau, ...]
    noise: Noise
    options: Turns
    drifts: bool = False
    """Whether a level that wanders explains the values better than levels with turns between; then no turn
    is told, and the one level is a mean and no more."""
    adjusted: bool = False
    """Whether sums are those of a usual coverage."""
    unadjusted: tuple[Turn, ...] = ()
    """If so, the turns of the sums as they stand."""

    def records(self) -> Sequence[Turn]:
        """The turns, by date."""
        return self.turns

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return {
            "measure": "turns",
            "what": self.points.what,
            "every": self.points.every,
            "n": len(self.points.seen()),
            "shortest": self.options.shortest,
            "level": self.options.level,
            "clear": self.options.clear,
            "draws": self.options.draws,
            "seed": self.options.seed,
            "autocorrelation": self.noise.rho,
            "drifts": self.drifts,
            "adjusted": self.adjusted,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Finds turns.

    `shortest` is the least number of periods with a value that make a level; `level` how much of the
    draws an interval holds; `clear` the largest p-value of a turn that is told; `draws` how many
    series the bootstrap makes, from `seed`.
    """

    shortest: int = 3
    level: float = 0.9
    clear: float = 0.05
    draws: int = 499
    seed: int = 0

    def fit(self, given: Series | Points, *, coverage: Coverage | None = None) -> TurnsResult:
        """The turns of a series' mean scores, or of any points; of sums at the usual coverage if known.

        Raises `TooLittleDataError` where fewer than 12 periods have a value; where more than a quarter of
        them have none, and fewer than 30 have one; and where fewer than a tenth have one.
        """
        points = points_of(given)
        held = points.at(coverage)
        found = self._fitted(held)
        if held is points:
            return found
        return replace(found, adjusted=True, unadjusted=self._fitted(points).turns)

    def _fitted(self, points: Points) -> TurnsResult:
        seen = SeenValues.of(points)
        _check(len(seen), len(points.names))
        if np.ptp(seen.values) == 0:
            still = Noise(0.0, 0.0, 0.0)
            return TurnsResult(points, (), _levels(points, seen, [], still), still, self)
        found, noise, drifts = self._found(seen)
        between = _levels(points, seen, [each.place for each in found], noise)
        bounds = [0, *(each.place for each in found), len(seen)]
        turns = tuple(
            _turn(
                points, seen, each, between[index : index + 2],
                gradual(seen, (bounds[index], each.place, bounds[index + 2]), noise,
                        shortest=self.shortest, level=self.level),
            )
            for index, each in enumerate(found)
        )  # fmt: skip
        return TurnsResult(points, turns, between, noise, self, drifts)

    def _scanned(
        self, seen: SeenValues, found: Sequence[DatedTurn], noise: Noise
    ) -> list[tuple[float, int]]:
        """Of each turn of sums how far the chance of `scanned` lies above what is clear, and its place."""
        if seen.counts is not None or not found:
            return []
        places = [each.place for each in found]
        chances = scanned(
            seen, places, noise, shortest=self.shortest, clear=self.clear, draws=self.draws
        )
        return [(each / self.clear, place) for each, place in zip(chances, places, strict=True)]

    def _found(self, seen: SeenValues) -> tuple[list[DatedTurn], Noise, bool]:
        """The turns, the noise, and whether the series drifts, so that it has none."""
        breaks, noise = segment(seen, self.shortest)
        long = len(seen) >= FEWEST_FOR_SHAPE
        if breaks and long and criterion_of_drift(seen) < criterion(seen, breaks) + MARGIN:
            return [], fitted(seen, ())[0], True
        while True:
            breaks = redated(seen, breaks, noise, self.shortest)
            found = dated(
                seen, breaks, noise, shortest=self.shortest, level=self.level, clear=self.clear,
                draws=self.draws, seed=self.seed,
            )  # fmt: skip
            weakest = _weakest(_doubts(seen, found, self.clear)) or _weakest(
                self._scanned(seen, found, noise)
            )
            if weakest is None:
                kept = [each.place for each in found]
                breaks = merged(seen, kept, noise, self.shortest)
                if breaks == kept:
                    return found, noise, False
                noise, _ = fitted(seen, breaks)
                continue
            breaks = [place for place in breaks if place != weakest]
            noise, _ = fitted(seen, breaks)


def _weakest(doubts: Sequence[tuple[float, int]]) -> int | None:
    """The place of the turn that lies farthest above what is clear, if one does."""
    doubt, place = max(doubts, default=(0.0, 0))
    return place if doubt > 1 else None


def _doubts(seen: SeenValues, found: Sequence[DatedTurn], clear: float) -> list[tuple[float, int]]:
    """Of each turn how far its chance lies above what is clear, and its place.

    Of sums the ranks of the values on either side count, too (Mann and Whitney, Annals of Mathematical
    Statistics 18, 1947): one huge value makes a mean, and no level.
    """
    bounds = [0, *(each.place for each in found), len(seen)]
    doubts = []
    for number, each in enumerate(found):
        doubt = each.p_value / clear if clear else math.inf
        if seen.counts is None:
            first, place, last = bounds[number : number + 3]
            sides = seen.values[first:place], seen.values[place:last]
            doubt = max(doubt, float(mannwhitneyu(*sides).pvalue) / OF_RANKS)
        doubts.append((doubt, each.place))
    return doubts


def _check(seen: int, periods: int) -> None:
    """Raise `TooLittleDataError` where too few of the periods have a value."""
    if seen < FEWEST:
        have = f"{many(seen, 'period')} {'has' if seen == 1 else 'have'}"
        raise TooLittleDataError(
            f"only {have} a value, and turns need {FEWEST}",
            advice="Take shorter periods, a longer time, or less narrow a track.",
        )
    if seen < LEAST * periods:
        raise TooLittleDataError(
            f"only {seen} of {periods} periods have a value, and turns need one in {1 / LEAST:.0f}",
            advice="Take longer periods, or less narrow a track.",
        )
    if seen < FULL * periods and seen < FEWEST_WITH_GAPS:
        raise TooLittleDataError(
            f"only {seen} of {periods} periods have a value, and turns need {FEWEST_WITH_GAPS} where "
            "so many have none",
            advice="Take longer periods, a longer time, or less narrow a track.",
        )


def _turn(
    points: Points,
    seen: SeenValues,
    found: DatedTurn,
    beside: Sequence[Plateau],
    slow: Gradual | None,
) -> Turn:
    before, after = beside
    names, places = points.names, seen.places
    # The new level may have begun in periods without a value.
    earliest = places[found.low - 1] + 1 if found.low else places[0]
    return Turn(
        period=names[places[found.place]],
        low=names[earliest],
        high=names[places[found.high]],
        before=before.level,
        after=after.level,
        size=after.level - before.level,
        size_low=found.size_low,
        size_high=found.size_high,
        p_value=found.p_value,
        n_before=before.n,
        n_after=after.n,
        **_slow(slow, [names[place] for place in places]),
    )


def _slow(found: Gradual | None, names: Sequence[str]) -> dict[str, str]:
    """The columns of a gradual change; none of a sudden one."""
    if found is None:
        return {}
    ends = ("began", "began_low", "began_high", "ended", "ended_low", "ended_high")
    return {end: names[getattr(found, end)] for end in ends}


def _levels(
    points: Points, seen: SeenValues, breaks: list[int], noise: Noise
) -> tuple[Plateau, ...]:
    fit = levels(seen, breaks, noise)
    bounds = [0, *breaks, len(seen)]
    return tuple(
        Plateau(
            points.names[seen.places[start]],
            points.names[seen.places[end - 1]],
            float(fit[start]),
            end - start,
        )
        for start, end in pairwise(bounds)
    )
