"""What is the finding, in words? Sentences made from the numbers by fixed rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow.compute as pc

from detente.coding.ontology import COOPERATIVE
from detente.measuring import Row
from detente.measuring.series import mean_of
from detente.reporting.gathering import Material
from detente.reporting.wording import (
    day,
    in_period,
    in_sentence,
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
    """Occurrences: each once, however often it is told."""
    reports: int
    """Tellings of them."""
    articles: int
    """Those that the events and statements are read from."""
    outlets: int
    statements: int
    net: float | None
    cooperative: float | None


def figures(material: Material) -> Figures:
    """Count what the index rests on."""
    told, acts = material.reports.values(), material.acts
    articles = {each.event.article_id for each in told}
    articles |= {said.article_id for said in material.statements}
    count = len(acts)
    cooperative = sum(quad in COOPERATIVE for quad in acts["quad_class"].to_pylist())
    return Figures(
        events=count,
        reports=len(material.reports),
        articles=len(articles),
        outlets=len({each.outlet for each in told if each.outlet}),
        statements=len(material.statements),
        net=mean_of(material.series.rows),
        cooperative=cooperative / count if count else None,
    )


def summary(material: Material) -> tuple[str, ...]:
    """What was counted, in the sentences of a paragraph."""
    counted = figures(material)
    if not counted.events:
        return (_nothing_counted(material, counted), *_earlier(material))
    rows = [row for row in material.series.rows if row.n]
    return (
        _what_there_is(material, counted),
        _ways(material, rows),
        *_extremes(rows, material.asked.every),
        _last(rows[-1], counted, material.asked.every),
        *_earlier(material),
    )


def time_covered(material: Material) -> str:
    """First to last day of the report."""
    asked = material.asked
    ends = pc.min_max(material.acts["day"]).as_py()
    days = [end for end in (ends["min"], ends["max"]) if end]
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
    told = (
        f"of the data set {material.asked.dataset}"
        if material.asked.dataset
        else f"told in {many(counted.reports, 'report')}{_by(counted.outlets)}"
    )
    return (
        f"{many(counted.events, 'event')} between {first} and {second} "
        f"{'was' if counted.events == 1 else 'were'} counted, {told}. "
        f"{percent(counted.cooperative)} were cooperative; the mean score was {signed(counted.net)} "
        f"on a scale from {signed(-10, 0)} (conflict) to {signed(10, 0)} (cooperation)."
    )


def _earlier(material: Material) -> list[str]:
    """What is dated but lies before the first article's period."""
    if not material.earlier:
        return []
    one = material.earlier == 1
    return [
        f"{many(material.earlier, 'event')} dated before the {material.asked.every} of the first article "
        f"({'' if one else 'the first '}{day(material.earliest)}) {'is' if one else 'are'} not counted: "
        f"--since {material.earliest} takes {'it' if one else 'them'} in."
    ]


def _by(outlets: int) -> str:
    return f" by {many(outlets, 'outlet')}" if outlets else "; no outlet is named"


def _extremes(rows: Sequence[Row], every: str) -> list[str]:
    enough = [row for row in rows if row.n >= ENOUGH]
    chosen = enough if len(enough) >= 2 else list(rows)
    if len(chosen) < 2:
        return []
    low, high = min(chosen, key=_level), max(chosen, key=_level)
    among = f" Only {every}s with {ENOUGH} events or more are compared." if len(enough) >= 2 else ""
    return [f"The score was lowest {_named(low, every)} and highest {_named(high, every)}.{among}"]


def _last(row: Row, counted: Figures, every: str) -> str:
    gap = _level(row) - (counted.net or 0.0)
    compared = "about the same as" if abs(gap) < NEAR else "above" if gap > 0 else "below"
    return (
        f"In the last {every} with events it stood at {signed(row.net)} "
        f"({period(row.start, every)}, {many(row.n, 'event')}), {compared} the mean of the whole "
        "time."
    )


def _ways(material: Material, rows: Sequence[Row]) -> str:
    first, second = (in_sentence(name) for name in material.asked.names)
    forward, backward = sum(row.forward for row in rows), sum(row.backward for row in rows)
    mutual = sum(row.mutual for row in rows)
    both = "none was" if not mutual else "1 was" if mutual == 1 else f"{mutual:,} were"
    return (
        f"{many(forward, 'act')} went from {first} to {second}, {backward:,} from {second} to "
        f"{first}, and {both} mutual."
    )


def _level(row: Row) -> float:
    return row.net or 0.0


def _named(row: Row, every: str) -> str:
    return f"{in_period(row.start, every)} ({signed(row.net)}, {many(row.n, 'event')})"
