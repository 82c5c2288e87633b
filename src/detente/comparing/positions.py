"""How do outlets stand to states? The light in which each shows them, by outlet, period and issue.

A position is the mean light of the sentences of an outlet that name a state, told apart by whether the
light comes from the outlet's own words and choice or from somebody whom it reports (appraisal and
attribution: Martin and White, *The Language of Evaluation*, 2005). Bad news throws bad light, whoever
prints it; so an outlet is held against all others on the same days (`by_days`). Over all outlets, states
and parts the share of false findings is held (Benjamini and Hochberg, 1995).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from scipy.stats import false_discovery_control

from detente.comparing.by_days import FEWEST_DAYS, Difference, Ratio, Sums, others, reach, summed
from detente.comparing.framed import Framed, ShownRow
from detente.errors import QueryError, TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.periods import label, period_of
from detente.records import column

FEWEST = 10
"""Sentences of an outlet, and of the others, that name a state, below which nothing is tested."""
Part = Literal["all", "month", "quarter", "year", "issue"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Position:
    """In what light an outlet shows a state, from -1 (very bad) to 1 (very good)."""

    outlet: str = column("who prints it")
    state: str = column("the state that is shown")
    part: str | None = column("the period or issue; null where all is taken together")
    sentences: int = column("how many name the state")
    light: float = column("their mean light")
    low: float | None = column("lower end of its band; null where too few days are there")
    high: float | None = column("upper end")
    own: float = column("what the outlet's own words add to the mean")
    said: float = column("what the words of those whom it reports add; the two make `light`")
    difference: float | None = column(
        "the mean less that of all other outlets together on the same days; null where too little is there"
    )
    difference_low: float | None = column("lower end of its band")
    difference_high: float | None = column("upper end")
    p_value: float | None = column("how often chance makes as large a difference")
    q_value: float | None = column("the same, corrected for all that was asked")


@dataclass(frozen=True, slots=True, eq=False)
class PositionsResult(Exports):
    """How outlets stand to two states."""

    record = Position
    worded_by = "detente.comparing.wording"

    asking: dict[str, Any]
    rows: tuple[Position, ...]
    options: Positions

    def records(self) -> Sequence[Position]:
        """By part, state and outlet, those with most sentences first."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was compared, and how."""
        options = {"by": self.options.by, "width": self.options.width}
        return {"measure": "positions of outlets", **self.asking, **options}

    def clear(self) -> list[Position]:
        """Where an outlet differs from the others beyond chance, the clearest first."""
        held = [
            row
            for row in self.rows
            if row.q_value is not None and row.q_value <= self.options.clear
        ]
        return sorted(held, key=lambda row: (row.q_value or 0.0, row.outlet, row.state))


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """How positions are told: `by` period or issue, `width` of the bands, and the corrected p-value up to
    which a difference is called clear. Raises `QueryError` for what is none of these."""

    by: Part = "all"
    width: float = 0.9
    clear: float = 0.1

    def __post_init__(self) -> None:
        if self.by not in PARTS:
            raise QueryError(f"no part {self.by!r}", advice=f"Choose one of {', '.join(PARTS)}.")
        for name in ("width", "clear"):
            if not 0 < getattr(self, name) < 1:
                raise QueryError(
                    f"{name} {getattr(self, name)} is no share", advice="Give one between 0 and 1."
                )

    def fit(self, framed: Framed) -> PositionsResult:
        """Positions of all outlets. Raises `TooLittleDataError` where no sentence names one of the two."""
        if not framed.shown:
            raise TooLittleDataError(
                "no article that has an outlet names one of the two in such a sentence",
                advice="Ask for other words or another time, or give articles their outlet: "
                "`detente read --outlet`.",
            )
        rows = [
            row
            for part in sorted(
                {part for each in framed.shown for part in self._parts(each)}, key=str
            )
            for state in framed.between
            for row in self._positions(
                state,
                part,
                [s for s in framed.shown if s.state == state and part in self._parts(s)],
            )
        ]
        return PositionsResult(framed.asking, tuple(_corrected(rows)), self)

    def _parts(self, row: ShownRow) -> Sequence[str | None]:
        if self.by == "all":
            return (None,)
        if self.by == "issue":
            return row.issues
        if row.published is None:
            return ()
        return (label(period_of(row.published, self.by), self.by),)

    def _positions(
        self, state: str, part: str | None, shown: Sequence[ShownRow]
    ) -> Iterator[Position]:
        sums = summed((row.outlet, row.published, row.light, 1.0) for row in shown)
        counted = Counter(row.outlet for row in shown)
        for outlet in sorted(counted, key=lambda name: (-counted[name], name)):
            spoken = sum(row.light for row in shown if row.outlet == outlet and row.said)
            yield self._position(outlet, state, part, sums, spoken / counted[outlet])

    def _position(
        self, outlet: str, state: str, part: str | None, sums: Mapping[str, Sums], said: float
    ) -> Position:
        own = sums[outlet]
        mine, apart = Ratio.from_sums(own), Difference.between(own, others(sums, outlet))
        row = Position(
            outlet=outlet, state=state, part=part, sentences=int(mine.of), light=round(mine.value, 4),
            low=None, high=None, own=round(mine.value - said, 4), said=round(said, 4),
            difference=None, difference_low=None, difference_high=None, p_value=None, q_value=None,
        )  # fmt: skip
        if mine.of >= FEWEST and mine.days >= FEWEST_DAYS:
            off = reach(self.width, mine.days) * mine.error
            row = replace(row, low=round(mine.value - off, 4), high=round(mine.value + off, 4))
        if apart is None or min(apart.of, apart.of_others) < FEWEST:
            return row
        off = reach(self.width, apart.days) * apart.error
        return replace(
            row,
            difference=round(apart.value, 4),
            difference_low=round(apart.value - off, 4),
            difference_high=round(apart.value + off, 4),
            p_value=round(apart.p_value, 6),
        )


def _corrected(rows: Sequence[Position]) -> Iterator[Position]:
    values = [row.p_value for row in rows if row.p_value is not None]
    corrected = iter(false_discovery_control(values).tolist() if values else ())
    for row in rows:
        yield row if row.p_value is None else replace(row, q_value=round(next(corrected), 6))
