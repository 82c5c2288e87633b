"""Is a finding there again, when its measure is fitted to another record of the same periods?

A turn is, if there is one of the same direction within the interval of its date, one period more to either
side; a spell, if another has a period in common with it; an answer, or one that leads, if the test says so
again, with the same sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from detente.measuring.leadlag import LeadLagResult
from detente.measuring.reciprocity import Answer, ReciprocityResult
from detente.measuring.spells import Spell, SpellsResult
from detente.measuring.turn_order import Gap
from detente.measuring.turns import Turn, TurnsResult

Measured = TurnsResult | SpellsResult | ReciprocityResult | LeadLagResult
BESIDE = 1
"""Periods beyond the interval of its date within which a turn is the same."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A finding by name; whether it is seen in the record as it was told; and what says whether another
    result of the measure shows it."""

    name: str
    told: bool
    shown: Callable[[Any], bool]


def sought(found: Measured) -> list[Sought]:
    """The findings of a result: of turns and spells its rows; of answers each, seen or not."""
    if isinstance(found, TurnsResult):
        same_turn = _SameTurn(found.points.names)
        return [_turn(each, same_turn) for each in found.turns]
    if isinstance(found, SpellsResult):
        same_spell = _SameSpell(found.points.names)
        return [_spell(each, same_spell) for each in found.spells]
    answers = [_answer(each, found.answers, found.options.clear) for each in found.answers]
    if isinstance(found, ReciprocityResult):
        return answers
    return [_leading(found), *answers, *(_gap(each) for each in found.gaps if each.clear)]


def shows_others(found: Measured) -> Callable[[Any], bool] | None:
    """What says whether another result shows a turn, or a spell, that is none of these; None of other
    measures."""
    if isinstance(found, TurnsResult):
        same_turn, turns = _SameTurn(found.points.names), found.turns
        return lambda again: any(
            not any(same_turn(told, each) for told in turns) for each in again.turns
        )
    if isinstance(found, SpellsResult):
        same_spell, spells = _SameSpell(found.points.names), found.spells
        return lambda again: any(
            not any(same_spell(told, each) for told in spells) for each in again.spells
        )
    return None


class _SameTurn:
    """Whether a turn is one that was told."""

    def __init__(self, names: Sequence[str]) -> None:
        self._place = {name: place for place, name in enumerate(names)}

    def __call__(self, told: Turn, other: Turn) -> bool:
        low, at, high = (self._place[each] for each in (told.low, other.period, told.high))
        return (told.size > 0) == (other.size > 0) and low - BESIDE <= at <= high + BESIDE


class _SameSpell:
    """Whether a spell has a period in common with one that was told."""

    def __init__(self, names: Sequence[str]) -> None:
        self._place = {name: place for place, name in enumerate(names)}

    def __call__(self, told: Spell, other: Spell) -> bool:
        place = self._place
        return place[other.start] <= place[told.end] and place[told.start] <= place[other.end]


def _turn(told: Turn, same: _SameTurn) -> Sought:
    way = "up" if told.size > 0 else "down"
    return Sought(
        f"turn {way} in {told.period}",
        True,
        lambda again: any(same(told, each) for each in again.turns),
    )


def _spell(told: Spell, same: _SameSpell) -> Sought:
    return Sought(
        f"spell {told.start} to {told.end}",
        True,
        lambda again: any(same(told, each) for each in again.spells),
    )


def _answer(told: Answer, answers: Sequence[Answer], clear: float) -> Sought:
    place, seen = answers.index(told), told.decides <= clear

    def shown(again: Any) -> bool:
        other: Answer = again.answers[place]
        return other.decides <= clear and (not seen or other.opposite == told.opposite)

    return Sought(f"{told.cause} before {told.effect}", seen, shown)


def _leading(told: LeadLagResult) -> Sought:
    first, second = told.names
    clear, way = told.options.clear, _way(told.lag)
    seen = told.p_value <= clear
    names = {
        1: f"{second} follows {first}",
        -1: f"{first} follows {second}",
        0: "both move at once",
    }
    return Sought(
        names[way] if seen else "one moves with the other",
        seen,
        lambda again: again.p_value <= clear and (not seen or _way(again.lag) == way),
    )


def _way(lag: int) -> int:
    """Which of two leads: 1 the first, -1 the second, 0 neither."""
    return (lag > 0) - (lag < 0)


def _gap(told: Gap) -> Sought:
    return Sought(
        f"{told.later} turned {'up' if told.up else 'down'} after {told.earlier}, in {told.second}",
        True,
        lambda again: any(
            each.clear
            and (each.earlier, each.later, each.up) == (told.earlier, told.later, told.up)
            for each in again.gaps
        ),
    )
