"""How often gradual changes are told as such, and how often the intervals of their ends hold the truth.

    python benchmarks/ramps.py [--worlds N]

A level moves by three standard deviations of white noise over so many of 120 periods; a length of 1 is a
step. Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from detente.measuring import Points, Turns

PERIODS, SIZE = 120, 3.0
LENGTHS = (1, 3, 6, 12, 24)


def main() -> None:
    """Reads the arguments and prints a line for each length."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=200, help="how many of each length (200)")
    worlds = parser.parse_args().worlds
    sys.stdout.write("length  turns told  gradual among them  start held  end held\n")
    for length in LENGTHS:
        rows = [row for seed in range(worlds) for row in found(length, seed)]
        slow = [row for row in rows if row[0]]
        held = np.mean([row[1:] for row in slow], axis=0) if slow else (np.nan, np.nan)
        share = len(slow) / max(1, len(rows))
        sys.stdout.write(
            f"{length:6} {len(rows) / worlds:11.2f} {share:19.2f} {held[0]:11.2f} {held[1]:9.2f}\n"
        )
        sys.stdout.flush()


def found(length: int, seed: int) -> list[tuple[bool, bool, bool]]:
    """Of each turn that is told, whether it is gradual, and whether both intervals hold the truth."""
    rng = np.random.default_rng([seed, length])
    start = int(rng.integers(24, PERIODS - 24 - length))
    rise = np.clip((np.arange(PERIODS) - start + 1) / length, 0.0, 1.0)
    turns = Turns(draws=99).fit(Points.plain(SIZE * rise + rng.normal(size=PERIODS))).turns
    return [
        (
            each.began is not None,
            int(each.began_low or -1) <= start <= int(each.began_high or -1),
            int(each.ended_low or -1) <= start + length - 1 <= int(each.ended_high or -1),
        )
        for each in turns
    ]


if __name__ == "__main__":
    main()
