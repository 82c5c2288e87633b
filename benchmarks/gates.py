"""How far a correction should reach: gates compared on invented outlets and on other text, and one chosen.

    python benchmarks/gates.py [--sources FOLDER] [--seeds N ...]

The rule is told in docs/training.md, and was written down before this was run. Texts of each invented
outlet teach the shipped reader behind each gate. What is gained is scored on other texts of that outlet;
what it costs on passages that taught the shipped reader nothing: those held out of `corpus/written`, and,
where a folder of sources holds the text, those on crises of ICBe. Each passage is read as one window.
One thread for linear algebra (OPENBLAS_NUM_THREADS=1) is several times as fast as many.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.coding.reader.learnt import Gate, Learnt
from detente.coding.reader.model import FOLDER, ReaderModel
from detente.laboratory.datasets.dialects import dialect
from detente.laboratory.datasets.idioms import OUTLETS, Outlet
from detente.laboratory.evaluating.passages import PassageScores
from detente.laboratory.evaluating.standoff import Passage, parted, read_standoff
from detente.laboratory.training.reader.answers import Taught
from detente.laboratory.training.reader.onto import Course, retold, scores, taught

CORPUS = Path(__file__).parents[1] / "corpus"
STEPS = tuple(Gate(at / 100, at / 100) for at in range(50, 90, 5))
RAMPS = tuple(Gate(at / 100, (at + 15) / 100) for at in range(45, 80, 5))
NONE = Gate(-1.0, -1.0)
TEXTS = 60
"""Texts of an outlet that teach, and as many on which the gain is scored."""
PULL = 0.003
"""Towards no shift: the one that `learn_onto` chooses in the gazette."""
MOST_LOST = 0.005
"""Of F1 on other text."""
SIMPLER = 0.01
"""Of gain that a gate which opens at once may lack."""


@dataclass(frozen=True)
class Known:
    """Passages as the untaught reader sees them, and how right it is."""

    passages: Sequence[Passage]
    seen: Sequence[Taught]
    before: PassageScores


@dataclass(frozen=True)
class Outcome:
    """What a gate gains in each outlet, and costs on each other text (parties, parties and type)."""

    gate: Gate
    gains: np.ndarray
    costs: np.ndarray

    @property
    def admissible(self) -> bool:
        """Whether other text is told nearly as well as before."""
        return bool((self.costs >= -MOST_LOST).all())


def main() -> None:
    """Reads the arguments and prints a line for each gate, then the one that is chosen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=Path, help="where the text of ICBe's crises lies")
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12], help="(11 12)")
    given = parser.parse_args()
    reader = ReaderModel(FOLDER)
    others = [known(reader, each) for each in other_texts(given.sources)]
    told(f"other text: {', '.join(str(len(each.passages)) for each in others)} passages")
    columns = [each.kind for each in OUTLETS]
    for kind in ("written", "ICBe")[: len(others)]:
        columns += [f"{kind}: parties", f"{kind}: and type"]
    told(f"| from | wholly from | {' | '.join(columns)} |")
    told("|" + "---|" * (len(columns) + 2))
    courses = [[taught_by(reader, outlet, seed) for seed in given.seeds] for outlet in OUTLETS]
    outcomes = []
    for gate in (*RAMPS, *STEPS, NONE):
        outcomes.append(outcome(reader, gate, courses, others))
        told(row(outcomes[-1]))
    chosen = choice(outcomes)
    told("none is admissible" if chosen is None else f"chosen: {row(chosen)}")


def other_texts(sources: Path | None) -> Iterable[Sequence[Passage]]:
    """Passages that taught the shipped reader nothing."""
    files = [CORPUS / "written" / "written.jsonl"]
    files += [CORPUS / "real" / "narratives.jsonl"] if sources else []
    return [parted(read_standoff([each], sources).passages)[1] for each in files]


def known(reader: ReaderModel, passages: Sequence[Passage]) -> Known:
    """Passages with what the untaught reader makes of them."""
    seen = taught(reader, passages)
    return Known(passages, seen, scores(reader, passages, (each.seen for each in seen)))


def taught_by(reader: ReaderModel, outlet: Outlet, seed: int) -> tuple[Course, Known]:
    """A reader with texts of an outlet that teach it, and others of the same to score it."""
    lessons, held = (
        passages_of(dialect(TEXTS, seed=seed, outlet=outlet, part=part)) for part in (0, 1)
    )
    return Course(reader, lessons), known(reader, held)


def passages_of(rows: Sequence[dict[str, object]]) -> Sequence[Passage]:
    """Rows as passages."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "texts.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
        return read_standoff([path], None).passages


def outcome(
    reader: ReaderModel,
    gate: Gate,
    courses: Sequence[Sequence[tuple[Course, Known]]],
    others: Sequence[Known],
) -> Outcome:
    """What a gate gains and costs, means over seeds."""

    def changes(texts: Known, learnt: Learnt) -> list[float]:
        seen = (retold(each.seen, learnt) for each in texts.seen)
        after = scores(reader, texts.passages, seen)
        return [
            after.parties.f1 - texts.before.parties.f1,
            after.typed.f1 - texts.before.typed.f1,
        ]

    gains, costs = [], []
    for seeds in courses:
        for course, held in seeds:
            learnt = course.learnt(PULL, gate=gate)
            gains.append(changes(held, learnt)[1])
            costs.append([change for each in others for change in changes(each, learnt)])
    return Outcome(gate, np.reshape(gains, (len(courses), -1)).mean(axis=1), np.mean(costs, axis=0))


def choice(outcomes: Sequence[Outcome]) -> Outcome | None:
    """The gate that the rule chooses, if any is admissible."""
    fit = [each for each in outcomes if each.admissible]
    if not fit:
        return None
    most = max(each.gains.mean() for each in fit)
    enough = [
        each
        for each in fit
        if each.gains.mean() >= most - (SIMPLER if each.gate.start == each.gate.whole else 0.0)
    ]
    steps = [each for each in enough if each.gate.start == each.gate.whole]
    return max(steps or enough, key=lambda each: (round(each.gains.mean(), 3), each.gate.start))


def row(found: Outcome) -> str:
    """A line of the table."""
    if found.gate == NONE:
        bounds = ["everywhere", ""]
    else:
        bounds = [f"{each:.2f}".lstrip("0") for each in (found.gate.start, found.gate.whole)]
    cells = [f"{each:+.3f}".replace("0.", ".") for each in (*found.gains, *found.costs)]
    return f"| {' | '.join([*bounds, *cells])} |"


def told(line: str) -> None:
    """One line of the outcome."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
