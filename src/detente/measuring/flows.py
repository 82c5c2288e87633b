"""Acts summed or averaged period by period, in one direction or both: the points of other measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from detente.errors import QueryError
from detente.measuring.periods import Every, Period, Weekday, check_unit, label, periods
from detente.measuring.points import Floats, Points
from detente.store.query import check_dates, check_track

Of = Literal["mean", "total", "hostility", "cooperation", "acts"]
"""What is measured: the mean score of acts, their sum, the sum of the scores below zero without their
sign, the sum of those above zero, or how many acts there are."""
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
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pa.Table:
    """The acts (`ACTS`) of one direction, track and time, by day and id; mutual ones if asked."""
    check_track(track)
    check_dates(since, until)
    keep = np.ones(len(acts), dtype=bool)
    forward, backward = _flags(acts, "forward"), _flags(acts, "backward")
    if direction != "both":
        keep &= forward if direction == "forward" else backward
    if not mutual:
        keep &= ~(forward & backward)
    days = days_of(acts)
    if since:
        keep &= days >= np.datetime64(since)
    if until:
        keep &= days <= np.datetime64(until)
    if track:
        keep &= np.array([track in told for told in acts["tracks"].to_pylist()], dtype=bool)
    return acts.filter(pa.array(keep)).sort_by([("day", "ascending"), ("act_id", "ascending")])


def by_period(
    acts: pa.Table,
    *,
    every: Every = "month",
    of: Of = "mean",
    since: dt.date | None = None,
    until: dt.date | None = None,
    week_starts: Weekday = "monday",
) -> Points:
    """A value for each period from the first act or `since` to the last act or `until`.

    A period without acts has no mean (nan), and a sum of zero. Raises `QueryError` for an unknown
    measure or unit, or where there is no act.
    """
    check_unit(every, week_starts)
    span = _span(acts, every, since, until, week_starts)
    names = tuple(label(period, every) for period in span)
    place = place_of(acts, [period.start for period in span])
    return summed(acts, place, names, of, every)


def summed(
    acts: pa.Table, place: npt.NDArray[np.intp], names: tuple[str, ...], of: str, every: str
) -> Points:
    """The points of acts whose places among the named periods are known."""
    scores = acts["score"].to_numpy()
    counts = np.bincount(place, minlength=len(names)).astype(float)
    sums = np.bincount(place, weights=_amounts(scores, of), minlength=len(names))
    if of != "mean":
        return Points(names, sums, None, WHAT[of], every)
    means = np.divide(sums, counts, out=np.full(len(names), np.nan), where=counts > 0)
    return Points(names, means, counts, WHAT[of], every)


def place_of(acts: pa.Table, starts: list[dt.date]) -> npt.NDArray[np.intp]:
    """Which of the periods that start on these days each act falls in; -1 before the first."""
    first = np.array(starts, dtype="datetime64[D]")
    return np.searchsorted(first, days_of(acts), side="right") - 1


def days_of(acts: pa.Table) -> npt.NDArray[np.datetime64]:
    """The day of each act."""
    return np.asarray(acts["day"].to_numpy(), dtype="datetime64[D]")


def _amounts(scores: Floats, of: str) -> Floats:
    if of not in get_args(Of):
        raise QueryError(
            f"no measure is called '{of}'", advice=f"Choose {', '.join(get_args(Of))}."
        )
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
    since: dt.date | None,
    until: dt.date | None,
    week_starts: str,
) -> list[Period]:
    first = since or pc.min(acts["day"]).as_py()
    last = until or pc.max(acts["day"]).as_py()
    if first is None or last is None:
        raise QueryError(
            "there are no acts to measure", advice="Ask for other states, dates or tracks."
        )
    return list(periods(first, last, every, week_starts))


def directed(
    acts: Mapping[tuple[str, str], pa.Table],
    *,
    every: Every = "month",
    of: Of = "total",
    mutual: bool = False,
    track: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
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
    held: Iterable[pa.Table], since: dt.date | None = None, until: dt.date | None = None
) -> tuple[dt.date | None, dt.date | None]:
    """The first and last day of any of the acts (`ACTS`), unless told."""
    days = [day for table in held if len(table) for day in _ends(table)]
    return since or min(days, default=None), until or max(days, default=None)


def _ends(acts: pa.Table) -> tuple[dt.date, dt.date]:
    return pc.min(acts["day"]).as_py(), pc.max(acts["day"]).as_py()
