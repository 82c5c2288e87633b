"""Measures what each rule beside the reader is worth on real passages that nothing was learnt from.

    python tools/ablation.py --sources ../shared

Switches one rule off at a time, codes the held-out passages of `corpus/real`, and prints the rows of the
table in `docs/ablation.md`: what is lost (-) or gained without it. About a minute a rule on one core.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from detente.coding.coder import Coder
from detente.coding.reader import article, decoding
from detente.coding.reader.model import ReaderModel
from detente.coding.reader.setting import Setting
from detente.coding.reader.window import Window
from detente.coding.worth import Worth
from detente.laboratory.evaluating.passages import NOTHING, PassageScores, score_passages
from detente.laboratory.evaluating.standoff import Passage, parted, read_standoff

REAL = Path(__file__).resolve().parent.parent / "corpus" / "real"
Switch = Callable[[], AbstractContextManager[Any]]


def _all_acts(window: Any, acts: Sequence[decoding.ActRead]) -> tuple[decoding.ActRead, ...]:
    return tuple(sorted(acts, key=lambda act: act.trigger))


def _as_they_stand(*told: Any) -> Any:
    return told


def _runs_as_they_are(window: Any, shares: Any, sure: tuple[int, int], room: Any) -> Any:
    return sure


WINDOW = ReaderModel.window


def _before(**changed: Any) -> Switch:
    def window(
        self: ReaderModel, text: str, mentions: Any, sentences: Any, setting: Setting
    ) -> Window:
        return WINDOW(self, text, mentions, sentences, replace(setting, **changed))

    return lambda: mock.patch.object(ReaderModel, "window", window)


def _in(place: Any, name: str, value: Any) -> Switch:
    return partial(mock.patch.object, place, name, value)


def _thresholds(**changed: float) -> Switch:
    def read(seen: decoding.Seen, at: decoding.Thresholds) -> decoding.WindowRead:
        return decoding.read_window(seen, replace(at, **changed))

    return _in(article, "read_window", read)


RULES: dict[str, Switch] = {
    "one act is told once, by its surest word": _in(decoding, "_each_once", _all_acts),
    "a few unlikely pieces do not part a position": _in(decoding, "GAP", 0),
    "pieces beside a position that are not unlikely belong to it": _in(
        decoding, "_spread", _runs_as_they_are
    ),
    "the issuer before the text": _before(issuer=None, office=None),
    "the headline before the text": _before(title="", titled=()),
    "the sentences before the one that is wanted": _in(article, "BEFORE", 0),
    "a state stands on one side of an act only": _in(decoding, "_apart", _as_they_stand),
    "all pieces of a word are as sure as its surest": _in(
        decoding, "_by_word", lambda window, types: types
    ),
    "where too few parties are sure, the likeliest with a state": _thresholds(least=1.0),
    "acts at the ends of the scale must be surer": _thresholds(sure_extreme=0.0),
    "which sentences are read is told by their words; else all are": _in(
        Worth, "reason_against", lambda self, features: None
    ),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=Path, required=True, help="folder with the texts")
    sources = parser.parse_args().sources
    passages = parted(read_standoff(sorted(REAL.glob("*.jsonl")), sources).passages)[1]
    whole = _scores(passages, nullcontext)
    sys.stdout.write(f"{len(passages)} passages: {', '.join(f'{each:.3f}' for each in whole)}\n")
    sys.stdout.write("| switched off | parties | and type | positions |\n|---|---|---|---|\n")
    for rule, switch in RULES.items():
        without = _scores(passages, switch)
        lost = (f"{one - other:+.3f}" for one, other in zip(without, whole, strict=True))
        sys.stdout.write(f"| {rule} | {' | '.join(lost)} |\n")
        sys.stdout.flush()


def _scores(passages: Sequence[Passage], switch: Switch) -> tuple[float, ...]:
    with switch():
        by_kind = score_passages(passages, Coder())
    total: PassageScores = sum(by_kind.values(), NOTHING)
    return total.parties.f1, total.typed.f1, total.positions.f1


if __name__ == "__main__":
    main()
