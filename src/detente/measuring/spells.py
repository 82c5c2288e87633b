"""When was a relation out of the usual for a while: crises, and bursts of cooperation, that end again?

A turn is a level that lasts; a crisis of two months is none, and a sum that falls back shows no turn. A
spell is a stretch of periods whose sum is beyond what the time just before leads one to expect.

The series is gone through forwards, as outbreaks of disease are watched for (Farrington and others,
Journal of the Royal Statistical Society A 159, 1996; Noufaily and others, Statistics in Medicine 32, 2013).
What is expected of a period is the mean of the last `before` ordinary ones; its variance is a μ + b μ²,
of which b is the over-dispersion (a negative binomial has this form) and a about the weight of one act. A
period beyond that by a standard deviation opens a stretch, which ends where its cumulative sum is largest
(Page, Biometrika 41, 1954). The sum over the stretch is held against a gamma distribution of its mean and
variance, autocorrelation and the doubt of the mean included, and its chance is corrected for the number
of periods (Benjamini and Hochberg, Journal of the Royal Statistical Society B 57, 1995). Periods inside
spells say nothing of what is usual, so a, b and the autocorrelation are estimated again without them
until no spell comes or goes. No chance is drawn: no seed decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls
from scipy.stats import gamma

from detente.errors import QueryError, TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.figures import many
from detente.measuring.points import Floats, Points
from detente.records import column

if TYPE_CHECKING:
    from detente.measuring.coverage import Coverage

ALLOWANCE = 0.5
"""Standard deviations above the usual from which on a period adds to a spell (Page's reference value)."""
FADED = 0.2
"""Share of its largest excess below which a spell is fading away."""
YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
"""Periods of a year, by their length; what is out of the usual for longer has become the usual."""
FEWEST = 6
"""Ordinary periods before a spell, without which nobody knows what was usual."""
WINSORISED = 2.5
"""Standard deviations at which what is beyond the usual is cut where variances are estimated, so that a
crisis does not make itself usual (Huber, "Robust Statistics", 1981)."""
CONSISTENT = 1.4
"""By how much more squares would be without that cut, where the noise is exponential."""
MARKED = 0.003
"""Chance below which a stretch says nothing of what is usual, told as a spell or not."""
ROUNDS = 8
"""How often variances are estimated again without the spells found."""
STAYING = 0.9
"""The largest autocorrelation that is reckoned with."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of periods out of the usual."""

    start: str = column("its first period")
    peak: str = column("the period with most")
    end: str = column("its last period")
    periods: int = column("periods from its first to its last")
    usual: float = column("mean of the ordinary periods before it")
    level: float = column("mean of its own periods")
    most: float = column("value of its peak")
    excess: float = column("its sum less what was usual for so many periods")
    p_value: float = column("chance of so large an excess, corrected for the number of periods")
    lasting: bool = column("whether it had not ended after a year, or when the series ends")


@dataclass(frozen=True, slots=True, eq=False)
class SpellsResult(Exports):
    """The spells of a series, by date, and what is usual in every period."""

    record = Spell

    points: Points
    spells: tuple[Spell, ...]
    usual: Floats
    """What the periods before led one to expect of each; nan where too few lie before it."""
    dispersion: float
    autocorrelation: float
    adjusted: bool
    """Whether sums are those of a usual coverage."""
    options: Spells

    def records(self) -> Sequence[Spell]:
        """The spells, by date."""
        return self.spells

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return {
            "measure": "spells",
            "what": self.points.what,
            "every": self.points.every,
            "n": len(self.points.seen()),
            "before": self.options.before,
            "clear": self.options.clear,
            "dispersion": self.dispersion,
            "autocorrelation": self.autocorrelation,
            "adjusted": self.adjusted,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Spells:
    """Finds spells.

    `before` is how many ordinary periods tell what is usual; `clear` the share of what is told that may be
    false (its false discovery rate).
    """

    before: int = 24
    clear: float = 0.1

    def fit(self, points: Points, *, coverage: Coverage | None = None) -> SpellsResult:
        """The spells of sums that are never negative, such as hostility; at the usual coverage if known.

        Raises `QueryError` for means and for values below zero, and `TooLittleDataError` where hardly
        any period has others before it.
        """
        given, points = points, points.at(coverage)
        place = points.seen()
        values = points.values[place]
        _check(points, values)
        scan = _settled(values, self.before, YEAR.get(points.every, 12))
        told = _told(scan.found, len(values), self.clear)
        spells = tuple(_spell(points, place, values, found, scan) for found in told)
        usual = np.full(len(points.names), np.nan)
        usual[place] = scan.usual
        return SpellsResult(
            points, spells, usual, scan.noise.dispersion, scan.noise.staying,
            adjusted=points is not given, options=self,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """First place and place after the last of a spell; its chance; whether it goes on."""

    start: int
    end: int
    chance: float
    lasting: bool


@dataclass(frozen=True, slots=True)
class _Noise:
    """`act`: variance over mean where the mean is small; `dispersion`: what is added, by the square of the
    mean; `staying`: autocorrelation of ordinary periods."""

    act: float
    dispersion: float
    staying: float

    def variance(self, mean: Floats | float) -> Any:
        """Of one period."""
        return self.act * mean + self.dispersion * mean**2

    def longer(self, length: int) -> float:
        """By how much more the sum of so many periods varies than that of independent ones."""
        lags = np.arange(1, length)
        return float(1 + 2 * np.sum((1 - lags / length) * self.staying**lags))


@dataclass(frozen=True, slots=True, eq=False)
class _Scan:
    """The spells found with a noise, and what is usual in each period."""

    found: tuple[_Found, ...]
    usual: Floats
    noise: _Noise


def _check(points: Points, values: Floats) -> None:
    if points.counts is not None or (len(values) and values.min() < 0):
        raise QueryError(
            f"spells are of sums that are never negative, and not of the {points.what}",
            advice="Ask for hostility, cooperation or the number of acts.",
        )
    if len(values) < 2 * FEWEST:
        raise TooLittleDataError(
            f"only {many(len(values), 'period')} with a value, and spells need {2 * FEWEST}",
            advice="Take shorter periods or a longer time.",
        )


def _settled(values: Floats, before: int, year: int) -> _Scan:
    """The scan whose noise is that of the periods outside the spells it finds."""
    scan = _Scan((), _usual(values, (), before, 0.0), _Noise(1.0, 0.0, 0.0))
    seen: list[tuple[_Found, ...]] = []
    for _ in range(ROUNDS):
        noise = _noise(values, scan)
        found = tuple(_scanned(values, noise, before, year))
        scan = _Scan(found, _usual(values, found, before, noise.act), noise)
        if [_places(each) for each in seen[-1:]] == [_places(found)]:
            break
        seen.append(found)
    return scan


def _told(found: Sequence[_Found], tests: int, clear: float) -> list[_Found]:
    """The stretches that are spells, each with its chance corrected for so many tests."""
    order = sorted(range(len(found)), key=lambda place: found[place].chance)
    least, corrected = 1.0, dict[int, float]()
    for rank, place in reversed(list(enumerate(order, start=1))):
        least = min(least, found[place].chance * tests / rank)
        corrected[place] = least
    return [
        replace(each, chance=corrected[place])
        for place, each in enumerate(found)
        if corrected[place] <= clear
    ]


def _places(found: Sequence[_Found]) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in found]


def _noise(values: Floats, scan: _Scan) -> _Noise:
    """The noise of ordinary periods about what was usual before them."""
    ordinary = np.isfinite(scan.usual) & (scan.usual > 0) & ~_inside(len(values), scan.found)
    least = float(values[values > 0].min(initial=np.inf))
    if not np.isfinite(least) or ordinary.sum() < FEWEST:
        return _Noise(1.0 if not np.isfinite(least) else least, 0.0, 0.0)
    usual = scan.usual[ordinary]
    off = values[ordinary] - usual
    noise = _fitted(off, usual, least)
    for _ in range(ROUNDS):
        most = WINSORISED * np.sqrt(noise.variance(usual))
        noise = _fitted(np.minimum(off, most), usual, least)
    scaled = np.minimum(off, most) / np.sqrt(noise.variance(usual))
    return replace(noise, staying=_staying(scaled, ordinary))


def _fitted(off: Floats, usual: Floats, least: float) -> _Noise:
    """Squares about what was usual, told apart into what goes with it and with its square."""
    squares = CONSISTENT * off**2 / usual
    (act, dispersion), _ = nnls(np.column_stack([np.ones_like(usual), usual]), squares)
    return _Noise(max(float(act), least), float(dispersion), 0.0)


def _staying(scaled: Floats, ordinary: npt.NDArray[np.bool_]) -> float:
    """The autocorrelation of neighbours that are both ordinary."""
    place = np.flatnonzero(ordinary)
    beside = np.flatnonzero(np.diff(place) == 1)
    square = float(np.mean(scaled**2))
    if len(beside) < FEWEST or square == 0:
        return 0.0
    return float(np.clip(np.mean(scaled[beside] * scaled[beside + 1]) / square, 0.0, STAYING))


def _inside(length: int, found: Sequence[_Found]) -> npt.NDArray[np.bool_]:
    inside = np.zeros(length, dtype=bool)
    for each in found:
        inside[each.start : each.end] = True
    return inside


def _usual(values: Floats, found: Sequence[_Found], before: int, act: float) -> Floats:
    """What the ordinary periods before each lead one to expect of it."""
    return np.array(
        [_expected(values, found, place, before, act)[0] for place in range(len(values))]
    )


def _expected(
    values: Floats, found: Sequence[_Found], place: int, before: int, act: float
) -> tuple[float, int]:
    """The mean of the last ordinary periods before a place, and how many they are.

    What has lasted for a year is usual from then on, and what was before it no longer. Half an act is
    added, since never is not impossible.
    """
    ordinary = ~_inside(place, [each for each in found if each.start < place and not each.lasting])
    since = max((each.start for each in found if each.lasting and each.end <= place), default=0)
    held = values[since:place][ordinary[since:]][-before:]
    if len(held) < FEWEST:
        return float("nan"), len(held)
    return float((held.sum() + act / 2) / len(held)), len(held)


def _scanned(values: Floats, noise: _Noise, before: int, year: int) -> list[_Found]:
    """The spells, one after the other."""
    found: list[_Found] = []
    place = 0
    while place < len(values):
        usual, known = _expected(values, found, place, before, noise.act)
        if known < FEWEST or values[place] <= usual + np.sqrt(noise.variance(usual)):
            place += 1
            continue
        end = _end(values, place, usual, noise)
        chance = _chance(values[place:end], usual, known, noise)
        if chance <= MARKED:
            last = min(end, place + year)
            found.append(_Found(place, last, chance, end > last or end == len(values)))
            place = last
        else:
            place += 1
    return found


def _end(values: Floats, start: int, usual: float, noise: _Noise) -> int:
    """The place after the last of a spell, where the sum of what is beyond the usual is largest.

    It is over with the second period in a row that is hardly beyond, or that has less than a fifth of what
    its largest so far had beyond the usual.
    """
    excess = values[start:] - usual
    beyond = excess / np.sqrt(noise.variance(usual)) - ALLOWANCE
    low = (beyond <= 0) | (excess < FADED * np.maximum.accumulate(excess))
    over = np.flatnonzero(low & np.append(low[1:], True))
    inside = np.cumsum(beyond[: over[0]] if len(over) else beyond)
    return start + int(np.argmax(inside)) + 1


def _chance(held: Floats, usual: float, known: int, noise: _Noise) -> float:
    """The chance that so many periods sum to as much, where `known` ordinary ones lie before them."""
    length = len(held)
    variance = noise.variance(usual)
    mean = length * usual
    spread = variance * (length * noise.longer(length) + length**2 * noise.longer(known) / known)
    return float(gamma.sf(held.sum(), mean**2 / spread, scale=spread / mean))


def _spell(
    points: Points, place: npt.NDArray[np.intp], values: Floats, found: _Found, scan: _Scan
) -> Spell:
    held = values[found.start : found.end]
    usual = float(scan.usual[found.start])
    peak = int(np.argmax(held))
    names = [points.names[each] for each in place[found.start : found.end]]
    return Spell(
        start=names[0],
        peak=names[peak],
        end=names[-1],
        periods=len(held),
        usual=usual,
        level=float(held.mean()),
        most=float(held[peak]),
        excess=float(held.sum() - len(held) * usual),
        p_value=found.chance,
        lasting=found.lasting,
    )
