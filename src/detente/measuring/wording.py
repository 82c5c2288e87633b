"""Results in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from detente.measuring.answering import lead_lag, reciprocity, shock, turn_order
from detente.measuring.doubt_words import doubt
from detente.measuring.figures import many, number, p_value, sentence
from detente.measuring.series import NORMALISED
from detente.measuring.states import STATES, State, verdict

if TYPE_CHECKING:
    from detente.measuring.acts import Relationship
    from detente.measuring.agreement import Agreed, AgreementResult
    from detente.measuring.drivers import Driver, DriversResult, Explained, Side
    from detente.measuring.level import LevelResult
    from detente.measuring.points import Points
    from detente.measuring.series import Series
    from detente.measuring.spell_drivers import SpellDriver, SpellDriversResult
    from detente.measuring.spells import Spell, SpellsResult
    from detente.measuring.states import StateRow, StatesResult
    from detente.measuring.turns import Turn, TurnsResult

PART_WORDS = {
    "sampling": "sampling error", "coder": "the coder's error", "outlets": "the mix of outlets",
}  # fmt: skip
SCORES = {"plover": "PLOVER scores", "goldstein": "Goldstein scores"}
DRIFTING = 0.7
"""Autocorrelation from which a mean is not told as a level that was kept to."""


def title(series: Series) -> str:
    """What a series is of: `CHN - USA, military`."""
    track = f", {series.track}" if series.track else ""
    return title_of(series.between, directed=series.directed) + track


def title_of(between: tuple[str, str], *, directed: bool = False) -> str:
    """Two states: `CHN - USA`, or `CHN > USA` where only one way counts."""
    return (" > " if directed else " - ").join(between)


def level(result: LevelResult) -> str:
    """What was found, from how many acts, how."""
    series = result.series
    n = sum(row.n for row in series.rows)
    acts = f"{many(n, 'act')} in {many(len(series.rows), 'period')}"
    lines = [f"{title(series)}: {NORMALISED[series.normalise]} by {series.every}, "
             f"{SCORES[series.scores]}, {acts}."]  # fmt: skip
    if len(result.paths):
        lines += _level(result)
    lines += [f"{line[0].upper()}{line[1:]}." for line in absences(result)]
    if series.unscored:
        lines.append(f"Left out: {series.unscored} acts without such a score.")
    return "\n".join(lines)


def earlier(found: Relationship) -> str | None:
    """How many dated acts lie before a series that starts where its articles do; None where none does."""
    if not found.earlier or found.start is None:
        return None
    one = found.earlier == 1
    return (
        f"{title_of(found.between)}: {many(found.earlier, 'act')} {'is' if one else 'are'} not counted, as "
        f"{'it is' if one else 'they are'} dated before {found.start}: the period of the first article "
        f"on the two, of {found.told}, begins there; "
        f"--since {found.earliest} takes {'it' if one else 'them'} in."
    )


def absences(result: LevelResult) -> list[str]:
    """What the band does not hold, and why; or why there is no level at all."""
    if result.absent and not result.holds:
        return [f"no level: {next(iter(result.absent.values()))}"]
    return [f"not in the band: {PART_WORDS[part]}, as {why}" for part, why in result.absent.items()]


def standing(result: LevelResult) -> list[str]:
    """Why the level lies beside the plain values: what is left when the coder's errors are taken off."""
    from detente.measuring.series import mean_of

    n, told = sum(row.n for row in result.series.rows), mean_of(result.series.rows)
    found = result.standing
    if found is None or told is None:
        return []
    return [
        f"The coder's errors taken off, some {found.acts:.0f} of {n} acts stand, with a mean score of "
        f"{found.mean:+.2f}; as told it is {told:+.2f}."
    ]


def _level(result: LevelResult) -> list[str]:
    row, last = result.rows[-1], result.series.rows[-1].period
    band = ", ".join(PART_WORDS[part] for part in result.holds) or "nothing"
    lines = [f"The band holds {band}."]
    if result.right is not None:
        lines.append(f"By the confusion table {result.right:.0%} of what the coder tells is right.")
    lines += standing(result)
    return [
        f"Level in {last}: {row.level:+.2f}; {result.width:.0%} band {row.low:+.2f} to "
        f"{row.high:+.2f}.",
        *lines,
        f"Local level model, {len(result.paths)} draws, seed {result.seed}.",
    ]


def states(found: StatesResult) -> str:
    """How likely each state is in the last period."""
    head = title(found.level.series)
    if not found.rows:
        return f"{head}: no period to tell of."
    row = found.rows[-1]
    head += f" in {row.period}, changes over {found.horizon} periods, {found.margin:g} or more:"
    return "\n".join([head, *(f"  {_state(row, state)}" for state in STATES)])


def _state(row: StateRow, state: State) -> str:
    chance = getattr(row, state)
    name = state.replace("_", " ")
    if chance is None:
        return f"{name:<14} the series is too short to tell"
    return f"{name:<14} {chance:.2f}  {verdict(chance)}"


def agreement(found: AgreementResult) -> str:
    """How far two data sets agree, measure by measure, or why that cannot be told."""
    first, second = found.names
    pair = " and ".join(found.between)
    if found.span is None:
        silent = [name for name, n in zip(found.names, found.n, strict=True) if not n]
        if silent:
            return f"Nothing to compare: {' and '.join(silent)} has no act of {pair} in that time."
        return f"{first} and {second} have no day in common on {pair}."
    head = (
        f"{first} ({found.n[0]:,} acts) and {second} ({found.n[1]:,} acts) on {pair}, "
        f"by {found.every}, {found.span[0]} to {found.span[1]}:"
    )
    return "\n".join([head, *map(_agreed, found.rows)])


def _agreed(row: Agreed) -> str:
    if row.r is None:
        return f"  {row.measure}: no correlation over {row.periods} periods (too few, or no change)"
    changes = "" if row.changes is None else f"; of changes {row.changes:+.2f}"
    return (
        f"  {row.measure}: r = {row.r:+.2f} ({row.low:+.2f} to {row.high:+.2f}, {row.periods} periods)"
        f", of ranks {row.rank:+.2f}{changes}"
    )


def turns(found: TurnsResult) -> str:
    """How many turns there are, each in a line, and how they were found."""
    points, options = found.points, found.options
    count = len(found.turns)
    told = "no turn" if not count else "1 turn" if count == 1 else f"{count} turns"
    bare = points.what in ("hostility", "cooperation")
    what = points.what if bare else f"the {points.what}"
    lines = [f"{told.capitalize()} in {what}, {_over(points)}."]
    if found.drifts:
        lines.append(
            "It drifts: a level that wanders explains the values better than levels with turns between. "
            f"Their mean is {number(found.levels[0].level)}."
        )
    elif not count:
        lines += _no_turn(found)
    unit = points.every
    lines += [_turn(each, options.level, unit) for each in found.turns]
    lines += _at_usual_coverage(found)
    lines.append(
        f"Method: least modified BIC among the partitions of PELT; dates and sizes by {options.draws} "
        f"bootstrap draws; a level lasts {many(options.shortest, unit)} or more; "
        f"autocorrelation of the noise {found.noise.rho:.1f}."
    )
    return "\n".join(lines)


def _at_usual_coverage(found: TurnsResult) -> list[str]:
    """That sums are those of a usual coverage, and what they show without it if that differs."""
    if not found.adjusted:
        return []
    dates, others = ([turn.period for turn in each] for each in (found.turns, found.unadjusted))
    as_they_stand = sentence(
        f"as they stand they turn in {', '.join(others)}."
        if others
        else "as they stand they do not turn."
    )
    told = "Sums are those of a usual coverage."
    return [told if dates == others else f"{told} {as_they_stand}"]


def spells(found: SpellsResult) -> str:
    """The spells of a series, each in a line, and how they were found."""
    points, count = found.points, len(found.spells)
    told = "no spell" if not count else "1 spell" if count == 1 else f"{count} spells"
    lines = [f"{told.capitalize()} of {points.what}, {_over(points)}."]
    lines += [_spell(each, points.every) for each in found.spells]
    coverage = "Sums are those of a usual coverage. " if found.adjusted else ""
    lines.append(
        f"{coverage}Method: what is beyond the last {found.options.usual(points.every)} ordinary "
        f"{points.every}s, by Student's t, against the tail of all {points.every}s; over-dispersion "
        f"{found.dispersion:.1f}, autocorrelation {found.autocorrelation:.1f}."
    )
    return "\n".join(lines)


def _spell(spell: Spell, unit: str) -> str:
    span = spell.start if spell.start == spell.end else f"{spell.start} to {spell.end}"
    peak = "" if spell.periods == 1 else f", most in {spell.peak} ({spell.most:.0f})"
    lasting = " It had not ended by then." if spell.lasting else ""
    return (
        f"{span}: {spell.level:.0f} a {unit} where {spell.usual:.1f} was usual, "
        f"{spell.excess:.0f} more in all{peak}; {p_value(spell.p_value)}.{lasting}"
    )


def spell_drivers(found: SpellDriversResult) -> str:
    """For each spell the kinds of act that it had more of than usual, one in a line."""
    lines = []
    for each in found.spells:
        told = found.of(each)
        lines.append(f"{each.start}: {'what drove it' if told else 'no kind of act grew'}")
        lines += map(_spell_driver, told)
    return "\n".join(lines)


def _spell_driver(each: SpellDriver) -> str:
    return (
        f"  {each.rank}. {each.who} {each.event_type}: {many(each.n, 'act')}, {each.usual:.1f} usual; "
        f"{each.share:.0%} of what grew, most on {each.day}"
    )


def _no_turn(found: TurnsResult) -> list[str]:
    """The mean, which is a level only where values do not drift."""
    lines = [f"The mean over this time is {number(found.levels[0].level)}."]
    if (alike := found.noise.rho) >= DRIFTING:
        lines.append(
            f"It may be no level: each value is much like the one before (autocorrelation {alike:.2f}), so"
            " the series drifts, or moves too slowly for a turn to be seen."
        )
    return lines


def _turn(turn: Turn, level: float, unit: str) -> str:
    way = "up" if turn.size > 0 else "down"
    dates = turn.low if turn.low == turn.high else f"{turn.low} to {turn.high}"
    sizes = f"{number(turn.size_low)} to {number(turn.size_high)}"
    return (
        f"{turn.period}: {way} from {number(turn.before)} to {number(turn.after)}. "
        f"{level:.0%} intervals: date {dates}, change {sizes}; {p_value(turn.p_value)}, "
        f"n = {turn.n_before} + {many(turn.n_after, unit)}.{gradually(turn)}"
    )


def gradually(turn: Turn, name: Callable[[str], str] = str) -> str:
    """` Gradual, from 2012-03 (2012-01 to 2012-06) to 2013-02 (…).`; empty where the change was
    sudden. `name` puts a period into words."""
    if not turn.began or not turn.ended:
        return ""
    began, began_low, began_high, ended, ended_low, ended_high = (
        name(each or "")
        for each in (
            turn.began,
            turn.began_low,
            turn.began_high,
            turn.ended,
            turn.ended_low,
            turn.ended_high,
        )
    )
    return f" Gradual, from {began} ({began_low} to {began_high}) to {ended} ({ended_low} to {ended_high})."


def drivers(found: DriversResult) -> str:
    """For each turn, its drivers and what it would be without them."""
    return "\n".join(map(explained, found.explained))


def explained(found: Explained) -> str:
    """The drivers of a turn, one in a line, and what it would be without them and without kinds."""
    turn = found.turn
    if not found.drivers:
        return f"{turn.period}: no single act makes this turn larger."
    lines = [f"{turn.period}: what drove the change of {turn.size:+.2f}"]
    for side, held in found.by_side().items():
        lines += [f"  {stretch(found, side)}:", *map(_driver, held)]
    if found.without_all is not None:
        lines.append(f"  Without all of these it would be {found.without_all:+.2f}.")
    told = kinds(found)
    return "\n".join([*lines, f"  By kind: {told}." if told else ""]).rstrip()


def stretch(found: Explained, side: Side) -> str:
    """Where the acts on one side of a turn lie: `in the level before, 2022-08 to 2023-05`."""
    first, last = found.spans[side]
    return f"in the level {side}, {first if first == last else f'{first} to {last}'}"


def kinds(found: Explained) -> str:
    """What the turn would be without all acts of a type, for the three that make most of it."""
    return "; ".join(
        f"without {kind.event_type} ({kind.n_before} before, {kind.n_after} after) "
        f"{kind.without or 0.0:+.2f}"
        for kind in [each for each in found.kinds if each.without is not None][:3]
    )


def _driver(each: Driver) -> str:
    return (
        f"  {each.rank}. {each.date} {each.who} {each.event_type} {number(each.score)} "
        f"(without it {each.without:+.2f}) {each.act_id}"
    )


def _over(points: Points) -> str:
    whole, seen = len(points.names), len(points.seen())
    held = "" if whole == seen else f" ({seen} with a value)"
    return f"{many(whole, points.every)}{held}, {points.names[0]} to {points.names[-1]}"


WORDS: Mapping[str, Callable[[Any], str]] = {
    "AgreementResult": agreement,
    "DoubtResult": doubt,
    "DriversResult": drivers,
    "LeadLagResult": lead_lag,
    "LevelResult": level,
    "ReciprocityResult": reciprocity,
    "ShocksResult": shock,
    "SpellDriversResult": spell_drivers,
    "SpellsResult": spells,
    "StatesResult": states,
    "TurnOrderResult": turn_order,
    "TurnsResult": turns,
}
"""By the name of the type, so that no measure is loaded that nobody asked for."""
