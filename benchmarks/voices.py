"""How often is a third said to side with one of two, in made worlds in which it is known?

    python benchmarks/voices.py [--worlds N]

Worlds are of `detente.laboratory.datasets.choruses`: thirds that speak in stories, in each of which they
lean to one side by chance, told by one to three outlets. Told are, where nobody sides: how often p is .05
or less (wanted: .07 at most), and how often an interval leaves out 0 (the same); in how many worlds any
third of ten is told to side (wanted: .10 at most). Where one of ten sides by .5: how often it is told, and
how often its interval holds .5 (wanted: .93 and more). Nothing is an assertion.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from detente.comparing import Siding, Third
from detente.laboratory.datasets.choruses import Chorus, chorus

WORLDS = {
    "ten stories": Chorus(stories=10),
    "thirty": Chorus(stories=30),
    "a hundred": Chorus(stories=100),
    "thirty, of a week": Chorus(stories=30, length=7.0),
    "thirty, of strong minds": Chorus(stories=30, leaning=1.0),
    "thirty, in two months": Chorus(stories=30, weeks=8),
}
SIDED = 0.5
FIRST_SEED = 7000


def main() -> None:
    """Reads the arguments and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=40)
    worlds = parser.parse_args().worlds
    told(f"{'stories':26}{'asked':>7}{'p':>7}{'off 0':>7}{'any':>7}{'found':>8}{'holds':>7}")
    for name, world in WORLDS.items():
        still = [fitted(world, seed) for seed in seeds(worlds)]
        planted = [fitted(replace(world, siding=(SIDED,)), seed) for seed in seeds(worlds)]
        rows = [row for found in still for row in found if row.p_value is not None]
        sided = [row for found in planted for row in found if row.third == "T00"]
        held = [not outside(row, SIDED) for row in sided if row.siding is not None]
        told(
            f"{name:26}{len(rows):7}{share([(row.p_value or 0) <= 0.05 for row in rows]):7.3f}"
            f"{share([outside(row, 0.0) for row in rows]):7.3f}"
            f"{share([any(row.sides_with for row in found) for found in still]):7.2f}"
            f"{share([row.sides_with == 'CHL' for row in sided]):8.2f}{share(held):7.2f}"
        )


def seeds(worlds: int) -> range:
    """The seeds of so many worlds."""
    return range(FIRST_SEED, FIRST_SEED + worlds)


def fitted(world: Chorus, seed: int) -> tuple[Third, ...]:
    """The thirds of a world."""
    return Siding().fit(chorus(world, seed)).rows


def outside(row: Third, value: float) -> bool:
    """Whether an interval leaves a value out."""
    return row.low is not None and row.high is not None and not row.low <= value <= row.high


def share(truths: list[bool]) -> float:
    """How many are true."""
    return sum(truths) / max(len(truths), 1)


def told(line: str) -> None:
    """Print it at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
