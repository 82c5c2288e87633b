"""Fits the weights that tell how deeds are told, and says how right they are on passages held out.

    python tools/manner.py --sources FOLDER [--write]

The folder holds the collections that `corpus/telling` points to. One passage in five, by its digest, is
never learnt from; the score is of these. With `--write` the weights are written beside the shipped reader.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from detente.coding.manner import MannerReader
from detente.coding.reader.model import FOLDER
from detente.laboratory.evaluating.tellings import read_tellings
from detente.laboratory.evaluating.told_so import score_manner
from detente.laboratory.training.manner import fit_manner

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "telling"


def main() -> None:
    """Fit, and print the score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=Path, required=True, help="where the texts lie")
    parser.add_argument("--write", action="store_true", help="write the weights that are shipped")
    given = parser.parse_args()
    tellings = read_tellings(sorted(CORPUS.glob("*.jsonl")), given.sources)
    learnt = [each for each in tellings if not each.held_out]
    weights = fit_manner(learnt)
    if given.write:
        weights.save(FOLDER)
    score = score_manner(MannerReader(weights), (each for each in tellings if each.held_out))
    told = [f"{len(learnt)} passages learnt from, {score.passages} held out"]
    told += [
        f"{name:10} F1 {found.f1:.3f}: {found.both} of {found.told} told, of {found.there} there"
        for name, found in [
            ("deeds", score.deeds),
            ("loaded", score.loaded),
            *score.stances.items(),
        ]
    ]
    told += [f"{name:10} {each.share:.3f} of {each.of} deeds" for name, each in score.right.items()]
    sys.stdout.write("\n".join(told) + "\n")


if __name__ == "__main__":
    main()
