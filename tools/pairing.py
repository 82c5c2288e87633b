"""Fits the weights by which a later act is taken for a promised one, and says how right they are.

    python tools/pairing.py --record wire-1987=wire --record current-events=events

Each `--record` names a source of `corpus/pairs` and the workspace that it was read into. Prints how many of
the pairs that are said to be kept are, with each source left out in turn, and with each tenth of the
promises; then the table `src/detente/ledgers/data/pairing.tsv`, without its two thresholds.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from detente.laboratory.training.pairing import (
    Judged,
    by_promise,
    by_source,
    cross_validated,
    examples,
    fit,
    read_pairs,
)
from detente.ledgers.pairing import weights
from detente.store import Workspace

PAIRS = Path(__file__).resolve().parent.parent / "corpus" / "pairs"


def main() -> None:
    """Print the scores and the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--record", action="append", required=True, metavar="SOURCE=WORKSPACE")
    given = dict(each.split("=", 1) for each in parser.parse_args().record)
    records = {source: Workspace.open(path) for source, path in given.items()}
    pairs = [pair for path in sorted(PAIRS.glob("*.jsonl")) for pair in read_pairs(path)]
    learnt = examples(pairs, records)
    for name, part in (("source", by_source), ("promise", by_promise)):
        judged = cross_validated(learnt, part)
        _show(f"by {name}: all", judged)
        for source in sorted(records):
            _show(f"by {name}: {source}", [j for j in judged if j.example.pair.source == source])
    sys.stdout.write("sign\tweight\n")
    for sign, weight in fit(learnt).items():
        sys.stdout.write(f"{sign}\t{weight}\n")


def _show(name: str, judged: Sequence[Judged]) -> None:
    """What is said from the shipped threshold on, and how the precision goes on below it."""
    said = [one for one in judged if one.likelihood >= weights()["kept"]]
    right = sum(one.example.kept for one in said)
    kept = sum(one.example.kept for one in judged)
    sys.stdout.write(f"{name}: {len(judged)} pairs, {kept} kept, {len(said)} said, {right} right\n")
    for number in range(5, min(len(judged), 40) + 1, 5):
        share = sum(one.example.kept for one in judged[:number]) / number
        least = judged[number - 1].likelihood
        sys.stdout.write(f"  first {number}: {share:.2f} right, from {least:.2f}\n")


if __name__ == "__main__":
    main()
