"""Which track moved first? The order of their turning points in sentences, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from detente.measuring import TurnOrderResult
from detente.measuring.turn_order import Gap
from detente.reporting import computed, wording
from detente.reporting.computed import Computed
from detente.reporting.gathering import Material


@dataclass(frozen=True, slots=True)
class Order:
    """What is known of which track turned before which, what is not, and how that was found."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]
    computed: Computed | None


def order(material: Material) -> Order | None:
    """The order in which tracks turned; None where fewer than two tracks could be looked at."""
    found = None if material.standing is None else material.standing.order
    if found is None:
        return None
    known = [_known(gap, material) for gap in found.gaps if gap.clear]
    unknown = [_unknown(gap, material) for gap in found.gaps if not gap.clear]
    if not found.gaps:
        unknown = [_none(found, material)]
    return Order(tuple(known), tuple(unknown), computed.of_order(found))


def _known(gap: Gap, material: Material) -> str:
    return (
        f"The {gap.later} track turned {_way(gap)} {_in(gap.second, material)}, "
        f"{wording.many(gap.periods, material.asked.every)} after the {gap.earlier} track did "
        f"{_in(gap.first, material)} (90% interval: {_range(gap, material)})."
    )


def _unknown(gap: Gap, material: Material) -> str:
    when = _in(gap.first, material)
    if gap.periods:
        when += f" and {_in(gap.second, material)}"
    return (
        f"The {gap.earlier} and the {gap.later} track both turned {_way(gap)}, {when}. Which did first "
        f"is not known: the 90% interval of the difference is {_range(gap, material)}."
    )


def _none(found: TurnOrderResult, material: Material) -> str:
    turned = found.turned()
    if not turned:
        return "No track has a turning point of its own, so none can be said to have moved first."
    if len(turned) == 1:
        return (
            f"Only the {turned[0]} track has a turning point of its own, so that it moved before or after "
            "another cannot be said."
        )
    return (
        f"The {wording.listed(turned)} tracks turned, but no two of them the same way within "
        f"{wording.many(found.options.apart(found.every), found.every)} of each other, so none can be said "
        "to have followed another."
    )


def _way(gap: Gap) -> str:
    return "up" if gap.up else "down"


def _in(period: str, material: Material) -> str:
    start = next(row.start for row in material.series.rows if row.period == period)
    return wording.in_period(start, material.asked.every)


def _range(gap: Gap, material: Material) -> str:
    """`2 to 7 months`; of what may have been the other way round, `3 months earlier to 5 months later`."""
    every = material.asked.every
    if gap.low >= 0:
        return f"{gap.low} to {wording.many(gap.high, every)}"
    late = f"{wording.many(gap.high, every)} later" if gap.high > 0 else "at the same time"
    return f"{wording.many(-gap.low, every)} earlier to {late}"
