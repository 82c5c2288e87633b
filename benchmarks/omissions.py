"""How often is an outlet said to leave acts out, in made worlds in which it is known?

    python benchmarks/omissions.py [--worlds N]

Worlds are of `detente.laboratory.datasets.newsrooms`: outlets with volumes that move and weeks in which
they were not read, with likings of their own for kinds of acts and a mind of their own about each story.
Told are the share of questions answered with p of .05 or less where nothing is left out (wanted: .07 at
most), and how often an outlet that leaves out three of four acts of a group is found (wanted: .80 and
more). Nothing is an assertion.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from detente.comparing import Omission, Omissions
from detente.laboratory.datasets.newsrooms import Newsroom, newsroom

WORLDS = {
    "nine outlets": Newsroom(),
    "nine, 3,000 acts": Newsroom(acts=3000),
    "nine, of strong minds": Newsroom(story=2.0, liking=1.0),
    "four, 500 acts": Newsroom(outlets=4, acts=500),
    "twenty": Newsroom(outlets=20, acts=2000),
}
FIRST_SEED = 5000


def main() -> None:
    """Reads the arguments and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=20)
    worlds = parser.parse_args().worlds
    told(f"{'world':24}{'false':>8}{'of':>7}{'found':>8}{'at fdr .1':>11}{'usual':>8}")
    for name, world in WORLDS.items():
        still = [
            row for seed in seeds(worlds) for row in Omissions().fit(newsroom(world, seed)).rows
        ]
        silent = replace(world, left_out=0.75)
        planted = [row for seed in seeds(worlds) if (row := asked(silent, seed))]
        false = sum(row.p_value <= 0.05 for row in still) / max(len(still), 1)
        told(
            f"{name:24}{false:8.3f}{len(still):7}{share(planted, 'p_value', 0.05):8.2f}"
            f"{share(planted, 'q_value', 0.1):11.2f}{sum(row.usual for row in planted) / len(planted):8.0f}"
        )


def seeds(worlds: int) -> range:
    """The seeds of so many worlds, none of which was used to choose a setting."""
    return range(FIRST_SEED, FIRST_SEED + worlds)


def asked(world: Newsroom, seed: int) -> Omission | None:
    """What is said of the outlet and group that leaves out; None where too little was read of it."""
    rows = Omissions().fit(newsroom(world, seed)).rows
    return next((row for row in rows if (row.outlet, row.group) == ("outlet 0", world.group)), None)


def share(rows: list[Omission], name: str, most: float) -> float:
    """How often it is told, and told as an omission."""
    found = [row for row in rows if getattr(row, name) <= most and row.odds < 1]
    return len(found) / max(len(rows), 1)


def told(line: str) -> None:
    """Print it at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
