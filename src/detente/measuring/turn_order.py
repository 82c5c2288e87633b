"""Which of several series turned first, such as the tracks of a relation, and how sure is that?

A turn of one series is held against the nearest turn of another in the same direction, unless another
turn of either lies between the two, or more than a year: what is so far apart is no one movement. Where
k turns are compared, the interval of each date leaves out 1/k of what the intervals of the differences
may leave out together, so that all of these hold at once (Bonferroni; Miller, "Simultaneous
Statistical Inference", 1981). One series turned before another where the whole interval of their
difference says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from detente.errors import QueryError, TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.points import Points
from detente.measuring.turns import Turn, Turns, TurnsResult
from detente.records import column

MOST = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 2}
"""Periods that two turns may lie apart to be compared, by the length of a period; 12 of any other."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Two turns in the same direction, of two series, and how far they lie apart."""

    earlier: str = column("the series whose turn is dated first")
    later: str = column("the other; of two in one period, the second of those given")
    first: str = column("first period of the earlier one's new level")
    second: str = column("first period of the later one's new level")
    up: bool = column("whether both turned up")
    periods: int = column("periods by which the later one turned later, 0 or more")
    low: int = column("lower end of the interval of that; below 0, the other may have been first")
    high: int = column("upper end of it")

    @property
    def clear(self) -> bool:
        """Whether the interval leaves no doubt which came first."""
        return self.low > 0


@dataclass(frozen=True, slots=True, eq=False)
class TurnOrderResult(Exports):
    """The gaps, and of each series its turns, with dates whose intervals hold together."""

    record = Gap

    gaps: tuple[Gap, ...]
    turns: Mapping[str, tuple[Turn, ...]]
    """By series, in the order given; none where it did not turn."""
    refused: Mapping[str, str]
    """By series that no turn could be looked for in, the reason."""
    names: tuple[str, ...]
    what: str
    every: str
    options: TurnOrder

    def records(self) -> Sequence[Gap]:
        """The gaps, by series in the order given and by date."""
        return self.gaps

    def turned(self) -> list[str]:
        """The series that turned."""
        return [name for name, turns in self.turns.items() if turns]

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return {
            "measure": "order of turns",
            "series": list(self.turns),
            "refused": dict(self.refused),
            "what": self.what,
            "every": self.every,
            "n": len(self.names),
            "level": self.options.level,
            "draws": self.options.draws,
            "seed": self.options.seed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOrder:
    """Compares when series turned.

    `level` is how much the intervals of all differences hold together; `most` how many periods two turns
    may lie apart, about a year unless told; the others are those of `Turns`.
    """

    level: float = 0.9
    most: int | None = None
    shortest: int = 3
    clear: float = 0.05
    draws: int = 499
    seed: int = 0

    def fit(
        self,
        series: Mapping[str, Points],
        *,
        found: Mapping[str, TurnsResult] | None = None,
    ) -> TurnOrderResult:
        """Compare two or more series over the same periods.

        `found` are turns that `Turns` with these options found in some of them already. Those that `Turns`
        refuses are named with the reason. Raises `QueryError` where there are fewer
        than two series, or where their periods differ.
        """
        held = list(series.values())
        if len(held) < 2 or any(each.names != held[0].names for each in held):
            raise QueryError(
                "an order of turns needs two or more series over the same periods",
                advice="Make them with `by_period` and the same `since` and `until`.",
            )
        turns, refused = self._turns(series, self.level, found or {})
        compared = {turn for gap in self._gaps(turns, held[0]) for turn in _ends(gap)}
        if compared:
            joint = {name: series[name] for name, _ in compared}
            turns |= self._turns(joint, 1 - (1 - self.level) / len(compared), {})[0]
        return TurnOrderResult(
            gaps=self._gaps(turns, held[0]),
            turns=turns,
            refused=refused,
            names=held[0].names,
            what=held[0].what,
            every=held[0].every,
            options=self,
        )

    def apart(self, every: str) -> int:
        """How many periods two turns may lie apart to be compared."""
        return MOST.get(every, 12) if self.most is None else self.most

    def _gaps(self, turns: Mapping[str, Sequence[Turn]], example: Points) -> tuple[Gap, ...]:
        place = {name: index for index, name in enumerate(example.names)}
        return tuple(
            gap
            for one, other in combinations(turns, 2)
            for gap in _gaps((one, other), (turns[one], turns[other]), place)
            if gap.periods <= self.apart(example.every)
        )

    def _turns(
        self, series: Mapping[str, Points], level: float, known: Mapping[str, TurnsResult]
    ) -> tuple[dict[str, tuple[Turn, ...]], dict[str, str]]:
        search = Turns(
            shortest=self.shortest, level=level, clear=self.clear, draws=self.draws, seed=self.seed
        )
        found, refused = {}, {}
        for name, points in series.items():
            try:
                found[name] = (known.get(name) or search.fit(points)).turns
            except TooLittleDataError as refusal:
                refused[name] = refusal.what
        return found, refused


def _ends(gap: Gap) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two turns of a gap: of each its series and period."""
    return (gap.earlier, gap.first), (gap.later, gap.second)


def _gaps(
    names: tuple[str, str], turns: tuple[Sequence[Turn], Sequence[Turn]], place: dict[str, int]
) -> Iterator[Gap]:
    for one in turns[0]:
        near = _nearest(turns[1], one, place)
        if near is None or _nearest(turns[0], near, place) is not one:
            continue
        first, last = sorted((place[one.period], place[near.period]))
        if not any(first < place[each.period] < last for held in turns for each in held):
            yield _gap(names, one, near, place)


def _nearest(turns: Sequence[Turn], other: Turn, place: dict[str, int]) -> Turn | None:
    like = [turn for turn in turns if (turn.size > 0) == (other.size > 0)]
    return min(like, key=lambda turn: abs(place[turn.period] - place[other.period]), default=None)


def _gap(names: tuple[str, str], one: Turn, other: Turn, place: dict[str, int]) -> Gap:
    early, late = (names[0], one), (names[1], other)
    if place[one.period] > place[other.period]:
        early, late = late, early
    (earlier, first), (later, second) = early, late
    return Gap(
        earlier=earlier,
        later=later,
        first=first.period,
        second=second.period,
        up=first.size > 0,
        periods=place[second.period] - place[first.period],
        low=place[second.low] - place[first.high],
        high=place[second.high] - place[first.low],
    )
