"""Fits the weights that tell how deeds are told and in what light states are shown, and says how right they
are on passages held out.

    python tools/manner.py --sources FOLDER [--write]

The folder holds the collections that `corpus/telling` and `corpus/shown` point to. One passage in five, by
its digest, is never learnt from; the score is of these. With `--write` the weights are written beside the
shipped reader.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from detente.coding.manner import MannerReader
from detente.coding.reader.model import FOLDER
from detente.laboratory.evaluating.showings import read_showings, score_shown
from detente.laboratory.evaluating.tellings import read_tellings
from detente.laboratory.evaluating.told_so import score_manner
from detente.laboratory.training.manner import fit_manner

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def main() -> None:
    """Fit, and print the score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=Path, required=True, help="where the texts lie")
    parser.add_argument("--write", action="store_true", help="write the weights that are shipped")
    given = parser.parse_args()
    tellings = read_tellings(sorted(CORPUS.glob("telling/*.jsonl")), given.sources)
    showings = read_showings(sorted(CORPUS.glob("shown/*.jsonl")), given.sources)
    learnt = [each for each in tellings if not each.held_out]
    rated = [each for each in showings if not each.held_out]
    weights = fit_manner(learnt, rated)
    if given.write:
        weights.save(FOLDER)
    reader = MannerReader(weights)
    score = score_manner(reader, (each for each in tellings if each.held_out))
    shown = score_shown(reader, (each for each in showings if each.held_out))
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
    told += [
        f"{len(rated)} sentences learnt from, {shown.states} states in others: "
        f"r = {shown.correlation:.3f} with two readers' mean (one with the other {shown.readers:.3f}), "
        f"the side of {shown.clear} in a clear light right {shown.side:.3f}, "
        f"in whose words {shown.said:.3f}"
    ]
    sys.stdout.write("\n".join(told) + "\n")


if __name__ == "__main__":
    main()
