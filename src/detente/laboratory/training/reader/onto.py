"""A reader learns from corrections, on top of what it knows: no PyTorch, some minutes on a laptop.

The network stays; fitted are shifts of its scores near what was corrected (`detente.coding.reader.learnt`).
How strongly they are pulled to none is chosen on texts that they were not fitted on.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.coding import tracks, worth
from detente.coding.actors.names import name_table
from detente.coding.confidence import STRAIGHT, Line, along
from detente.coding.reader.decoding import Seen, WindowRead, read_window
from detente.coding.reader.heads import ANCHORS, ENCODER, LINKS
from detente.coding.reader.learnt import GATE, Gate, Learnt, LearntNetwork
from detente.coding.reader.model import CARD, FOLDER, TOKENIZER, ReaderModel
from detente.errors import InputError, TooLittleDataError
from detente.laboratory.evaluating.passages import NOTHING, PassageScores, score_passage
from detente.laboratory.evaluating.standoff import Passage, parted, read_standoff
from detente.laboratory.training.isotonic import rising
from detente.laboratory.training.reader.answers import Taught, of_facts, of_pieces, of_roles
from detente.laboratory.training.reader.calibrate import told_of
from detente.laboratory.training.reader.card import write_card
from detente.laboratory.training.reader.lessons import LessonMaker
from detente.laboratory.training.reader.shifts import fitted, loss_with
from detente.version import __version__

STRENGTHS = (0.3, 0.03, 0.003)
"""Pulls to what the reader knew, the strongest first."""
PARTS = 3
"""Into which the texts are cut, so that each is told by what was not fitted on it."""
FEWEST = 20
"""Passages from which something is learnt; fewer would fit chance."""
STEPS_OF_LINE, OF_A_STEP = 20, 10
"""What the line of confidence before counts for: so many acts at each of so many steps."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Learning:
    """What came of it: from how many passages, with which pull, and how right acts and positions were
    before, and after in texts that were not fitted on; both of each passage read as one window."""

    passages: int
    strength: float
    before: PassageScores
    after: PassageScores


def learn_onto(
    paths: Sequence[Path],
    sources: Path | None,
    out: Path,
    *,
    base: Path = FOLDER,
    tell: Tell = lambda line: None,
) -> Learning:
    """Teach the reader in a folder by annotated passages, and write what comes of it to another folder.

    What was taught to that reader before is not kept: give all passages each time. Held-out passages
    (`parted`) are not learnt from. Raises `AnnotationError`, `ModelError`, `InputError`, `OSError` and
    `TooLittleDataError`.
    """
    if out.resolve() == base.resolve():
        raise InputError(
            "is the reader that is learnt onto", where=str(out), advice="Choose another --out."
        )
    if out.exists() and not out.is_dir():
        raise InputError("is no folder", where=str(out), advice="Choose another --out.")
    course = Course(ReaderModel(base), _passages(paths, sources, tell))
    strength, parts = course.strength(tell)
    outcome = Learning(
        len(course.passages), strength, course.scores(), course.scores_by_others(parts)
    )
    _write(course, outcome, paths, base, out)
    for line in _in_words(outcome):
        tell(line)
    tell(f"written to {out}")
    return outcome


def _passages(paths: Sequence[Path], sources: Path | None, tell: Tell) -> list[Passage]:
    """The passages that are learnt from, in an order that does not depend on the files'. What stands there
    twice counts once; where two annotators differ over a passage, both teach."""
    found = read_standoff(paths, sources)
    for name, count in sorted(found.missing.items()):
        tell(f"{name}: {count} passages without text")
    learnt, held = parted(found.passages)
    passages = sorted(set(learnt), key=lambda each: (each.digest, each.place, repr(each)))
    if len(passages) < FEWEST:
        raise TooLittleDataError(
            f"{len(passages)} passages to learn from",
            advice=f"It takes {FEWEST} or more; --sources names the workspace that holds the texts.",
        )
    tell(f"{len(passages)} passages to learn from, {len(held)} held out")
    return passages


class Course:
    """A reader and the passages that teach it. Raises `TooLittleDataError` for too few texts."""

    def __init__(self, reader: ReaderModel, passages: Sequence[Passage]) -> None:
        self.reader, self.passages = reader, passages
        self._texts = sorted({passage.place[0] for passage in passages})
        if len(self._texts) < PARTS:
            raise TooLittleDataError(
                "too few texts to see whether what is learnt holds in others",
                advice=f"Give passages of {PARTS} texts or more.",
            )
        self._taught = taught(reader, passages)
        every = self._taught
        self._examples = (of_pieces(every), of_facts(every), of_roles(every))

    def strength(self, tell: Tell) -> tuple[float, list[Learnt]]:
        """The pull by which texts that were not fitted on are told best, with what each part of the texts
        is told by."""
        tried = []
        for strength in STRENGTHS:
            parts = [self.learnt(strength, self._beside(part)) for part in range(PARTS)]
            off = sum(self._off(learnt, part) for part, learnt in enumerate(parts))
            tell(f"pull {strength}: off by {off / len(self.passages):.2f} a passage")
            tried.append((off, strength, parts))
        _, best, parts = min(tried, key=lambda each: each[0])
        return best, parts

    def learnt(
        self, strength: float, texts: Iterable[str] | None = None, gate: Gate = GATE
    ) -> Learnt:
        """What all texts teach, or some."""
        wanted = set(self._texts if texts is None else texts)
        return Learnt(*(fitted(each.of(wanted), strength, gate) for each in self._examples))

    def _beside(self, part: int) -> list[str]:
        return [text for number, text in enumerate(self._texts) if number % PARTS != part]

    def _off(self, learnt: Learnt, part: int) -> float:
        """How far the texts of a part are from what is right."""
        inside = set(self._texts[part::PARTS])
        shifts = (learnt.pieces, learnt.facts, learnt.roles)
        return sum(
            loss_with(each.of(inside), shift)
            for each, shift in zip(self._examples, shifts, strict=True)
        )

    def scores(self) -> PassageScores:
        """How right the reader is as it was."""
        return scores(self.reader, self.passages, (each.seen for each in self._taught))

    def scores_by_others(self, parts: Sequence[Learnt]) -> PassageScores:
        """How right it is where each text is told by what the others taught."""
        part_of = {text: number % PARTS for number, text in enumerate(self._texts)}
        seen = (retold(each.seen, parts[part_of[each.text]]) for each in self._taught)
        return scores(self.reader, self.passages, seen)


def taught(reader: ReaderModel, passages: Iterable[Passage]) -> list[Taught]:
    """Passages as a reader sees them without what corrections taught it, with what is right."""
    maker, plain = LessonMaker(name_table(()), reader.tokenizer), reader.untaught()
    lessons = ((maker.of_passage(passage), passage.place[0]) for passage in passages)
    return [Taught(lesson, plain.see(lesson.window), text) for lesson, text in lessons]


def retold(seen: Seen, learnt: Learnt) -> Seen:
    """What an untaught reader sees in a window, as it is told after what was learnt."""
    network = LearntNetwork(seen.network, learnt)
    return replace(seen, told=network.retold(seen.told), network=network)


def scores(reader: ReaderModel, passages: Iterable[Passage], seen: Iterable[Seen]) -> PassageScores:
    """How right a reader is by what is seen in each passage, read as one window."""
    total = NOTHING
    for passage, each in zip(passages, seen, strict=True):
        read = read_window(each, reader.thresholds)
        here = WindowRead(
            tuple(act for act in read.acts if act.trigger[0] >= passage.begins),
            tuple(said for said in read.positions if said.clause[0] >= passage.begins),
        )
        total += score_passage(passage, told_of(here))
    return total


def _write(course: Course, outcome: Learning, paths: Sequence[Path], base: Path, out: Path) -> None:
    """The card comes last: a folder that is not whole is refused."""
    out.mkdir(parents=True, exist_ok=True)
    (out / CARD).unlink(missing_ok=True)
    for name in (ENCODER, ANCHORS, LINKS, TOKENIZER, tracks.FILE, worth.FILE):
        shutil.copyfile(base / name, out / name)
    course.learnt(outcome.strength).save(out)
    card, after = course.reader.card, outcome.after
    untaught = card.get("learnt", {}).get("confidence", card["confidence"])
    lines = {
        "acts": _line(untaught.get("acts", STRAIGHT), after.sure_acts.judged),
        "positions": _line(untaught.get("positions", STRAIGHT), after.sure_positions.judged),
    }
    learnt = {**_told_by_card(outcome, paths), "confidence": untaught}
    write_card(out, {**card, "confidence": lines, "learnt": learnt})


def _line(before: Line, judged: Sequence[tuple[float, bool]]) -> Line:
    """The line of confidence after what was judged; the one before counts beside it."""
    steps = [(number + 0.5) / STEPS_OF_LINE for number in range(STEPS_OF_LINE)]
    known = [
        (sure, number < round(OF_A_STEP * along(before, sure)))
        for sure in steps
        for number in range(OF_A_STEP)
    ]
    return rising([*known, *judged])


def _told_by_card(outcome: Learning, paths: Sequence[Path]) -> dict[str, Any]:
    """What the card says of it. `confidence` are the lines from before, so that they count once where this
    reader is taught again."""
    return {
        "made_by": f"detente {__version__}",
        "passages": outcome.passages,
        "pull": outcome.strength,
        "gate": [GATE.start, GATE.whole],
        "files": sorted(path.name for path in paths),
        "sha256": hashlib.sha256(b"".join(sorted(path.read_bytes() for path in paths))).hexdigest(),
        "before": _figures(outcome.before),
        "after": _figures(outcome.after),
    }


def _figures(scores: PassageScores) -> dict[str, float]:
    return {
        "parties": round(scores.parties.f1, 3),
        "parties_and_type": round(scores.typed.f1, 3),
        "positions": round(scores.positions.f1, 3),
    }


def _in_words(outcome: Learning) -> Iterable[str]:
    yield "in texts that were not learnt from (F1):"
    before, after = _figures(outcome.before), _figures(outcome.after)
    for name in before:
        yield f"  {name.replace('_', ' ')}: {before[name]:.3f} before, {after[name]:.3f} after"
    if all(after[name] <= before[name] for name in before):
        yield "nothing learnt of one text helps in others: more corrections may, this reader does not"
