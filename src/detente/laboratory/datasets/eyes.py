"""Outlets that tell one record through different eyes: worlds in which it is known who does what.

Acts come in stories, and a relation goes up and down slowly. Hostile acts are told by more outlets. Each
outlet has its own volume, which moves from week to week, and its own mind about each story. What an
outlet says of an act is coded now and then as a lesser or graver one. So outlets differ much in what they
tell, and yet select and present nothing, unless it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.comparing.scoring import Scored
from detente.comparing.telling import Act, Telling
from detente.laboratory.datasets.newsrooms import FIRST, printed, volumes

SPREAD = 4.0
"""How far scores of acts spread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A world, in which the first outlets may differ from the rest."""

    outlets: int = 9
    weeks: int = 52
    acts: int = 1200
    selects: float = 0.0
    """Log odds by which outlets of their own kind tell an act rather that is `SPREAD` more hostile."""
    presents: float = 0.0
    """Points by which they score each act lower."""
    schools: float = 0.0
    """How far a story appeals to outlets of their kind and not to the rest, in log odds."""
    unlike: int = 1
    """How many outlets, the first ones, are of their own kind."""
    popular: float = 0.5
    """Log odds by which all tell an act rather that is `SPREAD` more hostile."""
    story: float = 1.0
    """How far outlets differ about a story, in standard deviations of log odds."""
    misread: float = 0.2
    """Share of reports whose act is coded as another, some points off."""


def watched(world: Watched, seed: int) -> Scored:
    """What was told in a world, and how it was scored."""
    rng = np.random.default_rng(seed)
    stories = max(world.acts // 6, 1)
    story = rng.integers(0, stories, world.acts)
    day = (
        rng.integers(0, 7 * world.weeks - 7, stories)[story] + rng.integers(0, 7, world.acts)
    ).astype(int)
    week = np.minimum(day // 7, world.weeks - 1)
    slow = np.cumsum(rng.normal(0.0, 0.5, world.weeks))
    true = np.clip(
        slow[week] - slow.mean()
        + rng.normal(0.0, SPREAD / np.sqrt(2), stories)[story]
        + rng.normal(0.0, SPREAD / np.sqrt(2), world.acts), -10, 10,
    )  # fmt: skip
    by_week = volumes(rng, world.outlets, world.weeks)
    volume = by_week[:, week].T
    unlike = np.arange(world.outlets) < world.unlike
    school = rng.normal(0.0, world.schools, stories)[story][:, None]
    odds = (
        rng.normal(-1.5, 1.0, stories)[story][:, None]
        + rng.normal(0.0, 0.8, world.acts)[:, None]
        - (world.popular + world.selects * unlike) * (true / SPREAD)[:, None]
        + np.log(np.maximum(volume, 1e-9) / 50.0)
        + rng.normal(0.0, world.story, (stories, world.outlets))[story]
        + np.where(unlike, school, -school)
    )  # fmt: skip
    told = (rng.random(odds.shape) < 1 / (1 + np.exp(-odds))) & (volume > 0)
    off = rng.normal(0.0, 4.0, odds.shape) * (rng.random(odds.shape) < world.misread)
    seen = np.clip(true[:, None] + off, -10, 10) - world.presents * unlike
    names = [f"outlet {at}" for at in range(world.outlets)]
    acts = [
        Act(f"{at:05}", FIRST + np.timedelta64(int(day[at]), "D"), "all", "all",
            frozenset(names[one] for one in np.flatnonzero(told[at])))
        for at in range(world.acts) if told[at].any()
    ]  # fmt: skip
    scores = {
        (f"{at:05}", names[one]): float(seen[at, one])
        for at, one in zip(*np.nonzero(told), strict=True)
    }
    return Scored.of(Telling.of(acts, printed(names, by_week)), scores)
