"""How two states stand to one another as others stand to each of them: who moves with them, who goes
between.

For each third state: how it stands to either, whether the relation of the two moves with its relation to
either (`moving`), and whether it meets both within a few days more often than chance has it (`between`).
Over all thirds p-values are corrected for their number (Benjamini and Hochberg, "Controlling the false
discovery rate", Journal of the Royal Statistical Society B 57, 1995), those of moves and those of meetings
each by themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from scipy.stats import false_discovery_control

from detente.errors import TooLittleDataError
from detente.measuring.coverage import Coverage, coverage_over
from detente.measuring.exporting import Exports
from detente.measuring.periods import Every, Period, periods
from detente.measuring.points import Floats
from detente.measuring.tally import COVERAGE, Ints, places
from detente.networks.asking import opened
from detente.networks.between import clock_of, going_between
from detente.networks.moving import Moved, moved
from detente.records import column
from detente.store.pairwise import Asked
from detente.store.query import as_days, resolve_pair
from detente.store.workspace import Workspace

First = Literal["third", "pair", "both", "neither"]
"""Which comes first: what one of the two does with the third, what the two do, each before the other."""


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What is told of two states and of all others with either: `days` of pairs that one of the two belongs
    to and of `everything` (`detente.store.pairwise.DAYS`), the meetings of others (`OF_STATES`), and in how
    many acts of the two others take part (`TOGETHER`)."""

    between: tuple[str, str]
    days: pa.Table
    everything: pa.Table
    meetings: pa.Table
    together: pa.Table


def about(
    source: Workspace | pa.Table,
    between: tuple[str, str],
    *,
    dataset: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> About:
    """What a workspace, data imported into it, or a table of acts (`detente.store.pairwise.ACTS`) tells of
    two states, given by code or name, and of others with them, bodies such as the UN among them.

    Raises `QueryError` for a state that does not exist and a data set that was not imported.
    """
    pair = resolve_pair(between)
    first, last = as_days(since, until)
    asked = Asked(bodies=True, since=first, until=last)
    with opened(source, dataset) as held:
        return About(
            between=pair,
            days=held.days(asked, pair),
            everything=held.all_days(asked),
            meetings=held.of_states(asked, pair),
            together=held.together(asked, pair),
        )


@dataclass(frozen=True, slots=True)
class ThirdRow:
    """A third state, and the two."""

    third: str = column("the third state or body, by code")
    n_first: int = column("acts of the first state and the third")
    n_second: int = column("acts of the second state and the third")
    mean_first: float = column("mean score of those of the first and the third, -10 to 10")
    mean_second: float = column("mean score of those of the second and the third")
    together: int = column("acts of the two in which the third takes part; 0 in data sets of pairs")
    mediating: int = column("acts of the third with either that are told as mediation")
    r_first: float | None = column(
        "partial correlation of the two's sum of scores with that of the first and the third; null where "
        "too little is told"
    )
    p_first: float | None = column("its p-value")
    q_first: float | None = column("the p-value corrected for all that were tested")
    earlier_first: First | None = column(  # noqa: RUF009 (a field, not a value)
        "which of these comes first; null where they do not clearly move together"
    )
    r_second: float | None = column("the same with that of the second and the third")
    p_second: float | None = column("its p-value")
    q_second: float | None = column("the p-value corrected")
    earlier_second: First | None = column("which comes first")  # noqa: RUF009
    met_first: int = column("days on which the third met, or agreed with, the first")
    met_second: int = column("days on which it met the second")
    near: int | None = column(
        "days with the one that it met less often, within some days of one with the other; null where "
        "it met either on few days"
    )
    expected: float | None = column("how many there are by chance")
    p_between: float | None = column("how often chance gives as many")
    q_between: float | None = column("the p-value corrected for all thirds")


@dataclass(frozen=True, slots=True, eq=False)
class ThirdsResult(Exports):
    """Thirds, those told most of first."""

    record = ThirdRow
    worded_by = "detente.networks.wording"
    drawn_by = "detente.networks.drawing"

    between: tuple[str, str]
    rows: tuple[ThirdRow, ...]
    every: Every
    names: tuple[str, str]
    """First and last day."""
    mean: float
    """Mean score of the acts of the two."""
    n: int
    options: Thirds

    def records(self) -> Sequence[ThirdRow]:
        """The thirds."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was measured, and how."""
        options = self.options
        return {
            "measure": "thirds",
            "between": self.between,
            "every": self.every,
            "since": self.names[0],
            "until": self.names[1],
            "lags": options.lags,
            "within": options.within,
            "draws": options.draws,
            "seed": options.seed,
        }

    def moving(self) -> tuple[ThirdRow, ...]:
        """Those with whom the two move."""
        return tuple(row for row in self.rows if self._clear(row.q_first, row.q_second))

    def going_between(self) -> tuple[ThirdRow, ...]:
        """Those who meet both within a few days, beyond chance; by how much, most first."""
        found = [row for row in self.rows if self._clear(row.q_between)]
        return tuple(sorted(found, key=lambda row: -((row.near or 0) - (row.expected or 0.0))))

    def _clear(self, *corrected: float | None) -> bool:
        return any(each is not None and each <= self.options.clear for each in corrected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thirds:
    """Finds thirds.

    A third is looked at from `fewest` acts with each of the two on, and its meetings from `met` days with
    each on. `lags` is how many periods are looked back, `within` the days between two meetings that belong
    together; `clear` the largest corrected p-value that counts; `draws` from `seed` make chance.
    """

    fewest: int = 20
    met: int = 8
    lags: int = 1
    within: int = 3
    clear: float = 0.05
    draws: int = 1999
    seed: int = 0

    def fit(self, told: About, *, every: Every = "month") -> ThirdsResult:
        """The thirds of two states; raises `TooLittleDataError` where none is told of enough."""
        if not len(told.everything):
            raise TooLittleDataError(
                "there are no dated acts of two states", advice="Ask for other dates or data."
            )
        table = _Days(told, every)
        own = table.link(*told.between)
        rows = [
            self._row(third, told, table, own)
            for third in table.thirds()
            if min(table.link(each, third).n for each in told.between) >= self.fewest
        ]
        if not rows:
            raise TooLittleDataError(
                f"no third has {self.fewest} acts with each of {' and '.join(told.between)}",
                advice="Take a longer time, or other data.",
            )
        rows.sort(key=lambda row: (-min(row.n_first, row.n_second), row.third))
        return ThirdsResult(
            between=told.between,
            rows=tuple(_corrected(rows, self.clear)),
            every=every,
            names=(str(table.days[0]), str(table.days[-1])),
            mean=round(own.mean, 6),
            n=own.n,
            options=self,
        )

    def _row(self, third: str, told: About, table: _Days, own: _Link) -> ThirdRow:
        links = [table.link(each, third) for each in told.between]
        found = [self._moved(own, links, side, table) for side in (0, 1)]
        first, second = found
        row = ThirdRow(
            third=third,
            n_first=links[0].n,
            n_second=links[1].n,
            mean_first=round(links[0].mean, 6),
            mean_second=round(links[1].mean, 6),
            together=table.together.get(third, 0),
            mediating=links[0].mediating + links[1].mediating,
            r_first=None if first is None else first.r,
            p_first=None if first is None else first.p_value,
            q_first=None,
            earlier_first=_first(first, self.clear),
            r_second=None if second is None else second.r,
            p_second=None if second is None else second.p_value,
            q_second=None,
            earlier_second=_first(second, self.clear),
            met_first=len(links[0].met),
            met_second=len(links[1].met),
            near=None,
            expected=None,
            p_between=None,
            q_between=None,
        )
        return self._with_meetings(row, links, table)

    def _moved(self, own: _Link, links: Sequence[_Link], side: int, table: _Days) -> Moved | None:
        apart = own.counts + links[0].counts + links[1].counts
        shared = table.of_state(own.pair[side])
        rest = shared - own.totals - links[side].totals
        coverage = table.coverage(apart)
        return moved(
            own.totals,
            links[side].totals,
            rest,
            lags=self.lags,
            clear=self.clear,
            coverage=coverage,
        )

    def _with_meetings(self, row: ThirdRow, links: Sequence[_Link], table: _Days) -> ThirdRow:
        if min(row.met_first, row.met_second) < self.met:
            return row
        clock = clock_of(table.met(row.third), table.everyone, table.years, self.within)
        seed = [self.seed, *row.third.encode()]
        found = going_between(
            links[0].met, links[1].met, clock, table.years,
            within=self.within, draws=self.draws, rng=np.random.default_rng(seed),
        )  # fmt: skip
        return replace(row, near=found.near, expected=found.expected, p_between=found.p_value)


@dataclass(frozen=True, slots=True, eq=False)
class _Link:
    """What is told of two states: by period the sums of scores and the numbers of acts; days of
    meetings."""

    pair: tuple[str, str]
    totals: Floats
    counts: Floats
    n: int
    mean: float
    mediating: int
    met: Ints


class _Days:
    """The days of `About` as numbers."""

    def __init__(self, told: About, every: Every) -> None:
        self._told = told
        days = told.everything["day"].to_numpy()
        self.days = np.arange(days.min(), days.max() + np.timedelta64(1, "D"))
        self.years: Ints = self.days.astype("datetime64[Y]").astype(np.int64)
        self.everyone = self._spread(told.everything, "meetings")
        first, last = (each.astype("datetime64[D]").item() for each in (days.min(), days.max()))
        self.spans: list[Period] = list(periods(first, last, every))
        self._starts = np.array([span.start for span in self.spans], dtype="datetime64[D]")
        self._all = self._by_period(told.everything, "n")
        counted = told.everything.select(["day", "n"]).cast(COVERAGE)
        self._coverage = coverage_over(counted, self.spans)
        self.together: Mapping[str, int] = dict(
            zip(told.together["third"].to_pylist(), told.together["n"].to_pylist(), strict=True)
        )
        self._rows = _grouped(told.days, ("first", "second"))
        self._met = _grouped(told.meetings, ("state",))
        self._links: dict[tuple[str, str], _Link] = {}

    def thirds(self) -> list[str]:
        """All but the two that are told of with both, in order of the alphabet."""
        one, other = self._told.between
        beside = [
            {name for pair in self._rows if own in pair for name in pair} for own in (one, other)
        ]
        return sorted((beside[0] & beside[1]) - {one, other})

    def link(self, one: str, other: str) -> _Link:
        """What is told of two states."""
        key = (min(one, other), max(one, other))
        if key not in self._links:
            rows = self._rows.get(key, self._told.days.slice(0, 0))
            weight = float(rows["weight"].to_numpy().sum())
            self._links[key] = _Link(
                pair=(one, other),
                totals=self._by_period(rows, "total"),
                counts=self._by_period(rows, "n"),
                n=int(rows["n"].to_numpy().sum()),
                mean=float(rows["total"].to_numpy().sum()) / weight if weight else 0.0,
                mediating=int(rows["mediating"].to_numpy().sum()),
                met=np.flatnonzero(self._spread(rows, "meetings")),
            )
        return self._links[key]

    def of_state(self, state: str) -> Floats:
        """The sum of scores of a state with all others, by period."""
        found = np.zeros(len(self.spans))
        for pair in self._rows:
            if state in pair:
                found += self.link(*pair).totals
        return found

    def met(self, state: str) -> Floats:
        """On each day the meetings of a state with others than the two."""
        rows = self._met.get((state,))
        return np.zeros(len(self.days)) if rows is None else self._spread(rows, "meetings")

    def coverage(self, apart: Floats) -> Coverage:
        """The coverage of the periods, where the volume is that of all others' acts."""
        return replace(self._coverage, volume=np.maximum(self._all - apart, 0.0))

    def _by_period(self, rows: pa.Table, name: str) -> Floats:
        place = places(rows["day"], self._starts)
        amounts = rows[name].to_numpy().astype(np.float64)
        return np.bincount(place, amounts, minlength=len(self.spans)).astype(np.float64)

    def _spread(self, rows: pa.Table, name: str) -> Floats:
        """On each day of the span, the number that stands in a column; zero without a row."""
        found = np.zeros(len(self.days))
        place = (rows["day"].to_numpy() - self.days[0]).astype(np.int64)
        np.add.at(found, place, rows[name].to_numpy().astype(np.float64))
        return found


def _grouped(rows: pa.Table, keys: tuple[str, ...]) -> dict[tuple[str, ...], pa.Table]:
    """The rows of each key; they are in order of the keys."""
    held = list(zip(*(rows[key].to_pylist() for key in keys), strict=True))
    starts = [place for place in range(len(held)) if place == 0 or held[place] != held[place - 1]]
    ends = [*starts[1:], len(held)] if held else []
    return {
        held[start]: rows.slice(start, end - start) for start, end in zip(starts, ends, strict=True)
    }


def _first(found: Moved | None, clear: float) -> First | None:
    if found is None or found.third_first is None or found.pair_first is None:
        return None
    third, pair = found.third_first <= clear, found.pair_first <= clear
    return "both" if third and pair else "third" if third else "pair" if pair else "neither"


def _corrected(rows: Sequence[ThirdRow], clear: float) -> Iterable[ThirdRow]:
    """The rows with corrected p-values; which comes first is told only where the two move together."""
    moves = _by_discovery([each for row in rows for each in (row.p_first, row.p_second)])
    meetings = _by_discovery([row.p_between for row in rows])
    for place, row in enumerate(rows):
        first, second = moves[2 * place : 2 * place + 2]
        yield replace(
            row,
            q_first=first,
            q_second=second,
            q_between=meetings[place],
            earlier_first=row.earlier_first if first is not None and first <= clear else None,
            earlier_second=row.earlier_second if second is not None and second <= clear else None,
        )


def _by_discovery(values: Sequence[float | None]) -> list[float | None]:
    """P-values corrected for their number, those that are none left as they are."""
    held = [each for each in values if each is not None]
    corrected = iter(false_discovery_control(held).tolist() if held else ())
    return [None if each is None else round(next(corrected), 6) for each in values]
