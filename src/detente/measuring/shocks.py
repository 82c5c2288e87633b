"""What followed a day, against what was to be expected without it.

As in an event study (MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature
35, 1997), what is expected is the mean of half a year that ends some weeks before the day: what happens is
often foretold, and the last week before is no usual one. What came instead, less that, is the response.
A sum of acts is taken at one volume of reporting, where that is known (`coverage`): one that grows because
more is written of everybody is no response.

How unusual a response is, is told by doing the same at every earlier date (placebos in time: Abadie,
Diamond and Hainmueller, "Comparative Politics and the Synthetic Control Method", American Journal of
Political Science 59, 2015). Each is held against how much the time before it varied, since a calm decade
says little of what is usual in a wild one (as their ratio of errors after and before does: "Synthetic
Control Methods for Comparative Case Studies", Journal of the American Statistical Association 105, 2010).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detente.days import Day, as_day, last_day
from detente.errors import TooLittleDataError
from detente.measuring.coverage import coverage_over
from detente.measuring.exporting import Exports
from detente.measuring.flows import Of, days_of, summed
from detente.measuring.periods import Period
from detente.measuring.points import Floats
from detente.measuring.refusing import refusing
from detente.records import column

LEARNED = 8
"""Steps with a value from which on it is known what is to be expected."""
CALM = 0.5
"""The least that a time is taken to vary, as a share of what is usual: one without any act varies too."""
PLACEBOS = 19
"""The fewest placebos: with fewer no p-value can be .05."""


@dataclass(frozen=True, slots=True)
class Step:
    """Some days after the day asked for."""

    start: dt.date = column("first day of the step")  # noqa: RUF009 (a field, not a value)
    end: dt.date = column("last day of the step")  # noqa: RUF009
    observed: float | None = column("what was measured; null without acts, where it is a mean")
    expected: float = column("mean of the time before")
    difference: float | None = column("observed less expected")
    low: float = column("lower end of the band of such differences at other dates")
    high: float = column("upper end of it")
    outside: bool = column("whether the difference lies outside that band")


@dataclass(frozen=True, slots=True, eq=False)
class ShocksResult(Exports):
    """What followed, step by step, and on the mean of all steps.

    `at_volume` says that sums are taken at the volume of reporting of the time before; `plain` is then the
    same with the sums as they are, None else. `missing` steps have no data at all and are left out.
    """

    record = Step

    on: dt.date
    what: str
    steps: tuple[Step, ...]
    before: tuple[tuple[dt.date, float | None], ...]
    expected: float
    mean: float
    p_value: float
    n_before: int
    placebos: int
    options: Shocks
    at_volume: bool = False
    missing: int = 0
    plain: ShocksResult | None = None

    @property
    def seen(self) -> int:
        """1 for a rise that is clear, -1 for a fall, 0 for none."""
        return 0 if self.p_value > self.options.clear else 1 if self.mean > 0 else -1

    def records(self) -> Sequence[Step]:
        """The steps, by date."""
        return self.steps

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return {
            "measure": "shock",
            "on": self.on,
            "what": self.what,
            "width": self.options.width,
            "level": self.options.level,
            "mean": self.mean,
            "p_value": self.p_value,
            "placebos": self.placebos,
            "at_volume": self.at_volume,
            "missing": self.missing,
            "mean_plain": self.plain.mean if self.plain else self.mean,
            "p_plain": self.plain.p_value if self.plain else self.p_value,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Shocks:
    """Measures what followed a day.

    Time is cut into steps of `width` days, counted from that day both ways, so that none has days from
    before and after; the response is followed for `ahead` steps. Expected is the mean of `behind` steps
    (fewer where there are not so many, 8 at the least) that end `apart` steps before the day. `level` is
    what the band holds; `clear` the largest p-value of a response that is told as seen; `of` what is
    measured (see `flows`).
    """

    width: int = 7
    ahead: int = 8
    behind: int = 26
    apart: int = 2
    of: Of = "mean"
    level: float = 0.9
    clear: float = 0.05

    def fit(
        self,
        acts: pa.Table,
        on: Day,
        *,
        until: Day | None = None,
        coverage: pa.Table | None = None,
        own: pa.Table | None = None,
    ) -> ShocksResult:
        """The response of the acts (`ACTS`) to a day, up to `until` or the last act.

        `coverage` has the acts of all states by day (`tally.COVERAGE`), of which `own`, or else the acts,
        are those of the pair. Raises `QueryError` where fewer than 27 steps lie before the day, where fewer
        than 8 of those that say what is expected have a value, where fewer than 19 other dates can be
        compared, and where no whole step follows it.
        """
        on, until = as_day(on), last_day(until)
        before, after = self._cut(acts, on, until)
        values, what = self._values(acts, on, before, after)
        if coverage is None:
            return self._response(values, what, on, before)
        spans = [self._span(on, index - before) for index in range(before + after)]
        known = coverage_over(coverage, spans, apart=[acts if own is None else own])
        there = np.where(known.missing, np.nan, values)
        gone = int(known.missing.sum())
        if self.of == "mean" or not known.usable:
            return replace(self._response(there, what, on, before), missing=gone)
        usual, _ = self._usual(known.share, before)
        held = self._response(known.per(values) * usual, what, on, before)
        plain = self._response(there, what, on, before)
        return replace(held, at_volume=True, missing=gone, plain=plain)

    def _response(self, values: Floats, what: str, on: dt.date, before: int) -> ShocksResult:
        after = len(values) - before
        expected, spread = self._usual(values, before)
        other = self._placebos(values, before, after)
        responses = values[before:] - expected
        if len(other) < PLACEBOS or not np.isfinite(responses).any():
            raise TooLittleDataError(
                f"{len(other)} earlier dates can be compared with {on}, and {PLACEBOS} are needed",
                advice="Take narrower steps, follow fewer of them, or measure what is zero without acts.",
            )
        other = _as_varied(other[:, :-1], other[:, -1:], spread)
        tail = (1 - self.level) / 2
        with refusing("the band of other dates"):
            band = np.nanquantile(other, [tail, 1 - tail], axis=0)
        steps = tuple(
            self._step(on, index, values[before + index], expected, band[:, index])
            for index in range(after)
        )
        mean = float(np.nanmean(responses))
        placebo_means = np.abs(np.nanmean(other, axis=1))
        earlier = tuple(
            (self._span(on, index - before).start, _or_none(value))
            for index, value in enumerate(values[:before])
        )
        return ShocksResult(
            on=on,
            what=what,
            steps=steps,
            before=earlier[-3 * after :],
            expected=expected,
            mean=mean,
            p_value=float(1 + np.sum(placebo_means >= abs(mean))) / (1 + len(other)),
            n_before=before,
            placebos=len(other),
            options=self,
        )

    def _span(self, on: dt.date, index: int) -> Period:
        """The days of a step, counted from the day."""
        start = on + dt.timedelta(days=self.width * index)
        return Period(start, start + dt.timedelta(days=self.width - 1))

    def _behind(self, place: int) -> slice:
        """The steps that say what is to be expected from a place on."""
        return slice(max(0, place - self.apart - self.behind), max(0, place - self.apart))

    def _usual(self, values: Floats, place: int) -> tuple[float, float]:
        """The mean of the time before a place, and how much it varied."""
        held = values[self._behind(place)]
        seen = held[np.isfinite(held)]
        if len(seen) < LEARNED:
            raise TooLittleDataError(
                f"{len(seen)} of {len(held)} steps before the day have a value, and {LEARNED} are needed",
                advice="Take wider steps, or measure what is zero without acts, such as a total.",
            )
        return float(seen.mean()), float(seen.std(ddof=1))

    def _placebos(self, values: Floats, before: int, after: int) -> Floats:
        """The responses at each earlier date with enough before it, none of them after the day; in the last
        column how much the time before each varied."""
        found = []
        for place in range(LEARNED + self.apart, before - after + 1):
            window = values[place : place + after]
            if (
                np.isfinite(values[self._behind(place)]).sum() < LEARNED
                or not np.isfinite(window).any()
            ):
                continue
            expected, spread = self._usual(values, place)
            found.append([*(window - expected), spread])
        return np.array(found).reshape(-1, after + 1)

    def _cut(self, acts: pa.Table, on: dt.date, until: dt.date | None) -> tuple[int, int]:
        """How many whole steps lie before the day, and how many to follow lie after."""
        first, last = pc.min(acts["day"]).as_py(), until or pc.max(acts["day"]).as_py()
        if first is None or not first <= on <= last:
            held = f"the acts are of {first} to {last}" if first else "there are no acts"
            raise TooLittleDataError(
                f"nothing is told around {on}: {held}",
                advice="Take a day in that time." if first else "Ask for other states or tracks.",
            )
        before = (on - first).days // self.width if first else 0
        after = min(self.ahead, ((last - on).days + 1) // self.width if last else 0)
        if before < LEARNED + PLACEBOS or after < 1:
            raise TooLittleDataError(
                f"{max(before, 0)} steps of {self.width} days lie before {on} and {max(after, 0)} after; "
                f"{LEARNED + PLACEBOS} before and one after are needed",
                advice="Take narrower steps, or a day with more record around it.",
            )
        return before, after

    def _values(self, acts: pa.Table, on: dt.date, before: int, after: int) -> tuple[Floats, str]:
        ordered = acts.sort_by([("day", "ascending"), ("act_id", "ascending")])
        days = (days_of(ordered) - np.datetime64(on)).astype(int)
        place = days // self.width + before
        inside = (place >= 0) & (place < before + after)
        names = tuple(map(str, range(before + after)))
        found = summed(ordered.filter(pa.array(inside)), place[inside], names, self.of, "step")
        return found.values, found.what

    def _step(self, on: dt.date, index: int, value: float, expected: float, band: Floats) -> Step:
        difference = value - expected
        span = self._span(on, index)
        return Step(
            start=span.start,
            end=span.end,
            observed=_or_none(value),
            expected=expected,
            difference=_or_none(difference),
            low=float(band[0]),
            high=float(band[1]),
            outside=bool(difference < band[0] or difference > band[1]),
        )


def _as_varied(responses: Floats, spreads: Floats, spread: float) -> Floats:
    """Responses at other dates, had the time before them varied as it did before the day."""
    least = CALM * float(spreads.mean()) or 1.0
    return np.asarray(responses * max(spread, least) / np.maximum(spreads, least))


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
