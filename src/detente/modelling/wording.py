"""A hidden relation in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from detente.measuring.figures import many
from detente.measuring.wording import title_of
from detente.modelling.counting import Side

if TYPE_CHECKING:
    from detente.modelling.latent import ItemRow, LatentResult, LatentRow

TELLING = 3
"""Items of each side that are named."""
DECISIVE = 0.5
"""The correlation with the mean score below which it is said that the two tell different things."""


def latent(found: LatentResult) -> str:
    """Where the relation stands, its best and worst periods, how it goes with the index, what tells it."""
    counts, rows = found.counts, found.rows
    lines = [
        f"{title_of(counts.between)}: hidden relation by {counts.every}, {rows[0].period} to "
        f"{rows[-1].period}, of {int(counts.acts.sum()):,} acts in {many(len(found.items), 'item')} of "
        f"{', '.join(dict.fromkeys(item.dataset for item in found.items))}.",
        f"Level in {_level(rows[-1])}, {found.options.width:.0%} band: the balance of cooperation and "
        "conflict. 0 is the mean of this time, 1 its standard deviation; up is better.",
        f"Worst in {_level(min(rows, key=lambda row: row.level))}; best in "
        f"{_level(max(rows, key=lambda row: row.level))}.",
        f"Most conflict in {max(rows, key=lambda row: row.conflict).period}, most cooperation in "
        f"{max(rows, key=lambda row: row.cooperation).period}.",
        *_beside(found),
        *(_most(found, side) for side in get_args(Side)),
        *_doubts(found),
    ]
    return "\n".join(lines)


def _level(row: LatentRow) -> str:
    return f"{row.period}: {row.level:+.1f} ({row.low:+.1f} to {row.high:+.1f})"


def _beside(found: LatentResult) -> list[str]:
    """How it goes with the mean and the total score, and where it parts from the mean."""
    mean, total = found.correlation("mean"), found.correlation("total")
    if mean is None or total is None:
        return []
    other = " The two tell different things." if mean < DECISIVE else ""
    lines = [f"Correlation with the mean score {mean:+.2f}, with the total {total:+.2f}.{other}"]
    apart = [
        f"{each.period} (level {each.level:+.1f}, mean score {each.mean:+.1f})"
        for each in found.partings(3)
    ]
    if apart:
        lines.append(f"They part most, in standard deviations, in {', '.join(apart)}.")
    return lines


def _most(found: LatentResult, side: Side) -> str:
    """The items that tell most of a side."""
    items = [item for item in found.items if item.side == side]
    items.sort(key=lambda item: -item.information)
    return f"Most is told of {side} by {', '.join(map(_item, items[:TELLING]))}."


def _item(item: ItemRow) -> str:
    return (
        f"{item.kind} {item.direction} of {item.dataset} ({item.information:.0%}; discrimination "
        f"{item.discrimination:.1f})"
    )


def _doubts(found: LatentResult) -> list[str]:
    """What is not taken in."""
    lines = []
    if found.counts.plain:
        lines.append(
            f"How much was written is not known of {', '.join(found.counts.plain)}: more reporting looks "
            "like more of both."
        )
    if found.counts.left_out:
        lines.append(f"Not counted, as too few: acts {' and '.join(found.counts.left_out)}.")
    return lines


WORDS = {"LatentResult": latent}
