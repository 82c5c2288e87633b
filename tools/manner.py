"""Fits the weights that tell how deeds are told and in what light states are shown, and says how right they
are on passages held out.

    python tools/manner.py --sources FOLDER [--write]
    python tools/manner.py --sources FOLDER --outlets

The folder holds the collections that `corpus/telling` and `corpus/shown` point to. One passage in five, by
its digest, is never learnt from; the score is of these. With `--write` the weights are written beside the
shipped reader. With `--outlets` it says how near the light in which each outlet shows each state comes to
the readers' mean, each sentence read by weights that were fitted on others.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from detente.coding.manner import MannerReader
from detente.coding.reader.model import FOLDER
from detente.laboratory.evaluating.showings import Showing, read_showings, score_shown
from detente.laboratory.evaluating.tellings import read_tellings
from detente.laboratory.evaluating.told_so import score_manner
from detente.laboratory.training.manner import fit_manner, lights_in_folds

FEWEST, SMALL = 8, 5
"""Sentences of an outlet that name a state, and outlets, below which nothing is told."""
CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def main() -> None:
    """Fit, and print the score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=Path, required=True, help="where the texts lie")
    parser.add_argument("--write", action="store_true", help="write the weights that are shipped")
    parser.add_argument("--outlets", action="store_true", help="how right are positions of outlets")
    given = parser.parse_args()
    tellings = read_tellings(sorted(CORPUS.glob("telling/*.jsonl")), given.sources)
    showings = read_showings(sorted(CORPUS.glob("shown/*.jsonl")), given.sources)
    if given.outlets:
        sys.stdout.write(by_outlet(showings))
        return
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


def by_outlet(showings: Sequence[Showing]) -> str:
    """The light of each outlet and state as it is read, and as readers felt it."""
    held: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for showing, code, light in lights_in_folds(showings):
        held[showing.article.outlet or "", code].append((light, showing.light(code)))
    rows = {
        name: tuple(np.mean(pairs, axis=0)) for name, pairs in held.items() if len(pairs) >= FEWEST
    }
    told = [f"{'outlet':22}state  sentences   read  readers"]
    told += [
        f"{outlet:22}{state}  {len(held[outlet, state]):9}  {read:+.2f}    {felt:+.2f}"
        for (outlet, state), (read, felt) in sorted(rows.items())
    ]
    told.append(_agreement("sentences", [pair for each in held.values() for pair in each]))
    told.append(_agreement("outlets and states", list(rows.values())))
    for state in sorted({code for _, code in rows}):
        pairs = [pair for (_, code), pair in rows.items() if code == state]
        if len(pairs) > SMALL:
            told.append(_agreement(f"outlets of {state}", pairs))
    return "\n".join(told) + "\n"


def _agreement(what: str, pairs: Sequence[tuple[float, float]]) -> str:
    read, felt = np.array(pairs).T
    r, slope = np.corrcoef(read, felt)[0, 1], np.polyfit(read, felt, 1)[0]
    return f"{len(pairs)} {what}: r = {r:.2f}, readers differ {slope:.1f} times as much"


if __name__ == "__main__":
    main()
