"""How far each outlet's telling of a pair departs from what others tell at the same time.

An outlet's slant is the mean by which the acts it tells score above or below those of its period,
drawn towards zero the more, the fewer acts it tells: score = period + slant + rest, with slants
normal about zero (partial pooling; Robinson, "That BLUP is a good thing", Statistical Science 6,
1991), their variance by moments (DerSimonian and Laird 1986). An act of several outlets counts for
each with an equal part.

This is chosen over a reweighting of each period to constant shares since most outlets are silent
in most periods, where there is nothing to reweight, and over free effects for each outlet since
many tell two acts or three.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.errors import TooLittleDataError
from detente.measuring.figures import many
from detente.measuring.tally import Floats, Ints, Tally

FEWEST = 5
"""Outlets below which how much they differ cannot be told."""
ROUNDS = 30


@dataclass(frozen=True, slots=True, eq=False)
class Slants:
    """The tellings of outlets by period, and the outlets' slants."""

    outlets: tuple[str, ...]
    place: Ints
    """Of each pair of period and outlet: the period."""
    outlet: Ints
    """The outlet."""
    share: Floats
    """The outlet's part of what is told in the period."""
    whole: Floats
    """Each outlet's part of all that is told."""
    slant: Floats
    doubt: Floats
    """Standard deviation of each slant, given the acts."""
    spread: float
    """Standard deviation of slants among outlets."""

    def over(self, weights: Floats, count: int) -> Floats:
        """For each of `count` periods the sum of shares times one weight for each outlet."""
        held = np.bincount(self.place, self.share * weights[self.outlet], minlength=count)
        return np.asarray(held, dtype=np.float64)


def slants(counted: Tally) -> Slants | None:
    """The slants of a tally's outlets; None where fewer than `FEWEST` outlets tell it."""
    acts, told_by, names = counted.told
    if len(names) < FEWEST:
        return None
    pairs, place, outlet = _pairs(counted.place[acts], told_by, len(names))
    weight, total = _weights(counted, acts, pairs)
    slant, doubt, spread = _estimate(place, outlet, weight, total, counted)
    by_period = np.bincount(place, weight, minlength=len(counted.periods))
    whole = np.bincount(outlet, weight, minlength=len(names))
    return Slants(
        outlets=tuple(names),
        place=place,
        outlet=outlet,
        share=weight / np.maximum(by_period[place], 1e-9),
        whole=whole / max(float(whole.sum()), 1e-9),
        slant=slant,
        doubt=doubt,
        spread=spread,
    )


def constant_mix(counted: Tally) -> list[float]:
    """For each period how far its mean lies off only since outlets have other shares than over all.

    Raises `QueryError` where fewer than `FEWEST` outlets tell the acts.
    """
    found, count = slants(counted), len(counted.periods)
    if found is None and len(counted.place):
        outlets = len(counted.told[2])
        few = f"{many(outlets, 'outlet')} {'tells' if outlets == 1 else 'tell'} these acts"
        raise TooLittleDataError(
            f"{few}; to hold outlets constant takes {FEWEST}",
            advice="Leave the series as it is, or normalise it otherwise.",
        )
    if found is None:
        return [0.0] * count
    told = np.bincount(found.place, minlength=count) > 0
    shift = found.over(found.slant, count) - float(found.whole @ found.slant)
    return np.where(told, shift, 0.0).tolist()  # type: ignore[no-any-return]


def _pairs(place: Ints, outlet: Ints, outlets: int) -> tuple[Ints, Ints, Ints]:
    """The pair of each telling, and period and outlet of each pair."""
    pairs, index = np.unique(place * outlets + outlet, return_inverse=True)
    return index, pairs // outlets, pairs % outlets


def _weights(counted: Tally, acts: Ints, pairs: Ints) -> tuple[Floats, Floats]:
    """What the acts of each pair weigh, and their sum of scores. Summed in the order of the values, so
    that the order of the acts does not show."""
    parts = counted.weights[acts] / np.bincount(acts, minlength=len(counted.place))[acts]
    scores = counted.scores[acts]
    order = np.lexsort((scores, parts, pairs))
    pairs, parts, scores = pairs[order], parts[order], scores[order]
    return np.bincount(pairs, parts), np.bincount(pairs, parts * scores)


def _estimate(
    place: Ints, outlet: Ints, weight: Floats, total: Floats, counted: Tally
) -> tuple[Floats, Floats, float]:
    """Slants, their standard deviations, and that of outlets, by alternating the two means."""
    told = np.maximum(np.bincount(outlet, weight), 1e-9)
    error = within(counted)
    level = np.bincount(place, total) / np.maximum(np.bincount(place, weight), 1e-9)
    raw = np.bincount(outlet, total - weight * level[place]) / told
    spread = _spread(raw, told, error)
    shrink = error / spread if spread > 0 else np.inf
    slant = np.zeros(len(told))
    for _ in range(ROUNDS):
        rest = total - weight * slant[outlet]
        level = np.bincount(place, rest) / np.maximum(np.bincount(place, weight), 1e-9)
        slant = np.bincount(outlet, total - weight * level[place]) / (told + shrink)
    return slant, np.sqrt(error / (told + shrink)), float(np.sqrt(spread))


def within(counted: Tally) -> float:
    """The variance of scores within periods, pooled; 0 where no period has two acts."""
    order = np.lexsort((counted.weights, counted.scores, counted.place))
    place, scores, weights = counted.place[order], counted.scores[order], counted.weights[order]
    whole, total, squares = (
        np.bincount(place, column, minlength=len(counted.periods))
        for column in (weights, weights * scores, weights**2)
    )
    held = whole > 0
    mean = np.divide(total, whole, out=np.zeros_like(whole), where=held)
    spent = np.divide(squares, whole, out=np.zeros_like(whole), where=held)
    freedom = float((whole - spent)[counted.count() > 1].sum())
    return float(np.sum(weights * (scores - mean[place]) ** 2) / freedom) if freedom > 0 else 0.0


def _spread(raw: Floats, told: Floats, error: float) -> float:
    if error <= 0:
        return 0.0
    q = float(np.sum(told * raw**2)) / error
    return max(
        0.0, (q - (len(told) - 1)) * error / float(told.sum() - (told**2).sum() / told.sum())
    )
