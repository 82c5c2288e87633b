"""When did it turn, and what drove the turn? Turning points with their doubt and their receipts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.measuring import Series, TurnsResult
from detente.measuring.drivers import Explained, Side
from detente.measuring.figures import p_value
from detente.measuring.spells import Spell
from detente.measuring.turns import Turn
from detente.measuring.wording import gradually
from detente.reporting import computed, wording
from detente.reporting.computed import Computed
from detente.reporting.doubted import Doubted, stands
from detente.reporting.events import EventView, view, view_imported
from detente.reporting.gathering import Material
from detente.reporting.standing import SURE

FEW = 0.5
"""Share of a turn from which on what is left without its drivers makes it the work of many."""
DRIFTS = "the mean score drifts, and no date parts one level of it from another."
KINDS = 3
"""Kinds of act that are told of a turn."""


@dataclass(frozen=True, slots=True)
class DriverView:
    """An event that made a turn larger."""

    event: EventView
    side: str
    without: str
    confidence: str | None


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turning point in words, with the events that drove it."""

    anchor: str
    title: str
    sentence: str
    drivers: tuple[DriverView, ...]
    together: str
    unsure: str | None
    kinds: str | None


@dataclass(frozen=True, slots=True)
class TurnsView:
    """All turning points; or in words why there are none."""

    turns: tuple[TurnView, ...]
    none: str | None
    hostility: str | None
    """When the summed hostility turned; None where it was not looked at."""
    crises: str | None
    """When it was beyond the usual for a while; None where it never was."""
    computed: Computed | None


def turns_view(material: Material) -> TurnsView | None:
    """The turning points of the relation; None where nothing was counted."""
    standing = material.standing
    if standing is None:
        return None
    if isinstance(standing.turns, str) or standing.drivers is None:
        why = f"Turning points were not looked for: {standing.turns}."
        return TurnsView((), why, hostility(material), crises(material), None)
    how = computed.of_turns(standing.turns)
    if not standing.turns.turns:
        level = wording.signed(standing.turns.levels[0].level)
        none = f"No turning point was found: the mean score keeps to one level, {level}."
        if standing.turns.drifts:
            none = f"No turning point is told: {DRIFTS} Its mean over this time is {level}."
        return TurnsView((), none, hostility(material), crises(material), how)
    explained = standing.drivers.explained
    told = tuple(_turn(each, material, place) for place, each in enumerate(explained))
    return TurnsView(told, None, hostility(material), crises(material), how)


def hostility(material: Material) -> str | None:
    """When the summed hostility of a period turned, in one sentence; None where it was not looked at."""
    found = None if material.standing is None else material.standing.hostility
    if found is None or isinstance(found, str):
        return None
    every, series = material.asked.every, material.series
    if not found.turns:
        return f"The summed hostility of a {every} has no turning point."
    told = [
        f"{_rose(turn)} from {turn.before:,.0f} to {turn.after:,.0f} "
        f"{wording.in_period(_start(turn.period, series), every)} "
        f"({dated(turn, series)}; {p_value(turn.p_value)}{_stands(material, 'hostility', place)})"
        for place, turn in enumerate(found.turns)
    ]
    return f"The summed hostility of a {every} {'; '.join(told)}."


def crises(material: Material) -> str | None:
    """When the summed hostility was out of the usual for a while; None where it never was."""
    found = None if material.standing is None else material.standing.spells
    if found is None or isinstance(found, str) or not found.spells:
        return None
    told = [_crisis(each, material, place) for place, each in enumerate(found.spells)]
    return f"It was beyond the usual {'; '.join(told)}."


def _crisis(spell: Spell, material: Material, place: int) -> str:
    """`from March 2023 to May 2023 (30 a month where 4 was usual; p = .001)`."""
    every, series = material.asked.every, material.series
    start, end = (_start(name, series) for name in (spell.start, spell.end))
    first, last = (wording.the_period(day, every) for day in (start, end))
    when = wording.in_period(start, every) if start == end else f"from {first} to {last}"
    if spell.lasting:
        when = f"from {first} on"
    much = f"{spell.level:,.0f} a {every} where {spell.usual:,.0f} was usual"
    return f"{when} ({much}; {p_value(spell.p_value)}{_stands(material, 'spells', place)})"


def _stands(material: Material, name: Doubted, place: int) -> str:
    """`; in 87 of 100 redrawn records`; empty where that was not asked."""
    return "" if material.standing is None else stands(material.standing.stood, name, place)


def _rose(turn: Turn) -> str:
    return "rose" if turn.size > 0 else "fell"


def turned(found: TurnsResult | str, series: Series, *, brief: bool = False) -> str:
    """Turns in one sentence: of each its size, date, the interval of that unless brief, and p-value."""
    if isinstance(found, str):
        return f"Not looked for turning points: {found}."
    if not found.turns:
        level = wording.signed(found.levels[0].level)
        return f"It drifts about {level}." if found.drifts else f"No turning point; level {level}."
    told = [
        f"{_way(turn)} by {abs(turn.size):.1f} points "
        f"{wording.in_period(_start(turn.period, series), series.every)} "
        f"({'' if brief else f'{dated(turn, series)}; '}{p_value(turn.p_value)})"
        for turn in found.turns
    ]
    return f"Turned {'; '.join(told)}."


def _turn(found: Explained, material: Material, place: int) -> TurnView:
    turn, series = found.turn, material.series
    start = _start(turn.period, series)
    return TurnView(
        f"turn-{turn.period}",
        f"{wording.period(start, series.every)}: {_way(turn)} by {abs(turn.size):.1f} points",
        f"The mean score went from {wording.signed(turn.before)} to {wording.signed(turn.after)}. "
        f"90% intervals: the new level began {_dates(turn, series)}; the change was "
        f"{wording.signed(turn.size_low)} to {wording.signed(turn.size_high)} points. "
        f"{p_value(turn.p_value)}; n = {turn.n_before} "
        f"{series.every}s before and {turn.n_after} after{_stands(material, 'turns', place)}."
        f"{gradually(turn, lambda name: wording.period(_start(name, series), series.every))}",
        _drivers(found, material),
        _together(found),
        _unsure(found.unsure),
        _kinds(found),
    )


def _drivers(found: Explained, material: Material) -> tuple[DriverView, ...]:
    """By side of the turn, since those before it may lie far back in the level that it ended."""
    drivers = [each for side in found.by_side().values() for each in side]
    held = {each.occurrence_id: each for each in material.occurrences}
    return tuple(
        DriverView(
            view(held[each.act_id], material)
            if each.act_id in held
            else view_imported(material.rows[each.act_id], material),
            _side(found, each.side, material.series),
            wording.signed(each.without, 2),
            None if each.confidence is None else wording.percent(each.confidence),
        )
        for each in drivers
    )


def _side(found: Explained, side: Side, series: Series) -> str:
    """`in the level before the turn, August 2022 – May 2023`."""
    first, last = (wording.period(_start(name, series), series.every) for name in found.spans[side])
    span = first if first == last else f"{first} {wording.DASH} {last}"
    return f"in the level {side} the turn, {span}"


def _together(found: Explained) -> str:
    if not found.drivers:
        return f"No single event that is at least {SURE:.0%} sure makes this turn larger."
    if found.without_all is None:
        return "Without all of these there is no level left to compare."
    whole, rest = wording.signed(found.turn.size, 2), wording.signed(found.without_all, 2)
    many = found.without_all / found.turn.size >= FEW
    most = " Most of it stays: the turn is the work of many events." if many else ""
    return f"Without all of these the change would be {rest} instead of {whole}.{most}"


def _unsure(count: int) -> str | None:
    if not count:
        return None
    return (
        f"{wording.many(count, 'event')} that would stand in this list {'is' if count == 1 else 'are'} "
        f"left out of it, as the program is less than {SURE:.0%} sure of {'it' if count == 1 else 'them'}."
    )


def _kinds(found: Explained) -> str | None:
    size = found.turn.size
    told = [
        f"“{wording.TYPES[kind.event_type]}” ({kind.n_before} before, {kind.n_after} after) "
        f"{wording.signed(kind.without, 2)}"
        for kind in found.kinds
        if kind.without is not None and kind.pull is not None and kind.pull * size > 0
    ]
    return f"Without all acts of one kind: {'; '.join(told[:KINDS])}." if told else None


def _way(turn: Turn) -> str:
    return "up" if turn.size > 0 else "down"


def dated(turn: Turn, series: Series) -> str:
    """`dated to that month`, `dated between April 2023 and May 2023`."""
    exact = turn.low == turn.period == turn.high
    return f"dated to that {series.every}" if exact else f"dated {_dates(turn, series)}"


def _dates(turn: Turn, series: Series) -> str:
    low, high = _start(turn.low, series), _start(turn.high, series)
    if low == high:
        return wording.in_period(low, series.every)
    first, last = (wording.the_period(day, series.every) for day in (low, high))
    return f"between {first} and {last}"


def _start(period: str, series: Series) -> dt.date:
    return next(row.start for row in series.rows if row.period == period)
