"""Who answers whom, what leads, what followed a day: results in sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.measuring.figures import many, number, p_value, sentence
from detente.store.countries import country_name, in_sentence

if TYPE_CHECKING:
    from detente.measuring.leadlag import Crossing, LeadLagResult
    from detente.measuring.reciprocity import Answer, ReciprocityResult
    from detente.measuring.shocks import ShocksResult
    from detente.measuring.turn_order import Gap, TurnOrderResult
    from detente.measuring.turns import Turn

DONE = {
    "hostility": ("hostility from {}", "is answered by {}", "is followed by less of it from {}"),
    "cooperation": (
        "cooperation from {}",
        "is answered by {}",
        "is followed by less of it from {}",
    ),
    "number of acts": ("acts of {}", "are answered by {}", "are followed by fewer of {}"),
}
"""How one state's doing is named, how it is said to be answered, and how to be met with less."""
SCORED = ("what {} does", "is answered in kind by {}", "is answered with its opposite by {}")


def reciprocity(found: ReciprocityResult) -> str:
    """Who answers whom, what else moves together, and what the checks say."""
    one = found.answers[0]
    lines = [
        f"{found.what.capitalize()}, {many(one.n + one.lags, found.every)}, {found.first} to {found.last}; "
        f"vector autoregression over {many(one.lags, found.every)}."
    ]
    lines += answers(found)
    others = [each for each in found.answers if not _is_answer(each)]
    if others:
        lines.append(_others(others, found))
    lines.append(held_constant(found))
    return "\n".join([*lines, *(check.words for check in found.checks)])


def answers(found: ReciprocityResult, *, brief: bool = False) -> list[str]:
    """A sentence with its test for each state and each other: whether it answers, and how soon.

    If brief, only the p-value is told of the test.
    """
    return [_answer(each, found, brief) for each in found.answers if _is_answer(each)]


def _is_answer(each: Answer) -> bool:
    cause, effect = each.cause.split(">"), each.effect.split(">")
    return cause == effect[::-1]


def _answer(each: Answer, found: ReciprocityResult, brief: bool) -> str:
    first, second = (in_sentence(country_name(code)) for code in each.cause.split(">"))
    doing, answered, lessened = DONE.get(found.what, SCORED)
    test = p_value(each.decides) if brief else _test(each)
    told = "" if brief else _differs(each, found.options.clear)
    if each.decides > found.options.clear:
        return sentence(f"no answer of {second} to {doing.format(first)} is seen ({test}).{told}")
    verb = lessened if each.opposite else answered
    return sentence(
        f"{doing.format(first)} {verb.format(second)} within {many(each.when, found.every)} ({test}).{told}"
    )


def _differs(each: Answer, clear: float) -> str:
    """Where holding constant changes what is seen: what would be seen without."""
    if (each.decides <= clear) == (each.p_value <= clear):
        return ""
    if each.p_value <= clear:
        return " It is seen only where nothing is held constant."
    return " It is not seen where nothing is held constant."


def held_constant(found: ReciprocityResult | LeadLagResult) -> str:
    """What was held constant, and what was not and why."""
    from detente.measuring.holding import varies

    known = found.coverage
    told = "a trend" if not varies(known) else "a trend and how much is told of other states"
    lines = [f"Held: {told} held constant, with errors that allow for unequal variance."]
    if known is None:
        lines.append("How much is told of other states is not taken in, and may move both.")
    elif not varies(known):
        lines.append(
            "Too little is told of other states to know how much was written, which may move both."
        )
    if known is not None and known.missing.any():
        gone = many(int(known.missing.sum()), found.every)
        lines.append(f"Left out there, as the data set has next to nothing: {gone}.")
    return " ".join(lines)


def _others(others: Sequence[Answer], found: ReciprocityResult) -> str:
    """What else comes before what, by the correction of Holm (1979) for the number of tests."""
    from statsmodels.stats.multitest import multipletests

    clear, adjusted, *_ = multipletests(
        [each.decides for each in others], alpha=found.options.clear, method="holm"
    )
    seen = [
        f"{each.cause} before {each.effect} ({p_value(p)})"
        for each, p, is_clear in zip(others, adjusted, clear, strict=True)
        if is_clear
    ]
    told = "; ".join(seen) or "none is clear"
    return f"Of {len(others)} other influences, with p-values corrected for their number: {told}."


def lead_lag(found: LeadLagResult) -> str:
    """Which of two comes first, by how much, and by which tests."""
    first, second = found.names
    lines = [f"{first} and {second}, {found.what}, {many(found.told.n, found.every)}."]
    lines.append(_crossing(found, found.told))
    if found.held and _verdict(found, found.held) != _verdict(found, found.plain):
        lines.append(f"With nothing held constant: {_lowered(_crossing(found, found.plain))}")
    lines += [_granger(each, found.options.clear) for each in found.answers]
    lines.append(held_constant(found))
    lines += [gap_words(each, found.every) for each in found.gaps]
    return "\n".join(lines)


def _verdict(found: LeadLagResult, each: Crossing) -> int | None:
    """The lag that is seen; None where none is."""
    return None if each.p_value > found.options.clear else each.lag


def _crossing(found: LeadLagResult, each: Crossing) -> str:
    """Which of two moves first by their correlations."""
    first, second = found.names
    told = f"r = {each.peak:+.2f}, {p_value(each.p_value)}, n = {each.n}"
    if each.p_value > found.options.clear:
        return (
            f"{found.every.capitalize()} by {found.every}, neither is seen to move first ({told})."
        )
    if each.lag == 0:
        return f"They move in the same {found.every} ({told})."
    early, late = (first, second) if each.lag > 0 else (second, first)
    return sentence(f"{late} follows {early} by {many(abs(each.lag), found.every)} ({told}).")


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _test(each: Answer) -> str:
    held = "" if each.p_held is None else f"; held {p_value(each.p_held)}"
    return f"F({each.df_num}, {each.df_den}) = {each.f:.1f}, {p_value(each.p_value)}{held}"


def _granger(each: Answer, clear: float) -> str:
    test = _test(each)
    seen = "helps" if each.decides <= clear else "is not seen to help"
    told = _differs(each, clear)
    return sentence(f"{each.cause} {seen} to foretell {each.effect} ({test}).{told}")


def turn_order(found: TurnOrderResult) -> str:
    """Which of several series turned before which, of which that is not known, and how it was found."""
    turned = found.turned()
    names = "; ".join(f"{name}: {_turned(found.turns[name])}" for name in found.turns)
    lines = [f"{found.what.capitalize()}, {many(len(found.names), found.every)}. {names}."]
    lines += [f"{name}: not looked at, {why}." for name, why in found.refused.items()]
    lines += [gap_words(gap, found.every) for gap in found.gaps]
    if not found.gaps:
        apart = many(found.options.apart(found.every), found.every)
        none = f"No two turned the same way within {apart} of each other"
        few = "Fewer than two turned" if len(turned) < 2 else none
        lines.append(f"{few}, so that none can be said to have come first.")
    else:
        lines.append(f"The intervals hold {found.options.level:.0%} together.")
    return "\n".join(lines)


def _turned(turns: Sequence[Turn]) -> str:
    told = [f"{'up' if turn.size > 0 else 'down'} in {turn.period}" for turn in turns]
    return ", ".join(told) or "no turn"


def gap_words(gap: Gap, every: str) -> str:
    """Which of two turned first and by how much; where the interval holds both, that it is not known."""
    way = "up" if gap.up else "down"
    interval = f"interval {gap.low} to {gap.high}"
    if gap.clear:
        return sentence(
            f"{gap.later} turned {way} in {gap.second}, {many(gap.periods, every)} after "
            f"{gap.earlier} did in {gap.first} ({interval})."
        )
    when = (
        f"both in {gap.first}"
        if gap.periods == 0
        else f"in {gap.first} and {gap.second}, {many(gap.periods, every)} apart"
    )
    return sentence(
        f"{gap.earlier} and {gap.later} turned {way}, {when}; which came first is not known ({interval})."
    )


def shock(found: ShocksResult) -> str:
    """What followed a day, against what was expected, and how unusual that is."""
    width = many(found.options.width, "day")
    volume = ", at the volume of reporting of the time before" if found.at_volume else ""
    lines = [
        f"{found.what.capitalize()} from {found.on} on, in steps of {width}{volume}; expected "
        f"{number(found.expected)} from {found.n_before} steps before{_last(found)}.",
        sentence(_response(found)),
    ]
    if found.plain and found.plain.seen != found.seen:
        lines.append(f"As it is told, without regard to the volume: {_response(found.plain)}")
    outside = [step for step in found.steps if step.outside]
    if outside:
        dates = ", ".join(str(step.start) for step in outside)
        lines.append(f"Outside the band of other dates in the steps from {dates}.")
    if found.missing:
        lines.append(
            f"Left out, as the data set has next to nothing: {many(found.missing, 'step')}."
        )
    return "\n".join(lines)


def _response(found: ShocksResult) -> str:
    """The mean response and how unusual it is."""
    way = "above" if found.mean > 0 else "below"
    seen = "" if found.seen else "no clear response: "
    return (
        f"{seen}on the mean of {many(len(found.steps), 'step')} it lay {abs(found.mean):.2f} {way} what "
        f"was expected ({p_value(found.p_value)}, against {found.placebos} other dates)."
    )


def _last(found: ShocksResult) -> str:
    """The mean of the last steps before, which tells whether the day fell into a time out of the usual."""
    held = [value for _, value in found.before if value is not None]
    if not held:
        return ""
    mean = math.fsum(held) / len(held)
    return f" (mean of the last {len(found.before)}: {number(mean)})"
