"""What corrections are worth: an invented outlet is coded, corrected, learnt from, and coded anew.

    python benchmarks/corrections.py [--seeds N] [--corrections N] [--outlet NAME] [--erring SHARE]
                                     [--real STANDOFF SOURCES]

For each seed the shipped reader codes texts of an outlet with idioms of its own into a workspace. A
reviewer who knows the truth goes through the sentences until so many corrections are made: what is right is
accepted, what is wrong changed or deleted, what is missing added. With --erring he is wrong in such a share
of them, at random. `detente train --onto` learns from them. Both readers are scored on other texts in the
same idioms (other states, other matters, other frames of sentences), and on passages that taught the
shipped reader nothing (held out of those written for this project, or of real ones, where they are given),
which they should tell as before.
Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import t as student

from detente import Coder, Workspace
from detente.coding.coder import make_article
from detente.coding.reader.labels import TYPES
from detente.correcting import Reviewer
from detente.correcting.passages import passages_of
from detente.laboratory.datasets.dialects import dialect
from detente.laboratory.datasets.idioms import OUTLETS, Outlet
from detente.laboratory.evaluating.passages import NOTHING, PassageScores, score_passages
from detente.laboratory.evaluating.standoff import Passage, parted, read_standoff
from detente.laboratory.training.reader.onto import learn_onto
from detente.reading_run import read_into
from detente.records import Event
from detente.schema import to_rows

Row = dict[str, Any]
WRITTEN = Path(__file__).parents[1] / "corpus" / "written" / "written.jsonl"
HELD_OUT = 100
"""Texts of the outlet on which both readers are scored."""


@dataclass(frozen=True)
class World:
    """An outlet and its reviewer: how many corrections he makes, and in which share of them he errs."""

    outlet: Outlet
    corrections: int
    erring: float


def main() -> None:
    """Reads the arguments and prints a line for each seed, then the means."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5, help="how many worlds (5)")
    parser.add_argument("--corrections", type=int, default=200, help="made in each (200)")
    parser.add_argument("--outlet", choices=[each.kind for each in OUTLETS], default="gazette")
    parser.add_argument("--erring", type=float, default=0.0, help="share of wrong corrections (0)")
    parser.add_argument(
        "--real", type=Path, nargs=2, metavar=("STANDOFF", "SOURCES"), help="ordinary texts"
    )
    given = parser.parse_args()
    standoff, sources = given.real or (WRITTEN, None)
    _, ordinary = parted(read_standoff([standoff], sources).passages)
    (outlet,) = (each for each in OUTLETS if each.kind == given.outlet)
    world = World(outlet, given.corrections, given.erring)
    known = figures(ordinary, Coder())
    names = ("parties", "and type", "other parties", "other and type")
    told("  ".join(["seed", "made", *(f"{each:14}" for each in names), "pull ", "seconds"]))
    rows = [one(seed, world, ordinary, known) for seed in range(1, given.seeds + 1)]
    after_less_before = np.array(rows)[:, 1::2] - np.array(rows)[:, 0::2]
    for name, each in zip(names, after_less_before.T, strict=True):
        told(f"{name}: {each.mean():+.3f} ({interval(each)})")


def one(
    seed: int, world: World, ordinary: Sequence[Passage], known: tuple[float, float]
) -> list[float]:
    """Before and after, of parties and with type, in the outlet and in ordinary texts."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = corrected(folder, seed, world)
        before = time.perf_counter()
        found = learn_onto([folder / "corrected.jsonl"], None, folder / "reader")
        took = time.perf_counter() - before
        held = written(
            folder / "held.jsonl", dialect(HELD_OUT, seed=seed, outlet=world.outlet, part=1)
        )
        learnt = Coder(model=folder / "reader")
        pairs = [*zip(figures(held, Coder()), figures(held, learnt), strict=True)]
        pairs += [*zip(known, figures(ordinary, learnt), strict=True)]
    cells = "  ".join(f"{one:.3f} -> {other:.3f}" for one, other in pairs)
    told(f"{seed:4}  {made:4}  {cells}  {found.strength:5}  {took:7.0f}")
    return [value for pair in pairs for value in pair]


def corrected(folder: Path, seed: int, world: World) -> int:
    """Code texts of an outlet, correct them, and write the passages; tells how many corrections were
    made."""
    most = world.corrections
    rows = dialect(most, seed=seed, outlet=world.outlet, part=0)
    workspace = Workspace.create(folder / "ws")
    articles = [
        make_article(row["text"], row["published"], row["outlet"], None, row["genre"], f"{i}.txt")
        for i, row in enumerate(rows)
    ]
    read_into(workspace, articles, Coder)
    truth = {each.article_id: row for each, row in zip(articles, rows, strict=True)}
    reviewer, made = Reviewer(workspace, "Ana"), 0
    slips = Slips(np.random.default_rng([seed, 1]), world.erring)
    events: dict[str, list[Event]] = {each: [] for each in truth}
    for event in to_rows(workspace.events(), Event):
        events[event.article_id].append(event)
    for article_id, row in truth.items():
        for _ in reviewed(reviewer, slips, article_id, row, events[article_id]):
            made += 1
            if made == most:
                break
        if made == most:
            break
    found = passages_of(workspace, with_text=True)
    lines = [json.dumps(row) for row in found.rows]
    (folder / "corrected.jsonl").write_text("\n".join(lines), "utf-8")
    return made


@dataclass(frozen=True)
class Slips:
    """Where a reviewer errs."""

    rng: np.random.Generator
    share: float

    @property
    def here(self) -> bool:
        """Whether the next correction is wrong."""
        return bool(self.rng.random() < self.share)

    def of(self, act: Row) -> Row:
        """An act told wrongly: of another type, or with the parties turned round (a joint one as if the
        first acted towards the second)."""
        if self.rng.random() < 0.5:
            others = [each for each in TYPES if each != act["type"]]
            return act | {"type": others[int(self.rng.integers(len(others)))]}
        one, *other = act["actors"]
        turned = [one] if act["joint"] else act["recipients"]
        return act | {"actors": turned, "recipients": other or [one], "joint": False}


def reviewed(
    reviewer: Reviewer, slips: Slips, article_id: str, row: Row, events: Sequence[Event]
) -> Iterator[None]:
    """Judge all of one text, sentence by sentence, a correction at a time."""
    left = list(events)
    for act in row["acts"]:
        values = as_written(row, slips.of(act) if slips.here else act)
        first, last = sentence_of(row["text"], act["trigger"])
        here = [each for each in left if first <= each.trigger.start < last]
        event = min(
            here, key=lambda each: abs(each.trigger.start - act["trigger"][0]), default=None
        )
        if event is None:
            reviewer.add("events", article_id, values)
        else:
            left.remove(event)
            reviewer.change("events", event.event_id, values)
        yield
    for event in left:
        if slips.here:
            reviewer.accept("events", event.event_id)
        else:
            reviewer.delete("events", event.event_id)
        yield


def as_written(row: Row, act: Row) -> dict[str, str]:
    """An act as a reviewer writes it."""
    codes = {(start, end): code for start, end, code in row["parties"]}

    def parties(places: Sequence[list[int]]) -> str:
        return "; ".join(f"{row['text'][a:b]} = {codes[a, b]}/GOV" for a, b in places)

    return {
        "trigger": row["text"][slice(*act["trigger"])], "type": act["type"], "mode": "",
        "actors": parties(act["actors"]), "recipients": parties(act["recipients"]),
        "reciprocal": "yes" if act["joint"] else "no", "status": act["status"],
        "recalled": "no", "reported_by": "",
    }  # fmt: skip


def sentence_of(text: str, span: Sequence[int]) -> tuple[int, int]:
    """The sentence of a stretch of an invented text, whose full stops end sentences."""
    return text.rfind(". ", 0, span[0]) + 1, text.find(".", span[1]) + 1


def written(path: Path, rows: Sequence[Row]) -> Sequence[Passage]:
    """Rows as passages."""
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return read_standoff([path], None).passages


def figures(passages: Sequence[Passage], coder: Coder) -> tuple[float, float]:
    """F1 of parties, and of parties with type."""
    total: PassageScores = sum(score_passages(passages, coder).values(), NOTHING)
    return total.parties.f1, total.typed.f1


def interval(values: np.ndarray) -> str:
    """The 95 % interval of a mean over seeds."""
    if len(values) < 2:
        return "one seed"
    reach = student.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5
    return f"{values.mean() - reach:+.3f} to {values.mean() + reach:+.3f}"


def told(line: str) -> None:
    """One line of the outcome."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
