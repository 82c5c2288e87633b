"""A rising line from what an event is first told at to the share of such events that is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente.coding.confidence import STRAIGHT, Line

FEWEST = 40
"""Events that a step of the line stands for at least; fewer would fit chance."""


def rising(judged: Sequence[tuple[float, bool]]) -> Line:
    """The rising line nearest to the answers (pool adjacent violators; Ayer et al., 1955), through
    the means of groups of `FEWEST` or more; straight where there are too few answers."""
    if len(judged) < FEWEST:
        return STRAIGHT
    pools = _pools(judged)
    merged: list[tuple[int, float, float]] = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and _share(merged[-2]) >= _share(merged[-1]):
            last = merged.pop()
            merged[-1] = tuple(map(sum, zip(merged[-1], last, strict=True)))  # type: ignore[assignment]
    return tuple((round(told / n, 4), round(right / n, 4)) for n, told, right in merged)


def _pools(judged: Sequence[tuple[float, bool]]) -> list[tuple[int, float, float]]:
    """Number, sum of what was told and number right of groups of `FEWEST` or more neighbours; what was
    told alike stays together."""
    told = Counter(share for share, _ in judged)
    right = Counter(share for share, answer in judged if answer)
    pools = []
    number, total, rightly = 0, 0.0, 0.0
    for share in sorted(told):
        number, total = number + told[share], total + share * told[share]
        rightly += right[share]
        if number >= FEWEST:
            pools.append((number, total, rightly))
            number, total, rightly = 0, 0.0, 0.0
    if number:
        last = pools.pop() if pools else (0, 0.0, 0.0)
        pools.append((last[0] + number, last[1] + total, last[2] + rightly))
    return pools


def _share(pool: tuple[int, float, float]) -> float:
    return pool[2] / pool[0]
