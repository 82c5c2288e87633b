"""How often balance, blocs, moves and go-betweens are told where there are none, and where there are.

    python benchmarks/networks.py [--worlds N]

Made worlds, each with a seed of its own: many states whose signs are by chance, or of two camps; two states
and eight others of whom none moves with them or goes between them, or one does. How much is written wanders
and moves all alike. Told at the 5 % level, of thirds after correction for their number: the share of worlds
in which anything is told that is not so, and in which what is planted is found. Some minutes on one core.
Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

import numpy as np

from detente.laboratory.datasets.triads import Camps, camps, company
from detente.networks import Balance, Blocs, Network, Thirds, about, pair_sums

FIRST = 5_000
"""The first seed; settings were chosen on others."""
SIGNS: dict[str, dict[str, Any]] = {
    "by chance, states alike": {"unlike": 0.0},
    "by chance, states unlike": {"unlike": 1.0},
    "by chance, very unlike": {"unlike": 2.0},
    "by chance, 24 states": {"unlike": 1.0, "states": 24, "dense": 0.4},
    "two camps": {"kind": "camps"},
    "two camps, a tenth unfitting": {"kind": "camps", "fitting": 0.9},
    "the same, a third of pairs": {"kind": "camps", "fitting": 0.9, "dense": 0.33},
}
COMPANY: dict[str, dict[str, Any]] = {
    "nothing": {},
    "nothing, 4 years": {"years": 4},
    "nothing, thirds travel": {"travelling": True},
    "one moves with them, 1 point": {"moving": 1.0},
    "one moves with them, 2 points": {"moving": 2.0},
    "one goes between, a fifth": {"visits": 0.2},
    "one goes between, half": {"visits": 0.5},
    "half, and thirds travel": {"visits": 0.5, "travelling": True},
}


def main() -> None:
    """Reads the arguments and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=100, help="how many of each kind (100)")
    given = parser.parse_args()
    tell(f"{'signs':32} balance  of the network's share  blocs  camps as they are")
    for name, plan in SIGNS.items():
        rates = np.mean([signs(camps(**plan, seed=seed)) for seed in seeds(given.worlds)], axis=0)
        tell(f"{name:32} {rates[0]:7.2f} {rates[1]:23.2f} {rates[2]:6.2f} {rates[3]:18.2f}")
    tell(f"\n{'thirds':32} moves: false found  go-betweens: false found")
    for name, plan in COMPANY.items():
        rates = np.mean([thirds(plan, seed) for seed in seeds(given.worlds)], axis=0)
        tell(f"{name:32} {rates[0]:12.2f} {rates[1]:5.2f} {rates[2]:19.2f} {rates[3]:5.2f}")


def seeds(number: int) -> range:
    """Those of the worlds."""
    return range(FIRST, FIRST + number)


def signs(world: Camps) -> tuple[bool, bool, bool, float]:
    """Whether balance and blocs are told, and the share of states that are with their camp."""
    network = Network().fit(pair_sums(world.acts))
    (row, *_) = Balance(draws=199).fit(network).rows
    rows = Blocs().fit(network).rows
    own = [max(_same(rows, world, side) for side in (0, 1))] if rows else [0.0]
    return (
        (row.p_value or 1.0) <= 0.05,
        (row.p_network or 1.0) <= 0.05,
        bool(rows) and rows[0].p_value <= 0.05,
        own[0],
    )


def _same(rows: Any, world: Camps, side: int) -> float:
    """The share of states whose bloc, of the two largest, is that of their camp."""
    return float(np.mean([(row.bloc - 1) == (world.camp[row.state] ^ side) for row in rows]))


def thirds(plan: dict[str, Any], seed: int) -> tuple[bool, bool, bool, bool]:
    """Whether a move is told that is none, the one that is; and the same of go-betweens."""
    world = company(**plan, seed=seed)
    found = Thirds(draws=999).fit(about(world.acts, world.between))
    moving = {row.third for row in found.moving()}
    between = {row.third for row in found.going_between()}
    return (
        bool(moving - {*world.moving}),
        bool(moving & {*world.moving}),
        bool(between - {*world.going_between}),
        bool(between & {*world.going_between}),
    )


def tell(line: str) -> None:
    """A line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
