"""A coder that errs to one side, and a sample of what it told that was checked.

The worlds of `worlds` err alike everywhere and are measured elsewhere. Here nobody knows how the coder
errs: it misses hostile acts more than others, takes threats for talks, turns who acts round, and invents
cooperation. What is known is what a reviewer found in a sample, drawn as `detente.auditing` draws it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.auditing.design import (
    BOTH,
    MISSING,
    OF_PASSAGES,
    ONE,
    TOLD,
    cell_of,
    draw_from,
    joined_cells,
)
from detente.auditing.estimating import Estimate, Part, Strata, ratio
from detente.coding.ontology import event_types, quad_class, score
from detente.measuring.tally import Floats, Ints

YEARS = 6
ACTS = 180
"""Acts of a year, on average."""
FOUND = {True: 0.5, False: 0.8}
"""Share of hostile and of other acts that the coder finds."""
MISTAKEN = {True: 0.25, False: 0.05}
"""Share of those found that are told as another type: hostile acts as talks, others as any."""
TURNED = 0.12
"""Share of those found whose sides are exchanged."""
INVENTED = 0.25
"""Share of what is told that never was; four in five of it is cooperation."""
IN_TOLD, IN_BOTH = 0.4, 0.5
"""Where missed acts stand: in passages with an act that was found, in others that name both; else in those
that name one."""


@dataclass(frozen=True, slots=True, eq=False)
class CheckedWorld:
    """What the coder tells, what is true, and what was checked. Of acts that never were, `true` is NaN."""

    truth: Floats
    """Score of each act that happened."""
    truth_year: Ints
    coded: Floats
    """Score of each act told."""
    coded_year: Ints
    coded_forward: Floats
    """1 where the first state is told to act, 0 where the second is."""
    true: Floats
    """Score of the act that it tells."""
    true_forward: Floats
    acts: Strata
    missed: Floats
    """Score of the act missed in each passage, NaN where none was."""
    missed_year: Ints
    passages: Strata

    def mean(self, year: int | None = None) -> float:
        """The true mean score."""
        inside = np.ones(len(self.truth), bool) if year is None else self.truth_year == year
        return float(self.truth[inside].mean())

    def hostile(self) -> float:
        """The true share of acts below zero."""
        return float((self.truth < 0).mean())

    def estimated(
        self, *, year: int | None = None, share: bool = False, tuning: float | None = None,
        missed: bool = True,
    ) -> Estimate | None:  # fmt: skip
        """The mean score, or the share of hostile acts, as an audit tells it with an interval of 90 %;
        without `missed` of what was told alone."""
        acts = self._part(self.acts, self.coded, self.true, self.coded_year, year, share)
        nothing = np.full(len(self.missed), np.nan)
        passages = self._part(self.passages, nothing, self.missed, self.missed_year, year, share)
        return ratio([acts, passages] if missed else [acts], tuning=tuning, share=share)

    @staticmethod
    def _part(
        strata: Strata, coded: Floats, true: Floats, years: Ints, year: int | None, share: bool
    ) -> Part:
        inside = np.ones(len(years), bool) if year is None else years == year

        def columns(scores: Floats) -> Floats:
            there = np.isfinite(scores) & inside
            value = scores < 0 if share else scores
            return np.column_stack([np.where(there, value, 0.0), there]).astype(float)

        return Part(strata, columns(coded), columns(true)[strata.checked])


def checked_world(
    seed: int, *, sample: int = 200, erring: bool = True, simple: bool = False
) -> CheckedWorld:
    """The world of a seed, and a sample of it, checked; a `simple` one knows no strata.

    Same in, same out.
    """
    rng = np.random.default_rng([seed, 20261201])
    kinds, years = _happened(rng)
    scores = np.array([score(kind, None) for kind in event_types()])
    truth = scores[kinds]
    hostile = truth < 0
    finds = np.where(hostile, FOUND[True], FOUND[False]) if erring else np.ones(len(truth))
    found = rng.random(len(truth)) < finds
    told = _told(kinds[found], hostile[found], rng) if erring else kinds[found]
    invented = round(found.sum() * INVENTED / (1 - INVENTED)) if erring else 0
    made_up = rng.choice(len(scores), invented, p=_invented_mix())
    coded = np.concatenate([told, made_up])
    coded_year = np.concatenate([years[found], rng.integers(YEARS, size=invented)])
    true = np.concatenate([truth[found], np.full(invented, np.nan)])
    forward = rng.integers(2, size=len(coded)).astype(float)
    turned = (rng.random(len(coded)) < TURNED) & erring
    right = np.isfinite(true) & (scores[coded] == np.nan_to_num(true))
    sure = np.where(right, rng.beta(5, 2, len(coded)), rng.beta(3, 3, len(coded)))
    missed, missed_year, passages = _passages(truth[~found], years[~found], int(found.sum()), rng)
    cells = _cells(coded, sure)
    if simple:
        cells, passages = [cells[0]] * len(cells), [TOLD] * len(passages)
    return CheckedWorld(
        truth=truth, truth_year=years, coded=scores[coded], coded_year=coded_year,
        coded_forward=np.where(turned, 1 - forward, forward), true=true, true_forward=forward,
        acts=_acts_drawn(cells, sure, coded_year, round(sample * (1 - OF_PASSAGES)), rng),
        missed=missed, missed_year=missed_year,
        passages=_passages_drawn(passages, round(sample * OF_PASSAGES), rng),
    )  # fmt: skip


def _happened(rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Type and year of each act: a relation that gets worse, then better."""
    hostile = np.array([score(kind, None) < 0 for kind in event_types()])
    base = rng.dirichlet(np.full(len(hostile), 6.0))
    kinds, years = [], []
    for year in range(YEARS):
        tilt = np.where(hostile, 0.6 + 0.5 * np.sin(np.pi * year / (YEARS - 1)), 1.0)
        mix = base * tilt / (base * tilt).sum()
        count = int(rng.poisson(ACTS))
        kinds.append(rng.choice(len(mix), count, p=mix))
        years.append(np.full(count, year))
    return np.concatenate(kinds), np.concatenate(years)


def _told(kinds: Ints, hostile: npt.NDArray[np.bool_], rng: np.random.Generator) -> Ints:
    mistaken = rng.random(len(kinds)) < np.where(hostile, MISTAKEN[True], MISTAKEN[False])
    other = np.where(
        hostile, event_types().index("CONSULT"), rng.integers(len(event_types()), size=len(kinds))
    )
    return np.where(mistaken, other, kinds)


def _invented_mix() -> Floats:
    kind = np.array([score(each, None) >= 0 for each in event_types()])
    return np.asarray(np.where(kind, 0.8 / kind.sum(), 0.2 / (~kind).sum()))


def _passages(
    missed: Floats, years: Ints, found: int, rng: np.random.Generator
) -> tuple[Floats, Ints, list[str]]:
    """What each passage holds that was missed, its year, and its stratum."""
    where = rng.choice([TOLD, BOTH, ONE], len(missed), p=[IN_TOLD, IN_BOTH, 1 - IN_TOLD - IN_BOTH])
    empty = {TOLD: found, BOTH: 2 * found, ONE: 3 * found}
    names = [*where.tolist(), *(name for name, count in empty.items() for _ in range(count))]
    blank = len(names) - len(missed)
    held = np.concatenate([missed, np.full(blank, np.nan)])
    return held, np.concatenate([years, rng.integers(YEARS, size=blank)]), names


def _cells(kinds: Ints, sure: Floats) -> list[str]:
    quads = [quad_class(name) for name in event_types()]
    return [
        cell_of(quads[kind], certain)
        for kind, certain in zip(kinds.tolist(), sure.tolist(), strict=True)
    ]


def _acts_drawn(
    cells: list[str], sure: Floats, years: Ints, sample: int, rng: np.random.Generator
) -> Strata:
    strata = joined_cells(cells, sample)
    own = [strata[cell] for cell in cells]
    likely = {name: float(sure[[each == name for each in own]].mean()) for name in set(own)}
    return _strata(own, years, sample, likely, rng)


def _passages_drawn(names: list[str], sample: int, rng: np.random.Generator) -> Strata:
    return _strata(names, np.zeros(len(names), np.int64), sample, dict(MISSING), rng)


def _strata(
    names: list[str], days: Ints, sample: int, likely: dict[str, float], rng: np.random.Generator
) -> Strata:
    order = np.lexsort((rng.random(len(days)), days))
    drawn = draw_from([names[place] for place in order], sample, likely, rng)
    checked = sorted(int(order[place]) for places in drawn.values() for place in places)
    return Strata.of(names, checked)
