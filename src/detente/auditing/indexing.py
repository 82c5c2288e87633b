"""The index of two states as an audit sets it right: by period, over all, and by kind of act.

`detente.auditing.estimating` says how. An act that was wrong counts as what it is, or not at all; acts
that were missed are added as the passages tell. A period in which fewer than `ENOUGH` units were checked
has no figure of its own: its error could not be told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import pyarrow as pa

from detente.auditing.checking import Checked, Shares
from detente.auditing.estimating import Estimate, Part, ratio
from detente.errors import QueryError
from detente.measuring.exporting import Exports
from detente.measuring.series import Row, Series
from detente.measuring.tally import Floats
from detente.merging import expand
from detente.merging.dyads import Dyad
from detente.records import Occurrence, QuadClass, column
from detente.schema import arrow_schema, to_dict

ENOUGH = 8
"""Units of a period that must be checked for it to have a figure, unless everything is."""
GRAVE = 0.25
"""By how much, squared, an error may be off in a share: the most that the variance of a share can be."""
Value = Callable[[Occurrence], tuple[float, float] | None]
"""What an act adds to the numerator and the denominator; None where it does not count."""


@dataclass(frozen=True, slots=True)
class AuditedRow:
    """One period, as an audit sets it right."""

    audited: float | None = column(
        "`net` as the audit sets it right; null where too little is checked"
    )
    audited_low: float | None = column("lower end of its interval")
    audited_high: float | None = column("upper end of its interval")
    checked: int = column("units checked that are of this period")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over all periods."""

    name: str
    """`mean score`, `mean score of what was told`, or `share of …`."""
    told: Estimate


@dataclass(frozen=True, slots=True)
class AuditedSeries(Exports):
    """A series beside what an audit makes of it."""

    record = Row

    series: Series
    rows: tuple[AuditedRow, ...]
    figures: tuple[Figure, ...]
    width: float
    audit: str
    checked: int
    left: int

    def records(self) -> tuple[Row, ...]:
        """The periods of the series."""
        return self.series.rows

    def asked(self) -> dict[str, Any]:
        """What was measured, and by which audit."""
        figures = {
            each.name: [each.told.value, each.told.low, each.told.high] for each in self.figures
        }
        return self.series.asked() | {
            "audit": self.audit, "width": self.width, "checked": self.checked, "left": self.left,
            "figures": figures,
        }  # fmt: skip

    def columns(self) -> pa.Table:
        """The columns of `AuditedRow`, a row for each period."""
        rows = [to_dict(each) for each in self.rows]
        return pa.Table.from_pylist(rows, schema=arrow_schema(AuditedRow))

    def to_table(self) -> pa.Table:
        """The series' table with the columns of `AuditedRow`."""
        table, added = Exports.to_table(self), self.columns()
        for name in added.column_names:
            table = table.append_column(added.schema.field(name), added[name])
        return table


def audited(found: Checked, series: Series, *, width: float = 0.9) -> AuditedSeries:
    """What an audit makes of a series of the same two states.

    Raises `QueryError` for a series that is normalised, or of one track (of missed acts no track is known),
    and `TooLittleDataError` where fewer than two acts, or two passages, are checked.
    """
    if series.normalise != "none" or series.track is not None:
        raise QueryError(
            "an audit sets right mean scores of all tracks, not normalised ones",
            advice="Leave out the track and the normalisation.",
        )
    auditing = _Auditing(found, series, width)
    progress = found.progress
    return AuditedSeries(
        series=series,
        rows=tuple(auditing.rows()),
        figures=tuple(auditing.figures()),
        width=width,
        audit=progress.audit,
        checked=progress.acts_checked + progress.passages_checked,
        left=progress.left,
    )


class _Auditing:
    def __init__(self, found: Checked, series: Series, width: float) -> None:
        self._found, self._series, self._width = found, series, width
        self._starts = [row.start for row in series.rows]
        self._whole = self._told(self._score)
        scores = [told[0] for act in found.occurrences if (told := self._score(act))]
        self._grave = float(np.var(scores)) if scores else 0.0
        drawn_from = (found.strata, found.passage_strata)
        self._complete = all((each.counts >= each.sizes).all() for each in drawn_from)

    def rows(self) -> Iterator[AuditedRow]:
        for place in range(len(self._starts)):
            told, checked = self._of_period(place)
            if told is None or (checked < ENOUGH and not self._complete):
                yield AuditedRow(None, None, None, checked)
            else:
                yield AuditedRow(told.value, told.low, told.high, checked)

    def figures(self) -> Iterator[Figure]:
        if self._whole is not None:
            yield Figure("mean score", self._whole)
        alone = ratio(self._parts(self._score)[:1], width=self._width)
        if alone is not None:
            yield Figure("mean score of what was told", alone)
        for quad in get_args(QuadClass):
            told = self._told(self._of_quad(quad), share=True)
            if told is not None:
                yield Figure(f"share of {quad}", told)

    def _told(self, value: Value, *, share: bool = False) -> Estimate | None:
        return ratio(
            self._parts(value), width=self._width, share=share, grave=GRAVE if share else None
        )

    def _of_period(self, place: int) -> tuple[Estimate | None, int]:
        """The figure of a period, with the tuning of all: few units tell none of their own."""

        def value(act: Occurrence) -> tuple[float, float] | None:
            return self._score(act) if self._period(act) == place else None

        parts = self._parts(value)
        here = sum(
            int(((part.found != 0) | (part.coded[part.strata.checked] != 0)).any(axis=1).sum())
            for part in parts
        )
        tuning = self._whole.tuning if self._whole else 1.0
        return ratio(parts, width=self._width, tuning=tuning, grave=self._grave), here

    def _parts(self, value: Value) -> list[Part]:
        found = self._found
        coded = np.array([value(each) or (0.0, 0.0) for each in found.occurrences])
        passages = found.passage_strata
        return [
            Part(found.strata, coded, _shares([each.found for each in found.acts], value)),
            Part(
                passages,
                np.zeros((len(passages.place), 2)),
                _shares([each.missed for each in found.passages], value),
            ),
        ]

    def _score(self, act: Occurrence) -> tuple[float, float] | None:
        score = act.score if self._series.scores == "plover" else act.goldstein
        return None if score is None or not self._counts(act) else (score, 1.0)

    def _of_quad(self, quad: str) -> Value:
        def value(act: Occurrence) -> tuple[float, float] | None:
            return (float(act.quad_class == quad), 1.0) if self._counts(act) else None

        return value

    def _counts(self, act: Occurrence) -> bool:
        series = self._series
        way = not series.directed or Dyad(*series.between) in expand(act)
        return way and self._period(act) is not None

    def _period(self, act: Occurrence) -> int | None:
        if act.date is None or not self._starts:
            return None
        place = bisect_right(self._starts, act.date) - 1
        return place if place >= 0 and act.date <= self._series.rows[place].end else None


def _shares(found: Sequence[Shares], value: Value) -> Floats:
    """What each unit adds to numerator and denominator."""
    sums = np.zeros((len(found), 2))
    for place, shares in enumerate(found):
        for act, share in shares:
            sums[place] += share * np.array(value(act) or (0.0, 0.0))
    return sums
