"""What was found of three and more states, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from detente.measuring.figures import many, number, p_value
from detente.store.countries import country_name, in_sentence

if TYPE_CHECKING:
    from detente.networks.balance import BalanceResult, BalanceRow
    from detente.networks.blocs import BlocRow, BlocsResult, CohesionResult
    from detente.networks.network import NetworkResult
    from detente.networks.thirds import First, ThirdRow, ThirdsResult

MOST = 12
"""Thirds of a kind that sentences name."""
EARLIER: Mapping[First, str] = {
    "third": "; the third's comes first",
    "pair": "; the two's comes first",
    "both": "; each comes before the other",
    "neither": "",
}


def network(found: NetworkResult) -> str:
    """How many pairs are friendly, hostile and unknown, by period."""
    if not found.edges:
        return "No act joins two states in that time."
    lines = []
    for period in found.periods():
        edges = [each for each in found.edges if each.period == period]
        signs = Counter(edge.sign for edge in edges)
        lines.append(
            f"{period}: {many(len(edges), 'pair')} with acts: {signs['friendly']} friendly, "
            f"{signs['hostile']} hostile, {signs['unknown']} not known."
        )
    lines.append(
        f"A sign is known where the {found.options.width:.0%} interval of the mean score lies on one side "
        f"of {found.neutral:g}, of {found.options.fewest} acts or more."
    )
    return "\n".join(lines)


def balance(found: BalanceResult) -> str:
    """The share of balanced triads by period, what chance gives, and in which periods there are more."""
    lines = [_balance(row) for row in found.rows if row.triads]
    tested = [row for row in found.rows if row.q_value is not None]
    clear = [row.period for row in tested if (row.q_value or 0.0) <= found.options.clear]
    if not tested:
        lines.append(f"No period has the {found.options.fewest} triads that a test needs.")
    elif clear:
        lines.append(
            f"More balanced than chance has it: {', '.join(clear)} ({many(len(tested), 'period')} tested, "
            "p-values corrected for their number)."
        )
    else:
        lines.append(
            "Triads are in no period more balanced than each state's own share of friends and enemies "
            f"makes them ({many(len(tested), 'period')} tested)."
        )
    lines.append(
        f"Chance: {found.options.draws} networks of the same pairs, signs drawn so that each state keeps "
        "its share of friendly ones."
    )
    return "\n".join(lines)


def _balance(row: BalanceRow) -> str:
    told = (
        f"{row.period}: {row.balanced:.0%} of {many(row.triads, 'triad')} balanced "
        f"({row.low:.0%} to {row.high:.0%})"
    )
    kinds = f"+++ {row.all_friends}, ++- {row.one_enmity}, +-- {row.common_enemy}, --- {row.all_enemies}"
    if row.p_value is None or row.expected is None:
        return f"{told}: {kinds}."
    return f"{told}, by chance {row.expected:.0%} ({p_value(row.p_value)}): {kinds}."


def blocs(found: BlocsResult) -> str:
    """The blocs of each period, and whether they are more than chance makes."""
    if not found.rows:
        return "No period has a friendly and a hostile sign among states with two or more."
    lines = []
    for period in dict.fromkeys(row.period for row in found.rows):
        rows = [row for row in found.rows if row.period == period]
        lines.append(_verdict(period, rows, found.options.clear))
        for bloc in dict.fromkeys(row.bloc for row in rows):
            states = [row.state for row in rows if row.bloc == bloc]
            lines.append(f"  {bloc}. {', '.join(states)}")
    lines.append(
        "Blocs: signs within that are friendlier than each state's own share of friends makes them "
        f"(modularity); chance by {found.options.draws} networks of the same pairs."
    )
    return "\n".join(lines)


def _verdict(period: str, rows: Sequence[BlocRow], clear: float) -> str:
    one = rows[0]
    told = "blocs beyond chance" if one.p_value <= clear else "no more blocs than chance makes"
    return (
        f"{period}: {told} (modularity {one.modularity:.2f}, by chance {one.expected:.2f}, "
        f"{p_value(one.p_value)}); the signs of {many(len(rows), 'state')} fall into"
    )


def cohesion(found: CohesionResult) -> str:
    """Mean scores within and between blocs, by period."""
    if not found.rows:
        return "No act joins two states of these blocs in that time."
    lines = []
    for row in found.rows:
        where = (
            f"within {row.first}" if row.first == row.second else f"{row.first} and {row.second}"
        )
        band = f" ({number(row.low)} to {number(row.high)})"
        lines.append(
            f"{row.period}: {where} {number(row.mean)}{band}, {many(row.pairs, 'pair')}, "
            f"{many(row.n, 'act')}."
        )
    lines.append(
        f"Mean scores of pairs, each pair alike, with {found.network.options.width:.0%} intervals."
    )
    return "\n".join(lines)


def thirds(found: ThirdsResult) -> str:
    """Who moves with the two, and who goes between them."""
    one, other = map(_name, found.between)
    lines = [
        f"{country_name(found.between[0])} and {other}, {found.names[0]} to {found.names[1]}: "
        f"{many(found.n, 'act')}, mean score {number(found.mean)}; {many(len(found.rows), 'third')} "
        f"with {found.options.fewest} acts or more with each."
    ]
    moving = [line for row in found.moving() for line in _moves(row, found, (one, other))]
    lines += moving or [
        "No third's relation to either moves with theirs beyond what moves all "
        f"(corrected for {many(2 * len(found.rows), 'test')})."
    ]
    between = found.going_between()
    tested = sum(row.near is not None for row in found.rows)
    if between:
        told = [_between(row) for row in between[:MOST]]
        left = len(between) - MOST
        more = f" and {left} more" if left > 0 else ""
        lines.append(
            f"Going between, with both within {many(found.options.within, 'day')} beyond chance: "
            f"{'; '.join(told)}{more}."
        )
    else:
        lines.append(
            f"None of {many(tested, 'third')} tested meets both within "
            f"{many(found.options.within, 'day')} more often than chance has it."
        )
    lines.append(
        "Held constant: the past of both, how much is told of others, a trend, and what "
        f"{one} or {other} does with all others; by {found.every}. Chance of meetings: "
        "the days with one moved round the year."
    )
    return "\n".join(lines)


def _moves(row: ThirdRow, found: ThirdsResult, names: tuple[str, str]) -> list[str]:
    sides = (
        (names[0], row.r_first, row.q_first, row.earlier_first, row.mean_first),
        (names[1], row.r_second, row.q_second, row.earlier_second, row.mean_second),
    )
    lines = []
    for name, r, corrected, earlier, mean in sides:
        if r is None or corrected is None or corrected > found.options.clear:
            continue
        way = "moves with" if r > 0 else "moves against"
        lines.append(
            f"Their relation {way} that of {name} and {_name(row.third)} (r = {r:+.2f}, corrected "
            f"{p_value(corrected)}; mean score {number(mean)}){EARLIER[earlier or 'neither']}."
        )
    return lines


def _between(row: ThirdRow) -> str:
    told = f"{_name(row.third)} {many(row.near or 0, 'day')} (by chance {row.expected or 0.0:.0f})"
    beside = [
        f"{many(row.mediating, 'act')} of mediation" if row.mediating else "",
        f"part of {many(row.together, 'act')} of the two" if row.together else "",
    ]
    said = ", ".join(each for each in beside if each)
    return f"{told}, {said}" if said else told


def _name(code: str) -> str:
    return in_sentence(country_name(code))


WORDS: Mapping[str, Callable[[Any], str]] = {
    "BalanceResult": balance,
    "BlocsResult": blocs,
    "CohesionResult": cohesion,
    "NetworkResult": network,
    "ThirdsResult": thirds,
}
"""By the name of the type, so that no measure is loaded that nobody asked for."""
