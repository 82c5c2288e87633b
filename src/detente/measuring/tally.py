"""The acts of a question as columns of numbers, each act with the period it falls in."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from detente.coding.ontology import event_types
from detente.errors import QueryError
from detente.measuring.periods import Period, periods
from detente.measuring.question import Question

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
COVERAGE = pa.schema([pa.field("day", pa.date32()), pa.field("n", pa.int64())])
"""How many acts of all states there are on each day."""


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Acts as asked for. Whatever is summed of them is summed exactly, so that no order shows."""

    question: Question
    periods: tuple[Period, ...]
    """Cut to the days asked for; empty ones included."""
    acts: pa.Table
    place: Ints
    """For each act the index of its period."""
    scores: Floats
    unscored: int
    everything: Ints | None
    """For each period the acts of all states, where asked for."""

    def count(self, chosen: Any = None) -> Ints:
        """Acts of each period, or of those chosen by a column of truth values."""
        place = self.place if chosen is None else self.place[_numpy(chosen)]
        return np.bincount(place, minlength=len(self.periods)).astype(np.int64)

    @property
    def kinds(self) -> Ints:
        """For each act the index of its type among the sixteen."""
        known = pa.array(event_types(), pa.string())
        return np.asarray(_numpy(pc.index_in(self.acts["event_type"], known)), dtype=np.int64)

    @property
    def weights(self) -> Floats:
        """What each act weighs in means and sums (`weights_of_acts`)."""
        return weights_of_acts(self.acts)

    @property
    def confidence(self) -> Floats:
        """For each act; NaN where no coder tells it."""
        return np.asarray(_numpy(self.acts["confidence"].cast(pa.float64())), dtype=np.float64)

    @property
    def told(self) -> tuple[Ints, Ints, list[str]]:
        """The tellings of its acts (`tellings`)."""
        return tellings(self.acts)


def tellings(acts: pa.Table) -> tuple[Ints, Ints, list[str]]:
    """Act and outlet of each telling of acts (`ACTS`), both by index, and the outlets' names, sorted."""
    lists = acts["outlets"].combine_chunks()
    names = pc.list_flatten(lists)
    named = pc.is_valid(names)
    parents = pc.list_parent_indices(lists).filter(named)
    coded = names.filter(named).dictionary_encode()
    names = coded.dictionary.to_pylist()
    known = sorted(names)
    places = {name: place for place, name in enumerate(known)}
    ranks = np.array([places[name] for name in names], dtype=np.int64)
    return _numpy(parents), ranks[_numpy(coded.indices)], known


def tally(acts: pa.Table, question: Question, coverage: pa.Table | None = None) -> Tally:
    """The acts of a table as `ACTS` that a question asks for; `coverage` as `COVERAGE`.

    Raises `QueryError` where coverage is to be normalised for and is not given.
    """
    if question.normalise == "coverage" and coverage is None:
        raise QueryError(
            "how much is told of all states is not known",
            advice="Give `coverage`: for each day the number of acts of all states.",
        )
    asked = _asked(on_track(acts, question.track), question)
    scored = _where(asked, pc.is_valid(asked[_score(question)]))
    found = _periods(asked, question)
    starts = np.array([period.start for period in found], dtype="datetime64[D]")
    counted = coverage if question.normalise == "coverage" else None
    return Tally(
        question=question,
        periods=tuple(found),
        acts=scored,
        place=places(scored["day"], starts),
        scores=_numpy(scored[_score(question)]),
        unscored=len(asked) - len(scored),
        everything=None if counted is None else _everything(counted, found, starts),
    )


def _score(question: Question) -> str:
    return "score" if question.scores == "plover" else "goldstein"


def _asked(acts: pa.Table, question: Question) -> pa.Table:
    """The acts asked for, whatever their track."""
    day = acts["day"]
    held = pc.is_valid(day)
    if question.directed:
        held = pc.and_(held, acts["forward"])
    if question.since is not None:
        held = pc.and_(held, pc.greater_equal(day, pa.scalar(question.since, pa.date32())))
    if question.until is not None:
        held = pc.and_(held, pc.less_equal(day, pa.scalar(question.until, pa.date32())))
    return _where(acts, held)


def _where(acts: pa.Table, held: Any) -> pa.Table:
    """The acts for which it holds; the table itself where it holds for all, as copying is slow."""
    return acts if pc.all(held, min_count=0).as_py() else acts.filter(held)


def weights_of_acts(acts: pa.Table) -> Floats:
    """What each act (`ACTS`) weighs in means and sums: its confidence, and 1 where no coder says how sure
    it is, as of imported data."""
    sure = acts["confidence"].cast(pa.float64()).fill_null(1.0)
    return np.asarray(_numpy(sure), dtype=np.float64)


def mean(total: float, weight: float) -> float | None:
    """A mean from sums, None where nothing weighs; to twelve digits, so that acts of one score have just
    that score as their mean."""
    return round(total / weight, 12) if weight else None


def sums(place: Ints, amounts: Floats, count: int) -> list[float]:
    """The sum of the amounts in each of `count` periods, exact to the last digit in whatever order
    (`math.fsum`)."""
    if not count:
        return []
    held = amounts[np.argsort(place, kind="stable")]
    ends = np.cumsum(np.bincount(place, minlength=count))[:-1]
    return [math.fsum(each) for each in np.split(held, ends)]


def on_track(acts: pa.Table, track: str | None) -> pa.Table:
    """The acts that have a track among theirs; all where it is None."""
    if track is None:
        return acts
    lists = acts["tracks"].combine_chunks()
    here = pc.equal(pc.list_flatten(lists), track)
    rows = np.unique(_numpy(pc.list_parent_indices(lists))[_numpy(here)])
    return acts.take(pa.array(rows, pa.int64()))


def _periods(acts: pa.Table, question: Question) -> list[Period]:
    days = pc.min_max(acts["day"]).as_py()
    first = question.since or days["min"] or question.until
    last = question.until or days["max"] or question.since
    if first is None or last is None:
        return []
    whole = periods(first, last, question.every, question.week_starts)
    return [_cut(period, question.since, question.until) for period in whole]


def _cut(period: Period, since: dt.date | None, until: dt.date | None) -> Period:
    return Period(max(period.start, since or period.start), min(period.end, until or period.end))


def places(days: pa.ChunkedArray, starts: Any) -> Ints:
    """Which of the periods that start on these days each day falls in; -1 before the first."""
    found = np.searchsorted(starts, _numpy(days).astype("datetime64[D]"), side="right") - 1
    return np.asarray(found, dtype=np.int64)


def _everything(coverage: pa.Table, found: list[Period], starts: Any) -> Ints:
    counted = np.zeros(len(found), dtype=np.int64)
    if not found:
        return counted
    first, last = (pa.scalar(day, pa.date32()) for day in (found[0].start, found[-1].end))
    inside = coverage.filter((pc.field("day") >= first) & (pc.field("day") <= last))
    np.add.at(counted, places(inside["day"], starts), _numpy(inside["n"]))
    return counted


def _numpy(column: Any) -> Any:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    return column.to_numpy(zero_copy_only=False)
