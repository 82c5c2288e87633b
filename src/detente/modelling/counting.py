"""How many acts of each sort there are in each period: what a hidden relation is to explain.

An item is what one data set tells of one type (or quad class) in one direction. What is too rare for an
item of its own is counted with its like: first both directions of the type, then the rest of its quad
class, then of its side, conflict or cooperation. What is too rare even then is left out, and said so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
import pyarrow as pa

from detente.coding.ontology import COOPERATIVE
from detente.errors import QueryError, TooLittleDataError
from detente.measuring.covered import Volume
from detente.measuring.flows import by_period, chosen, span_of
from detente.measuring.periods import Every, Period, periods
from detente.measuring.points import Floats, Points
from detente.measuring.tally import places
from detente.store.query import check_choice, resolve_pair

By = Literal["type", "quad"]
Side = Literal["conflict", "cooperation"]
FEWEST = 10
"""Acts that an item has at the least."""
EITHER, MUTUAL = "either", "mutual"
"""Directions beside `A>B` and `B>A`: both counted together, and of acts that both do."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What one data set tells of two states: its acts (`ACTS`), how much it tells of others day by day
    (None where nobody knows), and the first and last day that it covers (those of its acts where None)."""

    acts: pa.Table
    volume: Volume | None = None
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What is counted: acts of a type or quad class, in one direction, in one data set."""

    dataset: str
    kind: str
    direction: str
    side: Side
    score: float
    """The mean score of its acts."""
    acts: int


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How many acts of each item (rows) there are in each period (columns).

    `values` are nan where the data set does not cover a period; `offsets` the logs of how much the data set
    tells of others, 0 on the mean. `mean`, `total` and `acts` are those of all acts of a period, as the
    index has them. `plain` names the data sets of which nobody knows how much was written, `left_out` says
    what was too rare to be counted.
    """

    between: tuple[str, str]
    every: Every
    names: tuple[str, ...]
    items: tuple[Item, ...]
    values: Floats
    offsets: Floats
    mean: Floats
    total: Floats
    acts: Floats
    plain: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def of(self, side: Side) -> list[int]:
        """The places of the items of a side."""
        return [place for place, item in enumerate(self.items) if item.side == side]


def counts_of(
    sources: Mapping[str, Source],
    between: tuple[str, str],
    *,
    every: Every = "month",
    by: By = "type",
    track: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    fewest: int = FEWEST,
) -> Counts:
    """What data sets, by name, tell of two states, counted.

    The time runs from `since`, or the first day that a set covers, to `until`, or the last. Raises
    `QueryError` for an unknown choice, and `TooLittleDataError` where there is no act.
    """
    check_choice("way to count", by, get_args(By))
    if fewest < 1:
        raise QueryError(f"items of {fewest} acts are too few", advice="Give 1 or more.")
    pair = resolve_pair(between)
    held = {
        name: chosen(source.acts, track=track, since=since, until=until)
        for name, source in sorted(sources.items())
    }
    first, last = _span(sources, held, since, until)
    together = pa.concat_tables(list(held.values()))
    like = by_period(together, every=every, of="total", since=first, until=last)
    spans = list(periods(first, last, every))
    blocks = [
        _Block(name, sources[name], acts, by, pair, fewest).counted(like, spans)
        for name, acts in held.items()
        if len(acts)
    ]
    span: Any = {"every": every, "since": first, "until": last}
    return Counts(
        between=pair,
        every=every,
        names=like.names,
        items=tuple(item for block in blocks for item in block.items),
        values=np.concatenate([block.values for block in blocks]),
        offsets=np.concatenate([block.offsets for block in blocks]),
        mean=by_period(together, of="mean", **span).values,
        total=like.values,
        acts=by_period(together, of="acts", **span).values,
        plain=tuple(name for block in blocks for name in block.plain),
        left_out=tuple(words for block in blocks for words in block.left_out),
    )


def _span(
    sources: Mapping[str, Source],
    held: Mapping[str, pa.Table],
    since: dt.date | None,
    until: dt.date | None,
) -> tuple[dt.date, dt.date]:
    """The first and the last day of the time."""
    told, ended = span_of(held.values())
    if told is None or ended is None:
        raise TooLittleDataError(
            "there are no acts to measure", advice="Ask for other states, dates or data sets."
        )
    firsts = [source.first for source in sources.values() if source.first]
    lasts = [source.last for source in sources.values() if source.last]
    return since or min([told, *firsts]), until or max([ended, *lasts])


class _Counted(NamedTuple):
    """What is counted of one data set: as in `Counts`."""

    items: list[Item]
    values: Floats
    offsets: Floats
    plain: list[str]
    left_out: list[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """The items of one data set."""

    name: str
    source: Source
    acts: pa.Table
    by: By
    pair: tuple[str, str]
    fewest: int

    def counted(self, like: Points, spans: list[Period]) -> _Counted:
        """The items, and their counts and offsets by period."""
        missing, offset, plain = self._coverage(like, spans)
        frame = self._frame(spans)
        lost = missing[frame["place"]]
        left = [f"in periods that {self.name} hardly covers ({lost.sum()})"] if lost.any() else []
        rest = frame[~lost]
        items, rows = [], []
        for level in _LEVELS:
            kept, rest = self._split(rest, level)
            for (kind, direction), group in kept:
                items.append(self._item(kind, direction, group))
                rows.append(np.bincount(group["place"], minlength=len(spans)))
        values = np.array(rows, dtype=np.float64).reshape(len(rows), len(spans))
        values[:, missing] = np.nan
        left += [f"of {side} in {self.name} ({len(group)})" for side, group in rest.groupby("side")]
        return _Counted(items, values, np.tile(offset, (len(rows), 1)), plain, left)

    def _frame(self, spans: list[Period]) -> pd.DataFrame:
        """One row for each act: its period and what it may be counted as."""
        frame = self.acts.select(
            ["forward", "backward", "event_type", "quad_class", "score"]
        ).to_pandas()
        first, second = self.pair
        both = frame["forward"] & frame["backward"]
        one = np.where(frame["forward"], f"{first}>{second}", f"{second}>{first}")
        frame["direction"] = np.where(both, MUTUAL, one)
        frame["either"] = EITHER
        frame["kind"] = frame["event_type" if self.by == "type" else "quad_class"]
        frame["side"] = np.where(frame["quad_class"].isin(COOPERATIVE), "cooperation", "conflict")
        frame["like"] = "other " + frame["quad_class"]
        frame["rest"] = "other " + frame["side"]
        frame["place"] = places(
            self.acts["day"], np.array([span.start for span in spans], dtype="datetime64[D]")
        )
        return pd.DataFrame(frame)

    def _split(
        self, frame: pd.DataFrame, level: list[str]
    ) -> tuple[list[tuple[Any, pd.DataFrame]], pd.DataFrame]:
        """The groups that are large enough, and the acts of all others."""
        if frame.empty:
            return [], frame
        size = frame.groupby(level)["place"].transform("size")
        kept = list(frame[size >= self.fewest].groupby(level))
        return kept, frame[size < self.fewest]

    def _item(self, kind: str, direction: str, group: pd.DataFrame) -> Item:
        return Item(
            dataset=self.name,
            kind=kind,
            direction=direction,
            side=group["side"].iloc[0],
            score=float(np.sort(group["score"].to_numpy()).mean()),
            acts=len(group),
        )

    def _coverage(self, like: Points, spans: list[Period]) -> tuple[Any, Floats, list[str]]:
        """Which periods the set does not cover; the log of how much it tells in each, 0 on the mean; its
        name where that is not known."""
        told, ended = span_of([self.acts])
        first, last = self.source.first or told, self.source.last or ended
        assert first is not None and last is not None  # a block has acts
        missing = np.array([span.end < first or span.start > last for span in spans])
        found = self.source.volume.over(like) if self.source.volume else None
        if found is None:
            return missing, np.zeros(len(spans)), [self.name]
        if not found.usable:  # from so few no more can be told than that there is nothing
            nothing = found.missing & (found.everything == 0)
            return missing | nothing, np.zeros(len(spans)), [self.name]
        unknown = missing | found.missing | ~(found.share > 0)
        return unknown, np.log(np.where(unknown, 1.0, found.share)), []


_LEVELS = [["kind", "direction"], ["kind", "either"], ["like", "either"], ["rest", "either"]]
"""What an act is counted as: the first of these that has enough acts."""
