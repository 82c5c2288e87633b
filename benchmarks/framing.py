"""How often is an outlet said to tell deeds, or to show a state, otherwise than the others, in made worlds
in which it is known?

    python benchmarks/framing.py [--worlds N]

Worlds are of `detente.laboratory.datasets.tellings`. Told are the share of differences with p of .05 or
less where no outlet differs, how often anything at all is called clear there, and how often an outlet whose
odds of telling without a doer are 2.7 times those of the others is found, and called clear; then the same
of positions, where an outlet shows a state in a light .1 worse. Nothing is an assertion.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from detente.comparing import Framing, Positions
from detente.laboratory.datasets.tellings import BETWEEN, Manners, told_in_manners

WORLDS = {
    "six, stories of a day": Manners(),
    "six, 400 deeds": Manners(deeds=400),
    "six, 40 deeds": Manners(deeds=40),
    "three outlets": Manners(outlets=3),
    "stories of strong minds": Manners(story=2.0),
    "stories of a week": Manners(lasts=7),
}
FIRST_SEED = 7000


def main() -> None:
    """Reads the arguments and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=100)
    worlds = parser.parse_args().worlds
    told(f"{'world':26}{'false':>8}{'of':>7}{'any clear':>11}{'found':>8}{'clear':>8}")
    for name, world in WORLDS.items():
        seeds = range(FIRST_SEED, FIRST_SEED + worlds)
        still = [Framing().fit(told_in_manners(world, seed)) for seed in seeds]
        values = [row.p_value for each in still for row in each.rows if row.p_value is not None]
        more = [Framing().fit(told_in_manners(replace(world, more=1.0), seed)) for seed in seeds]
        asked = [each.of("outlet 0")["agentless"] for each in more]
        found = sum(at_most(row.p_value, 0.05) and (row.difference or 0) > 0 for row in asked)
        clear = sum(at_most(row.q_value, 0.1) and (row.difference or 0) > 0 for row in asked)
        told(
            f"{name:26}{sum(p <= 0.05 for p in values) / max(1, len(values)):8.3f}{len(values):7}"
            f"{sum(bool(each.clear()) for each in still) / worlds:11.2f}{found / worlds:8.2f}"
            f"{clear / worlds:8.2f}"
        )
    told(f"\n{'positions':26}{'false':>8}{'of':>7}{'any clear':>11}{'found':>8}{'clear':>8}")
    for name, world in WORLDS.items():
        _positions(name, world, range(FIRST_SEED, FIRST_SEED + worlds))


def _positions(name: str, world: Manners, seeds: range) -> None:
    still = [Positions().fit(told_in_manners(world, seed)) for seed in seeds]
    values = [row.p_value for each in still for row in each.rows if row.p_value is not None]
    worse = [Positions().fit(told_in_manners(replace(world, worse=0.1), seed)) for seed in seeds]
    asked = [
        row
        for each in worse
        for row in each.rows
        if (row.outlet, row.state) == ("outlet 0", BETWEEN[0]) and (row.difference or 0) < 0
    ]
    found = sum(at_most(row.p_value, 0.05) for row in asked)
    clear = sum(at_most(row.q_value, 0.1) for row in asked)
    told(
        f"{name:26}{sum(p <= 0.05 for p in values) / max(1, len(values)):8.3f}{len(values):7}"
        f"{sum(bool(each.clear()) for each in still) / len(seeds):11.2f}{found / len(seeds):8.2f}"
        f"{clear / len(seeds):8.2f}"
    )


def at_most(value: float | None, most: float) -> bool:
    """Whether a p-value is there, and so small."""
    return value is not None and value <= most


def told(line: str) -> None:
    """Print it at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
