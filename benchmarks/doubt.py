"""How often do findings stand in redrawn records, where the truth is known?

    python benchmarks/doubt.py                  # 40 worlds of each sort; some twenty minutes on one core
    python benchmarks/doubt.py --worlds 10      # fewer

Two states, eight acts a month for five years, told by twelve outlets. Nothing turns, or the level steps by
some points halfway; the coder errs, or does not. For turns of the mean score it prints how many are told
in a world, those of them that are false and stand in nine of ten redrawn records, and of the true step how
often it is told and in what share of redrawn records it then stands, on the mean.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.laboratory.datasets.worlds import World, world
from detente.measuring import Doubt, Turns, TurnsResult

PERIODS = 60
SORTS: dict[str, dict[str, Any]] = {
    "nothing, coder errs": {"shape": "flat"},
    "nothing, coder right": {"shape": "flat", "misreads": False},
    "step of 2, coder errs": {"shape": "break", "size": 2.0},
    "step of 2, coder right": {"shape": "break", "size": 2.0, "misreads": False},
    "step of 4, coder errs": {"shape": "break", "size": 4.0},
    "step of 4, coder right": {"shape": "break", "size": 4.0, "misreads": False},
}
FIRM = 0.9
NEAR = 2
"""Months from the true step within which a turn is the true one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Of one world: turns told, false ones that stand firmly, and the share of the true one or None."""

    told: int
    firm: int
    true: float | None


def seen(made: World, draws: int, seed: int) -> Seen:
    """What is told of a world, and how firmly."""
    doubt = Doubt(draws=draws, seed=seed, confusion=made.confusion)
    found = doubt.fit(Turns(draws=199), made.acts, made.question())
    assert isinstance(found.found, TurnsResult)
    names = found.found.points.names
    true = {names[PERIODS // 2 + off] for off in range(-NEAR, NEAR + 1)} if made.breaks else set()
    turns = found.found.turns
    held = list(zip(turns, found.rows, strict=True))
    return Seen(
        told=len(held),
        firm=sum(turn.period not in true and row.share >= FIRM for turn, row in held),
        true=next((row.share for turn, row in held if turn.period in true), None),
    )


def main() -> None:
    """Print a row for each sort of world."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=40)
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7000)
    asked = parser.parse_args()
    told("world                    turns told  false and firm  true step told  stands in")
    for name, changes in SORTS.items():
        worlds = [
            seen(world(asked.seed + number, periods=PERIODS, **changes), asked.draws, number)
            for number in range(asked.worlds)
        ]
        shares = [each.true for each in worlds if each.true is not None]
        turns, firm = (np.mean([getattr(each, of) for each in worlds]) for of in ("told", "firm"))
        true = f"{len(shares) / len(worlds):15.2f} {np.mean(shares):10.2f}" if shares else ""
        told(f"{name:24} {turns:10.2f} {firm:15.2f} {true}")


def told(line: str) -> None:
    """One line of the outcome."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
