"""What was found of outlets, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from detente.measuring.figures import many

if TYPE_CHECKING:
    from detente.comparing.coverage import CoverageResult, Covered
    from detente.comparing.omission import Omission, OmissionsResult

CLEAR = 0.1
"""False discovery rate up to which it is said that an outlet tells less, or more, of a group of acts."""


def coverage(found: CoverageResult) -> str:
    """One line for all, and one for each outlet."""
    head = f"{many(found.acts, 'act')} told by {many(len(found.outlets), 'outlet')}."
    return "\n".join([head, *map(_outlet, found.outlets)])


def _outlet(row: Covered) -> str:
    said = f"{row.outlet} told {row.told} of the {row.could} it could have told, {row.alone} of them alone"
    if row.shared:
        said += f"; of the {row.shared} that others told too, {row.first} on the first day"
    others = row.reports - row.own_words
    words = f"{row.own_words} of {many(row.reports, 'report')} in its own words"
    if others and row.speakers:
        words += f", most others by {', '.join(row.speakers)}"
    return f"{said}; {words}."


def omissions(found: OmissionsResult) -> str:
    """What is clear, the least told first; and what was asked."""
    clear = [row for row in found.rows if row.q_value <= CLEAR]
    asked = (
        f"Asked were {many(len(found.rows), 'pair')} of an outlet and a group of acts; of what is told "
        f"here {CLEAR:.0%} may be by chance."
    )
    if not clear:
        return f"No outlet tells clearly less or more of any group of acts than of others.\n{asked}"
    return "\n".join([*(_omission(row) for row in clear), asked])


def _omission(row: Omission) -> str:
    way = "less" if row.odds < 1 else "more"
    beside = "other acts of their kind" if row.alike else "all other acts"
    return (
        f"{row.outlet} told {row.told} of {many(row.acts, 'act')} of {row.group}, where {row.usual:.0f} "
        f"would be usual: {way} than of {beside} as much told by others (odds {_odds(row.odds)}, "
        f"{_odds(row.low)} to {_odds(row.high)}; p {row.p_value:.4f})."
    )


def _odds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


WORDS: Mapping[str, Callable[[Any], str]] = {
    "CoverageResult": coverage,
    "OmissionsResult": omissions,
}
