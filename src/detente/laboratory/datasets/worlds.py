"""Two states whose level is known, and what a coder that errs would tell of them.

Each period has a true level. Acts happen at random with types whose mean score is that level;
a coder then misses some, takes some for another type, tells some that never were, and says how sure
it is. How it errs is the same for every act of a type and difficulty, and its confidence is right for
the mix of types that it was measured on (`Confusion`), which is not the mix of the two states.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
import pyarrow as pa

from detente.coding.ontology import event_types, quad_class, score
from detente.measuring.acts import ACTS
from detente.measuring.confusion import Confusion
from detente.measuring.periods import Every, period_of, periods
from detente.measuring.question import Question
from detente.measuring.redrawing import ALIKE, tilted
from detente.measuring.tally import Floats, Ints
from detente.store.query import check_choice

Shape = Literal["flat", "walk", "break", "recovery", "crisis"]
BETWEEN = ("KEN", "PER")
START = dt.date(2010, 1, 1)
USUAL = dict(zip(event_types(), (8, 20, 8, 3, 4, 3, 2, 8, 16, 8, 6, 3, 4, 3, 3, 1), strict=True))
"""How common types are in the worlds, in hundredths, before a level tilts them."""
ERRING = (0.02, 0.06, 0.15, 0.35)
"""How often acts of four difficulties, equally common, are told as another type. What is invented
is the likelier to stand in a text, the more difficult it is."""
INVENTED = 0.25
"""Share of what is told that never was."""
NEAR = 6.0
"""Score within which a type is mostly taken for another."""
MEASURED = 1500
"""Acts that the coder was measured on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a world is to be like."""

    shape: Shape = "walk"
    """`flat`; a random `walk`; a `break` halfway; a `recovery`: a fall, then from halfway a rise; a
    `crisis` of six periods at -4, and then back."""
    periods: int = 96
    every: Every = "month"
    acts: float = 8.0
    """Mean number of acts a period."""
    size: float = 2.0
    """How far a level that breaks, or falls and recovers, moves, in points of score."""
    step: float = 0.4
    """Standard deviation of a walk's steps."""
    irregular: float = 0.0
    """Standard deviation of what holds for one period only."""
    misreads: bool = True
    """Whether the coder errs."""
    alike: float | None = None
    """Share of what is invented that has the type of an act told at the time, 0 to 1; the rest has
    types as they come. Drawn from `ALIKE` where it is None."""
    outlets: int = 12
    slant: float = 0.0
    """Standard deviation of the outlets' slants, in points of score."""


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A world: its truth, and what is told of it."""

    plan: Plan
    seed: int
    between: tuple[str, str]
    level: tuple[float, ...]
    """The true level of each period."""
    slants: tuple[float, ...]
    """By how much each outlet's telling departs from the level."""
    breaks: tuple[dt.date, ...]
    """First days of periods at which the level jumps."""
    truth: pa.Table
    """What happened, as `ACTS`."""
    acts: pa.Table
    """What is told, as `ACTS`."""
    confusion: Confusion | None
    """How the coder erred where it was measured; None where it does not err."""

    @property
    def since(self) -> dt.date:
        """First day."""
        return START

    @property
    def until(self) -> dt.date:
        """Last day."""
        return _spans(self.plan)[-1][1]

    def question(self) -> Question:
        """The question that the world answers."""
        return Question(
            between=self.between, every=self.plan.every, since=self.since, until=self.until
        )


def world(seed: int, plan: Plan | None = None, **changes: Any) -> World:
    """The world of a plan and a seed; `changes` are fields of the plan. Same in, same out."""
    plan = replace(plan or Plan(), **changes)
    check_choice("shape", plan.shape, get_args(Shape))
    rng = np.random.default_rng([seed, 20240601])
    level, breaks = SHAPES[plan.shape](plan, rng)
    spans = _spans(plan)
    slants = rng.normal(0, 1, plan.outlets) * plan.slant
    happened = _happened(plan, level, slants, rng)
    coder = _Coder(rng, plan.alike) if plan.misreads else None
    told = happened if coder is None else coder.told(happened, rng)
    return World(
        plan=plan,
        seed=seed,
        between=BETWEEN,
        level=tuple(level.tolist()),
        slants=tuple(slants.tolist()),
        breaks=tuple(spans[place][0] for place in breaks),
        truth=_table(happened, spans),
        acts=_table(told, spans),
        confusion=coder.measured(rng) if coder else None,
    )


def _flat(plan: Plan, rng: np.random.Generator) -> tuple[Floats, list[int]]:
    return np.full(plan.periods, rng.uniform(-1.5, 2.5)), []


def _walk(plan: Plan, rng: np.random.Generator) -> tuple[Floats, list[int]]:
    level = rng.uniform(-1, 2) + np.cumsum(rng.normal(0, plan.step, plan.periods))
    return _folded(level), []


def _break(plan: Plan, rng: np.random.Generator) -> tuple[Floats, list[int]]:
    middle, sign = plan.periods // 2, rng.choice([-1, 1])
    level = np.full(plan.periods, rng.uniform(0, 1) - sign * plan.size / 2)
    level[middle:] += sign * plan.size
    return level, [middle]


def _recovery(plan: Plan, rng: np.random.Generator) -> tuple[Floats, list[int]]:
    half = plan.periods // 2
    start = rng.uniform(1, 2)
    down = start - plan.size * np.linspace(0, 1, half)
    return np.concatenate([down, down[-1] + plan.size * np.linspace(0, 1, plan.periods - half)]), []


def _crisis(plan: Plan, rng: np.random.Generator) -> tuple[Floats, list[int]]:
    level = np.full(plan.periods, rng.uniform(0, 2))
    start = int(rng.integers(plan.periods // 4, plan.periods - CRISIS - plan.periods // 4))
    level[start : start + CRISIS] = LOWEST
    return level, [start, start + CRISIS]


SHAPES: dict[str, Callable[[Plan, np.random.Generator], tuple[Floats, list[int]]]] = {
    "flat": _flat, "walk": _walk, "break": _break, "recovery": _recovery,
    "crisis": _crisis,
}  # fmt: skip
EDGES = (-5.0, 6.0)
CRISIS, LOWEST = 6, -4.0
"""How many periods a crisis lasts, and how low it is."""


def _folded(level: Floats) -> Floats:
    """A walk thrown back at the edges of what types can give."""
    low, high = EDGES
    wide = high - low
    return np.asarray(low + wide - np.abs((level - low) % (2 * wide) - wide), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Acts:
    place: Ints
    day: Floats
    """Where in its period, 0 to 1."""
    kind: Ints
    confidence: Floats
    outlet: Ints
    forward: Ints
    """0 backward, 1 forward, 2 both."""
    difficulty: Ints

    def __len__(self) -> int:
        return len(self.place)

    def take(self, rows: Any) -> _Acts:
        return _Acts(*(getattr(self, name)[rows] for name in self.__slots__))


def _joined(one: _Acts, other: _Acts) -> _Acts:
    names = _Acts.__slots__
    return _Acts(*(np.concatenate([getattr(one, name), getattr(other, name)]) for name in names))


def _happened(plan: Plan, level: Floats, slants: Floats, rng: np.random.Generator) -> _Acts:
    place = np.repeat(np.arange(plan.periods), rng.poisson(plan.acts, plan.periods))
    outlet = _tellers(plan, place, rng)
    passing = rng.normal(0, 1, plan.periods) * plan.irregular
    means = level[place] + passing[place] + slants[outlet]
    mixes = tilted(_mix(), _scores(), means)
    kind = (rng.random(len(place))[:, None] > mixes.cumsum(axis=1)[:, :-1]).sum(axis=1)
    count = len(place)
    return _Acts(
        place=place,
        day=rng.random(count),
        kind=kind,
        confidence=np.full(count, 1.0),
        outlet=outlet,
        forward=rng.choice(3, count, p=[0.4, 0.4, 0.2]),
        difficulty=rng.integers(len(ERRING), size=count),
    )


def _tellers(plan: Plan, place: Ints, rng: np.random.Generator) -> Ints:
    """Who tells each act: outlets' shares differ, and drift."""
    logs = rng.normal(0, 0.7, plan.outlets) + np.cumsum(
        rng.normal(0, 0.15, (plan.periods, plan.outlets)), axis=0
    )
    shares = np.exp(logs) / np.exp(logs).sum(axis=1, keepdims=True)
    return (rng.random(len(place))[:, None] > shares[place].cumsum(axis=1)[:, :-1]).sum(axis=1)


class _Coder:
    """Takes some acts for others, misses some and invents some, alike wherever it is used."""

    def __init__(self, rng: np.random.Generator, alike: float | None) -> None:
        drawn = float(rng.uniform(*ALIKE))
        self.alike = drawn if alike is None else alike
        kinds = len(event_types())
        near = np.exp(-np.abs(_scores()[:, None] - _scores()) / NEAR)
        wrong = rng.standard_gamma(0.4 + near)
        np.fill_diagonal(wrong, 0.0)
        self.wrong: Floats = wrong / wrong.sum(axis=1, keepdims=True)
        self.invented: Floats = rng.dirichlet(np.full(kinds, 2.0))
        self.found: Floats = rng.uniform(0.65, 0.85, kinds)
        self.corpus: Floats = rng.dirichlet(np.full(kinds, 8.0))
        self.sure = self._sure()

    def _sure(self) -> Floats:
        """By difficulty and type told the share that is right where it was measured."""
        right = self.corpus * self.found
        invented = right.sum() * INVENTED / (1 - INVENTED) * self.invented
        found = []
        for erring in ERRING:
            wrongly = erring * (right @ self.wrong + invented / float(np.mean(ERRING)))
            found.append((1 - erring) * right / ((1 - erring) * right + wrongly))
        return np.array(found)

    def told(self, acts: _Acts, rng: np.random.Generator) -> _Acts:
        """What is told of acts."""
        kept = acts.take(rng.random(len(acts)) < self.found[acts.kind])
        kept = replace(kept, kind=self._taken_for(kept.kind, kept.difficulty, rng))
        told = _joined(kept, self._made_up(kept, rng))
        return replace(told, confidence=self.sure[told.difficulty, told.kind])

    def _made_up(self, kept: _Acts, rng: np.random.Generator) -> _Acts:
        """Acts that never were, when and where others are told."""
        count = int(rng.binomial(len(kept), INVENTED / (1 - INVENTED)))
        likely = np.array(ERRING) / sum(ERRING)
        beside = kept.take(rng.integers(max(1, len(kept)), size=count))
        other = rng.choice(len(self.invented), size=count, p=self.invented)
        return replace(
            beside,
            kind=np.where(rng.random(count) < self.alike, beside.kind, other),
            difficulty=rng.choice(len(ERRING), size=count, p=likely),
        )

    def measured(self, rng: np.random.Generator) -> Confusion:
        """Counts of a labelled sample."""
        kinds = len(event_types())
        real = self.corpus * self.found / (self.corpus * self.found).sum()
        marked = rng.choice(kinds, size=int(MEASURED * (1 - INVENTED)), p=real)
        told = self._taken_for(marked, rng.integers(len(ERRING), size=len(marked)), rng)
        counts = np.zeros((kinds, kinds + 1), dtype=np.int64)
        np.add.at(counts, (told, marked), 1)
        made_up = rng.choice(kinds, size=MEASURED - len(marked), p=self.invented)
        counts[:, kinds] += np.bincount(made_up, minlength=kinds)
        return Confusion(tuple(map(tuple, counts.tolist())))

    def _taken_for(self, kind: Ints, difficulty: Ints, rng: np.random.Generator) -> Ints:
        errs = rng.random(len(kind)) < np.array(ERRING)[difficulty]
        other = (rng.random(len(kind))[:, None] > self.wrong[kind].cumsum(axis=1)[:, :-1]).sum(1)
        return np.where(errs, other, kind)


def _table(acts: _Acts, spans: list[tuple[dt.date, dt.date]]) -> pa.Table:
    names = event_types()
    days = [
        spans[place][0] + dt.timedelta(days=int(part * ((spans[place][1] - spans[place][0]).days + 1)))
        for place, part in zip(acts.place.tolist(), acts.day.tolist(), strict=True)
    ]  # fmt: skip
    kinds = [names[kind] for kind in acts.kind.tolist()]
    columns = {
        "act_id": [f"act-{number:06}" for number in range(len(acts))],
        "day": days,
        "forward": (acts.forward != 0).tolist(),
        "backward": (acts.forward != 1).tolist(),
        "event_type": kinds,
        "quad_class": [quad_class(kind) for kind in kinds],
        "score": [score(kind, None) for kind in kinds],
        "goldstein": [None] * len(acts),
        "confidence": np.round(acts.confidence, 2).tolist(),
        "tracks": [["diplomatic"]] * len(acts),
        "outlets": [[f"outlet-{number + 1:02}"] for number in acts.outlet.tolist()],
    }
    return pa.table(columns, schema=ACTS).sort_by([("day", "ascending"), ("act_id", "ascending")])


def _spans(plan: Plan) -> list[tuple[dt.date, dt.date]]:
    """First and last day of each period."""
    endless = periods(period_of(START, plan.every).start, dt.date.max, plan.every)
    return [(each.start, each.end) for each in itertools.islice(endless, plan.periods)]


def _mix() -> Floats:
    shares = np.array([USUAL[name] for name in event_types()], dtype=np.float64)
    return np.asarray(shares / shares.sum(), dtype=np.float64)


def _scores() -> Floats:
    return np.array([score(name, None) for name in event_types()])
