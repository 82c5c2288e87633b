"""The spells of two states in all that is searched by default.

A strike of four days is lost in the words of its month, and threats of a month in the fighting of a war. So
hostility is gone through whole, and in its deeds (material conflict) and words (verbal conflict) alone, by
month; whole and in deeds by week; and cooperation by month, as syndromes are watched one by one (Fricker,
"Introduction to Statistical Methods for Biosurveillance", 2013). What overlaps a spell that was told before
is not told again. Where nothing happens each of the six tells something in ten years with a chance of at
most `Spells.clear`, and mostly far seldomer (`benchmarks/spells.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal, cast

import pyarrow as pa
import pyarrow.compute as pc

from detente.days import Day
from detente.errors import TooLittleDataError
from detente.measuring.coverage import Coverage
from detente.measuring.flows import Of, by_period, span_of
from detente.measuring.periods import Every, Period, period_of
from detente.measuring.points import Points
from detente.measuring.spells import Spell, Spells, SpellsResult

Part = Literal["hostility", "deeds", "words", "cooperation"]
PARTS = {
    "deeds": ("material conflict", "hostile deeds"),
    "words": ("verbal conflict", "hostile words"),
}
"""Of hostility: the quad class, and what it is called."""
FINER: dict[str, Every] = {"year": "month", "quarter": "month", "month": "week", "week": "day"}
"""The periods within a period."""


def points_of_part(
    acts: pa.Table, part: str, every: Every, since: Day | None = None, until: Day | None = None
) -> Points:
    """The sums of hostility, of its deeds or words, or of another measure; as `by_period` otherwise."""
    if part not in PARTS:
        return by_period(acts, every=every, of=cast(Of, part), since=since, until=until)
    quad_class, what = PARTS[part]
    first, last = span_of([acts], since, until)
    held = acts.filter(pc.equal(acts["quad_class"], quad_class))
    return replace(by_period(held, every=every, of="hostility", since=first, until=last), what=what)


def spells_in_view(
    acts: pa.Table,
    coverage: Callable[[Points], Coverage | None] = lambda points: None,
    *,
    every: Every = "month",
    since: Day | None = None,
    until: Day | None = None,
    spells: Spells = Spells(),  # noqa: B008 (frozen settings)
) -> list[SpellsResult]:
    """The spells of acts (`ACTS`) in each of the series searched, at the coverage of its periods.

    Where nothing is told in a series its result has no spells; one with too few periods is left out. Raises
    `TooLittleDataError` where all are.
    """
    searched: list[tuple[Part, Every]] = [
        (part, every) for part in ("hostility", "deeds", "words", "cooperation")
    ]
    if every in FINER:
        searched[3:3] = [("hostility", FINER[every]), ("deeds", FINER[every])]
    found: list[SpellsResult] = []
    refused: TooLittleDataError | None = None
    told: list[tuple[bool, Period]] = []
    for part, unit in searched:
        points = points_of_part(acts, part, unit, since, until)
        try:
            result = spells.fit(points, coverage=coverage(points))
        except TooLittleDataError as refusal:
            refused = refusal
            continue
        worse = part != "cooperation"
        new = [each for each in result.spells if not _meets(_days(each, unit), worse, told)]
        told += [(worse, _days(each, unit)) for each in new]
        found.append(replace(result, spells=tuple(new)))
    if not found and refused is not None:
        raise refused
    return found


def _days(spell: Spell, every: str) -> Period:
    return Period(_first(spell.start, every).start, _first(spell.end, every).end)


def _first(name: str, every: str) -> Period:
    """The period of a name as `by_period` gives it."""
    if every == "quarter":
        name = f"{name[:4]}-{3 * int(name[-1]) - 2:02d}"
    if every in ("quarter", "month"):
        return period_of(f"{name}-01", every)
    return period_of(f"{name}-01-01" if every == "year" else name, every)


def _meets(days: Period, worse: bool, told: Sequence[tuple[bool, Period]]) -> bool:
    return any(
        way == worse and days.start <= other.end and other.start <= days.end for way, other in told
    )
