"""Two or three states that answer each other, or do not; levels that change, or do not.

Everything comes from a seed. Scores are PLOVER's: a type of act is drawn so that the mean score expected
is the true level (exponential tilting), and acts fall on days of the month at random.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import pyarrow as pa

from detente.coding.ontology import event_types, quad_class, score
from detente.measuring.acts import ACTS
from detente.measuring.points import Floats, Points

START = dt.date(2014, 1, 1)
MILDEST, HIGHEST = -8.0, 8.0
"""Levels are kept within these, since scores end at -10 and 10."""
VERBAL = 6.0
"""How much more common words are than deeds, where the level is zero."""
BURNT = 60
"""Months that a world runs before it is looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """What one state does towards another: the true level of each month, how many acts a month are to be
    expected, and their track."""

    actor: str
    recipient: str
    levels: Floats
    rate: float = 10.0
    track: str = "diplomatic"


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """States with known answers: `acts` (`ACTS`) of each pair, the true `levels` of each direction, and
    `answers`, the strength with which the second direction answers the first a month (or `lag`) later."""

    acts: Mapping[tuple[str, str], pa.Table]
    levels: Mapping[str, Floats]
    answers: Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """A series with known breaks: the points, the true levels, and the places of the breaks."""

    points: Points
    levels: Floats
    breaks: tuple[int, ...]


def exchange(
    countries: Sequence[str] = ("CHL", "KEN"),
    *,
    answers: Mapping[tuple[str, str], float] | None = None,
    months: int = 120,
    lag: int = 1,
    memory: float = 0.3,
    rate: float = 20.0,
    seed: int = 0,
) -> Exchange:
    """States whose levels towards one another follow a vector autoregression.

    Each level is `memory` of its last, plus what it answers, plus a shock of standard deviation 1.5. In
    `answers` a pair of directions such as `("CHL>KEN", "KEN>CHL")` has the strength with which the
    second answers the first `lag` months later; without it nobody answers.
    """
    names = [f"{one}>{other}" for one, other in permutations(countries, 2)]
    answers = answers or {}
    rng = np.random.default_rng([seed, 0])
    levels = np.zeros((months + BURNT, len(names)))
    shocks = rng.normal(scale=1.5, size=levels.shape)
    weights = np.array([[answers.get((cause, name), 0.0) for cause in names] for name in names])
    for month in range(levels.shape[0]):
        own = memory * levels[month - 1] if month else 0.0
        told = weights @ levels[month - lag] if month >= lag else 0.0
        levels[month] = np.clip(own + told + shocks[month], MILDEST, HIGHEST)
    held = {name: levels[BURNT:, index] for index, name in enumerate(names)}
    pairs = [(one, other) for one, other in permutations(countries, 2) if one < other]
    acts = {}
    for place, (one, other) in enumerate(pairs):
        flows = [
            Flow(one, other, held[f"{one}>{other}"], rate),
            Flow(other, one, held[f"{other}>{one}"], rate),
        ]
        acts[one, other] = acts_of(flows, between=(one, other), seed=seed + 1 + place)
    return Exchange(acts, held, dict(answers))


def steps(
    at: Sequence[int] = (60,),
    *,
    size: float = 2.0,
    periods: int = 120,
    memory: float = 0.0,
    seed: int = 0,
) -> Steps:
    """Values about a level that rises by `size` at the first break, falls at the next, and so on.

    The noise has standard deviation 1 and a first-order autocorrelation of `memory`, so `size` is in
    standard deviations.
    """
    levels: Floats = np.zeros(periods)
    for index, place in enumerate(at):
        levels[place:] += size * (-1) ** index
    rng = np.random.default_rng(seed)
    noise = autoregression(rng.normal(size=periods + BURNT), memory)[BURNT:]
    return Steps(Points.plain(levels + noise), levels, tuple(at))


def autoregression(shocks: Floats, memory: float) -> Floats:
    """A first-order autoregression with the variance of its shocks."""
    found = shocks.copy()
    for place in range(1, len(found)):
        found[place] = memory * found[place - 1] + np.sqrt(1 - memory**2) * shocks[place]
    return found


def acts_of(
    flows: Sequence[Flow], *, between: tuple[str, str], start: dt.date = START, seed: int = 0
) -> pa.Table:
    """Acts (`ACTS`) of two states, whose expected scores are the levels of their flows."""
    rng = np.random.default_rng([seed, 1])
    tables = [_acts(flow, between, start, rng, place) for place, flow in enumerate(flows)]
    return pa.concat_tables(tables).sort_by([("day", "ascending"), ("act_id", "ascending")])


def _acts(
    flow: Flow, between: tuple[str, str], start: dt.date, rng: np.random.Generator, place: int
) -> pa.Table:
    counts = rng.poisson(flow.rate, size=len(flow.levels))
    month = np.repeat(np.arange(len(counts)), counts)
    firsts = np.arange(len(counts) + 1) + np.datetime64(start, "M")
    starts = firsts.astype("datetime64[D]").astype(int)
    into = (rng.random(len(month)) * np.diff(starts)[month]).astype(int)
    days = (starts[month] + into).astype("datetime64[D]")
    types = np.array(event_types(), dtype=object)[_kinds(flow.levels[month], rng)]
    forward = flow.actor == between[0]
    size = len(month)
    columns = {
        "act_id": [f"{flow.actor}-{flow.recipient}-{place}-{index:06d}" for index in range(size)],
        "day": pa.array(days),
        "forward": [forward] * size,
        "backward": [not forward] * size,
        "event_type": types.tolist(),
        "quad_class": [quad_class(kind) for kind in types],
        "score": [score(kind, None) for kind in types],
        "goldstein": pa.nulls(size, pa.float64()),
        "confidence": pa.nulls(size, pa.float64()),
        "tracks": [[flow.track]] * size,
        "outlets": [["Harbour Post"]] * size,
    }
    return pa.table(columns, schema=ACTS)


def _kinds(levels: Floats, rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """A type for each level, at random, with that level as the mean score expected."""
    scores = np.array([score(kind, None) for kind in event_types()])
    common = np.array(
        [VERBAL if quad_class(kind).startswith("verbal") else 1.0 for kind in event_types()]
    )
    tilts = np.linspace(-3.0, 3.0, 1201)
    chances = common * np.exp(tilts[:, None] * (scores - scores.max() * np.sign(tilts)[:, None]))
    chances /= chances.sum(axis=1, keepdims=True)
    tilt = np.searchsorted(chances @ scores, np.clip(levels, MILDEST, HIGHEST))
    sums = np.cumsum(chances[tilt.clip(0, len(tilts) - 1)], axis=1)
    found = (rng.random(len(levels))[:, None] > sums).sum(axis=1)
    return np.asarray(found.clip(0, len(scores) - 1), dtype=np.intp)
