"""Outlets that tell acts, and leave some out: worlds in which it is known who leaves what out.

Acts come in stories; how much one is worth telling is common to all outlets, and each has its own volume,
its own liking for kinds of acts and its own mind about each story. Volumes move from week to week, and
some outlets are not read for a while.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.comparing.telling import Act, Printed, Telling

FIRST = np.datetime64("2021-01-04")
SIDES, KINDS = ("A > B", "B > A"), ("words", "deeds", "help")


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """`left_out` is the share of the acts of `group` that the first outlet would tell and does not."""

    outlets: int = 9
    weeks: int = 52
    acts: int = 1200
    left_out: float = 0.0
    group: str = "A > B deeds"
    story: float = 1.0
    """How far outlets differ about a story, in standard deviations of log odds."""
    liking: float = 0.6
    """How far they differ about kinds of acts."""


def newsroom(world: Newsroom, seed: int) -> Telling:
    """What was told in a world."""
    rng = np.random.default_rng(seed)
    stories = max(world.acts // 6, 1)
    story = rng.integers(0, stories, world.acts)
    begun = rng.integers(0, 7 * world.weeks - 7, stories)
    day = begun[story] + rng.integers(0, 7, world.acts)
    side = rng.integers(0, 2, stories)[story]
    kind = np.where(
        rng.random(world.acts) < 0.7,
        rng.integers(0, 3, stories)[story],
        rng.integers(0, 3, world.acts),
    )
    volume = volumes(rng, world.outlets, world.weeks)
    week = np.minimum(day // 7, world.weeks - 1)
    odds = (
        rng.normal(-1.5, 1.0, stories)[story][:, None]
        + rng.normal(0.0, 0.8, world.acts)[:, None]
        + np.log(np.maximum(volume[:, week].T, 1e-9) / 50.0)
        + rng.normal(0.0, world.liking, (3, world.outlets))[kind]
        + rng.normal(0.0, world.story, (stories, world.outlets))[story]
    )
    told = (rng.random(odds.shape) < 1 / (1 + np.exp(-odds))) & (volume[:, week].T > 0)
    group = np.array([f"{SIDES[a]} {KINDS[b]}" for a, b in zip(side, kind, strict=True)])
    told[:, 0] &= ~((group == world.group) & (rng.random(world.acts) < world.left_out))
    names = [f"outlet {at}" for at in range(world.outlets)]
    acts = [
        Act(f"{at:05}", FIRST + np.timedelta64(int(day[at]), "D"), str(group[at]), KINDS[kind[at]],
            frozenset(names[one] for one in np.flatnonzero(told[at])))
        for at in range(world.acts) if told[at].any()
    ]  # fmt: skip
    return Telling.of(acts, printed(names, volume))


def printed(
    names: Sequence[str], volume: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> list[Printed]:
    """What was read of each outlet on each day, by its articles of each week."""
    return [
        Printed(name, FIRST + np.timedelta64(7 * at + each, "D"), int(articles / 7) + 1)
        for name, by_week in zip(names, volume, strict=True)
        for at, articles in enumerate(by_week)
        for each in range(7)
        if articles > 0
    ]


def volumes(
    rng: np.random.Generator, outlets: int, weeks: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Articles of each outlet in each week; none in the weeks in which it is not read."""
    walk = np.cumsum(rng.normal(0.0, 0.15, (outlets, weeks)), axis=1)
    volume = np.exp(rng.normal(4.0, 0.8, outlets)[:, None] + walk)
    for one in range(outlets):
        if rng.random() < 0.4:
            first = rng.integers(0, weeks - 8)
            volume[one, first : first + rng.integers(3, 8)] = 0.0
    return volume
