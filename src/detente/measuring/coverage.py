"""How much was told, period by period, in the data set that a series is taken from.

What two states do and how much is written move a sum of acts alike. So a measure that is to tell of the
first has to know the second: how many acts of *other* states the same data set has in each period (the
`volume`), and in which periods it has next to nothing of anybody (`missing`), so that no act there is no
zero but unknown.

    found = coverage_of(acts.coverage(workspace), points, apart=[acts])
    found.share       # volume of each period, 1 on the mean: divide a sum by it, or take its log as offset
    found.missing     # periods to leave out
    found.usable      # whether others' acts are so many that their number tells how much was written
    found.per(values) # sums at the usual volume, nan where missing

A period is missing by three rules:

- it lies outside the data set, or less than half of it lies inside;
- or it belongs to a stretch of periods each below a tenth (`LOW`) of what is usual there. Usual is the
  median of all states' acts over a year and a half to either side, so that a growing data set is held
  against its own time, and an outage of a year does not become the usual; where that median is zero, the
  median of the whole data set;
- but only where that stretch as a whole is too empty for chance (Poisson, p < .001 over all periods), so
  that a data set of few acts a period has zeros and no outages.

All are by the acts of *all* states, the pair's own among them. What is low but not missing is in the
volume.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import poisson

from detente.errors import QueryError, TooLittleDataError
from detente.measuring.periods import Period, label, periods
from detente.measuring.points import Floats, Points
from detente.measuring.tally import places

LOW = 0.1
"""The share of the usual volume below which a stretch may be an outage."""
CHANCE = 0.001
"""The chance, over all periods, of a stretch as empty where nothing is amiss."""
AROUND = 548
"""Days to either side over which the usual volume is taken."""
ENOUGH = 30
"""Acts of other states in the middle period from which on their number tells how much was written; the
number of 30 is by chance some 18 % off."""

Truths = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """What a data set tells in each of the periods of a series.

    `everything` are the acts of all states, `volume` those of others than the pair, `missing` is true where
    the data set as good as tells nothing.
    """

    names: tuple[str, ...]
    everything: Floats
    volume: Floats
    missing: Truths

    def __post_init__(self) -> None:
        if not len(self.names) == len(self.everything) == len(self.volume) == len(self.missing):
            raise QueryError(
                "names, everything, volume and missing differ in length",
                advice="Give one of each for every period.",
            )

    @property
    def usable(self) -> bool:
        """Whether others' acts are enough to know from them how much was written."""
        told = self.volume[~self.missing]
        return bool(len(told)) and float(np.median(told)) >= ENOUGH

    @property
    def share(self) -> Floats:
        """The volume of each period, 1 on the mean of those that are not missing; nan where missing."""
        held = np.where(self.missing, np.nan, self.volume)
        usual = np.nanmean(held) if not self.missing.all() else np.nan
        return np.asarray(held / usual if usual else np.full(len(held), np.nan))

    def per(self, values: Floats) -> Floats:
        """Sums as they would be at the usual volume; nan where missing or where no other acts are told."""
        share = np.where(self.share > 0, self.share, np.nan)
        return np.asarray(values / share)


def coverage_of(
    counted: pa.Table,
    like: Points,
    *,
    apart: Iterable[pa.Table] = (),
    week_starts: str = "monday",
) -> Coverage:
    """The coverage of the periods of points made by `by_period`.

    `counted` has the acts of all states by day (`detente.measuring.tally.COVERAGE`), as
    `detente.measuring.acts.coverage` gives them; `apart` the pair's own acts (`ACTS`), which are left out
    of the volume, each once. Raises `QueryError` for points whose periods are of no known length.
    """
    first, last = _span(counted)
    spans = list(periods(first, last, like.every, week_starts))
    whole = coverage_over(counted, spans, apart=apart)
    at = {label(span, like.every): place for place, span in enumerate(spans)}
    found = np.array([at.get(name, -1) for name in like.names], dtype=np.int64)
    inside = found >= 0
    return Coverage(
        names=like.names,
        everything=np.where(inside, whole.everything[found], 0.0),
        volume=np.where(inside, whole.volume[found], 0.0),
        missing=~inside | whole.missing[found],
    )


def coverage_over(
    counted: pa.Table, spans: Sequence[Period], *, apart: Iterable[pa.Table] = ()
) -> Coverage:
    """The coverage of any stretches of days that follow each other without a gap; named by first days."""
    first, last = _span(counted)
    starts = np.array([span.start for span in spans], dtype="datetime64[D]")
    ends = np.array([span.end for span in spans], dtype="datetime64[D]")
    everything = _summed(counted["day"], counted["n"].to_numpy(), starts, ends)
    own = _summed(*_own_days(apart), starts, ends)
    length = (ends - starts).astype(np.int64) + 1
    told = (
        np.minimum(ends, np.datetime64(last)) - np.maximum(starts, np.datetime64(first))
    ).astype(np.int64) + 1
    inside = 2 * told >= length
    around = max(2, round(AROUND / float(np.median(length))))
    return Coverage(
        names=tuple(span.start.isoformat() for span in spans),
        everything=everything,
        volume=np.maximum(everything - own, 0.0),
        missing=~inside | _outages(everything, inside, around),
    )


def _span(counted: pa.Table) -> tuple[dt.date, dt.date]:
    held = counted.filter(pc.greater(counted["n"], 0))
    if not len(held):
        raise TooLittleDataError(
            "the data set has no dated acts, so how much it tells is not known",
            advice="Measure without coverage, or ask for another data set.",
        )
    days = pc.min_max(held["day"]).as_py()
    return days["min"], days["max"]


def _own_days(apart: Iterable[pa.Table]) -> tuple[pa.ChunkedArray, Floats]:
    """The days of acts, each counted once though several tables have it."""
    tables = [table.select(["act_id", "day"]) for table in apart]
    if not tables:
        return pa.chunked_array([], pa.date32()), np.array([])
    held = pa.concat_tables(tables).group_by(["act_id", "day"]).aggregate([])
    return held["day"], np.ones(len(held))


def _summed(days: pa.ChunkedArray, amounts: Floats, starts: Days, ends: Days) -> Floats:
    """The sum of the amounts in each stretch; what lies before the first or after the last is left out."""
    if not len(starts) or not len(days):
        return np.zeros(len(starts))
    place = places(days, starts)
    held = (place >= 0) & (np.asarray(days.to_numpy(), dtype="datetime64[D]") <= ends[-1])
    return np.bincount(place[held], amounts[held], minlength=len(starts)).astype(np.float64)


def _outages(everything: Floats, inside: Truths, around: int) -> Truths:
    """Stretches that are low, and emptier than chance makes them."""
    usual = _usual(everything, inside, around)
    low = inside & (everything < LOW * usual)
    found = np.zeros(len(low), dtype=bool)
    least = CHANCE / max(1, len(low))
    for stretch in _stretches(low):
        found[stretch] = poisson.cdf(everything[stretch].sum(), usual[stretch].sum()) < least
    return found


def _usual(everything: Floats, inside: Truths, around: int) -> Floats:
    """The median of the periods around each; that of all where it is zero."""
    held = pd.Series(np.where(inside, everything, np.nan))
    local = held.rolling(2 * around + 1, center=True, min_periods=1).median()
    return np.asarray(local.where(local > 0, held.median()).fillna(0.0), dtype=np.float64)


def _stretches(true: Truths) -> Iterator[slice]:
    """The longest runs of true places."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], true, [False]]).astype(np.int8)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield slice(int(start), int(end))
