"""How often `shocks` tells a response where there is none, and the right one after dated events.

    python benchmarks/shocks.py [--worlds N] [--levant WORKSPACE] [--gulf WORKSPACE]

Made worlds: 300 weeks, a day at the 250th; told at the 5 % level, with the sums as they are and at one
volume of reporting. Dated events: those of `dated.tsv`, written down before any but Oslo was run (its
digest is held here), in workspaces into which the KEDS sets of the Levant and the Gulf were imported
(`detente import keds FILE --into WORKSPACE`). Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from detente.coding.ontology import quad_class, score
from detente.errors import DetenteError
from detente.measuring import ACTS, Shocks, acts_imported
from detente.measuring.acts import coverage
from detente.measuring.tally import COVERAGE
from detente.store import Workspace

DATED = Path(__file__).with_name("dated.tsv")
DIGEST = "15a61f405334291f23175df3a20253fda5730f2186ccc85caa9b5c76c601fd72"
"""Of `dated.tsv` (sha256), so that nobody changes it after a look at the outcome."""
START, WEEKS, AT = dt.date(2014, 1, 6), 300, 250
DAY = START + dt.timedelta(weeks=AT)
KINDS = ("REQUEST", "ACCUSE", "CONSULT", "COOPERATE", "ASSAULT", "AID")
WORLDS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "over-dispersed": {"dispersion": 1.0},
    "volume wanders (AR .8)": {"volume": "wandering"},
    "volume grows nine times": {"volume": "growing"},
    "twice the volume from the day on": {"volume": "more"},
    "foretold: three times in the week before": {"foretold": 3.0},
    "rose: a point and a half for 8 weeks": {"rise": 1.5},
    "rose, and volume wanders": {"rise": 1.5, "volume": "wandering"},
    "rose, and was foretold": {"rise": 1.5, "foretold": 3.0},
}


def main() -> None:
    """Reads the arguments and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=200, help="how many of each kind (200)")
    parser.add_argument("--levant", type=Path, help="workspace with KEDS of the Levant")
    parser.add_argument("--gulf", type=Path, help="workspace with KEDS of the Gulf")
    given = parser.parse_args()
    tell(f"{'total, told as a response':42} as told: up  down  at one volume: up  down")
    for name, plan in WORLDS.items():
        found = np.mean(
            [responses(*world(**plan, seed=seed)) for seed in range(given.worlds)], axis=0
        )
        tell(f"{name:42} {found[0]:11.3f} {found[1]:5.3f} {found[2]:17.3f} {found[3]:5.3f}")
    for name, folder in (("levant", given.levant), ("gulf", given.gulf)):
        if folder:
            dated(name, Workspace.open(folder))


def world(
    *,
    volume: str = "even",
    dispersion: float = 0.0,
    foretold: float = 1.0,
    rise: float = 0.0,
    seed: int = 0,
) -> tuple[pa.Table, pa.Table]:
    """The acts of a pair and the coverage by day; a response of `rise` more a week in the mean score."""
    rng = np.random.default_rng([seed, 19])
    room = volumes(volume, rng)
    own = room.copy()
    own[AT - 1] *= foretold
    if dispersion:
        own *= rng.gamma(1 / dispersion, dispersion, WEEKS)
    week = np.repeat(np.arange(WEEKS), rng.poisson(12 * own))
    after = (week >= AT) & (week < AT + 8)
    scores = np.array([score(kind, None) for kind in KINDS])
    kinds = rng.integers(0, len(KINDS), len(week))
    kind = np.where(after & (rng.random(len(week)) < rise / 8), int(scores.argmax()), kinds)
    days = np.datetime64(START) + 7 * week + rng.integers(0, 7, len(week))
    others = pa.table(
        {
            "day": np.datetime64(START) + 7 * np.arange(WEEKS),
            "n": rng.poisson(100 * room) + np.bincount(week, minlength=WEEKS),
        },
        COVERAGE,
    )
    return table(days, kind), others


def volumes(kind: str, rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How much is written in each week."""
    room = np.ones(WEEKS)
    if kind == "growing":
        return np.geomspace(1 / 3, 3, WEEKS)
    if kind == "more":
        room[AT:] = 2.0
    if kind == "wandering":
        value = 0.0
        for place in range(WEEKS):
            value = 0.8 * value + 0.6 * rng.normal()
            room[place] = np.exp(0.5 * value)
    return room


def table(days: np.ndarray, kind: np.ndarray) -> pa.Table:
    """Acts of the first state towards the second (`ACTS`)."""
    size = len(days)
    names = [KINDS[place] for place in kind]
    columns = {
        "act_id": [f"{place:06d}" for place in range(size)],
        "day": pa.array(days),
        "forward": [True] * size,
        "backward": [False] * size,
        "event_type": names,
        "quad_class": [quad_class(name) for name in names],
        "score": [score(name, None) for name in names],
        "goldstein": pa.nulls(size, pa.float64()),
        "confidence": pa.nulls(size, pa.float64()),
        "tracks": [[]] * size,
        "outlets": [[]] * size,
    }
    return pa.table(columns, schema=ACTS)


def responses(acts: pa.Table, counted: pa.Table) -> list[bool]:
    """Whether a rise or a fall is told, with the sums as they are and at one volume."""
    found = Shocks(of="total").fit(acts, DAY, coverage=counted)
    plain = found.plain or found
    return [plain.seen > 0, plain.seen < 0, found.seen > 0, found.seen < 0]


def dated(name: str, workspace: Workspace) -> None:
    """What is told after each event of a set, and the right way."""
    counted = coverage(workspace, dataset="keds")
    tell(f"\n{name}: day, pair, way; by total, mean and cooperation: response (p), and as told")
    for first, second, day, way, what in events(name):
        acts = acts_imported(workspace, (first, second), "keds")
        cells = [cell(acts, day, counted, of) for of in ("total", "mean", "cooperation")]
        tell(f"{day} {first}-{second} {way:4} {' '.join(cells)}  {what}")


def events(name: str) -> Iterator[tuple[str, str, str, str, str]]:
    """The dated events of a set, if the list is the one that was written down."""
    held = DATED.read_bytes()
    if hashlib.sha256(held).hexdigest() != DIGEST:
        raise SystemExit(f"{DATED} is not the list that was written down before the search")
    lines = (line for line in held.decode().splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines, delimiter="\t"):
        if row["set"] == name:
            yield row["first"], row["second"], row["day"], row["way"], row["what"]


def cell(acts: pa.Table, day: str, counted: pa.Table, of: str) -> str:
    """The response by one measure, at one volume and as told."""
    try:
        found = Shocks(of=of).fit(acts, day, coverage=counted)  # type: ignore[arg-type]
    except DetenteError:
        return f"{'refused':>27}"
    plain = found.plain or found
    return f"{found.mean:+7.1f} ({found.p_value:.3f}) {plain.mean:+6.1f} ({plain.p_value:.3f})"


def tell(line: str) -> None:
    """A line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
