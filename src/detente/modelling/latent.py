"""The hidden relation of two states that would make what is told of them as it is told.

Counts of acts, by type, direction and data set, are explained by two hidden intensities, of conflict and of
cooperation (`detente.modelling.factor`). The *level* is the balance of the two: by how much the log of what
a usual item of cooperation makes exceeds the log of what a usual item of conflict makes.

Two and not one: with one free factor in all items the loadings of real pairs come out alike in sign, since
in a crisis as in a peace process there is more of everything. That factor is the amount of contact. Of
Israel and the Palestinians (KEDS) it has September 1993 among the worst months of thirty years. So conflict
and cooperation are kept apart, as Schrodt and Gerner do ("An event data analysis of third-party mediation
in the Middle East and Balkans", Journal of Conflict Resolution 48, 2004), where Terechshenko (2020) has
items of conflict alone.

Each item discriminates by as much as it moves with the others of its side; for items of conflict that is
expected to be the more, the worse their acts are scored. So no weight has to be chosen, and nothing depends
on whether scores are averaged or added.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import pyarrow as pa
from scipy.stats import norm

from detente.errors import QueryError, TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.points import Floats
from detente.measuring.refusing import refusing
from detente.modelling.counting import Counts, Side
from detente.modelling.factor import Factor, fit_factor
from detente.modelling.likelihood import Seen
from detente.records import column
from detente.schema import arrow_schema, to_dict

ENOUGH = 10
"""Acts from which on the mean score of a period is held against the level."""
FEWEST_PERIODS = 12
"""Periods with an act, below which no level is told."""
LEAST, BY_SCORE = 0.4, 0.12
"""The loading that is expected of an item of conflict whose acts have no score, and how much more for each
point of score without its sign."""
USUAL = 1.0
"""The loading that is expected of items of cooperation: talks, with a small score, are most of what is told
and tell most."""


@dataclass(frozen=True, slots=True)
class LatentRow:
    """The hidden relation in one period. Levels are in standard deviations, 0 on the mean of the time."""

    period: str = column("name of the period")
    level: float = column("the balance of cooperation and conflict; up is better")
    low: float = column("lower end of its band")
    high: float = column("upper end of its band")
    conflict: float = column("the intensity of conflict")
    conflict_low: float = column("lower end of its band")
    conflict_high: float = column("upper end of its band")
    cooperation: float = column("the intensity of cooperation")
    cooperation_low: float = column("lower end of its band")
    cooperation_high: float = column("upper end of its band")
    acts: int = column("acts of all data sets")
    mean: float | None = column("their mean score, as the index has it; null without acts")
    total: float = column("the sum of their scores")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What an item tells."""

    dataset: str = column("data set; `own` what was read")
    kind: str = column("type or quad class; `other …` what is too rare alone")
    direction: str = column("`A>B`, `B>A`, `mutual`, or `either`")
    side: str = column("`conflict` or `cooperation`")
    acts: int = column("how many")
    discrimination: float = column(
        "by how much the log of their number rises with one standard deviation of its side"
    )
    low: float = column("lower end of its interval")
    high: float = column("upper end of its interval")
    intercept: float = column("the log of their number in a period of the mean and usual volume")
    dispersion: float = column("over-dispersion: variance is mean + dispersion · mean²")
    information: float = column("share in what is told of its side")


@dataclass(frozen=True, slots=True)
class Parting:
    """A period whose mean score lies outside the band of the level, both in standard deviations."""

    period: str
    level: float
    mean: float


@dataclass(frozen=True, slots=True, eq=False)
class LatentResult(Exports):
    """The hidden relation of two states, and what its items tell."""

    record = LatentRow
    worded_by = "detente.modelling.wording"
    drawn_by = "detente.modelling.drawing"

    counts: Counts
    rows: tuple[LatentRow, ...]
    items: tuple[ItemRow, ...]
    options: Latent

    def records(self) -> Sequence[LatentRow]:
        """The periods, in order."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was measured, and how."""
        return {
            "measure": "latent",
            "between": self.counts.between,
            "every": self.counts.every,
            "width": self.options.width,
            "items": len(self.items),
            "left_out": self.counts.left_out,
            "without_volume": self.counts.plain,
            "correlation_mean": self.correlation("mean"),
            "correlation_total": self.correlation("total"),
        }

    def items_table(self) -> pa.Table:
        """Arrow table of the items, as `to_table` of the periods."""
        told = json.dumps(self.asked(), default=str)
        schema = arrow_schema(ItemRow).with_metadata({"detente": told})
        return pa.Table.from_pylist([to_dict(row) for row in self.items], schema=schema)

    def correlation(self, name: str) -> float | None:
        """Of the level with the `mean` or the `total` score, over periods with acts; None where one of them
        does not vary."""
        level, other = self._beside(name)
        if len(level) < 3 or not (np.ptp(level) and np.ptp(other)):
            return None
        return float(np.corrcoef(level, other)[0, 1])

    def partings(self, most: int = 5) -> list[Parting]:
        """Where the mean score says something else: periods of ten acts or more in which it lies outside
        the band, those first in which it lies farthest from the level."""
        _, mean = self._beside("mean")
        if not len(mean) or not mean.std():
            return []
        rows = [row for row in self.rows if row.mean is not None]
        put = (mean - mean.mean()) / mean.std()
        found = [
            Parting(row.period, row.level, float(value))
            for row, value in zip(rows, put, strict=True)
            if row.acts >= ENOUGH and not row.low <= value <= row.high
        ]
        return sorted(found, key=lambda each: -abs(each.mean - each.level))[:most]

    def _beside(self, name: str) -> tuple[Floats, Floats]:
        """The level and another column, of the periods that have acts."""
        rows = [row for row in self.rows if row.mean is not None]
        level, other = ([getattr(row, key) for row in rows] for key in ("level", name))
        return np.array(level, dtype=np.float64), np.array(other, dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latent:
    """How the hidden relation is to be told: `width` is the share of the bands.

    There are no draws and no seed: the same counts give the same level. Raises `QueryError` for a width
    that is no share.
    """

    width: float = 0.9

    def __post_init__(self) -> None:
        if not 0 < self.width < 1:
            raise QueryError(f"width {self.width} is no share", advice="Give one between 0 and 1.")

    def fit(self, counts: Counts) -> LatentResult:
        """The hidden relation of `counts_of`.

        Raises `TooLittleDataError` where fewer than twelve periods have an act, or a side has no item.
        """
        _check(counts)
        with refusing("a hidden relation"):
            factors = {side: _fitted(counts, side) for side in get_args(Side)}
        series = {side: _Series.of([(1.0, factor)]) for side, factor in factors.items()}
        conflict, cooperation = factors["conflict"], factors["cooperation"]
        level = _Series.of(
            [(cooperation.usual_loading, cooperation), (-conflict.usual_loading, conflict)]
        )
        return LatentResult(
            counts=counts,
            rows=self._rows(
                counts, {"": level} | {f"{side}_": each for side, each in series.items()}
            ),
            items=self._items(counts, factors, series),
            options=self,
        )

    @property
    def _half(self) -> float:
        return float(norm.ppf((1 + self.width) / 2))

    def _rows(self, counts: Counts, series: dict[str, _Series]) -> tuple[LatentRow, ...]:
        columns: dict[str, Floats] = {}
        for name, each in series.items():
            columns[name.rstrip("_") or "level"] = each.values
            columns[f"{name}low"] = each.values - self._half * each.errors
            columns[f"{name}high"] = each.values + self._half * each.errors
        return tuple(
            LatentRow(
                period=period,
                acts=int(counts.acts[at]),
                mean=None if np.isnan(counts.mean[at]) else float(counts.mean[at]),
                total=float(counts.total[at]),
                **{name: float(values[at]) for name, values in columns.items()},
            )
            for at, period in enumerate(counts.names)
        )

    def _items(
        self, counts: Counts, factors: dict[Side, Factor], series: dict[Side, _Series]
    ) -> tuple[ItemRow, ...]:
        found: dict[int, ItemRow] = {}
        for side, factor in factors.items():
            errors = np.sqrt(np.diag(factor.doubt))[len(counts.of(side)) :]
            for row, place in enumerate(counts.of(side)):
                found[place] = self._item(counts, place, factor, series[side], row, errors[row])
        return tuple(found[place] for place in sorted(found))

    def _item(
        self, counts: Counts, place: int, factor: Factor, series: _Series, row: int, error: float
    ) -> ItemRow:
        item, given = counts.items[place], factor.parameters
        loading = given.loadings[row]
        return ItemRow(
            dataset=item.dataset,
            kind=item.kind,
            direction=item.direction,
            side=item.side,
            acts=item.acts,
            discrimination=float(loading * series.unit),
            low=float((loading - self._half * error) * series.unit),
            high=float((loading + self._half * error) * series.unit),
            intercept=float(given.intercepts[row] + loading * series.centre),
            dispersion=float(np.exp(-given.log_sizes[row])),
            information=float(factor.information[row]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Series:
    """A sum of hidden values in units of its standard deviation over the time, about its mean, with the
    standard error of each."""

    values: Floats
    errors: Floats
    centre: float
    unit: float

    @classmethod
    def of(cls, parts: list[tuple[float, Factor]]) -> _Series:
        """The sum of factors, each by its weight.

        Where the whole series lies, and how large its unit is, is of no interest: what is not known of
        these two is taken off its covariance (to first order).
        """
        mean = _added([weight * factor.known.mean for weight, factor in parts])
        variance = _added([weight**2 * factor.variance for weight, factor in parts])
        count = len(mean)

        def times(columns: Floats) -> Floats:
            return _added([weight**2 * factor.times(columns) for weight, factor in parts])

        about = mean - mean.mean()
        flat = np.full((count, 1), count**-0.5)
        within = variance.sum() - float((flat.T @ times(flat))[0, 0])
        unit = float(np.sqrt((about @ about + within) / count))
        length = float(np.sqrt(about @ about)) or 1.0
        along = np.column_stack([flat[:, 0], about / length])
        moved = times(along)
        rest = variance - 2 * (moved * along).sum(axis=1)
        rest += ((along @ (along.T @ moved)) * along).sum(axis=1)
        errors = np.sqrt(np.maximum(rest, 0.0)) / unit
        return cls(about / unit, errors, float(mean.mean()), unit)


def _added(parts: list[Floats]) -> Floats:
    return np.asarray(np.sum(parts, axis=0), dtype=np.float64)


def _fitted(counts: Counts, side: Side) -> Factor:
    rows = counts.of(side)
    values, offsets = counts.values[rows], counts.offsets[rows]
    there = np.isfinite(values)
    scores = np.abs([counts.items[row].score for row in rows])
    expected = LEAST + BY_SCORE * scores if side == "conflict" else np.full(len(rows), USUAL)
    seen = Seen(np.where(there, values, 0.0), there.astype(np.float64))
    return fit_factor(seen, np.where(there, offsets, 0.0), expected)


def _check(counts: Counts) -> None:
    """Refuse what tells too little."""
    seen = int((counts.acts > 0).sum())
    if seen < FEWEST_PERIODS:
        raise TooLittleDataError(
            f"only {seen} of the periods have an act; {FEWEST_PERIODS} are needed",
            advice="Take shorter periods, a longer time, or another data set.",
        )
    for side in get_args(Side):
        if not counts.of(side):
            raise TooLittleDataError(
                f"too few acts of {side} are told for a hidden relation",
                advice="Take a longer time or another data set, or use `detente index`.",
            )
