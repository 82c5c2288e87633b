"""Which acts drove a turn: what its size would be without them.

Each act of the two stretches beside a turn is left out in turn, the mean of its period and the level of
its stretch are taken again, and the change of the turn's size is the act's pull (leave-one-out
influence: Cook and Weisberg, "Residuals and Influence in Regression", 1982). The dates of the turns
stay as they are. Acts are ranked by their pull. As an act weighs in the mean by its coder's confidence,
that is the pull to be expected of it: an act that was misread drove nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from detente.errors import QueryError
from detente.measuring.exporting import Exports
from detente.measuring.flows import days_of, places_among
from detente.measuring.noise import SeenValues, weights_of
from detente.measuring.points import Floats
from detente.measuring.tally import weights_of_acts
from detente.measuring.turns import Turn, TurnsResult
from detente.records import column

Whole = npt.NDArray[np.intp]
Side = Literal["before", "after"]
"""On which side of a turn an act lies."""
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Driver:
    """An act that made a turn larger than it would be without it."""

    turn: str = column("first period of the turn's new level")
    rank: int = column("1 for the act with the strongest pull")
    act_id: str = column("its occurrence or imported event")
    date: dt.date = column("its day")  # noqa: RUF009 (a field, not a value)
    who: str = column("`A>B`, or `A-B` for a mutual act")
    event_type: str = column("PLOVER type")
    score: float = column("its score")
    side: Side = column("on which side of the turn it lies")  # noqa: RUF009 (a field, not a value)
    without: float = column("size of the turn without it")
    pull: float = column("size of the turn less that")
    confidence: float | None = column("how sure its coder is of it, 0 to 1; null where none says")


@dataclass(frozen=True, slots=True)
class Kind:
    """All acts of one type beside a turn, and what they do to its size."""

    turn: str = column("first period of the turn's new level")
    event_type: str = column("PLOVER type")
    n_before: int = column("acts of the type in the stretch before")
    n_after: int = column("acts of the type in the stretch after")
    without: float | None = column("size without them; null where nothing is left of a stretch")
    pull: float | None = column("size of the turn less that")


@dataclass(frozen=True, slots=True)
class Explained:
    """A turn with its drivers, its kinds by pull, and its size without all those drivers together."""

    turn: Turn
    drivers: tuple[Driver, ...]
    kinds: tuple[Kind, ...]
    without_all: float | None
    spans: Mapping[Side, tuple[str, str]]
    """First and last period of the level on either side, in which the drivers of that side lie."""
    unsure: int = 0
    """Acts that pull more than the last of the drivers, and that their coder is too unsure of."""

    def by_side(self) -> dict[Side, list[Driver]]:
        """The drivers before and after the turn, each side by rank; a side without any is left out."""
        sides = {side: [each for each in self.drivers if each.side == side] for side in self.spans}
        return {side: drivers for side, drivers in sides.items() if drivers}


@dataclass(frozen=True, slots=True)
class DriversResult(Exports):
    """The drivers of each turn; its rows are the drivers of all."""

    record = Driver

    between: tuple[str, str]
    explained: tuple[Explained, ...]

    def records(self) -> Sequence[Driver]:
        """The drivers, by turn and rank."""
        return [driver for each in self.explained for driver in each.drivers]

    def asked(self) -> dict[str, Any]:
        """What was looked at."""
        return {"measure": "drivers", "between": self.between}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """Ranks the acts beside each turn by their pull; `most` of them are told.

    Acts whose confidence is below `least` are passed over, and counted; those of which no coder says
    how sure it is are not, and weigh as sure ones.
    """

    most: int = 7
    least: float = 0.0

    def fit(self, found: TurnsResult, acts: pa.Table, between: tuple[str, str]) -> DriversResult:
        """The drivers of turns that were found in the mean scores of these acts (`ACTS`).

        Raises `QueryError` where the turns were found in something else.
        """
        beside = [_Beside(found, acts, index) for index in range(len(found.turns))]
        told = tuple(_explained(each, between, self) for each in beside)
        return DriversResult(between, told)


class _Beside:
    """The acts of the stretches before and after a turn, and the size that any part of them gives."""

    def __init__(self, found: TurnsResult, acts: pa.Table, index: int) -> None:
        self.turn = found.turns[index]
        seen = SeenValues.of(found.points)
        self.share, self.usual = found.noise.share, seen.usual()
        self.known = seen.counts is not None
        place = places_among(found.points, days_of(acts))
        _check(found, acts, place)
        first, middle, last = _bounds(found, index)
        inside = (place >= first) & (place <= last)
        self.acts = acts.filter(pa.array(inside))
        self.weights = weights_of_acts(self.acts)
        self.scores: Floats = self.weights * self.acts["score"].to_numpy()
        """Of each act, as it counts in a sum."""
        self.place: Whole = place[inside] - first
        self.split, self.length = middle - first, last - first + 1
        before, after = found.levels[index : index + 2]
        self.spans: dict[Side, tuple[str, str]] = {
            "before": (before.first, before.last),
            "after": (after.first, after.last),
        }

    def size(self, keep: Flags) -> float | None:
        """The turn's size with some of the acts only; None where a stretch has none."""
        return self._difference(self._summed(self.scores, keep), self._summed(self.weights, keep))

    def sizes_without_each(self) -> Floats:
        """The turn's size without each act in turn; nan where its stretch would be empty."""
        counts, sums = self._summed(self.weights), self._summed(self.scores)
        weights, means = self._weights(counts), _means(sums, counts)
        # What is left of a sum of fractions without its only part may not be quite zero.
        others = (np.bincount(self.place, self.weights > 0)[self.place] - (self.weights > 0)) > 0
        less = np.where(others, counts[self.place] - self.weights, 0.0)
        mean = _means(sums[self.place] - self.scores, less)
        weight = self._weights(less)
        after = self.place >= self.split
        levels = []
        for side in (slice(None, self.split), slice(self.split, None)):
            levels.append((weights[side].sum(), (weights[side] * means[side]).sum()))
        (low_w, low_s), (high_w, high_s) = levels
        total = np.where(after, high_w, low_w) - weights[self.place] + weight
        summed = np.where(after, high_s, low_s) - (weights * means)[self.place] + weight * mean
        with np.errstate(invalid="ignore", divide="ignore"):
            level = np.where(total > 1e-12, summed / total, np.nan)
        return np.asarray(np.where(after, level - low_s / low_w, high_s / high_w - level))

    def _summed(self, amounts: Floats, keep: Flags | None = None) -> Floats:
        """The sum of the amounts of each period, or of some acts' alone."""
        held = slice(None) if keep is None else keep
        return _by_place(self.place[held], amounts[held], self.length)

    def _difference(self, sums: Floats, counts: Floats) -> float | None:
        weights, means = self._weights(counts), _means(sums, counts)
        sides = (slice(None, self.split), slice(self.split, None))
        if not all(weights[side].any() for side in sides):
            return None
        before, after = (np.average(means[side], weights=weights[side]) for side in sides)
        return float(after - before)

    def _weights(self, counts: Floats) -> Floats:
        if not self.known:
            return (counts > 0).astype(float)
        found = weights_of(np.where(counts > 0, counts, 1.0), self.share, self.usual)
        return np.where(counts > 0, found, 0.0)


def _by_place(place: Whole, amounts: Floats, length: int) -> Floats:
    return np.asarray(np.bincount(place, amounts, minlength=length), dtype=np.float64)


def _means(sums: Floats, counts: Floats) -> Floats:
    return np.asarray(np.divide(sums, counts, out=np.zeros_like(counts), where=counts > 0))


def _check(found: TurnsResult, acts: pa.Table, place: Whole) -> None:
    inside = place >= 0
    length = len(found.points.names)
    weights = weights_of_acts(acts)[inside]
    scores = weights * acts["score"].to_numpy()[inside]
    counts = _by_place(place[inside], weights, length)
    means = _means(_by_place(place[inside], scores, length), counts)
    values = found.points.values
    if (
        not np.allclose(means, np.nan_to_num(values))
        or (counts > 0).sum() != np.isfinite(values).sum()
    ):
        raise QueryError(
            "the turns were not found in the mean scores of these acts",
            advice="Give the acts, all of them, that the points were made from.",
        )


def _bounds(found: TurnsResult, index: int) -> tuple[int, int, int]:
    names = {name: place for place, name in enumerate(found.points.names)}
    before, after = found.levels[index : index + 2]
    return names[before.first], names[after.first], names[after.last]


def _explained(beside: _Beside, between: tuple[str, str], asked: Drivers) -> Explained:
    whole = beside.size(np.ones(len(beside.scores), dtype=bool)) or 0.0
    without = beside.sizes_without_each()
    pulls = np.nan_to_num((whole - without) * np.sign(whole), nan=-np.inf)
    order, unsure = _ranked(pulls, beside.acts, asked)
    keep = np.ones(len(pulls), dtype=bool)
    keep[order] = False
    rows = beside.acts.take(order).to_pylist()
    drivers = tuple(
        _driver(beside, row, rank, int(place), whole, float(without[place]), between)
        for rank, (row, place) in enumerate(zip(rows, order, strict=True), start=1)
    )
    return Explained(
        turn=beside.turn,
        drivers=drivers,
        kinds=_kinds(beside, whole),
        without_all=beside.size(keep),
        spans=beside.spans,
        unsure=unsure,
    )


def _ranked(pulls: Floats, acts: pa.Table, asked: Drivers) -> tuple[Whole, int]:
    """The acts to tell, and how many that pull more than the last of them are too unsure to be told."""
    sure = np.array(acts["confidence"].fill_null(1.0).to_pylist(), dtype=float)
    pulling = np.flatnonzero(pulls > 0)
    ranked = pulling[np.lexsort((pulling, -pulls[pulling]))]
    unsure = sure[ranked] < asked.least
    told = ranked[~unsure][: asked.most]
    weakest = pulls[told].min() if len(told) == asked.most else 0.0
    return told, int(np.count_nonzero(pulls[ranked[unsure]] > weakest))


def _driver(
    beside: _Beside,
    row: dict[str, Any],
    rank: int,
    place: int,
    whole: float,
    without: float,
    between: tuple[str, str],
) -> Driver:
    first, second = between if row["forward"] else reversed(between)
    joint = "-" if row["forward"] and row["backward"] else ">"
    return Driver(
        turn=beside.turn.period,
        rank=rank,
        act_id=row["act_id"],
        date=row["day"],
        who=f"{first}{joint}{second}",
        event_type=row["event_type"],
        score=row["score"],
        side="after" if beside.place[place] >= beside.split else "before",
        without=without,
        pull=whole - without,
        confidence=row["confidence"],
    )


def _kinds(beside: _Beside, whole: float) -> tuple[Kind, ...]:
    types = np.array(beside.acts["event_type"].to_pylist(), dtype=object)
    after = beside.place >= beside.split
    found = []
    for kind in sorted(set(types)):
        of = types == kind
        left = beside.size(~of)
        pull = None if left is None else whole - left
        found.append(
            Kind(
                beside.turn.period,
                kind,
                int((of & ~after).sum()),
                int((of & after).sum()),
                left,
                pull,
            )
        )
    return tuple(sorted(found, key=lambda each: -(each.pull or 0.0) * np.sign(whole)))
