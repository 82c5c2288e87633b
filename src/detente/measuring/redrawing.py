"""Levels drawn as they may be, given what is not known: which acts there happened to be, what the
coder took for what, and which outlets told it.

The level is drawn first, with types summed over (`detente.measuring.told_likelihood`, `grid_level`), and
types under it: drawn in turn, each given the other, they hold on to calm through a crisis, whose acts are
then taken for misread ones. An act told as one type is one of another with a probability that comes from
its confidence and the confusion table, and from how common each type is in the pair at that time (Saerens,
Latinne and Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities", Neural
Computation 14, 2002). The last
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
from detente.measuring.grid_level import POINTS, Filtered, GridLevel
from detente.measuring.local_level import LocalLevel, Spreads, Values
from detente.measuring.measure import THOUSAND
from detente.measuring.slants import Slants, constant_mix, slants
from detente.measuring.tally import Floats, Ints, Tally
from detente.measuring.told_likelihood import ToldLikelihood

Part = Literal["sampling", "coder", "outlets"]
PARTS: tuple[Part, ...] = get_args(Part)
MIXES, LEVELS = 2, 3
"""Mixes of types under one way of misreading, and levels under one mix."""
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
    def usual_spreads(self) -> Spreads:
        """The middle spreads of what is asked for."""
        return self.model.mean_spreads(self.values)

    @cached_property
    def likelihood(self) -> ToldLikelihood:
        """How likely what was told is under means on a grid of points."""
        cells = self.cells
        return ToldLikelihood(
            cells.place, cells.kind, cells.score, cells.n,
            marked=cells.marked, periods=self.means.count, points=self._points,
        )  # fmt: skip

    @property
    def _points(self) -> Floats:
        """From well below the lowest mean to well above the highest, within what types can give."""
        seen = self.means.values(self.told)
        around = 3 * np.sqrt(np.nanmedian(seen.variances))
        low, high = np.nanmin(seen.values), np.nanmax(seen.values)
        middle = float(np.nanmean(seen.values))
        low, high = middle + 1.7 * (low - middle) - around, middle + 1.7 * (high - middle) + around
        least, most = self.cells.marked.min(), self.cells.marked.max()
        return np.linspace(max(low, least), min(high, most), POINTS)

    @cached_property
    def grid_level(self) -> GridLevel:
        """The level on that grid."""
        assert self.confusion is not None
        misreading = self.confusion.middle()
        likely = misreading.probabilities(self.cells.kind, self.cells.confidence)
        shares = self.confusion.shares()
        mix = self.told.kinds + USUAL * shares[:-1]
        logs = self.logs(likely, sum(ALIKE) / 2, mix / mix.sum())
        return GridLevel(self.likelihood.points, self.mean_model.unit, logs)

    def logs(self, likely: Floats, alike: float, mix: Floats) -> Floats:
        """How likely what was told is, by period and point, where types are mixed so."""
        assert self.confusion is not None
        shares = self.confusion.shares()
        leaned = tilts(mix, self.cells.marked, self.likelihood.coarse)
        mixes = under_tilts(mix, self.cells.marked, leaned)
        ratios = mixes * (1 - shares[-1]) / shares[:-1]
        return self.likelihood.logs(likely, alike, ratios, leaned)

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
        self.spreads: Spreads | None = None
        self.target: Floats = np.empty(0)
        """The mean of each period's mix of types."""
        self.kinds = source.told.kinds
        self.leaning = np.ones(len(self.kinds))
        self.mix: Floats = np.empty(0)
        self.filtered: Filtered | None = None
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

    def misread(self) -> None:
        """Takes another coder that the confusion table allows, and types in accord with it."""
        assert self.source.confusion is not None
        misreading, cells = self.source.confusion.draw(self.rng), self.source.cells
        self.likely = misreading.probabilities(cells.kind, cells.confidence)
        self.alike = float(self.rng.uniform(*ALIKE))
        self.remixed()

    def remixed(self) -> None:
        """Redraws the mix of types, and types in accord with it."""
        self._mixed()
        self._redrawn()

    def under_one_misreading(self) -> list[Floats]:
        """Levels under one coder that the confusion table allows."""
        self.misread()
        found = []
        for _ in range(MIXES):
            self._mixed()
            found += [self.level() for _ in range(LEVELS)]
        return found

    def level(self) -> Floats:
        """The next level."""
        drawn, level = self._redrawn()
        self.stood.append((float(drawn.n.sum()), float(drawn.total.sum())))
        self.drawn.append(drawn)
        if level is not None:
            return level
        rng = self.rng if self.sampled else None
        values = self.source.asked.values(drawn, rng, self.shift(drawn))
        found, self.spreads = self._level(self.source.model, values, self.spreads)
        return found

    def _level(
        self, model: LocalLevel, values: Values, spreads: Spreads | None
    ) -> tuple[Floats, Spreads]:
        """The next level and spreads, if sampled; else the level in the middle under the same spreads."""
        spreads = spreads or self.source.usual_spreads
        if self.sampled:
            return model.redrawn(values, spreads, self.rng)
        return model.level(values, spreads), spreads

    def _mixed(self) -> None:
        """How common each type is in the pair, by the acts drawn before; what is then known of levels."""
        source = self.source
        assert source.confusion is not None and self.likely is not None
        usual = USUAL * source.confusion.shares()[:-1]
        mix = self.rng.standard_gamma(self.kinds + usual) / self.leaning
        self.mix = mix / mix.sum()
        logs = source.logs(self.likely, self.alike, self.mix)
        if not self.sampled:
            self.target = source.grid_level.middle(logs)
            return
        shift = 0.0 if source.asked.everything is not None else self.shift(source.told)
        before = source.grid_level.usual if self.filtered is None else self.filtered.spreads
        self.filtered = source.grid_level.filtered(logs, before, self.rng, shift)

    def _redrawn(self) -> tuple[Drawn, Floats | None]:
        """The acts with types redrawn; and the level asked for, where it was drawn with them."""
        source, level = self.source, None
        if self.likely is None or source.confusion is None:
            return source.told, None
        if self.filtered is not None:
            found = self.filtered.drawn(self.rng)
            self.target = found.means
            level = found.level if source.asked.everything is None else None
        mixes = tilted(self.mix, source.cells.marked, self.target)
        shares = source.confusion.shares()
        self.chances = self._chances(self.likely, mixes * (1 - shares[-1]) / shares[:-1])
        drawn = _redrawn(source.cells, self.chances, source.means.count, self.rng)
        self.kinds, self.leaning = drawn.kinds, np.maximum(drawn.n, 1e-6) @ (mixes / self.mix)
        return drawn, level

    def _chances(self, likely: Floats, ratios: Floats) -> Floats:
        """Of each cell how likely each type is, then no act, in the pair's mix; not yet adding to 1."""
        never = likely[:, -1]
        chances = np.empty_like(likely)
        np.multiply(likely[:, :-1], ratios[self.source.cells.place], out=chances[:, :-1])
        copied = self.alike * never / (1 - never) * chances[:, :-1].sum(axis=1)
        chances[:, -1] = never * (1 - self.alike) + copied
        return chances

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
    return under_tilts(mix, scores, tilts(mix, scores, means))


def tilts(mix: Floats, scores: Floats, means: Floats) -> Floats:
    """For each mean the tilt that gives it to a mix of types."""
    weights = under_tilts(mix, scores, TILTS)
    return np.asarray(np.interp(means, weights @ scores, TILTS), dtype=np.float64)


def under_tilts(mix: Floats, scores: Floats, tilts: Floats) -> Floats:
    """The mix under each tilt."""
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
    """The acts with types drawn by these chances; the last of them is that there was no act."""
    cell = np.repeat(np.arange(len(cells.n)), cells.n)
    sums = chances.cumsum(axis=1)
    at = rng.random(len(cell)) * sums[cell, -1]
    kind = (at[:, None] > sums[cell, :-1]).sum(axis=1)
    real = kind < len(event_types())
    cell, kind = cell[real], kind[real]
    place = cells.place[cell]
    scores = np.where(kind == cells.kind[cell], cells.score[cell], cells.marked[kind])
    n, total, squares = (
        np.bincount(place, each, minlength=count)
        for each in (np.ones(len(kind)), scores, scores**2)
    )
    kinds = np.bincount(kind, minlength=len(event_types())).astype(np.float64)
    return Drawn(n, total, squares, kinds)
