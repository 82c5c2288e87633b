"""How often does a forecast claim to beat what anybody could have said, and is that so?

    python benchmarks/forecasts.py [--worlds N] [--ahead H] [--from SEED] [WORLD ...]

Each world comes from a seed (`detente.laboratory.datasets.futures`); what was used to choose settings had
other seeds. `beats` is the share of worlds in which a model is told to beat the best baseline, `skill` the
share of its CRPS that the chosen model saves on the last third (the mean over worlds), `held` the share of
what came inside intervals of 50 and 90 %. Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable

import numpy as np

from detente.forecasting import Forecasts
from detente.laboratory.datasets.futures import NOTHING, SOMETHING, future


def main() -> None:
    """Reads the arguments and prints a line for each kind of world."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="WORLD", help="which kinds (all)")
    parser.add_argument("--worlds", type=int, default=100, help="how many of each kind (100)")
    parser.add_argument("--ahead", type=int, default=3, help="periods ahead (3)")
    parser.add_argument("--from", dest="start", type=int, default=0, help="the first seed (0)")
    asked = parser.parse_args()
    told("world            beats   skill  held 50  held 90  most chosen, hardest baseline")
    for name in asked.names or (*NOTHING, *SOMETHING):
        found = [
            Forecasts(ahead=asked.ahead).fit(future(name, seed))
            for seed in range(asked.start, asked.start + asked.worlds)
        ]
        verdicts = [each.verdict for each in found]
        held = [(row.held_50, row.held_90) for each in found for row in each.forecasts]
        half, most = np.mean(held, axis=0)
        told(
            f"{name:15} {np.mean([each.beats for each in verdicts]):6.2f} "
            f"{np.mean([each.skill for each in verdicts]):+7.3f} {half:8.2f} {most:8.2f}  "
            f"{_most(each.model for each in verdicts)}, {_most(each.baseline for each in verdicts)}"
        )


def _most(names: Iterable[str]) -> str:
    ((name, _),) = Counter(names).most_common(1)
    return name


def told(line: str) -> None:
    """One line of the outcome."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
