"""How often an audit's intervals hold the truth, in worlds whose coder errs to one side.

    python benchmarks/audits.py [--runs N] [--samples 100 200 400]

The coder misses half of the hostile acts and a fifth of the others, takes a quarter of the hostile ones
that it finds for talks, and invents a quarter of what it tells, mostly cooperation. For each size of
sample N runs (200), each with a seed of its own. Intervals are of 90 %. `plain` is how often the coder's
own figure lies as near to the truth as half the audited interval. `width` is against the same sample
without the coder's figures (`alone`) and against a sample without strata (`simple`); below 1 the audit is
narrower. `told` is the mean score of what was told alone, without what was missed. Nothing here is an
assertion; the tests hold a short form of it. It takes a minute on one core.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from detente.auditing.estimating import Estimate
from detente.laboratory.datasets.audits import YEARS, CheckedWorld, checked_world


def main() -> None:
    """Reads the arguments and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--samples", type=int, nargs="+", default=[100, 200, 400])
    given = parser.parse_args()
    columns = (
        "sample", "plain bias", "audited bias", "plain", "audited", "alone", "share", "year", "width",
        "by alone", "by simple", "told by simple",
    )  # fmt: skip
    sys.stdout.write("  ".join(columns) + "\n")
    for sample in given.samples:
        figures = np.nanmean([_run(seed, sample) for seed in range(given.runs)], axis=0)
        *told, width, alone, simple, of_told, of_told_simple = figures.tolist()
        ratios = (width / alone, width / simple, of_told / of_told_simple)
        cells = [f"{each:.2f}" for each in (*told, width, *ratios)]
        row = zip(columns, [str(sample), *cells], strict=True)
        sys.stdout.write("  ".join(cell.rjust(len(name)) for name, cell in row) + "\n")


def _run(seed: int, sample: int) -> list[float]:
    world = checked_world(seed, sample=sample)
    simple = checked_world(seed, sample=sample, simple=True)
    truth = world.mean()
    found, alone = _of(world), _of(world, tuning=0.0)
    near = abs((found.coded or 0.0) - truth) <= _width(found) / 2
    share = world.estimated(share=True)
    return [
        (found.coded or 0.0) - truth,
        found.value - truth,
        near,
        _holds(found, truth),
        _holds(alone, truth),
        _holds(share, world.hostile()),
        float(np.mean([_holds(world.estimated(year=y), world.mean(y)) for y in range(YEARS)])),
        _width(found),
        _width(alone),
        _width(_of(simple, tuning=0.0)),
        _width(_of(world, missed=False)),
        _width(_of(simple, missed=False, tuning=0.0)),
    ]


def _of(world: CheckedWorld, *, tuning: float | None = None, missed: bool = True) -> Estimate:
    found = world.estimated(tuning=tuning, missed=missed)
    assert found is not None
    return found


def _holds(found: Estimate | None, truth: float) -> bool:
    return found is not None and found.low <= truth <= found.high


def _width(found: Estimate) -> float:
    return found.high - found.low


if __name__ == "__main__":
    main()
