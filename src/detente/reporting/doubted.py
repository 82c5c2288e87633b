"""In how many redrawn records does a finding of the report stand?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pyarrow as pa

from detente.auditing.doubts import Doubts
from detente.measuring import (
    Doubt,
    DoubtResult,
    Question,
    Reciprocity,
    ReciprocityResult,
    Spells,
    SpellsResult,
    Turns,
    TurnsResult,
    by_period,
)
from detente.measuring.covered import Volume
from detente.measuring.doubt_words import in_records
from detente.measuring.doubting import Asked, Measure

Doubted = Literal["turns", "hostility", "spells", "reciprocity"]
REDRAWN = 100
LONGEST = 150
"""Periods from which a report does not redraw the record, as it would take minutes."""
OF: Literal["hostility"] = "hostility"


def stood(
    acts: pa.Table,
    question: Question,
    found: Mapping[Doubted, object],
    *,
    told: Volume | None,
    doubts: Doubts,
) -> dict[Doubted, DoubtResult]:
    """How often what was found stands, by measure; none where nothing was found, or the time is long."""
    sought = {name: measure for name, each in found.items() if (measure := _measure(each))}
    if not sought:
        return {}
    points = by_period(
        acts, every=question.every, of=OF, since=question.since, until=question.until
    )
    if len(points.names) > LONGEST:
        return {}
    coverage = told.over(points) if told else None
    doubt = Doubt(draws=REDRAWN, merges=doubts.merges, confusion=doubts.confusion)
    asked: dict[Doubted, Asked] = {
        name: Asked(measure) if name == "turns" else Asked(measure, OF, coverage=coverage)
        for name, measure in sought.items()
    }
    return doubt.fit_each(asked, acts, question)


def stands(held: Mapping[Doubted, DoubtResult], name: Doubted, place: int = 0) -> str:
    """`; in 87 of 100 redrawn records`; empty where that was not asked."""
    return f"; {in_records(held[name].rows[place])}" if name in held else ""


def _measure(found: object) -> Measure | None:
    """The measure of a result that found something."""
    if isinstance(found, TurnsResult) and found.turns:
        return Turns()
    if isinstance(found, SpellsResult) and found.spells:
        return Spells()
    if isinstance(found, ReciprocityResult) and any(
        each.decides <= found.options.clear for each in found.answers
    ):
        return Reciprocity()
    return None
