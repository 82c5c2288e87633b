"""What is the finding, in words? A paragraph made from the numbers by fixed rules."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding.ontology import COOPERATIVE
from detente.measuring import Row
from detente.reporting.gathering import Material
from detente.reporting.outlook import where_it_stands
from detente.reporting.turning import turned
from detente.reporting.wording import (
    in_period,
    in_sentence,
    lowered,
    many,
    percent,
    period,
    signed,
    span,
)

ENOUGH = 3
"""Events that a period needs to be called the lowest or highest, where two periods have them."""
NEAR = 0.5
"""Two levels closer than this, in points of the score, are called about the same."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts at the head of the page."""

    events: int
    reports: int
    articles: int
    outlets: int
    statements: int
    net: float | None
    cooperative: float | None


def figures(material: Material) -> Figures:
    """Count what the index rests on."""
    found, told = material.occurrences, material.reports.values()
    count = len(found)
    return Figures(
        events=count,
        reports=len(material.reports),
        articles=len({each.event.article_id for each in told}),
        outlets=len({each.outlet for each in told if each.outlet}),
        statements=len(material.statements),
        net=math.fsum(each.score for each in found) / count if count else None,
        cooperative=sum(each.quad_class in COOPERATIVE for each in found) / count
        if count
        else None,
    )


def summary(material: Material) -> tuple[str, ...]:
    """The sentences of the paragraph."""
    counted = figures(material)
    if not counted.events:
        return (_nothing_counted(material, counted),)
    rows = [row for row in material.series.rows if row.n]
    return (
        _what_there_is(material, counted),
        *_extremes(rows, material.asked.every),
        _last(rows[-1], counted, material.asked.every),
        *_standing(material),
        _ways(material, rows),
    )


def time_covered(material: Material) -> str:
    """First to last day of the report."""
    asked = material.asked
    days = [found.date for found in material.occurrences if found.date]
    days += [said.date for said in material.statements if said.date]
    first = asked.since or min(days, default=None)
    return span(first, asked.until or max(days, default=first))


def _nothing_counted(material: Material, counted: Figures) -> str:
    first, second = (in_sentence(name) for name in material.asked.names)
    return (
        f"No event between {first} and {second} could be counted in this time, so there is no "
        f"index. The record holds {many(counted.statements, 'statement')} and "
        f"{many(len(material.left_out), 'event')} left out of the index; both are listed below."
    )


def _what_there_is(material: Material, counted: Figures) -> str:
    first, second = (in_sentence(name) for name in material.asked.names)
    return (
        f"{many(counted.events, 'event')} between {first} and {second} "
        f"{'was' if counted.events == 1 else 'were'} counted, told in "
        f"{many(counted.reports, 'report')} in {many(counted.articles, 'article')} by "
        f"{many(counted.outlets, 'outlet')}. {percent(counted.cooperative)} were cooperative; "
        f"the mean score was {signed(counted.net)} on a scale from {signed(-10, 0)} "
        f"(conflict) to {signed(10, 0)} (cooperation)."
    )


def _extremes(rows: Sequence[Row], every: str) -> list[str]:
    enough = [row for row in rows if row.n >= ENOUGH]
    chosen = enough if len(enough) >= 2 else list(rows)
    if len(chosen) < 2:
        return []
    low, high = min(chosen, key=_level), max(chosen, key=_level)
    among = f" Only periods with {ENOUGH} events or more are compared." if len(enough) >= 2 else ""
    return [f"The score was lowest {_named(low, every)} and highest {_named(high, every)}.{among}"]


def _last(row: Row, counted: Figures, every: str) -> str:
    gap = _level(row) - (counted.net or 0.0)
    compared = "about the same as" if abs(gap) < NEAR else "above" if gap > 0 else "below"
    return (
        f"In the last {every} with events it stood at {signed(row.net)} "
        f"({period(row.start, every)}, {many(row.n, 'event')}), {compared} the mean of the whole "
        "time."
    )


def _standing(material: Material) -> list[str]:
    """When it turned and what state it is in, as far as the measures can tell."""
    found = material.standing
    if found is None or isinstance(found.turns, str):
        return []
    state = where_it_stands(found.states)
    when = turned(found.turns, material.series)
    told = f"The relation {lowered(when)}" if found.turns.turns else "No turning point was found."
    return [told, *([state] if state else [])]


def _ways(material: Material, rows: Sequence[Row]) -> str:
    first, second = (in_sentence(name) for name in material.asked.names)
    forward, backward = sum(row.forward for row in rows), sum(row.backward for row in rows)
    return (
        f"{many(forward, 'act')} went from {first} to {second}, {backward:,} from {second} to "
        f"{first}, and {sum(row.mutual for row in rows):,} were mutual."
    )


def _level(row: Row) -> float:
    return row.net or 0.0


def _named(row: Row, every: str) -> str:
    return f"{in_period(row.start, every)} ({signed(row.net)}, {many(row.n, 'event')})"
