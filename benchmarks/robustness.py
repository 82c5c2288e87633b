"""What stands of a true step and of nothing, and how many findings are false among many pairs of nothing.

    python benchmarks/robustness.py [--worlds N] [--families N] [--pairs N]

A true step: the level of a pair changes once by 2.5 points, ten to thirty acts a month, at a month drawn
from the seed. Nothing: the levels wander about one mean (autocorrelation .3). Of both every finding is
computed in some 30 ways. A family is 200 pairs of nothing, of which answers and turns are told with false
ones held to 5 %: here every one that is told is false, so that families with any should be one in twenty.
Nothing here is an assertion. It takes half an hour on one core.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from detente.laboratory.datasets.pairs import Flow, acts_of, exchange
from detente.robustness import Discoveries, Material, Robustness, Source
from detente.robustness.many import Discovery
from detente.robustness.rows import Standing

PAIR = ("CHL", "KEN")
MONTHS = 120
KINDS = ("answer of total", "turn of mean", "turn of hostility")
OF_BENCHMARK = 10_000
"""Seeds from here on are the benchmark's; settings were chosen on others."""


def main() -> None:
    """Reads the arguments and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=8, help="worlds with a step, and without (8)")
    parser.add_argument("--families", type=int, default=16, help="families of pairs (16)")
    parser.add_argument("--pairs", type=int, default=200, help="pairs of a family (200)")
    asked = parser.parse_args()
    steps = [step(OF_BENCHMARK + seed) for seed in range(asked.worlds)]
    told(f"a true step is told by default in {np.mean([each[0] for each in steps]):.2f} of worlds")
    told(f"share of ways that find it: {spread([each[1] for each in steps])}")
    told(f"worlds in which .8 of ways do: {np.mean([each[1] >= 0.8 for each in steps]):.2f}")
    nothing = [still(OF_BENCHMARK + seed) for seed in range(asked.worlds)]
    told(
        f"nothing: findings told by default, a world: {np.mean([each[0] for each in nothing]):.2f}"
    )
    told(f"nothing: findings that stand, a world: {np.mean([each[1] for each in nothing]):.2f}")
    found = [family(OF_BENCHMARK * (2 + number), asked.pairs) for number in range(asked.families)]
    for kind in KINDS:
        alone, held, held_any = np.array([each[kind] for each in found], dtype=float).T
        told(f"{asked.families} families of {asked.pairs} pairs of nothing, {kind}:")
        told(f"  told one by one (p <= .05), a family: {alone.mean():.1f}")
        told(f"  families with any told by Benjamini-Hochberg: {np.mean(held > 0):.2f}")
        told(f"  families with any told by Benjamini-Yekutieli: {np.mean(held_any > 0):.2f}")


def step(seed: int) -> tuple[bool, float]:
    """Whether a step of the mean is told by default near its month, and the share of ways that find it."""
    rng = np.random.default_rng(seed)
    at, rate = int(rng.integers(36, MONTHS - 36)), rng.uniform(5, 15)
    sign = 1.0 if rng.random() < 0.5 else -1.0
    levels = np.where(np.arange(MONTHS) < at, -1.25, 1.25) * sign
    acts = acts_of(
        [Flow(*PAIR, levels, rate), Flow(*PAIR[::-1], levels, rate)], between=PAIR, seed=seed
    )
    month = f"{2014 + at // 12}-{at % 12 + 1:02d}"
    near = [
        each for each in standings(acts) if each.kind == "turn" and each.of == "mean" and each.told
    ]
    found = [each.share or 0.0 for each in near if abs(months(each.about) - months(month)) <= 1]
    return bool(found), max(found, default=0.0)


def still(seed: int) -> tuple[int, int]:
    """How many findings of nothing are told by default, and how many stand."""
    rows = standings(exchange(PAIR, months=MONTHS, seed=seed).acts[PAIR])
    return sum(bool(each.told) for each in rows), sum(each.verdict == "stands" for each in rows)


def standings(acts: pa.Table) -> tuple[Standing, ...]:
    """The findings of a made pair."""
    material = Material(PAIR, (Source.of_acts(acts, PAIR),))
    return Robustness(sample=20).fit(material).standings


def family(seed: int, pairs: int) -> dict[str, tuple[int, int, int]]:
    """False findings of each kind among pairs of nothing: told one by one, and by each way."""
    rows = Discoveries().fit(made(seed, pairs)).discoveries
    return {
        kind: counted([each for each in rows if f"{each.kind} of {each.of}" == kind])
        for kind in KINDS
    }


def counted(rows: list[Discovery]) -> tuple[int, int, int]:
    """How many are told one by one, and by each way of holding false ones."""
    return (
        sum(each.p_value <= 0.05 for each in rows),
        sum(each.told for each in rows),
        sum(each.told_any for each in rows),
    )


def made(seed: int, pairs: int) -> Iterator[Material]:
    """Pairs in which nothing happens."""
    for number in range(pairs):
        acts = exchange(PAIR, months=MONTHS, seed=seed + number).acts[PAIR]
        yield Material(PAIR, (Source.of_acts(acts, PAIR),))


def months(name: str) -> int:
    """A month as a number."""
    year, month = name.split("-")
    return 12 * int(year) + int(month)


def spread(values: list[float]) -> str:
    """The middle of some shares, and their first decile."""
    return f"median {np.median(values):.2f}, first decile {np.quantile(values, 0.1):.2f}"


def told(line: str) -> None:
    """One line of the outcome."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
