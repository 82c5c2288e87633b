"""How often bands hold the true level, and how often states are found, in worlds whose truth is known.

    python benchmarks/worlds.py [--runs N] [--only coverage|states]

For each of four kinds of world N runs, each with a seed of its own (200: 800 in all); bands that leave a
part out and states have an eighth as many, harder worlds a sixteenth. Coverage is the share of periods,
over all runs, whose true level lies in the 90 % band; it should be 85 to 95 %. Of a crisis of six periods
its own periods count alone. Nothing here is an
assertion; the tests hold a short form of it. It takes some ten minutes on one core.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from detente.laboratory.datasets.worlds import LOWEST, World, world
from detente.measuring import Level, States
from detente.measuring.redrawing import PARTS, Part
from detente.measuring.states import FOUND, LIKELY, STATES, StateRow

PLAIN: dict[str, dict[str, Any]] = {
    "walk": {"shape": "walk"},
    "break": {"shape": "break"},
    "recovery": {"shape": "recovery", "size": 4.0},
    "flat": {"shape": "flat"},
}
HARDER: dict[str, dict[str, Any]] = {
    "walk, 40 acts": {"shape": "walk", "acts": 40.0},
    "walk, 3 acts": {"shape": "walk", "acts": 3.0},
    "walk, irregular": {"shape": "walk", "irregular": 1.0},
    "walk, slants": {"shape": "walk", "slant": 0.8},
    "walk, 24 periods": {"shape": "walk", "periods": 24},
    "walk, invented alike": {"shape": "walk", "alike": 1.0},
    "walk, invented anyhow": {"shape": "walk", "alike": 0.0},
    "within a crisis": {"shape": "crisis"},
    "within it, coder errs not": {"shape": "crisis", "misreads": False},
}
BANDS: dict[str, tuple[Part, ...]] = {
    "whole band": PARTS,
    "no coder's error": ("sampling", "outlets"),
    "sampling alone": ("sampling",),
}
DRAWS = 200
"""Half of the usual number: the ends of bands are a little rougher, and as often on either side."""
HORIZON = 12
MOMENTS = {"falling": 23, "turned": 35}
"""Periods of a recovery over 48 months: it falls to the 24th and rises from then on, by two points a
year. A year after the turn it is rebounding."""


def main() -> None:
    """Reads the arguments and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200, help="runs of each kind of world (200)")
    parser.add_argument("--only", choices=["coverage", "states"], help="one of the tables")
    given = parser.parse_args()
    if given.only != "states":
        coverages(given.runs)
    if given.only != "coverage":
        states(max(1, given.runs // 8))


def coverages(runs: int) -> None:
    """Prints, for each kind of world, the share of true levels in bands of each kind."""
    tell(f"{'coverage of 90 % bands':24}", *(f"{name:>17}" for name in BANDS), "  mean width")
    whole = [coverage(name, plan, runs) for name, plan in PLAIN.items()]
    tell(f"{'these together':24}", f"{float(np.mean(whole)):17.3f}")
    for name, plan in HARDER.items():
        coverage(name, plan, max(1, runs // 16))


def coverage(name: str, plan: Mapping[str, Any], runs: int) -> float:
    """Prints the coverages of one kind of world; returns that of the whole band."""
    held = {
        band: np.array([covered(seed, parts, plan) for seed in range(fewer)])
        for (band, parts), fewer in zip(
            BANDS.items(), (runs, *[max(1, runs // 8)] * 2), strict=True
        )
    }
    shares = [float(each[:, 0].mean()) for each in held.values()]
    width = float(held["whole band"][:, 1].mean())
    tell(f"{name:24}", *(f"{share:17.3f}" for share in shares), f"{width:12.2f}")
    return shares[0]


def covered(seed: int, parts: tuple[Part, ...], plan: Mapping[str, Any]) -> tuple[float, float]:
    """Share of a world's true levels in the band, and the band's mean width."""
    made = world(seed, **plan)
    level = Level(holds=parts, confusion=made.confusion, seed=seed, draws=DRAWS)
    fitted = level.fit(made.acts, made.question())
    low, high = (np.array([getattr(row, end) for row in fitted.rows]) for end in ("low", "high"))
    truth = np.array(made.level)
    counts = truth == LOWEST if made.plan.shape == "crisis" else np.full(len(truth), True)
    inside = (low <= truth) & (truth <= high)
    return float(np.mean(inside[counts])), float(np.mean((high - low)[counts]))


def states(runs: int) -> None:
    """Prints how often each state is found, and at least likely, where it holds and where it does not."""
    tell(
        f"\n{'states (found / likely)':30}", *(f"{moment:>14}" for moment in MOMENTS), "  flat, end"
    )
    for acts in (8.0, 40.0):
        plan: dict[str, Any] = {"periods": 48, "acts": acts, "size": 4.0}
        moving = [fitted_states(world(seed, shape="recovery", **plan)) for seed in range(runs)]
        still = [fitted_states(world(seed, shape="flat", **plan)) for seed in range(runs)]
        for name in STATES:
            cells = [rates([rows[place] for rows in moving], name) for place in MOMENTS.values()]
            cells.append(rates([rows[-1] for rows in still], name))
            tell(f"{name + f', {acts:g} acts a month':30}", *(f"{cell:>14}" for cell in cells))


def fitted_states(made: World) -> tuple[StateRow, ...]:
    """The states of a world at each period."""
    fitted = Level(confusion=made.confusion, seed=made.seed).fit(made.acts, made.question())
    return States(horizon=HORIZON).fit(fitted).rows


def rates(rows: list[StateRow], name: str) -> str:
    """`found / likely` in hundredths."""
    chances = np.array([getattr(row, name) or 0.0 for row in rows])
    return " / ".join(f"{np.mean(chances >= least):.2f}" for least in (FOUND, LIKELY))


def tell(*cells: str) -> None:
    """A line, at once."""
    sys.stdout.write("".join(cells) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
