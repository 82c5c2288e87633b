"""Outlets that tell the deeds of two states, in manners that are known.

Deeds come in stories that last some days. Each story has a mind of its own about being told without a doer
or in somebody's words, and throws a light of its own, and outlets differ in which stories they tell; the
first tells more deeds without a doer, by a known difference of log odds, and shows the first state in a
worse light.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import numpy as np

from detente.comparing.framed import DeedRow, Framed, ShownRow

FIRST = dt.date(2021, 1, 4)
BETWEEN = ("CHL", "NOR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """`more` is by how much the log odds of telling without a doer are raised in the first outlet, `worse`
    by how much the light is lowered in which it shows the first state."""

    outlets: int = 6
    days: int = 60
    deeds: int = 100
    """Of each outlet, in the middle."""
    story: float = 1.0
    """How far stories differ, in standard deviations of log odds."""
    lasts: int = 1
    """Days of a story."""
    more: float = 0.0
    worse: float = 0.0


def told_in_manners(world: Manners, seed: int) -> Framed:
    """What the outlets of a world tell."""
    rng = np.random.default_rng(seed)
    stories = world.days // world.lasts + 1
    agentless = rng.normal(-0.5, world.story, stories)
    spoken = rng.normal(0.0, world.story, stories)
    weight = rng.dirichlet(np.full(world.days, 0.7))
    lights = np.random.default_rng([seed, 1])
    thrown = lights.normal(-0.1, 0.3, (stories, len(BETWEEN)))
    rows: list[DeedRow] = []
    shown: list[ShownRow] = []
    for number in range(world.outlets):
        size = max(1, round(world.deeds * float(rng.lognormal(0.0, 0.6))))
        own = weight * rng.gamma(1.0, 1.0, world.days)
        days = rng.choice(world.days, size, p=own / own.sum())
        for day in np.sort(days):
            story = int(day) // world.lasts
            odds = agentless[story] + (world.more if number == 0 else 0.0)
            nobody = rng.random() < 1 / (1 + np.exp(-odds))
            said = rng.random() < 1 / (1 + np.exp(-spoken[story]))
            rows.append(_deed(number, int(day), nobody=bool(nobody), said=bool(said)))
            of = int(day) % len(BETWEEN)
            lower = world.worse if (number, of) == (0, 0) else 0.0
            light = float(lights.normal(thrown[story, of] - lower, 0.25))
            shown.append(_shown(number, int(day), BETWEEN[of], light))
    sentences = Counter((row.outlet, row.published) for row in rows)
    return Framed(BETWEEN, None, tuple(rows), (), sentences, tuple(shown))


def _shown(number: int, day: int, state: str, light: float) -> ShownRow:
    return ShownRow(
        article_id="made", outlet=f"outlet {number}", published=FIRST + dt.timedelta(days=day),
        sentence=0, state=state, light=min(1.0, max(-1.0, light)), said=False, issues=(),
        text="Made.",
    )  # fmt: skip


def _deed(outlet: int, day: int, *, nobody: bool, said: bool) -> DeedRow:
    doer = None if nobody else BETWEEN[day % 2]
    return DeedRow(
        article_id="made", outlet=f"outlet {outlet}", published=FIRST + dt.timedelta(days=day),
        sentence=0, word="blockade", doer=doer, doer_codes=(doer,) if doer else (),
        form="none" if nobody else "subject", to=None, to_codes=(), said=said, by=None, by_codes=(),
        stance="fact", text="Made.",
    )  # fmt: skip
