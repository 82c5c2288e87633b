"""In how many records, as they may be, does a finding stand?

A measure is fitted to one series, as it was told. Here the record is drawn again, given what is not known
of it (`detente.measuring.redraws`), the measure is fitted to each draw, and each finding is looked for
there (`detente.measuring.found_again`). The share of the draws that show it is how often another record of
the same relation would have told it (the reproducibility of a test: Goodman, Statistics in Medicine 11,
1992; a result in each of several imputations: Rubin, "Multiple Imputation for Nonresponse in Surveys",
1987).

That is no probability that the finding is true. What is wrong with the series itself, such as an event that
all outlets misread, stands in every draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from detente.errors import QueryError, TooLittleDataError
from detente.measuring.confusion import Confusion
from detente.measuring.coverage import Coverage
from detente.measuring.exporting import Exports
from detente.measuring.flows import amounts, chosen, span_of, summed
from detente.measuring.found_again import Measured, Sought, shows_others, sought
from detente.measuring.leadlag import LeadLag, LeadLagResult
from detente.measuring.periods import label, periods
from detente.measuring.points import Points
from detente.measuring.question import Question
from detente.measuring.reciprocity import Reciprocity
from detente.measuring.redraws import Redraw, Redraws, Unknown
from detente.measuring.spells import Spells
from detente.measuring.tally import Ints, places
from detente.measuring.turns import Turns
from detente.merging.doubtful import DoubtfulMerge
from detente.records import column

Measure = Turns | Spells | Reciprocity | LeadLag
Name = TypeVar("Name", bound=str)
INNER = 99
"""Random draws of a measure's own test within each record: enough for a level of .05, where the test is
exact (Davidson and MacKinnon, Econometric Reviews 19, 2000)."""


@dataclass(frozen=True, slots=True)
class Stands:
    """A finding, and in how many of the records as they may be it is found again."""

    finding: str = column(
        "what was found, such as `turn up in 2023-06` or `CHN>USA before USA>CHN`"
    )
    told: bool = column("whether it is seen in the record as it was told")
    draws: int = column("records as they may be")
    stood: int = column("those in which it is found")
    share: float = column("`stood` of `draws`")


@dataclass(frozen=True, slots=True, eq=False)
class DoubtResult(Exports):
    """A measure's result, and how often each of its findings stands.

    `rows` are its findings, in the order of the result's own rows where each of these is one.
    """

    record = Stands

    found: Measured
    rows: tuple[Stands, ...]
    others: int | None
    """Records that show a turn, or a spell, which was not told; None of other measures."""
    refused: int
    """Records in which the measure found too little to be fitted; nothing stands in these."""
    holds: tuple[Unknown, ...]
    """What was redrawn."""
    absent: dict[Unknown, str] = field(hash=False)
    """What could not be, with the reason."""
    options: Doubt

    def records(self) -> Sequence[Stands]:
        """The findings."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return {
            "measure": "doubt",
            "of": self.found.asked(),
            "draws": self.options.draws,
            "seed": self.options.seed,
            "holds": self.holds,
            "absent": self.absent,
            "others": self.others,
            "refused": self.refused,
        }

    def chart(self, **options: Any) -> Any:
        """The chart of the measure's own result."""
        return self.found.chart(**options)

    def beside(self) -> pa.Table:
        """The rows of the measure's own result with the share in which each stands as a column `stands`; of
        lead and lag, whose findings are no rows of it, the findings."""
        if isinstance(self.found, LeadLagResult):
            return self.to_table()
        shares = pa.array([row.share for row in self.rows], pa.float64())
        return self.found.to_table().append_column("stands", shares)


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure to be fitted to redrawn records: `of` is what is measured, as in `by_period`; `tracks` are
    the two that `LeadLag` compares; `coverage` is that of the measure, and the same in every record."""

    measure: Measure
    of: str = "mean"
    tracks: tuple[str, str] | None = None
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Tells in what share of the records that may be the findings of a measure stand.

    `draws` records are drawn from `seed`; `without` leaves out what is not to be redrawn (`sampling`,
    `coder`, `outlets`, `merging`). `confusion` is the table of the coder that told the acts, as of `Level`;
    `merges` are the joins in doubt (`detente.merging.doubtful`). Raises `QueryError` for no draws.
    """

    draws: int = 100
    without: tuple[Unknown, ...] = ()
    seed: int = 0
    confusion: Confusion | None = None
    merges: Sequence[DoubtfulMerge] = ()

    def __post_init__(self) -> None:
        if self.draws < 1:
            raise QueryError(f"{self.draws} draws are too few", advice="Give 1 or more.")

    def fit(
        self,
        measure: Measure,
        acts: pa.Table,
        question: Question,
        *,
        of: str = "mean",
        tracks: tuple[str, str] | None = None,
        coverage: Coverage | None = None,
    ) -> DoubtResult:
        """How often the findings of a measure stand, of acts (`ACTS`) made in the order of `between`.

        `of`, `tracks` and `coverage` are as of `Asked`. Raises what the measure raises of the record as it
        was told, and `QueryError` for a question that is normalised or of other than PLOVER scores.
        """
        held = _checked(acts, question)
        fitting = _Fitting(Asked(measure, of, tracks, coverage), held, question)
        return self._fitted([fitting], held, question)[0]

    def fit_each(
        self, asked: Mapping[Name, Asked], acts: pa.Table, question: Question
    ) -> dict[Name, DoubtResult]:
        """How often the findings of several measures stand, in the same redrawn records: each is as of
        `fit`, by the name under which it was asked. A measure that has too little data is left out."""
        held = _checked(acts, question)
        fittings: dict[Name, _Fitting] = {}
        for name, each in asked.items():
            with suppress(TooLittleDataError):
                fittings[name] = _Fitting(each, held, question)
        found = self._fitted(list(fittings.values()), held, question)
        return dict(zip(fittings, found, strict=True))

    def _fitted(
        self, fittings: Sequence[_Fitting], acts: pa.Table, question: Question
    ) -> list[DoubtResult]:
        if not fittings:
            return []
        redraws = Redraws(
            acts, replace(question, track=None, directed=False), confusion=self.confusion,
            merges=self.merges, without=self.without, seed=self.seed,
        )  # fmt: skip
        again = [[each.again(draw) for each in fittings] for draw in redraws.draws(self.draws)]
        return [
            self._result(each.found, shown, redraws)
            for each, shown in zip(fittings, zip(*again, strict=True), strict=True)
        ]

    def _result(
        self, found: Measured, again: Sequence[Measured | None], redraws: Redraws
    ) -> DoubtResult:
        looked = [each for each in again if each is not None]
        other = shows_others(found)
        return DoubtResult(
            found=found,
            rows=tuple(self._stands(each, looked) for each in sought(found)),
            others=None if other is None else sum(map(other, looked)),
            refused=self.draws - len(looked),
            holds=redraws.holds,
            absent=redraws.absent,
            options=self,
        )

    def _stands(self, each: Sought, again: Sequence[Measured]) -> Stands:
        stood = sum(map(each.shown, again))
        return Stands(each.name, each.told, self.draws, stood, stood / self.draws)


def _checked(acts: pa.Table, question: Question) -> pa.Table:
    """The acts by day and id, so that their order changes no draw."""
    if question.normalise != "none" or question.scores != "plover":
        raise QueryError(
            "records are drawn anew of plain PLOVER scores only",
            advice="Leave out the normalisation and other scores.",
        )
    return chosen(acts)


class _Fitting:
    """A measure and the series that it takes of a record; `found` is what it finds in it as it was told."""

    def __init__(self, asked: Asked, acts: pa.Table, question: Question) -> None:
        self._quick, self._coverage = _quick(asked.measure), asked.coverage
        self._flows = _flows(asked.measure, acts, question, asked.of, asked.tracks)
        as_told = {name: flow.as_told for name, flow in self._flows.items()}
        self.found = _fitted(asked.measure, as_told, asked.coverage)

    def again(self, draw: Redraw) -> Measured | None:
        """What a redrawn record shows; None where it has too little."""
        series = {name: flow.of(draw) for name, flow in self._flows.items()}
        try:
            return _fitted(self._quick, series, self._coverage)
        except TooLittleDataError:
            return None


@dataclass(frozen=True, slots=True, eq=False)
class _Flow:
    """A series that a measure takes: its points as told, the rows of its acts and the period of each."""

    as_told: Points
    rows: Ints
    place: Ints
    measured: str

    def of(self, draw: Redraw) -> Points:
        """Its points in a redrawn record."""
        count = len(self.as_told.names)
        weights = (draw.times if self.measured == "acts" else draw.weights)[self.rows]
        added = weights * amounts(draw.scores[self.rows], self.measured)
        total = np.bincount(self.place, added, minlength=count)
        if self.measured != "mean":
            return replace(self.as_told, values=total)
        counts = np.bincount(self.place, weights, minlength=count)
        means = np.divide(total, counts, out=np.full(count, np.nan), where=counts > 0)
        return replace(self.as_told, values=means, counts=counts)


def _flows(
    measure: Measure, acts: pa.Table, question: Question, of: str, tracks: tuple[str, str] | None
) -> dict[str, _Flow]:
    """By name the series that a measure takes, over the same periods."""
    days: Any = {"since": question.since, "until": question.until}
    numbered = acts.append_column("row", pa.array(np.arange(len(acts))))
    if isinstance(measure, Reciprocity):
        ways: Any = {"mutual": False, "track": question.track, **days}
        first, second = question.between
        held = {
            f"{first}>{second}": chosen(numbered, direction="forward", **ways),
            f"{second}>{first}": chosen(numbered, direction="backward", **ways),
        }
    elif isinstance(measure, LeadLag):
        if tracks is None:
            raise QueryError("lead and lag are of two tracks", advice="Give `tracks`.")
        held = {track: chosen(numbered, track=track, **days) for track in tracks}
    else:
        way: Any = "forward" if question.directed else "both"
        held = {"": chosen(numbered, direction=way, track=question.track, **days)}
    start, end = span_of(held.values(), question.since, question.until)
    within = replace(question, since=start, until=end)
    return {name: _flow(table, within, of) for name, table in held.items()}


def _flow(held: pa.Table, within: Question, of: str) -> _Flow:
    if within.since is None or within.until is None:
        raise TooLittleDataError(
            "there are no acts to measure", advice="Ask for other states, dates or tracks."
        )
    span = list(periods(within.since, within.until, within.every, within.week_starts))
    starts = np.array([period.start for period in span], dtype="datetime64[D]")
    place = places(held["day"], starts)
    names = tuple(label(period, within.every) for period in span)
    return _Flow(summed(held, place, names, of, within.every), held["row"].to_numpy(), place, of)


def _quick(measure: Measure) -> Measure:
    """The measure with no more random draws of its own than one test needs."""
    if isinstance(measure, Turns | LeadLag):
        return replace(measure, draws=min(measure.draws, INNER))
    return measure


def _fitted(measure: Measure, series: Mapping[str, Points], coverage: Coverage | None) -> Measured:
    if isinstance(measure, Reciprocity):
        return measure.fit(series, coverage=coverage)
    if isinstance(measure, LeadLag):
        (one, first), (other, second) = series.items()
        return measure.fit(first, second, (one, other), coverage=coverage)
    (points,) = series.values()
    return measure.fit(points, coverage=coverage)
