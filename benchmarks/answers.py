"""How often "A answers B" and "B follows A" are told where nobody answers, and where one does.

    python benchmarks/answers.py [--worlds N] [--only answers|order|power]

In each world two directions of acts are told as much as the press has room (`laboratory.datasets.volumes`):
120 months, sums of scores. Told at the 5 % level, with nothing held constant (the textbook test, and which
alone detente had before) and held, as is told now. Answers are of both directions; order is a correlation
at a lag other than none. Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import sys
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np

from detente.laboratory.datasets.volumes import NAMES, Told, told
from detente.measuring import LeadLag, Reciprocity, TurnOrder

CLEAR = 0.05
QUIET: dict[str, dict[str, Any]] = {
    "nothing moves": {},
    "volume wanders (AR .8)": {"volume": "wandering"},
    "volume wanders, levels move": {"volume": "wandering", "levels": "moving"},
    "volume wanders, few acts of others": {"volume": "wandering", "others": 40.0},
    "volume wanders, the two do not": {"volume": "wandering", "untouched": True},
    "outage of a year": {"volume": "outage"},
    "a year of a sixth": {"volume": "thin"},
    "volume grows nine times": {"volume": "growing"},
    "1.6 times the volume": {"volume": "more"},
    "shared trend of scores": {"levels": "trend"},
    "random walks": {"levels": "drifting"},
    "over-dispersed, volume wanders": {"volume": "wandering", "dispersion": 0.5},
    "many zeros, volume grows": {"volume": "growing", "rate": 0.6, "dispersion": 1.0},
    "36 months, volume wanders": {"volume": "wandering", "periods": 36},
}
ANSWERS: dict[str, dict[str, Any]] = {
    "even": {"levels": "moving"},
    "wandering": {"levels": "moving", "volume": "wandering"},
    "growing": {"levels": "moving", "volume": "growing"},
    "outage": {"levels": "moving", "volume": "outage"},
}


def main() -> None:
    """Reads the arguments and prints a line for each kind of world."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=500, help="how many of each kind (500)")
    parser.add_argument("--only", choices=["answers", "order", "power"], help="only these")
    given = parser.parse_args()
    if given.only in (None, "answers"):
        tell(f"{'answers, none made':36} plain  held")
        for name, plan in QUIET.items():
            shares = np.mean([answered(told(**plan, seed=seed)) for seed in range(given.worlds)], 0)
            tell(f"{name:36} {shares[:, 0].mean():5.3f} {shares[:, 1].mean():5.3f}")
    if given.only in (None, "order"):
        tell(f"{'order, none made':36} plain  held")
        for name, plan in QUIET.items():
            shares = np.mean(
                [ordered(told(**plan, seed=seed)) for seed in range(given.worlds // 2)], 0
            )
            tell(f"{name:36} {shares[0]:5.3f} {shares[1]:5.3f}")
    if given.only in (None, "power"):
        tell(f"{'answers, made by volume and strength':36} plain  held")
        for name, plan in ANSWERS.items():
            for strength in (0.3, 0.6):
                made = [
                    told(**plan, answer=strength, seed=seed) for seed in range(given.worlds // 2)
                ]
                plain, held = np.mean([answered(each)[0] for each in made], axis=0)
                tell(f"{name:31} {strength:4.1f} {plain:5.3f} {held:5.3f}")


def answered(world: Told) -> list[list[bool]]:
    """Of each direction, whether it is told to be answered, with nothing held constant and held."""
    found = Reciprocity(ahead=1).fit(world.series, coverage=world.coverage)
    return [[each.p_value <= CLEAR, each.decides <= CLEAR] for each in found.answers]


def ordered(world: Told) -> list[bool]:
    """Whether one is told to follow the other, with nothing held constant and held.

    Turns are not looked for, since they take most of the time.
    """
    first, second = world.series.values()
    with patch.object(TurnOrder, "fit", lambda *_: SimpleNamespace(gaps=())):
        found = LeadLag(draws=199).fit(first, second, NAMES, coverage=world.coverage)
    return [each.p_value <= CLEAR and each.lag != 0 for each in (found.plain, found.told)]


def tell(line: str) -> None:
    """A line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
