"""What stands, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from detente.measuring.figures import many, p_value

if TYPE_CHECKING:
    from detente.robustness.many import DiscoveriesResult, Discovery
    from detente.robustness.rows import Standing
    from detente.robustness.run import RobustnessResult

MOST_TOLD = 10
"""Discoveries that are told in sentences."""


def robustness(found: RobustnessResult) -> str:
    """Each finding in a line, and how it was looked at."""
    told = found.told
    head = (
        f"{' - '.join(found.between)}: {many(len(found.standings), 'finding')}, each computed in up to "
        f"{told['specifications']} ways."
    )
    return "\n".join([head, *map(standing, found.standings), *notes(found)])


def standing(row: Standing) -> str:
    """How far one finding stands."""
    words = row.finding[0].upper() + row.finding[1:]
    if row.share is None:
        return f"{words}: cannot be told, as no way of computing it has enough data."
    others = [ways(row)]
    if row.random_dates is not None:
        others.append(f"at random dates {row.random_dates:.0%}")
    if row.placebo_pairs:
        others.append(f"in {row.placebo_found} of {many(row.placebo_pairs, 'other pair')}")
    untold = "" if row.told or row.told is None else " (not told as asked for)"
    return f"{words}{untold}: {row.verdict}, {'; '.join(others)}.{_turned(row)}"


def ways(row: Standing) -> str:
    """In how many ways it is found: `12 of 40 ways (30%)`."""
    share = "" if row.share is None else f" ({row.share:.0%})"
    return f"{row.found} of {many(row.specifications, 'way')}{share}"


def _turned(row: Standing) -> str:
    if not row.turned_by:
        return ""
    return f" {'Lost' if row.told else 'Shown'} by {row.turned_by} alone."


def notes(found: RobustnessResult) -> Iterator[str]:
    """What could not be computed, and from what random dates and other pairs are."""
    for each in found.refusals:
        yield f"As asked for it cannot be computed: {each}"
    pairs = found.told["placebo_pairs"]
    yield f"Other pairs: {', '.join(pairs) if pairs else 'none is told of about as often'}."
    if left := found.told["left_out"]:
        yield f"No act of the two in {', '.join(left)}."


def discoveries(found: DiscoveriesResult) -> str:
    """How many findings are told, and the surest of them."""
    rows = found.discoveries
    told, any_way = sum(each.told for each in rows), sum(each.told_any for each in rows)
    lines = [
        f"{many(found.pairs, 'pair')}, {many(len(rows), 'test')}: {told} told at a rate of false findings "
        f"of {found.options.rate:g} (Benjamini and Hochberg), {any_way} however the tests depend "
        "(Benjamini and Yekutieli)."
    ]
    lines += [discovery(each) for each in rows[:MOST_TOLD] if each.told]
    if told > MOST_TOLD:
        lines.append(f"And {told - MOST_TOLD} more.")
    if found.refusals:
        lines.append(f"{many(len(found.refusals), 'test')} could not be made: {refused(found)}.")
    return "\n".join(lines)


def discovery(row: Discovery) -> str:
    """One finding of a pair with its rates."""
    return (
        f"{row.pair}: {row.finding} ({p_value(row.p_value)}; {_rate(row.q)}, however they depend "
        f"{_rate(row.q_any)})."
    )


def _rate(q: float) -> str:
    """`q = 0.012`, as p-values are written."""
    return p_value(q).replace("p", "q")


def refused(found: DiscoveriesResult) -> str:
    """How many tests of each kind could not be made, and the first reason."""
    kinds: dict[str, list[str]] = {}
    for each in found.refusals:
        kinds.setdefault(each.kind, []).append(f"{each.reason} ({each.pair})")
    return "; ".join(f"{len(held)} of {kind}s, such as: {held[0]}" for kind, held in kinds.items())


WORDS: Mapping[str, Callable[[Any], str]] = {
    "DiscoveriesResult": discoveries,
    "RobustnessResult": robustness,
}
