"""Acts summed or averaged period by period, in one direction or both: the points of other measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from detente.days import Day
from detente.errors import TooLittleDataError
from detente.measuring.periods import (
    Every,
    Period,
    Weekday,
    check_unit,
    label,
    period_of,
    periods,
)
from detente.measuring.points import Floats, Points
from detente.measuring.tally import Ints, mean, on_track, places, sums, weights_of_acts
from detente.store.query import as_days, check_choice, check_track

Of = Literal["mean", "total", "hostility", "cooperation", "acts"]
"""What is measured: the mean score of acts, their sum, the sum of the scores below zero without their
sign, the sum of those above zero, or how many acts there are. In all but the last an act weighs by its
confidence."""
Direction = Literal["both", "forward", "backward"]
WHAT = {
    "mean": "mean score",
    "total": "total score",
    "hostility": "hostility",
    "cooperation": "cooperation",
    "acts": "number of acts",
}


def chosen(
    acts: pa.Table,
    *,
    direction: Direction = "both",
    mutual: bool = True,
    track: str | None = None,
    since: Day | None = None,
    until: Day | None = None,
) -> pa.Table:
    """The acts (`ACTS`) of one direction, track and time, by day and id; mutual ones if asked."""
    check_track(track)
    first, last = as_days(since, until)
    keep = np.ones(len(acts), dtype=bool)
    forward, backward = _flags(acts, "forward"), _flags(acts, "backward")
    if direction != "both":
        keep &= forward if direction == "forward" else backward
    if not mutual:
        keep &= ~(forward & backward)
    days = days_of(acts)
    if first:
        keep &= days >= np.datetime64(first)
    if last:
        keep &= days <= np.datetime64(last)
    held = on_track(acts.filter(pa.array(keep)), track)
    return held.sort_by([("day", "ascending"), ("act_id", "ascending")])


def by_period(
    acts: pa.Table,
    *,
    every: Every = "month",
    of: Of = "mean",
    since: Day | None = None,
    until: Day | None = None,
    week_starts: Weekday = "monday",
) -> Points:
    """A value for each period from the first act or `since` to the last act or `until`, of the acts in
    that time.

    A period without acts has no mean (nan), and a sum of zero. Raises `QueryError` for an unknown
    measure or unit, and `TooLittleDataError` where there is no act in the time asked for and not both
    of its ends are given.
    """
    check_unit(every, week_starts)
    held = chosen(acts, since=since, until=until)
    span = _span(held, every, since, until, week_starts)
    names = tuple(label(period, every) for period in span)
    starts = np.array([period.start for period in span], dtype="datetime64[D]")
    place = places(held["day"], starts)
    return summed(held, place, names, of, every)


def summed(acts: pa.Table, place: Ints, names: tuple[str, ...], of: str, every: str) -> Points:
    """The points of acts whose places among the named periods are known."""
    scores = acts["score"].to_numpy()
    weights = np.ones_like(scores) if of == "acts" else weights_of_acts(acts)
    total = np.array(sums(place, weights * amounts(scores, of), len(names)), dtype=np.float64)
    if of != "mean":
        return Points(names, total, None, WHAT[of], every)
    counts = np.array(sums(place, weights, len(names)), dtype=np.float64)
    means = np.array([mean(*each) for each in zip(total, counts, strict=True)], dtype=np.float64)
    return Points(names, means, counts, WHAT[of], every)


def days_of(acts: pa.Table) -> npt.NDArray[np.datetime64]:
    """The day of each act."""
    return np.asarray(acts["day"].to_numpy(), dtype="datetime64[D]")


def places_among(points: Points, days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.intp]:
    """The place of each day's period among those of points made by `by_period`; -1 where it is none."""
    known = {name: place for place, name in enumerate(points.names)}
    if points.every not in get_args(Every):
        return np.full(len(days), -1, dtype=np.intp)
    unique, which = np.unique(days, return_inverse=True)
    named = [label(period_of(day, points.every), points.every) for day in unique.astype(object)]
    return np.array([known.get(name, -1) for name in named], dtype=np.intp)[which]


def amounts(scores: Floats, of: str) -> Floats:
    """What acts of these scores add to what is measured."""
    check_choice("measure", of, get_args(Of))
    if of == "acts":
        return np.ones_like(scores)
    if of == "hostility":
        return np.asarray(np.maximum(-scores, 0.0))
    return np.asarray(np.maximum(scores, 0.0)) if of == "cooperation" else scores


def _flags(acts: pa.Table, name: str) -> npt.NDArray[np.bool_]:
    return np.asarray(acts[name].to_numpy(), dtype=bool)


def _span(
    acts: pa.Table,
    every: str,
    since: Day | None,
    until: Day | None,
    week_starts: str,
) -> list[Period]:
    first, last = span_of([acts], since, until)
    if first is None or last is None:
        raise TooLittleDataError(
            "there are no acts to measure" + _within(since, until),
            advice="Ask for other states, dates or tracks.",
        )
    return list(periods(first, last, every, week_starts))


def _within(since: Day | None, until: Day | None) -> str:
    first, last = as_days(since, until)
    return (f" from {first} on" if first else "") + (f" until {last}" if last else "")


def directed(
    acts: Mapping[tuple[str, str], pa.Table],
    *,
    every: Every = "month",
    of: Of = "total",
    mutual: bool = False,
    track: str | None = None,
    since: Day | None = None,
    until: Day | None = None,
    week_starts: Weekday = "monday",
) -> dict[str, Points]:
    """A series for each direction of each pair, `A>B` and `B>A`, all over the same periods.

    `acts` holds the acts (`ACTS`) of each pair of states. Mutual acts answer nothing, and are left out
    unless asked for: what moves both series at once may look like an answer.
    """
    asked: dict[str, Any] = {"mutual": mutual, "track": track, "since": since, "until": until}
    held = {}
    for (first, second), table in acts.items():
        held[f"{first}>{second}"] = chosen(table, direction="forward", **asked)
        held[f"{second}>{first}"] = chosen(table, direction="backward", **asked)
    start, end = span_of(held.values(), since, until)
    return {
        name: by_period(table, every=every, of=of, since=start, until=end, week_starts=week_starts)
        for name, table in held.items()
    }


def span_of(
    held: Iterable[pa.Table], since: Day | None = None, until: Day | None = None
) -> tuple[dt.date | None, dt.date | None]:
    """The first and last day of any of the acts (`ACTS`), unless told."""
    days = [day for table in held if len(table) for day in _ends(table)]
    first, last = as_days(since, until)
    return first or min(days, default=None), last or max(days, default=None)


def _ends(acts: pa.Table) -> tuple[dt.date, dt.date]:
    return pc.min(acts["day"]).as_py(), pc.max(acts["day"]).as_py()
