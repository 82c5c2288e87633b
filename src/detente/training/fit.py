"""Training of the relation model from the corpus: seeded, on one machine without an accelerator."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from torch.nn.utils import clip_grad_norm_
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from detente.coding.relations.encoding import (
    MODES,
    STATUSES,
    TYPES,
    UNKNOWN_READING,
    masked,
)
from detente.errors import InputError
from detente.training.examples import Answer, Lesson
from detente.training.network import RelationNetwork
from detente.training.teaching import shares_to_learn

BUCKET = 20
"""Batches whose sentences are sorted by length together, so that little is padded."""
SMOOTHING = 0.03
UNTOLD = -100
WARMING = 0.1
WEIGHTS = {"mode": 0.3, "status": 0.2, "trigger": 0.3}
NOTHING_WEIGHT = 0.6
NOTHING_PAIRS = 24
"""Pairs that nothing joins, taken from a sentence in an epoch at most; half of them near misses of the
lexicon, where there are so many."""
KEPT_OF_MEAN = 0.998
"""Share of the running mean of the weights that a step leaves; the mean is what is used, as it does
better than the last weights (Polyak and Juditsky, 1992)."""
READING_LEFT_OUT = 0.15
"""Share of pairs whose reading by the lexicon is hidden, so that the model also reads for itself."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train. Rates are peaks; both rise over the first tenth of the steps and then fall to 0.

    `layers` of the encoder are kept, the first ones: three of its six cost half the time and
    little of the accuracy.
    """

    layers: int = 3
    epochs: int = 6
    batch: int = 16
    encoder_rate: float = 1.2e-4
    head_rate: float = 5e-4
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """One pair in numbers; an answer that is not told is `UNTOLD`."""

    places: tuple[int, int, int, int]
    features: tuple[int, int, int]
    kind: int
    mode: int
    status: int
    trigger: int
    marked: bool
    shares: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class _Sentence:
    pieces: tuple[int, ...]
    rows: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class _Batch:
    pieces: torch.Tensor
    mask: torch.Tensor
    sentences: torch.Tensor
    places: torch.Tensor
    features: torch.Tensor
    kinds: torch.Tensor
    shares: torch.Tensor
    modes: torch.Tensor
    statuses: torch.Tensor
    triggers: torch.Tensor


def fit(
    network: RelationNetwork,
    tokenizer: Tokenizer,
    lessons: Sequence[Lesson],
    settings: Settings,
    after_epoch: Callable[[RelationNetwork, int, float], None] = lambda mean, epoch, loss: None,
) -> RelationNetwork:
    """The network with the running mean of its weights in training.

    `after_epoch` is given that network as it stands, the epoch, and its mean loss.
    """
    draw = random.Random(settings.seed)
    sentences = [_sentence(tokenizer, lesson) for lesson in lessons if lesson.examples]
    if not sentences:
        raise InputError(
            "no sentence to learn from", advice="Give files with more annotated sentences."
        )
    steps = settings.epochs * -(-len(sentences) // settings.batch)
    encoder = [p for name, p in network.named_parameters() if name.startswith("encoder.")]
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": settings.encoder_rate},
            {"params": heads, "lr": settings.head_rate},
        ],
        weight_decay=0.01,
    )
    mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(KEPT_OF_MEAN))
    averaged: RelationNetwork = mean.module
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share(step, steps))
    for epoch in range(settings.epochs):
        network.train()
        losses = []
        for group in _groups(sentences, settings.batch, draw):
            loss = _loss(network, _batch([_drawn(sentence, draw) for sentence in group]))
            optimizer.zero_grad()
            loss.backward()
            clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            mean.update_parameters(network)
            schedule.step()
            losses.append(float(loss.detach()))
        after_epoch(averaged, epoch, sum(losses) / len(losses))
    return averaged


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair as the network judges it, and what it is: `scores` and `shares` run over `TYPES`."""

    kind: int
    scores: tuple[float, ...]
    shares: tuple[float, ...]
    pointed: bool
    marked: bool

    @property
    def best(self) -> int:
        """The likeliest type, given that something joins the two."""
        types = self.shares[:-1]
        return types.index(max(types))


def judge(
    network: RelationNetwork, tokenizer: Tokenizer, lessons: Sequence[Lesson]
) -> list[Judged]:
    """What the network says of every pair of the lessons, in order."""
    network.eval()
    judged = []
    for lesson in lessons:
        sentence = _sentence(tokenizer, lesson)
        if not sentence.rows:
            continue
        batch = _batch([sentence])
        with torch.no_grad():
            kinds, _, _, triggers = network(batch.pieces, batch.places, batch.features)
        answers = zip(
            sentence.rows, kinds.tolist(), kinds.softmax(-1).tolist(), triggers.argmax(-1).tolist(),
            strict=True,
        )  # fmt: skip
        judged += [
            Judged(row.kind, tuple(scores), tuple(shares), row.trigger == trigger, row.marked)
            for row, scores, shares, trigger in answers
        ]
    return judged


def _loss(network: RelationNetwork, batch: _Batch) -> torch.Tensor:
    kinds, modes, statuses, triggers = network(
        batch.pieces, batch.places, batch.features, batch.mask, batch.sentences
    )
    nothing = batch.kinds == TYPES.index(None)
    weights = torch.where(nothing, NOTHING_WEIGHT, 1.0)
    losses = cross_entropy(kinds, batch.shares, reduction="none", label_smoothing=SMOOTHING)
    loss = (losses * weights).sum() / weights.sum()
    for scores, told, name in (
        (modes, batch.modes, "mode"),
        (statuses, batch.statuses, "status"),
        (triggers, batch.triggers, "trigger"),
    ):
        if bool((told != UNTOLD).any()):
            loss = loss + WEIGHTS[name] * cross_entropy(scores, told, ignore_index=UNTOLD)
    return loss


def _drawn(sentence: _Sentence, draw: random.Random) -> _Sentence:
    """The sentence with its joined pairs and some of the others, and some readings hidden."""
    kept = [row for row in sentence.rows if row.marked or row.kind != TYPES.index(None)]
    others = [row for row in sentence.rows if not row.marked and row.kind == TYPES.index(None)]
    near = [row for row in others if row.features[2]]
    far = [row for row in others if not row.features[2]]
    kept += draw.sample(near, min(NOTHING_PAIRS // 2, len(near)))
    kept += draw.sample(far, min(NOTHING_PAIRS // 2, len(far)))
    return _Sentence(
        sentence.pieces,
        tuple(_hidden(row) if draw.random() < READING_LEFT_OUT else row for row in kept),
    )


def _hidden(row: _Row) -> _Row:
    return replace(row, features=(row.features[0], row.features[1], UNKNOWN_READING))


def _sentence(tokenizer: Tokenizer, lesson: Lesson) -> _Sentence:
    pieces = masked(tokenizer.encode(lesson.text), lesson.names)
    rows = []
    for example in lesson.examples:
        answer = example.answer
        kind, mode, status = _numbers(answer)
        trigger = pieces.at(answer.trigger)[0] if answer else 0
        pair = example.pair
        if not (pieces.holds(pair.actor) and pieces.holds(pair.recipient)):
            continue
        rows.append(
            _Row(
                (*pieces.at(pair.actor), *pieces.at(pair.recipient)), pair.features, kind, mode, status,
                trigger or UNTOLD, example.marked, example.shares,
            )
        )  # fmt: skip
    return _Sentence(pieces.ids, tuple(rows))


def _numbers(answer: Answer | None) -> tuple[int, int, int]:
    if answer is None:
        return TYPES.index(None), UNTOLD, UNTOLD
    mode = (answer.event_type, answer.mode)
    return (
        TYPES.index(answer.event_type),
        MODES.index(mode) if mode in MODES else UNTOLD,
        STATUSES.index(answer.status),
    )


def _groups(
    sentences: Sequence[_Sentence], size: int, draw: random.Random
) -> Iterator[list[_Sentence]]:
    order = list(sentences)
    draw.shuffle(order)
    span = size * BUCKET
    groups = []
    for first in range(0, len(order), span):
        bucket = sorted(order[first : first + span], key=lambda each: len(each.pieces))
        groups += [bucket[start : start + size] for start in range(0, len(bucket), size)]
    draw.shuffle(groups)
    yield from groups


def _batch(group: Sequence[_Sentence]) -> _Batch:
    length = max(len(sentence.pieces) for sentence in group)
    rows = [(number, row) for number, sentence in enumerate(group) for row in sentence.rows]
    return _Batch(
        torch.tensor([[*s.pieces, *[0] * (length - len(s.pieces))] for s in group]),
        torch.tensor([[1] * len(s.pieces) + [0] * (length - len(s.pieces)) for s in group]),
        torch.tensor([number for number, _ in rows]),
        torch.tensor([row.places for _, row in rows]),
        torch.tensor([row.features for _, row in rows]),
        torch.tensor([row.kind for _, row in rows]),
        torch.tensor([shares_to_learn(row.kind, row.shares) for _, row in rows]),
        torch.tensor([row.mode for _, row in rows]),
        torch.tensor([row.status for _, row in rows]),
        torch.tensor([row.trigger for _, row in rows]),
    )


def _share(step: int, steps: int) -> float:
    warm = WARMING * steps
    return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
