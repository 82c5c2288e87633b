"""The ways in which a finding may be computed: every choice beside the one that was made.

A specification is one choice in each dimension. To compute all of them would take days and weigh the odd
ones most; so the one asked for is taken, then each that departs from it in a single choice, and a sample
of the whole cross, drawn evenly in every dimension from a seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from detente.measuring import Every

FIFTH = 0.2
"""Share of the time that is left out at one of its ends."""
SPANS = ("whole", "without the first fifth", "without the last fifth")
COVERAGE = ("taken in", "left out")
SCALES = ("plover", "goldstein", "quad")
"""PLOVER's scores, Goldstein's, or 1 for an act of cooperation and -1 for one of conflict."""
CONFIDENCE = (0.0, 0.5, 0.7)
LAGS = (0, 1, 2, 4)
"""Periods that reciprocity and lead look back; 0 where they are chosen by criterion."""
STEPS = {7: 8, 14: 4, 28: 2}
"""Days of a step after an event, and how many are followed: eight weeks each."""
EVERY: tuple[Every, ...] = ("month", "week", "quarter")
SEEDS = 3
TRIES = 20
"""How often more specifications are drawn than are asked for, as some are drawn twice."""

Choices = Mapping[str, Sequence[Any]]
"""Of each dimension the choices that make a difference, that of the analysis asked for first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """One way of computing everything."""

    source: str
    merging: str
    scale: str = "plover"
    confidence: float = 0.0
    every: Every = "month"
    span: str = "whole"
    coverage: str = "taken in"
    lags: int = 0
    step: int = 7
    seed: int = 0

    def of(self, names: Sequence[str]) -> tuple[Any, ...]:
        """What it chooses in some dimensions."""
        return tuple(getattr(self, name) for name in names)


DIMENSIONS = tuple(field.name for field in fields(Specification))


def first_of(choices: Choices) -> Specification:
    """The analysis asked for."""
    return Specification(**{name: held[0] for name, held in choices.items()})


def single_departures(choices: Choices) -> Iterator[tuple[str, Specification]]:
    """Each specification with one other choice, and the dimension of that."""
    base = first_of(choices)
    for name, held in choices.items():
        for choice in held[1:]:
            yield name, replace(base, **{name: choice})


def sampled(choices: Choices, count: int, seed: int) -> list[Specification]:
    """Up to so many specifications of the whole cross, no two alike."""
    rng = np.random.default_rng(seed)
    found: dict[Specification, None] = {}
    for _ in range(TRIES * count):
        if len(found) == count:
            break
        drawn = {name: held[int(rng.integers(len(held)))] for name, held in choices.items()}
        found[Specification(**drawn)] = None
    return list(found)
