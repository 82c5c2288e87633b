"""How often would the same values, in another order, show as clear a turn anywhere?

Where values have a heavy tail, or are zero in most periods, the few largest now and then stand side by side
and make a level. So the values about the levels without a turn are whitened and put in another order again
and again (permutation: Antoch and Hušková, "Permutation tests in change point analysis", Statistics &
Probability Letters 53, 2001), and of each order the clearest turn is sought at every place and between
stretches of many lengths (compare Frick, Munk and Sieling, "Multiscale change point inference", Journal of
the Royal Statistical Society B 76, 2014). The turn in question is not among the levels, so that its own
values cannot pass for noise that is small.

The way back from a crisis is no second finding: two turns that follow each other, one up and one down, are
as clear as the clearer of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np

from detente.measuring.noise import Noise, SeenValues, Whitener, fitted, levels
from detente.measuring.points import Floats

MORE = 1_999
"""Orders over which a chance near to what is clear is counted again."""
NEAR = 4.0
"""Standard errors by which a chance has to differ from what is clear, or is counted again."""
PART = 500
"""Orders that are made at once."""


def scanned(
    seen: SeenValues,
    breaks: Sequence[int],
    noise: Noise,
    *,
    shortest: int,
    clear: float,
    draws: int,
) -> list[float]:
    """Of each break the chance that values in another order show one as clear; those of a way up and the
    way down that follows are the less of the two."""
    bounds = [0, *breaks, len(seen)]
    sizes = _sizes(seen, bounds)
    own = [
        _chance(seen, breaks, index, noise, _gain(sizes[index], bounds[index : index + 3]),
                shortest, clear, draws)
        for index in range(len(breaks))
    ]  # fmt: skip
    found = list(own)
    for index, (one, other) in enumerate(pairwise(sizes)):
        if one * other < 0:
            least = min(own[index : index + 2])
            found[index : index + 2] = (min(each, least) for each in found[index : index + 2])
    return found


def _sizes(seen: SeenValues, bounds: Sequence[int]) -> list[float]:
    means = [float(seen.values[start:end].mean()) for start, end in pairwise(bounds)]
    return [after - before for before, after in pairwise(means)]


def _gain(size: float, bounds: Sequence[int]) -> float:
    """By how much a step of that size makes squares less, between two stretches of these bounds."""
    start, place, end = bounds
    return size**2 * (place - start) * (end - place) / (end - start)


def _chance(
    seen: SeenValues, breaks: Sequence[int], index: int, noise: Noise, gain: float,
    shortest: int, clear: float, draws: int,
) -> float:  # fmt: skip
    others = [*breaks[:index], *breaks[index + 1 :]]
    without, _ = fitted(seen, others)
    whiten = Whitener.of(seen, noise.rho, 0.0)
    shocks = whiten(seen.values - levels(seen, others, without))
    shocks -= shocks.mean()
    rng = np.random.default_rng(0)
    made, clearer = 0, 0
    for number in (draws, MORE - draws):
        clearer += _clearer(whiten, shocks, gain, shortest, number, rng)
        made += number
        chance = (1 + clearer) / (1 + made)
        if abs(chance - clear) > NEAR * np.sqrt(chance * (1 - chance) / made) or made >= MORE:
            break
    return chance


def _clearer(
    whiten: Whitener,
    shocks: Floats,
    gain: float,
    shortest: int,
    number: int,
    rng: np.random.Generator,
) -> int:
    """Of so many orders of the shocks, how many show a turn as clear."""
    clearer = 0
    for first in range(0, number, PART):
        orders = np.tile(shocks, (min(PART, number - first), 1))
        values = whiten.back(rng.permuted(orders, axis=1))
        clearer += int(np.count_nonzero(clearest(values, shortest) >= gain))
    return clearer


def clearest(series: Floats, shortest: int) -> Floats:
    """Of each series the largest gain of a step between two stretches beside each other, of lengths that
    double from `shortest` on."""
    length = series.shape[1]
    sums = np.pad(np.cumsum(series, axis=1), ((0, 0), (1, 0)))
    lengths = [shortest * 2**power for power in range(length.bit_length())]
    means = {each: (sums[:, each:] - sums[:, :-each]) / each for each in lengths if each < length}
    best = np.zeros(len(series))
    for before, after in product(means, repeat=2):
        if before + after <= length:
            steps = means[after][:, before:] - means[before][:, : length - before - after + 1]
            factor = before * after / (before + after)
            best = np.maximum(best, factor * np.abs(steps).max(axis=1) ** 2)
    return best
