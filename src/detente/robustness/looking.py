"""What a specification shows: turns, spells, answers, leads, and what followed an event.

Effects are in standard deviations of the specification's own values, so that scales and lengths of periods
can be told beside one another; those of answers are sums of coefficients, those of leads correlations.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

import pyarrow as pa
from statsmodels.stats.diagnostic import breaks_cusumolsresid

from detente.errors import QueryError
from detente.measuring import (
    LeadLag,
    Points,
    Reciprocity,
    Shocks,
    Spells,
    Turns,
    TurnsResult,
    directed,
)
from detente.measuring.flows import span_of
from detente.measuring.periods import Period
from detente.measuring.points import Floats
from detente.robustness.specifications import STEPS, Specification
from detente.robustness.viewing import View, spread_of

Kind = Literal["turn", "spell", "answer", "lead", "event"]
ALL = ("source", "merging", "scale", "confidence", "span")
"""Dimensions that matter to every measure."""
TURNED = ("mean", "hostility")
ANSWERED = "total"
"""What answers are looked for in, as the command `reciprocity` does (Goldstein and Pevehouse 1997)."""
FOLLOWED = ("total", "hostility", "cooperation")
STAYING = 0.95
"""The largest autocorrelation that is taken out."""
DRAWS, QUICK = {"turns": 499, "lead": 999}, {"turns": 199, "lead": 399}
"""Random draws of the analysis asked for, which tells what its command tells, and of the many others."""


@dataclass(frozen=True, slots=True)
class When:
    """A day, the first and last of what it may be or of how long it lasts, and the days of a period."""

    day: dt.date
    first: dt.date
    last: dt.date
    unit: int

    def moved(self, day: dt.date) -> When:
        """The same about another day."""
        return When(day, day - (self.day - self.first), day + (self.last - self.day), self.unit)

    def overlaps(self, other: When) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: When) -> bool:
        """Whether the other's day lies between the ends, give or take the longer period of the two."""
        about = dt.timedelta(days=max(self.unit, other.unit))
        return self.first - about <= other.day <= self.last + about


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something that a specification shows, or a test that shows nothing (by its `p`)."""

    about: str
    sign: int
    effect: float
    p: float
    seen: bool
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a specification shows of one measure, over which days, or why it cannot be computed."""

    sightings: tuple[Sighting, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    unit: int = 1
    """Days of a period."""
    refused: str | None = None


Look = Callable[[View, Specification], Outcome]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to look for: its kind, what of the acts is measured, and the dimensions that matter."""

    kind: Kind
    of: str
    uses: tuple[str, ...]
    look: Look
    about: str = ""
    quick: Look | None = None
    """The same with fewer random draws, where there are any."""

    def outcome(self, view: View, spec: Specification, *, quick: bool = False) -> Outcome:
        """What a specification shows."""
        look = self.quick if quick and self.quick else self.look
        try:
            return look(view, spec)
        except QueryError as refusal:
            return Outcome(refused=refusal.what)


def measures(events: Sequence[dt.date]) -> list[Measure]:
    """All that is looked for."""
    dated, sums = (*ALL, "every"), (*ALL, "every", "coverage")
    mean, hostile = (partial(turned, of=of) for of in TURNED)
    return [
        Measure("turn", "mean", (*dated, "seed"), mean, quick=partial(mean, draws=QUICK["turns"])),
        Measure(
            "turn",
            "hostility",
            (*sums, "seed"),
            hostile,
            quick=partial(hostile, draws=QUICK["turns"]),
        ),
        Measure("spell", "hostility", sums, spelt),
        Measure("answer", ANSWERED, (*sums, "lags"), answered),
        Measure(
            "lead", ANSWERED, (*sums, "lags", "seed"), led, quick=partial(led, draws=QUICK["lead"])
        ),
        *(event(day, of) for day in events for of in FOLLOWED),
    ]


def event(day: dt.date, of: str) -> Measure:
    """What followed a day."""
    look = partial(followed, on=day, of=of)
    return Measure("event", of, (*ALL, "coverage", "step"), look, day.isoformat())


def turned(view: View, spec: Specification, *, of: str, draws: int = DRAWS["turns"]) -> Outcome:
    """Lasting changes of level."""
    return _of_turns(*_turns(view, spec, of, draws))


def level_changed(view: View, spec: Specification, *, of: str) -> Outcome:
    """The surest turn, with the chance that a level which never changes shows as much at any date."""
    found, spans = _turns(view, spec, of, DRAWS["turns"])
    told = _of_turns(found, spans)
    surest = min(told.sightings, key=lambda each: (each.p, each.about), default=None)
    if surest is None:
        return told
    values = found.points.values[found.points.seen()]
    chance = chance_of_levels(values, found.noise.rho)
    return replace(told, sightings=(replace(surest, p=chance),))


def chance_of_levels(values: Floats, rho: float) -> float:
    """The p-value of the cumulative sums of values about their mean, freed of an autocorrelation.

    That is taken a standard error larger than it is told: about turns that chance made it comes out small.
    """
    taken = min(STAYING, rho + math.sqrt((1 - rho**2) / len(values)))
    fresh = values[1:] - taken * values[:-1]
    _, chance, _ = breaks_cusumolsresid(fresh - fresh.mean())
    return float(chance)


def _turns(
    view: View, spec: Specification, of: str, draws: int
) -> tuple[TurnsResult, list[Period]]:
    """The turns of the values as they were searched, and the periods."""
    points, spans = view.points(spec.every, of)
    searched = points.at(None if of == "mean" else view.coverage(points, spec))
    return Turns(seed=spec.seed, draws=draws).fit(searched), spans


def _of_turns(found: TurnsResult, spans: list[Period]) -> Outcome:
    points = found.points
    at = dict(zip(points.names, spans, strict=True))
    unit = spread_of(points.values)
    sightings = [
        Sighting(
            each.period, 1 if each.size > 0 else -1, each.size / unit, each.p_value, True,
            When(at[each.period].start, at[each.low].start, at[each.high].end, _longest(spans)),
        )
        for each in found.turns
    ]  # fmt: skip
    return Outcome(tuple(sightings), spans[0].start, spans[-1].end, _longest(spans))


def spelt(view: View, spec: Specification) -> Outcome:
    """Stretches of hostility beyond the usual."""
    points, spans = view.points(spec.every, "hostility")
    found = Spells().fit(points, coverage=view.coverage(points, spec))
    at = dict(zip(points.names, spans, strict=True))
    unit = spread_of(points.values)
    sightings = [
        Sighting(
            each.start, 1, (each.level - each.usual) / unit, each.p_value, True,
            When(at[each.start].start, at[each.start].start, at[each.end].end, _longest(spans)),
        )
        for each in found.spells
    ]  # fmt: skip
    return Outcome(tuple(sightings), spans[0].start, spans[-1].end, _longest(spans))


def answered(view: View, spec: Specification) -> Outcome:
    """Whether either answers the other."""
    series = _directions(view, spec)
    return tested(series, view, spec)


def tested(series: dict[str, Points], view: View, spec: Specification) -> Outcome:
    """The tests of some series, by cause and effect."""
    first = next(iter(series.values()))
    options = Reciprocity(lags=spec.lags or None)
    found = options.fit(series, coverage=view.coverage(first, spec))
    return Outcome(
        tuple(
            Sighting(
                f"{each.cause} {each.effect}", -1 if each.opposite else 1,
                (each.total_held if each.total_held is not None else each.response) or 0.0,
                each.decides, each.decides <= options.clear,
            )
            for each in found.answers
        )
    )  # fmt: skip


def led(view: View, spec: Specification, *, draws: int = DRAWS["lead"]) -> Outcome:
    """Which direction moves first."""
    names, (first, second) = zip(*_directions(view, spec).items(), strict=True)
    coverage = view.coverage(first, spec)
    options = LeadLag(lags=spec.lags or None, seed=spec.seed, draws=draws, turns=False)
    found = options.fit(first, second, names, coverage=coverage)
    sign, seen = (1 if found.peak > 0 else -1), found.p_value <= options.clear
    ways = {f"{names[0]} {names[1]}": found.lag > 0, f"{names[1]} {names[0]}": found.lag < 0}
    return Outcome(
        tuple(
            Sighting(about, sign, found.peak, found.p_value if way else 1.0, seen and way)
            for about, way in ways.items()
        )
    )


def followed(view: View, spec: Specification, *, on: dt.date, of: Any) -> Outcome:
    """What followed a day over eight weeks."""
    volume = view.volume if spec.coverage == "taken in" else None
    found = Shocks(width=spec.step, ahead=STEPS[spec.step], of=of).fit(
        view.acts,
        on,
        until=view.last,
        coverage=volume.counted if volume else None,
        own=volume.own[0] if volume else None,
    )
    unit = spread_of([value for _, value in found.before if value is not None])
    sign = 1 if found.mean > 0 else -1
    told = Sighting(on.isoformat(), sign, found.mean / unit, found.p_value, found.seen != 0)
    return Outcome((told,))


def swapped(view: View, other: View, spec: Specification, *, backward: bool) -> Outcome:
    """Whether a direction answers what is done in another pair that shares one state: instead of `A>B` the
    cause is `A>C` or `D>B`; `backward`, instead of `B>A`, `C>A` or `B>D`.

    A placebo: what is seen here is no answer of the one to the other.
    """
    told = _directions(view, spec, {other.between: other.acts})
    own = [*_directions(view, spec)]
    placebo = f"{other.between[backward]}>{other.between[not backward]}"
    effect = own[not backward]
    return tested({each: told[each] for each in (placebo, effect)}, _joined(view, other), spec)


def _joined(view: View, other: View) -> View:
    """The view of a pair, with the acts of both pairs as its own in what is told of others."""
    if view.volume is None or other.volume is None:
        return view
    return replace(view, volume=replace(view.volume, own=(*view.volume.own, *other.volume.own)))


def _directions(
    view: View, spec: Specification, more: Mapping[tuple[str, str], pa.Table] | None = None
) -> dict[str, Points]:
    """A series for each direction, of this pair or of others too, over the time of this one."""
    first, last = span_of([view.acts], view.first, view.last)
    acts = {view.between: view.acts, **(more or {})}
    of: Any = ANSWERED
    return directed(acts, every=spec.every, of=of, since=first, until=last)


def _longest(spans: Sequence[Period]) -> int:
    """Days of the longest period."""
    return max((span.end - span.start).days + 1 for span in spans)
