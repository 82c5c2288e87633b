"""When was a relation out of the usual for a while: crises, and bursts of cooperation, that end again?

A turn is a level that lasts; a crisis of two months is none, and a sum that falls back shows no turn. A
spell is a stretch of periods whose sum is beyond what the time just before leads one to expect.

The series is gone through forwards, as outbreaks of disease are watched for (Farrington and others,
Journal of the Royal Statistical Society A 159, 1996; Noufaily and others, Statistics in Medicine 32, 2013).
What is expected of a period is the mean of the last `before` ordinary ones; its variance is a μ + b μ²,
of which b is the over-dispersion (a negative binomial has this form) and a about the weight of one act. A
period beyond that by a standard deviation opens a stretch, which ends where its cumulative sum is largest
(Page, Biometrika 41, 1954) and starts where it has a fifth of its largest excess. With less than five acts
it is none.

How far out a period lies is told by Student's t: the logarithm of its sum, with something added since there
are zeros, is held against those of the same ordinary periods, as one more of them (a prediction interval:
Hahn and Meeker, "Statistical Intervals", 1991). All periods together say how often this series lies as far
out (`tail`), so that sums with a heavy tail and series of many zeros are not taken for crises; of the
largest of them it is only used that they are the largest, so that crises do not hide each other. Surprises
add up over a stretch (Fisher, "Statistical Methods for Research Workers", 1932), their autocorrelation
included. The chance is doubled for the choice of an end, and counted over the periods of ten years in
which a stretch may start: where nothing happens anything at all is told in ten years with a chance of at
most `clear`.

Periods inside spells say nothing of what is usual, so everything is estimated again without them until no
spell comes or goes. No chance is drawn: no seed decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls
from scipy.stats import gamma
from scipy.stats import t as student

from detente.errors import QueryError, TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.figures import many
from detente.measuring.points import Floats, Points
from detente.measuring.tail import CENSORED, Tail
from detente.records import column

if TYPE_CHECKING:
    from detente.measuring.coverage import Coverage

ALLOWANCE = 0.5
"""Standard deviations above the usual from which on a period adds to a spell (Page's reference value)."""
FADED = 0.2
"""Share of its largest excess below which a spell is fading away."""
YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
"""Periods of a year, by their length; what is out of the usual for longer has become the usual."""
BEFORE = {"week": 52}
"""Ordinary periods that tell what is usual, where they are not 24."""
FEWEST = 6
"""Ordinary periods before a spell, without which nobody knows what was usual."""
WINSORISED = 2.5
"""Standard deviations at which what is beyond the usual is cut where variances are estimated, so that a
crisis does not make itself usual (Huber, "Robust Statistics", 1981)."""
CONSISTENT = 1.4
"""By how much more squares would be without that cut, where the noise is exponential."""
ACTS = 5
"""Acts without which a stretch is no spell: with fewer reports in four weeks Farrington and others (1996)
raise no alarm."""
YEARS = 10
"""Years over which false spells are counted: the chance of any is that of so many years."""
FARTHEST = 500.0
"""Surprise beyond which a gamma distribution tells nothing more."""
ROUNDS = 8
"""How often everything is estimated again without the spells found."""
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
    p_value: float = column(
        "chance of so large an excess anywhere in ten years in which nothing happens"
    )
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
            "before": self.options.usual(self.points.every),
            "clear": self.options.clear,
            "dispersion": self.dispersion,
            "autocorrelation": self.autocorrelation,
            "adjusted": self.adjusted,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Spells:
    """Finds spells.

    `before` is how many ordinary periods tell what is usual, by default a year of weeks and 24 of others;
    `clear` the largest p-value of a spell that is told: the chance that anything is in ten years in which
    nothing happens.
    """

    before: int | None = None
    clear: float = 0.5

    def usual(self, every: str) -> int:
        """How many ordinary periods of that length tell what is usual."""
        return self.before or BEFORE.get(every, 24)

    def fit(self, points: Points, *, coverage: Coverage | None = None) -> SpellsResult:
        """The spells of sums that are never negative, such as hostility; at the usual coverage if known.

        Raises `QueryError` for means and for values below zero, and `TooLittleDataError` where hardly
        any period has others before it.
        """
        given, points = points, points.at(coverage)
        place = points.seen()
        values = points.values[place]
        _check(points, values)
        asked = _Asked(self.usual(points.every), YEAR.get(points.every, 12), self.clear)
        scan = _settled(values, asked)
        spells = tuple(_spell(points, place, values, found, scan) for found in scan.found)
        usual = np.full(len(points.names), np.nan)
        usual[place] = scan.usual.mean
        return SpellsResult(
            points, spells, usual, scan.noise.dispersion, scan.noise.staying,
            adjusted=points is not given, options=self,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """First place and place after the last of a stretch; whether it goes on; its chance, once known."""

    start: int
    end: int
    lasting: bool
    chance: float = 1.0

    @property
    def places(self) -> slice:
        """Where it lies."""
        return slice(self.start, self.end)


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
        return _longer(self.staying, length)


@dataclass(frozen=True, slots=True, eq=False)
class _Usual:
    """What the last ordinary periods before each lead one to expect of it, nan where they are too few.

    `mean` is of their sums; `middle` and `spread` are mean and standard deviation of the logarithms of sums
    plus `start`, from as many periods as `known`.
    """

    mean: Floats
    start: Floats
    middle: Floats
    spread: Floats
    known: npt.NDArray[np.intp]

    def at(self, places: npt.NDArray[np.intp]) -> _Usual:
        """What is usual at these places."""
        return _Usual(*(getattr(self, each.name)[places] for each in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class _Scan:
    """The spells told, what is usual in each period without them, and the noise about it."""

    found: tuple[_Found, ...]
    usual: _Usual
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """Periods that tell what is usual, periods of a year, and the largest p-value told."""

    before: int
    year: int
    clear: float


def _settled(values: Floats, asked: _Asked) -> _Scan:
    """The scan whose usual and noise are those of the periods outside the spells it tells."""
    told: tuple[_Found, ...] = ()
    act = float(values[values > 0].min(initial=np.inf))
    act = act if np.isfinite(act) else 1.0
    for _ in range(ROUNDS):
        usual = _usual(values, told, asked.before, act)
        noise = _noise(values, usual.mean, told)
        scan = _Scan(told, usual, noise)
        stretches = list(_stretches(values, usual.mean, noise, asked.year))
        found = _told(values, stretches, scan, asked)
        settled = _places(found) == _places(told)
        scan, told, act = replace(scan, found=found), found, noise.act
        if settled:
            break
    return scan


def _told(
    values: Floats, stretches: Sequence[_Found], scan: _Scan, asked: _Asked
) -> tuple[_Found, ...]:
    """The stretches that are spells, by date, each with its chance."""
    far = _far(values, stretches, scan)
    known = np.isfinite(far)
    tail = Tail.of(far[known])
    surprise = np.full(len(far), np.nan)
    surprise[known] = tail.surprise(far[known])
    usual = np.minimum(surprise, np.nanquantile(surprise, 1 - CENSORED)) - 1
    staying = _staying(usual[known], known)
    tests = min(int(known.sum()), YEARS * asked.year)
    judged = [
        replace(each, chance=float(-np.expm1(-tests * _chance(surprise, each, staying))))
        for each in stretches
        if known[each.start] and values[each.places].sum() >= ACTS * _one(values, scan.noise)
    ]
    return tuple(each for each in judged if each.chance <= asked.clear)


def _one(values: Floats, noise: _Noise) -> float:
    """What one act weighs: where most periods are empty, about what another has; of too few the least."""
    busy = values[values > 0]
    if not 0 < 2 * len(busy) < len(values):
        return noise.act
    return float(np.median(busy) if len(busy) >= FEWEST else busy.min())


def _far(values: Floats, stretches: Sequence[_Found], scan: _Scan) -> Floats:
    """How far out each period lies: minus the log of its chance. Within a stretch what was usual before it
    counts; nan where nobody knows what was usual.

    A logarithm is held against those before by Student's t, as one that is still to come.
    """
    place = np.arange(len(values))
    for each in stretches:
        place[each.places] = each.start
    usual, noise = scan.usual.at(place), scan.noise
    # Even where nothing is ever told acts come by chance.
    least = noise.act * usual.mean / (usual.mean + usual.start) ** 2
    longer = {each: noise.longer(each) / max(each, 1) for each in set(usual.known.tolist())}
    doubt = np.array([longer[each] for each in usual.known.tolist()])
    spread = np.sqrt(np.maximum(usual.spread**2, least) * (1 + doubt))
    off = (np.log(values + usual.start) - usual.middle) / spread
    return np.asarray(np.minimum(-student.logsf(off, np.maximum(usual.known - 1, 1)), FARTHEST))


def _chance(surprise: Floats, found: _Found, staying: float) -> float:
    """The chance of a stretch as surprising at one place.

    The end of one that is longer than a period was chosen as well; that doubles the chance, by what comes
    of it in series without any spell (`benchmarks/shapes.py`).
    """
    length = found.end - found.start
    longer = _longer(staying, length)
    ends = 1 if length == 1 else 2
    total = float(surprise[found.places].sum())
    return ends * float(gamma.sf(total, length / longer, scale=longer))


def _places(found: Sequence[_Found]) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in found]


def _noise(values: Floats, usual: Floats, told: Sequence[_Found]) -> _Noise:
    """The noise of ordinary periods about what was usual before them."""
    ordinary = np.isfinite(usual) & (usual > 0) & ~_inside(len(values), told)
    least = float(values[values > 0].min(initial=np.inf))
    if not np.isfinite(least) or ordinary.sum() < FEWEST:
        return _Noise(1.0 if not np.isfinite(least) else least, 0.0, 0.0)
    usual = usual[ordinary]
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


def _longer(staying: float, length: int) -> float:
    """By how much more the sum of so many varies than that of independent ones, by autocorrelation."""
    lags = np.arange(1, length)
    return float(1 + 2 * np.sum((1 - lags / max(length, 1)) * staying**lags))


def _usual(values: Floats, told: Sequence[_Found], before: int, act: float) -> _Usual:
    """By the last ordinary periods before each.

    What has lasted for a year is usual from then on, and what was before it no longer. Half an act is
    added, since never is not impossible.
    """
    ordinary = ~_inside(len(values), [each for each in told if not each.lasting])
    since = np.zeros(len(values), dtype=np.intp)
    for each in told:
        if each.lasting:
            since[each.end :] = each.start
    passed = np.concatenate([[0], np.cumsum(ordinary)])
    known = np.minimum(passed[:-1] - passed[since], before)
    place = passed[:-1, None] - 1 - np.arange(before)
    within = np.arange(before) < known[:, None]
    held = np.where(within, values[ordinary][np.clip(place, 0, None)], np.nan)
    enough = known >= FEWEST
    held[~enough] = np.nan
    mean, middle, spread = np.full((3, len(values)), np.nan)
    mean[enough] = (np.nansum(held[enough], axis=1) + act / 2) / known[enough]
    start = (mean + act) / 2
    logs = np.log(held + start[:, None])
    middle[enough] = np.nanmean(logs[enough], axis=1)
    spread[enough] = np.nanstd(logs[enough], axis=1, ddof=1)
    return _Usual(mean, start, middle, spread, known)


def _stretches(values: Floats, usual: Floats, noise: _Noise, year: int) -> Iterator[_Found]:
    """The stretches beyond the usual, one after the other."""
    place = 0
    while place < len(values):
        if not values[place] > usual[place] + np.sqrt(noise.variance(usual[place])):
            place += 1
            continue
        end = _end(values, place, float(usual[place]), noise)
        last = min(end, place + year)
        start = _start(values, place, last, float(usual[place]))
        yield _Found(start, last, end > last or end == len(values))
        place = last


def _start(values: Floats, start: int, end: int, usual: float) -> int:
    """The first place of a stretch that has a fifth of what its largest has beyond the usual."""
    excess = values[start:end] - usual
    return start + int(np.argmax(excess >= FADED * excess.max()))


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


def _spell(
    points: Points, place: npt.NDArray[np.intp], values: Floats, found: _Found, scan: _Scan
) -> Spell:
    held = values[found.start : found.end]
    usual = float(scan.usual.mean[found.start])
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
