"""What does the reader have to know first? Each finding in a sentence, with where it is reached."""

from __future__ import annotations

from dataclasses import dataclass

from detente.measuring import TurnsResult
from detente.measuring.doubting import Stands
from detente.measuring.figures import p_value
from detente.measuring.turns import Turn
from detente.reporting.doubted import REDRAWN, stands
from detente.reporting.gathering import Material
from detente.reporting.ordering import order
from detente.reporting.outlook import answering, where_it_stands
from detente.reporting.standing import OF
from detente.reporting.turning import DRIFTS, FEW, crises, dated, hostility, turned
from detente.reporting.wording import capitalised, in_period, lowered, many, signed

FIRST = 2
"""Sentences on the order of tracks that the head of the page has room for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, and the anchor of the part of the page that shows how it was reached."""

    text: str
    anchor: str


def findings(material: Material) -> tuple[Finding, ...]:
    """What the measures found: level and turns, drivers, where it stands, tracks, answers."""
    found = material.standing
    if found is None:
        return ()
    told = []
    if isinstance(found.turns, TurnsResult):
        told += [Finding(_turns(found.turns, material), "turns"), *_drivers(material)]
    if (
        (total := hostility(material))
        and not isinstance(found.hostility, str)
        and found.hostility.turns
    ):
        told.append(Finding(total, "hostility"))
    if out := crises(material):
        told.append(Finding(out.replace("It was", "Hostility was", 1), "hostility"))
    if state := where_it_stands(found.states):
        told.append(Finding(state, "state"))
    moved = order(material)
    told += [Finding(text, "order") for text in (moved.known[:FIRST] if moved else ())]
    answers = answering(material)
    told += [Finding(text, "reciprocity") for text in (answers.found if answers else ())]
    return tuple(told)


def unknown(material: Material) -> str | None:
    """What could not be told, in one sentence; None where nothing was counted or all could."""
    found = material.standing
    if found is None:
        return None
    missing = []
    if isinstance(found.turns, str):
        missing.append("whether and when the relation turned")
    if where_it_stands(found.states) is None:
        missing.append("what state it was in at the end")
    moved = order(material)
    if moved is None or not moved.known:
        missing.append("which track moved first")
    if isinstance(found.reciprocity, str):
        missing.append(f"whether {OF} of one side is answered by the other")
    return f"Not to be told from this record: {'; '.join(missing)}." if missing else None


def _turns(found: TurnsResult, material: Material) -> str:
    if not found.turns:
        level = signed(found.levels[0].level)
        if found.drifts:
            return f"{capitalised(DRIFTS)} Its mean over this time is {level}."
        return f"The mean score kept to one level, {level}: no turning point of it was found."
    if len(found.turns) > 1:
        since = signed(found.levels[-1].level)
        told = lowered(turned(found, material.series))
        firm = [each.stood for each in _redrawn(material)]
        least = f" They stand in {min(firm)} or more of {REDRAWN} redrawn records." if firm else ""
        return f"The relation {told} Since the last one the mean score is {since}.{least}"
    (turn,) = found.turns
    end = "low" if turn.size > 0 else "high"
    way = "up" if turn.size > 0 else "down"
    return (
        f"The relation was at a {end}, a mean score of {signed(turn.before)}, until it turned {way} "
        f"{_in(turn, material)} ({dated(turn, material.series)} by its 90% interval; "
        f"{p_value(turn.p_value)}{stands(material.standing.stood, 'turns') if material.standing else ''}). "
        f"Since then it is {signed(turn.after)}."
    )


def _redrawn(material: Material) -> tuple[Stands, ...]:
    """How often each turn stands; nothing where that was not asked."""
    found = material.standing.stood.get("turns") if material.standing else None
    return found.rows if found else ()


def _drivers(material: Material) -> list[Finding]:
    """What the drivers of the largest turn do to it."""
    assert material.standing is not None
    drivers = material.standing.drivers
    told = [each for each in drivers.explained if each.drivers] if drivers else []
    if not told:
        return []
    found = max(told, key=lambda each: abs(each.turn.size))
    if found.without_all is None:
        return []
    which = (
        "the turn"
        if len(told) == 1
        else f"the largest of these turns, {_in(found.turn, material)},"
    )
    text = (
        f"Without the {many(len(found.drivers), 'event')} that drove it most, {which} would "
        f"{what_is_left(found.without_all, found.turn.size)}."
    )
    return [Finding(text, f"turn-{found.turn.period}")]


def what_is_left(without: float, size: float) -> str:
    """How large a turn would be without its drivers, and what that says of it."""
    share = without / size
    less, whole = f"{max(share, 0.0) * abs(size):.1f}", f"{abs(size):.1f}"
    if less == whole:
        return f"be as large, {whole} points: it is the work of many"
    if share >= FEW:
        return f"still be {less} points instead of {whole}: it is the work of many"
    return f"be {less} points instead of {whole}: they made most of it"


def _in(turn: Turn, material: Material) -> str:
    start = next(row.start for row in material.series.rows if row.period == turn.period)
    return in_period(start, material.asked.every)
