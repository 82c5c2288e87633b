"""Levels drawn as they may be, given what is not known: which acts there happened to be, what the
coder took for what, and which outlets told it.

Types are redrawn and the level drawn in turn (data augmentation; Tanner and Wong, "The calculation
of posterior distributions by data augmentation", JASA 82, 1987). An act told as one type is one of
another with a probability that comes from its confidence and the confusion table, and from how
common each type is in the pair at that time (Saerens, Latinne and Decaestecker, "Adjusting the
outputs of a classifier to new a priori probabilities", Neural Computation 14, 2002). The last
matters: to redraw by the table alone would make errors twice, since a table's mix is not the pair's.
The mix at a time is that of all the pair's acts, tilted so that its mean score is the level of the
time.

What a coder invents is mostly what stands beside it: the right act with the wrong parties, or told
once more. So a part of the acts that never were (`ALIKE`) is as common, type by type, as the pair's own
acts are, and only the rest comes in the table's mix. Were all to come in that mix, sure acts of peace
in a war would be taken for inventions.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from detente.coding.ontology import event_types, score
from detente.measuring.confusion import Confusion
from detente.measuring.local_level import LocalLevel, Spreads, Values
from detente.measuring.measure import THOUSAND
from detente.measuring.slants import Slants, constant_mix, slants
from detente.measuring.tally import Floats, Ints, Tally

Part = Literal["sampling", "coder", "outlets"]
PARTS: tuple[Part, ...] = get_args(Part)
TURNS = 10
"""Turns of types and level under one way of misreading; the first half brings them into accord with it,
the others are kept."""
SETTLE = 25
"""Levels that are thrown away, as they come before types and level have settled."""
FEWEST_PERIODS = 3
TILTS = np.linspace(-1.5, 1.5, 301)
SOME = 4.0
"""Acts by which the variance within periods is drawn towards that of all acts."""
USUAL = 16.0
"""Acts, one for each type, by which the pair's mix of types is drawn towards that of the table. Without
them types that few acts tell of die out from one turn to the next."""
ALIKE = (0.5, 1.0)
"""Least and most of what is invented that has types as common as the pair's own. In the annotated
sentences invented acts share their type with an act beside them in 53 of 100 cases beyond chance, and a
sentence has but a part of what is told of a pair; how much more is not known."""
SCALE = (-10.0, 10.0)
"""Between which all scores lie."""
LEAST = 0.25
"""Least variance of scores: half a point squared."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Acts of one period, type, score and confidence, counted."""

    place: Ints
    kind: Ints
    score: Floats
    confidence: Floats
    """NaN where no coder tells it."""
    n: Ints
    marked: Floats
    """Mean score of each type."""
    of_act: Ints
    """The cell of each act."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Scores of one redrawing: by period their number, sum and sum of squares; by type the acts."""

    n: Floats
    total: Floats
    squares: Floats
    kinds: Floats


@dataclass(frozen=True, slots=True)
class StandingActs:
    """What stands of the acts once a coder's errors are taken off, on the mean of many redrawings."""

    acts: float
    """How many; the others never were."""
    mean: float
    """Their mean score."""


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Levels, one a row, and what stands of the acts; None where types were not redrawn."""

    levels: Floats
    standing: StandingActs | None
    records: tuple[Drawn, ...] = ()
    """The acts that each level is of."""


class Means:
    """The values that acts make: their mean score, or their sum for each thousand acts of all states."""

    def __init__(self, count: int, everything: Ints | None) -> None:
        self.count, self.everything = count, everything
        self.scale = 1.0 if everything is None else float(THOUSAND)

    def values(
        self, drawn: Drawn, rng: np.random.Generator | None = None, shift: Floats | float = 0.0
    ) -> Values:
        """Values less a shift, with their sampling variances: those in the middle, or drawn."""
        size, variance = self._size(drawn), self._variance(drawn, rng)
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.where(size > 0, self.scale * drawn.total / size - shift, np.nan)
            variances = np.where(size > 0, variance / size, np.nan)
        return Values(values, variances)

    def _size(self, drawn: Drawn) -> Floats:
        """By period the number that the value is a mean of."""
        if self.everything is None:
            return drawn.n
        return np.maximum(self.everything.astype(np.float64), drawn.n)

    def _variance(self, drawn: Drawn, rng: np.random.Generator | None) -> float:
        """Variance of one score within periods."""
        size = self._size(drawn)
        mean = np.divide(drawn.total, size, out=np.zeros(self.count), where=size > 0)
        inside = float((drawn.squares - size * mean**2).sum())
        whole = float(size.sum())
        if not whole:
            return LEAST * self.scale**2
        overall = float(drawn.squares.sum()) / whole - (float(drawn.total.sum()) / whole) ** 2
        least = LEAST * float(drawn.n.sum()) / whole
        freedom = float(np.maximum(size - 1, 0).sum()) + SOME
        spread = inside + SOME * max(overall, least)
        found = spread / (freedom if rng is None else rng.chisquare(freedom))
        return max(found, least) * self.scale**2


class Redrawing:
    """Draws levels of one tally, which has acts in `FEWEST_PERIODS` periods or more."""

    def __init__(self, counted: Tally, confusion: Confusion | None) -> None:
        self.counted, self.confusion = counted, confusion
        count = len(counted.periods)
        self.cells = _cells(counted)
        self.told = _as_told(self.cells, count)
        self.means = Means(count, None)
        self.asked = Means(count, counted.everything)
        self.values = self.asked.values(self.told, shift=self.constant_mix)
        self.mean_model = LocalLevel(self.means.values(self.told))
        self.model = LocalLevel(self.values)

    @cached_property
    def usual_spreads(self) -> tuple[Spreads, Spreads]:
        """The middle spreads of what is asked for, and of mean scores."""
        found = self.model.mean_spreads(self.values)
        if self.asked.everything is None and not self.constant_mix.any():
            return found, found
        return found, self.mean_model.mean_spreads(self.means.values(self.told))

    @cached_property
    def slants(self) -> Slants | None:
        """How outlets differ; None where that cannot be told."""
        return slants(self.counted)

    @property
    def constant_mix(self) -> Floats:
        """What is taken from each value to hold outlets constant, where that is asked for."""
        held = self.counted.question.normalise == "outlets"
        shifts = constant_mix(self.counted) if held else [0.0] * len(self.counted.periods)
        return np.asarray(shifts, dtype=np.float64)

    def draws(self, parts: Collection[Part], count: int, seed: int) -> Draws:
        """`count` levels: with `sampling` each is one that the values allow, without it the one in
        their middle. The same for the same seed."""
        rng = np.random.default_rng([seed, *(part in parts for part in PARTS)])
        chain = Chain(self, parts, rng)
        if not chain.redraws:
            levels = self._on_scale([chain.level() for _ in range(count)])
            return Draws(levels, None, tuple(chain.drawn))
        found: list[Floats] = []
        while len(found) < SETTLE + count:
            found += chain.under_one_misreading()
        kept = slice(SETTLE, SETTLE + count)
        levels = self._on_scale(found[kept])
        return Draws(levels, _standing(chain.stood[kept]), tuple(chain.drawn[kept]))

    def _on_scale(self, levels: list[Floats]) -> Floats:
        """The levels, none beyond what a mean of scores can be. A true level lies on the scale, so that
        a band cut at its ends holds whatever it held before; a sum for each thousand acts has no ends."""
        drawn = np.array(levels)
        return drawn if self.counted.everything is not None else np.clip(drawn, *SCALE)


class Chain:
    """One draw after the other."""

    def __init__(
        self, source: Redrawing, parts: Collection[Part], rng: np.random.Generator
    ) -> None:
        self.source, self.parts, self.rng = source, parts, rng
        self.sampled = "sampling" in parts
        means = source.means.values(source.told)
        self.spreads, self.mean_spreads = source.usual_spreads
        self.target = source.mean_model.level(means, self.mean_spreads)
        self.kinds, self.n = source.told.kinds, source.told.n
        self.leaning = np.ones(len(self.kinds))
        self.stood: list[tuple[float, float]] = []
        self.drawn: list[Drawn] = []
        self.chances: Floats | None = None
        """Of each cell how likely each type is, then no act, not adding to 1; None where not redrawn."""
        self.likely: Floats | None = None
        self.alike = 1.0

    @property
    def redraws(self) -> bool:
        """Whether types are redrawn."""
        return "coder" in self.parts and self.source.confusion is not None

    def under_one_misreading(self) -> list[Floats]:
        """Levels under one coder that the confusion table allows."""
        assert self.source.confusion is not None
        misreading, cells = self.source.confusion.draw(self.rng), self.source.cells
        self.likely = misreading.probabilities(cells.kind, cells.confidence)
        self.alike = float(self.rng.uniform(*ALIKE))
        for _ in range(TURNS // 2):
            self._redrawn()
        return [self.level() for _ in range(TURNS - TURNS // 2)]

    def level(self) -> Floats:
        """The next level."""
        drawn, level = self._redrawn()
        self.stood.append((float(drawn.n.sum()), float(drawn.total.sum())))
        self.drawn.append(drawn)
        if level is not None and self.source.asked.everything is None and self._unshifted:
            return level
        rng = self.rng if self.sampled else None
        values = self.source.asked.values(drawn, rng, self.shift(drawn))
        found, self.spreads = self._level(self.source.model, values, self.spreads)
        return found

    def _level(self, model: LocalLevel, values: Values, spreads: Spreads) -> tuple[Floats, Spreads]:
        """The next level and spreads, if sampled; else the level in the middle under the same spreads."""
        if self.sampled:
            return model.redrawn(values, spreads, self.rng)
        return model.level(values, spreads), spreads

    @property
    def _unshifted(self) -> bool:
        held = self.source.counted.question.normalise == "outlets"
        return not held and ("outlets" not in self.parts or self.source.slants is None)

    def _redrawn(self) -> tuple[Drawn, Floats | None]:
        """The acts with types redrawn, and the level of their mean scores."""
        source = self.source
        if self.likely is None or source.confusion is None:
            return source.told, None
        self.chances = chances = self._chances(self.likely, self._ratios(source.confusion))
        drawn = _redrawn(source.cells, chances, source.means.count, self.rng)
        means = source.means.values(drawn, self.rng if self.sampled else None)
        level, self.mean_spreads = self._level(source.mean_model, means, self.mean_spreads)
        self.target = self._realised(level, means, self.mean_spreads)
        self.kinds, self.n = drawn.kinds, drawn.n
        return drawn, level

    def _chances(self, likely: Floats, ratios: Floats) -> Floats:
        """Of each cell how likely each type is, then no act, in the pair's mix; not yet adding to 1."""
        cells = self.source.cells
        chances = np.empty_like(likely)
        np.multiply(likely[:, :-1], ratios[cells.place], out=chances[:, :-1])
        told = ratios[cells.place, cells.kind]
        chances[:, -1] = likely[:, -1] * (1 - self.alike + self.alike * told)
        return chances

    def _realised(self, level: Floats, means: Values, spreads: Spreads) -> Floats:
        """The mean of each period's mix: the level and what is irregular."""
        if spreads.irregular == 0:
            return level
        seen = means.seen
        own = np.where(seen, 1 / np.where(seen, means.variances, 1.0), 0.0)
        both = own + spreads.irregular**-2
        middle = (own * np.where(seen, means.values, 0.0) + level / spreads.irregular**2) / both
        noise = self.rng.standard_normal(len(level)) if self.sampled else 0.0
        return np.asarray(middle + noise / np.sqrt(both), dtype=np.float64)

    def _ratios(self, confusion: Confusion) -> Floats:
        """By period how much commoner each type is than in the table."""
        shares = confusion.shares()
        drawn = self.rng.standard_gamma(self.kinds + USUAL * shares[:-1]) / self.leaning
        drawn /= drawn.sum()
        mixes = tilted(drawn, self.source.cells.marked, self.target)
        self.leaning = np.maximum(self.n, 1e-6) @ (mixes / drawn)
        return np.asarray(mixes * (1 - shares[-1]) / shares[:-1], dtype=np.float64)

    def shift(self, drawn: Drawn) -> Floats | float:
        """How far the telling outlets take the values off, as far as that is asked for."""
        source = self.source
        if "outlets" not in self.parts or source.slants is None:
            return source.constant_mix
        shift = self._mix(source.slants)
        everything = source.counted.everything
        if everything is None:
            return shift
        size = np.maximum(everything.astype(np.float64), np.maximum(drawn.n, 1))
        return np.asarray(source.asked.scale * shift * drawn.n / size, dtype=np.float64)

    def _mix(self, found: Slants) -> Floats:
        """By period the slant of other outlets than those that happened to tell it: outlets drawn anew
        with replacement (Efron 1979), and wider as the fewer they are (as in Student's t)."""
        count, outlets = len(self.source.counted.periods), len(found.outlets)
        slant = found.slant + found.doubt * self.rng.standard_normal(outlets)
        times = self.rng.multinomial(outlets, np.full(outlets, 1 / outlets)) - 1.0
        times *= np.sqrt(outlets / self.rng.chisquare(outlets - 1))
        if self.source.counted.question.normalise != "outlets":
            return found.over(times * slant, count)
        told = found.over(np.ones(outlets), count) > 0
        held = found.over(slant, count) - float(found.whole @ slant)
        return np.where(told, held, 0.0) + float(found.whole @ (times * slant))


def tilted(mix: Floats, scores: Floats, means: Floats) -> Floats:
    """A mix of types for each mean: the given one, each type weighted by exp(tilt × its score) so
    that the mean score is as given, or as near as a tilt of `TILTS` comes."""
    weights = mix * np.exp(TILTS[:, None] * (scores - scores.mean()))
    weights /= weights.sum(axis=1, keepdims=True)
    tilts = np.interp(means, weights @ scores, TILTS)
    found = mix * np.exp(tilts[:, None] * (scores - scores.mean()))
    return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)


def _standing(stood: list[tuple[float, float]]) -> StandingActs | None:
    acts, total = (math.fsum(column) for column in zip(*stood, strict=True))
    return StandingActs(acts / len(stood), total / acts) if acts else None


def _cells(counted: Tally) -> Cells:
    confidence = np.round(np.nan_to_num(counted.confidence, nan=-1.0), 2)
    columns = np.column_stack([counted.place, counted.kinds, counted.scores, confidence])
    cells, of_act, n = np.unique(columns, axis=0, return_inverse=True, return_counts=True)
    place, kind = cells[:, 0].astype(np.int64), cells[:, 1].astype(np.int64)
    told = np.bincount(kind, n, minlength=len(event_types()))
    total = np.bincount(kind, n * cells[:, 2], minlength=len(event_types()))
    usual = np.array([score(name, None) for name in event_types()])
    return Cells(
        place=place,
        kind=kind,
        score=cells[:, 2],
        confidence=np.where(cells[:, 3] < 0, np.nan, cells[:, 3]),
        n=n.astype(np.int64),
        marked=np.where(told > 0, total / np.maximum(told, 1), usual),
        of_act=np.asarray(of_act, dtype=np.int64).reshape(-1),
    )


def _as_told(cells: Cells, count: int) -> Drawn:
    """The acts as they were told, each by its confidence, as in the mean."""
    weights = cells.n * np.nan_to_num(cells.confidence, nan=1.0)
    n, total, squares = (
        np.bincount(cells.place, weights * cells.score**power, minlength=count)
        for power in range(3)
    )
    kinds = np.bincount(cells.kind, weights, minlength=len(event_types()))
    return Drawn(n, total, squares, kinds)


def _redrawn(cells: Cells, chances: Floats, count: int, rng: np.random.Generator) -> Drawn:
    drawn = rng.multinomial(cells.n, chances / chances.sum(axis=1, keepdims=True))[:, :-1]
    rows = np.arange(len(cells.kind))
    own = drawn[rows, cells.kind]
    others = drawn.copy()
    others[rows, cells.kind] = 0
    n, total, squares = (
        np.bincount(
            cells.place,
            own * cells.score**power + others @ cells.marked**power,
            minlength=count,
        )
        for power in range(3)
    )
    return Drawn(n, total, squares, drawn.sum(axis=0).astype(np.float64))
