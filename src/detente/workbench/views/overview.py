"""All pairs of states: where each stands, which way it goes, and how much is told of it."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from detente.reporting import wording
from detente.store import Workspace
from detente.store.catalogue import Catalogue
from detente.workbench import addresses
from detente.workbench.addresses import OverviewAsked, Sort

RECENT = 6
"""Months, the last of the record among them, from which it is told where a pair stands."""
FEWEST = 5
"""Events from which a band, and a change, can be told."""
WIDTH = 1.645
"""Standard errors on either side that hold nine of ten."""
STATES = 12
"""States in the matrix."""
SCALE = 10.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a pair stands: the one number that overview and pair page tell."""

    since: dt.date
    """First of the last months of the record."""
    until: dt.date
    """Last day of the record."""
    level: float | None
    """Mean score of the reports between, weighed by confidence; None where there is none."""
    low: float | None
    high: float | None
    """Ends of its band; None where it rests on too few reports."""
    reports: int


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair."""

    pair: str
    first: str
    second: str
    address: str
    events: int
    articles: int
    level: float | None
    """Mean score of the last months, weighed by confidence; None where nothing is told of them."""
    low: float | None
    high: float | None
    recent: int
    """Events of the last months."""
    change: float | None
    """Level less that of all the time before; None where either rests on too few events."""
    way: str
    """`up`, `down`, `no clear change`; empty where it cannot be told."""
    side: str
    """`cooperation` or `conflict`, whichever prevails in the last months with events."""
    since: dt.date | None
    """First month of those, back from the last, in which that prevails without a break."""
    sure: float
    """Mean confidence of its events."""
    last: dt.date
    last_act: str
    last_address: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the matrix."""

    address: str
    level: float | None
    """Where the pair stands, as in the list; None where nothing is told of the last months."""
    recent: int
    """Events of the last months."""
    step: int
    """-3, the worst conflict, to 3, the closest cooperation; 0 also where it rests on few reports."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A state with its cell towards each of the others, None where nothing was ever told."""

    state: str
    code: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the front page shows."""

    asked: OverviewAsked
    since: dt.date | None
    """First of the last months, from which it is told where pairs stand."""
    until: dt.date | None
    """Last day of the record."""
    rows: tuple[PairRow, ...]
    matrix: tuple[MatrixRow, ...]
    orders: dict[Sort, str]
    """By what the list can be sorted, with the address of that."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """Acts weighed by confidence."""

    n: int = 0
    weight: float = 0.0
    total: float = 0.0
    squares: float = 0.0
    weights: float = 0.0

    @classmethod
    def of(cls, months: Iterable[Mapping[str, Any]]) -> _Sum:
        held = list(months)
        names = ("n", "weight", "total", "squares", "weights")
        return cls(*(math.fsum(each[name] for each in held) for name in names))  # type: ignore[arg-type]

    @property
    def mean(self) -> float | None:
        return self.total / self.weight if self.weight else None

    @property
    def error(self) -> float | None:
        """Standard error of the mean; None where it rests on too few."""
        if self.n < FEWEST or not self.weight:
            return None
        worth = self.weight**2 / self.weights
        spread = max(self.squares / self.weight - (self.total / self.weight) ** 2, 0.0)
        return math.sqrt(spread / max(worth - 1, 1.0))


def overview(workspace: Workspace, asked: OverviewAsked) -> Overview:
    """All pairs of states of which the record tells a dated act."""
    catalogue = workspace.catalogue()
    months = catalogue.months()
    since, until = _lately(catalogue)
    by_pair = {
        pair: list(held) for pair, held in groupby(months, key=lambda m: (m["first"], m["second"]))
    }
    rows = [
        _row(each, by_pair[each["first"], each["second"]], since) for each in catalogue.latest()
    ]
    return Overview(
        asked=asked,
        since=since,
        until=until,
        rows=tuple(_sorted(rows, asked)),
        matrix=_matrix(rows),
        orders={sort: _order(sort, asked) for sort in addresses.SORTS},
    )


def standing(workspace: Workspace, between: tuple[str, str]) -> Standing | None:
    """Where two states stand, as the overview says; None for what is no pair of it, such as a bloc."""
    catalogue = workspace.catalogue()
    since, until = _lately(catalogue)
    pair = tuple(sorted(between))
    held = [each for each in catalogue.months() if (each["first"], each["second"]) == pair]
    if since is None or until is None or not held:
        return None
    recent = _Sum.of(each for each in held if each["month"] >= since)
    low, high = _band(recent)
    return Standing(since, until, _rounded(recent.mean), low, high, int(recent.n))


def _lately(catalogue: Catalogue) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the last months of the record."""
    months = (each["month"] for each in catalogue.months())
    until = catalogue.published()[1] or max(months, default=None)
    return (None if until is None else _back(until, RECENT - 1)), until


def _row(
    latest: Mapping[str, Any], months: Sequence[Mapping[str, Any]], since: dt.date | None
) -> PairRow:
    first, second, last = latest["first"], latest["second"], latest["last"]
    recent = _Sum.of(each for each in months if since and each["month"] >= since)
    before = _Sum.of(each for each in months if since and each["month"] < since)
    every = _Sum.of(months)
    names = wording.country_name(first), wording.country_name(second)
    change, way = _change(recent, before)
    side, start = _side(months)
    low, high = _band(recent)
    return PairRow(
        pair=" \N{EN DASH} ".join(names),
        first=first,
        second=second,
        address=addresses.of_pair(first, second),
        events=int(every.n),
        articles=latest["articles"],
        level=_rounded(recent.mean),
        low=low,
        high=high,
        recent=int(recent.n),
        change=change,
        way=way,
        side=side,
        since=start,
        sure=round(every.weight / every.n, 3),
        last=last["day"],
        last_act=wording.act(last["type"], last["mode"]),
        last_address=addresses.of_event(last["event_id"]),
    )


def _band(told: _Sum) -> tuple[float | None, float | None]:
    if told.mean is None or told.error is None:
        return None, None
    reach = WIDTH * told.error
    return _rounded(max(told.mean - reach, -SCALE)), _rounded(min(told.mean + reach, SCALE))


def _change(recent: _Sum, before: _Sum) -> tuple[float | None, str]:
    """How far the last months lie from the time before, and whether that is more than chance."""
    if recent.error is None or before.error is None or recent.mean is None or before.mean is None:
        return None, ""
    change = recent.mean - before.mean
    if abs(change) <= WIDTH * math.hypot(recent.error, before.error):
        return _rounded(change), "no clear change"
    return _rounded(change), "up" if change > 0 else "down"


def _side(months: Sequence[Mapping[str, Any]]) -> tuple[str, dt.date | None]:
    """What prevails in the last month with events, and since when without a break."""
    signs = [(each["month"], each["total"] > 0) for each in months if each["total"]]
    if not signs:
        return "", None
    up = signs[-1][1]
    start = signs[-1][0]
    for month, cooperative in reversed(signs):
        if cooperative != up:
            break
        start = month
    return "cooperation" if up else "conflict", start


def _sorted(rows: Iterable[PairRow], asked: OverviewAsked) -> list[PairRow]:
    """By the column asked for; pairs without a value last, whichever way."""
    named = sorted(rows, key=lambda row: row.pair)
    having = [row for row in named if getattr(row, asked.sort) is not None]
    lacking = [row for row in named if getattr(row, asked.sort) is None]
    having.sort(key=lambda row: getattr(row, asked.sort), reverse=asked.down)
    return [*having, *lacking]


def _order(sort: Sort, asked: OverviewAsked) -> str:
    """The address that sorts by a column: down first, names up first, and the other way when it is so."""
    down = not asked.down if sort == asked.sort else sort != "pair"
    return OverviewAsked(sort=sort, down=down).address


def _matrix(rows: Iterable[PairRow]) -> tuple[MatrixRow, ...]:
    """The states most written about, each with each: the same numbers as in the list."""
    told = {(row.first, row.second): row for row in rows if ":" not in row.first + row.second}
    counts: Counter[str] = Counter()
    for pair, row in told.items():
        for state in pair:
            counts[state] += row.events
    states = sorted(counts, key=lambda state: (-counts[state], state))[:STATES]
    return tuple(
        MatrixRow(
            wording.country_name(one),
            one,
            tuple(_cell(one, other, told) for other in states),
        )
        for one in states
    )


def _cell(one: str, other: str, told: Mapping[tuple[str, str], PairRow]) -> Cell | None:
    first, second = sorted((one, other))
    found = told.get((first, second))
    if found is None:
        return None
    few = found.recent < FEWEST
    step = 0 if found.level is None or few else _step(found.level)
    return Cell(addresses.of_pair(one, other), found.level, found.recent, step)


def _step(mean: float) -> int:
    size = sum(abs(mean) >= edge for edge in (0.5, 2.0, 4.0))
    return size if mean > 0 else -size


def _back(day: dt.date, months: int) -> dt.date:
    """First day of the month so many months before that of a day."""
    count = day.year * 12 + day.month - 1 - months
    return dt.date(max(count // 12, 1), count % 12 + 1, 1)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2) + 0.0
