"""Where does it stand, and is hostility answered? The measures in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from detente.measuring import StatesResult
from detente.measuring.answering import answers
from detente.measuring.doubt_words import in_records
from detente.measuring.doubting import Stands
from detente.measuring.states import LOOKED_BACK, STATES, State, verdict
from detente.measuring.wording import absences
from detente.reporting import computed, wording
from detente.reporting.computed import Computed
from detente.reporting.gathering import Material
from detente.reporting.standing import OF

CLEAR = ("found", "likely")
IMPLIED_BY: dict[State, set[State]] = {
    "recovered": {"rebounding"},
    "stabilizing": {"rebounding"},
}
"""States that another one says too."""


@dataclass(frozen=True, slots=True)
class StateView:
    """One word for a relation, and how far it holds at the end of the time."""

    name: str
    verdict: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What state the relation is in; or why nobody can tell."""

    when: str
    level: str | None
    states: tuple[StateView, ...]
    refused: str | None
    computed: Computed


@dataclass(frozen=True, slots=True)
class Answering:
    """Whether hostility is answered, in one paragraph."""

    sentences: tuple[str, ...]
    found: tuple[str, ...]
    """The one sentence of all this for the head of the page; none where it could not be tested."""
    computed: Computed | None


def outlook(material: Material) -> Outlook | None:
    """Where the relation stands at the end of the time; None where nothing was counted."""
    if material.standing is None:
        return None
    found = material.standing.states
    level, last = found.level, found.level.rows[-1]
    told = None
    if last.level is not None:
        told = (
            f"the level lay at {wording.signed(last.level)}; the {wording.percent(level.width)} band runs "
            f"from {wording.signed(last.low)} to {wording.signed(last.high)}."
        )
    return Outlook(
        wording.in_period(level.series.rows[-1].start, level.series.every),
        told,
        tuple(_state(found, state) for state in STATES) if told else (),
        None if told else wording.capitalised(absences(level)[0]) + ".",
        computed.of_states(found),
    )


def where_it_stands(found: StatesResult) -> str | None:
    """The one sentence of all this for the head of the page; None where there is no level."""
    if clear := states_told(found):
        return f"At the end of this time the relation was {clear}."
    told = direction(found)
    return f"{wording.capitalised(told)}." if told else None


def states_told(found: StatesResult) -> str:
    """The states that are found or likely, with their probabilities; of those that one another imply, the
    one that says most."""
    chances = {state: getattr(found.rows[-1], state) for state in STATES}
    clear = [
        state for state, chance in chances.items()
        if chance is not None and verdict(chance) in CLEAR
    ]  # fmt: skip
    said = [state for state in clear if not IMPLIED_BY.get(state, set()) & set(clear)]
    return wording.listed(
        f"{'' if verdict(chances[state]) == 'found' else 'likely '}{_adjective(state)} "
        f"({_chance(chances[state])})"
        for state in said
    ) if said else ""  # fmt: skip


def direction(found: StatesResult) -> str:
    """Whether it rises, holds or falls, where that is open; empty where it is clear or not known."""
    last = found.rows[-1]
    known = [each for each in (last.improving, last.steady, last.deteriorating) if each is not None]
    if not known or any(verdict(each) in CLEAR for each in known):
        return ""
    up, same, down = map(wording.chance, known)
    return (
        f"whether at the end of this time it was improving (probability {up}), steady ({same}) or "
        f"deteriorating ({down}) is open"
    )


def answering(material: Material) -> Answering | None:
    """Who answers whom; None where nothing was counted."""
    if material.standing is None:
        return None
    found, between = material.standing.reciprocity, material.asked.between
    if isinstance(found, str):
        why = _named(found, between)
        return Answering(
            (f"Whether {OF} of one side is answered by the other was not tested: {why}.",), (), None
        )
    failing = [_named(check.words, between) for check in found.checks if check.holds is False]
    caution = ["Read this with care.", *failing] if failing else []
    brief = [*answers(found, brief=True), *(["Some checks of this test fail."] if failing else [])]
    again = material.standing.stood.get("reciprocity")
    redrawn = [_redrawn(each, between) for each in again.rows if each.told] if again else []
    return Answering(
        (*answers(found), *redrawn, *caution), (" ".join(brief),), computed.of_reciprocity(found)
    )


def _redrawn(found: Stands, between: tuple[str, str]) -> str:
    return f"{_named(found.finding, between)}: this stands {in_records(found)}."


def _named(words: str, between: tuple[str, str]) -> str:
    """Words of a measure with the names of the states for their codes."""
    for actor, other in (between, between[::-1]):
        words = words.replace(
            f"{actor}>{other}", wording.parties([actor], [other], reciprocal=False)
        )
    return words


def _state(found: StatesResult, state: State) -> StateView:
    chance = getattr(found.rows[-1], state)
    name = _adjective(state)
    horizon = wording.many(found.horizon, found.level.series.every)
    if chance is None:
        return StateView(name, None, "the time is too short to tell.")
    longer = wording.many(LOOKED_BACK * found.horizon, found.level.series.every)
    meaning = _meaning(state, f"{found.margin:g} points", horizon, longer)
    told = f"The probability that {meaning} is {wording.chance(chance)}."
    spells = [_spell(spell, found) for spell in found.spells(state)]
    over = f" It was found {wording.listed(spells)}." if spells else ""
    return StateView(name, verdict(chance), told + over)


def _meaning(state: State, margin: str, horizon: str, longer: str) -> str:
    return {
        "low_ebb": "the level was among the lowest tenth of this time",
        "improving": f"it rose by {margin} or more over the last {horizon}",
        "deteriorating": f"it fell by {margin} or more over the last {horizon}",
        "steady": f"it changed by less than {margin} over the last {horizon}",
        "recovered": f"it lay {margin} or more above its lowest of the last {longer}",
        "stabilizing": "it did not fall again, having fallen before or come up from a low",
        "rebounding": "it had come up from a low and did not fall again",
    }[state]


def _adjective(state: State) -> str:
    return {"low_ebb": "at a low ebb", "recovered": "up from its low"}.get(state, state)


def _chance(chance: float) -> str:
    return f"probability {wording.chance(chance)}"


def _spell(spell: tuple[str, str], found: StatesResult) -> str:
    series = found.level.series
    starts = {row.period: row.start for row in series.rows}
    first, last = (wording.the_period(starts[name], series.every) for name in spell)
    return f"for {first}" if first == last else f"from {first} to {last}"
