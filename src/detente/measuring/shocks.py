"""What followed a day, against what was to be expected without it.

A local level model (Harvey, "Forecasting, Structural Time Series Models and the Kalman Filter", 1989; a
random walk seen through noise) is fitted to the time before the day and foretells that its last level
stays. What came instead, less that, is the response. How unusual it is, is told by doing the same at every
earlier date, with the same parameters (placebos in time: Abadie, Diamond and Hainmueller, "Comparative
Politics and the Synthetic Control Method", American Journal of Political Science 59, 2015).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.lib.stride_tricks import sliding_window_view
from statsmodels.tsa.api import UnobservedComponents

from detente.days import Day, as_day, last_day
from detente.errors import TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.flows import Of, days_of, summed
from detente.measuring.points import Floats
from detente.measuring.refusing import finite, refusing
from detente.records import column

LEARNED = 8
"""Steps that the model has seen before the first placebo."""
MODEL = "the level before the day"
PLACEBOS = 19
"""The fewest placebos: with fewer no p-value can be .05."""


@dataclass(frozen=True, slots=True)
class Step:
    """Some days after the day asked for."""

    start: dt.date = column("first day of the step")  # noqa: RUF009 (a field, not a value)
    end: dt.date = column("last day of the step")  # noqa: RUF009
    observed: float | None = column("what was measured; null without acts, where it is a mean")
    expected: float = column("what the time before foretells")
    difference: float | None = column("observed less expected")
    low: float = column("lower end of the band of such differences at other dates")
    high: float = column("upper end of it")
    outside: bool = column("whether the difference lies outside that band")


@dataclass(frozen=True, slots=True, eq=False)
class ShocksResult(Exports):
    """What followed, step by step, and on the mean of all steps."""

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
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Shocks:
    """Measures what followed a day.

    Time is cut into steps of `width` days, counted from that day both ways, so that none has days from
    before and after; the response is followed for `ahead` steps. `level` is what the band holds; `clear`
    the largest p-value of a response that is told as seen; `of` what is measured (see `flows`).
    """

    width: int = 7
    ahead: int = 8
    of: Of = "mean"
    level: float = 0.9
    clear: float = 0.05

    def fit(self, acts: pa.Table, on: Day, *, until: Day | None = None) -> ShocksResult:
        """The response of the acts (`ACTS`) to a day, up to `until` or the last act.

        Raises `QueryError` where fewer than 27 steps lie before the day, beside those that placebos follow,
        where fewer than 8 of them have a value, where no whole step follows it, and where the model cannot
        be fitted to what came before.
        """
        on, until = as_day(on), last_day(until)
        before, after = self._cut(acts, on, until)
        values, what = self._values(acts, on, before, after)
        filtered = _levels(values[:before])
        expected = float(filtered[-1])
        responses = values[before:] - expected
        other = _placebos(values[:before], filtered, after)
        if len(other) < PLACEBOS or not np.isfinite(responses).any():
            raise TooLittleDataError(
                f"{len(other)} earlier dates can be compared with {on}, and {PLACEBOS} are needed",
                advice="Take narrower steps, follow fewer of them, or measure what is zero without acts.",
            )
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
            (on + dt.timedelta(days=self.width * (index - before)), _or_none(value))
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
        start = on + dt.timedelta(days=self.width * index)
        difference = value - expected
        return Step(
            start=start,
            end=start + dt.timedelta(days=self.width - 1),
            observed=_or_none(value),
            expected=expected,
            difference=_or_none(difference),
            low=float(band[0]),
            high=float(band[1]),
            outside=bool(difference < band[0] or difference > band[1]),
        )


def _levels(values: Floats) -> Floats:
    """For each step, the level that it and all before it tell, which is the forecast from there on."""
    seen = int(np.isfinite(values).sum())
    if seen < LEARNED:
        raise TooLittleDataError(
            f"{seen} of {len(values)} steps before the day have a value, and {LEARNED} are needed",
            advice="Take wider steps, or measure what is zero without acts, such as a total.",
        )
    with refusing(MODEL):
        fit = UnobservedComponents(values, "llevel").fit(disp=False)
        levels = np.asarray(fit.filtered_state[0], dtype=float)
    finite(MODEL, levels)
    return levels


def _placebos(values: Floats, levels: Floats, ahead: int) -> Floats:
    """The responses at each earlier date with enough before it, none of them after the day."""
    windows = sliding_window_view(values, ahead)[LEARNED:]
    found = windows - levels[LEARNED - 1 : LEARNED - 1 + len(windows), None]
    return np.asarray(found[np.isfinite(found).any(axis=1)])


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
