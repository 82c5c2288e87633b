"""Many states whose signs, camps and go-betweens are known, as acts of all pairs.

Everything comes from a seed. How much is written wanders from week to week and moves the acts of all pairs
alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import pyarrow as pa

from detente.laboratory.datasets.pairs import autoregression
from detente.measuring.points import Floats
from detente.store.pairwise import ACTS

Kind = Literal["random", "camps"]
CODES = (
    "ARG", "BRA", "CHL", "DNK", "ECU", "FJI", "GHA", "HUN", "IDN", "JAM", "KEN", "LAO", "MEX", "NOR", "OMN",
    "PER", "QAT", "RWA", "SEN", "THA", "URY", "VNM", "YEM", "ZMB",
)  # fmt: skip
START = dt.date(2010, 1, 4)
FRIENDLY, HOSTILE, SPREAD = 3.0, -3.0, 3.0
"""Mean scores of friends and enemies, and the standard deviation of single acts."""
BURNT = 100


@dataclass(frozen=True, slots=True, eq=False)
class Camps:
    """`acts` (`detente.store.pairwise.ACTS`) of many pairs over a year, the true sign of each pair (true
    where friendly), and the camp of each state (all 0 where there are none)."""

    acts: pa.Table
    friendly: Mapping[tuple[str, str], bool]
    camp: Mapping[str, int]


def camps(
    kind: Kind = "random",
    *,
    states: int = 14,
    dense: float = 0.6,
    unlike: float = 1.0,
    fitting: float = 1.0,
    seed: int = 0,
) -> Camps:
    """States of which each pair has acts with probability `dense`.

    `random`: signs by chance, where states are unlike: the log odds of their friendliness have a standard
    deviation of `unlike`. `camps`: pairs within one of two camps are friends and others enemies, each with
    probability `fitting`, else the contrary.
    """
    rng = np.random.default_rng([seed, 1946])
    names = CODES[:states]
    side = {name: int(place % 2) for place, name in enumerate(names)}
    odds = dict(zip(names, rng.normal(scale=unlike, size=states), strict=True))
    friendly: dict[tuple[str, str], bool] = {}
    for one, other in combinations(names, 2):
        if rng.random() < dense:
            likely = 1 / (1 + np.exp(-(1.0 + odds[one] + odds[other])))
            if kind == "camps":
                likely = fitting if side[one] == side[other] else 1 - fitting
            friendly[one, other] = bool(rng.random() < likely)
    room = _room(52, rng)
    parts = [
        _acts(pair, room * rng.uniform(0.3, 1.0), np.full(52, FRIENDLY if good else HOSTILE), rng)
        for pair, good in friendly.items()
    ]
    camp = side if kind == "camps" else dict.fromkeys(names, 0)
    return Camps(pa.concat_tables(parts), friendly, camp)


@dataclass(frozen=True, slots=True, eq=False)
class Company:
    """`acts` of two states (`between`) and others over years; the others whose relation to the second moves
    as that of the two does (`moving`), and those who go between them."""

    acts: pa.Table
    between: tuple[str, str]
    moving: tuple[str, ...]
    going_between: tuple[str, ...]


def company(
    *,
    moving: float = 0.0,
    visits: float = 0.0,
    travelling: bool = False,
    years: int = 10,
    others: int = 8,
    seed: int = 0,
) -> Company:
    """Two states, Argentina and Brazil, and others who act towards both.

    `moving` is by how many points the two's mean score follows that of Brazil and the first other in the
    same weeks; `visits` the share of the first other's meetings with Argentina that one with Brazil follows
    within three days. With `travelling` each other meets more in some weeks than in others, whomever.
    """
    rng = np.random.default_rng([seed, 2007])
    weeks = 52 * years
    names = CODES[: 2 + others]
    room = _room(weeks, rng)
    mood = autoregression(rng.normal(size=weeks + BURNT), 0.8)[BURNT:] * 0.6
    one, other, first = names[:3]
    parts = []
    for pair in combinations(names, 2):
        level = np.full(weeks, rng.uniform(-2.0, 2.0))
        if pair in ((one, other), (other, first)):
            level = level + moving * mood
        rate = rng.uniform(1.5, 4.0) if pair == (one, other) else rng.uniform(0.4, 1.5)
        parts.append(_acts(pair, room * rate, level, rng))
    for place, name in enumerate(names[2:]):
        busy = _room(weeks, rng) * room if travelling else room
        share = visits if place == 0 else 0.0
        parts += _meetings(name, (one, other), names, busy, share, rng)
    return Company(
        acts=pa.concat_tables(parts),
        between=(one, other),
        moving=(first,) if moving else (),
        going_between=(first,) if visits else (),
    )


def _room(weeks: int, rng: np.random.Generator) -> Floats:
    """How much is written each week: a first-order autoregression, 1 on the median."""
    return np.exp(0.25 * autoregression(rng.normal(size=weeks + BURNT), 0.85)[BURNT:])


def _acts(
    pair: tuple[str, str], expected: Floats, level: Floats, rng: np.random.Generator
) -> pa.Table:
    """Acts of a pair, so many a week as are expected and about a level."""
    week = np.repeat(np.arange(len(expected)), rng.poisson(expected))
    days = 7 * week + rng.integers(0, 7, len(week))
    scores = np.clip(np.round(2 * rng.normal(level[week], SPREAD)) / 2, -10, 10)
    return _table(pair, days, scores, "ACCUSE")


def _meetings(
    name: str,
    both: tuple[str, str],
    names: tuple[str, ...],
    busy: Floats,
    share: float,
    rng: np.random.Generator,
) -> list[pa.Table]:
    """Meetings of a third with the two and others; after a share of those with one, the other is met."""
    found = []
    met_one = np.zeros(0, dtype=np.int64)
    for host in (each for each in names if each != name):
        week = np.repeat(np.arange(len(busy)), rng.poisson(0.12 * busy))
        days = 7 * week + rng.integers(0, 7, len(week))
        if host == both[1] and share:
            after = met_one[rng.random(len(met_one)) < share]
            days = np.concatenate([days, after + rng.integers(0, 4, len(after))])
        if host == both[0]:
            met_one = days
        pair = (min(name, host), max(name, host))
        found.append(
            _table(pair, np.minimum(days, 7 * len(busy) - 1), np.full(len(days), 2.5), "CONSULT")
        )
    return found


def _table(pair: tuple[str, str], days: Floats, scores: Floats, kind: str) -> pa.Table:
    number = len(days)
    columns = {
        "act": pa.nulls(number, pa.string()),
        "first": [pair[0]] * number,
        "second": [pair[1]] * number,
        "day": (np.datetime64(START) + days.astype("timedelta64[D]")),
        "n": np.ones(number, dtype=np.int64),
        "weight": np.ones(number),
        "score": scores,
        "event_type": [kind] * number,
        "mode": pa.nulls(number, pa.string()),
        "parties": np.full(number, 2),
    }
    return pa.table(columns, schema=ACTS)
