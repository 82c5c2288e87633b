"""Pairs what is marked with what is told, one to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Wanted = TypeVar("Wanted")
Told = TypeVar("Told")


def one_to_one(
    wanted: Sequence[Wanted], told: Sequence[Told], fits: Callable[[Wanted, Told], bool]
) -> dict[int, int]:
    """As many pairs that fit as there can be, each side used once; indices of wanted to told.

    By augmenting paths (Kuhn, 1955); of equally many pairs those with earlier members come first.
    """
    edges = [[t for t, each in enumerate(told) if fits(one, each)] for one in wanted]
    taken: dict[int, int] = {}
    for index in range(len(wanted)):
        _place(index, edges, taken, set())
    return {owner: place for place, owner in sorted(taken.items(), key=lambda pair: pair[1])}


def _place(
    index: int, edges: Sequence[Sequence[int]], taken: dict[int, int], tried: set[int]
) -> bool:
    for place in edges[index]:
        if place in tried:
            continue
        tried.add(place)
        if place not in taken or _place(taken[place], edges, taken, tried):
            taken[place] = index
            return True
    return False
