"""How far two data sets tell the same of a pair of states.

For each measure of a period the two series are compared over the days that both cover: by Pearson's
correlation with Fisher's interval (R. Fisher, "On the 'probable error' of a coefficient of correlation",
Metron 1, 1921), by Spearman's rank correlation (American Journal of Psychology 15, 1904), and by the
correlation of their changes from period to period. The interval takes the periods for independent. Where
both series drift it is too narrow, and the correlation too high: then look at the changes.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import stats

from detente.measuring.exporting import Exports
from detente.measuring.periods import Every, Period, label, period_of, periods
from detente.measuring.tally import weights_of_acts
from detente.records import QuadClass, column
from detente.store.query import resolve_pair

FEWEST = 4
"""Periods below which no correlation is told."""
NORMAL_95 = 1.959963984540054
QUADS = get_args(QuadClass)
Values = dict[Period, float | None]
Span = tuple[dt.date, dt.date]
"""A first and a last day."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far two data sets agree in one measure."""

    measure: str = column(
        "`net`, `total`, `goldstein`, `volume`, or of a quad class its share or volume"
    )
    periods: int = column("periods in which both have a value")
    r: float | None = column("Pearson's correlation; null below 4 periods or without variance")
    low: float | None = column("lower end of its 95 % interval")
    high: float | None = column("upper end of its 95 % interval")
    rank: float | None = column("Spearman's rank correlation")
    changes: float | None = column("Pearson's correlation of the changes from the period before")


@dataclass(frozen=True, slots=True)
class AgreementResult(Exports):
    """What `Agreement.fit` found, with the series that it compared."""

    record = Agreed

    between: tuple[str, str]
    names: tuple[str, str]
    every: str
    n: tuple[int, int]
    span: Span | None
    rows: tuple[Agreed, ...]
    series: pa.Table

    def records(self) -> tuple[Agreed, ...]:
        """The measures."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was compared."""
        span = [day.isoformat() for day in self.span] if self.span else None
        return {
            "between": self.between,
            "of": self.names,
            "every": self.every,
            "n": self.n,
            "span": span,
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """Compares two data sets on a pair of states, given by code or name, period by period."""

    between: tuple[str, str]
    every: Every = field(default="month", kw_only=True)

    def fit(
        self,
        first: pa.Table,
        second: pa.Table,
        names: tuple[str, str] = ("first", "second"),
        *,
        covered: tuple[Span | None, Span | None] = (None, None),
    ) -> AgreementResult:
        """The agreement of two tables of `ACTS`, over the days that both cover.

        `covered` are the first and the last day of each data set; where they are not known (None), the
        periods from its first act of the two states to its last. What one set tells of a day that the
        other does not cover is left out, so the first and the last period may be parts. A period without
        acts within that span has volume and total 0, and neither mean nor shares. Raises `QueryError` for
        a state that does not exist.
        """
        pair = resolve_pair(self.between)
        spans = [
            known or _told(acts, self.every)
            for known, acts in zip(covered, (first, second), strict=True)
        ]
        span = _common(spans)
        if span is None or not len(first) or not len(second):
            counts, series = (len(first), len(second)), _series({}, names, "")
            return AgreementResult(pair, names, self.every, counts, None, (), series)
        held = list(periods(*span, self.every))
        within = [_within(acts, span) for acts in (first, second)]
        counted = [_measures(acts, held, self.every) for acts in within]
        rows = tuple(_agreed(name, counted[0][name], counted[1][name]) for name in counted[0])
        series = _series(dict(zip(names, counted, strict=True)), names, self.every)
        n = (len(within[0]), len(within[1]))
        return AgreementResult(pair, names, self.every, n, span, rows, series)


def _told(acts: pa.Table, every: str) -> Span | None:
    """The periods from the first act to the last."""
    days = acts.column("day").to_pylist()
    return (period_of(min(days), every).start, period_of(max(days), every).end) if days else None


def _common(spans: Sequence[Span | None]) -> Span | None:
    known = [span for span in spans if span is not None]
    if len(known) < len(spans):
        return None
    start, end = max(first for first, _ in known), min(last for _, last in known)
    return (start, end) if start <= end else None


def _within(acts: pa.Table, span: Span) -> pa.Table:
    days = acts["day"]
    return acts.filter(pc.and_(pc.greater_equal(days, span[0]), pc.less_equal(days, span[1])))


def _measures(acts: pa.Table, held: Sequence[Period], every: str) -> dict[str, Values]:
    """Each measure's value in each period; None where it has none."""
    rows: dict[Period, list[int]] = {period: [] for period in held}
    days = acts.column("day").to_pylist()
    found = {day: period_of(day, every) for day in set(days)}
    for index, day in enumerate(days):
        if found[day] in rows:
            rows[found[day]].append(index)
    weight, quad = weights_of_acts(acts).tolist(), acts.column("quad_class").to_pylist()
    score, goldstein = (
        [
            sure * (each or 0.0)
            for sure, each in zip(weight, acts.column(name).to_pylist(), strict=True)
        ]
        for name in ("score", "goldstein")
    )
    values: dict[str, Values] = {
        "net": _each(rows, lambda at: _ratio(_sum(score, at), _sum(weight, at))),
        "total": _each(rows, lambda at: _sum(score, at)),
        "goldstein": _each(rows, lambda at: _sum(goldstein, at)),
        "volume": _each(rows, len),
    }
    for kind in QUADS:
        values[kind] = _each(rows, lambda at, kind=kind: _share(at, quad, kind))  # type: ignore[misc]
    for kind in QUADS:
        values[f"{kind}, volume"] = _each(rows, lambda at, kind=kind: _number(at, quad, kind))  # type: ignore[misc]
    return values


def _each(
    rows: Mapping[Period, Sequence[int]], value: Callable[[Sequence[int]], float | None]
) -> Values:
    return {period: value(at) for period, at in rows.items()}


def _sum(amounts: Sequence[float], at: Sequence[int]) -> float:
    return math.fsum(amounts[index] for index in at)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _share(at: Sequence[int], quads: Sequence[str], kind: str) -> float | None:
    return _number(at, quads, kind) / len(at) if at else None


def _number(at: Sequence[int], quads: Sequence[str], kind: str) -> int:
    return sum(quads[index] == kind for index in at)


def _agreed(measure: str, first: Values, second: Values) -> Agreed:
    pairs = list(zip(first.values(), second.values(), strict=True))
    levels = [(a, b) for a, b in pairs if a is not None and b is not None]
    changes = [
        (a - before[0], b - before[1])
        for before, (a, b) in itertools.pairwise(pairs)
        if a is not None and b is not None and before[0] is not None and before[1] is not None
    ]
    r = _correlation(levels)
    low, high = _interval(r, len(levels))
    return Agreed(measure, len(levels), r, low, high, _ranks(levels), _correlation(changes))


def _correlation(pairs: Sequence[tuple[Any, Any]]) -> float | None:
    if not _varies(pairs):
        return None
    return float(np.clip(stats.pearsonr(*np.array(pairs, float).T).statistic, -1, 1))


def _ranks(pairs: Sequence[tuple[Any, Any]]) -> float | None:
    return float(stats.spearmanr(*np.array(pairs, float).T).statistic) if _varies(pairs) else None


def _varies(pairs: Sequence[tuple[Any, Any]]) -> bool:
    return len(pairs) >= FEWEST and all(len(set(side)) > 1 for side in zip(*pairs, strict=True))


def _interval(r: float | None, count: int) -> tuple[float | None, float | None]:
    if r is None:
        return None, None
    if abs(r) >= 1:
        return r, r
    half = NORMAL_95 / math.sqrt(count - 3)
    return math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)


def _series(counted: Mapping[str, dict[str, Values]], names: Sequence[str], every: str) -> pa.Table:
    rows = [
        {"dataset": name, "measure": measure, "period": label(period, every), "start": period.start,
         "value": value}
        for name in names if name in counted
        for measure, values in counted[name].items()
        for period, value in values.items()
    ]  # fmt: skip
    types = (pa.string(), pa.string(), pa.string(), pa.date32(), pa.float64())
    names_of = ("dataset", "measure", "period", "start", "value")
    return pa.Table.from_pylist(rows, schema=pa.schema(list(zip(names_of, types, strict=True))))
