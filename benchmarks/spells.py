"""How many spells are told in ten years in which nothing happens, and how many crises are found.

    python benchmarks/spells.py [--worlds N] [--first SEED]

Each world comes from a seed. The first table has the worlds of 120 months of `benchmarks/shapes.py`; the
others worlds of days (`detente.laboratory.datasets.hostile_days`), by month and by week. What was used to
choose settings had seeds from 1000 on and the kinds of `SHAPED`. A crisis of 5 to 60 days is found if a
spell that overlaps it begins within a month of it; a spell is false if it lies more than a month from any.
Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

import numpy as np

from detente.laboratory.datasets.hostile_days import (
    JUDGED,
    LENGTHS,
    MONTH,
    SHAPED,
    YEARS,
    HostileDays,
    hostile_days,
)
from detente.laboratory.datasets.shapes import COVERED, STILL, shape
from detente.measuring import Points, Spells
from detente.measuring.coverage import Coverage

TIMES = (3.0, 6.0)
"""Of how many usual months a crisis has as much."""


def main() -> None:
    """Reads the arguments and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=200, help="how many of each kind (200)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (0)")
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.worlds)
    told("120 months of nothing       spells told")
    for name in (*STILL, *COVERED):
        told(f"{name:26} {np.mean([still(name, seed) for seed in seeds]):12.3f}")
    for every in LENGTHS:
        told(
            f"\n{f'20 years by {every}':26} in ten years  found of 3x   of 6x  false of those told"
        )
        for name in (*SHAPED, *JUDGED):
            told(f"{name:26} {line(name, every, seeds)}")


def still(name: str, seed: int) -> int:
    """Spells in a world of shapes, at its coverage if it has one; of values of both signs, their size."""
    world = shape(name, seed)
    points, coverage = Points.plain(np.abs(world.values), what="hostility"), None
    if world.volume is not None:
        coverage = Coverage(points.names, world.volume, world.volume, world.volume == 0)
    return len(Spells().fit(points, coverage=coverage).spells)


def line(name: str, every: str, seeds: Iterable[int]) -> str:
    """The figures of one kind of world."""
    none = np.mean([len(spans(hostile_days(name, seed), every)) for seed in seeds])
    found, false, count = [], 0, 0
    for times in TIMES:
        hits = []
        for seed in seeds:
            world = hostile_days(name, seed, crises=True, times=times)
            seen = spans(world, every)
            hits += [any(meets(each, one) for each in seen) for one in world.happened]
            false += sum(not any(beside(each, one) for one in world.happened) for each in seen)
            count += len(seen)
        found.append(float(np.mean(hits)))
    rates = f"{none * 10 / YEARS:12.3f} {found[0]:12.2f} {found[1]:7.2f}"
    return f"{rates} {false / max(1, count):21.2f}"


def spans(world: HostileDays, every: str) -> list[tuple[int, int]]:
    """First and last day of each spell that is told."""
    length = LENGTHS[every]
    told = Spells().fit(world.points(every)).spells
    return [(int(each.start) * length, (int(each.end) + 1) * length - 1) for each in told]


def meets(told: tuple[int, int], crisis: tuple[int, int]) -> bool:
    """Whether they have a day in common, and one begins within a month of the other."""
    return told[0] <= crisis[1] and crisis[0] <= told[1] and abs(told[0] - crisis[0]) <= MONTH


def beside(told: tuple[int, int], crisis: tuple[int, int]) -> bool:
    """Whether they lie within a month of each other."""
    return told[0] <= crisis[1] + MONTH and crisis[0] - MONTH <= told[1]


def told(line: str) -> None:
    """One line of the outcome."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
