"""What is said and done about two states, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from detente.measuring.figures import many

if TYPE_CHECKING:
    from detente.comparing.voices import KindsResult, StatementsResult, Voices
    from detente.comparing.voices_audience import AudienceResult, Heard
    from detente.comparing.voices_siding import SidingPeriodsResult, SidingResult, Third
    from detente.measuring.turns import TurnsResult

CLEAR = 0.1
MOST_NAMED = 3


def siding(found: SidingResult) -> str:
    """One line for all, one for each third, and one of what siding rests on."""
    first, second = found.voices.between
    asked = sum(row.p_value is not None for row in found.rows)
    note = (
        f"Siding was asked of {many(asked, 'third')}, and is told up to a false discovery rate of "
        f"{CLEAR:.0%}: 1 is all for {first}, -1 all for {second}."
    )
    return "\n".join(
        [_head(found.voices), *(_third(row, first, second) for row in found.rows), note]
    )


def _head(voices: Voices) -> str:
    rows = [row for row in voices.rows if row.third]
    said = sum(row.source == "statement" for row in rows)
    head = (
        f"{many(len(voices.thirds), 'third')} about {' and '.join(voices.between)}: "
        f"{many(said, 'statement')}, {many(len(rows) - said, 'act')}"
    )
    return f"{head}.{_others(voices)}"


def _others(voices: Voices) -> str:
    without = Counter(row.speaker for row in voices.without_state)
    if not without:
        return ""
    named = sorted(without.items(), key=lambda each: (-each[1], each[0]))[:MOST_NAMED]
    listed = ", ".join(f"{name} {n}" for name, n in named)
    return f" Others without a state: {many(without.total(), 'statement')} ({listed})."


def _third(row: Third, first: str, second: str) -> str:
    places = [
        (row.to_first, f"to {first}"),
        (row.to_second, f"to {second}"),
        (row.to_both, "to both"),
        (row.to_neither, "to neither"),
    ]
    line = (
        f"{row.third} {row.n}: {', '.join(row.kinds)}; "
        f"{', '.join(f'{n} {where}' for n, where in places if n)}"
    )
    if row.to_thirds:
        line += f" ({row.to_thirds} of them to others)"
    if row.siding is None:
        return f"{line}."
    measured = f"{row.siding:+.2f}, {row.low:+.2f} to {row.high:+.2f}"
    if row.sides_with is None:
        return f"{line}. Sides clearly with neither ({measured})."
    return f"{line}. Sides with {row.sides_with} ({measured}; p {row.p_value:.4f})."


def periods(found: SidingPeriodsResult) -> str:
    """For each third the periods in which its siding is clear, and its turns."""
    turns = dict(found.turns)
    thirds = dict.fromkeys(row.third for row in found.rows)
    return "\n".join(_of_third(found, third, turns.get(third)) for third in thirds)


def _of_third(found: SidingPeriodsResult, third: str, turns: TurnsResult | None) -> str:
    rows = [row for row in found.rows if row.third == third]
    clear = [row for row in rows if row.sides_with]
    some = sum(row.n > 0 for row in rows)
    told = f"{third}: something good or bad in {some} of {many(len(rows), found.every)}"
    if clear:
        listed = ", ".join(f"{row.period} {row.sides_with} ({row.siding:+.2f})" for row in clear)
        told += f"; sides clearly with: {listed}"
    else:
        told += "; in no one clearly with one of the two"
    return f"{told}. {' '.join(_turns(turns, found.voices.between))}"


def _turns(found: TurnsResult | None, between: tuple[str, str]) -> Iterator[str]:
    if found is None:
        yield "Too few periods to tell a turn."
    elif not found.turns:
        yield "No turn."
    else:
        for turn in found.turns:
            way = between[0] if turn.size > 0 else between[1]
            yield (
                f"Turned towards {way} in {turn.period} ({turn.low} to {turn.high}), from "
                f"{turn.before:+.2f} to {turn.after:+.2f}."
            )


def kinds(found: KindsResult) -> str:
    """One line for each third and kind."""
    return "\n".join(
        f"{row.third or 'others without a state'}: {row.kind} {_where(row.towards)} {row.n}, on "
        f"{many(row.days, 'day')}, by {many(row.outlets, 'outlet')}"
        for row in found.rows
    )


def _where(towards: str) -> str:
    return "to neither" if towards == "neither" else f"to {towards}"


def statements(found: StatementsResult) -> str:
    """Each with its sentence."""
    return "\n".join(
        f"{row.day or 'undated'} {row.third or 'others'}, {row.speaker}: {row.kind} {_where(row.towards)} "
        f"({row.outlet or 'outlet unknown'})\n    {' '.join(row.sentence.split())}"
        for row in found.voices.rows
    )


def audience(found: AudienceResult) -> str:
    """One line for each of the two."""
    return "\n".join(_heard(row) for row in found.rows)


def _heard(row: Heard) -> str:
    told = f"{row.speaker} of {row.about}: {many(row.n, 'sentence')} with a position"
    if not row.n or row.share is None:
        return f"{told}."
    told += f", {row.share:.0%} addressed to {row.about}"
    if row.low is not None and row.high is not None:
        told += f" ({row.low:.0%} to {row.high:.0%})"
    told += f", {row.to_thirds} to others, {row.to_own} to its own, {row.to_nobody} to nobody that is named"
    return (
        f"{told}; others that hear it most: {', '.join(row.thirds)}." if row.thirds else f"{told}."
    )


WORDS: Mapping[str, Callable[[Any], str]] = {
    "AudienceResult": audience,
    "KindsResult": kinds,
    "SidingPeriodsResult": periods,
    "SidingResult": siding,
    "StatementsResult": statements,
}
