"""When exactly the level changed, how sure that is, and how large the change.

Between its two neighbours every break is dated anew. Under flat priors each period has a posterior
probability of being the first of the new level (compare Smith, "A Bayesian approach to inference
about a change-point in a sequence of random variables", Biometrika 62, 1975); the date chosen is
the one with most probability within one period of it, neighbours counting a tenth less: the best
choice where an error of one period is nearly forgiven. Intervals come from a block bootstrap of the
noise, whitened before blocks are drawn and autocorrelated again after (post-blackening: Davison and
Hinkley, "Bootstrap Methods and their Application", 1997, section 8.2; circular blocks: Politis and
Romano 1992), since blocks alone break up slow noise and make intervals too short.

A chance so near to what is clear that another seed might tell the turn or not is counted again over many
more draws, the same whatever the seed (compare Besag and Clifford, "Sequential Monte Carlo p-values",
Biometrika 78, 1991).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.measuring.noise import Noise, SeenValues, Whitener, levels
from detente.measuring.points import Floats

NEIGHBOUR = 0.9
"""What it is worth to be one period off, where 1 is to be right and 0 to be further off."""


MORE, PART = 10_000, 2_000
"""Draws over which a chance near to what is clear is counted again, and how many of them at once."""
NEAR = 4.0
"""Standard errors of a chance by which it has to differ from what is clear, or is counted again."""


@dataclass(frozen=True, slots=True)
class DatedTurn:
    """A break: its place among the values seen and the interval of it; the size and its interval; the
    share of series without a break that would show one as clear."""

    place: int
    low: int
    high: int
    size: float
    size_low: float
    size_high: float
    p_value: float


@dataclass(frozen=True, slots=True, eq=False)
class Splits:
    """All ways to split each of several series in two: their posterior, size and squares."""

    first: int
    posterior: Floats
    sizes: Floats
    gain: Floats

    def best(self) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        """For each series, the split with most probability within one period of it."""
        padded = np.pad(self.posterior, ((0, 0), (1, 1)))
        beside = padded[:, :-2] + padded[:, 2:]
        return np.argmax(self.posterior + NEIGHBOUR * beside, axis=1)


def redated(seen: SeenValues, breaks: list[int], noise: Noise, shortest: int) -> list[int]:
    """The breaks, each at its best date between its neighbours."""
    whiten = Whitener.of(seen, noise.rho, noise.share)
    found = list(breaks)
    for index in range(len(found)):
        start, end = _between(found, index, len(seen))
        stretch = seen.values[None, start:end]
        splits = _splits(stretch, whiten.part(start, end), shortest)
        found[index] = start + splits.first + int(splits.best()[0])
    return found


def dated(
    seen: SeenValues,
    breaks: list[int],
    noise: Noise,
    *,
    shortest: int,
    level: float,
    clear: float,
    draws: int,
    seed: int,
) -> list[DatedTurn]:
    """Each break with its intervals, which hold `level` of the draws, and its chance, sure to be above or
    below `clear` as far as many draws tell."""
    whiten = Whitener.of(seen, noise.rho, noise.share)
    fit = levels(seen, breaks, noise)
    spare = np.sqrt(len(seen) / max(1, len(seen) - len(breaks) - 1))
    shocks = whiten(seen.values - fit) * spare
    shocks -= shocks.mean()
    drawn = whiten.back(_blocks(shocks, draws, seed))
    found = []
    for index, place in enumerate(breaks):
        start, end = _between(breaks, index, len(seen))
        stretch = slice(start, end)
        noises = drawn[:, stretch]
        part = whiten.part(start, end)
        data = _splits(seen.values[None, stretch], part, shortest)
        again = _splits(fit[stretch] + noises, part, shortest)
        null = _splits(noises, part, shortest)
        turn = _summed(place, start, data, again, null, level)
        if _unsure(turn.p_value, clear, draws):
            clearer = 0
            for number in range(MORE // PART):
                noises = whiten.back(_blocks(shocks, PART, number))[:, stretch]
                clearer += _clearer(data, _splits(noises, part, shortest))
            turn = replace(turn, p_value=(1 + clearer) / (1 + MORE))
        found.append(turn)
    return found


def _unsure(p_value: float, clear: float, draws: int) -> bool:
    """Whether other draws might bring a chance to the other side of what is clear."""
    error = np.sqrt(p_value * (1 - p_value) / draws)
    return draws < MORE and abs(p_value - clear) <= NEAR * error


def _clearer(data: Splits, null: Splits) -> int:
    """Of series without a break, how many show one as clear."""
    return int(np.count_nonzero(null.gain.max(axis=1) >= data.gain.max()))


def _summed(
    place: int, start: int, data: Splits, again: Splits, null: Splits, level: float
) -> DatedTurn:
    row = np.arange(len(again.posterior))
    chosen = again.best()
    tail = (1 - level) / 2
    offset = start + again.first
    dates = np.quantile(chosen, [tail, 1 - tail], method="nearest") + offset
    sizes = np.quantile(again.sizes[row, chosen], [tail, 1 - tail])
    return DatedTurn(
        place=place,
        low=min(place, int(dates[0])),
        high=max(place, int(dates[1])),
        size=float(data.sizes[0, place - offset]),
        size_low=float(sizes[0]),
        size_high=float(sizes[1]),
        p_value=(1 + _clearer(data, null)) / (1 + len(row)),
    )


def _between(breaks: list[int], index: int, length: int) -> tuple[int, int]:
    bounds = [0, *breaks, length]
    return bounds[index], bounds[index + 2]


def _splits(series: Floats, whiten: Whitener, shortest: int) -> Splits:
    """Regress each series on a level and a step at each place, `shortest` away from the ends."""
    level, values, entry = whiten(np.ones(series.shape[1])), whiten(series), whiten.entry()
    first = min(shortest, series.shape[1] // 2 or 1)
    places = slice(first, series.shape[1] - first + 1 if first > 1 else None)
    both = level @ level
    steps = (entry**2 + _after(level**2))[places]
    cross = (entry * level + _after(level**2))[places]
    with_level = values @ level
    with_step = (entry * values + _after(level * values))[:, places]
    rest = np.maximum(np.sum(values**2, axis=1) - with_level**2 / both, 0.0)
    sizes_by = np.maximum(steps - cross**2 / both, 1e-12 * both)
    lean = with_step - with_level[:, None] * cross / both
    gain = lean**2 / sizes_by
    squares = np.maximum(rest[:, None] - gain, 1e-12 * rest[:, None] + np.finfo(float).tiny)
    score = -0.5 * np.log(sizes_by) - (series.shape[1] - 2) / 2 * np.log(squares)
    chance = np.exp(score - score.max(axis=1, keepdims=True))
    posterior = chance / chance.sum(axis=1, keepdims=True)
    return Splits(first, posterior, lean / sizes_by, gain / squares)


def _after(values: Floats) -> Floats:
    """The sum of all that follow, for each place along the last axis."""
    return np.asarray(values.sum(axis=-1, keepdims=True) - np.cumsum(values, axis=-1))


def _blocks(shocks: Floats, draws: int, seed: int) -> Floats:
    """Series of the same length, put together from stretches of it; each is its cube root long."""
    size = len(shocks)
    block = round(size ** (1 / 3))
    starts = np.random.default_rng(seed).integers(size, size=(draws, -(-size // block)))
    places = (starts[:, :, None] + np.arange(block)) % size
    return np.asarray(shocks[places.reshape(draws, -1)[:, :size]])
