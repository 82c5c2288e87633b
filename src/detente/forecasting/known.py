"""What was known of a series at the end of each of its periods, on which a forecast made then stands.

Data as they stand today tell of a month also what was published about it long after (Croushore and Stark,
"A real-time data set for macroeconomists", Journal of Econometrics 105, 2001). A forecast that is judged
by the past may take nothing that was not there: neither acts published later, nor coverage that was
estimated with what came later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from detente.errors import TooLittleDataError
from detente.measuring.coverage import Coverage, coverage_of
from detente.measuring.flows import Of, days_of, summed
from detente.measuring.periods import Every, Period, label
from detente.measuring.points import Points
from detente.measuring.tally import COVERAGE, places

KNOWN = "known"
"""The column of a table of acts, or of coverage, that has the day from which on a row was known."""
Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class Vintage:
    """A series as it was known at the end of its last period.

    `usual` is the volume of reporting at which sums are given; None where they are as they stand.
    """

    points: Points
    usual: float | None


class Record(Protocol):
    """Where a series comes from, and what of it was known when."""

    def seen(self, origin: int, *, covered: bool) -> tuple[Points, Coverage | None]:
        """The periods up to a place as they stood at its end, and the coverage as it was known then, if it
        is asked for."""
        ...


class History:
    """A series, with what was known of it at the end of each period."""

    def __init__(self, record: Record, length: int, *, covered: bool = True) -> None:
        """`length` is how many periods the record has; `covered` takes sums at the usual coverage."""
        self._record, self._covered = record, covered
        self._points, self._coverage = record.seen(length - 1, covered=covered)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its periods."""
        return self._points.names

    @property
    def every(self) -> str:
        """The length of a period."""
        return self._points.every

    @property
    def what(self) -> str:
        """What was measured, in words."""
        return self._points.what

    @property
    def whole(self) -> Vintage:
        """What is known today."""
        return _vintage(self._points, self._coverage)

    def as_it_stands(self) -> History:
        """The same without regard to coverage."""
        return History(self._record, len(self.names), covered=False)

    def at(self, origin: int) -> Vintage:
        """What was known at the end of a period, at the coverage usual until then."""
        return _vintage(*self._record.seen(origin, covered=self._covered))

    def outcome(self, vintage: Vintage, ahead: int) -> float:
        """What came so many periods after a vintage, as known today, at the coverage usual at the time of
        the vintage; nan where nothing is known of it."""
        place = len(vintage.points.names) - 1 + ahead
        if place >= len(self.names):
            return float("nan")
        value = float(self._points.values[place])
        if vintage.usual is None or self._coverage is None:
            return value
        volume = float(self._coverage.volume[place])
        if self._coverage.missing[place] or not volume:
            return float("nan")
        return value * vintage.usual / volume


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A record of which every period was known at its end, and for good: series of one's own."""

    points: Points
    coverage: Coverage | None = None

    def seen(self, origin: int, *, covered: bool) -> tuple[Points, Coverage | None]:
        """The same periods, without those that come after."""
        end = origin + 1
        points, held = self.points, self.coverage
        counts = None if points.counts is None else points.counts[:end]
        cut = replace(points, names=points.names[:end], values=points.values[:end], counts=counts)
        if held is None or not covered:
            return cut, None
        return cut, Coverage(
            held.names[:end], held.everything[:end], held.volume[:end], held.missing[:end]
        )


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """A record of acts, each known from a day on.

    `acts` are as `detente.measuring.ACTS`, in no order; `counted` what is told of all states by day
    (`detente.measuring.tally.COVERAGE`) and `own` what of it is of the pair. All have a column `known`.
    """

    acts: pa.Table
    spans: Sequence[Period]
    every: Every
    of: Of
    counted: pa.Table | None = None
    own: pa.Table | None = None

    def seen(self, origin: int, *, covered: bool) -> tuple[Points, Coverage | None]:
        """The periods by the acts that were known at the end of the last of them."""
        spans = self.spans[: origin + 1]
        acts = _known(self.acts, spans[-1].end)
        acts = acts.filter(pc.greater_equal(acts["day"], spans[0].start))
        starts = np.array([span.start for span in spans], dtype="datetime64[D]")
        names = tuple(label(span, self.every) for span in spans)
        points = summed(acts, places(acts["day"], starts), names, self.of, self.every)
        return points, self._coverage(points, spans[-1].end) if covered else None

    def _coverage(self, points: Points, end: dt.date) -> Coverage | None:
        if self.counted is None or self.own is None:
            return None
        days = _known(self.counted, end).group_by("day").aggregate([("n", "sum")])
        told = days.rename_columns(["day", "n"]).sort_by("day").cast(COVERAGE)
        try:
            return coverage_of(told, points, apart=[_known(self.own, end)])
        except TooLittleDataError:
            return None


def history_of(given: Points | History, *, coverage: Coverage | None = None) -> History:
    """The history of a series of which each period was known at its end; a history as it is."""
    if isinstance(given, History):
        return given
    return History(Ready(given, coverage), len(given.names))


def _vintage(points: Points, coverage: Coverage | None) -> Vintage:
    held = points.at(coverage)
    if held is points or coverage is None:
        return Vintage(points, None)
    return Vintage(held, float(np.mean(coverage.volume[~coverage.missing])))


def _known(table: pa.Table, end: dt.date) -> pa.Table:
    """The rows that had happened and were known on a day."""
    known = np.asarray(table[KNOWN].to_numpy(), dtype="datetime64[D]")
    last = np.datetime64(end)
    return table.filter(pa.array((known <= last) & (days_of(table) <= last)))
