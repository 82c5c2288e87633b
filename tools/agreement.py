"""Tells how far two annotators, each blind to the other, agree on real passages.

    python tools/agreement.py --sources ../shared

Scores the second readings in `corpus/real-second` against the first ones in `corpus/real` as if they were
a coder's, and prints the table of `docs/evaluation.md`, with Cohen's kappa of whether a passage holds
anything, and F1 of mentions with their state.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from detente.laboratory.evaluating.passages import (
    NOTHING,
    Counts,
    PassageScores,
    as_told,
    score_passage,
)
from detente.laboratory.evaluating.standoff import Passage, read_standoff

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
Pairs = Sequence[tuple[Passage, Passage]]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=Path, required=True, help="folder with the texts")
    pairs = read_twice(parser.parse_args().sources)
    kinds = sorted({first.kind for first, _ in pairs})
    sys.stdout.write("| kind of text | passages | parties | and type | status | positions |\n")
    sys.stdout.write("|---|---|---|---|---|---|\n")
    for kind in (*kinds, "all"):
        scores = sum(
            (score_passage(one, as_told(two)) for one, two in pairs if kind in (one.kind, "all")),
            NOTHING,
        )
        sys.stdout.write(f"| {kind} | {_row(scores)} |\n")
    sys.stdout.write(f"holds anything: kappa {kappa(pairs):.3f}\n")
    sys.stdout.write(f"mentions with their state: F1 {_mentions(pairs).f1:.3f}\n")


def read_twice(sources: Path) -> Pairs:
    """First and second readings of the passages that were read twice."""
    first = {
        passage.digest: passage
        for passage in read_standoff(sorted((CORPUS / "real").glob("*.jsonl")), sources).passages
    }
    second = read_standoff(sorted((CORPUS / "real-second").glob("*.jsonl")), sources).passages
    return [(first[each.digest], each) for each in second if each.digest in first]


def kappa(pairs: Pairs) -> float:
    """Cohen's kappa (1960) of whether a passage holds an act or a position."""
    told = Counter((_holds(one), _holds(two)) for one, two in pairs)
    total = len(pairs)
    alike = (told[True, True] + told[False, False]) / total
    ones = (told[True, True] + told[True, False]) / total
    twos = (told[True, True] + told[False, True]) / total
    chance = ones * twos + (1 - ones) * (1 - twos)
    return (alike - chance) / (1 - chance)


def _holds(passage: Passage) -> bool:
    return bool(passage.acts or passage.positions)


def _mentions(pairs: Pairs) -> Counts:
    def counted(one: Iterable[object], two: Iterable[object]) -> Counts:
        first, second = set(one), set(two)
        return Counts(len(first & second), len(second), len(first))

    return sum((counted(one.parties, two.parties) for one, two in pairs), Counts())


def _row(scores: PassageScores) -> str:
    shares = (
        scores.parties.f1,
        scores.typed.f1,
        scores.status.precision,
        scores.positions.f1,
    )
    return f"{scores.passages:,} | " + " | ".join(f"{share:.3f}" for share in shares)


if __name__ == "__main__":
    main()
