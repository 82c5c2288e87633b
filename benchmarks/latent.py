"""How well a hidden relation is found in made worlds in which it is known.

    python benchmarks/latent.py [--worlds N] [--from SEED]

Each world comes from a seed (`detente.laboratory.datasets.relations`); what was used to choose settings had
seeds from 10,000 on. Told are, of each kind of world: the share of months whose true level lies in the 90 %
band; the correlation of the truth with the level, and of the same months with what it replaces: the mean
score and its smoothed level (`detente index`), the sum of the scores, and the sum at the usual volume.
Months without an act have no mean; there the last one stands. Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time

import numpy as np
import pandas as pd
import pyarrow as pa

from detente.laboratory.datasets.relations import BETWEEN, PLANS, Relation, relation
from detente.measuring import Level, Points, Question, by_period
from detente.modelling import Counts, Latent, LatentResult, Source, counts_of

COLUMNS = ("in band", "width", "level", "mean", "smoothed mean", "sum", "sum at volume", "seconds")


def main() -> None:
    """Reads the arguments and prints a line for each kind of world."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=40, help="how many of each kind (40)")
    parser.add_argument("--from", dest="first", type=int, default=0, help="first seed (0)")
    asked = parser.parse_args()
    told(f"{'world':24}" + "".join(f"{name:>15}" for name in COLUMNS))
    for name in PLANS:
        seeds = range(asked.first, asked.first + asked.worlds)
        rows = np.array([measured(relation(name, seed)) for seed in seeds])
        told(f"{name:24}" + "".join(f"{value:15.2f}" for value in np.nanmean(rows, axis=0)))


def measured(world: Relation) -> list[float]:
    """One row of the table."""
    began = time.process_time()
    sources = {
        name: Source(acts, world.volumes[name], *_span(acts)) for name, acts in world.acts.items()
    }
    counts = counts_of(sources, BETWEEN, since=world.since, until=world.until)
    found = Latent().fit(counts)
    taken = time.process_time() - began
    inside = [
        row.low <= true <= row.high for row, true in zip(found.rows, world.level, strict=True)
    ]
    return [
        float(np.mean(inside)),
        float(np.mean([row.high - row.low for row in found.rows])),
        *(_like(values, world.level) for values in _others(world, counts, found)),
        taken,
    ]


def _others(world: Relation, counts: Counts, found: LatentResult) -> list[list[float]]:
    """The level, and what it replaces."""
    acts = pa.concat_tables(world.acts.values())
    question = Question(between=BETWEEN, since=world.since, until=world.until)
    smoothed = Level(holds=("sampling",)).fit(acts, question)
    at_volume = np.zeros(len(counts.names))
    for name, held in world.acts.items():
        points: Points = by_period(held, of="total", since=world.since, until=world.until)
        at_volume += np.nan_to_num(points.at(world.volumes[name].over(points)).values)
    return [
        [row.level for row in found.rows],
        pd.Series(counts.mean).ffill().bfill().tolist(),
        [np.nan if row.level is None else row.level for row in smoothed.rows],
        counts.total.tolist(),
        at_volume.tolist(),
    ]


def _span(acts: pa.Table) -> tuple[dt.date, dt.date]:
    days = acts["day"].to_pylist()
    return min(days), max(days)


def _like(values: list[float], truth: np.ndarray) -> float:
    return float(np.corrcoef(values, truth)[0, 1])


def told(line: str) -> None:
    """One line of the outcome."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
