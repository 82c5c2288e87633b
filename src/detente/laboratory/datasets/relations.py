"""Two states whose hidden relation is known, and what data sets tell of them.

Everything comes from a seed. In each month the relation says how cooperation stands to conflict, the
contact how much there is of both, the volume how much is written; types react to the relation each in its
own measure, and counts are over-dispersed. What a world is made of (how the relation moves, rates,
reactions, dispersion) is drawn from the seed too. No world is the model that `detente.modelling` fits:
contact moves all types alike while the relation does not, and only one way to move is an autoregression.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from detente.coding.ontology import COOPERATIVE, event_types, quad_class, score
from detente.laboratory.datasets.pairs import autoregression
from detente.laboratory.datasets.worlds import USUAL
from detente.measuring.acts import ACTS
from detente.measuring.covered import Volume
from detente.measuring.points import Floats
from detente.measuring.tally import COVERAGE, Ints

BETWEEN = ("KEN", "PER")
START = 2010
MONTHS, YEAR, BURNT = 120, 12, 60
OTHERS = 400.0
"""Acts of others that a data set tells in a usual month."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a world is like. `rate` are acts a month, `sizes` between which the items' sizes of the negative
    binomial lie, `contact` how far contact strays (in logs), `volume` whether how much is written changes,
    `sets` from which to which share of the time each data set runs."""

    rate: float = 40.0
    sizes: tuple[float, float] = (2.0, 8.0)
    contact: float = 0.4
    volume: bool = False
    sets: Mapping[str, tuple[float, float]] = field(default_factory=lambda: {"wire": (0.0, 1.0)})


PLANS: Mapping[str, Plan] = {
    "plain": Plan(),
    "volume changes": Plan(volume=True),
    "over-dispersed": Plan(sizes=(0.4, 1.0)),
    "much contact": Plan(contact=1.0),
    "many zeros": Plan(rate=4.0),
    "a data set is missing": Plan(sets={"wire": (0.0, 0.6), "gazette": (0.4, 1.0)}),
    "all of it": Plan(
        rate=10.0, sizes=(0.5, 2.0), contact=0.8, volume=True,
        sets={"wire": (0.0, 0.6), "gazette": (0.4, 1.0)},
    ),
}  # fmt: skip
"""Worlds by name."""


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """A world: the hidden `level` of each month, mean 0 and standard deviation 1, and of each data set its
    acts (`ACTS`) and how much it tells of others."""

    level: Floats
    acts: Mapping[str, pa.Table]
    volumes: Mapping[str, Volume]

    @property
    def since(self) -> dt.date:
        """First day."""
        return dt.date(START, 1, 1)

    @property
    def until(self) -> dt.date:
        """Last day."""
        return dt.date(START + MONTHS // YEAR - 1, 12, 31)


def relation(name: str, seed: int) -> Relation:
    """The world of a plan's name and a seed."""
    plan = PLANS[name]
    rng = np.random.default_rng([seed, list(PLANS).index(name), 18])
    level = _moving(rng)
    contact = plan.contact * autoregression(rng.normal(size=MONTHS + BURNT), 0.7)[BURNT:] * 0.7
    strength = rng.uniform(0.4, 0.9)
    acts, volumes = {}, {}
    for place, (dataset, span) in enumerate(plan.sets.items()):
        room = _volume(rng) if plan.volume else np.ones(MONTHS)
        room = np.where(_within(span), room, 0.0)
        rates = _rates(rng, plan, strength * level, contact) * room
        acts[dataset] = _acts(rng, plan, rates, place)
        own = pa.table({"act_id": acts[dataset]["act_id"], "day": acts[dataset]["day"]})
        told = rng.poisson(OTHERS * room).astype(np.int64) + _by_month(acts[dataset])
        volumes[dataset] = Volume(_counted(told), (own,))
    return Relation(level, acts, volumes)


def _moving(rng: np.random.Generator) -> Floats:
    """A relation that wanders, keeps to an autoregression, steps, or has crises; standardised."""
    kind = rng.integers(4)
    noise = rng.normal(size=MONTHS + BURNT)
    if kind == 0:
        found = np.cumsum(noise[BURNT:])
    elif kind == 1:
        found = autoregression(noise, 0.9)[BURNT:]
    elif kind == 2:
        found = np.repeat(rng.normal(scale=1.5, size=6), MONTHS // 6) + 0.2 * noise[BURNT:]
    else:
        found = 0.4 * autoregression(noise, 0.9)[BURNT:]
        for start in rng.integers(0, MONTHS - 6, size=3):
            found[start : start + 6] -= rng.uniform(2, 4)
    return np.asarray((found - found.mean()) / found.std(), dtype=np.float64)


def _volume(rng: np.random.Generator) -> Floats:
    """How much is written: more and less by turns, a year of much more, half a year of nothing."""
    room = np.exp(0.6 * autoregression(rng.normal(size=MONTHS + BURNT), 0.9)[BURNT:] * 0.45)
    start = int(rng.integers(YEAR, MONTHS - 2 * YEAR))
    room[start : start + YEAR] *= 2.5
    start = int(rng.integers(YEAR, MONTHS - 2 * YEAR))
    room[start : start + YEAR // 2] = 0.0
    return np.asarray(room, dtype=np.float64)


def _within(span: tuple[float, float]) -> Floats:
    at = (np.arange(MONTHS) + 0.5) / MONTHS
    return np.asarray((at >= span[0]) & (at <= span[1]))


def _rates(rng: np.random.Generator, plan: Plan, level: Floats, contact: Floats) -> Floats:
    """Acts to be expected of each type and direction in each month at usual volume."""
    kinds = event_types()
    usual = np.array([USUAL[kind] for kind in kinds], dtype=np.float64)
    usual *= rng.lognormal(0.0, 0.4, len(kinds))
    rates = plan.rate * np.tile(usual / usual.sum(), 2) / 2
    way = np.array([1.0 if quad_class(kind) in COOPERATIVE else -1.0 for kind in kinds] * 2)
    reaction = way * rng.lognormal(0.0, 0.3, len(way))
    moved = np.outer(reaction, level) + contact
    return np.asarray(rates[:, None] * np.exp(moved - moved.var(axis=1, keepdims=True) / 2))


def _acts(rng: np.random.Generator, plan: Plan, rates: Floats, place: int) -> pa.Table:
    """Over-dispersed numbers of acts about their rates, each act on a day of its month."""
    size = rng.uniform(*plan.sizes, size=(len(rates), 1))
    counts = rng.poisson(rates * rng.gamma(size, 1 / size, size=rates.shape))
    rows = []
    for item, row in enumerate(counts):
        kind = event_types()[item % len(event_types())]
        forward = item < len(event_types())
        for month, number in enumerate(row):
            days = rng.integers(1, 29, size=int(number))
            rows += [_act(kind, forward, _day(month, int(day))) for day in days]
    rows.sort(key=lambda act: (act["day"], act["event_type"], act["forward"]))
    named = [{"act_id": f"{place}-{number}", **row} for number, row in enumerate(rows)]
    return pa.Table.from_pylist(named, schema=ACTS)


def _act(kind: str, forward: bool, day: dt.date) -> dict[str, object]:
    return {
        "day": day, "forward": forward, "backward": not forward, "event_type": kind,
        "quad_class": quad_class(kind), "score": score(kind, None), "goldstein": None,
        "confidence": None, "tracks": [], "outlets": [],
    }  # fmt: skip


def _counted(told: Ints) -> pa.Table:
    """What is told of all in each month, half of it on the first day, half near the end."""
    days = [_day(month, day) for day in (1, 28) for month in range(MONTHS)]
    held = pa.table({"day": days, "n": np.concatenate([told // 2, told - told // 2])}, COVERAGE)
    return held.filter(pa.array(np.tile(told > 0, 2)))


def _by_month(acts: pa.Table) -> Ints:
    months = [(day.year - START) * YEAR + day.month - 1 for day in acts["day"].to_pylist()]
    return np.bincount(months, minlength=MONTHS).astype(np.int64)


def _day(month: int, day: int) -> dt.date:
    return dt.date(START + month // YEAR, month % YEAR + 1, day)
