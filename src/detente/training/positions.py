"""Training of the position model from passages with marked positions: seeded, without an accelerator.

The encoder first learns the words of acts from annotated sentences (each trigger with its type), which are
many, then the kinds of clauses, which are few.
"""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from torch.nn.utils import clip_grad_norm_
from transformers import AutoModel

from detente.coding.actors.phrases import Phrases
from detente.coding.coder import Coder
from detente.coding.relations.encoding import TYPES, masked
from detente.coding.relations.model import load_tokenizer
from detente.coding.relations.pairs import names_in
from detente.coding.voice.clauses import Clause
from detente.coding.voice.judging import CARD, INPUTS, KINDS, NETWORK, Asked, asked_of, pieces_of
from detente.coding.voice.spans import span_of
from detente.coding.voice.statements import kinds_by_rule
from detente.evaluating.corpus import Annotated, read_corpus
from detente.evaluating.marking import Part, part_of
from detente.evaluating.voiced import MarkedStatement, VoicedPassage, read_voiced
from detente.evaluating.voices import as_article
from detente.records import StatementKind
from detente.training.naming import begin_as_names
from detente.training.run import BASE_NAME, base_folder
from detente.version import __version__

POSITIONS = 8
"""Times that the passages are read."""
NARROW = 64
HIDDEN = 256
DROPOUT = 0.2
ENCODER_RATE, HEAD_RATE = 8e-5, 5e-4
FIRST_RATE = 1e-4
BATCH = 16
WARMING = 0.1
TELL_NOTHING = 2
"""Words of an annotated sentence that tell no act, taken beside its triggers."""
CHOICES = tuple(round(0.2 + 0.05 * step, 2) for step in range(9))
"""Shares among which each kind's threshold is chosen on the held-out part for choosing."""
LIKENESS = 0.3
"""Least share that a marked clause and one of ours have in common, where its verb is not ours."""
OPSET = 17


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence in pieces with its clauses and, for each, which of `KINDS` it is."""

    pieces: tuple[int, ...]
    clauses: tuple[Asked, ...]
    answers: tuple[tuple[float, ...], ...]
    part: Part


class PositionNetwork(nn.Module):
    """An encoder that reads a sentence once, and a head that reads each clause in it."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        width, told = encoder.config.hidden_size, 8 + len(KINDS)
        self.encoder = encoder
        self.told = nn.Linear(told, NARROW)
        self.hidden = nn.Linear(3 * width + NARROW, HIDDEN)
        self.kinds = nn.Linear(HIDDEN, len(KINDS))
        self.words = nn.Linear(width, len(TYPES))
        self.dropout = nn.Dropout(DROPOUT)

    def states(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States of the pieces of each sentence, (sentences, length, width)."""
        found: torch.Tensor = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        return found

    def read(
        self,
        states: torch.Tensor,
        heads: torch.Tensor,
        members: torch.Tensor,
        subjects: torch.Tensor,
        told: torch.Tensor,
    ) -> torch.Tensor:
        """Scores of the kinds of clauses, before the sigmoid; `states` are (clauses, length, width)."""
        row = torch.arange(states.shape[0], device=states.device)
        mean = torch.matmul(members.unsqueeze(1), states).squeeze(1)
        seen = [states[row, heads], mean, states[row, subjects], torch.relu(self.told(told))]
        hidden = torch.relu(self.hidden(self.dropout(torch.cat(seen, dim=-1))))
        scores: torch.Tensor = self.kinds(self.dropout(hidden))
        return scores

    def forward(
        self,
        pieces: torch.Tensor,
        heads: torch.Tensor,
        members: torch.Tensor,
        subjects: torch.Tensor,
        told: torch.Tensor,
    ) -> torch.Tensor:
        """The same for one sentence, as it is exported."""
        states = self.states(pieces, torch.ones_like(pieces))
        mean = torch.matmul(members, states[0])
        seen = [states[0][heads], mean, states[0][subjects], torch.relu(self.told(told))]
        scores: torch.Tensor = self.kinds(torch.relu(self.hidden(torch.cat(seen, dim=-1))))
        return scores


def train_positions(
    files: Iterable[Path],
    out: Path,
    *,
    sentences: Iterable[Path] = (),
    epochs: int = POSITIONS,
    first_epochs: int = 1,
    layers: int = 3,
    seed: int = 0,
    base: Path | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> None:
    """Train on files of passages and write the model to a folder.

    `sentences` are annotated ones, from which the encoder learns words first; `base` is a folder with
    other weights to start from. Raises `AnnotationError` and `OSError`.
    """
    torch.manual_seed(seed)
    paths = sorted(files)
    name = str(base) if base else BASE_NAME
    base = base or base_folder()
    tokenizer = load_tokenizer(base)
    encoder = AutoModel.from_pretrained(base, attn_implementation="eager")
    encoder.encoder.layer = encoder.encoder.layer[:layers]
    begin_as_names(encoder, tokenizer)
    network = PositionNetwork(encoder)
    read = read_corpus(sorted(sentences))
    if read:
        _learn_words(network, list(_words(read, tokenizer)), first_epochs, seed, tell)
    found = lessons(read_voiced(paths), tokenizer)
    parts = {part: [each for each in found if each.part == part] for part in ("train", "dev")}
    tell(f"{len(parts['train'])} sentences to learn from, {len(parts['dev'])} to look at")
    _learn_kinds(network, parts["train"], epochs, seed, tell)
    enough, held = thresholds(*_judged(network, parts["dev"]))
    tell(f"held out: macro F1 of the kinds of clauses {held:.3f}")
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    card = {
        "kinds": list(KINDS), "enough": enough, "held_out": round(held, 3), "base": name,
        "made_by": f"detente {__version__}", "layers": layers, "epochs": [first_epochs, epochs],
        "seed": seed,
        "sentences": {part: len(each) for part, each in parts.items()},
        "corpus": {"files": [path.name for path in paths], "sha256": digest},
    }  # fmt: skip
    export_positions(network, out, card)
    tell(f"written to {out}")


class _Listener:
    """Keeps the clauses that a coder asks about, and answers as the rules do."""

    def __init__(self) -> None:
        self.heard: list[Clause] = []

    def kinds(
        self, phrases: Phrases, clauses: Sequence[Clause]
    ) -> list[tuple[tuple[StatementKind, float], ...]]:
        self.heard += clauses
        return [tuple(kinds_by_rule(phrases, clause)) for clause in clauses]


def lessons(passages: Sequence[VoicedPassage], tokenizer: Any) -> list[Lesson]:
    """One lesson for each sentence in which somebody speaks a clause."""
    listener = _Listener()
    coder = Coder(model=None, positions=listener)
    found = []
    for passage in passages:
        coder.code_articles([as_article(passage)])
        clauses, listener.heard = listener.heard, []
        answers = _answers(clauses, passage.statements)
        by_sentence: dict[int, list[tuple[Clause, tuple[float, ...]]]] = {}
        for clause, answer in zip(clauses, answers, strict=True):
            by_sentence.setdefault(clause.parse.start, []).append((clause, answer))
        for group in by_sentence.values():
            pieces = pieces_of(group[0][0].phrases, tokenizer)
            asked = [(asked_of(clause, pieces), answer) for clause, answer in group]
            kept = [(each, answer) for each, answer in asked if each is not None]
            if kept:
                found.append(
                    Lesson(
                        pieces.ids,
                        tuple(each for each, _ in kept),
                        tuple(answer for _, answer in kept),
                        part_of(passage.text),
                    )
                )
    return found


def _answers(
    clauses: Sequence[Clause], statements: Sequence[MarkedStatement]
) -> list[tuple[float, ...]]:
    """For each clause which kinds the marked positions have that are told by it; each by the clause most
    like its own."""
    kinds: list[set[str]] = [set() for _ in clauses]
    for said in statements:
        rated = [
            (*likeness, -place)
            for place, clause in enumerate(clauses)
            for likeness in [_likeness(clause, said)]
            if likeness is not None
        ]
        if rated:
            kinds[-max(rated)[2]].add(said.kind)
    return [tuple(float(kind in own) for kind in KINDS) for own in kinds]


def _likeness(clause: Clause, said: MarkedStatement) -> tuple[bool, float] | None:
    """Whether the clause's verb stands in the marked one, and the share that the two have in common."""
    start, end = span_of(clause.parse, list(clause.tokens))
    common = min(end, said.clause.end) - max(start, said.clause.start)
    if common <= 0:
        return None
    share = common / (max(end, said.clause.end) - min(start, said.clause.start))
    inside = said.clause.start <= clause.parse.starts[clause.head] < said.clause.end
    return (inside, share) if inside or share >= LIKENESS else None


Words = tuple[tuple[int, ...], tuple[tuple[int, int], ...]]


def _words(sentences: Sequence[Annotated], tokenizer: Any) -> Iterator[Words]:
    """Pieces of each sentence with the places of its triggers and the types they tell."""
    nothing = TYPES.index(None)
    for sentence in sentences:
        if part_of(sentence.text) == "test":
            continue
        pieces = masked(tokenizer.encode(sentence.text), names_in(sentence.text))
        told = {
            pieces.at((act.trigger.start, act.trigger.end))[0]: TYPES.index(act.event_type)
            for act in sentence.acts
        }
        draw = random.Random(sentence.text)
        for _ in range(TELL_NOTHING):
            told.setdefault(draw.randrange(1, max(2, len(pieces.ids) - 1)), nothing)
        yield pieces.ids, tuple((place, kind) for place, kind in told.items() if place)


def _learn_words(
    network: PositionNetwork,
    words: list[Words],
    epochs: int,
    seed: int,
    tell: Callable[[str], None],
) -> None:
    optimizer = _optimizer(network, FIRST_RATE)
    for epoch in range(epochs):
        random.Random(seed + epoch).shuffle(words)
        network.train()
        losses = []
        for first in range(0, len(words), 2 * BATCH):
            group = words[first : first + 2 * BATCH]
            states = network.states(*_padded([pieces for pieces, _ in group]))
            places = [(row, place) for row, (_, told) in enumerate(group) for place, _ in told]
            kinds = torch.tensor([kind for _, told in group for _, kind in told])
            rows, columns = (torch.tensor(each) for each in zip(*places, strict=True))
            loss = cross_entropy(network.words(network.dropout(states[rows, columns])), kinds)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(float(loss.detach()))
        tell(f"words, epoch {epoch + 1}: loss {sum(losses) / len(losses):.3f}")


def _learn_kinds(
    network: PositionNetwork,
    training: list[Lesson],
    epochs: int,
    seed: int,
    tell: Callable[[str], None],
) -> None:
    optimizer = _optimizer(network, ENCODER_RATE)
    steps = epochs * -(-len(training) // BATCH)
    warm = WARMING * steps

    def share(step: int) -> float:
        return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, share)
    training = list(training)
    for epoch in range(epochs):
        random.Random(seed + epoch).shuffle(training)
        network.train()
        losses = []
        for first in range(0, len(training), BATCH):
            scores, answers = _scored(network, training[first : first + BATCH])
            loss = binary_cross_entropy_with_logits(scores, answers)
            optimizer.zero_grad()
            loss.backward()
            clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
        tell(f"kinds, epoch {epoch + 1}: loss {sum(losses) / len(losses):.3f}")


def _optimizer(network: PositionNetwork, rate: float) -> torch.optim.Optimizer:
    encoder = [p for name, p in network.named_parameters() if name.startswith("encoder.")]
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    return torch.optim.AdamW(
        [{"params": encoder, "lr": rate}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )


def _scored(network: PositionNetwork, group: Sequence[Lesson]) -> tuple[torch.Tensor, torch.Tensor]:
    pieces, mask = _padded([lesson.pieces for lesson in group])
    states = network.states(pieces, mask)
    rows = [row for row, lesson in enumerate(group) for _ in lesson.clauses]
    asked = [each for lesson in group for each in lesson.clauses]
    members = torch.zeros((len(asked), pieces.shape[1]))
    for row, each in enumerate(asked):
        for place in each.members:
            members[row, place] += 1 / len(each.members)
    scores = network.read(
        states[torch.tensor(rows)],
        torch.tensor([each.head for each in asked]),
        members,
        torch.tensor([each.subject for each in asked]),
        torch.tensor([each.told for each in asked]),
    )
    return scores, torch.tensor([answer for lesson in group for answer in lesson.answers])


def _padded(sentences: Sequence[tuple[int, ...]]) -> tuple[torch.Tensor, torch.Tensor]:
    length = max(map(len, sentences))
    return (
        torch.tensor([[*each, *[0] * (length - len(each))] for each in sentences]),
        torch.tensor([[1] * len(each) + [0] * (length - len(each)) for each in sentences]),
    )


def _judged(network: PositionNetwork, held: Sequence[Lesson]) -> tuple[np.ndarray, np.ndarray]:
    """Shares and answers of the clauses of held-out sentences, (clauses, kinds)."""
    network.eval()
    with torch.no_grad():
        scored = [_scored(network, held[at : at + BATCH]) for at in range(0, len(held), BATCH)]
    shares = torch.cat([scores.sigmoid() for scores, _ in scored]).numpy()
    return shares, torch.cat([answers for _, answers in scored]).numpy()


def thresholds(shares: np.ndarray, answers: np.ndarray) -> tuple[dict[str, float], float]:
    """For each kind the share from which it is told, where F1 is best, and the mean of these F1."""
    enough: dict[str, float] = {}
    best = []
    for column, kind in enumerate(KINDS):
        rated = [(_f1(shares[:, column] >= cut, answers[:, column] > 0), -cut) for cut in CHOICES]
        f1, cut = max(rated)
        enough[kind] = -cut
        best.append(f1)
    return enough, float(np.mean(best))


def _f1(told: np.ndarray, marked: np.ndarray) -> float:
    both = int(told.sum() + marked.sum())
    return 2 * int((told & marked).sum()) / both if both else 0.0


def export_positions(network: PositionNetwork, folder: Path, card: dict[str, Any]) -> None:
    """Write the network (weights as 8-bit integers) and its card."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    one = (
        torch.ones((1, 12), dtype=torch.long),
        torch.tensor([2, 5]),
        torch.full((2, 12), 1 / 12),
        torch.tensor([1, 0]),
        torch.zeros((2, 8 + len(KINDS))),
    )
    lengths = {
        "pieces": {1: "length"}, "heads": {0: "clauses"}, "members": {0: "clauses", 1: "length"},
        "subjects": {0: "clauses"}, "told": {0: "clauses"}, "kinds": {0: "clauses"},
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            network, one, str(whole), input_names=list(INPUTS), output_names=["kinds"],
            dynamic_axes=lengths, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            whole, folder / NETWORK, per_channel=True, weight_type=QuantType.QInt8,
            nodes_to_exclude=["/told/Gemm", "/hidden/Gemm", "/kinds/Gemm"],
        )  # fmt: skip
    (folder / CARD).write_text(
        json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
