"""How often turns and spells are told in made worlds of which most have none.

    python benchmarks/shapes.py [--worlds N] [--other]

Each world comes from a seed (`detente.laboratory.datasets.shapes`); what was used to choose settings had
other seeds. With `--other` they are of kinds that nothing was shaped on
(`detente.laboratory.datasets.unturned`). Sums have their coverage where the world has one, and are searched
without it too. Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from detente.laboratory.datasets.shapes import COVERED, HAPPENED, STILL, WANDERING, Shape, shape
from detente.laboratory.datasets.unturned import UNTURNED, unturned
from detente.measuring import Points, Spells, Turns
from detente.measuring.coverage import Coverage

SHARED = ("over-dispersed", "lognormal", "many zeros", *COVERED, "crisis of six", "outbreak")
"""Worlds of sums that are never negative, in which spells are looked for."""


def main() -> None:
    """Reads the arguments and prints a line for each kind of world."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=200, help="how many of each kind (200)")
    parser.add_argument("--other", action="store_true", help="kinds that nothing was shaped on")
    given = parser.parse_args()
    worlds = given.worlds
    if given.other:
        others(worlds)
        return
    told("world                     turns told  as they stand  spells told  start within one")
    for name in (*STILL, *WANDERING, *COVERED, *HAPPENED):
        rows = [measured(name, shape(name, seed)) for seed in range(worlds)]
        share = [np.mean(each) for each in zip(*rows, strict=True)]
        told(f"{name:24} {share[0]:11.2f} {share[1]:14.2f} {share[2]:12.2f} {share[3]:17.2f}")


def others(worlds: int) -> None:
    """Prints in how many worlds of other kinds, in which nothing turns, a turn is told."""
    for name in UNTURNED:
        series = [Points.plain(unturned(name, seed), what="hostility") for seed in range(worlds)]
        false = np.mean([bool(Turns(draws=199).fit(each).turns) for each in series])
        told(f"{name:24} {false:11.2f}")


def measured(name: str, world: Shape) -> tuple[bool, bool, bool, bool]:
    """Whether turns are told, without coverage too; whether spells are; whether what happened is dated."""
    points = Points.plain(world.values, what="hostility")
    coverage = None
    if world.volume is not None:
        coverage = Coverage(points.names, world.volume, world.volume, world.volume == 0)
    turns = Turns(draws=199).fit(points, coverage=coverage)
    plain = turns.unadjusted if turns.adjusted else turns.turns
    starts = [turn.period for turn in turns.turns]
    spells = []
    if name in SHARED:
        spells = [spell.start for spell in Spells().fit(points, coverage=coverage).spells]
    near = world.happened is not None and any(
        abs(int(each) - world.happened[0]) <= 1 for each in (*starts, *spells)
    )
    return bool(starts), bool(plain), bool(spells), near


def told(line: str) -> None:
    """One line of the outcome."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
