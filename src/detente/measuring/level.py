"""The level of a relation, smoothed, with a band that says how sure it is.

The level is that of `detente.measuring.local_level`. Its band may hold three kinds of doubt, together
or each alone: `sampling`, that few acts of a period happened to be told of; `coder`, that a coder
takes acts for others and tells some that never were (`detente.measuring.redrawing`); `outlets`, that other
outlets would have told other acts (`detente.measuring.slants`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from detente.errors import QueryError
from detente.measuring.confusion import Confusion, shipped
from detente.measuring.exporting import Exports
from detente.measuring.figures import many
from detente.measuring.measure import series_of, weights
from detente.measuring.period_values import value_band
from detente.measuring.question import Question
from detente.measuring.redrawing import FEWEST_PERIODS, PARTS, Draws, Part, Redrawing, StandingActs
from detente.measuring.series import Series, later_column
from detente.measuring.slants import FEWEST as FEWEST_OUTLETS
from detente.measuring.tally import Floats, Tally, tally
from detente.schema import arrow_schema, to_dict


@dataclass(frozen=True, slots=True)
class LevelRow:
    """The level of one period; null where it cannot be told."""

    level: float | None = later_column("the smoothed level of `value`: the middle of the draws")
    low: float | None = later_column("lower end of its band")
    high: float | None = later_column("upper end of its band")
    value_low: float | None = later_column(
        "lower end of the band of `value` itself; null without acts"
    )
    value_high: float | None = later_column("upper end of that band")
    sampling_low: float | None = later_column("lower end of the band of sampling error alone")
    sampling_high: float | None = later_column("upper end of the band of sampling error alone")
    coder_low: float | None = later_column("lower end of the band of the coder's error alone")
    coder_high: float | None = later_column("upper end of the band of the coder's error alone")
    outlets_low: float | None = later_column("lower end of the band of the mix of outlets alone")
    outlets_high: float | None = later_column("upper end of the band of the mix of outlets alone")


@dataclass(frozen=True, slots=True)
class LevelResult(Exports):
    """A series with its level. Two are equal where their rows are."""

    series: Series
    rows: tuple[LevelRow, ...]
    width: float
    holds: tuple[Part, ...]
    """What the band holds."""
    absent: dict[Part, str] = field(hash=False)
    """What it was to hold and does not, with the reason."""
    seed: int
    right: float | None
    """Share of the coder's tellings that are right by the confusion table used, or None."""
    paths: Floats = field(compare=False, repr=False)
    """Levels as they may have been: a row for each draw, a column for each period; or no rows."""
    standing: StandingActs | None = None
    """What stands of the acts once the coder's errors are taken off; None where they are not."""

    def to_table(self) -> pa.Table:
        """The series' table with the columns of `LevelRow`."""
        schema = arrow_schema(LevelRow)
        levels = pa.Table.from_pylist([to_dict(row) for row in self.rows], schema=schema)
        table = self.series.to_table()
        for name in schema.names:
            table = table.append_column(schema.field(name), levels[name])
        return table.replace_schema_metadata({"detente": json.dumps(self.asked())})

    def asked(self) -> dict[str, Any]:
        """What was measured, and what the band holds."""
        band = {"width": self.width, "holds": self.holds, "absent": self.absent, "seed": self.seed}
        return self.series.asked() | {"band": band}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How a level is to be measured.

    `width` is the share of the band, above 0 and below 1. `holds` is what the band holds; with nothing
    in it no level is drawn. `alone` says whether each part is measured alone, too. `draws` is how
    many levels are drawn; with the same `seed` they are the same, in whatever order the acts come.
    `confusion` is the table of the coder that told the acts; without one the shipped table serves
    for acts that have a confidence, as detente's own have. Raises `QueryError` for a width that is
    no share, and for no draws.
    """

    width: float = 0.9
    holds: tuple[Part, ...] = PARTS
    alone: bool = False
    draws: int = 400
    seed: int = 0
    confusion: Confusion | None = None

    def __post_init__(self) -> None:
        if not 0 < self.width < 1:
            raise QueryError(f"width {self.width} is no share", advice="Give one between 0 and 1.")
        if self.draws < 1:
            raise QueryError(f"{self.draws} draws are too few", advice="Give 1 or more.")

    def fit(
        self, acts: pa.Table, question: Question, *, coverage: pa.Table | None = None
    ) -> LevelResult:
        """The level of two states; takes what `detente.measuring.measure` takes, raises what it raises."""
        counted = tally(acts, question, coverage)
        confusion = self._confusion(counted)
        absent = self._absent(counted, confusion)
        holds = tuple(part for part in PARTS if part in self.holds and part not in absent)
        series = series_of(counted)
        drawn = Draws(np.empty((0, len(series.rows))), None)
        ends: dict[str, Floats] = {}
        if self.holds and len(absent) < len(PARTS):
            source = Redrawing(counted, confusion)
            drawn = source.draws(holds, self.draws, self.seed)
            ends = self._ends(source, drawn, holds)
        return LevelResult(
            series=series,
            rows=_rows(ends, len(series.rows)),
            width=self.width,
            holds=holds,
            absent={part: why for part, why in absent.items() if part in self.holds},
            seed=self.seed,
            right=confusion.right if confusion and "coder" in holds else None,
            standing=drawn.standing,
            paths=drawn.levels,
        )

    def _ends(self, source: Redrawing, drawn: Draws, holds: tuple[Part, ...]) -> dict[str, Floats]:
        low, high = (1 - self.width) / 2, (1 + self.width) / 2
        level, *both = np.quantile(drawn.levels, [0.5, low, high], axis=0)
        own = value_band(source, drawn.records, holds, width=self.width, seed=self.seed)
        found = {"level": level, "low": both[0], "high": both[1]}
        found |= {"value_low": own[0], "value_high": own[1]}
        for part in holds if self.alone else ():
            alone = source.draws((part,), self.draws, self.seed).levels
            found[f"{part}_low"], found[f"{part}_high"] = np.quantile(alone, [low, high], axis=0)
        return found

    def _confusion(self, counted: Tally) -> Confusion | None:
        if self.confusion is not None or counted.acts["confidence"].null_count == len(counted.acts):
            return self.confusion
        return shipped()

    def _absent(self, counted: Tally, confusion: Confusion | None) -> dict[Part, str]:
        seen = sum(each > 0 for each in weights(counted))
        if seen < FEWEST_PERIODS:
            few = f"only {seen} of the periods have an act; {FEWEST_PERIODS} are needed"
            return dict.fromkeys(PARTS, few)
        absent: dict[Part, str] = {}
        if confusion is None:
            absent["coder"] = "nobody says how often this coder errs; give a confusion table"
        outlets = len(counted.told[2])
        if outlets < FEWEST_OUTLETS:
            told = f"{many(outlets, 'outlet')} {'tells' if outlets == 1 else 'tell'} it"
            absent["outlets"] = f"{told}; {FEWEST_OUTLETS} are needed"
        return absent


def _rows(ends: dict[str, Floats], count: int) -> tuple[LevelRow, ...]:
    columns = {
        name: [None if np.isnan(value) else value for value in values.tolist()]
        for name, values in ends.items()
    }
    return tuple(
        LevelRow(**{name: values[place] for name, values in columns.items()})
        for place in range(count)
    )
